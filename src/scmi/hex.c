/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "codec.h"

#define MAX_OFFSET (1 << 20)

/* One line of text. */
struct line {
	const char *s, *end;
	unsigned int number;
};

/* What a line is as part of a dump. */
struct dump_line {
	enum {
		DUMP_NONE,   /* of no dump */
		DUMP_DATA,   /* offset and data */
		DUMP_REPEAT, /* '*': as the line before, up to the offset that follows */
		DUMP_END,    /* an offset alone */
	} kind;
	const char *offset; /* its digits */
	size_t digits;
	const char *data, *end; /* the columns with data */
	bool words;		/* 16-bit words of a little-endian machine */
};

static bool is_hex(char c)
{
	return isxdigit((unsigned char)c);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

static unsigned int nibble(char c)
{
	return c <= '9' ? (unsigned int)(c - '0') : (unsigned int)(tolower(c) - 'a' + 10);
}

static bool next_line(const char **at, const char *end, struct line *line)
{
	if (*at == end)
		return false;
	line->s = *at;
	line->end = memchr(*at, '\n', (size_t)(end - *at));
	line->end = line->end ? line->end : end;
	*at = line->end + (line->end < end);
	line->number++;
	return true;
}

static const char *skip_blank(const char *s, const char *end)
{
	while (s < end && is_blank(*s))
		s++;
	return s;
}

static const char *skip_hex(const char *s, const char *end)
{
	while (s < end && is_hex(*s))
		s++;
	return s;
}

/* The common length of all groups of digits from @s on; 0: they differ, or more than digits comes. */
static size_t group_length(const char *s, const char *end)
{
	size_t length = 0;

	while ((s = skip_blank(s, end)) < end && *s != '|' && *s != '>') {
		const char *group = s;

		s = skip_hex(s, end);
		if (s == group || (length && (size_t)(s - group) != length))
			return 0;
		length = (size_t)(s - group);
	}
	return length;
}

/* "00000000: 0650 1400  .P.." of xxd, "0x0000:  0650 1400" of tcpdump: two blanks end the data. */
static void colon_columns(struct dump_line *d)
{
	const char *s = d->data = skip_blank(d->data, d->end);

	while (s + 1 < d->end && !(is_blank(s[0]) && is_blank(s[1])))
		s++;
	if (s + 1 < d->end)
		d->end = s;
}

/*
 * What @line is. Offsets are of four digits or more before a colon (xxd), seven before anything
 * (od, hexdump: no whole number of bytes), six or eight before groups of one byte (od -Ax,
 * hexdump -C).
 */
static struct dump_line classify(const struct line *line)
{
	struct dump_line d = { .kind = DUMP_NONE, .end = line->end };
	const char *s = skip_blank(line->s, line->end), *after;
	size_t group;

	while (d.end > s && is_blank(d.end[-1]))
		d.end--;
	if (d.end - s == 1 && *s == '*') {
		d.kind = DUMP_REPEAT;
		return d;
	}
	if (d.end - s > 2 && s[0] == '0' && (s[1] == 'x' || s[1] == 'X'))
		s += 2;
	d.offset = s;
	after = skip_hex(s, d.end);
	d.digits = (size_t)(after - s);
	d.data = after;
	if (after < d.end && *after == ':' && d.digits >= 4 &&
	    (after + 1 == d.end || is_blank(after[1]))) {
		d.kind = DUMP_DATA;
		d.data++;
		colon_columns(&d);
		return d;
	}
	if (d.digits < 6 || d.digits > 8 || (after < d.end && !is_blank(*after)))
		return d;
	if (after == d.end) {
		d.kind = DUMP_END;
		return d;
	}
	group = group_length(after, d.end);
	if (group != 2 && !(group == 4 && d.digits == 7))
		return d;
	d.kind = DUMP_DATA;
	d.words = group == 4;
	for (s = d.data; s < d.end; s++)
		if (*s == '|' || *s == '>')
			d.end = s;
	return d;
}

static uint64_t offset_value(const struct dump_line *d, unsigned int base)
{
	uint64_t value = 0;

	for (size_t i = 0; i < d->digits; i++) {
		if (nibble(d->offset[i]) >= base)
			return UINT64_MAX;
		value = value * base + nibble(d->offset[i]);
	}
	return value;
}

static bool is_first(const struct dump_line *d)
{
	return d->kind == DUMP_DATA && !offset_value(d, 16);
}

enum scmi_hex_line scmi_hex_line(const char *text, size_t len, bool in_dump)
{
	struct line line = { .s = text, .end = text + len };
	struct dump_line d = classify(&line);
	const char *s = skip_blank(text, line.end);

	if (s == line.end || *s == '#')
		return SCMI_HEX_NONE;
	if (is_first(&d))
		return SCMI_HEX_DUMP;
	if (!in_dump || d.kind == DUMP_NONE)
		return SCMI_HEX_PLAIN;
	/* A header of eight digits looks like an offset, but like one that no dump reaches. */
	return d.kind != DUMP_REPEAT && offset_value(&d, 16) > MAX_OFFSET ? SCMI_HEX_PLAIN
									  : SCMI_HEX_MORE;
}

/* Bytes */

struct sink {
	uint8_t *buf;
	size_t size, len;
	const struct line *line;
	bool several; /* lines, so that errors tell which */
	struct diag *diag;
};

static int bad(struct sink *k, const char *at, const char *what)
{
	unsigned int column = (unsigned int)(at - k->line->s) + 1;

	diag_set(k->diag, DIAG_INPUT, EINVAL, "column %u: %s", column, what);
	if (k->several)
		diag_prefix(k->diag, "line %u", k->line->number);
	return -EINVAL;
}

static int put(struct sink *k, unsigned int byte)
{
	if (k->len == k->size)
		return diag_set(k->diag, DIAG_INPUT, ENOSPC, "longer than %zu bytes", k->size);
	k->buf[k->len++] = (uint8_t)byte;
	return 0;
}

/* An even number of digits from @s to @end. */
static int put_digits(struct sink *k, const char *s, const char *end)
{
	if ((end - s) % 2)
		return bad(k, s, "an odd number of hexadecimal digits");
	for (; s < end; s += 2)
		if (put(k, nibble(s[0]) << 4 | nibble(s[1])))
			return -ENOSPC;
	return 0;
}

/* Digits with whatever people and languages put around them. */
static int put_plain(struct sink *k, const char *s, const char *end)
{
	while (s < end && *s != '#') {
		const char *digits = s;
		char what[64];
		int ret;

		if (is_blank(*s) || (*s && strchr(",:;{}()[]\"'", *s))) {
			s++;
			continue;
		}
		if (end - s > 2 && ((s[0] == '0' && (s[1] == 'x' || s[1] == 'X')) ||
				    (s[0] == '\\' && (s[1] == 'x' || s[1] == 'X'))))
			digits = s + 2;
		s = skip_hex(digits, end);
		if (s == digits) {
			if (s < end && *s == '*')
				return bad(k, s,
					   "'*' stands for lines that a dump left out: use its -v");
			if (s < end && isprint((unsigned char)*s))
				snprintf(what, sizeof(what), "'%c' is not a hexadecimal digit", *s);
			else
				snprintf(what, sizeof(what), "not a hexadecimal digit");
			return bad(k, s, what);
		}
		/* Initialisers of C leave out the leading zero. */
		if (s - digits == 1 && digits > k->line->s && tolower(digits[-1]) == 'x')
			ret = put(k, nibble(*digits));
		else
			ret = put_digits(k, digits, s);
		if (ret)
			return ret;
	}
	return 0;
}

static int put_words(struct sink *k, const char *s, const char *end)
{
	while ((s = skip_blank(s, end)) < end) {
		if (put(k, nibble(s[2]) << 4 | nibble(s[3])) ||
		    put(k, nibble(s[0]) << 4 | nibble(s[1])))
			return -ENOSPC;
		s += 4;
	}
	return 0;
}

/* Repeats the last @stride bytes up to @offset, which is where the dump goes on. */
static int put_repeats(struct sink *k, const struct dump_line *d, uint64_t offset, size_t stride)
{
	if (!stride || offset < k->len || (offset - k->len) % stride)
		return bad(k, d->offset, "the offset does not fit what '*' stands for");
	while (k->len < offset)
		if (put(k, k->buf[k->len - stride]))
			return -ENOSPC;
	return 0;
}

/* A dump whose offsets are written in @base. */
static int put_dump(struct sink *k, const char *at, const char *end, unsigned int base)
{
	struct line line = { 0 };
	bool repeat = false, words = false;
	size_t stride = 0;

	k->len = 0;
	k->line = &line;
	while (next_line(&at, end, &line)) {
		struct dump_line d = classify(&line);
		size_t before;
		int ret = 0;

		if (d.kind == DUMP_REPEAT) {
			repeat = true;
			continue;
		}
		if (skip_blank(line.s, line.end) == line.end)
			continue;
		if (d.kind == DUMP_NONE)
			return bad(k, line.s, "not a line of the dump before it");
		/* The last word may hold one byte only; the end tells. */
		if (words && d.kind == DUMP_END && offset_value(&d, base) + 1 == k->len)
			k->len--;
		if (repeat)
			ret = put_repeats(k, &d, offset_value(&d, base), stride);
		else if (offset_value(&d, base) != k->len)
			ret = bad(k, d.offset, "the offset is not that of the bytes before it");
		before = k->len;
		if (!ret && d.kind == DUMP_DATA)
			ret = d.words ? put_words(k, d.data, d.end) : put_plain(k, d.data, d.end);
		if (ret)
			return ret;
		stride = k->len - before;
		words = d.words;
		repeat = false;
	}
	return 0;
}

static int put_any_dump(struct sink *k, const char *at, const char *end,
			const struct dump_line *first)
{
	/* od writes octal, or decimal with -Ad; hexdump and od -x look alike: hexdump it is. */
	static const unsigned int hex[] = { 16 }, od[] = { 8, 10, 16 }, either[] = { 16, 8, 10 };
	bool sure = first->digits != 7;
	const unsigned int *bases = sure ? hex : first->words ? either : od;
	int ret = 0;

	for (size_t i = 0; i < (sure ? 1 : 3); i++) {
		ret = put_dump(k, at, end, bases[i]);
		if (!ret || ret == -ENOSPC)
			return ret;
	}
	return put_dump(k, at, end, bases[0]);
}

int scmi_hex_parse(const char *text, size_t text_len, void *buf, size_t size, size_t *len,
		   struct diag *diag)
{
	const char *at = text, *end = text + text_len;
	struct sink k = { .buf = buf, .size = size, .diag = diag };
	struct dump_line first = { .kind = DUMP_NONE };
	struct line line = { 0 };
	int ret = 0;

	k.several = memchr(text, '\n', text_len) && text_len &&
		    memchr(text, '\n', text_len) != end - 1;
	k.line = &line;
	while (first.kind == DUMP_NONE && next_line(&at, end, &line)) {
		first = classify(&line);
		if (skip_blank(line.s, line.end) != line.end)
			break;
	}
	if (is_first(&first)) {
		ret = put_any_dump(&k, text, end, &first);
	} else {
		at = text;
		line.number = 0;
		while (!ret && next_line(&at, end, &line))
			ret = put_plain(&k, line.s, line.end);
	}
	*len = ret ? 0 : k.len;
	return ret;
}

void scmi_hex_format(const void *buf, size_t len, char *text)
{
	static const char digits[] = "0123456789abcdef";
	const uint8_t *b = buf;

	for (size_t i = 0; i < len; i++) {
		*text++ = digits[b[i] >> 4];
		*text++ = digits[b[i] & 0xf];
	}
	*text = '\0';
}
