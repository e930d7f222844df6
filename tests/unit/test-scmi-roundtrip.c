/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scmi-each.h"

/*
 * Every message of the tables, in every version: generated values are encoded, decoded and compared;
 * what is cut off or overwritten must be noticed or be legal, and never read out of bounds.
 */

#define ROUNDS 6 /* messages generated for each payload and version */
#define MAX_VALUES 2048
#define MAX_BYTES 4096

/* A value that was given, in the order of the wire. */
struct given {
	const struct scmi_field *field, *array;
	const struct scmi_slice *slice;
	uint32_t index;
	uint64_t value;
	uint8_t data[SCMI_LONG_NAME];
	size_t len;
};

struct generator {
	const struct payload *p;
	struct scmi_builder b;
	struct given values[MAX_VALUES];
	size_t n, scope;
	uint64_t seed;
	size_t messages, cuts, silent_cuts;
};

/* Marsaglia's xorshift64: the same sequence everywhere. */
static uint64_t random64(struct generator *g)
{
	g->seed ^= g->seed << 13;
	g->seed ^= g->seed >> 7;
	g->seed ^= g->seed << 17;
	return g->seed;
}

static void __attribute__((format(printf, 2, 3)))
wrong(const struct generator *g, const char *fmt, ...)
{
	const struct payload *p = g->p;
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	fail_msg("%s %s %s, version %u.%u: %s", p->protocol->name, payload_name(p),
		 scmi_kind_name(p->kind), SCMI_VERSION_MAJOR(p->version),
		 SCMI_VERSION_MINOR(p->version), text);
}

static struct given *keep(struct generator *g, const struct scmi_field *field,
			  const struct scmi_slice *slice, const struct scmi_field *array,
			  uint32_t index)
{
	struct given *v = &g->values[g->n++];

	assert_true(g->n <= MAX_VALUES);
	memset(v, 0, sizeof(*v));
	v->field = field;
	v->slice = slice;
	v->array = array;
	v->index = index;
	return v;
}

static const char *name_of(const struct given *v)
{
	return v->slice ? v->slice->name : v->field->name;
}

static uint64_t value_of(const struct generator *g, const char *name)
{
	for (size_t i = g->n; i-- > g->scope;)
		if (!strcmp(name_of(&g->values[i]), name))
			return g->values[i].value;
	for (size_t i = 0; i < g->scope; i++)
		if (!g->values[i].array && !strcmp(name_of(&g->values[i]), name))
			return g->values[i].value;
	return 0;
}

/* A value of @width bits: often one at the edge, or one that has a name. */
static uint64_t any_value(struct generator *g, unsigned int width, bool is_signed,
			  const struct scmi_enum *names)
{
	uint64_t mask = width == 64 ? UINT64_MAX : (UINT64_C(1) << width) - 1;
	uint64_t value = random64(g), sign = UINT64_C(1) << (width - 1);

	switch (random64(g) % 6) {
	case 0:
		value = 0;
		break;
	case 1:
		value = mask;
		break;
	case 2:
		value = sign;
		break;
	case 3:
		for (size_t n = random64(g) % 4; names && names->name && names[1].name && n; n--)
			names++;
		value = names && names->name ? names->value : 1;
		break;
	}
	value &= mask;
	return is_signed ? (value ^ sign) - sign : value;
}

/* The array that the value counts, so that it must not be chosen freely. */
static const struct scmi_field *counted(const struct generator *g, const char *name)
{
	for (const struct scmi_field *f = g->p->fields; f->name; f++)
		if (f->count && !strcmp(f->count, name) &&
		    scmi_in_version(g->p->version, f->since, f->until))
			return f;
	return NULL;
}

static uint32_t choose_length(struct generator *g, uint64_t limit)
{
	static const uint32_t lengths[] = { 0, 1, 2, 3, 5, 17 };
	uint32_t n = lengths[random64(g) % 6];

	return n < limit ? n : (uint32_t)limit;
}

static void set(struct generator *g, const struct given *v)
{
	int ret = v->field->type == SCMI_STR || v->field->type == SCMI_BYTES
			  ? scmi_set_bytes(&g->b, name_of(v), v->index, v->data, v->len)
			  : scmi_set(&g->b, name_of(v), v->index, v->value);

	if (ret)
		wrong(g, "%s[%" PRIu32 "] = 0x%" PRIx64 ": %d", name_of(v), v->index, v->value,
		      ret);
}

