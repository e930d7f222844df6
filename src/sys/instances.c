/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "private.h"

#define DRIVER "/sys/bus/platform/drivers/arm-scmi"

struct join {
	const char *sysroot;
	struct sys_list list;
	const char *dir;	       /* directory being walked */
	struct sys_instance *instance; /* that it is about */
	const char *debugfs;
};

/* A file in the directory being walked; bytes, or a negative errno. */
static int read_in(const struct join *j, const char *name, char *buf, size_t size)
{
	char path[SYS_PATH];

	if ((size_t)snprintf(path, sizeof(path), "%s/%s", j->dir, name) >= sizeof(path))
		return -ENAMETOOLONG;
	return sys_read(j->sysroot, path, buf, size);
}

static int64_t number_in(const struct join *j, const char *name)
{
	char path[SYS_PATH];

	if ((size_t)snprintf(path, sizeof(path), "%s/%s", j->dir, name) >= sizeof(path))
		return -1;
	return sys_read_number(j->sysroot, path, -1);
}

static bool exists(const char *sysroot, const char *path)
{
	char full[SYS_PATH];
	struct stat st;

	return (size_t)snprintf(full, sizeof(full), "%s%s", sysroot, path) < sizeof(full) &&
	       stat(full, &st) == 0;
}

/* The value of a variable in a uevent file's text; "" where there is none. */
static void uevent_value(const char *text, const char *name, char *buf, size_t size)
{
	size_t len = strlen(name);

	buf[0] = '\0';
	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (!strncmp(line, name, len) && line[len] == '=') {
			snprintf(buf, size, "%.*s", (int)strcspn(line + len + 1, "\n"),
				 line + len + 1);
			return;
		}
	}
}

/* sysfs: the driver arm-scmi and the SCMI bus */

/* A device of the SCMI bus: a child of the instance's device. */
static int add_device(const char *name, void *data)
{
	struct join *j = data, sub = { .sysroot = j->sysroot };
	struct sys_instance *instance = j->instance;
	size_t n = instance->n_devices;
	char dir[SYS_PATH], uevent[2048], node[256];

	if (strncmp(name, "scmi_dev.", 9) || n == SYS_MAX_DEVICES ||
	    strlen(name) >= sizeof(instance->devices[n].name) ||
	    (size_t)snprintf(dir, sizeof(dir), "%s/%s", j->dir, name) >= sizeof(dir))
		return 0;
	sub.dir = dir;
	if (read_in(&sub, "uevent", uevent, sizeof(uevent)) < 0)
		uevent[0] = '\0';
	strcpy(instance->devices[n].name, name);
	uevent_value(uevent, "DRIVER", instance->devices[n].driver,
		     sizeof(instance->devices[n].driver));
	read_in(&sub, "name", instance->devices[n].function, sizeof(instance->devices[n].function));
	/* The attribute is there from Linux 6.15 on; before, the device's node tells. */
	instance->devices[n].protocol = (int)number_in(&sub, "protocol_id");
	if (instance->devices[n].protocol < 0) {
		uevent_value(uevent, "OF_FULLNAME", node, sizeof(node));
		if (*node)
			instance->devices[n].protocol = (int)sys_dt_reg(j->sysroot, node);
	}
	instance->n_devices++;
	return 0;
}

/* The instance that the device tree has at @node, or a new one. */
static struct sys_instance *instance_at(struct join *j, const char *node)
{
	struct sys_instance *instance;

	for (size_t i = 0; *node && i < j->list.n; i++)
		if (!strcmp(j->list.instances[i].node, node))
			return &j->list.instances[i];
	instance = sys_list_add(&j->list);
	if (instance && *node) {
		const char *slash = strrchr(node, '/');

		snprintf(instance->node, sizeof(instance->node), "%.255s", node);
		snprintf(instance->name, sizeof(instance->name), "%.63s", slash ? slash + 1 : node);
	}
	return instance;
}

