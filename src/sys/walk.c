/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

static int wanted(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
}

int sys_each(const char *sysroot, const char *path, int (*use)(const char *name, void *data),
	     void *data)
{
	struct dirent **entries;
	char full[SYS_PATH];
	int n, ret = 0;

	if ((size_t)snprintf(full, sizeof(full), "%s%s", sysroot, path) >= sizeof(full))
		return -ENAMETOOLONG;
	n = scandir(full, &entries, wanted, versionsort);
	if (n < 0)
		return -errno;
	for (int i = 0; i < n; i++) {
		if (!ret)
			ret = use(entries[i]->d_name, data);
		free(entries[i]);
	}
	free(entries);
	return ret;
}

int64_t sys_read_number(const char *sysroot, const char *path, int64_t missing)
{
	char text[64], *end;
	long long value;

	if (sys_read(sysroot, path, text, sizeof(text)) <= 0)
		return missing;
	errno = 0;
	value = strtoll(text, &end, 0);
	return errno || end == text || *end ? missing : value;
}

struct sys_instance *sys_list_add(struct sys_list *list)
{
	struct sys_instance *instance, *grown;

	grown = realloc(list->instances, (list->n + 1) * sizeof(*grown));
	if (!grown)
		return NULL;
	list->instances = grown;
	instance = &grown[list->n++];
	memset(instance, 0, sizeof(*instance));
	instance->instance = -1;
	instance->raw = -1;
	instance->coex = -1;
	instance->is_atomic = -1;
	instance->atomic_threshold_us = -1;
	instance->max_rx_timeout_ms = -1;
	instance->max_msg_size = -1;
	instance->tx_max_msg = -1;
	instance->rx_max_msg = -1;
	return instance;
}
