/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "show.h"

#define MAX_VALUES 6 /* more names of values than these are cut short in text */

static const struct out_column message_columns[] = {
	{ "id", "ID", "message id", false, false },
	{ "name", "NAME", "the specification's name", false, false },
	{ "risk", "RISK", "read, write or destructive", false, false },
	{ "since", "SINCE", "protocol version that has it first", false, false },
	{ "help", "WHAT IT DOES", "what it does", false, false },
	{ 0 }
};

static const struct out_column field_columns[] = {
	{ "field", "FIELD", "name", false, false },
	{ "type", "TYPE", "how it lies on the wire", false, false },
	{ "unit", "UNIT", "unit on the wire", false, false },
	{ "help", "MEANING", "what it means", false, false },
	{ 0 }
};

static void show_version(struct out *out, const char *key, uint32_t version)
{
	char text[16];

	snprintf(text, sizeof(text), "%u.%u", SCMI_VERSION_MAJOR(version),
		 SCMI_VERSION_MINOR(version));
	if (version)
		out_value(out, key, version, false, text);
	else if (out_is_json(out))
		out_null(out, key);
}

static void show_entry(struct out *out, uint8_t id, const char *name, const char *risk,
		       uint32_t since, bool provisional, const char *help)
{
	char text[8], what[256];

	snprintf(text, sizeof(text), "0x%02x", id);
	out_object(out, NULL);
	out_value(out, "id", id, false, text);
	out_str(out, "name", name);
	out_str(out, "risk", risk);
	show_version(out, "since", since);
	if (out_is_json(out))
		out_bool(out, "provisional", provisional);
	snprintf(what, sizeof(what), "%s%s", help,
		 provisional && !out_is_json(out) ? " (provisional)" : "");
	out_str(out, "help", what);
	out_end(out);
}

static const char *risk_name(enum scmi_risk risk)
{
	static const char *const names[] = { "read", "write", "destructive" };

	return names[risk];
}

/* The entries for @id; true if there was one of any version. */
static bool show_messages(struct out *out, const struct scmi_protocol *protocol,
			  const struct scmi_message *list, unsigned int id, uint32_t version)
{
	bool found = false;

	for (const struct scmi_message *m = list; m->name; m++) {
		if (m->id != id)
			continue;
		found = true;
		if (!version || scmi_in_version(version, m->since, m->until))
			show_entry(out, m->id, m->name, risk_name(m->risk), m->since,
				   m->provisional || protocol->provisional, m->help);
	}
	return found;
}

void cmd_show_protocol_help(struct out *out, const struct scmi_protocol *protocol, uint32_t version)
{
	const struct scmi_notification *n = protocol->notifications;

	out_object(out, NULL);
	if (out_is_json(out)) {
		out_u64(out, "schema_version", 1);
		out_enum(out, "protocol", protocol->id, protocol->name);
		out_str(out, "vendor", protocol->vendor);
		show_version(out, "version", protocol->version);
		out_bool(out, "provisional", protocol->provisional);
	}
	out_line(out, OUT_TITLE, "%s 0x%02x: %s%s%s%s", protocol->name, protocol->id,
		 protocol->title, protocol->vendor ? ", " : "",
		 protocol->vendor ? protocol->vendor : "",
		 protocol->provisional ? ", provisional" : "");
	out_table(out, "messages", message_columns, NULL);
	for (unsigned int id = 0; id <= UINT8_MAX; id++)
		if (!show_messages(out, protocol, protocol->messages, id, version) &&
		    (!protocol->no_common || id < SCMI_NEGOTIATE_PROTOCOL_VERSION))
			show_messages(out, protocol, scmi_common_messages, id, version);
	out_end(out);
	if (n && n->name)
		out_line(out, OUT_TITLE, "notifications");
	out_table(out, "notifications", message_columns, NULL);
	for (; n && n->name; n++)
		if (!version || scmi_in_version(version, n->since, n->until))
			show_entry(out, n->id, n->name, "read", n->since,
				   n->provisional || protocol->provisional, n->help);
	out_end(out);
	out_end(out);
}

/* Fields */

/* Whether the word has no meaning in @version: it must be zero. */
static bool is_reserved(const struct scmi_field *f, uint32_t version)
{
	for (const struct scmi_slice *s = f->slices; s && s->name; s++)
		if (*s->name && (!version || scmi_in_version(version, s->since, s->until)))
			return false;
	return f->slices != NULL;
}

static const char *type_name(const struct scmi_field *f, uint32_t version, char *buf, size_t size)
{
	static const char *const names[] = {
		[SCMI_U32] = "u32",	[SCMI_S32] = "s32",	[SCMI_U64] = "u64",
		[SCMI_S64] = "s64",	[SCMI_U16] = "u16",	[SCMI_U8] = "u8",
		[SCMI_BYTES] = "bytes", [SCMI_ARRAY] = "array",
	};

	if (is_reserved(f, version))
		return "reserved";
	if (f->type != SCMI_STR)
		return names[f->type];
	snprintf(buf, size, "text %u", f->size);
	return buf;
}

