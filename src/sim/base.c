/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "platform.h"

enum {
	BASE_DISCOVER_VENDOR = 0x03,
	BASE_DISCOVER_SUB_VENDOR = 0x04,
	BASE_DISCOVER_IMPLEMENTATION_VERSION = 0x05,
	BASE_DISCOVER_LIST_PROTOCOLS = 0x06,
	BASE_DISCOVER_AGENT = 0x07,
	BASE_NOTIFY_ERRORS = 0x08,
	BASE_SET_DEVICE_PERMISSIONS = 0x09,
	BASE_SET_PROTOCOL_PERMISSIONS = 0x0a,
	BASE_RESET_AGENT_CONFIGURATION = 0x0b,
};

enum {
	BASE_ERROR_EVENT = 0x00,
};

#define AGENT_PLATFORM 0
#define AGENT_SELF 0xffffffff

struct base {
	struct sim_protocol p;
	uint32_t error_subscribers; /* a bit for each agent */
};

static unsigned int count_protocols(const struct sim *sim)
{
	unsigned int n = 0;

	for (unsigned int id = SCMI_BASE + 1; id < 256; id++)
		n += sim->protocols[id] != NULL;
	return n;
}

static int32_t attributes(struct sim_call *c, void *domain)
{
	(void)domain;
	sim_ret(c, "num_protocols", count_protocols(c->sim));
	sim_ret(c, "num_agents", c->sim->agents.n);
	return SCMI_SUCCESS;
}

static int32_t vendor(struct sim_call *c, void *domain)
{
	(void)domain;
	sim_ret_text(c, "vendor_identifier", 0, c->sim->vendor);
	return SCMI_SUCCESS;
}

static int32_t sub_vendor(struct sim_call *c, void *domain)
{
	(void)domain;
	sim_ret_text(c, "sub_vendor_identifier", 0, c->sim->sub_vendor);
	return SCMI_SUCCESS;
}

static int32_t implementation_version(struct sim_call *c, void *domain)
{
	(void)domain;
	sim_ret(c, "implementation_version", c->sim->implementation_version);
	return SCMI_SUCCESS;
}

static int32_t list_protocols(struct sim_call *c, void *domain)
{
	size_t total = count_protocols(c->sim), skip = sim_arg(c, "skip"), n;
	size_t ordinal = 0;
	int32_t status;

	(void)domain;
	/* Everything skipped is no error here: this list tells no remaining elements. */
	if (skip == total)
		return SCMI_SUCCESS;
	if (skip > total)
		return SCMI_INVALID_PARAMETERS;
	status = sim_page(c, total, skip, &n);
	for (unsigned int id = SCMI_BASE + 1; id < 256 && !status; id++) {
		if (!c->sim->protocols[id])
			continue;
		if (ordinal >= skip && ordinal < skip + n)
			sim_ret_at(c, "protocol", ordinal - skip, id);
		ordinal++;
	}
	return status;
}

static int32_t discover_agent(struct sim_call *c, void *domain)
{
	uint32_t id = (uint32_t)sim_arg(c, "agent_id");
	const struct sim_agent *agent;

	(void)domain;
	if (id == AGENT_SELF && SCMI_VERSION_MAJOR(c->version) >= 2)
		id = c->agent;
	agent = sim_agent(c->sim, id);
	if (id != AGENT_PLATFORM && !agent)
		return SCMI_NOT_FOUND;
	sim_ret(c, "agent_id", id);
	sim_ret_text(c, "name", 0, agent ? agent->name : "platform");
	return SCMI_SUCCESS;
}

static int32_t notify_errors(struct sim_call *c, void *domain)
{
	struct base *base = (struct base *)c->p;

	(void)domain;
	return sim_subscribe(c, true, &base->error_subscribers);
}

/* Permissions are for trusted agents to give; an agent may also reset itself. */
static bool may_configure(const struct sim_call *c)
{
	return sim_agent(c->sim, c->agent)->trusted;
}

