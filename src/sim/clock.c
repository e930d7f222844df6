/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stddef.h>
#include <string.h>

#include "platform.h"

enum {
	CLOCK_ATTRIBUTES = 0x03,
	CLOCK_DESCRIBE_RATES = 0x04,
	CLOCK_RATE_SET = 0x05,
	CLOCK_RATE_GET = 0x06,
	CLOCK_CONFIG_SET = 0x07,
	CLOCK_NAME_GET = 0x08,
	CLOCK_RATE_NOTIFY = 0x09,
	CLOCK_RATE_CHANGE_REQUESTED_NOTIFY = 0x0a,
	CLOCK_CONFIG_GET = 0x0b,
	CLOCK_POSSIBLE_PARENTS_GET = 0x0c,
	CLOCK_PARENT_SET = 0x0d,
	CLOCK_PARENT_GET = 0x0e,
	CLOCK_GET_PERMISSIONS = 0x0f,
};

enum {
	CLOCK_RATE_CHANGED = 0x00,
	CLOCK_RATE_CHANGE_REQUESTED = 0x01,
};

enum {
	STATE_DISABLE = 0,
	STATE_ENABLE = 1,
	STATE_UNCHANGED = 3,
};

/* An extended configuration: duty cycle, phase, or the vendor's. */
struct clock_config {
	uint32_t type;
	uint32_t value;
	uint32_t min, max;
};

struct clock {
	struct sim_domain d;
	int64_t rate;
	struct sim_choice rates;
	bool enabled;
	uint32_t enable_delay_us;
	bool notify_changed, notify_requested;
	struct sim_list parents; /* uint32_t */
	uint32_t parent;
	bool restricted;
	bool may_state, may_parent, may_rate;
	struct sim_list configs; /* struct clock_config */
};

static int32_t attributes(struct sim_call *c, void *domain)
{
	(void)domain;
	sim_ret(c, "num_clocks", sim_domain_count(c->p));
	sim_ret(c, "max_async_requests", c->p->max_async);
	return SCMI_SUCCESS;
}

static int32_t clock_attributes(struct sim_call *c, void *domain)
{
	const struct clock *clk = domain;

	sim_ret_short_name(c, 0, &clk->d);
	sim_ret(c, "enabled", clk->enabled);
	sim_ret(c, "restricted", clk->restricted);
	sim_ret(c, "extended_config", clk->configs.n != 0);
	sim_ret(c, "has_parents", clk->parents.n != 0);
	sim_ret(c, "rate_change_requested_notifications", clk->notify_requested);
	sim_ret(c, "rate_changed_notifications", clk->notify_changed);
	sim_ret(c, "clock_enable_delay", clk->enable_delay_us);
	return SCMI_SUCCESS;
}

static int32_t describe_rates(struct sim_call *c, void *domain)
{
	const struct clock *clk = domain;

	return sim_ret_choice(c, &clk->rates, sim_arg(c, "rate_index"), "triplet", "rate");
}

static int32_t set_rate(struct sim_call *c, void *domain, int64_t rate)
{
	struct clock *clk = domain;
	bool changed = clk->rate != rate;

	clk->rate = rate;
	if (c->is_delayed)
		sim_ret(c, "rate", (uint64_t)rate);
	if (changed)
		sim_notify(c, &clk->d, CLOCK_RATE_CHANGED,
			   SIM_VALUES({ "rate", (uint64_t)rate, 0 }));
	return SCMI_SUCCESS;
}

static int32_t rate_set(struct sim_call *c, void *domain)
{
	struct clock *clk = domain;
	uint64_t wanted = sim_arg(c, "rate");
	enum sim_rounding rounding = sim_arg(c, "round_up") ? SIM_ROUND_UP : SIM_ROUND_DOWN;
	int64_t rate;
	int32_t status;

	if (clk->restricted && !clk->may_rate)
		return SCMI_DENIED;
	if (sim_arg(c, "ignore_delayed_response") && !sim_arg(c, "async"))
		return SCMI_INVALID_PARAMETERS;
	if (sim_arg(c, "async") && !c->p->max_async)
		return SCMI_NOT_SUPPORTED;
	if (sim_arg(c, "round_auto"))
		rounding = SIM_ROUND_NEAREST;
	if (wanted > INT64_MAX)
		return SCMI_OUT_OF_RANGE;
	status = sim_choose(&clk->rates, (int64_t)wanted, rounding, &rate);
	if (status)
		return status;
	if (sim_arg(c, "async"))
		status = sim_defer(c, clk, set_rate, rate, sim_arg(c, "ignore_delayed_response"));
	if (status)
		return status;
	sim_notify(c, &clk->d, CLOCK_RATE_CHANGE_REQUESTED, SIM_VALUES({ "rate", wanted, 0 }));
	return sim_arg(c, "async") ? SCMI_SUCCESS : set_rate(c, clk, rate);
}

static int32_t rate_get(struct sim_call *c, void *domain)
{
	const struct clock *clk = domain;

	sim_ret(c, "rate", (uint64_t)clk->rate);
	return SCMI_SUCCESS;
}

