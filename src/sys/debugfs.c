/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <scmictl/sys.h>

#define USUAL_PLACE "/sys/kernel/debug"

/* Undoes the kernel's escapes for blanks in paths: \040 and the like. */
static void unescape(char *path)
{
	char *to = path;

	for (const char *from = path; *from; to++) {
		if (from[0] == '\\' && from[1] >= '0' && from[1] <= '3' && from[2] >= '0' &&
		    from[2] <= '7' && from[3] >= '0' && from[3] <= '7') {
			*to = (char)((from[1] - '0') << 6 | (from[2] - '0') << 3 | (from[3] - '0'));
			from += 4;
		} else {
			*to = *from++;
		}
	}
	*to = '\0';
}

/* Opens a file of procfs under the sysroot. */
static FILE *open_proc(const char *sysroot, const char *name)
{
	char path[4096];

	if ((size_t)snprintf(path, sizeof(path), "%s/proc/%s", sysroot, name) >= sizeof(path))
		return NULL;
	return fopen(path, "re");
}

static bool has_filesystem(FILE *filesystems, const char *type)
{
	char line[256], name[128];

	while (fgets(line, sizeof(line), filesystems)) {
		const char *last = strrchr(line, '\t');

		if (last && sscanf(last, " %127s", name) == 1 && !strcmp(name, type))
			return true;
	}
	return false;
}

static bool is_directory(const char *sysroot, const char *path)
{
	char full[4096];
	struct stat st;

	return (size_t)snprintf(full, sizeof(full), "%s%s", sysroot, path) < sizeof(full) &&
	       stat(full, &st) == 0 && S_ISDIR(st.st_mode);
}

int sys_debugfs(const char *sysroot, char *buf, size_t size, struct diag *diag)
{
	FILE *mounts = open_proc(sysroot, "self/mounts"), *filesystems;
	char line[4096], path[4096], type[64];
	bool known, found = false;

	if (!mounts)
		mounts = open_proc(sysroot, "mounts");
	if (!mounts && is_directory(sysroot, USUAL_PLACE)) {
		snprintf(path, sizeof(path), "%s", USUAL_PLACE);
		found = true;
	}
	while (mounts && !found && fgets(line, sizeof(line), mounts))
		found = sscanf(line, "%*s %4095s %63s", path, type) == 2 &&
			!strcmp(type, "debugfs");
	if (mounts)
		fclose(mounts);
	if (found) {
		unescape(path);
		if (strlen(path) >= size)
			return diag_set(diag, DIAG_SYSTEM, ENAMETOOLONG,
					"the mount point of debugfs is too long");
		memcpy(buf, path, strlen(path) + 1);
		return 0;
	}

	filesystems = open_proc(sysroot, "filesystems");
	known = !filesystems || has_filesystem(filesystems, "debugfs");
	if (filesystems)
		fclose(filesystems);
	if (!known) {
		diag_set(diag, DIAG_SYSTEM, ENODEV, "this kernel has no debugfs");
		diag_hint(diag,
			  "it needs CONFIG_DEBUG_FS and must not be started with debugfs=off");
		return -ENODEV;
	}
	diag_set(diag, DIAG_SYSTEM, ENOENT, "debugfs is not mounted");
	diag_hint(diag, "as root: mount -t debugfs debugfs " USUAL_PLACE);
	return -ENOENT;
}

const char *sys_lockdown(const char *sysroot)
{
	static const char *const levels[] = { "none", "integrity", "confidentiality" };
	char text[128], mark[32];

	if (sys_read(sysroot, "/sys/kernel/security/lockdown", text, sizeof(text)) < 0)
		return NULL;
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		snprintf(mark, sizeof(mark), "[%s]", levels[i]);
		if (strstr(text, mark))
			return levels[i];
	}
	return NULL;
}
