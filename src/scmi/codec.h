/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SCMI_CODEC_H
#define SCMI_CODEC_H

#include <scmictl/scmi.h>

/* What the files of the codec share. */

/* Whether the field is an integer, so that it has a value and not bytes. */
static inline bool scmi_field_is_integer(const struct scmi_field *field)
{
	return field->type < SCMI_STR;
}

static inline bool scmi_field_is_signed(const struct scmi_field *field)
{
	return field->type == SCMI_S32 || field->type == SCMI_S64;
}

/* Bytes that a field takes on the wire; 0 for SCMI_BYTES and SCMI_ARRAY. */
static inline size_t scmi_field_size(const struct scmi_field *field)
{
	static const uint8_t sizes[] = {
		[SCMI_U32] = 4, [SCMI_S32] = 4, [SCMI_U64] = 8,	  [SCMI_S64] = 8,   [SCMI_U16] = 2,
		[SCMI_U8] = 1,	[SCMI_STR] = 0, [SCMI_BYTES] = 0, [SCMI_ARRAY] = 0,
	};

	return field->type == SCMI_STR ? field->size : sizes[field->type];
}

/* @value, @width bits wide, as 64 bits. */
static inline uint64_t scmi_sign_extend(uint64_t value, unsigned int width)
{
	uint64_t sign = UINT64_C(1) << (width - 1);

	return (value ^ sign) - sign;
}

static inline uint32_t scmi_slice_mask(const struct scmi_slice *slice)
{
	return (uint32_t)(((UINT64_C(1) << slice->width) - 1) << slice->lo);
}

static inline uint64_t scmi_slice_value(const struct scmi_slice *slice, uint64_t word)
{
	uint64_t value = (word & scmi_slice_mask(slice)) >> slice->lo;

	return slice->is_signed ? scmi_sign_extend(value, slice->width) : value;
}

static inline bool scmi_field_in(const struct scmi_field *field, uint32_t version)
{
	return scmi_in_version(version, field->since, field->until);
}

static inline bool scmi_slice_in(const struct scmi_slice *slice, uint32_t version)
{
	return scmi_in_version(version, slice->since, slice->until);
}

/* An array of scalars: its only member stands for the element, and answers to either name. */
static inline bool scmi_is_scalar_array(const struct scmi_field *array)
{
	return array->type == SCMI_ARRAY && array->members[0].name && !array->members[1].name;
}

/* Whether names are the same: case aside, '-' and '_' alike. @len: characters of @text. */
bool scmi_same_name(const char *name, const char *text, size_t len);

/* The message that every protocol has under @id, or NULL. */
const struct scmi_message *scmi_common_find(uint8_t id);

/*
 * An integer as a user writes it: decimal or 0x, a fraction and a suffix of the unit allowed.
 * Return: 0; -EINVAL: no number, -ERANGE: beyond 64 bits, -EDOM: a fraction of the unit.
 */
int scmi_parse_number(const char *text, size_t len, enum scmi_unit unit, bool *negative,
		      uint64_t *value);

/*
 * @value of @unit in the largest prefix that fits: "24 MHz". Return: characters; 0 when there is
 * nothing better than the number itself.
 */
size_t scmi_quantity(enum scmi_unit unit, uint64_t value, char *buf, size_t size);

/* The suffixes that a unit takes, "Hz, kHz, MHz, GHz"; "" if none. */
const char *scmi_unit_suffixes(enum scmi_unit unit);

#endif
