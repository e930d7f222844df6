/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "out-private.h"

static const char *const sgr[] = {
	[OUT_TITLE] = "\033[1m", [OUT_GOOD] = "\033[32m", [OUT_BAD] = "\033[31m",
	[OUT_WARN] = "\033[33m", [OUT_DIM] = "\033[2m",
};

static void styled(struct out *out, enum out_style style, const char *text)
{
	bool colour = out->colour && style != OUT_PLAIN && *text;

	if (colour)
		out_puts(out, sgr[style]);
	out_puts(out, text);
	if (colour)
		out_puts(out, "\033[0m");
}

/* Members of the outermost object stand at the margin, those of nested ones two columns in. */
static void indent(struct out *out, int depth)
{
	for (int i = 1; i < depth; i++)
		out_puts(out, "  ");
}

static void flush_rows(struct out *out, struct out_frame *frame, int depth)
{
	size_t width = 0;

	for (size_t i = 0; i < frame->n_rows; i++) {
		size_t len = strlen(frame->rows[i].key);

		width = len > width ? len : width;
	}
	for (size_t i = 0; i < frame->n_rows; i++) {
		struct out_row *row = &frame->rows[i];

		indent(out, depth);
		out_puts(out, row->key);
		if (*row->value) {
			for (size_t pad = strlen(row->key); pad < width + 2; pad++)
				out_putc(out, ' ');
			styled(out, row->style, row->value);
		}
		out_putc(out, '\n');
		free(row->key);
		free(row->value);
	}
	frame->n_rows = 0;
}

/* Everything that still waits, from the outside in, so that the order of lines is that of calls. */
static void flush_all(struct out *out)
{
	for (int i = 0; i < out->depth; i++)
		flush_rows(out, &out->frames[i], i + 1);
}

static void add_row(struct out *out, struct out_frame *frame, const char *key, const char *value)
{
	struct out_row *row;

	if (frame->n_rows == frame->mem_rows) {
		size_t mem = frame->mem_rows ? 2 * frame->mem_rows : 16;
		struct out_row *rows = realloc(frame->rows, mem * sizeof(*rows));

		if (!rows) {
			out->error = out->error ? out->error : -ENOMEM;
			return;
		}
		frame->rows = rows;
		frame->mem_rows = mem;
	}
	row = &frame->rows[frame->n_rows];
	row->key = strdup(key);
	row->value = strdup(value);
	row->style = out->style;
	if (!row->key || !row->value) {
		free(row->key);
		free(row->value);
		out->error = out->error ? out->error : -ENOMEM;
		return;
	}
	frame->n_rows++;
}

/* Whether the innermost frame stands in a row of a table. */
static bool in_row(const struct out *out)
{
	for (int i = 0; i < out->depth - 1; i++)
		if (out->frames[i].kind == OUT_FRAME_TABLE)
			return true;
	return false;
}

void out_text_open(struct out *out, struct out_frame *frame, const char *key)
{
	struct out_frame *parent = out->depth > 1 ? &out->frames[out->depth - 2] : NULL;
	char name[160];

	if (parent && parent->kind == OUT_FRAME_TABLE) {
		out_table_row(out);
		return;
	}
	if (frame->kind == OUT_FRAME_OBJECT && in_row(out)) {
		frame->hidden = true; /* a cell has no room for an object */
		return;
	}
	if (parent && parent->inline_object)
		frame->inline_object = true;
	if (parent && parent->kind == OUT_FRAME_ARRAY) {
		snprintf(name, sizeof(name), "%.128s[%u]", parent->key ? parent->key : "",
			 parent->count++);
		key = name;
		frame->inline_object = true;
	}
	if (key) {
		frame->key = strdup(key);
		if (!frame->key)
			out->error = out->error ? out->error : -ENOMEM;
	}
	if (frame->kind == OUT_FRAME_OBJECT && !frame->inline_object && key) {
		snprintf(name, sizeof(name), "%.128s:", key);
		if (parent)
			add_row(out, parent, name, "");
		flush_all(out);
	}
}

/* The nearest frame whose members are lines of their own. */
static struct out_frame *lines_of(struct out *out)
{
	for (int i = out->depth - 1; i >= 0; i--)
		if (out->frames[i].kind == OUT_FRAME_OBJECT && !out->frames[i].inline_object)
			return &out->frames[i];
	return out->depth ? &out->frames[0] : NULL;
}

void out_text_close(struct out *out, struct out_frame *frame)
{
	const char *value = frame->joined ? frame->joined : "";

	if (frame->kind == OUT_FRAME_ARRAY && !frame->count)
		out_text_scalar(out, frame->key, "-");
	else if (frame->kind == OUT_FRAME_ARRAY && frame->joined)
		out_text_scalar(out, frame->key, value);
	else if (frame->kind == OUT_FRAME_OBJECT && frame->inline_object && lines_of(out))
		add_row(out, lines_of(out), frame->key ? frame->key : "", value);

	if (!frame->inline_object && frame->kind == OUT_FRAME_OBJECT)
		flush_rows(out, frame, out->depth + 1);
	else if (!out->depth)
		flush_rows(out, frame, 1);
	free(frame->key);
	free(frame->joined);
	free(frame->rows);
	frame->key = frame->joined = NULL;
	frame->rows = NULL;
	frame->n_rows = frame->mem_rows = 0;
}

void out_text_scalar(struct out *out, const char *key, const char *text)
{
	struct out_frame *top = out->depth ? &out->frames[out->depth - 1] : NULL;
	struct out_frame *above = out->depth > 1 ? &out->frames[out->depth - 2] : NULL;

	if (!top) {
		styled(out, out->style, text);
		out_putc(out, '\n');
	} else if (above && above->kind == OUT_FRAME_TABLE) {
		out_table_cell(out, key, text);
	} else if (top->kind == OUT_FRAME_ARRAY) {
		top->count++;
		out_join(out, &top->joined, ", ", text);
	} else if (top->inline_object) {
		out_join(out, &top->joined, ", ", key);
		out_join(out, &top->joined, " ", text);
	} else {
		add_row(out, top, key, text);
	}
}

void out_text_line(struct out *out, enum out_style style, const char *text)
{
	flush_all(out);
	indent(out, out->depth);
	styled(out, style, text);
	out_putc(out, '\n');
}
