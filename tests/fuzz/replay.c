/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

/*
 * Runs the target that this is linked with over the files of a directory and speaks TAP. The
 * directory: tests/fuzz/corpus/NAME below $SRCDIR for a program named NAME, or the argument.
 */

static int run_file(const char *path)
{
	static uint8_t data[1 << 20];
	FILE *file = fopen(path, "rb");
	uint8_t *copy;
	size_t len;

	if (!file)
		return -1;
	len = fread(data, 1, sizeof(data), file);
	fclose(file);
	/* A copy of just this size, so that sanitizers see reads beyond it. */
	copy = malloc(len ? len : 1);
	if (!copy)
		return -1;
	memcpy(copy, data, len);
	LLVMFuzzerTestOneInput(copy, len);
	free(copy);
	return 0;
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
	const char *srcdir = getenv("SRCDIR"), *name = strrchr(argv[0], '/');
	struct dirent **entries;
	char dir[2048], path[4096];
	int n, failed = 0;

	name = name ? name + 1 : argv[0];
	name += strncmp(name, "lt-", 3) ? 0 : 3;
	if (argc > 1)
		snprintf(dir, sizeof(dir), "%s", argv[1]);
	else
		snprintf(dir, sizeof(dir), "%s/tests/fuzz/corpus/%s", srcdir ? srcdir : ".", name);
	n = scandir(dir, &entries, is_visible, alphasort);
	if (n <= 0) {
		printf("Bail out! no corpus in %s\n", dir);
		return 1;
	}
	printf("1..%d\n", n);
	for (int i = 0; i < n; i++) {
		int ret;

		snprintf(path, sizeof(path), "%s/%s", dir, entries[i]->d_name);
		ret = run_file(path);
		failed |= ret;
		printf("%sok %d - %s\n", ret ? "not " : "", i + 1, entries[i]->d_name);
		fflush(stdout);
		free(entries[i]);
	}
	free(entries);
	return failed != 0;
}
