/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build.h"

/* Values as users write them: see scmi_set_arg(). */

/* Part of an argument; not terminated. */
struct text {
	const char *s;
	size_t len;
};

static struct text until(struct text *rest, const char *separators)
{
	struct text part = { .s = rest->s };

	while (part.len < rest->len && !strchr(separators, part.s[part.len]))
		part.len++;
	rest->s += part.len + (part.len < rest->len);
	rest->len -= part.len + (part.len < rest->len);
	return part;
}

static bool is_flag(const struct scmi_slice *s, uint32_t version)
{
	return *s->name && s->width == 1 && !s->names && scmi_slice_in(s, version);
}

static enum scmi_unit unit_of(const struct scmi_slot *slot)
{
	return slot->slice ? slot->slice->unit : slot->field->unit;
}

static const struct scmi_enum *names_of(const struct scmi_slot *slot)
{
	return slot->slice ? slot->slice->names : slot->field->names;
}

static const char *name_of(const struct scmi_slot *slot)
{
	return slot->slice ? slot->slice->name : slot->field->name;
}

static void add_hint(struct diag *diag, const char *separator, const char *text)
{
	size_t len;

	if (!diag)
		return;
	len = strlen(diag->hint);
	snprintf(diag->hint + len, sizeof(diag->hint) - len, "%s%s", len ? separator : "", text);
}

/* What the slot takes. */
static void hint_values(const struct scmi_builder *b, const struct scmi_slot *slot,
			struct diag *diag)
{
	const char *suffixes = scmi_unit_suffixes(unit_of(slot));
	char text[96];

	diag_hint(diag, "%s", "");
	for (const struct scmi_enum *e = names_of(slot); e && e->name; e++)
		add_hint(diag, ", ", e->name);
	for (const struct scmi_slice *s = slot->slice ? NULL : slot->field->slices; s && s->name;
	     s++)
		if (is_flag(s, b->version))
			add_hint(diag, " | ", s->name);
	add_hint(diag, ", or ", "a number, decimal or 0x");
	if (*suffixes) {
		snprintf(text, sizeof(text), "%s (plain: %s)", suffixes,
			 scmi_unit_name(unit_of(slot)));
		add_hint(diag, ", with or without ", text);
	}
}

static int bad_value(const struct scmi_builder *b, const struct scmi_slot *slot, struct text text,
		     const char *why, int err, struct diag *diag)
{
	diag_set(diag, DIAG_USAGE, err, "%s: '%.*s' %s", name_of(slot), (int)text.len, text.s, why);
	hint_values(b, slot, diag);
	return -err;
}

/* A value by a name: of its enumeration, or of what its unit says it is. */
static bool parse_name(const struct scmi_builder *b, const struct scmi_slot *slot, struct text text,
		       uint64_t *value)
{
	static const struct scmi_enum bools[] = {
		{ 1, "true" }, { 1, "on" }, { 1, "yes" }, { 0, "false" },
		{ 0, "off" },  { 0, "no" }, { 0 },
	};
	bool flag = slot->slice && is_flag(slot->slice, b->version);
	const struct scmi_protocol *protocol;
	const struct scmi_message *message;
	char copy[128];
	int32_t status;
	uint8_t id;

	for (const struct scmi_enum *e = flag ? bools : names_of(slot); e && e->name; e++) {
		if (scmi_same_name(e->name, text.s, text.len)) {
			*value = e->value;
			return true;
		}
	}
	snprintf(copy, sizeof(copy), "%.*s", (int)text.len, text.s);
	if (text.len >= sizeof(copy) || !isalpha((unsigned char)*copy))
		return false;
	switch (unit_of(slot)) {
	case SCMI_UNIT_STATUS:
		if (scmi_status_parse(copy, &status))
			return false;
		*value = (uint64_t)(int64_t)status;
		return true;
	case SCMI_UNIT_PROTOCOL:
		if (scmi_protocol_parse(copy, NULL, NULL, &id, &protocol, NULL))
			return false;
		*value = id;
		return true;
	case SCMI_UNIT_MESSAGE:
		if (scmi_message_parse(b->protocol, copy, b->version, &id, &message, NULL))
			return false;
		*value = id;
		return true;
	default:
		return false;
	}
}

