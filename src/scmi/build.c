/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "build.h"

#define MAX_ELEMENTS 65536 /* more than a message of any transport can hold */

void scmi_build(struct scmi_builder *b, const struct scmi_protocol *protocol, enum scmi_kind kind,
		const struct scmi_message *message, const struct scmi_notification *notification,
		uint32_t version)
{
	uint32_t since = message ? message->since : notification ? notification->since : 0;

	if (!version)
		version = since > protocol->version ? since : protocol->version;
	*b = (struct scmi_builder){
		.protocol = protocol,
		.message = message,
		.notification = notification,
		.kind = kind,
		.version = version,
	};
}

void scmi_builder_reset(struct scmi_builder *b)
{
	for (size_t i = 0; i < b->n_sets; i++)
		free(b->sets[i].data);
	b->n_sets = 0;
	b->status = 0;
}

void scmi_builder_free(struct scmi_builder *b)
{
	scmi_builder_reset(b);
	free(b->sets);
	memset(b, 0, sizeof(*b));
}

const struct scmi_field *scmi_builder_fields(const struct scmi_builder *b)
{
	return scmi_fields(b->kind, b->message, b->notification);
}

bool scmi_find_slot(const struct scmi_builder *b, const struct scmi_field *fields, const char *name,
		    size_t len, struct scmi_slot *slot)
{
	for (const struct scmi_field *f = fields; f->name; f++) {
		if (!*f->name || !scmi_field_in(f, b->version))
			continue;
		slot->field = f;
		slot->slice = NULL;
		if (scmi_same_name(f->name, name, len))
			return true;
		for (const struct scmi_slice *s = f->slices; s && s->name; s++) {
			slot->slice = s;
			if (*s->name && scmi_slice_in(s, b->version) &&
			    scmi_same_name(s->name, name, len))
				return true;
		}
	}
	return false;
}

/* As scmi_find_slot(), in the message itself and in the elements of its arrays. */
static bool find_anywhere(const struct scmi_builder *b, const char *name, uint32_t index,
			  struct scmi_slot *slot)
{
	const struct scmi_field *fields = scmi_builder_fields(b);
	size_t len = strlen(name);

	*slot = (struct scmi_slot){ .index = index };
	if (!index && scmi_find_slot(b, fields, name, len, slot) && slot->field->type != SCMI_ARRAY)
		return true;
	for (const struct scmi_field *f = fields; f->name; f++) {
		if (f->type != SCMI_ARRAY || !scmi_field_in(f, b->version))
			continue;
		slot->array = f;
		if (scmi_find_slot(b, f->members, name, len, slot))
			return true;
		if (scmi_is_scalar_array(f) && scmi_same_name(f->name, name, len)) {
			slot->field = f->members;
			slot->slice = NULL;
			return true;
		}
	}
	return false;
}

static struct scmi_set *add_set(struct scmi_builder *b, const struct scmi_slot *slot)
{
	if (b->n_sets == b->mem_sets) {
		size_t mem = b->mem_sets ? 2 * b->mem_sets : 16;
		struct scmi_set *sets = reallocarray(b->sets, mem, sizeof(*sets));

		if (!sets)
			return NULL;
		b->sets = sets;
		b->mem_sets = mem;
	}
	b->sets[b->n_sets] = (struct scmi_set){ .slot = *slot };
	return &b->sets[b->n_sets++];
}

uint32_t scmi_max_elements(const struct scmi_field *array)
{
	return array->max ? array->max : MAX_ELEMENTS;
}

static bool index_fits(const struct scmi_slot *slot)
{
	return !slot->array || slot->index < scmi_max_elements(slot->array);
}

static bool value_fits(const struct scmi_slot *slot, uint64_t value)
{
	unsigned int width = slot->slice ? slot->slice->width
					 : 8 * (unsigned int)scmi_field_size(slot->field);
	bool is_signed = slot->slice ? slot->slice->is_signed : scmi_field_is_signed(slot->field);

	if (width == 64)
		return true;
	if (is_signed)
		return scmi_sign_extend(value & ((UINT64_C(1) << width) - 1), width) == value;
	return !(value >> width);
}

int scmi_set_slot(struct scmi_builder *b, const struct scmi_slot *slot, uint64_t value)
{
	struct scmi_set *set;

	if (!scmi_field_is_integer(slot->field))
		return -EINVAL;
	if (!index_fits(slot) || !value_fits(slot, value))
		return -ERANGE;
	set = add_set(b, slot);
	if (!set)
		return -ENOMEM;
	set->value = value;
	return 0;
}

int scmi_set_slot_bytes(struct scmi_builder *b, const struct scmi_slot *slot, const void *data,
			size_t len)
{
	struct scmi_set *set;
	uint8_t *copy;

	if (slot->field->type != SCMI_STR && slot->field->type != SCMI_BYTES)
		return -EINVAL;
	if (!index_fits(slot) || (slot->field->type == SCMI_STR && len >= slot->field->size))
		return -ERANGE;
	copy = malloc(len + 1);
	set = copy ? add_set(b, slot) : NULL;
	if (!set) {
		free(copy);
		return -ENOMEM;
	}
	if (len)
		memcpy(copy, data, len);
	set->data = copy;
	set->len = len;
	return 0;
}

int scmi_set_given(struct scmi_builder *b, const struct scmi_field *array)
{
	struct scmi_slot slot = { .field = array };

	return add_set(b, &slot) ? 0 : -ENOMEM;
}

bool scmi_is_given(const struct scmi_builder *b, const struct scmi_field *field)
{
	for (size_t i = 0; i < b->n_sets; i++) {
		const struct scmi_slot *slot = &b->sets[i].slot;

		if (slot->array ? slot->array == field : slot->field == field)
			return true;
	}
	return false;
}

uint32_t scmi_n_elements(const struct scmi_builder *b, const struct scmi_field *array)
{
	uint32_t n = 0;

	for (size_t i = 0; i < b->n_sets; i++)
		if (b->sets[i].slot.array == array && b->sets[i].slot.index >= n)
			n = b->sets[i].slot.index + 1;
	return n;
}

int scmi_set(struct scmi_builder *b, const char *name, uint32_t index, uint64_t value)
{
	struct scmi_slot slot;

	return find_anywhere(b, name, index, &slot) ? scmi_set_slot(b, &slot, value) : -ENOENT;
}

int scmi_set_bytes(struct scmi_builder *b, const char *name, uint32_t index, const void *data,
		   size_t len)
{
	struct scmi_slot slot;

	return find_anywhere(b, name, index, &slot) ? scmi_set_slot_bytes(b, &slot, data, len)
						    : -ENOENT;
}