static void generate_bytes(struct generator *g, const struct scmi_field *f,
			   const struct scmi_field *array, uint32_t index)
{
	size_t most = f->type == SCMI_STR ? f->size - 1 : 48;
	struct given *v = keep(g, f, NULL, array, index);

	v->len = random64(g) % 3 ? random64(g) % (most + 1) : most;
	for (size_t i = 0; i < v->len; i++)
		v->data[i] = (uint8_t)(f->type == SCMI_STR ? 'a' + random64(g) % 26 : random64(g));
	set(g, v);
}

static void generate_integer(struct generator *g, const struct scmi_field *f,
			     const struct scmi_field *array, uint32_t index)
{
	static const uint8_t widths[] = {
		[SCMI_U32] = 32, [SCMI_S32] = 32, [SCMI_U64] = 64,
		[SCMI_S64] = 64, [SCMI_U16] = 16, [SCMI_U8] = 8,
	};
	bool is_signed = f->type == SCMI_S32 || f->type == SCMI_S64;
	struct given *v;
	bool sliced = false;

	for (const struct scmi_slice *s = f->slices; s && s->name; s++) {
		if (!*s->name || !scmi_in_version(g->p->version, s->since, s->until))
			continue;
		sliced = true;
		v = keep(g, f, s, array, index);
		if (!array && counted(g, s->name)) {
			v->value = choose_length(g, (UINT64_C(1) << s->width) - 1);
			continue;
		}
		v->value = any_value(g, s->width, s->is_signed, s->names);
		set(g, v);
	}
	if (sliced)
		return;
	v = keep(g, f, NULL, array, index);
	if (!array && counted(g, f->name)) {
		v->value = choose_length(g, UINT32_MAX);
		return;
	}
	if (!f->slices)
		v->value = any_value(g, widths[f->type], is_signed, f->names);
	set(g, v);
}

static void generate_fields(struct generator *g, const struct scmi_field *fields,
			    const struct scmi_field *array, uint32_t index);

static void generate_array(struct generator *g, const struct scmi_field *f)
{
	uint32_t n = f->count ? (uint32_t)value_of(g, f->count) : choose_length(g, 17);
	char arg[128];

	if (f->exact_when && value_of(g, f->exact_when))
		n = f->exact;
	if (f->max && n > f->max)
		n = f->max;
	for (size_t i = 0; f->count && i < g->n; i++)
		if (!g->values[i].array && !strcmp(name_of(&g->values[i]), f->count))
			g->values[i].value = n;
	if (!n) {
		snprintf(arg, sizeof(arg), "%s=", f->name);
		assert_int_equal(scmi_set_arg(&g->b, arg, NULL), 0);
	}
	for (uint32_t i = 0; i < n; i++) {
		g->scope = g->n;
		generate_fields(g, f->members, f, i);
	}
	g->scope = 0;
}

static void generate_fields(struct generator *g, const struct scmi_field *fields,
			    const struct scmi_field *array, uint32_t index)
{
	for (const struct scmi_field *f = fields; f->name; f++) {
		if (!*f->name || !scmi_in_version(g->p->version, f->since, f->until) ||
		    (f->when && !value_of(g, f->when)) || (f->unless && value_of(g, f->unless)))
			continue;
		if (f->type == SCMI_ARRAY)
			generate_array(g, f);
		else if (f->type == SCMI_STR || f->type == SCMI_BYTES)
			generate_bytes(g, f, array, index);
		else
			generate_integer(g, f, array, index);
	}
}

/* The decoded values that were given: all but words that are made of slices. */
static void compare(const struct generator *g, const struct scmi_decoded *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->n_items; i++) {
		const struct scmi_item *item = &d->items[i];
		const struct given *v = &g->values[n];

		if (!item->slice && i + 1 < d->n_items && item[1].slice)
			continue;
		if (n++ == g->n)
			wrong(g, "more values than were given");
		if (item->field != v->field || item->slice != v->slice || item->array != v->array ||
		    item->index != v->index)
			wrong(g, "%s[%" PRIu32 "] is not where it should be", name_of(v), v->index);
		if (item->data ? item->len != v->len || memcmp(item->data, v->data, v->len)
			       : item->value != v->value)
			wrong(g, "%s[%" PRIu32 "] is 0x%" PRIx64 ", not 0x%" PRIx64, name_of(v),
			      v->index, item->value, v->value);
	}
	if (n != g->n)
		wrong(g, "%zu values, not %zu", n, g->n);
}

