/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SCMICTL_COMMANDS_H
#define SCMICTL_COMMANDS_H

#include <scmictl/cmd.h>

extern const struct cmd cmd_send;
extern const struct cmd cmd_encode;
extern const struct cmd cmd_decode;
extern const struct cmd cmd_raw_errors;
extern const struct cmd cmd_raw_notifications;
extern const struct cmd cmd_raw_reset;
extern const struct cmd cmd_list;
extern const struct cmd cmd_sim_serve;

#endif
