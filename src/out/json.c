/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "out-private.h"

/* The innermost frame that shows in the document; NULL: what comes is a document of its own. */
static struct out_frame *container(struct out *out)
{
	struct out_frame *top = out->depth ? &out->frames[out->depth - 1] : NULL;

	return top && !top->transparent ? top : NULL;
}

static void newline(struct out *out)
{
	if (out->format != OUT_JSON)
		return;
	out_putc(out, '\n');
	for (int i = 0; i < out->depth; i++)
		out_putc(out, '\t');
}

void out_json_key(struct out *out, const char *key)
{
	struct out_frame *top = container(out);

	if (!top)
		return;
	if (top->count++)
		out_putc(out, ',');
	newline(out);
	if (top->kind != OUT_FRAME_OBJECT)
		return;
	out_json_string(out, key, strlen(key));
	out_putc(out, ':');
	if (out->format == OUT_JSON)
		out_putc(out, ' ');
}

void out_json_open(struct out *out, const char *key, char bracket)
{
	out_json_key(out, key);
	out_putc(out, bracket);
}

/* The frame has been taken off already; its count still tells whether it was empty. */
void out_json_close(struct out *out, char bracket)
{
	if (out->frames[out->depth].count)
		newline(out);
	out_putc(out, bracket);
	if (!container(out))
		out_putc(out, '\n');
}

void out_json_string(struct out *out, const void *text, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *s = text;

	out_putc(out, '"');
	for (size_t i = 0; i < len;) {
		size_t n = out_utf8_len(s + i, len - i);

		if (!n) {
			out_puts(out, "\\ufffd");
			i++;
			continue;
		}
		if (s[i] == '"' || s[i] == '\\') {
			out_putc(out, '\\');
			out_putc(out, (char)s[i]);
		} else if (s[i] < 0x20 || s[i] == 0x7f) {
			char code[] = {
				'\\', 'u', '0', '0', digits[s[i] >> 4], digits[s[i] & 0xf]
			};

			out_put(out, code, sizeof(code));
		} else {
			out_put(out, s + i, n);
		}
		i += n;
	}
	out_putc(out, '"');
}