/* Items point into the message, and say where. */
static void check_bounds(const struct scmi_decoded *d, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < d->n_items; i++) {
		const struct scmi_item *item = &d->items[i];

		assert_true(item->offset < len);
		if (item->data)
			assert_true(item->data >= bytes && item->data + item->len <= bytes + len);
	}
	if (d->trailing_len)
		assert_true(d->trailing >= bytes && d->trailing + d->trailing_len == bytes + len);
}

/* Encodes what was decoded. */
static ssize_t encode_again(struct generator *g, const struct scmi_decoded *d, uint8_t *buf)
{
	struct scmi_builder b = { 0 };
	ssize_t len;

	scmi_build(&b, g->p->protocol, d->kind, d->message, d->notification, g->p->version);
	b.status = d->status;
	for (size_t i = 0; i < d->n_items; i++) {
		const struct scmi_item *item = &d->items[i];
		int ret;

		if (item->slice)
			continue;
		ret = item->data ? scmi_set_bytes(&b, item->field->name, item->index, item->data,
						  item->len)
				 : scmi_set(&b, item->field->name, item->index, item->value);
		assert_int_equal(ret, 0);
	}
	len = scmi_encode(&b, d->header.token, true, buf, MAX_BYTES, NULL);
	scmi_builder_free(&b);
	return len;
}

static bool is_zero(const uint8_t *p, size_t len)
{
	while (len && !*p)
		p++, len--;
	return !len;
}

/*
 * A message without a problem is one that could have been sent: encoding what it says gives its
 * bytes, but for zeroes at the end that may be left out.
 */
static void check_legal(struct generator *g, const struct scmi_decoded *d, const uint8_t *bytes,
			size_t len)
{
	uint8_t again[MAX_BYTES];
	ssize_t again_len = encode_again(g, d, again);
	size_t common;

	assert_true(again_len >= 0);
	common = (size_t)again_len < len ? (size_t)again_len : len;
	if (memcmp(again, bytes, common) || !is_zero(again + common, (size_t)again_len - common) ||
	    !is_zero(bytes + common, len - common))
		wrong(g, "%zu bytes decode without a problem, but mean something else", len);
}

static void cut(struct generator *g, struct scmi_decoded *d, const uint8_t *bytes, size_t len)
{
	struct scmi_context context = { .version = g->p->version,
					.vendor = g->p->protocol->vendor };

	for (size_t short_len = 0; short_len < len; short_len++) {
		/* A copy of its own, so that sanitizers see the end. */
		uint8_t *copy = malloc(short_len ? short_len : 1);

		memcpy(copy, bytes, short_len);
		if (short_len < SCMI_HEADER_SIZE) {
			assert_true(scmi_decode(d, g->p->kind, &context, copy, short_len) < 0);
			free(copy);
			continue;
		}
		g->cuts++;
		assert_int_equal(scmi_decode(d, g->p->kind, &context, copy, short_len), 0);
		check_bounds(d, copy, short_len);
		if (!d->n_problems) {
			g->silent_cuts++;
			check_legal(g, d, copy, short_len);
		}
		assert_int_equal(scmi_decode(d, g->p->kind, NULL, copy, short_len), 0);
		check_bounds(d, copy, short_len);
		free(copy);
	}
}

/* Overwritten here and there: whatever comes out, it lies within the message. */
static void damage(struct generator *g, struct scmi_decoded *d, uint8_t *bytes, size_t len)
{
	struct scmi_context context = { .version = g->p->version,
					.vendor = g->p->protocol->vendor };

	for (int i = 0; i < 16 && len > SCMI_HEADER_SIZE; i++) {
		size_t at = SCMI_HEADER_SIZE + random64(g) % (len - SCMI_HEADER_SIZE);
		uint8_t *copy = malloc(len);

		memcpy(copy, bytes, len);
		copy[at] = (uint8_t)random64(g);
		assert_int_equal(scmi_decode(d, g->p->kind, i & 1 ? &context : NULL, copy, len), 0);
		check_bounds(d, copy, len);
		free(copy);
	}
}

