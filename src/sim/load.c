/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "platform.h"

#define MAX_NAMES 64

struct sim_loader {
	struct sim *sim;
	const char *file, *text; /* .text NULL: the option .file instead of a file */
	struct diag *diag;
	const struct sim_protocol *protocol; /* that is being loaded, or NULL */
};

struct sim *sim_loader_sim(const struct sim_loader *l)
{
	return l->sim;
}

void sim_loader_protocol(struct sim_loader *l, const struct sim_protocol *p)
{
	l->protocol = p;
}

/* Errors */

static size_t print_path(char *buf, size_t size, const struct sim_where *at)
{
	size_t n = 0;
	int ret;

	if (!at)
		return 0;
	n = print_path(buf, size, at->up);
	if (at->key)
		ret = snprintf(buf + n, size - n, "%s%s", n ? "." : "", at->key);
	else
		ret = snprintf(buf + n, size - n, "[%zu]", at->index);
	if (ret < 0)
		return n;
	return (size_t)ret < size - n ? n + (size_t)ret : size - 1;
}

int sim_bad(struct sim_loader *l, const struct sim_where *at, const char *fmt, ...)
{
	char path[160] = "", what[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	print_path(path, sizeof(path), at);
	if (!l->text)
		return diag_set(l->diag, DIAG_USAGE, EINVAL, "%s: %s%s%s", l->file, path,
				*path ? ": " : "", what);
	return diag_set(l->diag, DIAG_INPUT, EINVAL, "%s:%u: %s%s%s", l->file,
			sim_locate(l->text, at), path, *path ? ": " : "", what);
}

void sim_hint(struct sim_loader *l, const char *fmt, ...)
{
	char hint[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(hint, sizeof(hint), fmt, ap);
	va_end(ap);
	diag_hint(l->diag, "%s", hint);
}

int sim_no_memory(struct sim_loader *l)
{
	return diag_set(l->diag, DIAG_SYSTEM, ENOMEM, "%s: out of memory", l->file);
}

static const char *type_name(struct json_object *json)
{
	switch (json_object_get_type(json)) {
	case json_type_boolean:
		return "a boolean";
	case json_type_double:
		return "a fraction";
	case json_type_int:
		return "a number";
	case json_type_object:
		return "an object";
	case json_type_array:
		return "an array";
	case json_type_string:
		return "a string";
	default:
		return "null";
	}
}

static int expect(struct sim_loader *l, const struct sim_where *at, struct json_object *json,
		  enum json_type type, const char *wanted)
{
	if (json_object_is_type(json, type))
		return 0;
	return sim_bad(l, at, "%s, expected %s", type_name(json), wanted);
}

/* Scalars */

static const struct scmi_enum *names_in(const struct scmi_field *fields, const char *name)
{
	const struct scmi_enum *names = NULL;

	for (; fields && fields->name && !names; fields++) {
		if (fields->until)
			continue;
		if (!strcmp(fields->name, name))
			names = fields->names;
		for (const struct scmi_slice *s = fields->slices; s && s->name && !names; s++)
			if (!s->until && !strcmp(s->name, name))
				names = s->names;
		if (!names)
			names = names_in(fields->members, name);
	}
	return names;
}

/* The names that a key's values have, as the newest messages of the protocol have them; or NULL. */
static const struct scmi_enum *names_of(const struct sim_loader *l, const struct sim_key *key)
{
	const struct scmi_enum *names = NULL;

	if (!key->wire || !l->protocol)
		return NULL;
	for (const struct scmi_message *m = l->protocol->table->messages; m->name && !names; m++) {
		names = names_in(m->request, key->wire);
		if (!names)
			names = names_in(m->response, key->wire);
	}
	return names;
}

static int bad_name(struct sim_loader *l, const struct sim_where *at, const struct scmi_enum *known,
		    const char *text)
{
	const char *names[UINT8_MAX + 1] = { NULL }, *near;
	char list[200] = "";
	size_t n = 0, used = 0;
	int ret = sim_bad(l, at, "\"%s\" is no such name", text);

	for (; known->name && n < UINT8_MAX; known++)
		names[n++] = known->name;
	near = diag_nearest(text, names);
	if (near) {
		sim_hint(l, "did you mean \"%s\"?", near);
		return ret;
	}
	for (size_t i = 0; i < n && used + strlen(names[i]) + 3 < sizeof(list); i++)
		used += (size_t)snprintf(list + used, sizeof(list) - used, "%s%s", i ? ", " : "",
					 names[i]);
	sim_hint(l, "one of: %s", list);
	return ret;
}

static bool is_signed(const struct sim_key *key)
{
	return key->type == SIM_KEY_S64;
}

static void limits(const struct sim_key *key, int64_t *min, uint64_t *max)
{
	*min = key->min;
	*max = key->max;
	if (*min || *max)
		return;
	*min = is_signed(key) ? INT64_MIN : 0;
	*max = is_signed(key) ? INT64_MAX : key->type == SIM_KEY_U32 ? UINT32_MAX : UINT64_MAX;
}

static void store(const struct sim_key *key, void *to, uint64_t value)
{
	switch (key->type) {
	case SIM_KEY_BOOL:
		*(bool *)to = value;
		break;
	case SIM_KEY_U32:
	case SIM_KEY_VERSION:
	case SIM_KEY_PROTOCOL:
	case SIM_KEY_MESSAGE:
		*(uint32_t *)to = (uint32_t)value;
		break;
	case SIM_KEY_S64:
		*(int64_t *)to = (int64_t)value;
		break;
	default:
		*(uint64_t *)to = value;
		break;
	}
}

/* JSON has no hexadecimal numbers, but addresses and masks read best as such: "0x2b1f0000". */
static bool parse_hex(const char *text, uint64_t *value)
{
	char *end;

	if (text[0] != '0' || text[1] != 'x' || !strchr("0123456789abcdefABCDEF", text[2]))
		return false;
	errno = 0;
	*value = strtoull(text, &end, 16);
	return text[2] && !*end && !errno;
}

/* A number that is written as a string. */
static int load_named(struct sim_loader *l, const struct sim_where *at, const struct sim_key *key,
		      const char *text, uint64_t *value)
{
	const struct scmi_enum *names = names_of(l, key);

	for (const struct scmi_enum *e = names; e && e->name; e++) {
		if (!strcmp(e->name, text)) {
			*value = e->value;
			return 0;
		}
	}
	if (parse_hex(text, value))
		return 0;
	return names ? bad_name(l, at, names, text) : sim_bad(l, at, "a string, expected a number");
}

static int load_number(struct sim_loader *l, const struct sim_where *at, struct json_object *json,
		       const struct sim_key *key, void *to)
{
	bool negative = false;
	uint64_t value = 0, max;
	int64_t min;
	int ret;

	if (json_object_is_type(json, json_type_string)) {
		ret = load_named(l, at, key, json_object_get_string(json), &value);
	} else {
		ret = expect(l, at, json, json_type_int, "a whole number");
		negative = json_object_get_int64(json) < 0;
		value = negative ? (uint64_t)json_object_get_int64(json)
				 : json_object_get_uint64(json);
	}
	if (ret)
		return ret;
	limits(key, &min, &max);
	if (negative ? (int64_t)value < min : (value > max || (min > 0 && value < (uint64_t)min)))
		return sim_bad(l, at, "%s, must be %" PRId64 " to %" PRIu64,
			       json_object_get_string(json), min, max);
	store(key, to, value);
	return 0;
}

static int load_protocol_name(struct sim_loader *l, const struct sim_where *at,
			      struct json_object *json, uint32_t *to)
{
	const struct scmi_protocol *table;
	struct diag diag = { 0 };
	uint8_t id;
	int ret = expect(l, at, json, json_type_string, "the name of a protocol");

	if (ret)
		return ret;
	if (scmi_protocol_parse(json_object_get_string(json), NULL, NULL, &id, &table, &diag)) {
		ret = sim_bad(l, at, "there is no such protocol");
		sim_hint(l, "%s", diag.hint);
	}
	*to = id;
	return ret;
}

static int load_message_name(struct sim_loader *l, const struct sim_where *at,
			     struct json_object *json, const struct sim_key *key, uint32_t *to)
{
	const struct scmi_message *message;
	struct diag diag = { 0 };
	uint8_t id;
	int ret = expect(l, at, json, json_type_string, "the name of a message");

	if (ret)
		return ret;
	if (scmi_message_parse(l->protocol->table, json_object_get_string(json),
			       l->protocol->version, &id, &message, &diag)) {
		ret = sim_bad(l, at, "there is no such message");
		sim_hint(l, "%s", diag.hint);
	} else if (id < key->min || id > key->max) {
		ret = sim_bad(l, at, "that message has none");
	}
	*to = id;
	return ret;
}

static int load_text(struct sim_loader *l, const struct sim_where *at, struct json_object *json,
		     const struct sim_key *key, const char **to)
{
	int ret = expect(l, at, json, json_type_string, "a string");
	const char *text = json_object_get_string(json);
	size_t len;
	char *copy;

	if (ret)
		return ret;
	len = (size_t)json_object_get_string_len(json);
	if (strlen(text) != len)
		return sim_bad(l, at, "must not contain NUL");
	if (len < (size_t)key->min || len > key->max)
		return sim_bad(l, at, "%zu bytes long, must be %" PRId64 " to %" PRIu64, len,
			       key->min, key->max);
	copy = sim_alloc(l->sim, len + 1);
	if (!copy)
		return sim_no_memory(l);
	memcpy(copy, text, len);
	*to = copy;
	return 0;
}

static int load_version(struct sim_loader *l, const struct sim_where *at, struct json_object *json,
			uint32_t *to)
{
	int ret = expect(l, at, json, json_type_string, "a string like \"2.0\"");
	const char *text = json_object_get_string(json);
	unsigned int major, minor;
	int end = 0;

	if (ret)
		return ret;
	if (sscanf(text, "%5u.%5u%n", &major, &minor, &end) != 2 || text[end] || !major ||
	    major > UINT16_MAX || minor > UINT16_MAX || text[strspn(text, "0123456789.")])
		return sim_bad(l, at, "\"%s\", expected a version like \"2.0\"", text);
	*to = SCMI_VERSION(major, minor);
	return 0;
}

/* Objects and arrays */

static int load_item(struct sim_loader *l, const struct sim_where *at, struct json_object *json,
		     const struct sim_key *key, void *to)
{
	int ret;

	switch (key->type) {
	case SIM_KEY_BOOL:
		ret = expect(l, at, json, json_type_boolean, "true or false");
		if (!ret)
			*(bool *)to = json_object_get_boolean(json);
		return ret;
	case SIM_KEY_TEXT:
		return load_text(l, at, json, key, to);
	case SIM_KEY_VERSION:
		return load_version(l, at, json, to);
	case SIM_KEY_PROTOCOL:
		return load_protocol_name(l, at, json, to);
	case SIM_KEY_MESSAGE:
		return load_message_name(l, at, json, key, to);
	case SIM_KEY_OBJECT:
	case SIM_KEY_DOMAINS:
		return sim_load(l, at, json, key->keys, to);
	case SIM_KEY_MAP:
		ret = expect(l, at, json, json_type_object, "an object");
		return ret ? ret : key->map(l, at, key, json, to);
	default:
		return load_number(l, at, json, key, to);
	}
}

static size_t item_size(const struct sim_key *key)
{
	switch (key->type) {
	case SIM_KEY_BOOL:
		return sizeof(bool);
	case SIM_KEY_U32:
	case SIM_KEY_VERSION:
		return sizeof(uint32_t);
	case SIM_KEY_TEXT:
		return sizeof(char *);
	case SIM_KEY_OBJECT:
	case SIM_KEY_DOMAINS:
		return key->size;
	default:
		return sizeof(uint64_t);
	}
}

/* Ids are given, or follow the one before. */
static int number_domains(struct sim_loader *l, const struct sim_where *at,
			  const struct sim_key *key, const struct sim_list *list)
{
	uint32_t next = 0;

	for (size_t i = 0; i < list->n; i++) {
		struct sim_domain *d = (struct sim_domain *)((char *)list->v + i * key->size);
		const struct sim_where *id = SIM_AT(SIM_AT_INDEX(at, i), "id");

		if (d->id == SIM_UNSET)
			d->id = next;
		if (d->id < next)
			return sim_bad(l, id, "%u after %u: ids must ascend", d->id, next - 1);
		if (d->id >= SIM_MAX_DOMAINS)
			return sim_bad(l, id, "%u, must be below %u", d->id, SIM_MAX_DOMAINS);
		next = d->id + 1;
	}
	return 0;
}

static int load_list(struct sim_loader *l, const struct sim_where *at, struct json_object *json,
		     const struct sim_key *key, struct sim_list *list)
{
	int ret = expect(l, at, json, json_type_array, "an array");
	size_t size = item_size(key);
	size_t most = key->most ? key->most : SIM_MAX_DOMAINS, n;

	if (ret)
		return ret;
	n = json_object_array_length(json);
	if (n > most)
		return sim_bad(l, at, "%zu elements, must be at most %zu", n, most);
	list->v = sim_alloc(l->sim, n * size);
	if (!list->v)
		return sim_no_memory(l);
	for (list->n = 0; list->n < n; list->n++) {
		ret = load_item(l, SIM_AT_INDEX(at, list->n),
				json_object_array_get_idx(json, list->n), key,
				(char *)list->v + list->n * size);
		if (ret)
			return ret;
	}
	return key->type == SIM_KEY_DOMAINS ? number_domains(l, at, key, list) : 0;
}

static void set_defaults(const struct sim_key *keys, void *object)
{
	for (; keys->name; keys++) {
		void *to = (char *)object + keys->offset;

		if (keys->list)
			continue;
		switch (keys->type) {
		case SIM_KEY_TEXT:
			*(const char **)to = keys->def_text;
			break;
		case SIM_KEY_OBJECT:
		case SIM_KEY_INCLUDE:
			set_defaults(keys->keys, to);
			break;
		case SIM_KEY_DOMAINS:
		case SIM_KEY_MAP:
			break;
		default:
			store(keys, to, keys->def);
			break;
		}
	}
}

static int load_keys(struct sim_loader *l, const struct sim_where *at, struct json_object *json,
		     const struct sim_key *keys, void *object)
{
	int ret = 0;

	for (; keys->name && !ret; keys++) {
		void *to = (char *)object + keys->offset;
		struct json_object *value;

		if (keys->type == SIM_KEY_INCLUDE) {
			ret = load_keys(l, at, json, keys->keys, to);
			continue;
		}
		if (!json_object_object_get_ex(json, keys->name, &value)) {
			if (keys->required)
				ret = sim_bad(l, at, "\"%s\" is missing", keys->name);
		} else if (keys->list || keys->type == SIM_KEY_DOMAINS) {
			ret = load_list(l, SIM_AT(at, keys->name), value, keys, to);
		} else {
			ret = load_item(l, SIM_AT(at, keys->name), value, keys, to);
		}
	}
	if (!ret && keys->check)
		ret = keys->check(l, at, object);
	return ret;
}

static size_t key_names(const struct sim_key *keys, const char *names[], size_t n)
{
	for (; keys->name; keys++) {
		if (keys->type == SIM_KEY_INCLUDE)
			n = key_names(keys->keys, names, n);
		else if (n < MAX_NAMES)
			names[n++] = keys->name;
	}
	return n;
}

static int check_keys(struct sim_loader *l, const struct sim_where *at, struct json_object *json,
		      const struct sim_key *keys)
{
	const char *names[MAX_NAMES + 1] = { NULL };
	size_t n = key_names(keys, names, 0);

	json_object_object_foreach (json, name, value) {
		const char *near;
		size_t i = 0;

		(void)value;
		while (i < n && strcmp(names[i], name))
			i++;
		if (i < n)
			continue;
		sim_bad(l, SIM_AT(at, name), "unknown key");
		near = diag_nearest(name, names);
		if (near)
			sim_hint(l, "did you mean \"%s\"?", near);
		else
			sim_hint(l, "scmictl-platform(5) has the keys");
		return -EINVAL;
	}
	return 0;
}

int sim_load(struct sim_loader *l, const struct sim_where *at, struct json_object *json,
	     const struct sim_key *keys, void *object)
{
	int ret = expect(l, at, json, json_type_object, "an object");

	if (!ret)
		ret = check_keys(l, at, json, keys);
	if (ret)
		return ret;
	set_defaults(keys, object);
	return load_keys(l, at, json, keys, object);
}

/* The document */

static size_t count_members(struct json_object *json)
{
	size_t n = 0;

	if (json_object_is_type(json, json_type_object)) {
		json_object_object_foreach (json, key, value) {
			(void)key;
			n += 1 + count_members(value);
		}
	} else if (json_object_is_type(json, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(json); i++)
			n += count_members(json_object_array_get_idx(json, i));
	}
	return n;
}

static unsigned int line_at(const char *text, size_t offset)
{
	unsigned int line = 1;

	for (size_t i = 0; i < offset && text[i]; i++)
		line += text[i] == '\n';
	return line;
}

static struct json_object *parse(struct sim_loader *l)
{
	size_t len = strlen(l->text), end;
	struct json_tokener *tok;
	struct json_object *json;
	enum json_tokener_error err;

	if (len > INT_MAX)
		len = INT_MAX;
	tok = json_tokener_new();
	if (!tok) {
		sim_no_memory(l);
		return NULL;
	}
	json_tokener_set_flags(tok, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	/* The NUL tells the parser that a number at the very end is complete. */
	json = json_tokener_parse_ex(tok, l->text, (int)len + 1);
	err = json_tokener_get_error(tok);
	end = json_tokener_get_parse_end(tok);
	json_tokener_free(tok);
	if (err == json_tokener_success)
		return json;
	diag_set(l->diag, DIAG_INPUT, EINVAL, "%s:%u: this is no JSON: %s", l->file,
		 line_at(l->text, end), json_tokener_error_desc(err));
	json_object_put(json);
	return NULL;
}

int sim_load_option(struct sim *sim, const char *what, struct json_object *json,
		    const struct sim_key *keys, void *object, struct diag *diag)
{
	struct sim_loader l = { .sim = sim, .file = what, .diag = diag };

	return sim_load(&l, NULL, json, keys, object);
}

int sim_load_text(struct sim *sim, const char *file, const char *text, struct diag *diag)
{
	struct sim_loader l = { .sim = sim, .file = file, .text = text, .diag = diag };
	struct json_object *json = parse(&l);
	unsigned int line;
	int ret;

	if (!json)
		return -EINVAL;
	/* json-c lets the last of two equal keys win; that is never what was meant. */
	line = sim_duplicate(text, count_members(json));
	if (line)
		ret = diag_set(diag, DIAG_INPUT, EINVAL, "%s:%u: the key has been given before",
			       file, line);
	else
		ret = sim_load(&l, NULL, json, sim_platform_keys, sim);
	json_object_put(json);
	return ret;
}