static const struct sim_device *find_device(const struct sim *sim, uint32_t id)
{
	const struct sim_device *devices = sim->devices.v;

	for (size_t i = 0; i < sim->devices.n; i++)
		if (devices[i].id == id)
			return &devices[i];
	return NULL;
}

static int32_t set_permissions(struct sim_call *c, uint32_t protocol)
{
	const struct sim_denial denial = {
		.agent = (uint32_t)sim_arg(c, "agent_id"),
		.device = (uint32_t)sim_arg(c, "device_id"),
		.protocol = protocol,
	};

	if (!may_configure(c))
		return SCMI_DENIED;
	if (!sim_agent(c->sim, denial.agent) || !find_device(c->sim, denial.device))
		return SCMI_NOT_FOUND;
	return sim_deny(c->sim, &denial, !sim_arg(c, "allow")) ? SCMI_GENERIC_ERROR : SCMI_SUCCESS;
}

static int32_t set_device_permissions(struct sim_call *c, void *domain)
{
	(void)domain;
	return set_permissions(c, 0);
}

static int32_t set_protocol_permissions(struct sim_call *c, void *domain)
{
	uint32_t protocol = (uint32_t)sim_arg(c, "protocol_id");

	(void)domain;
	if (protocol == SCMI_BASE)
		return SCMI_INVALID_PARAMETERS;
	if (!c->sim->protocols[protocol])
		return SCMI_NOT_FOUND;
	return set_permissions(c, protocol);
}

static int32_t reset_agent_configuration(struct sim_call *c, void *domain)
{
	uint32_t agent = (uint32_t)sim_arg(c, "agent_id");
	bool permissions = sim_arg(c, "reset_permissions");

	(void)domain;
	if (!sim_agent(c->sim, agent))
		return SCMI_NOT_FOUND;
	if (!may_configure(c) && (agent != c->agent || permissions))
		return SCMI_DENIED;
	sim_reset_agent(c->sim, agent);
	if (permissions && sim_reset_permissions(c->sim, agent))
		return SCMI_GENERIC_ERROR;
	return SCMI_SUCCESS;
}

static void reset_agent(struct sim_protocol *p, uint32_t agent)
{
	struct base *base = (struct base *)p;

	base->error_subscribers &= ~(1u << (agent - 1));
}

void sim_base_error(const struct sim_call *failed, uint32_t header, int32_t status)
{
	struct sim_call c = *failed;
	const struct base *base;

	c.p = c.sim->protocols[SCMI_BASE];
	base = (const struct base *)c.p;
	sim_notify_agents(&c, NULL, base->error_subscribers, BASE_ERROR_EVENT,
			  SIM_VALUES({ "command", header, 0 },
				     { "command_status", (uint64_t)(int64_t)status, 0 }));
}

static const uint32_t versions[] = { SCMI_VERSION(1, 0), SCMI_VERSION(2, 0), SCMI_VERSION(2, 1),
				     0 };

static const struct sim_handler handlers[] = {
	{ SCMI_PROTOCOL_ATTRIBUTES, attributes },
	{ BASE_DISCOVER_VENDOR, vendor },
	{ BASE_DISCOVER_SUB_VENDOR, sub_vendor },
	{ BASE_DISCOVER_IMPLEMENTATION_VERSION, implementation_version },
	{ BASE_DISCOVER_LIST_PROTOCOLS, list_protocols },
	{ BASE_DISCOVER_AGENT, discover_agent },
	{ BASE_NOTIFY_ERRORS, notify_errors },
	{ BASE_SET_DEVICE_PERMISSIONS, set_device_permissions },
	{ BASE_SET_PROTOCOL_PERMISSIONS, set_protocol_permissions },
	{ BASE_RESET_AGENT_CONFIGURATION, reset_agent_configuration },
	{ 0 },
};

static const struct sim_key keys[] = {
	SIM_PROTOCOL_KEYS,
	{ 0 },
};

const struct sim_protocol_ops sim_base = {
	.id = SCMI_BASE,
	.versions = versions,
	.negotiates = SCMI_VERSION(2, 1),
	.keys = keys,
	.size = sizeof(struct base),
	.handlers = handlers,
	.reset_agent = reset_agent,
};
