/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stddef.h>

#include "platform.h"

enum {
	PERFORMANCE_DOMAIN_ATTRIBUTES = 0x03,
	PERFORMANCE_DESCRIBE_LEVELS = 0x04,
	PERFORMANCE_LIMITS_SET = 0x05,
	PERFORMANCE_LIMITS_GET = 0x06,
	PERFORMANCE_LEVEL_SET = 0x07,
	PERFORMANCE_LEVEL_GET = 0x08,
	PERFORMANCE_NOTIFY_LIMITS = 0x09,
	PERFORMANCE_NOTIFY_LEVEL = 0x0a,
	PERFORMANCE_DESCRIBE_FASTCHANNEL = 0x0b,
	PERFORMANCE_DOMAIN_NAME_GET = 0x0c,
};

enum {
	PERFORMANCE_LIMITS_CHANGED = 0x00,
	PERFORMANCE_LEVEL_CHANGED = 0x01,
};

enum {
	UNIT_ABSTRACT = 0,
	UNIT_MILLIWATTS = 1,
	UNIT_MICROWATTS = 2,
};

#define MAX_LEVELS 4095 /* what the count of a list can tell */

struct perf {
	struct sim_protocol p;
	uint32_t power_unit;
	struct sim_region statistics;
};

struct level {
	uint32_t level;
	uint32_t power;
	uint32_t latency_us;
	uint32_t freq_khz;
	uint32_t index;
};

struct perf_domain {
	struct sim_domain d;
	bool set_limits, set_level, notify_limits, notify_level;
	bool indexing;
	uint32_t rate_limit_us;
	uint32_t sustained_freq_khz, sustained_level;
	struct sim_list levels; /* struct level, ascending */
	uint32_t level;		/* these three are levels, never indices */
	uint32_t min, max;
	struct sim_list fast_channels; /* struct sim_fastchannel */
};

static const struct level *level_at(const struct perf_domain *pd, size_t i)
{
	return (const struct level *)pd->levels.v + i;
}

static const struct level *find_level(const struct perf_domain *pd, uint32_t level)
{
	for (size_t i = 0; i < pd->levels.n; i++)
		if (level_at(pd, i)->level == level)
			return level_at(pd, i);
	return NULL;
}

/* Level indexing, from 4.0 on: messages call a level by its index. */
static bool uses_index(const struct perf_domain *pd, uint32_t version)
{
	return pd->indexing && version >= SCMI_VERSION(4, 0);
}

static uint32_t to_wire(const struct perf_domain *pd, uint32_t version, uint32_t level)
{
	const struct level *found = find_level(pd, level);

	return uses_index(pd, version) && found ? found->index : level;
}

static bool from_wire(const struct perf_domain *pd, uint32_t version, uint32_t value,
		      uint32_t *level)
{
	*level = value;
	if (!uses_index(pd, version))
		return true;
	for (size_t i = 0; i < pd->levels.n; i++) {
		if (level_at(pd, i)->index == value) {
			*level = level_at(pd, i)->level;
			return true;
		}
	}
	return false;
}

static int32_t attributes(struct sim_call *c, void *domain)
{
	const struct perf *perf = (const struct perf *)c->p;

	(void)domain;
	sim_ret(c, "num_domains", sim_domain_count(c->p));
	/* Before 3.0 there is no way to say microwatts. */
	if (perf->power_unit != UNIT_MICROWATTS || c->version >= SCMI_VERSION(3, 0))
		sim_ret(c, "power_unit", perf->power_unit);
	sim_ret_statistics(c, &perf->statistics);
	return SCMI_SUCCESS;
}

static void message_attributes(struct sim_call *c, uint8_t message)
{
	for (size_t i = 0; i < c->p->domains.n; i++) {
		const struct perf_domain *pd = sim_domain_at(c->p, i);

		if (sim_has_fastchannel(c, &pd->fast_channels, message))
			sim_ret(c, "fast_channel", true);
	}
}

