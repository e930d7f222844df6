/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>

#include <json-c/json.h>

#include "fault.h"

/* What PLATFORM.json may say that is no protocol's own. */

#define NAME_MAX_LEN (SCMI_LONG_NAME - 1)
#define SHORT_MAX_LEN (SCMI_SHORT_NAME - 1)
#define RANGE_MAX ((int64_t)1 << 62)

const struct sim_protocol_ops *const sim_protocol_ops[] = {
	&sim_base,  &sim_power,	  &sim_system,	 &sim_perf,    &sim_clock, &sim_sensor,
	&sim_reset, &sim_voltage, &sim_powercap, &sim_pinctrl, NULL,
};

static const struct sim_protocol_ops *find_ops(uint8_t id)
{
	for (unsigned int i = 0; sim_protocol_ops[i]; i++)
		if (sim_protocol_ops[i]->id == id)
			return sim_protocol_ops[i];
	return NULL;
}

/* Common parts of protocols */

const struct sim_key sim_range_keys[] = {
	SIM_KEY(SIM_KEY_S64, struct sim_choice, min, "min", "lowest value", .required = true,
		.min = -RANGE_MAX, .max = RANGE_MAX),
	SIM_KEY(SIM_KEY_S64, struct sim_choice, max, "max", "highest value", .required = true,
		.min = -RANGE_MAX, .max = RANGE_MAX),
	SIM_KEY(SIM_KEY_S64, struct sim_choice, step, "step",
		"distance between values; 0: any value", .min = 0, .max = RANGE_MAX),
	{ 0 },
};

const struct sim_key sim_wave_keys[] = {
	SIM_KEY(SIM_KEY_S64, struct sim_wave, value, "value", "the quantity, or its middle",
		.min = -RANGE_MAX, .max = RANGE_MAX),
	SIM_KEY(SIM_KEY_U64, struct sim_wave, swing, "swing",
		"how far it moves up and down from the middle", .min = 0, .max = 1ull << 53),
	SIM_KEY(SIM_KEY_U32, struct sim_wave, period_ms, "period_ms",
		"how long it takes up, down and back; 0: it stands still"),
	SIM_KEY(SIM_KEY_U32, struct sim_wave, phase_ms, "phase_ms",
		"how far into the period it starts"),
	{ 0 },
};

const struct sim_key sim_region_keys[] = {
	SIM_KEY(SIM_KEY_U64, struct sim_region, address, "address", "its physical address",
		.required = true),
	SIM_KEY(SIM_KEY_U32, struct sim_region, length, "length", "its size in bytes",
		.required = true),
	{ 0 },
};

const struct sim_key sim_domain_keys[] = {
	SIM_KEY(SIM_KEY_U32, struct sim_domain, id, "id",
		"its id; left out: one more than that of the element before",
		.max = SIM_MAX_DOMAINS - 1, .def = SIM_UNSET),
	SIM_KEY(SIM_KEY_TEXT, struct sim_domain, name, "name",
		"its name; beyond 15 bytes it has an extended name", .required = true,
		.max = NAME_MAX_LEN),
	SIM_KEY(SIM_KEY_TEXT, struct sim_domain, short_name, "short_name",
		"the name in 16 bytes where that is not the beginning of the name",
		.max = SHORT_MAX_LEN),
	{ 0 },
};

/* What is left out is inherited: by a message from the platform, by the platform from here. */
static const struct sim_latency default_latency = {
	.delayed_ns = 2000000,
};

#define LATENCY(member, help)                                                                      \
	SIM_KEY(SIM_KEY_U64, struct sim_latency, member, #member, help, .max = 60 * SIM_SECOND_NS, \
		.def = SIM_NEVER)

static const struct sim_key latency_keys[] = {
	LATENCY(response_ns, "from the command to its response"),
	LATENCY(response_jitter_ns, "at most this much is added to it at random"),
	LATENCY(delayed_ns, "from the response to the delayed response"),
	LATENCY(delayed_jitter_ns, "at most this much is added to it at random"),
	{ 0 },
};

