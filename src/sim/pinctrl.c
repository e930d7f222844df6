/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stddef.h>

#include "platform.h"

enum {
	PINCTRL_ATTRIBUTES = 0x03,
	PINCTRL_LIST_ASSOCIATIONS = 0x04,
	PINCTRL_SETTINGS_GET = 0x05,
	PINCTRL_SETTINGS_CONFIGURE = 0x06,
	PINCTRL_REQUEST = 0x07,
	PINCTRL_RELEASE = 0x08,
	PINCTRL_NAME_GET = 0x09,
};

enum selector {
	PIN,
	GROUP,
	FUNCTION,
	N_SELECTORS,
};

enum {
	CONFIG_ONE = 0,
	CONFIG_ALL = 1,
	CONFIG_FUNCTION = 2,
};

#define FUNCTION_NONE UINT32_MAX
#define MAX_CONFIGS 255

/* A setting that a pin or group has, with its value. */
struct config {
	uint32_t type;
	uint32_t value;
};

/* A pin, a group or a function. */
struct element {
	struct sim_domain d;
	struct sim_list members; /* uint32_t: pins of a group, groups or pins of a function */
	struct sim_list pins;	 /* of a function that has pins, not groups */
	struct sim_list configs; /* struct config, ascending types */
	uint32_t function;	 /* selected */
	uint32_t owner;		 /* agent that requested it, 0: none */
	bool gpio;
};

struct pinctrl {
	struct sim_protocol p; /* its domains are the pins */
	struct sim_list groups, functions;
};

/* Looking up */

static const struct sim_list *list_of(const struct sim_protocol *p, enum selector selector)
{
	const struct pinctrl *pinctrl = (const struct pinctrl *)p;

	switch (selector) {
	case PIN:
		return &p->domains;
	case GROUP:
		return &pinctrl->groups;
	default:
		return &pinctrl->functions;
	}
}

static struct element *find(const struct sim_protocol *p, enum selector selector, uint32_t id)
{
	return sim_lookup(list_of(p, selector), sizeof(struct element), id);
}

/* The element that the request is about. */
static int32_t requested(const struct sim_call *c, enum selector *selector, struct element **e)
{
	*selector = (enum selector)sim_arg(c, "selector");
	if (*selector >= N_SELECTORS)
		return SCMI_INVALID_PARAMETERS;
	*e = find(c->p, *selector, (uint32_t)sim_arg(c, "identifier"));
	return *e ? SCMI_SUCCESS : SCMI_NOT_FOUND;
}

/* The same for messages that a function cannot be asked. */
static int32_t requested_pins(const struct sim_call *c, enum selector *selector, struct element **e)
{
	int32_t status = requested(c, selector, e);

	return !status && *selector == FUNCTION ? SCMI_INVALID_PARAMETERS : status;
}

static size_t n_pins(enum selector selector, const struct element *e)
{
	return selector == PIN ? 1 : e->members.n;
}

static struct element *pin_of(const struct sim_protocol *p, enum selector selector,
			      struct element *e, size_t i)
{
	const uint32_t *members = e->members.v;

	return selector == PIN ? e : find(p, PIN, members[i]);
}

static struct config *find_config(const struct element *e, uint32_t type)
{
	struct config *configs = e->configs.v;

	for (size_t i = 0; i < e->configs.n; i++)
		if (configs[i].type == type)
			return &configs[i];
	return NULL;
}

/* Reading */

static int32_t attributes(struct sim_call *c, void *domain)
{
	const struct pinctrl *pinctrl = (const struct pinctrl *)c->p;

	(void)domain;
	sim_ret(c, "num_pins", sim_count(&c->p->domains, sizeof(struct element)));
	sim_ret(c, "num_groups", sim_count(&pinctrl->groups, sizeof(struct element)));
	sim_ret(c, "num_functions", sim_count(&pinctrl->functions, sizeof(struct element)));
	return SCMI_SUCCESS;
}

static int32_t element_attributes(struct sim_call *c, void *domain)
{
	enum selector selector;
	struct element *e;
	int32_t status = requested(c, &selector, &e);

	(void)domain;
	if (status)
		return status;
	sim_ret_short_name(c, 0, &e->d);
	sim_ret(c, "num_elements", selector == PIN ? 1 : e->members.n + e->pins.n);
	sim_ret(c, "pin_only", e->pins.n != 0);
	sim_ret(c, "gpio", e->gpio);
	return SCMI_SUCCESS;
}

