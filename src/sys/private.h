/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SYS_PRIVATE_H
#define SYS_PRIVATE_H

#include <dirent.h>
#include <stddef.h>

#include <scmictl/sys.h>

#define SYS_PATH 4096

/* sys_read_bytes() - as sys_read(), but the bytes as they are */
int sys_read_bytes(const char *sysroot, const char *path, void *buf, size_t size);

/*
 * sys_each() - call @use for each entry of a directory but "." and "..", sorted by version
 * @use: returns 0 to go on; anything else ends the walk and is returned
 *
 * Return: what @use returned last, or a negative errno.
 */
int sys_each(const char *sysroot, const char *path, int (*use)(const char *name, void *data),
	     void *data);

/* sys_read_number() - a decimal or 0x number from a file of one line; @missing where there is none */
int64_t sys_read_number(const char *sysroot, const char *path, int64_t missing);

/*
 * A growing array of instances. Pointers into it last until the next sys_list_add().
 */
struct sys_list {
	struct sys_instance *instances;
	size_t n;
};

/* sys_list_add() - one more instance of which nothing is known; NULL: no memory */
struct sys_instance *sys_list_add(struct sys_list *list);

/*
 * sys_dt_instances() - the SCMI nodes of the device tree, with their protocols
 *
 * Return: 0 (also without a device tree) or a negative errno.
 */
int sys_dt_instances(const char *sysroot, struct sys_list *list);

/*
 * sys_dt_reg() - the first cell of a node's reg property
 * @node: path of the node within the tree
 *
 * Return: the value, or -1 where there is none.
 */
int64_t sys_dt_reg(const char *sysroot, const char *node);

#endif
