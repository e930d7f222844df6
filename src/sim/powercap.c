/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stddef.h>

#include "platform.h"

enum {
	POWERCAP_DOMAIN_ATTRIBUTES = 0x03,
	POWERCAP_CAP_GET = 0x04,
	POWERCAP_CAP_SET = 0x05,
	POWERCAP_PAI_GET = 0x06,
	POWERCAP_PAI_SET = 0x07,
	POWERCAP_DOMAIN_NAME_GET = 0x08,
	POWERCAP_MEASUREMENTS_GET = 0x09,
	POWERCAP_CAP_NOTIFY = 0x0a,
	POWERCAP_MEASUREMENTS_NOTIFY = 0x0b,
	POWERCAP_DESCRIBE_FASTCHANNEL = 0x0c,
	POWERCAP_CPC_ATTRIBUTES = 0x0d,
	POWERCAP_CAI_GET = 0x0e,
	POWERCAP_CAI_SET = 0x0f,
};

enum {
	POWERCAP_CAP_CHANGED = 0x00,
	POWERCAP_MEASUREMENTS_CHANGED = 0x01,
};

#define PARENT_NONE UINT32_MAX
#define CAP_OFF 0
#define MAX_CPLS 15

/* Specification 4.0, a draft: what was PAI is called MAI, and a domain has several caps (CPLs). */
#define V3_0 SCMI_VERSION(3, 0)

/* A cap; that with index 0 is the only one before 3.0. */
struct cpl {
	const char *name;
	bool config; /* it can be set */
	struct sim_choice cap, cai;
	int64_t power_cap, cai_us;
};

/* What an agent wants to be told of measurements. */
struct watch {
	uint32_t low, high; /* both 0: every change */
	uint32_t seen;	    /* the power when it was last looked at */
};

struct powercap_domain {
	struct sim_domain d;
	bool async, pai_config, cai_config, monitoring;
	bool notify_cap, notify_measurements, notify_cai, notify_mai;
	uint32_t power_unit;
	struct sim_choice pai;
	int64_t pai_us;
	struct cpl first;
	struct sim_list cpls; /* struct cpl, from index 1 on */
	uint32_t sustainable_power, accuracy, parent;
	struct sim_wave power;
	struct sim_list fast_channels; /* struct sim_fastchannel */
	struct watch watches[SIM_MAX_AGENTS];
	struct sim_timer timer;
};

static struct cpl *cpl_at(const struct powercap_domain *pd, size_t index)
{
	if (index > pd->cpls.n)
		return NULL;
	return index ? (struct cpl *)pd->cpls.v + index - 1 : (struct cpl *)&pd->first;
}

/* The cap that the request is about; there is only one to ask for before 3.0. */
static struct cpl *requested(const struct sim_call *c, const struct powercap_domain *pd)
{
	return cpl_at(pd, sim_arg(c, "cpli"));
}

static int32_t attributes(struct sim_call *c, void *domain)
{
	(void)domain;
	sim_ret(c, "num_domains", sim_domain_count(c->p));
	return SCMI_SUCCESS;
}

static void message_attributes(struct sim_call *c, uint8_t message)
{
	for (size_t i = 0; i < c->p->domains.n; i++) {
		const struct powercap_domain *pd = sim_domain_at(c->p, i);

		if (sim_has_fastchannel(c, &pd->fast_channels, message))
			sim_ret(c, "fast_channel", true);
	}
}

