/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "platform.h"

struct sim_chunk {
	struct sim_chunk *next;
	max_align_t data[];
};

void *sim_alloc(struct sim *sim, size_t size)
{
	struct sim_chunk *chunk = calloc(1, sizeof(*chunk) + size);

	if (!chunk)
		return NULL;
	chunk->next = sim->chunks;
	sim->chunks = chunk;
	return chunk->data;
}

bool sim_has(const struct sim_list *list, uint32_t value)
{
	const uint32_t *v = list->v;

	for (size_t i = 0; i < list->n; i++)
		if (v[i] == value)
			return true;
	return false;
}

struct sim_agent *sim_agent(const struct sim *sim, uint32_t id)
{
	return id && id <= sim->agents.n ? (struct sim_agent *)sim->agents.v + id - 1 : NULL;
}

/* Domains */

void *sim_domain_at(const struct sim_protocol *p, size_t index)
{
	return (char *)p->domains.v + index * p->ops->domain_size;
}

static const struct sim_domain *element(const struct sim_list *list, size_t size, size_t index)
{
	return (const struct sim_domain *)((const char *)list->v + index * size);
}

void *sim_lookup(const struct sim_list *list, size_t size, uint32_t id)
{
	size_t low = 0, high = list->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (element(list, size, mid)->id == id)
			return (char *)list->v + mid * size;
		if (element(list, size, mid)->id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

uint32_t sim_count(const struct sim_list *list, size_t size)
{
	return list->n ? element(list, size, list->n - 1)->id + 1 : 0;
}

void *sim_domain(const struct sim_protocol *p, uint32_t id)
{
	return sim_lookup(&p->domains, p->ops->domain_size, id);
}

uint32_t sim_domain_count(const struct sim_protocol *p)
{
	return sim_count(&p->domains, p->ops->domain_size);
}

/* Permissions */

static bool device_has(const struct sim_device *device, uint8_t protocol, uint32_t domain)
{
	const struct sim_resource *r = device->resources.v;

	for (size_t i = 0; i < device->resources.n; i++)
		if (r[i].protocol == protocol && r[i].id == domain)
			return true;
	return false;
}

bool sim_denied(const struct sim *sim, uint32_t agent, uint8_t protocol, uint32_t domain)
{
	const struct sim_device *devices = sim->devices.v;

	for (size_t i = 0; i < sim->n_denials; i++) {
		const struct sim_denial *no = &sim->denials[i];

		if (no->agent != agent || (no->protocol && no->protocol != protocol))
			continue;
		for (size_t j = 0; j < sim->devices.n; j++)
			if (devices[j].id == no->device &&
			    device_has(&devices[j], protocol, domain))
				return true;
	}
	return false;
}

int sim_deny(struct sim *sim, const struct sim_denial *denial, bool deny)
{
	struct sim_denial *denials = sim->denials;
	size_t i;

	for (i = 0; i < sim->n_denials; i++)
		if (denials[i].agent == denial->agent && denials[i].device == denial->device &&
		    denials[i].protocol == denial->protocol)
			break;
	if (!deny) {
		if (i < sim->n_denials)
			denials[i] = denials[--sim->n_denials];
		return 0;
	}
	if (i < sim->n_denials)
		return 0;
	if (sim->n_denials == sim->mem_denials) {
		size_t mem = sim->mem_denials ? 2 * sim->mem_denials : 8;

		denials = realloc(denials, mem * sizeof(*denials));
		if (!denials)
			return -ENOMEM;
		sim->denials = denials;
		sim->mem_denials = mem;
	}
	denials[sim->n_denials++] = *denial;
	return 0;
}

int sim_reset_permissions(struct sim *sim, uint32_t agent)
{
	const struct sim_agent *a = sim_agent(sim, agent);
	const struct sim_denial *initial = a->denied.v;
	size_t kept = 0;

	for (size_t i = 0; i < sim->n_denials; i++)
		if (sim->denials[i].agent != agent)
			sim->denials[kept++] = sim->denials[i];
	sim->n_denials = kept;
	for (size_t i = 0; i < a->denied.n; i++) {
		struct sim_denial denial = initial[i];

		denial.agent = agent;
		if (sim_deny(sim, &denial, true))
			return -ENOMEM;
	}
	return 0;
}

void sim_reset_agent(struct sim *sim, uint32_t agent)
{
	for (unsigned int id = 0; id < 256; id++) {
		struct sim_protocol *p = sim->protocols[id];

		if (!p)
			continue;
		p->negotiated[agent] = p->version;
		for (size_t i = 0; i < p->domains.n; i++) {
			struct sim_domain *d = sim_domain_at(p, i);

			for (unsigned int n = 0; n < SIM_NOTIFICATIONS; n++)
				d->subscribers[n] &= ~(1u << (agent - 1));
		}
		if (p->ops->reset_agent)
			p->ops->reset_agent(p, agent);
	}
}

/* The platform */

static int start(struct sim *sim)
{
	int ret = 0;

	for (uint32_t agent = 1; agent <= sim->agents.n && !ret; agent++) {
		sim_reset_agent(sim, agent);
		ret = sim_reset_permissions(sim, agent);
	}
	return ret;
}

static char *read_file(const char *path, struct diag *diag)
{
	size_t size = 0, used = 0;
	char *text = NULL, *more;
	FILE *f = fopen(path, "re");

	if (!f) {
		diag_set(diag, DIAG_INPUT, errno, "%s: %s", path, strerror(errno));
		return NULL;
	}
	do {
		if (size - used < 2) {
			size = size ? 2 * size : 65536;
			more = realloc(text, size);
			if (!more) {
				diag_set(diag, DIAG_SYSTEM, ENOMEM, "%s: out of memory", path);
				goto fail;
			}
			text = more;
		}
		used += fread(text + used, 1, size - used - 1, f);
	} while (!feof(f) && !ferror(f) && used <= SIM_FILE_MAX);
	if (ferror(f)) {
		diag_set(diag, DIAG_INPUT, errno, "%s: %s", path, strerror(errno));
		goto fail;
	}
	if (used > SIM_FILE_MAX) {
		diag_set(diag, DIAG_INPUT, EFBIG, "%s: larger than %d MiB, this is no platform",
			 path, SIM_FILE_MAX >> 20);
		goto fail;
	}
	text[used] = '\0';
	if (strlen(text) != used) {
		diag_set(diag, DIAG_INPUT, EINVAL, "%s: NUL byte at offset %zu, this is no JSON",
			 path, strlen(text));
		goto fail;
	}
	fclose(f);
	return text;

fail:
	fclose(f);
	free(text);
	return NULL;
}

struct sim *sim_new(const char *path, struct diag *diag)
{
	struct sim *sim = calloc(1, sizeof(*sim));
	char *text = NULL;
	int ret;

	if (!sim) {
		diag_set(diag, DIAG_SYSTEM, ENOMEM, "out of memory");
		return NULL;
	}
	if (path) {
		text = read_file(path, diag);
		ret = text ? sim_load_text(sim, path, text, diag) : -EINVAL;
		free(text);
	} else {
		ret = sim_load_text(sim, "built-in platform", sim_builtin(), diag);
	}
	if (!ret && start(sim)) {
		diag_set(diag, DIAG_SYSTEM, ENOMEM, "out of memory");
		ret = -ENOMEM;
	}
	if (ret) {
		sim_free(sim);
		return NULL;
	}
	return sim;
}

void sim_free(struct sim *sim)
{
	if (!sim)
		return;
	sim_events_free(sim);
	scmi_decoded_free(&sim->in);
	scmi_decoded_free(&sim->fault_in);
	scmi_builder_free(&sim->out);
	free(sim->denials);
	while (sim->chunks) {
		struct sim_chunk *chunk = sim->chunks;

		sim->chunks = chunk->next;
		free(chunk);
	}
	free(sim);
}

unsigned int sim_agents(const struct sim *sim)
{
	return sim->agents.n;
}

const char *sim_name(const struct sim *sim)
{
	return sim->name;
}