static void show_row(struct out *out, int depth, const char *name, const char *of, const char *type,
		     const char *unit, bool optional, const struct scmi_enum *names, uint32_t since,
		     const char *help)
{
	char field[128], text[512];
	size_t len;

	out_object(out, NULL);
	if (out_is_json(out)) {
		out_str(out, "name", name);
		out_str(out, "of", of);
		out_str(out, "type", type);
		out_str(out, "unit", *unit ? unit : NULL);
		out_bool(out, "optional", optional);
		show_version(out, "since", since);
		out_array(out, "values");
		for (const struct scmi_enum *e = names; e && e->name; e++) {
			out_object(out, NULL);
			out_u64(out, "value", e->value);
			out_str(out, "name", e->name);
			out_end(out);
		}
		out_end(out);
		out_str(out, "help", help);
		out_end(out);
		return;
	}
	snprintf(field, sizeof(field), "%*s%s", 2 * depth, "", name);
	out_str(out, "field", field);
	out_str(out, "type", type);
	out_str(out, "unit", unit);
	len = (size_t)snprintf(text, sizeof(text), "%s%s", help ? help : "",
			       optional ? "; optional" : "");
	for (const struct scmi_enum *e = names; e && e->name && len < sizeof(text); e++) {
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%s",
					e == names ? " (" : ", ",
					e == names + MAX_VALUES ? "..." : e->name);
		if (e == names + MAX_VALUES)
			break;
	}
	if (names && len < sizeof(text))
		snprintf(text + len, sizeof(text) - len, ")");
	out_str(out, "help", text);
	out_end(out);
}

static void show_fields(struct out *out, const struct scmi_field *fields, uint32_t version,
			const char *of)
{
	int depth = of != NULL;
	char type[32];

	for (const struct scmi_field *f = fields; f->name; f++) {
		if (!*f->name || (version && !scmi_in_version(version, f->since, f->until)))
			continue;
		show_row(out, depth, f->name, of, type_name(f, version, type, sizeof(type)),
			 scmi_unit_name(f->unit), f->optional, f->names, f->since, f->help);
		for (const struct scmi_slice *s = f->slices; s && s->name; s++) {
			if (!*s->name || (version && !scmi_in_version(version, s->since, s->until)))
				continue;
			if (s->width == 1)
				snprintf(type, sizeof(type), "bit %u", s->lo);
			else
				snprintf(type, sizeof(type), "bits %u:%u", s->lo + s->width - 1,
					 s->lo);
			show_row(out, depth + 1, s->name, f->name, type, scmi_unit_name(s->unit),
				 false, s->names, s->since, s->help);
		}
		if (f->type == SCMI_ARRAY)
			show_fields(out, f->members, version, f->name);
	}
}

void cmd_show_message_help(struct out *out, const struct scmi_protocol *protocol,
			   enum scmi_kind kind, const struct scmi_message *message,
			   const struct scmi_notification *notification, uint32_t version)
{
	const struct scmi_field *fields = scmi_fields(kind, message, notification);
	const char *name = message ? message->name : notification->name;
	const char *help = message ? message->help : notification->help;
	const char *source = message ? message->source : notification->source;
	uint8_t id = message ? message->id : notification->id;
	bool provisional = protocol->provisional ||
			   (message ? message->provisional : notification->provisional);

	if (kind == SCMI_DELAYED_RESPONSE && message->delayed_name)
		name = message->delayed_name;
	out_object(out, NULL);
	if (out_is_json(out)) {
		out_u64(out, "schema_version", 1);
		out_enum(out, "protocol", protocol->id, protocol->name);
		out_enum(out, "message", id, name);
		out_str(out, "kind", scmi_kind_name(kind));
		out_str(out, "risk", message ? risk_name(message->risk) : "read");
		out_bool(out, "async", message && message->async);
		out_bool(out, "provisional", provisional);
		out_str(out, "help", help);
		out_str(out, "source", source);
	}
	out_line(out, OUT_TITLE, "%s %s (0x%02x): %s", protocol->name, name, id, help);
	if (message && message->risk != SCMI_READ)
		out_line(out, OUT_PLAIN, "risk: %s", risk_name(message->risk));
	if (message && message->async_flag)
		out_line(out, OUT_PLAIN, "asynchronous with %s=1", message->async_flag);
	if (provisional)
		out_line(out, OUT_WARN, "provisional: from a draft of the specification");
	if (source)
		out_line(out, OUT_DIM, "sources differ: %s", source);
	if (!fields->name)
		out_line(out, OUT_PLAIN, "no fields");
	out_table(out, "fields", field_columns, NULL);
	show_fields(out, fields, version, NULL);
	out_end(out);
	out_end(out);
}

int cmd_explain_fields(const struct cmd_env *env, struct diag *diag,
		       const struct scmi_protocol *protocol, enum scmi_kind kind,
		       const struct scmi_message *message,
		       const struct scmi_notification *notification, uint32_t version)
{
	struct out *out = out_new(stderr, OUT_TEXT, false);

	diag_print(diag, env->cmd->name);
	diag->origin = DIAG_NONE;
	if (out)
		cmd_show_message_help(out, protocol, kind, message, notification, version);
	out_free(out);
	return CMD_USAGE;
}
