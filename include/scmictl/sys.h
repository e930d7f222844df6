/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SCMICTL_SYS_H
#define SCMICTL_SYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <scmictl/diag.h>

/* What this machine has, under a sysroot. Everything is found by the presence of files. */

/**
 * sys_read() - the content of a small text file without its trailing newline
 * @sysroot: prefix, "" for the machine itself
 * @buf, @size: where to; always terminated
 *
 * Return: bytes, or a negative errno.
 */
int sys_read(const char *sysroot, const char *path, char *buf, size_t size);

/**
 * sys_debugfs() - where debugfs is mounted
 * @buf, @size: the path, without the sysroot
 * @diag: why not: origin system, with what to do in the hint
 *
 * From the mount table under the sysroot; a sysroot without one is looked at in the usual place.
 *
 * Return: 0, -ENOENT: not mounted; -ENODEV: the kernel has no debugfs; other negative errno.
 */
int sys_debugfs(const char *sysroot, char *buf, size_t size, struct diag *diag);

/** sys_lockdown() - kernel lockdown: "none", "integrity", "confidentiality"; NULL where not known */
const char *sys_lockdown(const char *sysroot);

#define SYS_MAX_CHANNELS 64
#define SYS_MAX_PROTOCOLS 64
#define SYS_MAX_COUNTERS 32
#define SYS_MAX_DEVICES 64

/* An SCMI instance. Numbers are -1 and texts empty where this kernel does not tell. */
struct sys_instance {
	int instance;	    /* number in debugfs and trace events */
	char name[64];	    /* of its device-tree node: "scmi" */
	char node[256];	    /* full device-tree path, "/firmware/scmi" */
	char transport[64]; /* compatible: "arm,scmi-virtio" */
	char device[128];   /* sysfs device: "arm-scmi.0.auto" */
	int raw;	    /* raw mode: 1 yes, 0 no, -1 unknown (debugfs not readable) */
	int coex;	    /* raw mode beside ordinary drivers; meaningful when raw is 1 */
	int64_t atomic_threshold_us, max_rx_timeout_ms, max_msg_size, tx_max_msg, rx_max_msg;
	int is_atomic;
	char vendor[32], sub_vendor[32];
	char firmware_version[16], protocol_version[16];
	size_t n_channels;
	uint8_t channels[SYS_MAX_CHANNELS]; /* raw/channels: protocol ids */
	size_t n_counters;
	struct {
		char name[48];
		int64_t value;
	} counters[SYS_MAX_COUNTERS];
	size_t n_protocols;
	struct {
		uint8_t id;
		char path[256];		/* device-tree path */
		bool disabled;		/* its status is not okay */
	} protocols[SYS_MAX_PROTOCOLS]; /* child nodes in the device tree */
	size_t n_devices;
	struct {
		char name[64];	   /* "scmi_dev.3" */
		int protocol;	   /* -1 unknown */
		char function[64]; /* attribute "name" where there is one */
		char driver[64];   /* empty: not bound */
	} devices[SYS_MAX_DEVICES];
};

/**
 * sys_instances() - the SCMI instances of the machine
 * @instances: allocated; to be freed with free()
 * @n: their number
 * @diag: for failures; that debugfs cannot be read is none (see @note)
 * @note: why debugfs could not be read, or origin none; may be NULL
 *
 * Joined from debugfs (kernel 6.3 and later), the platform bus (driver arm-scmi) and the device
 * tree; useful without debugfs. Sources: drivers/firmware/arm_scmi/driver.c and bus.c.
 *
 * Return: 0 or a negative errno.
 */
int sys_instances(const char *sysroot, struct sys_instance **instances, size_t *n,
		  struct diag *diag, struct diag *note);

/**
 * sys_instance_choose() - the instance that the user means
 * @choice: number or name; NULL: the only one, several are an error that lists them
 *
 * Return: the index into @instances, or a negative errno with @diag filled.
 */
int sys_instance_choose(const struct sys_instance *instances, size_t n, const char *choice,
			struct diag *diag);

#endif
