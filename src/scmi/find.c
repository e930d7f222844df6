/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "codec.h"

#define MAX_NAMES 64 /* candidates for a hint */

bool scmi_same_name(const char *name, const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len && name[i]; i++) {
		int a = tolower((unsigned char)name[i]), b = tolower((unsigned char)text[i]);

		if (a != b && !((a == '_' || a == '-') && (b == '_' || b == '-')))
			return false;
	}
	return i == len && !name[i];
}

const char *scmi_enum_name(const struct scmi_enum *names, uint32_t value)
{
	for (; names && names->name; names++)
		if (names->value == value)
			return names->name;
	return NULL;
}

const char *scmi_kind_name(enum scmi_kind kind)
{
	static const char *const names[] = {
		[SCMI_COMMAND] = "command",
		[SCMI_RESPONSE] = "response",
		[SCMI_DELAYED_RESPONSE] = "delayed_response",
		[SCMI_NOTIFICATION] = "notification",
	};

	return names[kind];
}

const struct scmi_field *scmi_fields(enum scmi_kind kind, const struct scmi_message *message,
				     const struct scmi_notification *notification)
{
	static const struct scmi_field none[1];
	const struct scmi_field *fields = NULL;

	if (kind == SCMI_NOTIFICATION)
		fields = notification ? notification->payload : NULL;
	else if (message)
		fields = kind == SCMI_COMMAND	 ? message->request
			 : kind == SCMI_RESPONSE ? message->response
						 : message->delayed;
	return fields ? fields : none;
}

/* Protocols */

static bool same_vendor(const struct scmi_protocol *p, const char *vendor, const char *sub_vendor)
{
	return (!p->vendor || !strcasecmp(p->vendor, vendor)) &&
	       (!p->sub_vendor || !sub_vendor || !strcasecmp(p->sub_vendor, sub_vendor));
}

const struct scmi_protocol *scmi_protocol_find(uint8_t id, const char *vendor,
					       const char *sub_vendor)
{
	const struct scmi_protocol *found = NULL;

	for (size_t i = 0; scmi_protocols[i]; i++) {
		const struct scmi_protocol *p = scmi_protocols[i];

		if (p->id != id)
			continue;
		if (!p->vendor)
			return p;
		if (vendor) {
			if (same_vendor(p, vendor, sub_vendor))
				return p;
			continue;
		}
		if (found)
			return NULL;
		found = p;
	}
	return found;
}

/* The number @text as an id; false if it is none. */
static bool parse_id(const char *text, uint8_t *id)
{
	bool negative;
	uint64_t value;

	if (scmi_parse_number(text, strlen(text), SCMI_UNIT_NONE, &negative, &value) || negative ||
	    value > UINT8_MAX)
		return false;
	*id = (uint8_t)value;
	return true;
}

int scmi_protocol_parse(const char *text, const char *vendor, const char *sub_vendor, uint8_t *id,
			const struct scmi_protocol **protocol, struct diag *diag)
{
	const char *names[MAX_NAMES + 1] = { NULL }, *nearest;
	size_t n = 0;

	if (parse_id(text, id)) {
		*protocol = scmi_protocol_find(*id, vendor, sub_vendor);
		return 0;
	}
	for (size_t i = 0; scmi_protocols[i]; i++) {
		const struct scmi_protocol *p = scmi_protocols[i];

		if (scmi_same_name(p->name, text, strlen(text))) {
			*protocol = p;
			*id = p->id;
			return 0;
		}
		if (n < MAX_NAMES)
			names[n++] = p->name;
	}
	diag_set(diag, DIAG_USAGE, EINVAL, "there is no protocol '%s'", text);
	nearest = diag_nearest(text, names);
	if (nearest)
		diag_hint(diag, "did you mean %s? An id from 0 to 255 is accepted too", nearest);
	else
		diag_hint(diag, "a name such as clock or perf, or an id from 0 to 255");
	return -EINVAL;
}

/* Messages */

/*
 * Whether of two entries for the same thing the first serves better: the one that exists in
 * @version; if that is unknown one that is not provisional, and the newer of equals.
 */
static bool prefer(uint32_t version, uint32_t since, uint32_t until, bool provisional,
		   uint32_t old_since, uint32_t old_until, bool old_provisional)
{
	if (version)
		return scmi_in_version(version, since, until) &&
		       !scmi_in_version(version, old_since, old_until);
	if (provisional != old_provisional)
		return old_provisional;
	return since > old_since;
}

static const struct scmi_message *find_message(const struct scmi_message *list, uint8_t id,
					       uint32_t version)
{
	const struct scmi_message *found = NULL;

	for (const struct scmi_message *m = list; m->name; m++) {
		if (m->id != id)
			continue;
		if (version && !scmi_in_version(version, m->since, m->until))
			continue;
		if (!found || prefer(0, m->since, m->until, m->provisional, found->since,
				     found->until, found->provisional))
			found = m;
	}
	return found;
}

const struct scmi_message *scmi_common_find(uint8_t id)
{
	return find_message(scmi_common_messages, id, 0);
}

