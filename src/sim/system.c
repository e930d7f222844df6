/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stddef.h>

#include "platform.h"

enum {
	SYSTEM_POWER_STATE_SET = 0x03,
	SYSTEM_POWER_STATE_GET = 0x04,
	SYSTEM_POWER_STATE_NOTIFY = 0x05,
};

enum {
	SYSTEM_POWER_STATE_NOTIFIER = 0x00,
};

enum {
	STATE_SHUTDOWN = 0,
	STATE_COLD_RESET = 1,
	STATE_WARM_RESET = 2,
	STATE_POWER_UP = 3,
	STATE_SUSPEND = 4,
	STATE_VENDOR = 0x80000000,
};

struct system {
	struct sim_protocol p;
	uint32_t state;
	bool warm_reset, suspend;
	struct sim_list vendor_states; /* uint32_t */
	uint32_t timeout_ms;
	uint32_t subscribers; /* a bit for each agent */
};

static int32_t attributes(struct sim_call *c, void *domain)
{
	(void)c;
	(void)domain;
	return SCMI_SUCCESS;
}

static void message_attributes(struct sim_call *c, uint8_t message)
{
	const struct system *sys = (const struct system *)c->p;

	if (message != SYSTEM_POWER_STATE_SET)
		return;
	sim_ret(c, "warm_reset", sys->warm_reset);
	sim_ret(c, "suspend", sys->suspend);
}

static int32_t check_state(const struct system *sys, uint32_t state)
{
	switch (state) {
	case STATE_SHUTDOWN:
	case STATE_COLD_RESET:
	case STATE_POWER_UP:
		return SCMI_SUCCESS;
	case STATE_WARM_RESET:
		return sys->warm_reset ? SCMI_SUCCESS : SCMI_NOT_SUPPORTED;
	case STATE_SUSPEND:
		return sys->suspend ? SCMI_SUCCESS : SCMI_NOT_SUPPORTED;
	}
	if (sim_has(&sys->vendor_states, state))
		return SCMI_SUCCESS;
	return state >= STATE_VENDOR ? SCMI_NOT_SUPPORTED : SCMI_INVALID_PARAMETERS;
}

static int32_t state_set(struct sim_call *c, void *domain)
{
	struct system *sys = (struct system *)c->p;
	uint32_t state = (uint32_t)sim_arg(c, "system_state");
	bool graceful = sim_arg(c, "graceful");
	int32_t status = check_state(sys, state);

	(void)domain;
	if (status)
		return status;
	/* The platform lives on: it records the state and tells the others. */
	sys->state = state;
	sim_notify_agents(c, NULL, sys->subscribers, SYSTEM_POWER_STATE_NOTIFIER,
			  SIM_VALUES({ "graceful", graceful, 0 }, { "system_state", state, 0 },
				     { "timeout", graceful ? sys->timeout_ms : 0, 0 }));
	return SCMI_SUCCESS;
}

static int32_t state_get(struct sim_call *c, void *domain)
{
	const struct system *sys = (const struct system *)c->p;

	(void)domain;
	sim_ret(c, "system_state", sys->state);
	return SCMI_SUCCESS;
}

static int32_t state_notify(struct sim_call *c, void *domain)
{
	struct system *sys = (struct system *)c->p;

	(void)domain;
	return sim_subscribe(c, true, &sys->subscribers);
}

static void reset_agent(struct sim_protocol *p, uint32_t agent)
{
	struct system *sys = (struct system *)p;

	sys->subscribers &= ~(1u << (agent - 1));
}

static const struct sim_handler handlers[] = {
	{ SCMI_PROTOCOL_ATTRIBUTES, attributes },
	{ SYSTEM_POWER_STATE_SET, state_set },
	{ SYSTEM_POWER_STATE_GET, state_get },
	{ SYSTEM_POWER_STATE_NOTIFY, state_notify },
	{ 0 },
};

#define KEY(type, member, name, help, ...)                                                         \
	SIM_KEY(SIM_KEY_##type, struct system, member, name, help, __VA_ARGS__)

static const struct sim_key keys[] = {
	SIM_PROTOCOL_KEYS,
	KEY(U32, state, "state", "initial state", .wire = "system_state", .def = STATE_POWER_UP),
	KEY(BOOL, warm_reset, "warm_reset", "can do a warm reset"),
	KEY(BOOL, suspend, "suspend", "can suspend"),
	KEY(U32, vendor_states, "vendor_states", "the vendor's states that it can enter",
	    .list = true, .min = STATE_VENDOR, .max = UINT32_MAX),
	KEY(U32, timeout_ms, "timeout_ms", "time that graceful requests leave to the agents",
	    .def = 10000),
	{ 0 },
};

static const uint32_t versions[] = { SCMI_VERSION(1, 0), SCMI_VERSION(2, 0), SCMI_VERSION(2, 1),
				     0 };

const struct sim_protocol_ops sim_system = {
	.id = SCMI_SYSTEM,
	.versions = versions,
	.negotiates = SCMI_VERSION(2, 1),
	.keys = keys,
	.size = sizeof(struct system),
	.handlers = handlers,
	.message_attributes = message_attributes,
	.reset_agent = reset_agent,
};