static struct clock_config *find_config(const struct clock *clk, uint32_t type)
{
	struct clock_config *configs = clk->configs.v;

	for (size_t i = 0; i < clk->configs.n; i++)
		if (configs[i].type == type)
			return &configs[i];
	return NULL;
}

static int32_t config_set(struct sim_call *c, void *domain)
{
	struct clock *clk = domain;
	uint32_t state = (uint32_t)sim_arg(c, "state");
	uint32_t type = (uint32_t)sim_arg(c, "extended_config_type");
	uint32_t value = (uint32_t)sim_arg(c, "extended_config_val");
	struct clock_config *config = NULL;

	if (state != STATE_DISABLE && state != STATE_ENABLE && state != STATE_UNCHANGED)
		return SCMI_INVALID_PARAMETERS;
	if (clk->restricted && !clk->may_state)
		return SCMI_DENIED;
	if (type) {
		config = find_config(clk, type);
		if (!config)
			return SCMI_NOT_SUPPORTED;
		if (value < config->min || value > config->max)
			return SCMI_OUT_OF_RANGE;
		config->value = value;
	}
	if (state != STATE_UNCHANGED)
		clk->enabled = state == STATE_ENABLE;
	return SCMI_SUCCESS;
}

static int32_t config_get(struct sim_call *c, void *domain)
{
	const struct clock *clk = domain;
	uint32_t type = (uint32_t)sim_arg(c, "extended_config_type");
	const struct clock_config *config = find_config(clk, type);

	if (type && !config)
		return SCMI_NOT_SUPPORTED;
	sim_ret(c, "enabled", clk->enabled);
	sim_ret(c, "extended_config_val", config ? config->value : 0);
	return SCMI_SUCCESS;
}

static int32_t possible_parents_get(struct sim_call *c, void *domain)
{
	const struct clock *clk = domain;
	const uint32_t *parents = clk->parents.v;
	size_t skip = sim_arg(c, "skip_parents"), n;
	int32_t status;

	if (!clk->parents.n)
		return SCMI_NOT_SUPPORTED;
	status = sim_page(c, clk->parents.n, skip, &n);
	for (size_t i = 0; i < n && !status; i++)
		sim_ret_at(c, "parent_id", i, parents[skip + i]);
	return status;
}

static int32_t parent_set(struct sim_call *c, void *domain)
{
	struct clock *clk = domain;
	uint32_t parent = (uint32_t)sim_arg(c, "parent_id");

	if (clk->restricted && !clk->may_parent)
		return SCMI_DENIED;
	if (!clk->parents.n)
		return SCMI_NOT_SUPPORTED;
	if (!sim_has(&clk->parents, parent))
		return SCMI_INVALID_PARAMETERS;
	clk->parent = parent;
	return SCMI_SUCCESS;
}

static int32_t parent_get(struct sim_call *c, void *domain)
{
	const struct clock *clk = domain;

	if (!clk->parents.n)
		return SCMI_NOT_SUPPORTED;
	sim_ret(c, "parent_id", clk->parent);
	return SCMI_SUCCESS;
}

static int32_t get_permissions(struct sim_call *c, void *domain)
{
	const struct clock *clk = domain;
	bool all = !clk->restricted;

	sim_ret(c, "state_control", all || clk->may_state);
	sim_ret(c, "parent_control", all || clk->may_parent);
	sim_ret(c, "rate_control", all || clk->may_rate);
	return SCMI_SUCCESS;
}

static int32_t rate_notify(struct sim_call *c, void *domain)
{
	struct clock *clk = domain;

	return sim_subscribe(c, clk->notify_changed, &clk->d.subscribers[CLOCK_RATE_CHANGED]);
}

static int32_t rate_change_requested_notify(struct sim_call *c, void *domain)
{
	struct clock *clk = domain;

	return sim_subscribe(c, clk->notify_requested,
			     &clk->d.subscribers[CLOCK_RATE_CHANGE_REQUESTED]);
}

static const struct sim_handler handlers[] = {
	{ SCMI_PROTOCOL_ATTRIBUTES, attributes },
	{ CLOCK_ATTRIBUTES, clock_attributes },
	{ CLOCK_DESCRIBE_RATES, describe_rates },
	{ CLOCK_RATE_SET, rate_set },
	{ CLOCK_RATE_GET, rate_get },
	{ CLOCK_CONFIG_SET, config_set },
	{ CLOCK_NAME_GET, sim_name_get },
	{ CLOCK_RATE_NOTIFY, rate_notify },
	{ CLOCK_RATE_CHANGE_REQUESTED_NOTIFY, rate_change_requested_notify },
	{ CLOCK_CONFIG_GET, config_get },
	{ CLOCK_POSSIBLE_PARENTS_GET, possible_parents_get },
	{ CLOCK_PARENT_SET, parent_set },
	{ CLOCK_PARENT_GET, parent_get },
	{ CLOCK_GET_PERMISSIONS, get_permissions },
	{ 0 },
};

/* Description */

static int check_config(struct sim_loader *l, const struct sim_where *at, void *object)
{
	const struct clock_config *config = object;

	if (config->value < config->min || config->value > config->max)
		return sim_bad(l, SIM_AT(at, "value"), "%u is not between min (%u) and max (%u)",
			       config->value, config->min, config->max);
	return 0;
}

