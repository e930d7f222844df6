/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "build.h"

/* A message that is being written. */
struct writer {
	const struct scmi_builder *b;
	uint8_t *buf;
	size_t size, at;
	bool force;
	struct diag *diag;
	char missing[256]; /* names of the fields that need a value */
};

static int no_space(struct writer *w)
{
	return diag_set(w->diag, DIAG_USAGE, ENOSPC, "the message is longer than %zu bytes",
			w->size);
}

static bool is_slot(const struct scmi_set *set, const struct scmi_field *f,
		    const struct scmi_field *array, uint32_t index)
{
	return set->slot.field == f && set->slot.array == array && set->slot.index == index;
}

/* The array whose elements the field, or the slice of it, counts; NULL: none. */
static const struct scmi_field *counted(const struct writer *w, const struct scmi_field *f,
					const struct scmi_slice *slice)
{
	const char *name = slice ? slice->name : f->name;

	for (const struct scmi_field *a = scmi_builder_fields(w->b); a->name; a++)
		if (a->count && scmi_field_in(a, w->b->version) && !strcmp(a->count, name))
			return a;
	return NULL;
}

/*
 * The integer that goes to the wire. @given: set if it was given a value, or part of one, or is a
 * count that follows from its array.
 */
static uint64_t integer(const struct writer *w, const struct scmi_field *f,
			const struct scmi_field *array, uint32_t index, bool *given)
{
	const struct scmi_field *a = array ? NULL : counted(w, f, NULL);
	uint64_t value = a ? scmi_n_elements(w->b, a) : 0;

	*given = a && scmi_is_given(w->b, a);
	for (const struct scmi_slice *s = array ? NULL : f->slices; s && s->name; s++) {
		if (!*s->name || !scmi_slice_in(s, w->b->version))
			continue;
		a = counted(w, f, s);
		if (a)
			value |= (uint64_t)scmi_n_elements(w->b, a) << s->lo & scmi_slice_mask(s);
		*given |= a && scmi_is_given(w->b, a);
	}
	for (size_t i = 0; i < w->b->n_sets; i++) {
		const struct scmi_set *set = &w->b->sets[i];
		const struct scmi_slice *s = set->slot.slice;

		if (!is_slot(set, f, array, index))
			continue;
		*given = true;
		value = s ? (value & ~(uint64_t)scmi_slice_mask(s)) |
					(set->value << s->lo & scmi_slice_mask(s))
			  : set->value;
	}
	return value;
}

/* The value of @name: of the element if it has one, else of the message. */
static uint64_t value_of(const struct writer *w, const char *name, const struct scmi_field *array,
			 uint32_t index)
{
	struct scmi_slot slot;
	uint64_t value;
	bool given;

	if (!array || !scmi_find_slot(w->b, array->members, name, strlen(name), &slot)) {
		array = NULL;
		index = 0;
		if (!scmi_find_slot(w->b, scmi_builder_fields(w->b), name, strlen(name), &slot))
			return 0;
	}
	value = integer(w, slot.field, array, index, &given);
	return slot.slice ? scmi_slice_value(slot.slice, value) : value;
}

/* Whether the conditions hold on which the field is there. */
static bool is_wanted(const struct writer *w, const struct scmi_field *f,
		      const struct scmi_field *array, uint32_t index)
{
	return !(f->when && !value_of(w, f->when, array, index)) &&
	       !(f->unless && value_of(w, f->unless, array, index));
}

/* Whether the field was given a value where its conditions leave it out. */
static bool has_unwanted(const struct writer *w, const struct scmi_field *f,
			 const struct scmi_field *array)
{
	for (size_t i = 0; i < w->b->n_sets; i++) {
		const struct scmi_set *set = &w->b->sets[i];

		if (set->slot.field == f && set->slot.array == array &&
		    !is_wanted(w, f, array, set->slot.index))
			return true;
	}
	return false;
}

/* Whether the field or slice @name of the message was given a value itself. */
static bool is_name_given(const struct writer *w, const char *name)
{
	struct scmi_slot slot = { 0 };

	if (!scmi_find_slot(w->b, scmi_builder_fields(w->b), name, strlen(name), &slot))
		return false;
	for (size_t i = 0; i < w->b->n_sets; i++) {
		const struct scmi_slot *set = &w->b->sets[i].slot;

		if (set->field == slot.field && (!set->slice || set->slice == slot.slice))
			return true;
	}
	return false;
}

static void note_missing(struct writer *w, const struct scmi_field *f,
			 const struct scmi_field *array, uint32_t index)
{
	size_t len = strlen(w->missing), left = sizeof(w->missing) - len;
	const char *separator = len ? ", " : "";

	if (!array)
		snprintf(w->missing + len, left, "%s%s", separator, f->name);
	else if (scmi_is_scalar_array(array))
		snprintf(w->missing + len, left, "%s%s[%" PRIu32 "]", separator, array->name,
			 index);
	else
		snprintf(w->missing + len, left, "%s%s[%" PRIu32 "].%s", separator, array->name,
			 index, f->name);
}

static bool needs_values(const struct writer *w)
{
	return w->b->kind == SCMI_COMMAND && !w->force;
}