static int32_t list_associations(struct sim_call *c, void *domain)
{
	size_t skip = sim_arg(c, "index"), n;
	const struct sim_list *list;
	enum selector selector;
	struct element *e;
	int32_t status = requested(c, &selector, &e);

	(void)domain;
	if (!status && selector == PIN)
		status = SCMI_INVALID_PARAMETERS;
	if (status)
		return status;
	list = e->pins.n ? &e->pins : &e->members;
	status = sim_page(c, list->n, skip, &n);
	for (size_t i = 0; i < n && !status; i++)
		sim_ret_at(c, "element", i, ((const uint32_t *)list->v)[skip + i]);
	return status;
}

static int32_t settings_get(struct sim_call *c, void *domain)
{
	size_t skip = sim_arg(c, "skip_configs"), n = 0;
	uint32_t type = (uint32_t)sim_arg(c, "config_type");
	const struct config *config;
	enum selector selector;
	struct element *e;
	int32_t status = requested_pins(c, &selector, &e);

	(void)domain;
	if (status)
		return status;
	config = e->configs.v;
	switch (sim_arg(c, "config_flag")) {
	case CONFIG_ONE:
		config = find_config(e, type);
		if (!config)
			return SCMI_NOT_SUPPORTED;
		n = 1;
		skip = 0;
		break;
	case CONFIG_ALL:
		status = sim_page(c, e->configs.n, skip, &n);
		if (status)
			return status;
		break;
	case CONFIG_FUNCTION:
		break;
	default:
		return SCMI_INVALID_PARAMETERS;
	}
	sim_ret(c, "function_selected", e->function);
	for (size_t i = 0; i < n; i++) {
		sim_ret_at(c, "type", i, config[skip + i].type);
		sim_ret_at(c, "value", i, config[skip + i].value);
	}
	return SCMI_SUCCESS;
}

static int32_t name_get(struct sim_call *c, void *domain)
{
	enum selector selector;
	struct element *e;
	int32_t status = requested(c, &selector, &e);

	(void)domain;
	return status ? status : sim_name_get(c, e);
}

/* Changing */

/* Whether the agent may change the pins: permissions, and what others have requested. */
static int32_t check_access(const struct sim_call *c, enum selector selector, struct element *e,
			    int32_t if_taken)
{
	for (size_t i = 0; i < n_pins(selector, e); i++) {
		const struct element *pin = pin_of(c->p, selector, e, i);

		if (sim_denied(c->sim, c->agent, SCMI_PINCTRL, pin->d.id))
			return SCMI_DENIED;
		if (pin->owner && pin->owner != c->agent)
			return if_taken;
	}
	return SCMI_SUCCESS;
}

/* Whether a function can be selected for a pin or group. */
static bool fits(const struct sim_protocol *p, const struct element *function,
		 enum selector selector, const struct element *e)
{
	const uint32_t *groups = function->members.v;

	if (selector == GROUP)
		return sim_has(&function->members, e->d.id);
	if (sim_has(&function->pins, e->d.id))
		return true;
	for (size_t i = 0; i < function->members.n; i++)
		if (sim_has(&find(p, GROUP, groups[i])->members, e->d.id))
			return true;
	return false;
}

static void configure(const struct sim_call *c, struct element *e, bool select, uint32_t function)
{
	for (uint32_t i = 0; i < sim_arg(c, "num_configs"); i++) {
		struct config *config = find_config(
			e, (uint32_t)scmi_decoded_value(c->in, "type", i, 0));

		if (config)
			config->value = (uint32_t)scmi_decoded_value(c->in, "value", i, 0);
	}
	if (select)
		e->function = function;
}

