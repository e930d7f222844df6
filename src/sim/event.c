/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "fault.h"

/* A message that waits until it is due, or until the agent takes it. */
struct sim_entry {
	struct sim_entry *next;
	uint64_t due;
	uint64_t faults;
	bool lost;
	size_t len;
	uint8_t data[];
};

/* An asynchronous command under way. */
struct sim_op {
	struct sim_op *next;
	uint64_t due;
	uint32_t agent;
	uint32_t version;
	uint16_t token;
	bool silent;
	struct sim_protocol *p;
	const struct scmi_message *message;
	struct sim_domain *domain;
	sim_complete *complete;
	int64_t value;
};

/* Latencies */

/* xorshift32: all that is asked of it is to be the same on every machine. */
uint32_t sim_draw(uint32_t *state)
{
	uint32_t x = *state ? *state : 1;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	*state = x;
	return x;
}

static uint64_t delay(struct sim *sim, uint64_t fixed, uint64_t jitter)
{
	uint64_t random;

	if (!jitter)
		return fixed;
	random = (uint64_t)sim_draw(&sim->seed) << 32;
	random |= sim_draw(&sim->seed);
	return fixed + random % (jitter + 1);
}

static const struct sim_latency *latency_of(const struct sim *sim, const struct sim_protocol *p,
					    uint8_t message)
{
	return p && p->rules[message] ? &p->rules[message]->latency : &sim->latency;
}

uint64_t sim_response_delay(struct sim *sim, const struct sim_protocol *p, uint8_t message)
{
	const struct sim_latency *l = latency_of(sim, p, message);

	return delay(sim, l->response_ns, l->response_jitter_ns);
}

uint64_t sim_delayed_delay(struct sim *sim, const struct sim_protocol *p, uint8_t message)
{
	const struct sim_latency *l = latency_of(sim, p, message);

	return delay(sim, l->delayed_ns, l->delayed_jitter_ns);
}

/* The queue of an agent */

static void drop_oldest(struct sim_agent *agent)
{
	struct sim_entry *entry = agent->queue;

	agent->queue = entry->next;
	agent->n_queue--;
	agent->dropped++;
	free(entry);
}

void sim_queue(struct sim *sim, const struct sim_message *msg)
{
	struct sim_agent *agent = sim_agent(sim, msg->agent);
	struct sim_entry **at, *entry;

	/* An agent that never listens must not make the platform grow. */
	if (agent->n_queue == SIM_QUEUE_MAX)
		drop_oldest(agent);
	entry = malloc(sizeof(*entry) + msg->len);
	if (!entry) {
		agent->dropped++;
		return;
	}
	entry->due = msg->due_ns;
	entry->faults = msg->faults;
	entry->lost = msg->lost;
	entry->len = msg->len;
	memcpy(entry->data, msg->data, msg->len);
	for (at = &agent->queue; *at && (*at)->due <= entry->due;)
		at = &(*at)->next;
	entry->next = *at;
	*at = entry;
	agent->n_queue++;
}

/* Notifications */

static void set_values(struct scmi_builder *b, const struct sim_value *values)
{
	/* What a version does not have is left out. */
	for (; values->name; values++)
		(void)scmi_set(b, values->name, values->index, values->value);
}

/* Sends what stands in @msg->data when @c responds. */
static void deliver(const struct sim_call *c, enum scmi_kind kind, uint32_t agent,
		    struct sim_message *msg, size_t len)
{
	msg->due_ns = c->respond_at;
	msg->agent = agent;
	msg->faults = 0;
	msg->lost = false;
	msg->len = len;
	sim_fault_event(c->sim, kind, msg);
}

void sim_notify_agents(struct sim_call *c, const struct sim_domain *d, uint32_t agents,
		       uint8_t notification, const struct sim_value *values)
{
	const struct sim_protocol *p = c->p;

	for (uint32_t agent = 1; agents; agent++, agents >>= 1) {
		uint32_t version = p->negotiated[agent];
		const struct scmi_notification *n = scmi_notification_find(p->table, notification,
									   version);
		struct scmi_builder b = { 0 };
		struct sim_message msg;
		ssize_t len;

		if (!(agents & 1) || !n)
			continue;
		scmi_build(&b, p->table, SCMI_NOTIFICATION, NULL, n, version);
		(void)scmi_set(&b, "agent_id", 0, c->agent);
		if (d)
			(void)scmi_set(&b, p->ops->domain_field, 0, d->id);
		set_values(&b, values);
		len = scmi_encode(&b, 0, true, msg.data, sizeof(msg.data), NULL);
		if (len > 0)
			deliver(c, SCMI_NOTIFICATION, agent, &msg, (size_t)len);
		scmi_builder_free(&b);
	}
}

void sim_notify(struct sim_call *c, const struct sim_domain *d, uint8_t notification,
		const struct sim_value *values)
{
	sim_notify_agents(c, d, d->subscribers[notification], notification, values);
}

/* Asynchronous commands */

