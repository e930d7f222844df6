/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "private.h"

int sys_read_bytes(const char *sysroot, const char *path, void *buf, size_t size)
{
	char full[SYS_PATH];
	size_t len = 0;
	int fd, ret = 0;

	if ((size_t)snprintf(full, sizeof(full), "%s%s", sysroot, path) >= sizeof(full))
		return -ENAMETOOLONG;
	fd = open(full, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return -errno;
	while (len < size) {
		ssize_t n = read(fd, (char *)buf + len, size - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			ret = -errno;
		if (n <= 0)
			break;
		len += (size_t)n;
	}
	close(fd);
	return ret ? ret : (int)len;
}

int sys_read(const char *sysroot, const char *path, char *buf, size_t size)
{
	int len;

	if (!size)
		return -EINVAL;
	len = sys_read_bytes(sysroot, path, buf, size - 1);
	buf[len > 0 ? len : 0] = '\0';
	while (len > 0 && buf[len - 1] == '\n')
		buf[--len] = '\0';
	return len;
}