static int32_t settings_configure(struct sim_call *c, void *domain)
{
	uint32_t id = (uint32_t)sim_arg(c, "function_id");
	bool select = sim_arg(c, "function_valid");
	const struct element *function;
	enum selector selector;
	struct element *e;
	int32_t status = requested_pins(c, &selector, &e);

	(void)domain;
	if (!status)
		status = check_access(c, selector, e, SCMI_DENIED);
	if (status)
		return status;
	if (select && id != FUNCTION_NONE) {
		function = find(c->p, FUNCTION, id);
		if (!function)
			return SCMI_NOT_FOUND;
		if (!fits(c->p, function, selector, e))
			return SCMI_INVALID_PARAMETERS;
	}
	/* All or nothing. */
	for (uint32_t i = 0; i < sim_arg(c, "num_configs"); i++)
		if (!find_config(e, (uint32_t)scmi_decoded_value(c->in, "type", i, 0)))
			return SCMI_NOT_SUPPORTED;
	configure(c, e, select, id);
	for (size_t i = 0; selector == GROUP && i < e->members.n; i++)
		configure(c, pin_of(c->p, selector, e, i), select, id);
	return SCMI_SUCCESS;
}

static int32_t request(struct sim_call *c, void *domain)
{
	enum selector selector;
	struct element *e;
	int32_t status = requested_pins(c, &selector, &e);

	(void)domain;
	if (!status)
		status = check_access(c, selector, e, SCMI_IN_USE);
	if (status)
		return status;
	for (size_t i = 0; i < n_pins(selector, e); i++)
		pin_of(c->p, selector, e, i)->owner = c->agent;
	return SCMI_SUCCESS;
}

static int32_t release(struct sim_call *c, void *domain)
{
	enum selector selector;
	struct element *e;
	int32_t status = requested_pins(c, &selector, &e);

	(void)domain;
	if (status)
		return status;
	for (size_t i = 0; i < n_pins(selector, e); i++)
		if (pin_of(c->p, selector, e, i)->owner != c->agent)
			return SCMI_DENIED;
	for (size_t i = 0; i < n_pins(selector, e); i++)
		pin_of(c->p, selector, e, i)->owner = 0;
	return SCMI_SUCCESS;
}

static void reset_agent(struct sim_protocol *p, uint32_t agent)
{
	for (size_t i = 0; i < p->domains.n; i++) {
		struct element *pin = sim_domain_at(p, i);

		if (pin->owner == agent)
			pin->owner = 0;
	}
}

static const struct sim_handler handlers[] = {
	{ SCMI_PROTOCOL_ATTRIBUTES, attributes },
	{ PINCTRL_ATTRIBUTES, element_attributes },
	{ PINCTRL_LIST_ASSOCIATIONS, list_associations },
	{ PINCTRL_SETTINGS_GET, settings_get },
	{ PINCTRL_SETTINGS_CONFIGURE, settings_configure },
	{ PINCTRL_REQUEST, request },
	{ PINCTRL_RELEASE, release },
	{ PINCTRL_NAME_GET, name_get },
	{ 0 },
};

/* Description */

static int check_configs(struct sim_loader *l, const struct sim_where *at, void *object)
{
	const struct element *e = object;
	const struct config *configs = e->configs.v;

	at = SIM_AT(at, "configs");
	for (size_t i = 1; i < e->configs.n; i++)
		if (configs[i].type <= configs[i - 1].type)
			return sim_bad(l, SIM_AT_INDEX(at, i),
				       "type %u after %u: the list must ascend", configs[i].type,
				       configs[i - 1].type);
	return 0;
}

static int check_function(struct sim_loader *l, const struct sim_where *at, void *object)
{
	const struct element *e = object;

	if (e->members.n && e->pins.n)
		return sim_bad(l, SIM_AT(at, "pins"), "\"pins\" and \"groups\" exclude each other");
	return 0;
}

/* That the ids in @list, which is at @at, are there. */
static int check_ids(struct sim_loader *l, const struct sim_where *at, const struct sim_protocol *p,
		     enum selector selector, const struct sim_list *list)
{
	const uint32_t *ids = list->v;

	for (size_t i = 0; i < list->n; i++)
		if (!find(p, selector, ids[i]))
			return sim_bad(l, SIM_AT_INDEX(at, i), "there is no %s %u",
				       selector == PIN ? "pin" : "group", ids[i]);
	return 0;
}

static int check_selected(struct sim_loader *l, const struct sim_where *at,
			  const struct sim_protocol *p, const struct element *e)
{
	if (e->function == FUNCTION_NONE || find(p, FUNCTION, e->function))
		return 0;
	return sim_bad(l, SIM_AT(at, "function"), "there is no function %u", e->function);
}