int32_t sim_defer(struct sim_call *c, void *domain, sim_complete *complete, int64_t value,
		  bool silent)
{
	struct sim_op **at = &c->sim->ops, *op;
	struct sim_domain *d = domain;

	if (d->pending || c->p->n_async >= c->p->max_async)
		return SCMI_BUSY;
	op = malloc(sizeof(*op));
	if (!op)
		return SCMI_GENERIC_ERROR;
	*op = (struct sim_op){
		.due = c->respond_at + sim_delayed_delay(c->sim, c->p, c->message->id),
		.agent = c->agent,
		.version = c->version,
		.token = c->token,
		.silent = silent,
		.p = c->p,
		.message = c->message,
		.domain = d,
		.complete = complete,
		.value = value,
	};
	while (*at && (*at)->due <= op->due)
		at = &(*at)->next;
	op->next = *at;
	*at = op;
	d->pending = true;
	c->p->n_async++;
	if (c->message->delayed && !silent)
		c->delayed_at = op->due;
	return SCMI_SUCCESS;
}

static void complete_op(struct sim *sim, struct sim_op *op)
{
	struct scmi_builder b = { 0 };
	struct sim_call c = {
		.sim = sim,
		.p = op->p,
		.agent = op->agent,
		.version = op->version,
		.now = op->due,
		.respond_at = op->due,
		.room = SIM_MSG_MAX - SCMI_HEADER_SIZE - SCMI_STATUS_SIZE,
		.token = op->token,
		.is_delayed = true,
		.message = op->message,
		.out = &b,
	};
	struct sim_message msg;
	ssize_t len;

	op->domain->pending = false;
	op->p->n_async--;
	scmi_build(&b, op->p->table, SCMI_DELAYED_RESPONSE, op->message, NULL, op->version);
	if (op->message->delayed)
		sim_ret(&c, op->p->ops->domain_field, op->domain->id);
	b.status = op->complete(&c, op->domain, op->value);
	if (op->message->delayed && !op->silent) {
		len = scmi_encode(&b, op->token, true, msg.data, sizeof(msg.data), NULL);
		if (len > 0)
			deliver(&c, SCMI_DELAYED_RESPONSE, op->agent, &msg, (size_t)len);
	}
	scmi_builder_free(&b);
}

/* Time */

static uint64_t protocols_due(const struct sim *sim, struct sim_protocol **first)
{
	uint64_t due = SIM_NEVER;

	for (unsigned int i = 0; sim_protocol_ops[i]; i++) {
		const struct sim_protocol_ops *ops = sim_protocol_ops[i];
		struct sim_protocol *p = sim->protocols[ops->id];
		uint64_t t = p && ops->due ? ops->due(p) : SIM_NEVER;

		if (t < due) {
			due = t;
			*first = p;
		}
	}
	return due;
}

void sim_run(struct sim *sim, uint64_t now)
{
	for (;;) {
		struct sim_protocol *p = NULL;
		uint64_t due = protocols_due(sim, &p);
		struct sim_op *op = sim->ops;

		if (op && op->due <= now && op->due <= due) {
			sim->ops = op->next;
			complete_op(sim, op);
			free(op);
		} else if (due <= now) {
			struct sim_call c = { .sim = sim, .p = p, .now = now, .respond_at = now };

			p->ops->run(&c);
		} else {
			return;
		}
	}
}

bool sim_next(struct sim *sim, uint32_t agent, uint64_t now_ns, struct sim_message *msg)
{
	struct sim_agent *a = sim_agent(sim, agent);
	struct sim_entry *entry;

	if (!a)
		return false;
	sim_run(sim, now_ns);
	entry = a->queue;
	if (!entry || entry->due > now_ns)
		return false;
	msg->due_ns = entry->due;
	msg->agent = agent;
	msg->faults = entry->faults;
	msg->lost = entry->lost;
	msg->len = entry->len;
	memcpy(msg->data, entry->data, entry->len);
	a->queue = entry->next;
	a->n_queue--;
	free(entry);
	return true;
}

uint64_t sim_wait(const struct sim *sim, uint32_t agent, uint64_t now_ns)
{
	const struct sim_agent *a = sim_agent(sim, agent);
	struct sim_protocol *p;
	uint64_t due = protocols_due(sim, &p);

	/* What completes or happens for somebody else may notify this agent too. */
	if (sim->ops && sim->ops->due < due)
		due = sim->ops->due;
	if (a && a->queue && a->queue->due < due)
		due = a->queue->due;
	if (due == SIM_NEVER)
		return UINT64_MAX;
	return due > now_ns ? due - now_ns : 0;
}

void sim_events_free(struct sim *sim)
{
	for (uint32_t id = 1; id <= sim->agents.n; id++)
		while (sim_agent(sim, id)->queue)
			drop_oldest(sim_agent(sim, id));
	while (sim->ops) {
		struct sim_op *op = sim->ops;

		sim->ops = op->next;
		free(op);
	}
}