/* "async|round_up" */
static bool parse_flags(const struct scmi_builder *b, const struct scmi_slot *slot,
			struct text text, uint64_t *value)
{
	if (slot->slice || !slot->field->slices)
		return false;
	*value = 0;
	do {
		struct text flag = until(&text, "|,");
		const struct scmi_slice *s = slot->field->slices;

		while (s->name &&
		       !(is_flag(s, b->version) && scmi_same_name(s->name, flag.s, flag.len)))
			s++;
		if (!s->name)
			return false;
		*value |= scmi_slice_mask(s);
	} while (text.len);
	return true;
}

static int parse_version(struct text text, uint64_t *value)
{
	struct text major = until(&text, "."), minor = text;
	uint64_t high, low;
	bool minus;

	if (scmi_parse_number(major.s, major.len, SCMI_UNIT_NONE, &minus, &high) || minus ||
	    scmi_parse_number(minor.s, minor.len, SCMI_UNIT_NONE, &minus, &low) || minus)
		return -EINVAL;
	if (high > UINT16_MAX || low > UINT16_MAX)
		return -ERANGE;
	*value = SCMI_VERSION(high, low);
	return 0;
}

static int set_integer(struct scmi_builder *b, const struct scmi_slot *slot, struct text text,
		       struct diag *diag)
{
	bool is_signed = slot->slice ? slot->slice->is_signed : scmi_field_is_signed(slot->field);
	bool hex = text.len > 1 && !strncasecmp(text.s, "0x", 2), minus = false;
	unsigned int width = slot->slice ? slot->slice->width
					 : 8 * (unsigned int)scmi_field_size(slot->field);
	uint64_t value = 0;
	int ret = 0;

	if (parse_name(b, slot, text, &value) || parse_flags(b, slot, text, &value))
		return scmi_set_slot(b, slot, value);
	if (unit_of(slot) == SCMI_UNIT_VERSION && memchr(text.s, '.', text.len))
		ret = parse_version(text, &value);
	else
		ret = scmi_parse_number(text.s, text.len, unit_of(slot), &minus, &value);
	if (ret == -EINVAL)
		return bad_value(b, slot, text, "is not understood", EINVAL, diag);
	if (ret == -EDOM)
		return bad_value(b, slot, text, "is a fraction of what the message can carry",
				 EINVAL, diag);
	if (minus && !is_signed && value)
		return bad_value(b, slot, text, "is negative", ERANGE, diag);
	/* Hexadecimal for a signed value is its bits as a dump shows them. */
	if (is_signed && hex && !ret && width < 64 && !(value >> width))
		value = scmi_sign_extend(value, width);
	else if (is_signed && !hex && value > (uint64_t)INT64_MAX + minus)
		ret = -ERANGE;
	if (!ret)
		ret = scmi_set_slot(b, slot, minus ? -value : value);
	if (ret == -ERANGE) {
		bad_value(b, slot, text, "is out of range", ERANGE, diag);
		diag_hint(diag, "%s is %u bits wide%s", name_of(slot), width,
			  is_signed ? ", signed" : "");
	}
	return ret;
}

static int set_bytes(struct scmi_builder *b, const struct scmi_slot *slot, struct text text,
		     struct diag *diag)
{
	const struct scmi_field *f = slot->field;
	uint8_t *bytes;
	size_t len;
	int ret;

	if (f->type == SCMI_STR) {
		ret = scmi_set_slot_bytes(b, slot, text.s, text.len);
		if (ret == -ERANGE)
			return diag_set(diag, DIAG_USAGE, ERANGE,
					"%s: '%.*s' is longer than %d characters", f->name,
					(int)text.len, text.s, f->size - 1);
		return ret;
	}
	bytes = malloc(text.len + 1);
	if (!bytes)
		return -ENOMEM;
	ret = scmi_hex_parse(text.s, text.len, bytes, text.len + 1, &len, diag);
	if (ret)
		diag_prefix(diag, "%s", f->name);
	else
		ret = scmi_set_slot_bytes(b, slot, bytes, len);
	free(bytes);
	if (ret && diag)
		diag->origin = DIAG_USAGE;
	return ret;
}

