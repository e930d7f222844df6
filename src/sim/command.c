/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>

#include "fault.h"

/* Values by name */

uint64_t sim_arg(const struct sim_call *c, const char *name)
{
	return scmi_decoded_value(c->in, name, 0, 0);
}

/* Older versions lack values, and drafts have others: elsewhere a missing name is our mistake. */
static void note_error(struct sim_call *c, const char *name, int ret)
{
	if (ret == -ERANGE || (ret == -ENOENT && c->version == c->p->table->version))
		c->sim->unknown_name = name;
}

void sim_ret_at(struct sim_call *c, const char *name, uint32_t index, uint64_t value)
{
	note_error(c, name, scmi_set(c->out, name, index, value));
}

void sim_ret(struct sim_call *c, const char *name, uint64_t value)
{
	sim_ret_at(c, name, 0, value);
}

static size_t cut(const char *text, size_t max)
{
	size_t len = strnlen(text, max + 1);

	if (len <= max)
		return len;
	for (len = max; len && (text[len] & 0xc0) == 0x80;)
		len--;
	return len;
}

void sim_ret_text(struct sim_call *c, const char *name, uint32_t index, const char *text)
{
	size_t len = cut(text, SCMI_LONG_NAME - 1);
	int ret = scmi_set_bytes(c->out, name, index, text, len);

	if (ret == -ERANGE)
		ret = scmi_set_bytes(c->out, name, index, text, cut(text, SCMI_SHORT_NAME - 1));
	note_error(c, name, ret);
}

void sim_ret_short_name(struct sim_call *c, uint32_t index, const struct sim_domain *d)
{
	char text[SCMI_SHORT_NAME] = "";
	const char *name = d->short_name ? d->short_name : d->name;

	memcpy(text, name, cut(name, sizeof(text) - 1));
	sim_ret_text(c, "name", index, text);
	sim_ret_at(c, "extended_name", index, strcmp(text, d->name) != 0);
}

int32_t sim_name_get(struct sim_call *c, void *domain)
{
	const struct sim_domain *d = domain;

	sim_ret_text(c, "name", 0, d->name);
	return SCMI_SUCCESS;
}

/* What several protocols do alike */

int32_t sim_subscribe(struct sim_call *c, bool supported, uint32_t *subscribers)
{
	uint32_t bit = 1u << (c->agent - 1);

	if (!supported)
		return SCMI_NOT_SUPPORTED;
	if (sim_arg(c, "enable"))
		*subscribers |= bit;
	else
		*subscribers &= ~bit;
	return SCMI_SUCCESS;
}

void sim_ret_statistics(struct sim_call *c, const struct sim_region *region)
{
	sim_ret(c, "statistics_address", region->address);
	sim_ret(c, "statistics_len", region->length);
}

/* Lists in parts */

size_t sim_wire_size(const struct scmi_field *fields, uint32_t version)
{
	static const uint8_t sizes[] = {
		[SCMI_U32] = 4, [SCMI_S32] = 4, [SCMI_U64] = 8,
		[SCMI_S64] = 8, [SCMI_U16] = 2, [SCMI_U8] = 1,
	};
	size_t size = 0;

	for (; fields && fields->name; fields++) {
		if (!scmi_in_version(version, fields->since, fields->until) || fields->when ||
		    fields->unless)
			continue;
		if (fields->type == SCMI_STR)
			size += fields->size;
		else if (fields->type < sizeof(sizes))
			size += sizes[fields->type];
	}
	return size;
}

static const struct scmi_field *list_of(const struct scmi_field *fields, uint32_t version)
{
	for (; fields && fields->name; fields++)
		if (fields->type == SCMI_ARRAY &&
		    scmi_in_version(version, fields->since, fields->until))
			return fields;
	return NULL;
}

/* The most that fits the bits of the count. */
static size_t most(const struct scmi_field *fields, const char *count)
{
	for (; fields->name; fields++)
		for (const struct scmi_slice *s = fields->slices; s && s->name; s++)
			if (!strcmp(s->name, count))
				return ((size_t)1 << s->width) - 1;
	return SIZE_MAX;
}

/* What a message's list has room for. */
struct page {
	const struct scmi_field *list;
	size_t room;  /* bytes */
	size_t limit; /* elements */
};

static struct page page_of(const struct sim_call *c)
{
	const struct scmi_field *fields = c->message->response;
	size_t fixed = sim_wire_size(fields, c->version);

	return (struct page){
		.list = list_of(fields, c->version),
		.room = c->room > fixed ? c->room - fixed : 0,
		.limit = most(fields, "returned"),
	};
}