static int check_protocol(struct sim_loader *l, const struct sim_where *at, void *object)
{
	const struct sim_protocol *p = object;
	const struct sim_list *pins = list_of(p, PIN), *groups = list_of(p, GROUP);
	const struct sim_list *functions = list_of(p, FUNCTION);
	const struct element *e = pins->v;
	int ret = 0;

	for (size_t i = 0; i < pins->n && !ret; i++)
		ret = check_selected(l, SIM_AT_INDEX(SIM_AT(at, "pins"), i), p, &e[i]);
	e = groups->v;
	for (size_t i = 0; i < groups->n && !ret; i++) {
		const struct sim_where *here = SIM_AT_INDEX(SIM_AT(at, "groups"), i);

		ret = check_selected(l, here, p, &e[i]);
		if (!ret)
			ret = check_ids(l, SIM_AT(here, "pins"), p, PIN, &e[i].members);
	}
	e = functions->v;
	for (size_t i = 0; i < functions->n && !ret; i++) {
		const struct sim_where *here = SIM_AT_INDEX(SIM_AT(at, "functions"), i);

		ret = check_ids(l, SIM_AT(here, "groups"), p, GROUP, &e[i].members);
		if (!ret)
			ret = check_ids(l, SIM_AT(here, "pins"), p, PIN, &e[i].pins);
	}
	return ret;
}

static const struct sim_key config_keys[] = {
	SIM_KEY(SIM_KEY_U32, struct config, type, "type",
		"which setting; 192 to 255 are the vendor's", .required = true,
		.wire = "config_type", .max = 255),
	SIM_KEY(SIM_KEY_U32, struct config, value, "value", "its initial value"),
	{ 0 },
};

#define KEY(type, member, name, help, ...)                                                         \
	SIM_KEY(SIM_KEY_##type, struct element, member, name, help, __VA_ARGS__)

/* What pins and groups have alike. */
static const struct sim_key settings_keys[] = {
	SIM_DOMAIN_KEYS,
	KEY(OBJECT, configs, "configs", "the settings it has, ascending by the number of the type",
	    .list = true, .most = MAX_CONFIGS, .keys = config_keys, .size = sizeof(struct config)),
	KEY(U32, function, "function", "id of the function that is initially selected",
	    .wire = "function_id", .def = FUNCTION_NONE),
	{ .check = check_configs },
};

static const struct sim_key group_keys[] = {
	SIM_INCLUDE(settings_keys),
	KEY(U32, members, "pins", "ids of its pins", .required = true, .list = true,
	    .max = SIM_MAX_DOMAINS - 1),
	{ 0 },
};

static const struct sim_key function_keys[] = {
	SIM_DOMAIN_KEYS,
	KEY(U32, members, "groups", "ids of the groups that it can be selected for", .list = true,
	    .max = SIM_MAX_DOMAINS - 1),
	KEY(U32, pins, "pins", "ids of the pins that it can be selected for; instead of groups",
	    .list = true, .max = SIM_MAX_DOMAINS - 1),
	KEY(BOOL, gpio, "gpio", "it is GPIO"),
	{ .check = check_function },
};

static const struct sim_key keys[] = {
	SIM_PROTOCOL_KEYS,
	SIM_KEY(SIM_KEY_DOMAINS, struct sim_protocol, domains, "pins", "the pins",
		.keys = settings_keys, .size = sizeof(struct element)),
	SIM_KEY(SIM_KEY_DOMAINS, struct pinctrl, groups, "groups", "groups of pins",
		.keys = group_keys, .size = sizeof(struct element)),
	SIM_KEY(SIM_KEY_DOMAINS, struct pinctrl, functions, "functions", "functions of pins",
		.keys = function_keys, .size = sizeof(struct element)),
	{ .check = check_protocol },
};

static const uint32_t versions[] = { SCMI_VERSION(1, 0), 0 };

const struct sim_protocol_ops sim_pinctrl = {
	.id = SCMI_PINCTRL,
	.versions = versions,
	.negotiates = SCMI_VERSION(1, 0),
	.keys = keys,
	.size = sizeof(struct pinctrl),
	.domain_size = sizeof(struct element),
	.handlers = handlers,
	.reset_agent = reset_agent,
};
