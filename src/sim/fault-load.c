/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "fault.h"

#define NAME_MAX_LEN 64
#define SPEC_MAX 512
#define MOST_QUANTILES 64

/* The parameters, and where they are. */
static const struct {
	enum sim_fault_param param;
	const char *key;
	size_t offset;
} params[] = {
	{ SIM_FAULT_MS, "ms", offsetof(struct sim_fault, ms) },
	{ SIM_FAULT_BYTES, "bytes", offsetof(struct sim_fault, bytes) },
	{ SIM_FAULT_VALUE, "value", offsetof(struct sim_fault, value) },
	{ SIM_FAULT_VERSION, "version", offsetof(struct sim_fault, version) },
	{ SIM_FAULT_QUANTILES, "quantiles_ms", 0 },
	{ SIM_FAULT_STATUS, "status", 0 },
};

#define N_PARAMS (sizeof(params) / sizeof(*params))

static bool given(const struct sim_fault *f, size_t i)
{
	switch (params[i].param) {
	case SIM_FAULT_QUANTILES:
		return f->quantiles.n > 0;
	case SIM_FAULT_STATUS:
		return f->status_name != NULL;
	default:
		return *(const uint32_t *)(const void *)((const char *)f + params[i].offset) !=
		       SIM_UNSET;
	}
}

static const struct sim_fault_type *find_type(const char *name)
{
	for (const struct sim_fault_type *t = sim_fault_types; t->info.name; t++)
		if (!strcmp(t->info.name, name))
			return t;
	return NULL;
}

static int bad_type(struct sim_loader *l, const struct sim_where *at, const char *name)
{
	const char *names[65] = { NULL }, *near;
	int ret = sim_bad(l, SIM_AT(at, "fault"), "\"%s\" is no fault", name);

	for (size_t i = 0; i < 64 && sim_fault_info(i); i++)
		names[i] = sim_fault_info(i)->name;
	near = diag_nearest(name, names);
	if (near)
		sim_hint(l, "did you mean \"%s\"?", near);
	else
		sim_hint(l, "scmictl sim serve --help lists the faults");
	return ret;
}

/* Each fault has its own parameters; one that is left out is what the table says. */
static int check_params(struct sim_loader *l, const struct sim_where *at, struct sim_fault *f)
{
	const struct sim_fault_type *t = f->type;

	for (size_t i = 0; i < N_PARAMS; i++) {
		const char *key = params[i].key;

		if (given(f, i)) {
			if (!(t->params & params[i].param))
				return sim_bad(l, SIM_AT(at, key), "%s has no \"%s\"", f->name,
					       key);
		} else if (t->main == params[i].param && t->def == SIM_UNSET) {
			return sim_bad(l, at, "%s needs \"%s\"", f->name, key);
		} else if (t->main == params[i].param) {
			*(uint32_t *)(void *)((char *)f + params[i].offset) = t->def;
		}
	}
	/* The one parameter that is not the main one of its fault. */
	if (f->ms == SIM_UNSET)
		f->ms = 50;
	return 0;
}

static int check_values(struct sim_loader *l, const struct sim_where *at, struct sim_fault *f)
{
	const uint64_t *ms = f->quantiles.v;

	for (size_t i = 1; i < f->quantiles.n; i++)
		if (ms[i] < ms[i - 1])
			return sim_bad(l, SIM_AT_INDEX(SIM_AT(at, "quantiles_ms"), i),
				       "%llu after %llu: the list must ascend",
				       (unsigned long long)ms[i], (unsigned long long)ms[i - 1]);
	if (f->status_name && scmi_status_parse(f->status_name, &f->status)) {
		sim_bad(l, SIM_AT(at, "status"), "\"%s\" is no status", f->status_name);
		sim_hint(l, "a name like DENIED, or a number like \"-3\"");
		return -EINVAL;
	}
	return 0;
}

static int check_on(struct sim_loader *l, const struct sim_where *at, struct sim_fault *f)
{
	static const struct {
		const char *name;
		enum scmi_kind kind;
	} kinds[] = {
		{ "response", SCMI_RESPONSE },
		{ "delayed", SCMI_DELAYED_RESPONSE },
		{ "notification", SCMI_NOTIFICATION },
	};

	f->kinds = f->type->kinds;
	if (!f->on)
		return 0;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (strcmp(kinds[i].name, f->on))
			continue;
		f->kinds = SIM_ON(kinds[i].kind);
		if (f->kinds & (f->type->may | f->type->kinds))
			return 0;
		return sim_bad(l, SIM_AT(at, "on"), "%s cannot happen to a %s%s", f->name, f->on,
			       i == 1 ? " response" : "");
	}
	sim_bad(l, SIM_AT(at, "on"), "\"%s\" is no kind of message", f->on);
	sim_hint(l, "one of: response, delayed, notification");
	return -EINVAL;
}

