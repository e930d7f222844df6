/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "codec.h"

/* A way to write a quantity: suffix and power of ten. Of one quantity, from small to large. */
struct scale {
	const char *suffix;
	int8_t exponent;
};

static const struct scale hertz[] = {
	{ "Hz", 0 }, { "kHz", 3 }, { "MHz", 6 }, { "GHz", 9 }, { 0 }
};
static const struct scale seconds[] = {
	{ "ns", -9 }, { "us", -6 }, { "ms", -3 }, { "s", 0 }, { 0 }
};
static const struct scale volts[] = { { "uV", -6 }, { "mV", -3 }, { "V", 0 }, { 0 } };
static const struct scale watts[] = { { "uW", -6 }, { "mW", -3 }, { "W", 0 }, { 0 } };
static const struct scale bytes[] = { { "bytes", 0 }, { 0 } };
static const struct scale percent[] = { { "%", 0 }, { 0 } };

static const struct {
	const char *name;
	const struct scale *scales;
	const char *suffixes;
	int8_t exponent; /* of the unit on the wire */
	bool any_case;	 /* there is no milli- that a mega- could be taken for */
} units[SCMI_UNITS] = {
	[SCMI_UNIT_HZ] = { "Hz", hertz, "Hz, kHz, MHz, GHz", 0, true },
	[SCMI_UNIT_KHZ] = { "kHz", hertz, "Hz, kHz, MHz, GHz", 3, true },
	[SCMI_UNIT_US] = { "us", seconds, "ns, us, ms, s", -6, false },
	[SCMI_UNIT_MS] = { "ms", seconds, "ns, us, ms, s", -3, false },
	[SCMI_UNIT_UV] = { "uV", volts, "uV, mV, V", -6, false },
	[SCMI_UNIT_UW] = { "uW", watts, "uW, mW, W", -6, false },
	[SCMI_UNIT_BYTES] = { "bytes", bytes, "bytes", 0, false },
	[SCMI_UNIT_MILLIPERCENT] = { "0.001 %", percent, "%", -3, false },
};

const char *scmi_unit_name(enum scmi_unit unit)
{
	return units[unit].name ? units[unit].name : "";
}

const char *scmi_unit_suffixes(enum scmi_unit unit)
{
	return units[unit].suffixes ? units[unit].suffixes : "";
}

/* The power of ten, in units of the wire, that @suffix stands for. */
static bool find_scale(enum scmi_unit unit, const char *suffix, size_t len, int *exponent)
{
	for (const struct scale *s = units[unit].scales; s && s->suffix; s++) {
		if (strlen(s->suffix) != len)
			continue;
		if (units[unit].any_case ? strncasecmp(s->suffix, suffix, len)
					 : strncmp(s->suffix, suffix, len))
			continue;
		*exponent = s->exponent - units[unit].exponent;
		return true;
	}
	return false;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int parse_hex(const char *text, size_t len, uint64_t *value)
{
	*value = 0;
	if (!len)
		return -EINVAL;
	for (size_t i = 0; i < len; i++) {
		if (hex_digit(text[i]) < 0)
			return -EINVAL;
		if (*value >> 60)
			return -ERANGE;
		*value = *value << 4 | (uint64_t)hex_digit(text[i]);
	}
	return 0;
}

/* @value times ten to @exponent, exactly. */
static int scale_by(uint64_t *value, int exponent)
{
	for (; exponent > 0 && *value; exponent--)
		if (__builtin_mul_overflow(*value, 10, value))
			return -ERANGE;
	for (; exponent < 0 && *value; exponent++) {
		if (*value % 10)
			return -EDOM;
		*value /= 10;
	}
	return 0;
}

int scmi_parse_number(const char *text, size_t len, enum scmi_unit unit, bool *negative,
		      uint64_t *value)
{
	const char *end = text + len;
	int exponent = 0, decimals = 0;
	bool point = false, overflow = false;

	*value = 0;
	*negative = len && *text == '-';
	if (len && (*text == '-' || *text == '+'))
		text++;
	if (end - text > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
		return parse_hex(text + 2, (size_t)(end - text - 2), value);
	if (text == end || !isdigit((unsigned char)*text))
		return -EINVAL;
	for (; text < end && (isdigit((unsigned char)*text) || (*text == '.' && !point)); text++) {
		if (*text == '.') {
			point = true;
			continue;
		}
		overflow |= __builtin_mul_overflow(*value, 10, value);
		overflow |= __builtin_add_overflow(*value, (uint64_t)(*text - '0'), value);
		decimals += point;
	}
	if (text[-1] == '.')
		return -EINVAL;
	if (text < end && !find_scale(unit, text, (size_t)(end - text), &exponent))
		return -EINVAL;
	return overflow ? -ERANGE : scale_by(value, exponent - decimals);
}

/* The largest way to write @value that leaves something before the point. */
static const struct scale *people_scale(enum scmi_unit unit, uint64_t value, int *exponent)
{
	const struct scale *best = NULL;

	for (const struct scale *s = units[unit].scales; s && s->suffix; s++) {
		uint64_t least = 1;
		int places = s->exponent - units[unit].exponent;

		if (places < 0 || scale_by(&least, places) || value < least)
			continue;
		best = s;
		*exponent = places;
	}
	return best;
}

size_t scmi_quantity(enum scmi_unit unit, uint64_t value, char *buf, size_t size)
{
	uint64_t one = 1, rest;
	const struct scale *s;
	char decimals[20];
	int places = 0;

	s = people_scale(unit, value, &places);
	if (!s || !places)
		return 0;
	scale_by(&one, places);
	rest = value % one;
	for (int i = places; i--; rest /= 10)
		decimals[i] = (char)('0' + rest % 10);
	while (places && decimals[places - 1] == '0')
		places--;
	return (size_t)snprintf(buf, size, "%" PRIu64 "%s%.*s %s", value / one, places ? "." : "",
				places, decimals, s->suffix);
}
