/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <scmictl/sys.h>

/* "0 (scmi, arm,scmi-virtio), 1 (...)" */
static void list_instances(const struct sys_instance *instances, size_t n, char *buf, size_t size)
{
	size_t len = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < n && len < size; i++) {
		const struct sys_instance *s = &instances[i];
		char number[16] = "-";

		if (s->instance >= 0)
			snprintf(number, sizeof(number), "%d", s->instance);
		len += (size_t)snprintf(buf + len, size - len, "%s%s (%s)", i ? ", " : "", number,
					*s->node ? s->node : s->name);
	}
}

static bool matches(const struct sys_instance *instance, const char *choice)
{
	char *end;
	long number = strtol(choice, &end, 0);

	if (end != choice && !*end)
		return instance->instance >= 0 && instance->instance == number;
	return !strcmp(choice, instance->name) || !strcmp(choice, instance->node) ||
	       !strcmp(choice, instance->device);
}

int sys_instance_choose(const struct sys_instance *instances, size_t n, const char *choice,
			struct diag *diag)
{
	char list[400];
	size_t found = 0, count = 0;

	if (!n) {
		diag_set(diag, DIAG_SYSTEM, ENODEV, "this machine has no SCMI instance");
		diag_hint(diag,
			  "it needs a node like /firmware/scmi in its device tree and a kernel "
			  "with CONFIG_ARM_SCMI_PROTOCOL and the node's transport; '-i sim' is "
			  "the simulated platform");
		return -ENODEV;
	}
	for (size_t i = 0; i < n; i++) {
		if (choice && !matches(&instances[i], choice))
			continue;
		if (!count++)
			found = i;
	}
	if (count == 1)
		return (int)found;
	list_instances(instances, n, list, sizeof(list));
	if (!count) {
		diag_set(diag, DIAG_SYSTEM, ENODEV, "there is no SCMI instance '%s'", choice);
		diag_hint(diag, "there is: %s", list);
		return -ENODEV;
	}
	if (choice)
		diag_set(diag, DIAG_USAGE, EINVAL, "several SCMI instances are called '%s'",
			 choice);
	else
		diag_set(diag, DIAG_USAGE, EINVAL, "there are several SCMI instances");
	diag_hint(diag, "choose one with -i: %s", list);
	return -EINVAL;
}