static void round_trip(struct generator *g, struct scmi_decoded *d)
{
	struct scmi_context context = { .version = g->p->version,
					.vendor = g->p->protocol->vendor };
	uint16_t token = (uint16_t)(random64(g) % SCMI_TOKENS);
	struct diag diag = { 0 };
	uint8_t bytes[MAX_BYTES];
	ssize_t len;

	g->n = g->scope = 0;
	scmi_build(&g->b, g->p->protocol, g->p->kind, g->p->message, g->p->notification,
		   g->p->version);
	generate_fields(g, g->p->fields, NULL, 0);
	len = scmi_encode(&g->b, token, false, bytes, sizeof(bytes), &diag);
	if (len < 0)
		wrong(g, "%s", diag.text);
	assert_int_equal(scmi_decode(d, g->p->kind, &context, bytes, (size_t)len), 0);
	if (d->n_problems)
		wrong(g, "%s", d->problems[0]);
	assert_ptr_equal(d->protocol, g->p->protocol);
	assert_ptr_equal(d->message, g->p->message);
	assert_ptr_equal(d->notification, g->p->notification);
	assert_int_equal(d->kind, g->p->kind);
	assert_int_equal(d->header.token, token);
	compare(g, d);

	/* Without being told the version some reading must fit. */
	context.version = 0;
	assert_int_equal(scmi_decode(d, g->p->kind, &context, bytes, (size_t)len), 0);
	if (d->n_problems)
		wrong(g, "unknown version: %s", d->problems[0]);

	cut(g, d, bytes, (size_t)len);
	damage(g, d, bytes, (size_t)len);
	g->messages++;
	scmi_builder_free(&g->b);
}

static void round_trips(const struct payload *p, void *data)
{
	struct scmi_decoded d = { 0 };
	struct generator *g = data;

	g->p = p;
	for (int i = 0; i < ROUNDS; i++)
		round_trip(g, &d);
	scmi_decoded_free(&d);
}

static void test_round_trips(void **state)
{
	struct generator *g = calloc(1, sizeof(*g));

	(void)state;
	assert_non_null(g);
	g->seed = UINT64_C(0x5c31c71);
	each_payload(round_trips, g);
	print_message("# %zu messages, %zu cuts of which %zu legal\n", g->messages, g->cuts,
		      g->silent_cuts);
	assert_true(g->messages > 2000);
	assert_true(g->silent_cuts < g->cuts / 20);
	free(g);
}

/* Nothing but noise behind any header. */
static void test_noise(void **state)
{
	struct generator *g = calloc(1, sizeof(*g));
	struct scmi_decoded d = { 0 };

	(void)state;
	assert_non_null(g);
	g->seed = UINT64_C(0xbadc0ffee);
	for (int i = 0; i < 100000; i++) {
		size_t len = SCMI_HEADER_SIZE + random64(g) % 200;
		uint8_t *bytes = malloc(len);
		struct scmi_header header = {
			.message = (uint8_t)(random64(g) % 0x30),
			.type = (uint8_t)(random64(g) % 4),
			.protocol = (uint8_t)(i & 1 ? 0x10 + random64(g) % 12
						    : 0x7e + random64(g) % 20),
		};
		struct scmi_context context = {
			.version = (uint32_t)(random64(g) % 5 << 16 | random64(g) % 2),
			.vendor = i & 2 ? "NXP" : NULL,
			.sync = i & 4,
		};
		uint8_t mask = (uint8_t)(random64(g) % 3 ? 0x0f : 0xff);

		for (size_t j = SCMI_HEADER_SIZE; j < len; j++)
			bytes[j] = (uint8_t)random64(g) & mask;
		scmi_put_le32(bytes, scmi_header_pack(header));
		assert_int_equal(
			scmi_decode(&d, i & 8 ? SCMI_RESPONSE : SCMI_COMMAND, &context, bytes, len),
			0);
		check_bounds(&d, bytes, len);
		free(bytes);
	}
	scmi_decoded_free(&d);
	free(g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trips),
		cmocka_unit_test(test_noise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