static int write_bytes(struct writer *w, const struct scmi_field *f, const struct scmi_field *array,
		       uint32_t index)
{
	const struct scmi_set *found = NULL;
	size_t size;

	for (size_t i = 0; i < w->b->n_sets; i++)
		if (is_slot(&w->b->sets[i], f, array, index))
			found = &w->b->sets[i];
	size = f->type == SCMI_STR ? f->size : found ? found->len : 0;
	if (w->size - w->at < size)
		return no_space(w);
	if (size)
		memset(w->buf + w->at, 0, size);
	if (found && found->len)
		memcpy(w->buf + w->at, found->data, found->len);
	else if (!found && f->type == SCMI_STR && !f->optional && needs_values(w))
		note_missing(w, f, array, index);
	w->at += size;
	return 0;
}

static int write_field(struct writer *w, const struct scmi_field *f, const struct scmi_field *array,
		       uint32_t index)
{
	size_t size = scmi_field_size(f);
	uint8_t wire[8];
	uint64_t value;
	bool given;

	if (!scmi_field_is_integer(f))
		return write_bytes(w, f, array, index);
	if (w->size - w->at < size)
		return no_space(w);
	value = integer(w, f, array, index, &given);
	if (!given && *f->name && !f->optional && needs_values(w))
		note_missing(w, f, array, index);
	scmi_put_le64(wire, value);
	memcpy(w->buf + w->at, wire, size);
	w->at += size;
	return 0;
}

/* The number of elements must be what the message says of it, unless forced. */
static int check_count(struct writer *w, const struct scmi_field *f, uint32_t n)
{
	uint64_t said = f->count ? value_of(w, f->count, NULL, 0) : n;

	if (w->force)
		return 0;
	if (f->exact_when && value_of(w, f->exact_when, NULL, 0) && n != f->exact)
		return diag_set(w->diag, DIAG_USAGE, EINVAL,
				"%s means that %s has %u elements, it has %" PRIu32, f->exact_when,
				f->name, f->exact, n);
	if (said != n)
		return diag_set(w->diag, DIAG_USAGE, EINVAL,
				"%s is %" PRIu64 ", but %s has %" PRIu32 " elements", f->count,
				said, f->name, n);
	return 0;
}

static int write_array(struct writer *w, const struct scmi_field *f);

static int write_fields(struct writer *w, const struct scmi_field *fields,
			const struct scmi_field *array, uint32_t index, bool full)
{
	int ret = 0;

	for (const struct scmi_field *f = fields; f->name && !ret; f++) {
		if (!scmi_field_in(f, w->b->version))
			continue;
		if (!full && !is_wanted(w, f, array, index)) {
			if (!w->force && has_unwanted(w, f, array))
				return diag_set(w->diag, DIAG_USAGE, EINVAL,
						"%s is only there when %s is %szero", f->name,
						f->when ? f->when : f->unless,
						f->when ? "not " : "");
			continue;
		}
		ret = f->type == SCMI_ARRAY ? write_array(w, f) : write_field(w, f, array, index);
	}
	return ret;
}

static int write_array(struct writer *w, const struct scmi_field *f)
{
	uint32_t n = scmi_n_elements(w->b, f);
	size_t start = w->at, pad;
	bool full = false;
	int ret;

	if (!n && !scmi_is_given(w->b, f) && !f->optional && needs_values(w) &&
	    !(f->count && is_name_given(w, f->count)))
		note_missing(w, f, NULL, 0);
	ret = check_count(w, f, n);
	for (const struct scmi_field *m = f->members; f->full_stride && m->name && !full; m++)
		full = scmi_field_in(m, w->b->version) && has_unwanted(w, m, f);
	for (uint32_t i = 0; i < n && !ret; i++)
		ret = write_fields(w, f->members, f, i, full);
	if (ret || !f->pad || f->pad_tolerated)
		return ret;
	pad = (f->pad - (w->at - start) % f->pad) % f->pad;
	if (w->size - w->at < pad)
		return no_space(w);
	memset(w->buf + w->at, 0, pad);
	w->at += pad;
	return 0;
}

ssize_t scmi_encode(struct scmi_builder *b, uint16_t token, bool force, void *buf, size_t size,
		    struct diag *diag)
{
	static const uint8_t types[] = {
		[SCMI_COMMAND] = SCMI_TYPE_COMMAND,
		[SCMI_RESPONSE] = SCMI_TYPE_COMMAND,
		[SCMI_DELAYED_RESPONSE] = SCMI_TYPE_DELAYED,
		[SCMI_NOTIFICATION] = SCMI_TYPE_NOTIFICATION,
	};
	bool answer = b->kind == SCMI_RESPONSE || b->kind == SCMI_DELAYED_RESPONSE;
	struct writer w = { .b = b, .buf = buf, .size = size, .force = force, .diag = diag };
	struct scmi_header header = {
		.message = b->kind == SCMI_NOTIFICATION ? b->notification->id : b->message->id,
		.type = types[b->kind],
		.protocol = b->protocol->id,
		.token = token,
	};
	int ret;

	if (size < SCMI_HEADER_SIZE + (answer ? SCMI_STATUS_SIZE : 0))
		return no_space(&w);
	scmi_put_le32(w.buf, scmi_header_pack(header));
	w.at = SCMI_HEADER_SIZE;
	if (answer) {
		scmi_put_le32(w.buf + w.at, (uint32_t)b->status);
		w.at += SCMI_STATUS_SIZE;
		if (b->status < 0 && !b->n_sets)
			return (ssize_t)w.at;
	}
	ret = write_fields(&w, scmi_builder_fields(b), NULL, 0, false);
	if (ret)
		return ret;
	if (*w.missing)
		return diag_set(diag, DIAG_USAGE, EINVAL, "%s needs a value for %s",
				b->message->name, w.missing);
	return (ssize_t)w.at;
}