static void inherit_latency(struct sim_latency *to, const struct sim_latency *from)
{
	if (to->response_ns == SIM_NEVER)
		to->response_ns = from->response_ns;
	if (to->response_jitter_ns == SIM_NEVER)
		to->response_jitter_ns = from->response_jitter_ns;
	if (to->delayed_ns == SIM_NEVER)
		to->delayed_ns = from->delayed_ns;
	if (to->delayed_jitter_ns == SIM_NEVER)
		to->delayed_jitter_ns = from->delayed_jitter_ns;
}

/* Messages of a protocol */

static const struct sim_key rule_keys[] = {
	SIM_KEY(SIM_KEY_BOOL, struct sim_message_rule, implemented, "implemented",
		"whether the platform knows the message", .def = true),
	SIM_KEY(SIM_KEY_OBJECT, struct sim_message_rule, latency, "latency",
		"how long this message takes; left out: as the platform's latency says",
		.keys = latency_keys),
	{ 0 },
};

static int load_rules(struct sim_loader *l, const struct sim_where *at, const struct sim_key *key,
		      struct json_object *json, void *object)
{
	struct sim_protocol *p = object;

	json_object_object_foreach (json, name, value) {
		const struct sim_where *here = SIM_AT(at, name);
		struct sim_message_rule *rule;
		const struct scmi_message *message;
		struct diag diag = { 0 };
		uint8_t id;
		int ret;

		if (scmi_message_parse(p->table, name, 0, &id, &message, &diag) || !message) {
			sim_bad(l, here, "%s has no such message", p->table->name);
			if (*diag.hint)
				sim_hint(l, "%s", diag.hint);
			return -EINVAL;
		}
		if (p->rules[id])
			return sim_bad(l, here, "the message has been given before");
		rule = sim_alloc(sim_loader_sim(l), sizeof(*rule));
		if (!rule)
			return sim_no_memory(l);
		p->rules[id] = rule;
		ret = sim_load(l, here, value, key->keys, rule);
		if (ret)
			return ret;
	}
	return 0;
}

static int check_version(struct sim_loader *l, const struct sim_where *at, void *object)
{
	struct sim_protocol *p = object;
	const uint32_t *v = p->ops->versions;
	char known[64] = "";
	size_t n = 0;

	if (!p->version)
		p->version = p->table->version;
	for (; *v; v++) {
		if (p->version == *v)
			return 0;
		n += (size_t)snprintf(known + n, sizeof(known) - n, "%s%u.%u", n ? ", " : "",
				      SCMI_VERSION_MAJOR(*v), SCMI_VERSION_MINOR(*v));
	}
	sim_bad(l, SIM_AT(at, "version"), "%s %u.%u cannot be simulated", p->table->name,
		SCMI_VERSION_MAJOR(p->version), SCMI_VERSION_MINOR(p->version));
	sim_hint(l, "versions: %s", known);
	return -EINVAL;
}

const struct sim_key sim_protocol_keys[] = {
	SIM_KEY(SIM_KEY_VERSION, struct sim_protocol, version, "version",
		"version of the protocol; left out: the newest that is no draft"),
	{
		.type = SIM_KEY_MAP,
		.name = "messages",
		.help = "messages about which there is something to say, by name",
		.map = load_rules,
		.keys = rule_keys,
	},
	{ .check = check_version },
};

static int bad_protocol(struct sim_loader *l, const struct sim_where *at, const char *name)
{
	const char *names[UINT8_MAX + 1] = { NULL }, *near;
	size_t n = 0;
	int ret = sim_bad(l, at, "no such protocol, or none that can be simulated");

	for (unsigned int i = 0; sim_protocol_ops[i]; i++)
		names[n++] = scmi_protocol_find(sim_protocol_ops[i]->id, NULL, NULL)->name;
	near = diag_nearest(name, names);
	if (near)
		sim_hint(l, "did you mean \"%s\"?", near);
	return ret;
}