static int32_t domain_attributes(struct sim_call *c, void *domain)
{
	const struct perf_domain *pd = domain;

	sim_ret_short_name(c, 0, &pd->d);
	sim_ret(c, "level_indexing", pd->indexing);
	sim_ret(c, "fast_channels", sim_has_fastchannels(c, &pd->fast_channels));
	sim_ret(c, "level_notifications", pd->notify_level);
	sim_ret(c, "limits_notifications", pd->notify_limits);
	sim_ret(c, "set_level", pd->set_level);
	sim_ret(c, "set_limits", pd->set_limits);
	sim_ret(c, "rate_limit_us", pd->rate_limit_us);
	sim_ret(c, "sustained_freq", pd->sustained_freq_khz);
	sim_ret(c, "sustained_perf_level", pd->sustained_level);
	return SCMI_SUCCESS;
}

static int32_t describe_levels(struct sim_call *c, void *domain)
{
	const struct perf_domain *pd = domain;
	size_t skip = sim_arg(c, "level_index"), n;
	int32_t status = sim_page(c, pd->levels.n, skip, &n);

	for (size_t i = 0; i < n && !status; i++) {
		const struct level *level = level_at(pd, skip + i);

		sim_ret_at(c, "performance_level", i, level->level);
		sim_ret_at(c, "power_cost", i, level->power);
		sim_ret_at(c, "transition_latency", i, level->latency_us);
		sim_ret_at(c, "indicative_frequency", i, level->freq_khz);
		sim_ret_at(c, "level_index", i, level->index);
	}
	return status;
}

static void change_level(struct sim_call *c, struct perf_domain *pd, uint32_t level)
{
	if (pd->level == level)
		return;
	pd->level = level;
	sim_notify(c, &pd->d, PERFORMANCE_LEVEL_CHANGED,
		   SIM_VALUES({ "performance_level", to_wire(pd, c->p->version, level), 0 }));
}

/* The level that the limits leave, if the present one is not inside them. */
static uint32_t clamp(const struct perf_domain *pd)
{
	uint32_t level = pd->level;

	if (level >= pd->min && level <= pd->max)
		return level;
	for (size_t i = 0; i < pd->levels.n; i++) {
		uint32_t candidate = level_at(pd, i)->level;

		if (candidate < pd->min || candidate > pd->max)
			continue;
		level = candidate;
		if (pd->level < pd->min)
			break;
	}
	return level;
}

static int32_t limits_set(struct sim_call *c, void *domain)
{
	struct perf_domain *pd = domain;
	uint32_t lowest = level_at(pd, 0)->level;
	uint32_t highest = level_at(pd, pd->levels.n - 1)->level;
	uint32_t min, max;

	if (!pd->set_limits)
		return SCMI_DENIED;
	if (!from_wire(pd, c->version, (uint32_t)sim_arg(c, "range_min"), &min) ||
	    !from_wire(pd, c->version, (uint32_t)sim_arg(c, "range_max"), &max))
		return SCMI_OUT_OF_RANGE;
	if (min > max)
		return SCMI_INVALID_PARAMETERS;
	if (min < lowest || max > highest)
		return SCMI_OUT_OF_RANGE;
	if (pd->min != min || pd->max != max) {
		pd->min = min;
		pd->max = max;
		sim_notify(c, &pd->d, PERFORMANCE_LIMITS_CHANGED,
			   SIM_VALUES({ "range_max", to_wire(pd, c->p->version, max), 0 },
				      { "range_min", to_wire(pd, c->p->version, min), 0 }));
	}
	change_level(c, pd, clamp(pd));
	return SCMI_SUCCESS;
}

static int32_t limits_get(struct sim_call *c, void *domain)
{
	const struct perf_domain *pd = domain;

	sim_ret(c, "range_max", to_wire(pd, c->version, pd->max));
	sim_ret(c, "range_min", to_wire(pd, c->version, pd->min));
	return SCMI_SUCCESS;
}

static int32_t level_set(struct sim_call *c, void *domain)
{
	struct perf_domain *pd = domain;
	uint32_t level;

	if (!pd->set_level)
		return SCMI_DENIED;
	if (!from_wire(pd, c->version, (uint32_t)sim_arg(c, "performance_level"), &level))
		return SCMI_OUT_OF_RANGE;
	if (level < pd->min || level > pd->max)
		return SCMI_OUT_OF_RANGE;
	if (!find_level(pd, level))
		return SCMI_INVALID_PARAMETERS;
	change_level(c, pd, level);
	return SCMI_SUCCESS;
}

