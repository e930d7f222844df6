/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "fault.h"

#define NS_PER_MS 1000000ull

uint64_t sim_fault_bit(const struct sim_fault_type *type)
{
	return 1ull << (type - sim_fault_types);
}

/* Whether a message is one of those that the fault is about. */
static bool matches(const struct sim *sim, const struct sim_fault *f, enum scmi_kind kind,
		    uint32_t agent, uint32_t word, uint64_t now)
{
	struct scmi_header header = scmi_header_unpack(word);

	if (!(f->kinds & SIM_ON(kind)) || (f->agent != SIM_UNSET && f->agent != agent) ||
	    (f->protocol != SIM_UNSET && f->protocol != header.protocol))
		return false;
	if (now - sim->started < f->after_ms * NS_PER_MS)
		return false;
	if (f->message == SIM_UNSET)
		return true;
	/* Notifications have ids of their own: those of messages are not meant. */
	if (kind == SCMI_NOTIFICATION && f->kinds != SIM_ON(SCMI_NOTIFICATION))
		return false;
	return f->message == header.message;
}

/* Counts one more match. Return: whether the fault happens to it. */
static bool strikes(struct sim_fault *f)
{
	uint32_t after;

	if (f->seen < UINT32_MAX)
		f->seen++;
	if (f->seen < f->nth || (f->count && f->struck >= f->count))
		return false;
	after = f->seen - f->nth;
	if (after % f->every || (f->permille < 1000 && sim_draw(&f->random) % 1000 >= f->permille))
		return false;
	f->struck++;
	return true;
}

bool sim_fault_before(struct sim_call *c, uint32_t word, int32_t *status)
{
	struct sim_fault *f = c->sim->faults.v;

	for (size_t i = 0; i < c->sim->faults.n; i++, f++) {
		if (!f->type->before ||
		    !matches(c->sim, f, SCMI_RESPONSE, c->agent, word, c->now) || !strikes(f))
			continue;
		c->faults |= sim_fault_bit(f->type);
		if (f->type->before(f, c, status))
			return true;
	}
	return false;
}

/* Notifications of the message's protocol, one kind after the other; without any, of base. */
static void storm(const struct sim_delivery *d)
{
	struct sim *sim = d->sim;
	const struct sim_protocol *p = sim->protocols[scmi_header_unpack(d->word).protocol];
	struct sim_message msg = { .agent = d->msg.agent, .faults = d->msg.faults };
	const struct scmi_notification *n;

	if (!p || !p->table->notifications)
		p = sim->protocols[SCMI_BASE];
	n = p->table->notifications;
	msg.due_ns = d->msg.due_ns;
	for (uint32_t i = 0; i < d->storm; i++, n++) {
		struct scmi_builder b = { 0 };
		ssize_t len;

		if (!n->name)
			n = p->table->notifications;
		scmi_build(&b, p->table, SCMI_NOTIFICATION, NULL, n, 0);
		len = scmi_encode(&b, 0, true, msg.data, sizeof(msg.data), NULL);
		scmi_builder_free(&b);
		if (len <= 0)
			continue;
		msg.len = (size_t)len;
		sim_queue(sim, &msg);
	}
}

/* Applies one fault; one that has no effect on this kind of message does not count it. */
static void strike(struct sim_fault *f, struct sim_delivery *d)
{
	struct sim_delivery trial = *d;

	if (!f->type->apply(f, &trial) || !strikes(f))
		return;
	*d = trial;
	d->msg.faults |= sim_fault_bit(f->type);
}

static void apply(struct sim_delivery *d, uint64_t now)
{
	struct sim_fault *f = d->sim->faults.v;

	for (size_t i = 0; i < d->sim->faults.n; i++, f++) {
		if (!matches(d->sim, f, d->kind, d->msg.agent, d->word, now))
			continue;
		if (d->kind != SCMI_RESPONSE || !f->type->before)
			strike(f, d);
		else if (f->type->after && d->msg.faults & sim_fault_bit(f->type))
			f->type->after(f, d);
	}
	if (d->storm)
		storm(d);
	if (d->copy && !d->msg.lost) {
		struct sim_message copy = d->msg;

		copy.due_ns += d->copy_ns;
		sim_queue(d->sim, &copy);
	}
}

void sim_fault_response(struct sim_call *c, uint32_t word, size_t max, struct sim_message *response)
{
	struct sim_delivery d = {
		.sim = c->sim,
		.kind = SCMI_RESPONSE,
		.word = word,
		.version = c->version,
		.delayed_at = c->delayed_at,
		.max = max,
	};

	response->faults = c->faults;
	if (!c->sim->faults.n)
		return;
	d.msg = *response;
	apply(&d, c->now);
	*response = d.msg;
}

void sim_fault_event(struct sim *sim, enum scmi_kind kind, struct sim_message *msg)
{
	struct sim_delivery d = { .sim = sim, .kind = kind, .max = SIM_MSG_MAX };
	const struct sim_protocol *p;

	if (!sim->faults.n) {
		sim_queue(sim, msg);
		return;
	}
	d.word = scmi_get_le32(msg->data);
	p = sim->protocols[scmi_header_unpack(d.word).protocol];
	d.version = p ? p->negotiated[msg->agent] : 0;
	d.msg = *msg;
	apply(&d, msg->due_ns);
	sim_queue(sim, &d.msg);
}

const struct sim_fault_info *sim_fault_info(size_t index)
{
	/* The table ends with an entry without a name, which is never passed. */
	for (const struct sim_fault_type *t = sim_fault_types; t->info.name; t++)
		if (!index--)
			return &t->info;
	return NULL;
}

const char *sim_fault_names(uint64_t faults, char *buf, size_t size)
{
	size_t n = 0;

	if (!faults)
		return NULL;
	*buf = '\0';
	for (const struct sim_fault_type *t = sim_fault_types; t->info.name; t++)
		if (faults & sim_fault_bit(t) && n < size)
			n += (size_t)snprintf(buf + n, size - n, "%s%s", n ? "," : "",
					      t->info.name);
	return buf;
}
