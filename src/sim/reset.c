/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stddef.h>

#include "platform.h"

enum {
	RESET_DOMAIN_ATTRIBUTES = 0x03,
	RESET = 0x04,
	RESET_NOTIFY = 0x05,
	RESET_DOMAIN_NAME_GET = 0x06,
};

enum {
	RESET_ISSUED = 0x00,
};

#define LATENCY_UNKNOWN UINT32_MAX
#define RESET_COLD 0

struct reset_domain {
	struct sim_domain d;
	bool async, notify;
	uint32_t latency_us;
	struct sim_list states; /* uint32_t; empty: the cold reset */
	bool asserted;
};

static int32_t attributes(struct sim_call *c, void *domain)
{
	(void)domain;
	sim_ret(c, "num_domains", sim_domain_count(c->p));
	return SCMI_SUCCESS;
}

static int32_t domain_attributes(struct sim_call *c, void *domain)
{
	const struct reset_domain *rd = domain;

	sim_ret_short_name(c, 0, &rd->d);
	sim_ret(c, "notifications", rd->notify);
	sim_ret(c, "async_reset", rd->async);
	sim_ret(c, "latency", rd->latency_us);
	return SCMI_SUCCESS;
}

static bool has_state(const struct reset_domain *rd, uint32_t state)
{
	if (!rd->states.n)
		return state == RESET_COLD;
	return sim_has(&rd->states, state);
}

static int32_t cycle(struct sim_call *c, void *domain, int64_t state)
{
	struct reset_domain *rd = domain;

	rd->asserted = false;
	sim_notify(c, &rd->d, RESET_ISSUED, SIM_VALUES({ "reset_state", (uint32_t)state, 0 }));
	return SCMI_SUCCESS;
}

static int32_t drive_line(struct sim_call *c, struct reset_domain *rd, bool assert, uint32_t state)
{
	if (assert && !rd->asserted)
		sim_notify(c, &rd->d, RESET_ISSUED, SIM_VALUES({ "reset_state", state, 0 }));
	rd->asserted = assert;
	return SCMI_SUCCESS;
}

static int32_t reset(struct sim_call *c, void *domain)
{
	struct reset_domain *rd = domain;
	uint32_t state = (uint32_t)sim_arg(c, "reset_state");
	bool autonomous = sim_arg(c, "autonomous"), async = sim_arg(c, "async");

	if (!has_state(rd, state) || (async && !autonomous))
		return SCMI_INVALID_PARAMETERS;
	if (async && !rd->async)
		return SCMI_NOT_SUPPORTED;
	if (!autonomous)
		return drive_line(c, rd, sim_arg(c, "assert"), state);
	return async ? sim_defer(c, rd, cycle, state, false) : cycle(c, rd, state);
}

static int32_t notify(struct sim_call *c, void *domain)
{
	struct reset_domain *rd = domain;

	return sim_subscribe(c, rd->notify, &rd->d.subscribers[RESET_ISSUED]);
}

static const struct sim_handler handlers[] = {
	{ SCMI_PROTOCOL_ATTRIBUTES, attributes },
	{ RESET_DOMAIN_ATTRIBUTES, domain_attributes },
	{ RESET, reset },
	{ RESET_NOTIFY, notify },
	{ RESET_DOMAIN_NAME_GET, sim_name_get },
	{ 0 },
};

#define KEY(type, member, name, help, ...)                                                         \
	SIM_KEY(SIM_KEY_##type, struct reset_domain, member, name, help, __VA_ARGS__)

static const struct sim_key domain_keys[] = {
	SIM_DOMAIN_KEYS,
	KEY(BOOL, async, "async", "can be reset asynchronously"),
	KEY(BOOL, notify, "notify", "can notify of resets", .def = true),
	KEY(U32, latency_us, "latency_us", "worst time that a reset takes", .wire = "latency",
	    .def = LATENCY_UNKNOWN),
	KEY(U32, states, "states", "the resets it can do; left out: the cold one", .list = true,
	    .wire = "reset_state"),
	KEY(BOOL, asserted, "asserted", "whether it is initially held in reset"),
	{ 0 },
};

static const struct sim_key keys[] = {
	SIM_PROTOCOL_KEYS,
	SIM_KEY(SIM_KEY_DOMAINS, struct sim_protocol, domains, "domains", "the reset domains",
		.keys = domain_keys, .size = sizeof(struct reset_domain)),
	{ 0 },
};

static const uint32_t versions[] = { SCMI_VERSION(1, 0), SCMI_VERSION(3, 0), SCMI_VERSION(3, 1),
				     0 };

const struct sim_protocol_ops sim_reset = {
	.id = SCMI_RESET,
	.versions = versions,
	.negotiates = SCMI_VERSION(3, 1),
	.keys = keys,
	.size = sizeof(struct sim_protocol),
	.domain_size = sizeof(struct reset_domain),
	.domain_field = "domain_id",
	.handlers = handlers,
};