static int add_bound(const char *name, void *data)
{
	static const char *const others[] = { "module", "bind", "unbind", "uevent" };
	struct join *j = data;
	char dir[SYS_PATH], uevent[2048] = "", node[256], transport[64];
	struct sys_instance *instance;

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (!strcmp(name, others[i]))
			return 0;
	if ((size_t)snprintf(dir, sizeof(dir), DRIVER "/%s", name) >= sizeof(dir))
		return 0;
	j->dir = dir;
	read_in(j, "uevent", uevent, sizeof(uevent));
	uevent_value(uevent, "OF_FULLNAME", node, sizeof(node));
	uevent_value(uevent, "OF_COMPATIBLE_0", transport, sizeof(transport));
	instance = instance_at(j, node);
	if (!instance)
		return -ENOMEM;
	if (!*instance->transport)
		snprintf(instance->transport, sizeof(instance->transport), "%s", transport);
	snprintf(instance->device, sizeof(instance->device), "%.127s", name);
	read_in(j, "vendor_id", instance->vendor, sizeof(instance->vendor));
	read_in(j, "sub_vendor_id", instance->sub_vendor, sizeof(instance->sub_vendor));
	read_in(j, "firmware_version", instance->firmware_version,
		sizeof(instance->firmware_version));
	read_in(j, "protocol_version", instance->protocol_version,
		sizeof(instance->protocol_version));
	j->instance = instance;
	sys_each(j->sysroot, dir, add_device, j);
	return 0;
}

/* debugfs */

static int add_counter(const char *name, void *data)
{
	struct join *j = data;
	struct sys_instance *instance = j->instance;
	size_t n = instance->n_counters;

	if (!strcmp(name, "reset") || n == SYS_MAX_COUNTERS ||
	    strlen(name) >= sizeof(instance->counters[n].name))
		return 0;
	strcpy(instance->counters[n].name, name);
	instance->counters[n].value = number_in(j, name);
	instance->n_counters++;
	return 0;
}

static int add_channel(const char *name, void *data)
{
	struct sys_instance *instance = ((struct join *)data)->instance;
	char *end;
	unsigned long id = strtoul(name, &end, 16);

	if (end != name && !*end && id <= UINT8_MAX && instance->n_channels < SYS_MAX_CHANNELS)
		instance->channels[instance->n_channels++] = (uint8_t)id;
	return 0;
}

/*
 * The instance that a debugfs directory is about. The kernel gives no link, only the node's name
 * without its parents. Where several nodes have the same name, the numbers in debugfs and the
 * order of the nodes' devices both follow the order of probing.
 */
static struct sys_instance *instance_named(struct join *j, const char *name, const char *transport)
{
	struct sys_instance *unbound = NULL;

	for (size_t i = 0; i < j->list.n; i++) {
		struct sys_instance *instance = &j->list.instances[i];

		if (instance->instance >= 0 || strcmp(instance->name, name) ||
		    (*transport && *instance->transport && strcmp(instance->transport, transport)))
			continue;
		if (*instance->device)
			return instance;
		if (!unbound)
			unbound = instance;
	}
	return unbound ? unbound : sys_list_add(&j->list);
}

static int add_debugfs(const char *number, void *data)
{
	struct join *j = data, sub = { .sysroot = j->sysroot };
	char dir[SYS_PATH], below[SYS_PATH + 32], name[64], transport[64], atomic[8], *end;
	unsigned long id = strtoul(number, &end, 10);
	struct sys_instance *instance;

	if (end == number || *end || id > INT32_MAX ||
	    (size_t)snprintf(dir, sizeof(dir), "%s/scmi/%s", j->debugfs, number) >= sizeof(dir))
		return 0;
	sub.dir = dir;
	read_in(&sub, "instance_name", name, sizeof(name));
	read_in(&sub, "transport/type", transport, sizeof(transport));
	instance = instance_named(j, name, transport);
	if (!instance)
		return -ENOMEM;
	sub.instance = instance;
	instance->instance = (int)id;
	strcpy(instance->name, name);
	if (*transport)
		strcpy(instance->transport, transport);
	instance->atomic_threshold_us = number_in(&sub, "atomic_threshold_us");
	instance->max_rx_timeout_ms = number_in(&sub, "transport/max_rx_timeout_ms");
	instance->max_msg_size = number_in(&sub, "transport/max_msg_size");
	instance->tx_max_msg = number_in(&sub, "transport/tx_max_msg");
	instance->rx_max_msg = number_in(&sub, "transport/rx_max_msg");
	if (read_in(&sub, "transport/is_atomic", atomic, sizeof(atomic)) > 0)
		instance->is_atomic = atomic[0] == 'Y';
	snprintf(below, sizeof(below), "%s/raw/message", dir);
	instance->raw = exists(j->sysroot, below);
	snprintf(below, sizeof(below), "%s/raw/channels", dir);
	sys_each(j->sysroot, below, add_channel, &sub);
	snprintf(below, sizeof(below), "%s/transport/counters", dir);
	sub.dir = below;
	sys_each(j->sysroot, below, add_counter, &sub);
	return 0;
}