static int32_t level_get(struct sim_call *c, void *domain)
{
	const struct perf_domain *pd = domain;

	sim_ret(c, "performance_level", to_wire(pd, c->version, pd->level));
	return SCMI_SUCCESS;
}

static int32_t notify_limits(struct sim_call *c, void *domain)
{
	struct perf_domain *pd = domain;

	return sim_subscribe(c, pd->notify_limits, &pd->d.subscribers[PERFORMANCE_LIMITS_CHANGED]);
}

static int32_t notify_level(struct sim_call *c, void *domain)
{
	struct perf_domain *pd = domain;

	return sim_subscribe(c, pd->notify_level, &pd->d.subscribers[PERFORMANCE_LEVEL_CHANGED]);
}

static int32_t describe_fastchannel(struct sim_call *c, void *domain)
{
	const struct perf_domain *pd = domain;

	return sim_describe_fastchannel(c, &pd->fast_channels);
}

static const struct sim_handler handlers[] = {
	{ SCMI_PROTOCOL_ATTRIBUTES, attributes },
	{ PERFORMANCE_DOMAIN_ATTRIBUTES, domain_attributes },
	{ PERFORMANCE_DESCRIBE_LEVELS, describe_levels },
	{ PERFORMANCE_LIMITS_SET, limits_set },
	{ PERFORMANCE_LIMITS_GET, limits_get },
	{ PERFORMANCE_LEVEL_SET, level_set },
	{ PERFORMANCE_LEVEL_GET, level_get },
	{ PERFORMANCE_NOTIFY_LIMITS, notify_limits },
	{ PERFORMANCE_NOTIFY_LEVEL, notify_level },
	{ PERFORMANCE_DESCRIBE_FASTCHANNEL, describe_fastchannel },
	{ PERFORMANCE_DOMAIN_NAME_GET, sim_name_get },
	{ 0 },
};

/* Description */

static int check_levels(struct sim_loader *l, const struct sim_where *at,
			const struct perf_domain *pd)
{
	if (!pd->levels.n)
		return sim_bad(l, at, "a domain needs at least one level");
	for (size_t i = 0; i < pd->levels.n; i++) {
		struct level *level = (struct level *)pd->levels.v + i;
		const struct sim_where *here = SIM_AT_INDEX(at, i);

		if (level->index == SIM_UNSET)
			level->index = i;
		if (i && level->level <= level[-1].level)
			return sim_bad(l, SIM_AT(here, "level"), "%u after %u: levels must ascend",
				       level->level, level[-1].level);
		for (size_t j = 0; j < i; j++)
			if (level_at(pd, j)->index == level->index)
				return sim_bad(l, SIM_AT(here, "index"), "%u again", level->index);
	}
	return 0;
}

static int check_domain(struct sim_loader *l, const struct sim_where *at, void *object)
{
	struct perf_domain *pd = object;
	int ret = check_levels(l, SIM_AT(at, "levels"), pd);
	const struct level *last;

	if (ret)
		return ret;
	last = level_at(pd, pd->levels.n - 1);
	if (pd->min == SIM_UNSET)
		pd->min = level_at(pd, 0)->level;
	if (pd->max == SIM_UNSET)
		pd->max = last->level;
	if (pd->level == SIM_UNSET)
		pd->level = last->level < pd->max ? last->level : pd->max;
	if (pd->sustained_level == SIM_UNSET)
		pd->sustained_level = last->level;
	if (pd->min > pd->max)
		return sim_bad(l, SIM_AT(at, "min"), "min (%u) is above max (%u)", pd->min,
			       pd->max);
	if (!find_level(pd, pd->level))
		return sim_bad(l, SIM_AT(at, "level"), "%u is none of \"levels\"", pd->level);
	if (pd->level < pd->min || pd->level > pd->max)
		return sim_bad(l, SIM_AT(at, "level"), "%u is not between min (%u) and max (%u)",
			       pd->level, pd->min, pd->max);
	if (pd->indexing && (!find_level(pd, pd->min) || !find_level(pd, pd->max)))
		return sim_bad(l, SIM_AT(at, find_level(pd, pd->min) ? "max" : "min"),
			       "with \"indexing\" it must be one of \"levels\"");
	return 0;
}

