/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <errno.h>

#include "backend.h"

/* A process that sends on and on gives others their turn long before. */
#define TURN_TIMEOUT_MS 2000

int chan_receive(struct chan *chan, enum chan_queue queue, struct chan_msg *msg, int timeout_ms,
		 struct diag *diag)
{
	enum chan_queue from;
	ssize_t n = chan->ops->recv(chan, 1u << queue, &from, msg->data, sizeof(msg->data),
				    timeout_ms, diag);

	if (n < 0)
		return (int)n;
	msg->len = (size_t)n;
	return n > 0;
}

int chan_reset(struct chan *chan, bool force, struct diag *diag)
{
	int ret = chan_turn_take(chan, force ? 0 : TURN_TIMEOUT_MS);

	if (ret == -EBUSY && !force) {
		diag_set(diag, DIAG_SYSTEM, EBUSY,
			 "another process is exchanging messages with instance %d",
			 chan->info.instance);
		diag_hint(diag, "wait for it, or throw its answer away too: --force");
	}
	if (ret == -EINTR || (ret < 0 && !force))
		return ret;
	ret = chan->ops->reset(chan, diag);
	chan_turn_give(chan);
	return ret;
}
