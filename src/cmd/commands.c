/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include "commands.h"

const struct cmd *const cmd_all[] = { &cmd_send,
				      &cmd_encode,
				      &cmd_decode,
				      &cmd_raw_errors,
				      &cmd_raw_notifications,
				      &cmd_raw_reset,
				      &cmd_list,
#ifdef HAVE_SIM
				      &cmd_sim_serve,
#endif
				      NULL };