static int check_clock(struct sim_loader *l, const struct sim_where *at, void *object)
{
	struct clock *clk = object;

	if (clk->parents.n && clk->parent == SIM_UNSET)
		clk->parent = *(uint32_t *)clk->parents.v;
	if (clk->parents.n ? !sim_has(&clk->parents, clk->parent) : clk->parent != SIM_UNSET)
		return sim_bad(l, SIM_AT(at, "parent"), "clock %u is none of \"parents\"",
			       clk->parent);
	return sim_check_choice(l, at, "rates", "range", &clk->rates, &clk->rate, "rate");
}

static int check_protocol(struct sim_loader *l, const struct sim_where *at, void *object)
{
	struct sim_protocol *p = object;

	for (size_t i = 0; i < p->domains.n; i++) {
		const struct clock *clk = sim_domain_at(p, i);
		const uint32_t *parents = clk->parents.v;

		for (size_t j = 0; j < clk->parents.n; j++) {
			const struct sim_where *list = SIM_AT(
				SIM_AT_INDEX(SIM_AT(at, "domains"), i), "parents");

			if (!sim_domain(p, parents[j]))
				return sim_bad(l, SIM_AT_INDEX(list, j), "there is no clock %u",
					       parents[j]);
		}
	}
	return 0;
}

#define KEY(type, member, name, help, ...)                                                         \
	SIM_KEY(SIM_KEY_##type, struct clock, member, name, help, __VA_ARGS__)

static const struct sim_key config_keys[] = {
	SIM_KEY(SIM_KEY_U32, struct clock_config, type, "type",
		"kind of configuration; 128 to 255 are the vendor's", .required = true,
		.wire = "extended_config_type", .min = 1, .max = 255),
	SIM_KEY(SIM_KEY_U32, struct clock_config, value, "value", "initial value",
		.required = true),
	SIM_KEY(SIM_KEY_U32, struct clock_config, min, "min", "lowest value that is accepted"),
	SIM_KEY(SIM_KEY_U32, struct clock_config, max, "max", "highest value that is accepted",
		.def = UINT32_MAX),
	{ .check = check_config },
};

static const struct sim_key clock_keys[] = {
	SIM_DOMAIN_KEYS,
	KEY(S64, rates.values, "rates", "the rates it can have in Hz, ascending; instead of range",
	    .list = true, .min = 0, .max = INT64_MAX),
	KEY(OBJECT, rates, "range", "the rates it can have in Hz: any from min to max in steps",
	    .keys = sim_range_keys),
	KEY(S64, rate, "rate", "initial rate in Hz; left out: the lowest", .min = 0,
	    .max = INT64_MAX, .def = (uint64_t)INT64_MIN),
	KEY(BOOL, enabled, "enabled", "whether it runs initially"),
	KEY(U32, enable_delay_us, "enable_delay_us", "worst time to enable it, 0: unknown"),
	KEY(BOOL, notify_changed, "notify_changed", "can notify of rate changes", .def = true),
	KEY(BOOL, notify_requested, "notify_requested", "can notify of requests to change the rate",
	    .def = true),
	KEY(U32, parents, "parents", "ids of the clocks that can be its parent", .list = true,
	    .most = UINT8_MAX, .max = SIM_MAX_DOMAINS),
	KEY(U32, parent, "parent", "initial parent; left out: the first", .max = SIM_MAX_DOMAINS,
	    .def = SIM_UNSET),
	KEY(BOOL, restricted, "restricted", "agents may not do everything: see the may_ keys"),
	KEY(BOOL, may_state, "may_state", "agents may enable and disable it though restricted"),
	KEY(BOOL, may_parent, "may_parent", "agents may set its parent though restricted"),
	KEY(BOOL, may_rate, "may_rate", "agents may set its rate though restricted"),
	KEY(OBJECT, configs, "configs", "extended configurations that it has", .list = true,
	    .keys = config_keys, .size = sizeof(struct clock_config)),
	{ .check = check_clock },
};

static const struct sim_key keys[] = {
	SIM_PROTOCOL_KEYS,
	SIM_KEY(SIM_KEY_U32, struct sim_protocol, max_async, "max_async",
		"asynchronous rate changes that may be under way, 0: none", .max = 255, .def = 4),
	SIM_KEY(SIM_KEY_DOMAINS, struct sim_protocol, domains, "domains", "the clocks",
		.keys = clock_keys, .size = sizeof(struct clock)),
	{ .check = check_protocol },
};

static const uint32_t versions[] = { SCMI_VERSION(1, 0), SCMI_VERSION(2, 0), SCMI_VERSION(3, 0),
				     0 };

const struct sim_protocol_ops sim_clock = {
	.id = SCMI_CLOCK,
	.versions = versions,
	.negotiates = SCMI_VERSION(3, 0),
	.keys = keys,
	.size = sizeof(struct sim_protocol),
	.domain_size = sizeof(struct clock),
	.domain_field = "clock_id",
	.handlers = handlers,
};
