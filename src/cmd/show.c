/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "show.h"

#define NAME_SIZE 160
#define TEXT_SIZE 512
#define MAX_CELLS 6 /* elements with more parts take a line for each */

static bool is_flag(const struct scmi_slice *slice)
{
	return slice->width == 1 && !slice->names;
}

static const char *item_name(const struct scmi_item *item)
{
	return item->slice ? item->slice->name : item->field->name;
}

static bool is_integer(const struct scmi_item *item)
{
	return item->field->type < SCMI_STR;
}

static bool is_signed(const struct scmi_item *item)
{
	return item->slice ? item->slice->is_signed
			   : item->field->type == SCMI_S32 || item->field->type == SCMI_S64;
}

/* The items of one field: the word itself and its slices. */
static const struct scmi_item *field_end(const struct scmi_item *item, const struct scmi_item *end)
{
	const struct scmi_item *next = item + 1;

	while (next < end && next->slice)
		next++;
	return next;
}

static const struct scmi_item *array_end(const struct scmi_item *item, const struct scmi_item *end)
{
	const struct scmi_field *array = item->array;

	while (item < end && item->array == array)
		item++;
	return item;
}

/* JSON */

static void json_value(struct out *out, const char *key, const struct scmi_item *item)
{
	if (item->slice && is_flag(item->slice))
		out_bool(out, key, item->value);
	else if (is_integer(item))
		out_value(out, key, item->value, is_signed(item), NULL);
	else if (item->field->type == SCMI_STR)
		out_strn(out, key, item->data, item->len);
	else
		out_bytes(out, key, item->data, item->len);
}

static void json_member(struct out *out, const struct scmi_item *item,
			const struct scmi_protocol *protocol)
{
	char key[NAME_SIZE];

	json_value(out, item_name(item), item);
	if (!is_integer(item) || !scmi_value_has_name(item))
		return;
	snprintf(key, sizeof(key), "%s_name", item_name(item));
	out_str(out, key, scmi_value_name(item, protocol));
}

/* Whether elements of the array are shown as bare values. */
static bool is_scalar_array(const struct scmi_field *array)
{
	return !array->members[1].name && !array->members[0].slices;
}

static void json_array(struct out *out, const struct scmi_field *array,
		       const struct scmi_item *item, const struct scmi_item *end,
		       const struct scmi_protocol *protocol)
{
	const struct scmi_item *first = item;
	char key[NAME_SIZE];
	struct scmi_item any = { .field = array->members };

	out_array(out, array->name);
	while (item < end) {
		uint32_t index = item->index;

		if (is_scalar_array(array)) {
			json_value(out, NULL, item++);
			continue;
		}
		out_object(out, NULL);
		for (; item < end && item->index == index; item++)
			json_member(out, item, protocol);
		out_end(out);
	}
	out_end(out);
	if (!is_scalar_array(array) || !scmi_value_has_name(&any))
		return;
	snprintf(key, sizeof(key), "%s_names", array->name);
	out_array(out, key);
	for (item = first; item < end; item++)
		out_str(out, NULL, scmi_value_name(item, protocol));
	out_end(out);
}

/* Text */

/* "0xb8000000: extended_name, sync_set", "0x10002: returned 2, remaining 1" */
static void word_text(const struct scmi_item *word, const struct scmi_item *end,
		      const struct scmi_protocol *protocol, char *buf, size_t size)
{
	const char *name = scmi_value_name(word, protocol);
	const char *separator = ": ";
	char text[TEXT_SIZE];
	size_t len;

	if (name) {
		snprintf(buf, size, "%s (0x%" PRIx64 ")", name, word->value);
		return;
	}
	len = (size_t)snprintf(buf, size, "0x%" PRIx64, word->value);
	for (const struct scmi_item *item = word + 1; item < end && len < size; item++) {
		bool flag = is_flag(item->slice);

		if (!item->value && (flag || item->slice->is_signed))
			continue;
		len += (size_t)snprintf(buf + len, size - len, "%s%s%s%s", separator,
					item->slice->name, flag ? "" : " ",
					flag ? ""
					     : scmi_value_text(item, protocol, text, sizeof(text)));
		separator = ", ";
	}
}

