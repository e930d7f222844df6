/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SCMI_EACH_H
#define SCMI_EACH_H

#include <stddef.h>

#include <scmictl/scmi.h>

/* Every payload that the tables describe, in every version that differs from the one before. */

struct payload {
	const struct scmi_protocol *protocol;
	const struct scmi_message *message;
	const struct scmi_notification *notification;
	enum scmi_kind kind;
	const struct scmi_field *fields;
	uint32_t version;
};

typedef void (*payload_fn)(const struct payload *p, void *data);

struct versions {
	uint32_t list[32];
	size_t n;
};

static inline void add_version(struct versions *v, uint32_t version)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->list[i] == version)
			return;
	if (version && v->n < sizeof(v->list) / sizeof(v->list[0]))
		v->list[v->n++] = version;
}

static inline void add_fields(struct versions *v, const struct scmi_field *fields)
{
	for (const struct scmi_field *f = fields; f->name; f++) {
		add_version(v, f->since);
		add_version(v, f->until);
		for (const struct scmi_slice *s = f->slices; s && s->name; s++) {
			add_version(v, s->since);
			add_version(v, s->until);
		}
		if (f->members)
			add_fields(v, f->members);
	}
}

static inline void each_version(struct payload *p, uint32_t since, uint32_t until, payload_fn fn,
				void *data)
{
	struct versions v = { 0 };

	p->fields = scmi_fields(p->kind, p->message, p->notification);
	add_version(&v, SCMI_VERSION(1, 0));
	add_version(&v, p->protocol->version);
	add_version(&v, p->protocol->newest);
	add_version(&v, since);
	add_fields(&v, p->fields);
	for (size_t i = 0; i < v.n; i++) {
		p->version = v.list[i];
		if (scmi_in_version(p->version, since, until))
			fn(p, data);
	}
}

static inline void each_message(const struct scmi_protocol *protocol,
				const struct scmi_message *list, payload_fn fn, void *data)
{
	for (const struct scmi_message *m = list; m->name; m++) {
		struct payload p = { .protocol = protocol, .message = m };

		/* A protocol's own description replaces that of a common message. */
		if (list == scmi_common_messages && scmi_message_find(protocol, m->id, 0) != m)
			continue;
		for (p.kind = SCMI_COMMAND; p.kind <= SCMI_DELAYED_RESPONSE; p.kind++)
			if (p.kind != SCMI_DELAYED_RESPONSE || m->async)
				each_version(&p, m->since, m->until, fn, data);
	}
}

static inline void each_payload(payload_fn fn, void *data)
{
	for (size_t i = 0; scmi_protocols[i]; i++) {
		const struct scmi_notification *n = scmi_protocols[i]->notifications;

		each_message(scmi_protocols[i], scmi_common_messages, fn, data);
		each_message(scmi_protocols[i], scmi_protocols[i]->messages, fn, data);
		for (; n && n->name; n++) {
			struct payload p = {
				.protocol = scmi_protocols[i],
				.notification = n,
				.kind = SCMI_NOTIFICATION,
			};

			each_version(&p, n->since, n->until, fn, data);
		}
	}
}

static inline const char *payload_name(const struct payload *p)
{
	return p->message ? p->message->name : p->notification->name;
}

#endif
