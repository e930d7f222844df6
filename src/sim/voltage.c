/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stddef.h>

#include "platform.h"

enum {
	VOLTAGE_DOMAIN_ATTRIBUTES = 0x03,
	VOLTAGE_DESCRIBE_LEVELS = 0x04,
	VOLTAGE_CONFIG_SET = 0x05,
	VOLTAGE_CONFIG_GET = 0x06,
	VOLTAGE_LEVEL_SET = 0x07,
	VOLTAGE_LEVEL_GET = 0x08,
	VOLTAGE_DOMAIN_NAME_GET = 0x09,
};

enum {
	MODE_OFF = 0x0,
	MODE_ON = 0x7,
};

struct voltage_domain {
	struct sim_domain d;
	struct sim_choice levels;
	int64_t level_uv;
	uint32_t mode;
	struct sim_list modes; /* uint32_t; empty: on and off */
	bool async;
};

static int32_t attributes(struct sim_call *c, void *domain)
{
	(void)domain;
	sim_ret(c, "num_domains", sim_domain_count(c->p));
	return SCMI_SUCCESS;
}

static int32_t domain_attributes(struct sim_call *c, void *domain)
{
	const struct voltage_domain *vd = domain;

	sim_ret_short_name(c, 0, &vd->d);
	sim_ret(c, "async_level_set", vd->async);
	return SCMI_SUCCESS;
}

static int32_t describe_levels(struct sim_call *c, void *domain)
{
	const struct voltage_domain *vd = domain;

	return sim_ret_choice(c, &vd->levels, sim_arg(c, "level_index"), "segmented", "voltage");
}

static bool has_mode(const struct voltage_domain *vd, uint32_t mode)
{
	if (!vd->modes.n)
		return mode == MODE_OFF || mode == MODE_ON;
	return sim_has(&vd->modes, mode);
}

static int32_t config_set(struct sim_call *c, void *domain)
{
	struct voltage_domain *vd = domain;
	uint32_t mode = (uint32_t)sim_arg(c, "mode");

	if (!has_mode(vd, mode))
		return SCMI_INVALID_PARAMETERS;
	vd->mode = mode;
	return SCMI_SUCCESS;
}

static int32_t config_get(struct sim_call *c, void *domain)
{
	const struct voltage_domain *vd = domain;

	sim_ret(c, "mode", vd->mode);
	return SCMI_SUCCESS;
}

static int32_t set_level(struct sim_call *c, void *domain, int64_t level)
{
	struct voltage_domain *vd = domain;

	vd->level_uv = level;
	if (c->is_delayed)
		sim_ret(c, "voltage_level", (uint64_t)level);
	return SCMI_SUCCESS;
}

static int32_t level_set(struct sim_call *c, void *domain)
{
	struct voltage_domain *vd = domain;
	int64_t wanted = (int64_t)sim_arg(c, "voltage_level"), level;
	int32_t status = sim_choose(&vd->levels, wanted, SIM_ROUND_DOWN, &level);

	if (status)
		return status;
	/* Voltages are not rounded: there is no flag that would ask for it. */
	if (level != wanted)
		return SCMI_INVALID_PARAMETERS;
	if (!sim_arg(c, "async"))
		return set_level(c, vd, level);
	return vd->async ? sim_defer(c, vd, set_level, level, false) : SCMI_NOT_SUPPORTED;
}

static int32_t level_get(struct sim_call *c, void *domain)
{
	const struct voltage_domain *vd = domain;

	sim_ret(c, "voltage_level", (uint64_t)vd->level_uv);
	return SCMI_SUCCESS;
}

static const struct sim_handler handlers[] = {
	{ SCMI_PROTOCOL_ATTRIBUTES, attributes },
	{ VOLTAGE_DOMAIN_ATTRIBUTES, domain_attributes },
	{ VOLTAGE_DESCRIBE_LEVELS, describe_levels },
	{ VOLTAGE_CONFIG_SET, config_set },
	{ VOLTAGE_CONFIG_GET, config_get },
	{ VOLTAGE_LEVEL_SET, level_set },
	{ VOLTAGE_LEVEL_GET, level_get },
	{ VOLTAGE_DOMAIN_NAME_GET, sim_name_get },
	{ 0 },
};

/* Description */

static int check_domain(struct sim_loader *l, const struct sim_where *at, void *object)
{
	struct voltage_domain *vd = object;
	const struct sim_choice *range = &vd->levels;

	if (range->min < INT32_MIN || range->max > INT32_MAX || range->step > INT32_MAX)
		return sim_bad(l, SIM_AT(at, "range_uv"), "does not fit 32 bits");
	if (!has_mode(vd, vd->mode))
		return sim_bad(l, SIM_AT(at, "mode"), "%u is none of \"modes\"", vd->mode);
	return sim_check_choice(l, at, "levels_uv", "range_uv", &vd->levels, &vd->level_uv,
				"level_uv");
}

#define KEY(type, member, name, help, ...)                                                         \
	SIM_KEY(SIM_KEY_##type, struct voltage_domain, member, name, help, __VA_ARGS__)

static const struct sim_key domain_keys[] = {
	SIM_DOMAIN_KEYS,
	KEY(S64, levels.values, "levels_uv",
	    "the voltages it can have, ascending; instead of range_uv", .list = true,
	    .min = INT32_MIN, .max = INT32_MAX),
	KEY(OBJECT, levels, "range_uv", "the voltages it can have: from min to max in steps",
	    .keys = sim_range_keys),
	KEY(S64, level_uv, "level_uv", "initial voltage; left out: the lowest", .min = INT32_MIN,
	    .max = INT32_MAX, .def = (uint64_t)INT64_MIN),
	KEY(U32, mode, "mode", "initial mode", .wire = "mode", .max = 15, .def = MODE_OFF),
	KEY(U32, modes, "modes", "the modes it can have; left out: on and off", .list = true,
	    .wire = "mode", .max = 15),
	KEY(BOOL, async, "async", "the voltage can be set asynchronously (2.0)"),
	{ .check = check_domain },
};

static const struct sim_key keys[] = {
	SIM_PROTOCOL_KEYS,
	SIM_KEY(SIM_KEY_DOMAINS, struct sim_protocol, domains, "domains", "the voltage domains",
		.keys = domain_keys, .size = sizeof(struct voltage_domain)),
	{ 0 },
};

static const uint32_t versions[] = { SCMI_VERSION(1, 0), SCMI_VERSION(2, 0), SCMI_VERSION(2, 1),
				     0 };

const struct sim_protocol_ops sim_voltage = {
	.id = SCMI_VOLTAGE,
	.versions = versions,
	.negotiates = SCMI_VERSION(2, 1),
	.keys = keys,
	.size = sizeof(struct sim_protocol),
	.domain_size = sizeof(struct voltage_domain),
	.domain_field = "domain_id",
	.handlers = handlers,
};