static int load_protocol(struct sim_loader *l, const struct sim_where *at, const char *name,
			 struct json_object *json)
{
	struct sim *sim = sim_loader_sim(l);
	const struct sim_protocol_ops *ops;
	const struct scmi_protocol *table;
	struct sim_protocol *p;
	uint8_t id;

	if (scmi_protocol_parse(name, NULL, NULL, &id, &table, NULL) || !find_ops(id))
		return bad_protocol(l, at, name);
	if (sim->protocols[id])
		return sim_bad(l, at, "the protocol has been given before");
	ops = find_ops(id);
	p = sim_alloc(sim, ops->size);
	if (!p)
		return sim_no_memory(l);
	p->ops = ops;
	p->table = table;
	p->max_async = SIM_MAX_DOMAINS;
	sim->protocols[id] = p;
	sim_loader_protocol(l, p);
	return sim_load(l, at, json, ops->keys, p);
}

static int load_protocols(struct sim_loader *l, const struct sim_where *at,
			  const struct sim_key *key, struct json_object *json, void *object)
{
	int ret = 0;

	(void)key;
	(void)object;
	json_object_object_foreach (json, name, value) {
		ret = load_protocol(l, SIM_AT(at, name), name, value);
		if (ret)
			return ret;
	}
	if (!sim_loader_sim(l)->protocols[SCMI_BASE]) {
		struct json_object *empty = json_object_new_object();

		ret = empty ? load_protocol(l, at, "base", empty) : sim_no_memory(l);
		json_object_put(empty);
	}
	return ret;
}

/* The platform */

static const struct sim_key denial_keys[] = {
	SIM_KEY(SIM_KEY_U32, struct sim_denial, device, "device", "id of the device",
		.required = true),
	SIM_KEY(SIM_KEY_PROTOCOL, struct sim_denial, protocol, "protocol",
		"the protocol that it may not use on it; left out: all"),
	{ 0 },
};

static const struct sim_key agent_keys[] = {
	SIM_KEY(SIM_KEY_TEXT, struct sim_agent, name, "name", "its name", .required = true,
		.max = SHORT_MAX_LEN),
	SIM_KEY(SIM_KEY_BOOL, struct sim_agent, trusted, "trusted",
		"may set the permissions of agents"),
	SIM_KEY(SIM_KEY_OBJECT, struct sim_agent, denied, "denied",
		"what it may not change initially", .list = true, .most = 1024, .keys = denial_keys,
		.size = sizeof(struct sim_denial)),
	{ 0 },
};

static const struct sim_key resource_keys[] = {
	SIM_KEY(SIM_KEY_PROTOCOL, struct sim_resource, protocol, "protocol",
		"protocol of the domain", .required = true),
	SIM_KEY(SIM_KEY_U32, struct sim_resource, id, "id", "id of the domain", .required = true),
	{ 0 },
};

static const struct sim_key device_keys[] = {
	SIM_KEY(SIM_KEY_U32, struct sim_device, id, "id", "its id", .required = true),
	SIM_KEY(SIM_KEY_TEXT, struct sim_device, name, "name", "its name, for the reader",
		.def_text = "", .max = NAME_MAX_LEN),
	SIM_KEY(SIM_KEY_OBJECT, struct sim_device, resources, "resources",
		"the domains that belong to it", .list = true, .keys = resource_keys,
		.size = sizeof(struct sim_resource)),
	{ 0 },
};

static const struct sim_key identity_keys[] = {
	SIM_KEY(SIM_KEY_TEXT, struct sim, vendor, "vendor", "the vendor's name",
		.def_text = "scmictl", .max = SHORT_MAX_LEN),
	SIM_KEY(SIM_KEY_TEXT, struct sim, sub_vendor, "sub_vendor", "the sub-vendor's name",
		.def_text = "", .max = SHORT_MAX_LEN),
	SIM_KEY(SIM_KEY_U32, struct sim, implementation_version, "implementation_version",
		"version of the firmware"),
	{ 0 },
};

static bool has_device(const struct sim *sim, uint32_t id)
{
	const struct sim_device *devices = sim->devices.v;

	for (size_t i = 0; i < sim->devices.n; i++)
		if (devices[i].id == id)
			return true;
	return false;
}

