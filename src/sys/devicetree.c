/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "private.h"

/* Deeper than any real tree; a made-up one must not use up our stack. */
#define MAX_DEPTH 16

/*
 * What the drivers below drivers/firmware/arm_scmi/transports match, and drivers/firmware/arm_scmi
 * of older kernels.
 */
static const char *const compatibles[] = { "arm,scmi",
					   "arm,scmi-smc",
					   "arm,scmi-smc-param",
					   "arm,scmi-virtio",
					   "linaro,scmi-optee",
					   "qcom,scmi-smc",
					   NULL };

struct walk {
	const char *sysroot, *base;
	char node[SYS_PATH]; /* path of the node that is looked at, "" for the root */
	unsigned int depth;
	struct sys_list *list;
	size_t instance; /* whose children are looked at */
};

/* Where the tree lies, or NULL. */
static const char *find_base(const char *sysroot)
{
	static const char *const places[] = { "/sys/firmware/devicetree/base",
					      "/proc/device-tree" };
	char path[SYS_PATH];
	struct stat st;

	for (size_t i = 0; i < 2; i++)
		if ((size_t)snprintf(path, sizeof(path), "%s%s", sysroot, places[i]) <
			    sizeof(path) &&
		    stat(path, &st) == 0 && S_ISDIR(st.st_mode))
			return places[i];
	return NULL;
}

/* A property of @node; bytes, or a negative errno. */
static int property(const char *sysroot, const char *base, const char *node, const char *name,
		    void *buf, size_t size)
{
	char path[SYS_PATH];

	if ((size_t)snprintf(path, sizeof(path), "%s%s/%s", base, node, name) >= sizeof(path))
		return -ENAMETOOLONG;
	return sys_read_bytes(sysroot, path, buf, size);
}

static int64_t reg(const char *sysroot, const char *base, const char *node)
{
	unsigned char cell[4];

	if (property(sysroot, base, node, "reg", cell, sizeof(cell)) != sizeof(cell))
		return -1;
	return (int64_t)cell[0] << 24 | cell[1] << 16 | cell[2] << 8 | cell[3];
}

int64_t sys_dt_reg(const char *sysroot, const char *node)
{
	const char *base = find_base(sysroot);

	return base ? reg(sysroot, base, node) : -1;
}

/* Whether the node's status says that it is not to be used. */
static bool disabled(const struct walk *w)
{
	char status[16];
	int len = property(w->sysroot, w->base, w->node, "status", status, sizeof(status) - 1);

	if (len <= 0)
		return false;
	status[len] = '\0';
	return strcmp(status, "okay") && strcmp(status, "ok");
}

/* The first string of the node's compatible property that is SCMI's, or NULL. */
static const char *scmi_compatible(const struct walk *w)
{
	char list[1024];
	int len = property(w->sysroot, w->base, w->node, "compatible", list, sizeof(list) - 1);

	if (len <= 0)
		return NULL;
	list[len] = '\0';
	for (const char *c = list; c < list + len; c += strlen(c) + 1)
		for (size_t i = 0; compatibles[i]; i++)
			if (!strcmp(c, compatibles[i]))
				return compatibles[i];
	return NULL;
}

/* Goes down to a child node; false when @name is a property or the path gets too long. */
static bool enter(struct walk *w, const char *name, size_t *len)
{
	char path[SYS_PATH];
	struct stat st;

	*len = strlen(w->node);
	if (w->depth == MAX_DEPTH || *len + strlen(name) + 2 > sizeof(w->node) ||
	    (size_t)snprintf(path, sizeof(path), "%s%s%s/%s", w->sysroot, w->base, w->node, name) >=
		    sizeof(path) ||
	    lstat(path, &st) < 0 || !S_ISDIR(st.st_mode))
		return false;
	w->node[*len] = '/';
	strcpy(w->node + *len + 1, name);
	w->depth++;
	return true;
}

static void leave(struct walk *w, size_t len)
{
	w->node[len] = '\0';
	w->depth--;
}

static int each_child(struct walk *w, int (*use)(const char *name, void *data))
{
	char path[SYS_PATH];

	if ((size_t)snprintf(path, sizeof(path), "%s%s", w->base, w->node) >= sizeof(path))
		return 0;
	return sys_each(w->sysroot, path, use, w);
}

static int add_protocol(const char *name, void *data)
{
	struct walk *w = data;
	struct sys_instance *instance = &w->list->instances[w->instance];
	size_t len, n = instance->n_protocols;
	int64_t id;

	if (!enter(w, name, &len))
		return 0;
	id = reg(w->sysroot, w->base, w->node);
	if (id >= 0 && id <= UINT8_MAX && n < SYS_MAX_PROTOCOLS &&
	    strlen(w->node) < sizeof(instance->protocols[n].path)) {
		instance->protocols[n].id = (uint8_t)id;
		strcpy(instance->protocols[n].path, w->node);
		instance->protocols[n].disabled = disabled(w);
		instance->n_protocols++;
	}
	leave(w, len);
	return 0;
}

static int add_instance(struct walk *w, const char *transport)
{
	struct sys_instance *instance = sys_list_add(w->list);

	if (!instance)
		return -ENOMEM;
	w->instance = w->list->n - 1;
	snprintf(instance->transport, sizeof(instance->transport), "%s", transport);
	snprintf(instance->node, sizeof(instance->node), "%.255s", w->node);
	snprintf(instance->name, sizeof(instance->name), "%.63s", strrchr(w->node, '/') + 1);
	return each_child(w, add_protocol);
}

static int look_at(const char *name, void *data)
{
	struct walk *w = data;
	const char *transport;
	size_t len;
	int ret;

	if (!enter(w, name, &len))
		return 0;
	transport = scmi_compatible(w);
	if (!transport)
		ret = each_child(w, look_at);
	else
		ret = disabled(w) ? 0 : add_instance(w, transport);
	leave(w, len);
	/* A part of the tree that cannot be read hides nothing else. */
	return ret == -ENOMEM ? ret : 0;
}

int sys_dt_instances(const char *sysroot, struct sys_list *list)
{
	struct walk w = { .sysroot = sysroot, .list = list };

	w.base = find_base(sysroot);
	return w.base ? each_child(&w, look_at) : 0;
}
