/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "codec.h"

static enum scmi_unit unit_of(const struct scmi_item *item)
{
	return item->slice ? item->slice->unit : item->field->unit;
}

static const struct scmi_message *message_of_header(uint64_t word)
{
	struct scmi_header header = scmi_header_unpack((uint32_t)word);

	return scmi_message_find(scmi_protocol_find(header.protocol, NULL, NULL), header.message,
				 0);
}

bool scmi_value_has_name(const struct scmi_item *item)
{
	switch (unit_of(item)) {
	case SCMI_UNIT_STATUS:
	case SCMI_UNIT_PROTOCOL:
	case SCMI_UNIT_MESSAGE:
	case SCMI_UNIT_HEADER:
		return true;
	default:
		return item->slice ? item->slice->names : item->field->names;
	}
}

const char *scmi_value_name(const struct scmi_item *item, const struct scmi_protocol *protocol)
{
	const struct scmi_enum *names = item->slice ? item->slice->names : item->field->names;
	const char *name = scmi_enum_name(names, (uint32_t)(item->value & UINT32_MAX));
	const struct scmi_message *message;
	const struct scmi_protocol *p;

	if (name)
		return name;
	switch (unit_of(item)) {
	case SCMI_UNIT_STATUS:
		return scmi_status_name((int32_t)item->value);
	case SCMI_UNIT_PROTOCOL:
		p = item->value <= UINT8_MAX ? scmi_protocol_find((uint8_t)item->value, NULL, NULL)
					     : NULL;
		return p ? p->name : NULL;
	case SCMI_UNIT_MESSAGE:
		message = item->value <= UINT8_MAX
				  ? scmi_message_find(protocol, (uint8_t)item->value, 0)
				  : NULL;
		return message ? message->name : NULL;
	case SCMI_UNIT_HEADER:
		message = message_of_header(item->value);
		return message ? message->name : NULL;
	default:
		return NULL;
	}
}

static bool is_flag(const struct scmi_slice *slice)
{
	return slice->width == 1 && !slice->names;
}

/* "0x5 (async, round_up)": bits that versions name differently go by the name that stands first. */
static void word_text(const struct scmi_item *item, char *buf, size_t size)
{
	size_t len = (size_t)snprintf(buf, size, "0x%" PRIx64, item->value & UINT32_MAX);
	const char *separator = " (";
	uint32_t named = 0;

	for (const struct scmi_slice *s = item->field->slices; s->name && len < size; s++) {
		uint64_t value = scmi_slice_value(s, item->value);
		const char *name = scmi_enum_name(s->names, (uint32_t)value);

		if (!*s->name || !value || named & scmi_slice_mask(s))
			continue;
		named |= scmi_slice_mask(s);
		len += (size_t)snprintf(buf + len, size - len, "%s%s", separator, s->name);
		if (!is_flag(s) && len < size)
			len += name ? (size_t)snprintf(buf + len, size - len, " %s", name)
				    : (size_t)snprintf(buf + len, size - len, " %" PRId64,
						       (int64_t)value);
		separator = ", ";
	}
	if (named && len < size)
		snprintf(buf + len, size - len, ")");
}

static void number_text(const struct scmi_item *item, char *buf, size_t size)
{
	enum scmi_unit unit = unit_of(item);
	bool is_signed = item->slice ? item->slice->is_signed : scmi_field_is_signed(item->field);
	bool minus = is_signed && (int64_t)item->value < 0;
	uint64_t magnitude = minus ? -item->value : item->value;
	char people[64];
	size_t len = scmi_quantity(unit, magnitude, people, sizeof(people));
	const char *name = unit == SCMI_UNIT_MILLIPERCENT ? "" : scmi_unit_name(unit);

	snprintf(buf, size, "%s%" PRIu64 "%s%s%s%s%s%s", minus ? "-" : "", magnitude,
		 *name ? " " : "", name, len ? " (" : "", len && minus ? "-" : "",
		 len ? people : "", len ? ")" : "");
}

const char *scmi_value_text(const struct scmi_item *item, const struct scmi_protocol *protocol,
			    char *buf, size_t size)
{
	const char *name = scmi_value_name(item, protocol);
	uint64_t value = item->value;

	switch (unit_of(item)) {
	case SCMI_UNIT_VERSION:
		snprintf(buf, size, "%u.%u", SCMI_VERSION_MAJOR((uint32_t)value),
			 SCMI_VERSION_MINOR((uint32_t)value));
		break;
	case SCMI_UNIT_HEADER:
		snprintf(buf, size, "0x%08" PRIx64 " (%s%stoken %u)", value, name ? name : "",
			 name ? ", " : "", scmi_header_unpack((uint32_t)value).token);
		break;
	case SCMI_UNIT_STATUS:
		snprintf(buf, size, "%s (%" PRId64 ")", name, (int64_t)value);
		break;
	case SCMI_UNIT_PROTOCOL:
	case SCMI_UNIT_MESSAGE:
		if (name)
			snprintf(buf, size, "%s (0x%02" PRIx64 ")", name, value);
		else
			snprintf(buf, size, "0x%02" PRIx64, value);
		break;
	default:
		if (name)
			snprintf(buf, size, "%s", name);
		else if (!item->slice && item->field->slices)
			word_text(item, buf, size);
		else if (unit_of(item) == SCMI_UNIT_HEX)
			snprintf(buf, size, "0x%" PRIx64, value);
		else
			number_text(item, buf, size);
	}
	return buf;
}
