/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "read.h"

void scmi_problem(struct scmi_decoded *d, const char *fmt, ...)
{
	va_list ap;

	if (d->n_problems < SCMI_MAX_PROBLEMS) {
		va_start(ap, fmt);
		vsnprintf(d->problems[d->n_problems], sizeof(d->problems[0]), fmt, ap);
		va_end(ap);
	}
	d->n_problems++;
}

static struct scmi_item *push(struct scmi_reader *r)
{
	struct scmi_decoded *d = r->d;

	if (d->n_items == d->mem_size) {
		size_t size = d->mem_size ? 2 * d->mem_size : 32;
		struct scmi_item *mem = reallocarray(d->mem, size, sizeof(*mem));

		if (!mem) {
			r->no_memory = true;
			return NULL;
		}
		d->mem = mem;
		d->mem_size = size;
	}
	return &d->mem[d->n_items++];
}

static const char *item_name(const struct scmi_item *item)
{
	return item->slice ? item->slice->name : item->field->name;
}

/* The value @name that was read before: of the element if it has one, else of the message. */
static uint64_t value_of(const struct scmi_reader *r, const char *name)
{
	const struct scmi_item *items = r->d->mem;

	for (size_t i = r->d->n_items; i-- > r->scope;)
		if (!strcmp(item_name(&items[i]), name))
			return items[i].value;
	for (size_t i = 0; i < r->scope && !items[i].array; i++)
		if (!strcmp(item_name(&items[i]), name))
			return items[i].value;
	return 0;
}

static bool is_present(struct scmi_reader *r, const struct scmi_field *f, bool full)
{
	if (f->since || f->until) {
		r->versioned = true;
		if (!scmi_field_in(f, r->version))
			return false;
	}
	if (full)
		return true;
	return !(f->when && !value_of(r, f->when)) && !(f->unless && value_of(r, f->unless));
}

/* A field's place for messages: "attributes", "levels[3].attributes". */
static const char *place(const struct scmi_field *f, const struct scmi_field *array, uint32_t index,
			 char *buf, size_t size)
{
	const char *name = *f->name ? f->name : "reserved word";

	if (!array)
		return name;
	if (scmi_is_scalar_array(array))
		snprintf(buf, size, "%.48s[%" PRIu32 "]", array->name, index);
	else
		snprintf(buf, size, "%.48s[%" PRIu32 "].%.48s", array->name, index, name);
	return buf;
}

static void reserved_bits(struct scmi_reader *r, const struct scmi_field *f,
			  const struct scmi_field *array, uint32_t index, uint64_t bits)
{
	char buf[112];

	scmi_problem(r->d, "reserved-bits: %s has bits 0x%" PRIx64 " set",
		     place(f, array, index, buf, sizeof(buf)), bits);
}

static bool read_slices(struct scmi_reader *r, size_t word)
{
	const struct scmi_item from = r->d->mem[word];
	uint32_t known = 0, bits = (uint32_t)(from.value & UINT32_MAX), reserved;

	for (const struct scmi_slice *s = from.field->slices; s->name; s++) {
		struct scmi_item *item;

		if (s->since || s->until) {
			r->versioned = true;
			if (!scmi_slice_in(s, r->version))
				continue;
		}
		if (!*s->name)
			continue;
		known |= scmi_slice_mask(s);
		item = push(r);
		if (!item)
			return false;
		*item = from;
		item->slice = s;
		item->value = scmi_slice_value(s, bits);
	}
	reserved = bits & ~known;
	if (reserved)
		reserved_bits(r, from.field, from.array, from.index, reserved);
	return true;
}

static uint64_t read_integer(const struct scmi_field *f, const uint8_t *p)
{
	switch (f->type) {
	case SCMI_U8:
		return *p;
	case SCMI_U16:
		return scmi_get_le16(p);
	case SCMI_U32:
		return scmi_get_le32(p);
	case SCMI_S32:
		return scmi_sign_extend(scmi_get_le32(p), 32);
	default:
		return scmi_get_le64(p);
	}
}

/* A field that is no array. False when the payload ends within it, or memory did. */
static bool read_field(struct scmi_reader *r, const struct scmi_field *f,
		       const struct scmi_field *array, uint32_t index)
{
	size_t size = f->type == SCMI_BYTES ? r->len - r->at : scmi_field_size(f);
	const uint8_t *p = r->payload + r->at;
	struct scmi_item *item;
	char buf[112];

	if (r->len - r->at < size) {
		r->missing = f;
		return false;
	}
	if (!*f->name) {
		uint64_t bits = read_integer(f, p);

		if (bits)
			reserved_bits(r, f, array, index, bits);
		r->at += size;
		return true;
	}
	item = push(r);
	if (!item)
		return false;
	*item = (struct scmi_item){
		.field = f,
		.array = array,
		.index = index,
		.offset = (uint32_t)r->at,
	};
	r->at += size;
	if (scmi_field_is_integer(f)) {
		item->value = read_integer(f, p);
		return !f->slices || read_slices(r, r->d->n_items - 1);
	}
	item->data = p;
	item->len = (uint32_t)(f->type == SCMI_STR ? strnlen((const char *)p, size) : size);
	if (f->type == SCMI_STR && item->len == size)
		scmi_problem(r->d, "unterminated: %s fills all of its %zu bytes",
			     place(f, array, index, buf, sizeof(buf)), size);
	return true;
}

