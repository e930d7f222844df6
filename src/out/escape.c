/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "out-private.h"

size_t out_utf8_len(const unsigned char *s, size_t len)
{
	unsigned char lo = 0x80, hi = 0xbf;
	size_t n;

	if (!len)
		return 0;
	if (s[0] < 0x80)
		return 1;
	if (s[0] >= 0xc2 && s[0] <= 0xdf) {
		n = 2;
	} else if (s[0] >= 0xe0 && s[0] <= 0xef) {
		n = 3;
		if (s[0] == 0xe0)
			lo = 0xa0;
		if (s[0] == 0xed)
			hi = 0x9f;
	} else if (s[0] >= 0xf0 && s[0] <= 0xf4) {
		n = 4;
		if (s[0] == 0xf0)
			lo = 0x90;
		if (s[0] == 0xf4)
			hi = 0x8f;
	} else {
		return 0;
	}
	if (len < n || s[1] < lo || s[1] > hi)
		return 0;
	for (size_t i = 2; i < n; i++)
		if (s[i] < 0x80 || s[i] > 0xbf)
			return 0;
	return n;
}

/* C1 controls (U+0080 to U+009F) drive terminals too. */
static bool is_control(const unsigned char *s, size_t n)
{
	return s[0] < 0x20 || s[0] == 0x7f || (n == 2 && s[0] == 0xc2 && s[1] < 0xa0);
}

char *out_escape(const void *text, size_t len, char *buf, size_t size)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *s = text;
	size_t at = 0;

	for (size_t i = 0; i < len;) {
		size_t n = out_utf8_len(s + i, len - i);

		if (n && !is_control(s + i, n)) {
			if (at + n >= size)
				break;
			memcpy(buf + at, s + i, n);
			at += n;
			i += n;
			continue;
		}
		if (at + 4 >= size)
			break;
		buf[at++] = '\\';
		buf[at++] = 'x';
		buf[at++] = digits[s[i] >> 4];
		buf[at++] = digits[s[i] & 0xf];
		i++;
	}
	if (size)
		buf[at] = '\0';
	return buf;
}