static int32_t domain_attributes(struct sim_call *c, void *domain)
{
	const struct powercap_domain *pd = domain;

	sim_ret_short_name(c, 0, &pd->d);
	sim_ret(c, "cap_notifications", pd->notify_cap);
	sim_ret(c, "measurements_notifications", pd->notify_measurements);
	sim_ret(c, "async_cap_set", pd->async);
	sim_ret(c, "cap_config", pd->first.config);
	sim_ret(c, "monitoring", pd->monitoring);
	sim_ret(c, "power_unit", pd->power_unit);
	sim_ret(c, "fast_channels", sim_has_fastchannels(c, &pd->fast_channels));
	sim_ret(c, "min_power_cap", (uint64_t)pd->first.cap.min);
	sim_ret(c, "max_power_cap", (uint64_t)pd->first.cap.max);
	sim_ret(c, "power_cap_step", (uint64_t)pd->first.cap.step);
	sim_ret(c, "sustainable_power", pd->sustainable_power);
	sim_ret(c, "accuracy", pd->accuracy);
	sim_ret(c, "parent_id", pd->parent);
	if (c->version < V3_0) {
		sim_ret(c, "pai_config", pd->pai_config);
		sim_ret(c, "min_pai", (uint64_t)pd->pai.min);
		sim_ret(c, "max_pai", (uint64_t)pd->pai.max);
		sim_ret(c, "pai_step", (uint64_t)pd->pai.step);
		return SCMI_SUCCESS;
	}
	sim_ret(c, "num_cpls", pd->cpls.n + 1);
	sim_ret(c, "cai_notifications", pd->notify_cai);
	sim_ret(c, "mai_notifications", pd->notify_mai);
	sim_ret(c, "cai_config", pd->cai_config);
	sim_ret(c, "mai_config", pd->pai_config);
	sim_ret(c, "min_mai", (uint64_t)pd->pai.min);
	sim_ret(c, "max_mai", (uint64_t)pd->pai.max);
	sim_ret(c, "mai_step", (uint64_t)pd->pai.step);
	sim_ret(c, "min_cai", (uint64_t)pd->first.cai.min);
	sim_ret(c, "max_cai", (uint64_t)pd->first.cai.max);
	sim_ret(c, "cai_step", (uint64_t)pd->first.cai.step);
	return SCMI_SUCCESS;
}

/* The lowest cap counts. */
static uint32_t power_at(const struct powercap_domain *pd, uint64_t now)
{
	int64_t power = sim_wave_at(&pd->power, now);

	for (size_t i = 0; i <= pd->cpls.n; i++) {
		int64_t cap = cpl_at(pd, i)->power_cap;

		if (cap != CAP_OFF && power > cap)
			power = cap;
	}
	return power < 0 ? 0 : power > UINT32_MAX ? UINT32_MAX : (uint32_t)power;
}

static void notify_cap(struct sim_call *c, const struct powercap_domain *pd, uint32_t cpli)
{
	const struct cpl *cpl = cpl_at(pd, cpli);

	sim_notify(c, &pd->d, POWERCAP_CAP_CHANGED,
		   SIM_VALUES({ "power_cap", (uint64_t)cpl->power_cap, 0 },
			      { "pai", (uint64_t)pd->pai_us, 0 },
			      { "cai", (uint64_t)cpl->cai_us, 0 }, { "cpli", cpli, 0 }));
}

static int32_t cap_get(struct sim_call *c, void *domain)
{
	const struct cpl *cpl = requested(c, domain);

	if (!cpl)
		return SCMI_NOT_FOUND;
	sim_ret(c, "power_cap", (uint64_t)cpl->power_cap);
	return SCMI_SUCCESS;
}

/* @value: the index of the cap in the upper half, the cap in the lower one. */
static int32_t set_cap(struct sim_call *c, void *domain, int64_t value)
{
	struct powercap_domain *pd = domain;
	uint32_t cpli = (uint32_t)(value >> 32), cap = (uint32_t)value;
	struct cpl *cpl = cpl_at(pd, cpli);
	bool changed = cpl->power_cap != cap;

	cpl->power_cap = cap;
	if (c->is_delayed) {
		sim_ret(c, "power_cap", cap);
		if (c->version >= V3_0)
			sim_ret(c, "cpli", cpli);
	}
	if (changed)
		notify_cap(c, pd, cpli);
	return SCMI_SUCCESS;
}

/* A value that is set must be one of the range's: there is no flag that would ask for rounding. */
static int32_t check_value(const struct sim_choice *range, int64_t wanted)
{
	int64_t value;
	int32_t status = sim_choose(range, wanted, SIM_ROUND_DOWN, &value);

	return status ? status : value == wanted ? SCMI_SUCCESS : SCMI_INVALID_PARAMETERS;
}

