/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "private.h"

void cmd_complete(FILE *file, int argc, char **argv)
{
	(void)file;
	(void)argc;
	(void)argv;
}