static int check_message(struct sim_loader *l, const struct sim_where *at, struct sim_fault *f)
{
	const struct scmi_notification *notification;
	const struct scmi_message *message;
	const struct scmi_protocol *table;
	struct diag diag = { 0 };
	uint8_t id;
	int ret;

	if (!f->message_name)
		return 0;
	if (f->protocol == SIM_UNSET)
		return sim_bad(l, at, "\"message\" needs \"protocol\"");
	table = scmi_protocol_find((uint8_t)f->protocol, NULL, NULL);
	if (f->kinds == SIM_ON(SCMI_NOTIFICATION))
		ret = scmi_notification_parse(table, f->message_name, 0, &id, &notification, &diag);
	else
		ret = scmi_message_parse(table, f->message_name, 0, &id, &message, &diag);
	if (ret) {
		sim_bad(l, SIM_AT(at, "message"), "\"%s\": there is no such message",
			f->message_name);
		if (*diag.hint)
			sim_hint(l, "%s", diag.hint);
		return -EINVAL;
	}
	f->message = id;
	return 0;
}

static int check_fault(struct sim_loader *l, const struct sim_where *at, void *object)
{
	struct sim_fault *f = object;
	struct sim *sim = sim_loader_sim(l);
	int ret;

	f->type = find_type(f->name);
	f->message = SIM_UNSET;
	if (!f->type)
		return bad_type(l, at, f->name);
	ret = check_params(l, at, f);
	if (!ret)
		ret = check_values(l, at, f);
	if (!ret)
		ret = check_on(l, at, f);
	if (!ret)
		ret = check_message(l, at, f);
	if (ret)
		return ret;
	/* "nth" alone is that one; what lasts, lasts from then on. */
	if (f->count == SIM_UNSET)
		f->count = f->nth != SIM_UNSET && f->every == SIM_UNSET &&
			   f->type->kinds != SIM_ON_ALL;
	if (f->nth == SIM_UNSET)
		f->nth = 1;
	if (f->every == SIM_UNSET)
		f->every = 1;
	/* Faults side by side do not strike in step. */
	f->random = f->seed != SIM_UNSET
			    ? f->seed
			    : sim->seed + 7919 * ((at ? (uint32_t)at->index : sim->faults.n) + 1);
	for (unsigned int i = 0; i < 4; i++)
		sim_draw(&f->random);
	return 0;
}