static int set_scalar(struct scmi_builder *b, const struct scmi_slot *slot, struct text text,
		      struct diag *diag)
{
	int ret;

	if (slot->array && slot->index >= scmi_max_elements(slot->array))
		return diag_set(diag, DIAG_USAGE, ERANGE, "%s has at most %" PRIu32 " elements",
				slot->array->name, scmi_max_elements(slot->array));
	ret = scmi_field_is_integer(slot->field) ? set_integer(b, slot, text, diag)
						 : set_bytes(b, slot, text, diag);
	if (ret == -ENOMEM)
		return diag_set(diag, DIAG_SYSTEM, ENOMEM, "out of memory");
	return ret;
}

/* "4:1": the members of an element in the order of the wire. */
static int set_element(struct scmi_builder *b, const struct scmi_field *array, uint32_t index,
		       struct text text, struct diag *diag)
{
	const struct scmi_field *m = array->members;
	struct text all = text;

	do {
		struct text part = scmi_is_scalar_array(array) ? text : until(&text, ":");
		int ret;

		while (m->name && (!*m->name || !scmi_field_in(m, b->version)))
			m++;
		if (!m->name)
			return diag_set(diag, DIAG_USAGE, EINVAL,
					"%s[%" PRIu32 "]: '%.*s' has too many values", array->name,
					index, (int)all.len, all.s);
		ret = set_scalar(
			b, &(struct scmi_slot){ .field = m++, .array = array, .index = index },
			part, diag);
		if (ret)
			return ret;
	} while (text.len && !scmi_is_scalar_array(array));
	return 0;
}

/* "10,11,12": elements from @index on. */
static int set_list(struct scmi_builder *b, const struct scmi_field *array, uint32_t index,
		    struct text text, struct diag *diag)
{
	int ret = scmi_set_given(b, array);

	while (text.len && !ret)
		ret = set_element(b, array, index++, until(&text, ","), diag);
	return ret;
}

static int no_such_name(const struct scmi_builder *b, struct text name, struct diag *diag)
{
	const char *names[64] = { NULL }, *nearest;
	char typed[64];
	size_t n = 0;

	for (const struct scmi_field *f = scmi_builder_fields(b); f->name && n < 63; f++) {
		if (!*f->name || !scmi_field_in(f, b->version))
			continue;
		names[n++] = f->name;
		for (const struct scmi_slice *s = f->slices; s && s->name && n < 63; s++)
			if (*s->name && scmi_slice_in(s, b->version))
				names[n++] = s->name;
	}
	snprintf(typed, sizeof(typed), "%.*s", (int)name.len, name.s);
	diag_set(diag, DIAG_USAGE, ENOENT, "%s has no field '%s'",
		 b->message ? b->message->name : b->notification->name, typed);
	nearest = diag_nearest(typed, names);
	if (nearest) {
		diag_hint(diag, "did you mean %s?", nearest);
		return -ENOENT;
	}
	diag_hint(diag, "%s", "");
	for (size_t i = 0; i < n; i++)
		add_hint(diag, ", ", names[i]);
	if (!n)
		diag_hint(diag, "it takes none");
	return -ENOENT;
}

/* "[3]" behind a name, taken off; -EINVAL: something else stands there. */
static int take_index(struct text *rest, uint32_t *index)
{
	struct text digits = { .s = rest->s + 1 };
	uint64_t value;
	bool minus;

	while (digits.len + 1 < rest->len && digits.s[digits.len] != ']')
		digits.len++;
	if (digits.len + 1 == rest->len ||
	    scmi_parse_number(digits.s, digits.len, SCMI_UNIT_NONE, &minus, &value) || minus ||
	    value > UINT32_MAX)
		return -EINVAL;
	*index = (uint32_t)value;
	rest->s += digits.len + 2;
	rest->len -= digits.len + 2;
	return 0;
}

