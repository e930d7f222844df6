/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stddef.h>

#include "platform.h"

enum {
	POWER_DOMAIN_ATTRIBUTES = 0x03,
	POWER_STATE_SET = 0x04,
	POWER_STATE_GET = 0x05,
	POWER_STATE_NOTIFY = 0x06,
	POWER_STATE_CHANGE_REQUESTED_NOTIFY = 0x07,
	POWER_DOMAIN_NAME_GET = 0x08,
};

enum {
	POWER_STATE_CHANGED = 0x00,
	POWER_STATE_CHANGE_REQUESTED = 0x01,
};

#define STATE_ON 0x00000000
#define STATE_OFF 0x40000000

struct power {
	struct sim_protocol p;
	struct sim_region statistics;
};

struct power_domain {
	struct sim_domain d;
	uint32_t state;
	struct sim_list states; /* uint32_t; empty: on and off */
	bool sync, async;
	bool notify_changed, notify_requested;
};

static int32_t attributes(struct sim_call *c, void *domain)
{
	const struct power *power = (const struct power *)c->p;

	(void)domain;
	sim_ret(c, "num_domains", sim_domain_count(c->p));
	sim_ret_statistics(c, &power->statistics);
	return SCMI_SUCCESS;
}

static int32_t domain_attributes(struct sim_call *c, void *domain)
{
	const struct power_domain *pd = domain;

	sim_ret_short_name(c, 0, &pd->d);
	sim_ret(c, "change_requested_notifications", pd->notify_requested);
	sim_ret(c, "change_notifications", pd->notify_changed);
	sim_ret(c, "sync_set", pd->sync);
	sim_ret(c, "async_set", pd->async);
	return SCMI_SUCCESS;
}

static bool has_state(const struct power_domain *pd, uint32_t state)
{
	if (!pd->states.n)
		return state == STATE_ON || state == STATE_OFF;
	return sim_has(&pd->states, state);
}

static int32_t set_state(struct sim_call *c, void *domain, int64_t value)
{
	struct power_domain *pd = domain;
	uint32_t state = (uint32_t)value;

	if (pd->state == state)
		return SCMI_SUCCESS;
	pd->state = state;
	sim_notify(c, &pd->d, POWER_STATE_CHANGED, SIM_VALUES({ "power_state", state, 0 }));
	return SCMI_SUCCESS;
}

static int32_t state_set(struct sim_call *c, void *domain)
{
	struct power_domain *pd = domain;
	uint32_t state = (uint32_t)sim_arg(c, "power_state");
	bool async = sim_arg(c, "async");
	int32_t status = SCMI_SUCCESS;

	if (!has_state(pd, state))
		return SCMI_INVALID_PARAMETERS;
	if (async ? !pd->async : !pd->sync)
		return SCMI_NOT_SUPPORTED;
	if (async)
		status = sim_defer(c, pd, set_state, state, true);
	if (status)
		return status;
	sim_notify(c, &pd->d, POWER_STATE_CHANGE_REQUESTED,
		   SIM_VALUES({ "power_state", state, 0 }));
	return async ? SCMI_SUCCESS : set_state(c, pd, state);
}

static int32_t state_get(struct sim_call *c, void *domain)
{
	const struct power_domain *pd = domain;

	sim_ret(c, "power_state", pd->state);
	return SCMI_SUCCESS;
}

static int32_t state_notify(struct sim_call *c, void *domain)
{
	struct power_domain *pd = domain;

	return sim_subscribe(c, pd->notify_changed, &pd->d.subscribers[POWER_STATE_CHANGED]);
}

static int32_t state_change_requested_notify(struct sim_call *c, void *domain)
{
	struct power_domain *pd = domain;

	return sim_subscribe(c, pd->notify_requested,
			     &pd->d.subscribers[POWER_STATE_CHANGE_REQUESTED]);
}

static const struct sim_handler handlers[] = {
	{ SCMI_PROTOCOL_ATTRIBUTES, attributes },
	{ POWER_DOMAIN_ATTRIBUTES, domain_attributes },
	{ POWER_STATE_SET, state_set },
	{ POWER_STATE_GET, state_get },
	{ POWER_STATE_NOTIFY, state_notify },
	{ POWER_STATE_CHANGE_REQUESTED_NOTIFY, state_change_requested_notify },
	{ POWER_DOMAIN_NAME_GET, sim_name_get },
	{ 0 },
};

/* Description */

static int check_domain(struct sim_loader *l, const struct sim_where *at, void *object)
{
	const struct power_domain *pd = object;

	if (!has_state(pd, pd->state))
		return sim_bad(l, SIM_AT(at, "state"), "%#x is none of \"states\"", pd->state);
	return 0;
}

#define KEY(type, member, name, help, ...)                                                         \
	SIM_KEY(SIM_KEY_##type, struct power_domain, member, name, help, __VA_ARGS__)

static const struct sim_key domain_keys[] = {
	SIM_DOMAIN_KEYS,
	KEY(U32, state, "state", "initial state", .wire = "power_state", .def = STATE_OFF),
	KEY(U32, states, "states", "the states it can have; left out: on and off", .list = true,
	    .wire = "power_state"),
	KEY(BOOL, sync, "sync", "can be switched synchronously", .def = true),
	KEY(BOOL, async, "async", "can be switched asynchronously"),
	KEY(BOOL, notify_changed, "notify_changed", "can notify of state changes", .def = true),
	KEY(BOOL, notify_requested, "notify_requested",
	    "can notify of requests to change the state", .def = true),
	{ .check = check_domain },
};

static const struct sim_key keys[] = {
	SIM_PROTOCOL_KEYS,
	SIM_KEY(SIM_KEY_OBJECT, struct power, statistics, "statistics",
		"the memory that has the statistics", .keys = sim_region_keys),
	SIM_KEY(SIM_KEY_DOMAINS, struct sim_protocol, domains, "domains", "the power domains",
		.keys = domain_keys, .size = sizeof(struct power_domain)),
	{ 0 },
};

static const uint32_t versions[] = { SCMI_VERSION(1, 0), SCMI_VERSION(2, 0), SCMI_VERSION(3, 0),
				     SCMI_VERSION(3, 1), 0 };

const struct sim_protocol_ops sim_power = {
	.id = SCMI_POWER,
	.versions = versions,
	.negotiates = SCMI_VERSION(3, 1),
	.keys = keys,
	.size = sizeof(struct power),
	.domain_size = sizeof(struct power_domain),
	.domain_field = "domain_id",
	.handlers = handlers,
};