/* Reads debugfs; why that is not possible goes to @note. */
static int join_debugfs(struct join *j, struct diag *note)
{
	char debugfs[1024], path[SYS_PATH];
	int ret = sys_debugfs(j->sysroot, debugfs, sizeof(debugfs), note);

	if (ret < 0)
		return 0;
	j->debugfs = debugfs;
	snprintf(path, sizeof(path), "%s/scmi", debugfs);
	ret = sys_each(j->sysroot, path, add_debugfs, j);
	if (ret == -ENOMEM)
		return ret;
	if (ret == -EACCES || ret == -EPERM) {
		diag_set(note, DIAG_SYSTEM, -ret, "%s%s: permission denied", j->sysroot, path);
		diag_hint(note, "run as root to see numbers, raw mode and counters");
	} else if (ret == -ENOENT) {
		diag_set(note, DIAG_SYSTEM, ENOENT, "%s%s does not exist", j->sysroot, path);
		diag_hint(note, "the kernel needs CONFIG_ARM_SCMI_RAW_MODE_SUPPORT or "
				"CONFIG_ARM_SCMI_DEBUG_COUNTERS (Linux 6.3 and later)");
	} else if (ret < 0) {
		diag_set(note, DIAG_SYSTEM, -ret, "%s%s: %s", j->sysroot, path, strerror(-ret));
	}
	return 0;
}

/* Together */

/*
 * Raw mode without coexistence stops the probe before the base protocol is asked, so its version
 * stays 0.0 (scmi_probe in driver.c); with coexistence ordinary drivers may be bound.
 */
static int coexistence(const struct sys_instance *instance)
{
	if (instance->raw != 1)
		return -1;
	for (size_t i = 0; i < instance->n_devices; i++)
		if (*instance->devices[i].driver)
			return 1;
	if (!*instance->protocol_version)
		return -1;
	return strcmp(instance->protocol_version, "0.0") != 0;
}

static int by_number(const void *a, const void *b)
{
	const struct sys_instance *x = a, *y = b;

	if (x->instance != y->instance)
		return (unsigned int)x->instance < (unsigned int)y->instance ? -1 : 1;
	return strverscmp(x->node, y->node);
}

int sys_instances(const char *sysroot, struct sys_instance **instances, size_t *n,
		  struct diag *diag, struct diag *note)
{
	struct join j = { .sysroot = sysroot };
	int ret = sys_dt_instances(sysroot, &j.list);

	if (!ret)
		ret = sys_each(sysroot, DRIVER, add_bound, &j);
	if (ret != -ENOMEM)
		ret = join_debugfs(&j, note);
	if (ret < 0) {
		free(j.list.instances);
		return diag_set(diag, DIAG_SYSTEM, -ret, "not enough memory");
	}
	for (size_t i = 0; i < j.list.n; i++)
		j.list.instances[i].coex = coexistence(&j.list.instances[i]);
	if (j.list.n)
		qsort(j.list.instances, j.list.n, sizeof(*j.list.instances), by_number);
	*instances = j.list.instances;
	*n = j.list.n;
	return 0;
}