/* A field with its slices, for one line. */
static const char *field_text(const struct scmi_item *item, const struct scmi_item *end,
			      const struct scmi_protocol *protocol, char *buf, size_t size)
{
	size_t i;

	if (!is_integer(item)) {
		if (item->field->type == SCMI_STR)
			return out_escape(item->data, item->len, buf, size);
		for (i = 0; i < item->len && 2 * i + 3 < size; i++)
			scmi_hex_format(item->data + i, 1, buf + 2 * i);
		buf[2 * i] = '\0';
		return buf;
	}
	if (item->slice && is_flag(item->slice))
		return item->value ? "yes" : "no";
	if (item->slice || !item->field->slices)
		return scmi_value_text(item, protocol, buf, size);
	word_text(item, end, protocol, buf, size);
	return buf;
}

/* A word without meaning, or with none in this version. */
static bool is_void(const struct scmi_item *item, const struct scmi_item *end)
{
	return item->field->slices && !item->slice && end == item + 1 && !item->value &&
	       !item->field->names;
}

static void text_field(struct out *out, const char *key, const struct scmi_item *item,
		       const struct scmi_item *end, const struct scmi_protocol *protocol)
{
	char text[TEXT_SIZE];

	if (!is_void(item, end))
		out_str(out, key, field_text(item, end, protocol, text, sizeof(text)));
}

/* The parts of an element on one line: fields, but of words that are made of slices the slices. */
static bool is_cell(const struct scmi_item *item)
{
	return item->slice || !item->field->slices;
}

static size_t count_cells(const struct scmi_field *members)
{
	size_t n = 0;

	for (const struct scmi_field *f = members; f->name; f++) {
		for (const struct scmi_slice *s = f->slices; s && s->name; s++)
			n += *s->name != '\0';
		n += !f->slices;
	}
	return n;
}

/* "performance_level 500000  power_cost 100  transition_latency 50 us", a line for each element. */
static void text_lines(struct out *out, const struct scmi_item *item, const struct scmi_item *end,
		       const struct scmi_protocol *protocol)
{
	const struct scmi_field *array = item->array;
	size_t widths[MAX_CELLS] = { 0 };
	char key[NAME_SIZE], text[TEXT_SIZE], line[MAX_CELLS * (NAME_SIZE + TEXT_SIZE)];

	for (int pass = 0; pass < 2; pass++) {
		const struct scmi_item *at = item;

		while (at < end) {
			uint32_t index = at->index;
			size_t cell = 0, len = 0;

			for (; at < end && at->index == index; at++) {
				size_t width;
				int pad;

				if (!is_cell(at) || cell == MAX_CELLS)
					continue;
				len += (size_t)snprintf(line + len, sizeof(line) - len, "%s%s ",
							cell ? "  " : "", item_name(at));
				pad = (int)widths[cell];
				width = strlen(
					field_text(at, at + 1, protocol, text, sizeof(text)));
				if (width > widths[cell])
					widths[cell] = width;
				len += (size_t)snprintf(
					line + len, sizeof(line) - len, "%-*s", pad,
					field_text(at, at + 1, protocol, text, sizeof(text)));
				cell++;
			}
			while (len && line[len - 1] == ' ')
				line[--len] = '\0';
			snprintf(key, sizeof(key), "%s[%" PRIu32 "]", array->name, index);
			if (pass)
				out_str(out, key, line);
		}
	}
}

static void text_array(struct out *out, const struct scmi_item *item, const struct scmi_item *end,
		       const struct scmi_protocol *protocol)
{
	const struct scmi_field *array = item->array;
	bool scalar = !array->members[1].name;
	char key[NAME_SIZE];

	if (!scalar && count_cells(array->members) <= MAX_CELLS) {
		text_lines(out, item, end, protocol);
		return;
	}
	for (const struct scmi_item *next; item < end; item = next) {
		next = field_end(item, end);
		snprintf(key, sizeof(key), scalar ? "%s[%" PRIu32 "]" : "%s[%" PRIu32 "].%s",
			 array->name, item->index, item_name(item));
		text_field(out, key, item, next, protocol);
	}
}