static int32_t cap_set(struct sim_call *c, void *domain)
{
	struct powercap_domain *pd = domain;
	const struct cpl *cpl = requested(c, pd);
	int64_t cap = (int64_t)sim_arg(c, "power_cap");
	int64_t value = (int64_t)sim_arg(c, "cpli") << 32 | cap;
	bool async = sim_arg(c, "async"), ignore = sim_arg(c, "ignore_delayed_response");
	int32_t status = SCMI_SUCCESS;

	if (!cpl)
		return SCMI_NOT_FOUND;
	if (!cpl->config || (async && !pd->async))
		return SCMI_NOT_SUPPORTED;
	if (ignore && !async)
		return SCMI_INVALID_PARAMETERS;
	if (cap != CAP_OFF || c->version < SCMI_VERSION(2, 0))
		status = check_value(&cpl->cap, cap);
	if (status)
		return status;
	return async ? sim_defer(c, pd, set_cap, value, ignore) : set_cap(c, pd, value);
}

static const char *interval_name(const struct sim_call *c)
{
	return c->version < V3_0 ? "pai" : "mai";
}

static int32_t pai_get(struct sim_call *c, void *domain)
{
	const struct powercap_domain *pd = domain;

	sim_ret(c, interval_name(c), (uint64_t)pd->pai_us);
	return SCMI_SUCCESS;
}

static uint64_t period_of(const struct powercap_domain *pd)
{
	return (uint64_t)pd->pai_us * 1000;
}

static int32_t pai_set(struct sim_call *c, void *domain)
{
	struct powercap_domain *pd = domain;
	int64_t pai = (int64_t)sim_arg(c, interval_name(c));
	int32_t status;

	if (!pd->pai_config)
		return SCMI_NOT_SUPPORTED;
	status = check_value(&pd->pai, pai);
	if (status || pd->pai_us == pai)
		return status;
	pd->pai_us = pai;
	sim_timer_set(&pd->timer, pd->timer.on, period_of(pd), c->now);
	/* From 3.0 on the notification is about the cap's interval. */
	if (c->p->version < V3_0)
		notify_cap(c, pd, 0);
	return SCMI_SUCCESS;
}

static int32_t measurements_get(struct sim_call *c, void *domain)
{
	const struct powercap_domain *pd = domain;

	if (!pd->monitoring)
		return SCMI_NOT_SUPPORTED;
	sim_ret(c, "power", power_at(pd, c->now));
	sim_ret(c, interval_name(c), (uint64_t)pd->pai_us);
	return SCMI_SUCCESS;
}

static int32_t cap_notify(struct sim_call *c, void *domain)
{
	struct powercap_domain *pd = domain;

	return sim_subscribe(c, pd->notify_cap, &pd->d.subscribers[POWERCAP_CAP_CHANGED]);
}

static int32_t measurements_notify(struct sim_call *c, void *domain)
{
	struct powercap_domain *pd = domain;
	uint32_t *subscribers = &pd->d.subscribers[POWERCAP_MEASUREMENTS_CHANGED];
	const struct watch watch = {
		.low = (uint32_t)sim_arg(c, "power_thresh_low"),
		.high = (uint32_t)sim_arg(c, "power_thresh_high"),
		.seen = power_at(pd, c->now),
	};
	int32_t status;

	if (watch.low > watch.high)
		return SCMI_INVALID_PARAMETERS;
	status = sim_subscribe(c, pd->notify_measurements, subscribers);
	if (status)
		return status;
	pd->watches[c->agent - 1] = watch;
	sim_timer_set(&pd->timer, *subscribers != 0, period_of(pd), c->now);
	return SCMI_SUCCESS;
}

static int32_t describe_fastchannel(struct sim_call *c, void *domain)
{
	const struct powercap_domain *pd = domain;

	if (!requested(c, pd))
		return SCMI_NOT_FOUND;
	/* Those that are described are of the first cap. */
	return sim_arg(c, "cpli") ? SCMI_NOT_SUPPORTED
				  : sim_describe_fastchannel(c, &pd->fast_channels);
}

