/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include "commands.h"

const struct cmd *const cmd_all[] = {
	&cmd_encode,
	&cmd_decode,
	NULL
};