/* Messages */

void cmd_show_fields(struct out *out, const char *key, const struct scmi_decoded *d)
{
	const struct scmi_item *item = d->items, *end = item ? item + d->n_items : item, *next;
	bool json = out_is_json(out), reached = !d->has_status || !d->status;

	if (json)
		out_object(out, key);
	for (const struct scmi_field *f = scmi_fields(d->kind, d->message, d->notification);
	     f->name; f++) {
		if (!*f->name)
			continue;
		if (item < end && item->array == f) {
			next = array_end(item, end);
			if (json)
				json_array(out, f, item, next, d->protocol);
			else
				text_array(out, item, next, d->protocol);
		} else if (item < end && item->field == f) {
			next = field_end(item, end);
			for (const struct scmi_item *i = item; json && i < next; i++)
				json_member(out, i, d->protocol);
			if (!json)
				text_field(out, f->name, item, next, d->protocol);
		} else {
			/* An array without elements is there if what stands before it is. */
			if (json && f->type == SCMI_ARRAY && reached &&
			    scmi_in_version(d->version ? d->version : UINT32_MAX, f->since,
					    f->until))
				json_array(out, f, item, item, d->protocol);
			reached &= f->type == SCMI_ARRAY;
			continue;
		}
		item = next;
		reached = true;
	}
	if (json)
		out_end(out);
}

void cmd_show_problems(struct out *out, const struct scmi_decoded *d)
{
	bool json = out_is_json(out);
	char text[64];

	if (json)
		out_array(out, "problems");
	out_style(out, OUT_WARN);
	for (unsigned int i = 0; i < d->n_problems && i < SCMI_MAX_PROBLEMS; i++)
		out_str(out, json ? NULL : "problem", d->problems[i]);
	if (d->n_problems > SCMI_MAX_PROBLEMS) {
		snprintf(text, sizeof(text), "more: %u further problems",
			 d->n_problems - SCMI_MAX_PROBLEMS);
		out_str(out, json ? NULL : "problem", text);
	}
	out_style(out, OUT_PLAIN);
	if (json)
		out_end(out);
}

static void json_status(struct out *out, const struct scmi_decoded *d)
{
	if (d->has_status) {
		out_enum(out, "status", d->status, scmi_status_name(d->status));
	} else {
		out_null(out, "status");
		out_null(out, "status_name");
	}
}

void cmd_show_ids(struct out *out, const struct scmi_decoded *d)
{
	if (!out_is_json(out))
		return;
	out_enum(out, "protocol", d->header.protocol, d->protocol ? d->protocol->name : NULL);
	out_enum(out, "message", d->header.message, scmi_decoded_name(d));
	out_u64(out, "token", d->header.token);
}

void cmd_show_part(struct out *out, const char *key, const struct scmi_decoded *d,
		   const void *bytes, size_t len)
{
	bool json = out_is_json(out);

	if (!d) {
		if (json)
			out_null(out, key);
		return;
	}
	if (json) {
		out_object(out, key);
		out_bytes(out, "hex", bytes, len);
		if (d->kind != SCMI_COMMAND)
			json_status(out, d);
	}
	cmd_show_fields(out, "fields", d);
	if (!json || d->kind != SCMI_COMMAND)
		cmd_show_problems(out, d);
	if (json)
		out_end(out);
}

static bool is_provisional(const struct scmi_decoded *d)
{
	return d->protocol && (d->protocol->provisional || d->version > d->protocol->version ||
			       (d->message && d->message->provisional) ||
			       (d->notification && d->notification->provisional));
}