static const struct sim_key fastchannel_keys[] = {
	SIM_KEY(SIM_KEY_MESSAGE, struct sim_fastchannel, message, "message",
		"the message that it replaces", .required = true, .min = PERFORMANCE_LIMITS_SET,
		.max = PERFORMANCE_LEVEL_GET),
	SIM_INCLUDE(sim_fastchannel_keys),
	{ 0 },
};

#define LEVEL(member, help, ...)                                                                   \
	SIM_KEY(SIM_KEY_U32, struct level, member, #member, help, __VA_ARGS__)

static const struct sim_key level_keys[] = {
	LEVEL(level, "the level", .required = true),
	LEVEL(power, "its power in the protocol's unit, 0: unknown"),
	LEVEL(latency_us, "worst time to reach it", .max = UINT16_MAX),
	LEVEL(freq_khz, "a frequency near to the true one"),
	LEVEL(index, "its index; left out: its place in the list", .max = SIM_UNSET - 1,
	      .def = SIM_UNSET),
	{ 0 },
};

#define KEY(type, member, name, help, ...)                                                         \
	SIM_KEY(SIM_KEY_##type, struct perf_domain, member, name, help, __VA_ARGS__)

static const struct sim_key domain_keys[] = {
	SIM_DOMAIN_KEYS,
	KEY(OBJECT, levels, "levels", "its levels, ascending", .required = true, .list = true,
	    .most = MAX_LEVELS, .keys = level_keys, .size = sizeof(struct level)),
	KEY(U32, level, "level", "initial level; left out: the highest", .def = SIM_UNSET),
	KEY(U32, min, "min", "initial lower limit; left out: the lowest level", .def = SIM_UNSET),
	KEY(U32, max, "max", "initial upper limit; left out: the highest level", .def = SIM_UNSET),
	KEY(BOOL, indexing, "indexing", "messages call levels by their index (4.0)"),
	KEY(U32, sustained_freq_khz, "sustained_freq_khz",
	    "frequency of the sustained level, 0: unknown"),
	KEY(U32, sustained_level, "sustained_level",
	    "level that can be held in normal conditions; left out: the highest", .def = SIM_UNSET),
	KEY(U32, rate_limit_us, "rate_limit_us", "least time between requests", .max = 0xfffff),
	KEY(BOOL, set_level, "set_level", "agents may set the level", .def = true),
	KEY(BOOL, set_limits, "set_limits", "agents may set the limits", .def = true),
	KEY(BOOL, notify_level, "notify_level", "can notify of level changes", .def = true),
	KEY(BOOL, notify_limits, "notify_limits", "can notify of limits changes", .def = true),
	KEY(OBJECT, fast_channels, "fast_channels", "descriptions of fast channels", .list = true,
	    .keys = fastchannel_keys, .size = sizeof(struct sim_fastchannel)),
	{ .check = check_domain },
};

static const struct sim_key keys[] = {
	SIM_PROTOCOL_KEYS,
	SIM_KEY(SIM_KEY_U32, struct perf, power_unit, "power_unit", "unit of the levels' power",
		.wire = "power_unit", .max = 2),
	SIM_KEY(SIM_KEY_OBJECT, struct perf, statistics, "statistics",
		"the memory that has the statistics", .keys = sim_region_keys),
	SIM_KEY(SIM_KEY_DOMAINS, struct sim_protocol, domains, "domains", "the performance domains",
		.keys = domain_keys, .size = sizeof(struct perf_domain)),
	{ 0 },
};

static const uint32_t versions[] = { SCMI_VERSION(1, 0), SCMI_VERSION(2, 0), SCMI_VERSION(3, 0),
				     SCMI_VERSION(4, 0), 0 };

const struct sim_protocol_ops sim_perf = {
	.id = SCMI_PERF,
	.versions = versions,
	.negotiates = SCMI_VERSION(4, 0),
	.keys = keys,
	.size = sizeof(struct perf),
	.domain_size = sizeof(struct perf_domain),
	.domain_field = "domain_id",
	.handlers = handlers,
	.message_attributes = message_attributes,
};
