/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SCMICTL_CMD_ASK_H
#define SCMICTL_CMD_ASK_H

#include <stddef.h>
#include <stdint.h>

#include <scmictl/channel.h>
#include <scmictl/scmi.h>

/* What commands ask a platform on their own account. */

struct cmd_ask {
	struct chan *chan;
	struct chan_exchange *x; /* work space */
};

/**
 * cmd_ask_init() - begin to ask
 *
 * Return: 0, to be ended with cmd_ask_free(); -ENOMEM with @diag filled.
 */
int cmd_ask_init(struct cmd_ask *ask, struct chan *chan, struct diag *diag);

/** cmd_ask_free() - release; the channel stays the caller's */
void cmd_ask_free(struct cmd_ask *ask);

/**
 * cmd_ask_version() - PROTOCOL_VERSION of a protocol
 *
 * Return: 0 or a negative errno with @diag filled; so do the others.
 */
int cmd_ask_version(struct cmd_ask *ask, uint8_t protocol, uint32_t *version, struct diag *diag);

/** cmd_ask_vendor() - the platform's vendor and sub-vendor from the base protocol */
int cmd_ask_vendor(struct cmd_ask *ask, char vendor[SCMI_SHORT_NAME],
		   char sub_vendor[SCMI_SHORT_NAME], struct diag *diag);

/** cmd_ask_protocols() - the protocols of the platform, base included; @n: at most @max */
int cmd_ask_protocols(struct cmd_ask *ask, uint8_t *ids, size_t max, size_t *n, struct diag *diag);

#endif