#define KEY(type, member, name, help, ...)                                                         \
	SIM_KEY(SIM_KEY_##type, struct sim_fault, member, name, help, __VA_ARGS__)
#define OPTIONAL .def = SIM_UNSET

const struct sim_key sim_fault_keys[] = {
	KEY(TEXT, name, "fault", "which one", .required = true, .max = NAME_MAX_LEN),
	KEY(PROTOCOL, protocol, "protocol", "only messages of this protocol", OPTIONAL),
	KEY(TEXT, message_name, "message", "only this message of the protocol",
	    .max = NAME_MAX_LEN),
	KEY(U32, agent, "agent", "only messages of and to this agent", OPTIONAL, .min = 1,
	    .max = SIM_MAX_AGENTS),
	KEY(TEXT, on, "on", "only messages of this kind: response, delayed, notification",
	    .max = NAME_MAX_LEN),
	KEY(U32, nth, "nth", "the first of these messages that is struck", OPTIONAL, .min = 1,
	    .max = UINT32_MAX - 1),
	KEY(U32, every, "every", "from there on one in so many", OPTIONAL, .min = 1,
	    .max = UINT32_MAX - 1),
	KEY(U32, count, "count", "how many are struck at most, 0: no limit", OPTIONAL,
	    .max = UINT32_MAX - 1),
	KEY(U32, permille, "permille", "the probability, in thousandths", .def = 1000, .max = 1000),
	KEY(U32, seed, "seed", "what the fault's random numbers begin with", OPTIONAL,
	    .max = UINT32_MAX - 1),
	KEY(U32, after_ms, "after_ms", "only from this long after the first command",
	    .max = SIM_FAULT_MS_MAX),
	KEY(U32, ms, "ms", "how long", OPTIONAL, .max = SIM_FAULT_MS_MAX),
	KEY(U64, quantiles, "quantiles_ms", "a distribution of times: its quantiles", .list = true,
	    .most = MOST_QUANTILES, .max = SIM_FAULT_MS_MAX),
	KEY(U32, bytes, "bytes", "how many bytes", OPTIONAL, .max = SIM_MSG_MAX),
	KEY(U32, value, "value", "how many, how much or which", OPTIONAL, .max = UINT16_MAX),
	KEY(TEXT, status_name, "status", "a status by name or number", .max = NAME_MAX_LEN),
	KEY(VERSION, version, "version", "a version", OPTIONAL),
	{ .check = check_fault },
};

/* --fault: the same keys, as words */

static const struct sim_key *find_key(const char *name)
{
	for (const struct sim_key *key = sim_fault_keys; key->name; key++)
		if (!strcmp(key->name, name))
			return key;
	return NULL;
}

/* A number where one is written; anything else is for the loader to complain of. */
static struct json_object *json_number(const char *text)
{
	char *end;
	uint64_t value;

	errno = 0;
	value = strtoull(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || errno || value > INT64_MAX)
		return json_object_new_string(text);
	return json_object_new_int64((int64_t)value);
}

static struct json_object *json_value(const struct sim_key *key, char *text)
{
	struct json_object *list;
	char *next;

	if (!key || (!key->list && key->type != SIM_KEY_U32))
		return json_object_new_string(text);
	if (!key->list)
		return json_number(text);
	list = json_object_new_array();
	for (; list && text; text = next) {
		next = strchr(text, ':');
		if (next)
			*next++ = '\0';
		json_object_array_add(list, json_number(text));
	}
	return list;
}

static int add_value(struct json_object *json, const char *spec, const char *name, char *value,
		     struct diag *diag)
{
	struct json_object *v;

	if (json_object_object_get_ex(json, name, NULL))
		return diag_set(diag, DIAG_USAGE, EINVAL, "--fault %s: %s is given twice", spec,
				name);
	v = json_value(find_key(name), value);
	if (!v || json_object_object_add(json, name, v))
		return diag_set(diag, DIAG_SYSTEM, ENOMEM, "out of memory");
	return 0;
}

/* PROTOCOL[:MESSAGE] */
static int add_message(struct json_object *json, const char *spec, char *word, struct diag *diag)
{
	char *message = strchr(word, ':');
	int ret;

	if (message)
		*message++ = '\0';
	ret = add_value(json, spec, "protocol", word, diag);
	if (!ret && message)
		ret = add_value(json, spec, "message", message, diag);
	return ret;
}

static int add_word(struct json_object *json, const char *spec, char *word, bool first,
		    struct diag *diag)
{
	char *value = strchr(word, '=');
	const struct sim_fault_type *type;
	int ret;

	if (value)
		*value++ = '\0';
	if (!first)
		return value ? add_value(json, spec, word, value, diag)
			     : add_message(json, spec, word, diag);
	ret = add_value(json, spec, "fault", word, diag);
	type = find_type(word);
	if (ret || !type || !value)
		return ret;
	for (size_t i = 0; i < N_PARAMS; i++)
		if (type->main == params[i].param)
			return add_value(json, spec, params[i].key, value, diag);
	return diag_set(diag, DIAG_USAGE, EINVAL, "--fault %s: %s has no value", spec, word);
}

static struct json_object *parse_spec(const char *spec, struct diag *diag)
{
	char copy[SPEC_MAX], *word = copy, *next;
	struct json_object *json = json_object_new_object();
	int ret = 0;

	if (strlen(spec) >= sizeof(copy))
		ret = diag_set(diag, DIAG_USAGE, E2BIG, "--fault: longer than %zu bytes",
			       sizeof(copy) - 1);
	else if (!json)
		ret = diag_set(diag, DIAG_SYSTEM, ENOMEM, "out of memory");
	else
		strcpy(copy, spec);
	for (; !ret && word; word = next) {
		next = strchr(word, ',');
		if (next)
			*next++ = '\0';
		ret = add_word(json, spec, word, word == copy, diag);
	}
	if (!ret)
		return json;
	json_object_put(json);
	return NULL;
}

int sim_add_fault(struct sim *sim, const char *spec, struct diag *diag)
{
	struct json_object *json = parse_spec(spec, diag);
	struct sim_fault *faults;
	size_t n = sim->faults.n;
	char what[SPEC_MAX + 16];
	int ret;

	if (!json)
		return -EINVAL;
	snprintf(what, sizeof(what), "--fault %s", spec);
	faults = sim_alloc(sim, (n + 1) * sizeof(*faults));
	if (!faults) {
		ret = diag_set(diag, DIAG_SYSTEM, ENOMEM, "out of memory");
	} else {
		if (n)
			memcpy(faults, sim->faults.v, n * sizeof(*faults));
		ret = sim_load_option(sim, what, json, sim_fault_keys, &faults[n], diag);
	}
	if (!ret)
		sim->faults = (struct sim_list){ faults, n + 1 };
	json_object_put(json);
	return ret;
}