static int32_t cpc_attributes(struct sim_call *c, void *domain)
{
	const struct powercap_domain *pd = domain;
	size_t skip = sim_arg(c, "desc_index"), n;
	int32_t status = sim_page(c, pd->cpls.n + 1, skip, &n);

	for (size_t i = 0; i < n && !status; i++) {
		const struct cpl *cpl = cpl_at(pd, skip + i);

		sim_ret_at(c, "cpli", i, skip + i);
		sim_ret_at(c, "configurable", i, cpl->config);
		sim_ret_at(c, "min_power_cap", i, (uint64_t)cpl->cap.min);
		sim_ret_at(c, "max_power_cap", i, (uint64_t)cpl->cap.max);
		sim_ret_at(c, "power_cap_step", i, (uint64_t)cpl->cap.step);
		sim_ret_at(c, "min_cai", i, (uint64_t)cpl->cai.min);
		sim_ret_at(c, "max_cai", i, (uint64_t)cpl->cai.max);
		sim_ret_at(c, "cai_step", i, (uint64_t)cpl->cai.step);
		sim_ret_text(c, "name", i, cpl->name ? cpl->name : pd->d.name);
	}
	return status;
}

static int32_t cai_get(struct sim_call *c, void *domain)
{
	const struct cpl *cpl = requested(c, domain);

	if (!cpl)
		return SCMI_NOT_FOUND;
	sim_ret(c, "cai", (uint64_t)cpl->cai_us);
	return SCMI_SUCCESS;
}

static int32_t cai_set(struct sim_call *c, void *domain)
{
	struct powercap_domain *pd = domain;
	struct cpl *cpl = requested(c, pd);
	int64_t cai = (int64_t)sim_arg(c, "cai");
	int32_t status;

	if (!cpl)
		return SCMI_NOT_FOUND;
	if (!pd->cai_config)
		return SCMI_NOT_SUPPORTED;
	status = check_value(&cpl->cai, cai);
	if (status || cpl->cai_us == cai)
		return status;
	cpl->cai_us = cai;
	notify_cap(c, pd, (uint32_t)sim_arg(c, "cpli"));
	return SCMI_SUCCESS;
}

static const struct sim_handler handlers[] = {
	{ SCMI_PROTOCOL_ATTRIBUTES, attributes },
	{ POWERCAP_DOMAIN_ATTRIBUTES, domain_attributes },
	{ POWERCAP_CAP_GET, cap_get },
	{ POWERCAP_CAP_SET, cap_set },
	{ POWERCAP_PAI_GET, pai_get },
	{ POWERCAP_PAI_SET, pai_set },
	{ POWERCAP_DOMAIN_NAME_GET, sim_name_get },
	{ POWERCAP_MEASUREMENTS_GET, measurements_get },
	{ POWERCAP_CAP_NOTIFY, cap_notify },
	{ POWERCAP_MEASUREMENTS_NOTIFY, measurements_notify },
	{ POWERCAP_DESCRIBE_FASTCHANNEL, describe_fastchannel },
	{ POWERCAP_CPC_ATTRIBUTES, cpc_attributes },
	{ POWERCAP_CAI_GET, cai_get },
	{ POWERCAP_CAI_SET, cai_set },
	{ 0 },
};

/* What happens by itself */

static bool crosses(struct watch *watch, uint32_t power)
{
	uint32_t before = watch->seen;

	watch->seen = power;
	if (!watch->low && !watch->high)
		return power != before;
	return (before >= watch->low && power < watch->low) ||
	       (before <= watch->high && power > watch->high);
}

static void measure(struct sim_call *c, struct powercap_domain *pd)
{
	uint32_t subscribers = pd->d.subscribers[POWERCAP_MEASUREMENTS_CHANGED];
	uint32_t power = power_at(pd, c->now), told = 0;

	for (uint32_t i = 0; i < SIM_MAX_AGENTS; i++)
		if (subscribers & 1u << i && crosses(&pd->watches[i], power))
			told |= 1u << i;
	sim_notify_agents(c, &pd->d, told, POWERCAP_MEASUREMENTS_CHANGED,
			  SIM_VALUES({ "power", power, 0 }, { "mai", (uint64_t)pd->pai_us, 0 }));
}

