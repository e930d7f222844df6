/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "out-private.h"

#define OUT_BUFFER 65536

struct out *out_new(FILE *file, enum out_format format, bool colour)
{
	struct out *out = calloc(1, sizeof(*out));

	if (!out)
		return NULL;
	out->buf = malloc(OUT_BUFFER);
	if (!out->buf) {
		free(out);
		return NULL;
	}
	out->mem = OUT_BUFFER;
	out->file = file;
	out->format = format;
	out->colour = colour;
	return out;
}

int out_flush(struct out *out)
{
	out_write_out(out);
	if (fflush(out->file) && !out->error)
		out->error = -errno;
	return out->error;
}

int out_free(struct out *out)
{
	int error;

	if (!out)
		return 0;
	while (out->depth)
		out_end(out);
	error = out_flush(out);
	free(out->buf);
	free(out);
	return error;
}

int out_error(const struct out *out)
{
	return out->error;
}

bool out_is_json(const struct out *out)
{
	return out->format != OUT_TEXT;
}

void out_write_out(struct out *out)
{
	if (out->len && !out->error) {
		errno = 0;
		if (fwrite(out->buf, 1, out->len, out->file) != out->len)
			out->error = errno ? -errno : -EIO;
	}
	out->len = 0;
}

void out_put(struct out *out, const void *data, size_t len)
{
	const char *p = data;

	while (len > out->mem - out->len) {
		size_t part = out->mem - out->len;

		memcpy(out->buf + out->len, p, part);
		out->len += part;
		p += part;
		len -= part;
		out_write_out(out);
	}
	memcpy(out->buf + out->len, p, len);
	out->len += len;
}

void out_puts(struct out *out, const char *text)
{
	out_put(out, text, strlen(text));
}

void out_putc(struct out *out, char c)
{
	if (out->len == out->mem)
		out_write_out(out);
	out->buf[out->len++] = c;
}

void out_join(struct out *out, char **string, const char *separator, const char *text)
{
	size_t have = *string ? strlen(*string) : 0;
	size_t sep = have ? strlen(separator) : 0;
	char *grown = realloc(*string, have + sep + strlen(text) + 1);

	if (!grown) {
		if (!out->error)
			out->error = -ENOMEM;
		return;
	}
	memcpy(grown + have, separator, sep);
	strcpy(grown + have + sep, text);
	*string = grown;
}

/* Whether what comes now is for this back end. */
static bool visible(const struct out *out)
{
	const struct out_frame *top;

	if (!out->depth)
		return true;
	top = &out->frames[out->depth - 1];
	if (top->hidden)
		return false;
	return top->show == OUT_BOTH || (top->show == OUT_JSON_ONLY) == out_is_json(out);
}

static void push(struct out *out, enum out_frame_kind kind, const char *key)
{
	bool hidden = !visible(out);
	bool transparent = kind == OUT_FRAME_TABLE && out_is_json(out) && !key;
	struct out_frame *frame;

	if (out->depth == OUT_MAX_DEPTH)
		abort(); /* a command nests deeper than any schema of ours: a bug, not an input */
	if (!hidden && !transparent && out_is_json(out))
		out_json_open(out, key, kind == OUT_FRAME_OBJECT ? '{' : '[');
	frame = &out->frames[out->depth++];
	memset(frame, 0, sizeof(*frame));
	frame->kind = kind;
	frame->hidden = hidden;
	frame->transparent = transparent;
	if (!hidden && !out_is_json(out))
		out_text_open(out, frame, key);
}

void out_object(struct out *out, const char *key)
{
	push(out, OUT_FRAME_OBJECT, key);
}

void out_array(struct out *out, const char *key)
{
	push(out, OUT_FRAME_ARRAY, key);
}

void out_table(struct out *out, const char *key, const struct out_column *columns,
	       const char *choice)
{
	push(out, OUT_FRAME_TABLE, key);
	if (!out_is_json(out))
		out_table_open(out, columns, choice);
}

void out_end(struct out *out)
{
	struct out_frame *frame;

	if (!out->depth)
		return;
	frame = &out->frames[--out->depth];
	if (frame->hidden || frame->transparent)
		return;
	if (out_is_json(out)) {
		out_json_close(out, frame->kind == OUT_FRAME_OBJECT ? '}' : ']');
	} else if (frame->kind == OUT_FRAME_TABLE) {
		out_table_close(out);
		free(frame->key);
	} else {
		out_text_close(out, frame);
	}
}