static void text_title(struct out *out, const struct scmi_decoded *d)
{
	static const char *const kinds[] = {
		[SCMI_COMMAND] = "command",
		[SCMI_RESPONSE] = "response",
		[SCMI_DELAYED_RESPONSE] = "delayed response",
		[SCMI_NOTIFICATION] = "notification",
	};
	const char *name = scmi_decoded_name(d);
	char protocol[NAME_SIZE], message[NAME_SIZE], status[NAME_SIZE] = "", version[64] = "";

	snprintf(protocol, sizeof(protocol), "protocol 0x%02x", d->header.protocol);
	snprintf(message, sizeof(message), "message 0x%02x", d->header.message);
	if (d->has_status)
		snprintf(status, sizeof(status), ": %s (%" PRId32 ")", scmi_status_name(d->status),
			 d->status);
	if (d->version && d->version != d->protocol->version)
		snprintf(version, sizeof(version), ", as in version %u.%u",
			 SCMI_VERSION_MAJOR(d->version), SCMI_VERSION_MINOR(d->version));
	out_line(out, OUT_TITLE, "%s %s %s, token %u%s%s%s",
		 d->protocol ? d->protocol->name : protocol, name ? name : message, kinds[d->kind],
		 d->header.token, version, is_provisional(d) ? ", provisional" : "", status);
}

static void json_header(struct out *out, const struct scmi_header *header, uint32_t word)
{
	out_object(out, "header");
	out_u64(out, "value", word);
	out_u64(out, "message", header->message);
	out_u64(out, "type", header->type);
	out_u64(out, "protocol", header->protocol);
	out_u64(out, "token", header->token);
	out_end(out);
}

void cmd_show_members(struct out *out, const struct scmi_decoded *d)
{
	bool json = out_is_json(out);

	if (json) {
		out_str(out, "kind", scmi_kind_name(d->kind));
		json_header(out, &d->header, d->word);
		out_str(out, "protocol_name", d->protocol ? d->protocol->name : NULL);
		out_str(out, "message_name", scmi_decoded_name(d));
		if (d->version)
			out_u64(out, "protocol_version", d->version);
		else
			out_null(out, "protocol_version");
		out_bool(out, "provisional", is_provisional(d));
		json_status(out, d);
	} else {
		text_title(out, d);
	}
	cmd_show_fields(out, "fields", d);
	if (json || d->trailing_len)
		out_bytes(out, json ? "trailing_hex" : "trailing", d->trailing, d->trailing_len);
	cmd_show_problems(out, d);
}

void cmd_show_message(struct out *out, const struct scmi_decoded *d)
{
	out_object(out, NULL);
	if (out_is_json(out))
		out_str(out, "type", "message");
	cmd_show_members(out, d);
	out_end(out);
}

void cmd_show_header(struct out *out, uint32_t word, const struct scmi_protocol *protocol)
{
	static const char *const types[] = {
		"command or response",
		"reserved",
		"delayed response",
		"notification",
	};
	struct scmi_header header = scmi_header_unpack(word);
	const struct scmi_message *m = scmi_message_find(protocol, header.message, 0);
	const struct scmi_notification *n = scmi_notification_find(protocol, header.message, 0);
	const char *name = header.type == SCMI_TYPE_NOTIFICATION ? n ? n->name : NULL
			   : !m					 ? NULL
			   : header.type == SCMI_TYPE_DELAYED && m->delayed_name ? m->delayed_name
										 : m->name;
	char text[TEXT_SIZE];

	out_object(out, NULL);
	if (out_is_json(out)) {
		out_str(out, "type", "header");
		json_header(out, &header, word);
		out_str(out, "protocol_name", protocol ? protocol->name : NULL);
		out_str(out, "message_name", name);
		out_u64(out, "reserved", header.reserved);
		out_end(out);
		return;
	}
	snprintf(text, sizeof(text), "0x%08" PRIx32, word);
	out_str(out, "header", text);
	snprintf(text, sizeof(text), "0x%02x%s%s", header.protocol, protocol ? " " : "",
		 protocol ? protocol->name : "");
	out_str(out, "protocol", text);
	snprintf(text, sizeof(text), "0x%02x%s%s", header.message, name ? " " : "",
		 name ? name : "");
	out_str(out, "message", text);
	snprintf(text, sizeof(text), "%u %s", header.type, types[header.type]);
	out_str(out, "type", text);
	out_u64(out, "token", header.token);
	if (header.reserved) {
		snprintf(text, sizeof(text), "bits 0x%08" PRIx32 " are set",
			 (uint32_t)header.reserved << 28);
		out_style(out, OUT_WARN);
		out_str(out, "reserved", text);
		out_style(out, OUT_PLAIN);
	}
	out_end(out);
}