/* NAME=VALUE with NAME in its three forms. */
static int set_named(struct scmi_builder *b, struct text name, struct text value, struct diag *diag)
{
	const struct scmi_field *fields = scmi_builder_fields(b);
	struct text base = { .s = name.s }, rest;
	struct scmi_slot slot = { 0 };
	bool found;

	while (base.len < name.len && base.s[base.len] != '[')
		base.len++;
	rest = (struct text){ .s = base.s + base.len, .len = name.len - base.len };
	found = scmi_find_slot(b, fields, base.s, base.len, &slot);
	if (!rest.len && found)
		return slot.field->type == SCMI_ARRAY ? set_list(b, slot.field, 0, value, diag)
						      : set_scalar(b, &slot, value, diag);
	if (!rest.len) {
		/* A member alone is that of the first element. */
		for (const struct scmi_field *a = fields; a->name; a++) {
			slot.array = a;
			if (a->type == SCMI_ARRAY && scmi_field_in(a, b->version) &&
			    scmi_find_slot(b, a->members, base.s, base.len, &slot))
				return set_scalar(b, &slot, value, diag);
		}
		return no_such_name(b, name, diag);
	}
	if (!found || slot.field->type != SCMI_ARRAY)
		return no_such_name(b, name, diag);
	slot.array = slot.field;
	if (take_index(&rest, &slot.index) || (rest.len && *rest.s != '.'))
		return diag_set(diag, DIAG_USAGE, EINVAL,
				"'%.*s' is not of the form NAME, NAME[INDEX] or NAME[INDEX].MEMBER",
				(int)name.len, name.s);
	if (!rest.len)
		return set_element(b, slot.array, slot.index, value, diag);
	if (!scmi_find_slot(b, slot.array->members, rest.s + 1, rest.len - 1, &slot))
		return diag_set(diag, DIAG_USAGE, ENOENT, "%s has no member '%.*s'",
				slot.array->name, (int)rest.len - 1, rest.s + 1);
	return set_scalar(b, &slot, value, diag);
}

/* VALUE alone goes to the next field that has none; the last array takes whatever comes. */
static int set_next(struct scmi_builder *b, struct text value, struct diag *diag)
{
	const struct scmi_field *last = NULL;

	for (const struct scmi_field *f = scmi_builder_fields(b); f->name; f++) {
		if (!*f->name || !scmi_field_in(f, b->version))
			continue;
		last = f;
		if (scmi_is_given(b, f))
			continue;
		if (f->type == SCMI_ARRAY)
			return set_list(b, f, 0, value, diag);
		return set_scalar(b, &(struct scmi_slot){ .field = f }, value, diag);
	}
	if (last && last->type == SCMI_ARRAY)
		return set_list(b, last, scmi_n_elements(b, last), value, diag);
	diag_set(diag, DIAG_USAGE, EINVAL, "%s takes no further value: '%.*s'",
		 b->message ? b->message->name : b->notification->name, (int)value.len, value.s);
	return -EINVAL;
}

static int set_status(struct scmi_builder *b, const char *text, struct diag *diag)
{
	if (!scmi_status_parse(text, &b->status))
		return 0;
	diag_set(diag, DIAG_USAGE, EINVAL, "status: '%s' is no status", text);
	diag_hint(diag, "a name such as SUCCESS or NOT_FOUND, or a number");
	return -EINVAL;
}

int scmi_set_arg(struct scmi_builder *b, const char *arg, struct diag *diag)
{
	bool answer = b->kind == SCMI_RESPONSE || b->kind == SCMI_DELAYED_RESPONSE;
	struct text value = { .s = arg, .len = strlen(arg) };
	struct scmi_slot slot;
	struct text name;

	if (!isalpha((unsigned char)*arg) || !strchr(arg, '='))
		return set_next(b, value, diag);
	name = until(&value, "=");
	if (answer && scmi_same_name("status", name.s, name.len) &&
	    !scmi_find_slot(b, scmi_builder_fields(b), name.s, name.len, &slot))
		return set_status(b, value.s, diag);
	return set_named(b, name, value, diag);
}