static bool has_common(const struct scmi_protocol *protocol, uint8_t id)
{
	return !protocol->no_common || id < SCMI_NEGOTIATE_PROTOCOL_VERSION;
}

const struct scmi_message *scmi_message_find(const struct scmi_protocol *protocol, uint8_t id,
					     uint32_t version)
{
	const struct scmi_message *found;

	if (!protocol)
		return NULL;
	found = find_message(protocol->messages, id, version);
	if (!found && has_common(protocol, id))
		found = scmi_common_find(id);
	return found;
}

const struct scmi_notification *scmi_notification_find(const struct scmi_protocol *protocol,
						       uint8_t id, uint32_t version)
{
	const struct scmi_notification *found = NULL;

	if (!protocol || !protocol->notifications)
		return NULL;
	for (const struct scmi_notification *n = protocol->notifications; n->name; n++) {
		if (n->id != id)
			continue;
		if (version && !scmi_in_version(version, n->since, n->until))
			continue;
		if (!found || prefer(0, n->since, n->until, n->provisional, found->since,
				     found->until, found->provisional))
			found = n;
	}
	return found;
}

/* What is left of @name when the protocol's prefix is taken off. */
static const char *without_prefix(const struct scmi_protocol *protocol, const char *name)
{
	size_t len = protocol->prefix ? strlen(protocol->prefix) : 0;

	return len && !strncmp(name, protocol->prefix, len) ? name + len : name;
}

/* The words of the prefix may be left out, from the first on: SYSTEM_ or SYSTEM_POWER_. */
static bool is_named(const struct scmi_protocol *protocol, const char *name, const char *text)
{
	const char *end = without_prefix(protocol, name);
	size_t len = strlen(text);

	for (; name < end; name = strchr(name, '_') + 1)
		if (scmi_same_name(name, text, len))
			return true;
	return scmi_same_name(name, text, len);
}

/* "there is no message", with the nearest of @names, which are as users may write them. */
static int no_such_name(const struct scmi_protocol *protocol, const char *what, const char *text,
			const char *const *names, struct diag *diag)
{
	const char *nearest;
	char lower[128];

	if (!protocol) {
		diag_set(diag, DIAG_USAGE, EINVAL, "'%s' is not the id of a %s", text, what);
		diag_hint(diag, "the protocol is unknown: only ids from 0 to 255 are accepted");
		return -EINVAL;
	}
	diag_set(diag, DIAG_USAGE, EINVAL, "%s has no %s '%s'", protocol->name, what, text);
	nearest = diag_nearest(without_prefix(protocol, text), names);
	if (nearest) {
		snprintf(lower, sizeof(lower), "%s", nearest);
		for (char *c = lower; *c; c++)
			*c = (char)tolower((unsigned char)*c);
		diag_hint(diag, "did you mean %s? An id from 0 to 255 is accepted too", lower);
	} else {
		diag_hint(diag, "an id from 0 to 255 is accepted too");
	}
	return -EINVAL;
}

int scmi_message_parse(const struct scmi_protocol *protocol, const char *text, uint32_t version,
		       uint8_t *id, const struct scmi_message **message, struct diag *diag)
{
	const struct scmi_message *found = NULL;
	const char *names[MAX_NAMES + 1] = { NULL };
	size_t n = 0;

	if (parse_id(text, id)) {
		*message = scmi_message_find(protocol, *id, version);
		return 0;
	}
	for (int common = 0; protocol && !found && common < 2; common++) {
		const struct scmi_message *m = common ? scmi_common_messages : protocol->messages;

		for (; m->name; m++) {
			if (common && !has_common(protocol, m->id))
				continue;
			if (n < MAX_NAMES)
				names[n++] = without_prefix(protocol, m->name);
			if (!is_named(protocol, m->name, text))
				continue;
			/* The name may have several entries, one for each range of versions. */
			if (!found || prefer(version, m->since, m->until, m->provisional,
					     found->since, found->until, found->provisional))
				found = m;
		}
	}
	if (!found)
		return no_such_name(protocol, "message", text, names, diag);
	*id = found->id;
	*message = found;
	return 0;
}

int scmi_notification_parse(const struct scmi_protocol *protocol, const char *text,
			    uint32_t version, uint8_t *id,
			    const struct scmi_notification **notification, struct diag *diag)
{
	const struct scmi_notification *found = NULL, *l;
	const char *names[MAX_NAMES + 1] = { NULL };
	size_t n = 0;

	if (parse_id(text, id)) {
		*notification = scmi_notification_find(protocol, *id, version);
		return 0;
	}
	for (l = protocol ? protocol->notifications : NULL; l && l->name; l++) {
		if (n < MAX_NAMES)
			names[n++] = without_prefix(protocol, l->name);
		if (!is_named(protocol, l->name, text))
			continue;
		if (!found || prefer(version, l->since, l->until, l->provisional, found->since,
				     found->until, found->provisional))
			found = l;
	}
	if (!found)
		return no_such_name(protocol, "notification", text, names, diag);
	*id = found->id;
	*notification = found;
	return 0;
}