static uint64_t due(const struct sim_protocol *p)
{
	uint64_t first = SIM_NEVER;

	for (size_t i = 0; i < p->domains.n; i++) {
		const struct powercap_domain *pd = sim_domain_at(p, i);

		first = sim_earlier(first, sim_timer_due(&pd->timer));
	}
	return first;
}

static void run(struct sim_call *c)
{
	uint64_t now = c->now;

	for (size_t i = 0; i < c->p->domains.n; i++) {
		struct powercap_domain *pd = sim_domain_at(c->p, i);

		if (sim_timer_fires(&pd->timer, now, c))
			measure(c, pd);
	}
}

static void reset_agent(struct sim_protocol *p, uint32_t agent)
{
	(void)agent;
	for (size_t i = 0; i < p->domains.n; i++) {
		struct powercap_domain *pd = sim_domain_at(p, i);

		pd->timer.on = pd->d.subscribers[POWERCAP_MEASUREMENTS_CHANGED] != 0;
	}
}

/* Description */

static const struct sim_key fastchannel_keys[] = {
	SIM_KEY(SIM_KEY_MESSAGE, struct sim_fastchannel, message, "message",
		"the message that it replaces", .required = true, .min = POWERCAP_CAP_GET,
		.max = POWERCAP_PAI_SET),
	SIM_INCLUDE(sim_fastchannel_keys),
	{ 0 },
};

static int check_range(struct sim_loader *l, const struct sim_where *at, const char *key,
		       const struct sim_choice *range, int64_t *value, const char *value_key)
{
	if (range->min < 0 || range->max > UINT32_MAX || range->step > UINT32_MAX)
		return sim_bad(l, SIM_AT(at, key), "does not fit 32 bits");
	return sim_check_choice(l, at, NULL, key, range, value, value_key);
}

static int check_cpl(struct sim_loader *l, const struct sim_where *at, void *object)
{
	struct cpl *cpl = object;
	int ret = check_range(l, at, "cai_us", &cpl->cai, &cpl->cai_us, "cai_initial_us");

	if (cpl->power_cap == INT64_MIN)
		cpl->power_cap = cpl->cap.max;
	return ret ? ret : check_range(l, at, "cap", &cpl->cap, &cpl->power_cap, "cap_initial");
}

static int check_domain(struct sim_loader *l, const struct sim_where *at, void *object)
{
	struct powercap_domain *pd = object;

	return check_range(l, at, "pai_us", &pd->pai, &pd->pai_us, "pai_initial_us");
}

static int check_protocol(struct sim_loader *l, const struct sim_where *at, void *object)
{
	struct sim_protocol *p = object;

	for (size_t i = 0; i < p->domains.n; i++) {
		const struct powercap_domain *pd = sim_domain_at(p, i);
		const struct sim_where *parent = SIM_AT(SIM_AT_INDEX(SIM_AT(at, "domains"), i),
							"parent");

		if (pd->parent != PARENT_NONE &&
		    (pd->parent == pd->d.id || !sim_domain(p, pd->parent)))
			return sim_bad(l, parent, "there is no other domain %u", pd->parent);
	}
	return 0;
}

