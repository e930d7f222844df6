/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "platform.h"

/*
 * json-c keeps no positions. Errors are rare, so the place is found by walking the text once more.
 * The text has been parsed before: what is met here is well-formed, but nothing relies on it.
 */

static const char *skip_space(const char *p)
{
	return p + strspn(p, " \t\r\n");
}

static const char *skip_string(const char *p)
{
	for (p++; *p && *p != '"'; p++)
		if (*p == '\\' && p[1])
			p++;
	return *p ? p + 1 : p;
}

/* From the first byte of a value to the byte after it. */
static const char *skip_value(const char *p)
{
	unsigned int depth = 0;

	do {
		if (*p == '"') {
			p = skip_string(p);
			continue;
		}
		if (*p == '{' || *p == '[')
			depth++;
		else if (*p == '}' || *p == ']')
			depth--;
		else if (!depth)
			return p + strcspn(p, ",]} \t\r\n");
		if (*p)
			p++;
	} while (depth && *p);
	return p;
}

/* Keys in the text may be escaped; the keys that have a meaning never need to be. */
static bool is_key(const char *p, const char *key)
{
	size_t len = strlen(key);

	return *p == '"' && !strncmp(p + 1, key, len) && p[len + 1] == '"';
}

/* The value at @at, or that of the innermost place around it. */
static const char *find(const char *text, const struct sim_where *at)
{
	const char *p, *value;
	size_t index = 0;
	bool object;

	if (!at)
		return skip_space(text);
	p = find(text, at->up);
	object = *p == '{';
	if (!object && *p != '[')
		return p;
	text = p;
	for (p = skip_space(p + 1); *p && *p != '}' && *p != ']'; index++) {
		const char *key = p;

		if (object) {
			p = skip_space(skip_string(p));
			p = skip_space(*p == ':' ? p + 1 : p);
		}
		value = p;
		if (object ? at->key && is_key(key, at->key) : !at->key && index == at->index)
			return value;
		p = skip_space(skip_value(p));
		if (*p == ',')
			p = skip_space(p + 1);
		else if (p == value)
			break;
	}
	return text;
}

unsigned int sim_locate(const char *text, const struct sim_where *at)
{
	const char *end = find(text, at);
	unsigned int line = 1;

	for (; text < end; text++)
		line += *text == '\n';
	return line;
}

/* Keys given twice */

#define MAX_DEPTH 64

struct key {
	unsigned int object; /* ordinal */
	const char *at;
	size_t len;
};

static int compare_keys(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	int order;

	if (x->object != y->object)
		return x->object < y->object ? -1 : 1;
	order = strncmp(x->at, y->at, x->len < y->len ? x->len : y->len);
	if (order)
		return order;
	if (x->len != y->len)
		return x->len < y->len ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* Collects up to @max keys of all objects. Return: how many there are. */
static size_t collect_keys(const char *text, struct key *keys, size_t max)
{
	unsigned int object[MAX_DEPTH] = { 0 }, objects = 0;
	size_t n = 0, depth = 0;
	const char *p = text;

	while (*p) {
		const char *start = p;

		if (*p == '"') {
			p = skip_string(p);
			if (*skip_space(p) != ':')
				continue;
			if (n < max)
				keys[n] = (struct key){ object[depth % MAX_DEPTH], start,
							(size_t)(p - start) };
			n++;
			continue;
		}
		if (*p == '{')
			object[++depth % MAX_DEPTH] = ++objects;
		else if (*p == '}')
			depth--;
		p++;
	}
	return n;
}

unsigned int sim_duplicate(const char *text, size_t members)
{
	size_t n = collect_keys(text, NULL, 0);
	const char *second = NULL;
	unsigned int line = 1;
	struct key *keys;

	if (n <= members)
		return 0;
	keys = calloc(n, sizeof(*keys));
	if (!keys)
		return 1;
	collect_keys(text, keys, n);
	qsort(keys, n, sizeof(*keys), compare_keys);
	for (size_t i = 1; i < n; i++)
		if (keys[i].object == keys[i - 1].object && keys[i].len == keys[i - 1].len &&
		    !strncmp(keys[i].at, keys[i - 1].at, keys[i].len) &&
		    (!second || keys[i].at < second))
			second = keys[i].at;
	free(keys);
	for (; second && text < second; text++)
		line += *text == '\n';
	return line;
}