static int32_t end_page(struct sim_call *c, size_t total, size_t skip, size_t n)
{
	if (total ? skip >= total : skip)
		return SCMI_OUT_OF_RANGE;
	if (!n && total)
		return SCMI_COMMS_ERROR;
	(void)scmi_set(c->out, "remaining", 0, total - skip - n);
	return SCMI_SUCCESS;
}

int32_t sim_page(struct sim_call *c, size_t total, size_t skip, size_t *n)
{
	struct page page = page_of(c);
	size_t each = sim_wire_size(page.list->members, c->version);

	if (page.list->pad)
		page.room -= page.room % page.list->pad;
	*n = skip < total ? total - skip : 0;
	if (*n > page.room / each)
		*n = page.room / each;
	if (*n > page.limit)
		*n = page.limit;
	return end_page(c, total, skip, *n);
}

int32_t sim_page_sized(struct sim_call *c, const struct sim_list *list, size_t skip,
		       size_t (*size)(const struct sim_call *c, const void *list, size_t index),
		       size_t *n)
{
	struct page page = page_of(c);

	for (*n = 0; *n < page.limit && skip < list->n && *n < list->n - skip; (*n)++) {
		size_t each = size(c, list->v, skip + *n);

		if (each > page.room)
			break;
		page.room -= each;
	}
	return end_page(c, list->n, skip, *n);
}

int32_t sim_ret_choice(struct sim_call *c, const struct sim_choice *choice, size_t skip,
		       const char *range_flag, const char *element)
{
	const int64_t range[] = { choice->min, choice->max, choice->step };
	bool is_range = !choice->values.n;
	const int64_t *v = is_range ? range : choice->values.v;
	size_t n;
	int32_t status = sim_page(c, is_range ? 3 : choice->values.n, skip, &n);

	if (status)
		return status;
	/* A range comes in one part or not at all. */
	if (is_range && n != 3)
		return skip ? SCMI_OUT_OF_RANGE : SCMI_COMMS_ERROR;
	sim_ret(c, range_flag, is_range);
	for (size_t i = 0; i < n; i++)
		sim_ret_at(c, element, i, (uint64_t)v[skip + i]);
	return SCMI_SUCCESS;
}

/* Messages that every protocol has */

static const struct sim_handler *handler_of(const struct sim_protocol *p, uint8_t message)
{
	for (const struct sim_handler *h = p->ops->handlers; h->run; h++)
		if (h->id == message)
			return h;
	return NULL;
}

static bool implements(const struct sim_call *c, uint8_t message)
{
	const struct sim_protocol *p = c->p;
	const struct scmi_message *m = scmi_message_find(p->table, message, c->version);

	if (p->rules[message] && !p->rules[message]->implemented)
		return false;
	switch (message) {
	case SCMI_PROTOCOL_VERSION:
	case SCMI_PROTOCOL_MESSAGE_ATTRIBUTES:
		return true;
	case SCMI_NEGOTIATE_PROTOCOL_VERSION:
		return p->version >= p->ops->negotiates;
	}
	return m && scmi_in_version(c->version, m->since, m->until) && handler_of(p, message);
}

static int32_t message_attributes(struct sim_call *c)
{
	uint64_t message = sim_arg(c, "message_id");

	if (message > UINT8_MAX || !implements(c, (uint8_t)message))
		return SCMI_NOT_FOUND;
	if (c->p->ops->message_attributes)
		c->p->ops->message_attributes(c, (uint8_t)message);
	return SCMI_SUCCESS;
}

static int32_t negotiate(struct sim_call *c)
{
	uint32_t wanted = (uint32_t)sim_arg(c, "version");

	for (const uint32_t *v = c->p->ops->versions; *v && *v <= c->p->version; v++) {
		if (*v == wanted) {
			c->p->negotiated[c->agent] = wanted;
			return SCMI_SUCCESS;
		}
	}
	return SCMI_NOT_SUPPORTED;
}

/* Commands */

/* What is wrong with the request's shape: the codec has found it, here it becomes a status. */
static int32_t check_request(const struct scmi_decoded *in)
{
	static const char reserved[] = "reserved-bits:";

	if (in->n_problems > SCMI_MAX_PROBLEMS)
		return SCMI_PROTOCOL_ERROR;
	for (unsigned int i = 0; i < in->n_problems; i++)
		if (strncmp(in->problems[i], reserved, strlen(reserved)))
			return SCMI_PROTOCOL_ERROR;
	return in->n_problems ? SCMI_INVALID_PARAMETERS : SCMI_SUCCESS;
}