#define CPL(type, member, name, help, ...)                                                         \
	SIM_KEY(SIM_KEY_##type, struct cpl, member, name, help, __VA_ARGS__)

/* Of a cap, and of a domain for its first one. */
static const struct sim_key cpl_keys[] = {
	CPL(OBJECT, cap, "cap", "the caps it can have", .required = true, .keys = sim_range_keys),
	CPL(S64, power_cap, "cap_initial",
	    "initial cap, 0: capping is off (2.0); left out: the highest", .min = 0,
	    .max = UINT32_MAX, .def = (uint64_t)INT64_MIN),
	CPL(BOOL, config, "cap_config", "the cap can be set", .def = true),
	CPL(OBJECT, cai, "cai_us", "the averaging intervals that the cap can have (3.0)",
	    .keys = sim_range_keys),
	CPL(S64, cai_us, "cai_initial_us",
	    "initial averaging interval of the cap (3.0); left out: the shortest", .min = 0,
	    .max = UINT32_MAX, .def = (uint64_t)INT64_MIN),
	{ .check = check_cpl },
};

static const struct sim_key more_cpl_keys[] = {
	CPL(TEXT, name, "name", "its name", .required = true, .max = SCMI_SHORT_NAME - 1),
	SIM_INCLUDE(cpl_keys),
	{ 0 },
};

#define KEY(type, member, name, help, ...)                                                         \
	SIM_KEY(SIM_KEY_##type, struct powercap_domain, member, name, help, __VA_ARGS__)

static const struct sim_key domain_keys[] = {
	SIM_DOMAIN_KEYS,
	KEY(U32, parent, "parent", "id of the domain above it", .wire = "parent_id",
	    .def = PARENT_NONE),
	KEY(U32, power_unit, "power_unit", "unit of all power values", .wire = "power_unit",
	    .max = 2, .def = 1),
	KEY(INCLUDE, first, "", NULL, .keys = cpl_keys),
	KEY(OBJECT, pai, "pai_us", "the averaging intervals it can have", .required = true,
	    .keys = sim_range_keys),
	KEY(S64, pai_us, "pai_initial_us", "initial averaging interval; left out: the shortest",
	    .min = 0, .max = UINT32_MAX, .def = (uint64_t)INT64_MIN),
	KEY(OBJECT, power, "power", "the power that it would take without a cap",
	    .keys = sim_wave_keys),
	KEY(U32, sustainable_power, "sustainable_power",
	    "power that can be held in normal conditions, 0: unknown"),
	KEY(U32, accuracy, "accuracy", "accuracy of measurements in 0.001 %"),
	KEY(BOOL, async, "async", "the cap can be set asynchronously"),
	KEY(BOOL, pai_config, "pai_config", "the averaging interval can be set", .def = true),
	KEY(BOOL, cai_config, "cai_config", "the caps' averaging intervals can be set (3.0)"),
	KEY(OBJECT, cpls, "cpls", "more caps, from index 1 on (3.0)", .list = true,
	    .most = MAX_CPLS - 1, .keys = more_cpl_keys, .size = sizeof(struct cpl)),
	KEY(BOOL, monitoring, "monitoring", "the power can be measured", .def = true),
	KEY(BOOL, notify_cap, "notify_cap", "can notify of cap changes", .def = true),
	KEY(BOOL, notify_measurements, "notify_measurements", "can notify of measurements",
	    .def = true),
	KEY(BOOL, notify_cai, "notify_cai",
	    "can notify of changes of a cap's averaging interval (3.0)"),
	KEY(BOOL, notify_mai, "notify_mai",
	    "can notify of changes of the measurements' averaging interval (3.0)"),
	KEY(OBJECT, fast_channels, "fast_channels", "descriptions of fast channels", .list = true,
	    .keys = fastchannel_keys, .size = sizeof(struct sim_fastchannel)),
	{ .check = check_domain },
};

static const struct sim_key keys[] = {
	SIM_PROTOCOL_KEYS,
	SIM_KEY(SIM_KEY_DOMAINS, struct sim_protocol, domains, "domains", "the powercap domains",
		.keys = domain_keys, .size = sizeof(struct powercap_domain)),
	{ .check = check_protocol },
};

static const uint32_t versions[] = { SCMI_VERSION(1, 0), SCMI_VERSION(2, 0), V3_0, 0 };

const struct sim_protocol_ops sim_powercap = {
	.id = SCMI_POWERCAP,
	.versions = versions,
	.negotiates = SCMI_VERSION(2, 0),
	.keys = keys,
	.size = sizeof(struct sim_protocol),
	.domain_size = sizeof(struct powercap_domain),
	.domain_field = "domain_id",
	.handlers = handlers,
	.message_attributes = message_attributes,
	.due = due,
	.run = run,
	.reset_agent = reset_agent,
};