static bool read_array(struct scmi_reader *r, const struct scmi_field *f);

static bool read_fields(struct scmi_reader *r, const struct scmi_field *fields,
			const struct scmi_field *array, uint32_t index, bool full)
{
	for (const struct scmi_field *f = fields; f->name; f++) {
		if (!is_present(r, f, full))
			continue;
		if (f->tail && r->at == r->len)
			return true;
		if (f->type == SCMI_ARRAY ? !read_array(r, f) : !read_field(r, f, array, index))
			return false;
	}
	return true;
}

static bool is_zero(const uint8_t *p, size_t len)
{
	while (len && !*p)
		p++, len--;
	return !len;
}

/* The zero bytes that bring a list of @bytes bytes to a multiple of its padding. */
static void read_padding(struct scmi_reader *r, const struct scmi_field *f, size_t bytes)
{
	size_t want = (f->pad - bytes % f->pad) % f->pad;
	size_t have = r->len - r->at < want ? r->len - r->at : want;
	bool zero = is_zero(r->payload + r->at, have);

	if (f->pad_tolerated && (have < want || !zero))
		return;
	if (have < want)
		scmi_problem(r->d, "unpadded: %s: %zu bytes of padding missing", f->name,
			     want - have);
	if (!zero)
		scmi_problem(r->d, "padding: %s: not zero", f->name);
	r->at += have;
}

/* How many elements there must be. False: as many as the payload holds. */
static bool announced(struct scmi_reader *r, const struct scmi_field *f, uint64_t *n)
{
	bool exact = f->exact_when && value_of(r, f->exact_when);

	if (!f->count && !exact)
		return false;
	*n = f->count ? value_of(r, f->count) : f->exact;
	if (exact && *n != f->exact) {
		scmi_problem(r->d, "count: %s: %" PRIu64 " announced, %s means %u", f->name, *n,
			     f->exact_when, f->exact);
		*n = f->exact;
	} else if (f->max && *n > f->max) {
		scmi_problem(r->d, "count: %s: %" PRIu64 " announced, there are %u at most",
			     f->name, *n, f->max);
	}
	return true;
}

static bool read_array(struct scmi_reader *r, const struct scmi_field *f)
{
	size_t start = r->at, scope = r->scope;
	uint64_t n = UINT64_MAX;
	bool counted = announced(r, f, &n);
	bool full = f->full_stride && counted &&
		    r->len - r->at == (n & UINT32_MAX) * f->full_stride;
	uint32_t i;

	for (i = 0; i < n && r->at < r->len; i++) {
		size_t before = r->at;

		r->scope = r->d->n_items;
		if (!read_fields(r, f->members, f, i, full)) {
			if (r->no_memory)
				return false;
			r->missing = NULL;
			if (counted)
				break;
			scmi_problem(r->d, "truncated: %s: %zu bytes left for [%" PRIu32 "]",
				     f->name, r->len - before, i);
			return false;
		}
		if (r->at == before)
			break;
	}
	r->scope = scope;
	if (counted && i < n) {
		scmi_problem(r->d, "truncated: %s: %" PRIu64 " announced, %" PRIu32 " present",
			     f->name, n, i);
		return false;
	}
	if (f->pad)
		read_padding(r, f, r->at - start);
	return true;
}

void scmi_read_payload(struct scmi_reader *r, uint32_t version)
{
	struct scmi_decoded *d = r->d;
	unsigned int n_problems = d->n_problems;
	const uint8_t *rest;

	r->version = version;
	r->at = r->scope = 0;
	r->missing = NULL;
	d->n_items = 0;
	d->trailing = NULL;
	d->trailing_len = 0;

	/* Errors end after the status, and so does the first answer to what completes later. */
	if (!r->len && d->has_status && d->status < 0)
		return;
	if (read_fields(r, scmi_fields(d->kind, d->message, d->notification), NULL, 0, false)) {
		if (r->at < r->len)
			scmi_problem(d, "trailing: %zu bytes", r->len - r->at);
	} else if (r->missing) {
		scmi_problem(d, "truncated: %s: %zu of %zu bytes present",
			     *r->missing->name ? r->missing->name : "reserved word", r->len - r->at,
			     scmi_field_size(r->missing));
	}
	rest = r->payload + r->at;
	d->trailing = r->at < r->len ? rest : NULL;
	d->trailing_len = r->len - r->at;

	/* Some firmware pads an error with the answer's length of zeroes. */
	if (d->has_status && d->status < 0 && is_zero(r->payload, r->len)) {
		d->n_problems = n_problems;
		d->trailing = NULL;
		d->trailing_len = 0;
	}
}