static int check_devices(struct sim_loader *l, const struct sim_where *at, const struct sim *sim)
{
	const struct sim_device *devices = sim->devices.v;

	at = SIM_AT(at, "devices");
	for (size_t i = 0; i < sim->devices.n; i++) {
		const struct sim_where *here = SIM_AT_INDEX(at, i);
		const struct sim_resource *r = devices[i].resources.v;

		for (size_t j = 0; j < i; j++)
			if (devices[j].id == devices[i].id)
				return sim_bad(l, SIM_AT(here, "id"), "device %u again",
					       devices[i].id);
		for (size_t j = 0; j < devices[i].resources.n; j++) {
			const struct sim_protocol *p = sim->protocols[r[j].protocol];

			if (!p || !sim_domain(p, r[j].id))
				return sim_bad(l, SIM_AT_INDEX(SIM_AT(here, "resources"), j),
					       "protocol %#x has no domain %u", r[j].protocol,
					       r[j].id);
		}
	}
	return 0;
}

static int check_agents(struct sim_loader *l, const struct sim_where *at, const struct sim *sim)
{
	const struct sim_agent *agents = sim->agents.v;

	at = SIM_AT(at, "agents");
	if (!sim->agents.n)
		return sim_bad(l, at, "a platform needs at least one agent");
	for (size_t i = 0; i < sim->agents.n; i++) {
		const struct sim_where *list = SIM_AT(SIM_AT_INDEX(at, i), "denied");
		const struct sim_denial *denied = agents[i].denied.v;

		for (size_t j = 0; j < agents[i].denied.n; j++)
			if (!has_device(sim, denied[j].device))
				return sim_bad(l, SIM_AT_INDEX(list, j), "there is no device %u",
					       denied[j].device);
	}
	return 0;
}

static void inherit_latencies(struct sim *sim)
{
	inherit_latency(&sim->latency, &default_latency);
	for (unsigned int i = 0; sim_protocol_ops[i]; i++) {
		struct sim_protocol *p = sim->protocols[sim_protocol_ops[i]->id];

		for (unsigned int id = 0; p && id < 256; id++)
			if (p->rules[id])
				inherit_latency(&p->rules[id]->latency, &sim->latency);
	}
}

static int check_platform(struct sim_loader *l, const struct sim_where *at, void *object)
{
	int ret = check_agents(l, at, object);

	inherit_latencies(object);
	return ret ? ret : check_devices(l, at, object);
}

#define KEY(type, member, name, help, ...)                                                         \
	SIM_KEY(SIM_KEY_##type, struct sim, member, name, help, __VA_ARGS__)

const struct sim_key sim_platform_keys[] = {
	KEY(U32, schema_version, "schema_version", "version of this format", .required = true,
	    .min = 1, .max = 1),
	KEY(TEXT, name, "name", "name of the platform", .def_text = "sim", .max = NAME_MAX_LEN),
	{
		.type = SIM_KEY_OBJECT,
		.name = "identity",
		.help = "what the base protocol tells",
		.keys = identity_keys,
	},
	KEY(U32, seed, "seed", "what random latencies and faults begin with", .def = 1),
	KEY(OBJECT, latency, "latency", "how long messages take", .keys = latency_keys),
	{
		.type = SIM_KEY_MAP,
		.name = "protocols",
		.help = "the protocols, by name",
		.required = true,
		.map = load_protocols,
	},
	KEY(OBJECT, agents, "agents", "the agents, that with id 1 first", .required = true,
	    .list = true, .most = SIM_MAX_AGENTS, .keys = agent_keys,
	    .size = sizeof(struct sim_agent)),
	KEY(OBJECT, devices, "devices", "devices, for permissions", .list = true, .most = 1024,
	    .keys = device_keys, .size = sizeof(struct sim_device)),
	KEY(OBJECT, faults, "faults", "what the platform does wrong", .list = true, .most = 64,
	    .keys = sim_fault_keys, .size = sizeof(struct sim_fault)),
	{ .check = check_platform },
};
