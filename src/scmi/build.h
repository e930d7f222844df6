/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SCMI_BUILD_H
#define SCMI_BUILD_H

#include "codec.h"

/* A place in a payload that can be given a value. */
struct scmi_slot {
	const struct scmi_field *field; /* of an array's element: the member */
	const struct scmi_slice *slice; /* NULL: the whole field */
	const struct scmi_field *array; /* NULL: the field stands in the message itself */
	uint32_t index;			/* of the element */
};

/* A value that was given. Later ones override earlier ones. */
struct scmi_set {
	struct scmi_slot slot;
	uint64_t value;
	uint8_t *data; /* SCMI_STR, SCMI_BYTES */
	size_t len;
};

/* The fields of the payload that @b builds. */
const struct scmi_field *scmi_builder_fields(const struct scmi_builder *b);

/* The field or slice @name, @len characters, among @fields in @b's version. */
bool scmi_find_slot(const struct scmi_builder *b, const struct scmi_field *fields, const char *name,
		    size_t len, struct scmi_slot *slot);

/* Give @slot a value: 0, -ERANGE, -ENOMEM; -EINVAL: it takes the other kind of value. */
int scmi_set_slot(struct scmi_builder *b, const struct scmi_slot *slot, uint64_t value);
int scmi_set_slot_bytes(struct scmi_builder *b, const struct scmi_slot *slot, const void *data,
			size_t len);

/* Note that @array has been given, even if it has no elements. */
int scmi_set_given(struct scmi_builder *b, const struct scmi_field *array);

/* Whether @field, an array included, or a part of it was given a value. */
bool scmi_is_given(const struct scmi_builder *b, const struct scmi_field *field);

/* Most elements that @array can have. */
uint32_t scmi_max_elements(const struct scmi_field *array);

/* Elements that @array has been given. */
uint32_t scmi_n_elements(const struct scmi_builder *b, const struct scmi_field *array);

#endif