static int32_t serve(struct sim_call *c)
{
	const struct scmi_item *id;
	void *domain = NULL;
	int32_t status = check_request(c->in);

	if (status)
		return status;
	switch (c->message->id) {
	case SCMI_PROTOCOL_VERSION:
		sim_ret(c, "version", c->p->version);
		return SCMI_SUCCESS;
	case SCMI_PROTOCOL_MESSAGE_ATTRIBUTES:
		return message_attributes(c);
	case SCMI_NEGOTIATE_PROTOCOL_VERSION:
		return negotiate(c);
	}
	if (c->p->ops->domain_field) {
		id = scmi_decoded_get(c->in, c->p->ops->domain_field, 0);
		if (id) {
			domain = sim_domain(c->p, (uint32_t)id->value);
			if (!domain)
				return SCMI_NOT_FOUND;
			if (c->message->risk != SCMI_READ &&
			    sim_denied(c->sim, c->agent, c->p->table->id, (uint32_t)id->value))
				return SCMI_DENIED;
		}
	}
	return handler_of(c->p, c->message->id)->run(c, domain);
}

static void status_alone(struct sim_message *response, struct scmi_header header, int32_t status)
{
	header.type = SCMI_TYPE_COMMAND;
	header.reserved = 0;
	scmi_put_le32(response->data, scmi_header_pack(header));
	scmi_put_le32(response->data + SCMI_HEADER_SIZE, (uint32_t)status);
	response->len = SCMI_HEADER_SIZE + SCMI_STATUS_SIZE;
}

/* Whatever part of a list the request asks for, it is the first one. */
static void rewind_list(struct scmi_decoded *in)
{
	static const char *const starts[] = {
		"rate_index",	   "level_index", "skip_parents", "desc_index",
		"axis_desc_index", "index",	  "skip",	  "skip_configs",
	};

	for (size_t i = 0; i < in->n_items; i++)
		for (size_t j = 0; j < sizeof(starts) / sizeof(*starts); j++)
			if (!in->mem[i].slice && !strcmp(in->mem[i].field->name, starts[j]))
				in->mem[i].value = 0;
}

/* Fills @response. Return: the status. */
static int32_t answer(struct sim_call *c, struct scmi_header header, const void *msg, size_t len,
		      size_t max, struct sim_message *response)
{
	struct sim *sim = c->sim;
	const struct scmi_context context = { .version = c->version };
	int32_t status = SCMI_NOT_SUPPORTED;
	ssize_t n;

	if (header.type != SCMI_TYPE_COMMAND) {
		status = SCMI_PROTOCOL_ERROR;
		goto alone;
	}
	if (sim_fault_before(c, scmi_header_pack(header), &status)) {
		status_alone(response, header, status);
		return status;
	}
	if (!c->p || !implements(c, header.message))
		goto alone;
	c->message = scmi_message_find(c->p->table, header.message, c->version);
	c->in = &sim->in;
	c->out = &sim->out;
	status = SCMI_GENERIC_ERROR;
	if (scmi_decode(&sim->in, SCMI_COMMAND, &context, msg, len))
		goto alone;
	scmi_build(&sim->out, c->p->table, SCMI_RESPONSE, c->message, NULL, c->version);
	if (c->rewind)
		rewind_list(&sim->in);
	status = serve(c);
	if (status)
		goto free;
	n = scmi_encode(&sim->out, header.token, true, response->data, max, NULL);
	if (n < 0)
		status = n == -ENOSPC ? SCMI_COMMS_ERROR : SCMI_GENERIC_ERROR;
	else
		response->len = (size_t)n;
free:
	scmi_builder_free(&sim->out);
alone:
	if (status)
		status_alone(response, header, status);
	return status;
}

bool sim_command(struct sim *sim, uint32_t agent, const void *msg, size_t len, size_t max,
		 uint64_t now_ns, struct sim_message *response)
{
	struct sim_call c = { .sim = sim, .agent = agent, .now = now_ns };
	struct scmi_header header;
	int32_t status;

	if (len < SCMI_HEADER_SIZE || max < SCMI_HEADER_SIZE + SCMI_STATUS_SIZE ||
	    !sim_agent(sim, agent))
		return false;
	if (max > SIM_MSG_MAX)
		max = SIM_MSG_MAX;
	if (!sim->started)
		sim->started = now_ns;
	sim_run(sim, now_ns);

	header = scmi_header_unpack(scmi_get_le32(msg));
	c.token = header.token;
	c.room = max - SCMI_HEADER_SIZE - SCMI_STATUS_SIZE;
	c.p = sim->protocols[header.protocol];
	c.version = c.p ? c.p->negotiated[agent] : 0;
	c.respond_at = now_ns + sim_response_delay(sim, c.p, header.message);

	status = answer(&c, header, msg, len, max, response);
	response->agent = agent;
	response->due_ns = c.respond_at;
	response->lost = false;
	sim_fault_response(&c, scmi_get_le32(response->data), max, response);
	if (status == SCMI_PROTOCOL_ERROR)
		sim_base_error(&c, scmi_get_le32(msg), status);
	return true;
}