void out_show(struct out *out, enum out_show show)
{
	if (out->depth)
		out->frames[out->depth - 1].show = show;
}

void out_style(struct out *out, enum out_style style)
{
	out->style = style;
}

/* A value whose JSON and text are the same. */
static void plain(struct out *out, const char *key, const char *text)
{
	if (!visible(out))
		return;
	if (out_is_json(out)) {
		out_json_key(out, key);
		out_puts(out, text);
	} else {
		out_text_scalar(out, key, text);
	}
}

void out_u64(struct out *out, const char *key, uint64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, value);
	plain(out, key, text);
}

void out_s64(struct out *out, const char *key, int64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, value);
	plain(out, key, text);
}

void out_double(struct out *out, const char *key, double value, int precision)
{
	char text[350];

	if (!isfinite(value)) {
		out_null(out, key);
		return;
	}
	snprintf(text, sizeof(text), "%.*f", precision, value);
	plain(out, key, text);
}

void out_bool(struct out *out, const char *key, bool value)
{
	if (out_is_json(out))
		plain(out, key, value ? "true" : "false");
	else
		plain(out, key, value ? "yes" : "no");
}

void out_null(struct out *out, const char *key)
{
	plain(out, key, out_is_json(out) ? "null" : "-");
}

void out_strn(struct out *out, const char *key, const void *value, size_t len)
{
	char small[256], *text = small;
	size_t size = sizeof(small);

	if (!visible(out))
		return;
	if (out_is_json(out)) {
		out_json_key(out, key);
		out_json_string(out, value, len);
		return;
	}
	if (4 * len + 1 > size) {
		size = 4 * len + 1;
		text = malloc(size);
		if (!text) {
			out->error = out->error ? out->error : -ENOMEM;
			return;
		}
	}
	out_text_scalar(out, key, out_escape(value, len, text, size));
	if (text != small)
		free(text);
}

void out_str(struct out *out, const char *key, const char *value)
{
	if (value)
		out_strn(out, key, value, strlen(value));
	else
		out_null(out, key);
}

void out_bytes(struct out *out, const char *key, const void *value, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *s = value;
	char small[257], *text = small;

	if (!visible(out))
		return;
	if (2 * len + 1 > sizeof(small)) {
		text = malloc(2 * len + 1);
		if (!text) {
			out->error = out->error ? out->error : -ENOMEM;
			return;
		}
	}
	for (size_t i = 0; i < len; i++) {
		text[2 * i] = digits[s[i] >> 4];
		text[2 * i + 1] = digits[s[i] & 0xf];
	}
	text[2 * len] = '\0';
	if (out_is_json(out)) {
		out_json_key(out, key);
		out_putc(out, '"');
		out_put(out, text, 2 * len);
		out_putc(out, '"');
	} else {
		out_text_scalar(out, key, text);
	}
	if (text != small)
		free(text);
}

void out_enum(struct out *out, const char *key, int64_t value, const char *name)
{
	char text[128];

	if (out_is_json(out)) {
		snprintf(text, sizeof(text), "%s_name", key);
		out_s64(out, key, value);
		out_str(out, text, name);
	} else if (name) {
		snprintf(text, sizeof(text), "%s (%" PRId64 ")", name, value);
		out_str(out, key, text);
	} else {
		out_s64(out, key, value);
	}
}

void out_value(struct out *out, const char *key, uint64_t value, bool is_signed, const char *text)
{
	if (text && !out_is_json(out))
		out_str(out, key, text);
	else if (is_signed)
		out_s64(out, key, (int64_t)value);
	else
		out_u64(out, key, value);
}

void out_line(struct out *out, enum out_style style, const char *fmt, ...)
{
	char *text = NULL, *safe;
	va_list ap;
	int len;

	if (out_is_json(out) || !visible(out))
		return;
	va_start(ap, fmt);
	len = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (len < 0) {
		out->error = out->error ? out->error : -ENOMEM;
		return;
	}
	safe = malloc(4 * (size_t)len + 1);
	if (safe)
		out_text_line(out, style, out_escape(text, (size_t)len, safe, 4 * (size_t)len + 1));
	else
		out->error = out->error ? out->error : -ENOMEM;
	free(safe);
	free(text);
}
