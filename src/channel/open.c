/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <errno.h>
#include <string.h>

#include "backend.h"

static struct chan *open_sim(const char *path, const struct chan_options *options,
			     struct diag *diag)
{
#ifdef HAVE_SIM
	return chan_sim_open(path, options, diag);
#else
	(void)path;
	(void)options;
	diag_set(diag, DIAG_SYSTEM, ENOTSUP, "built without the simulated platform");
	diag_hint(diag, "it needs json-c: configure --enable-sim");
	return NULL;
#endif
}

struct chan *chan_open(const struct chan_options *options, struct diag *diag)
{
	const char *instance = options->instance;
	struct chan *chan;

	if (instance && !strcmp(instance, "sim"))
		chan = open_sim(NULL, options, diag);
	else if (instance && !strncmp(instance, "sim:", 4))
		chan = open_sim(instance + 4, options, diag);
	else
		chan = chan_raw_open(options, diag);
	if (chan)
		chan->interrupted = options->interrupted;
	if (chan && chan_tokens_init(chan) < 0) {
		diag_set(diag, DIAG_SYSTEM, ENOMEM, "not enough memory");
		chan_close(chan);
		return NULL;
	}
	return chan;
}

void chan_close(struct chan *chan)
{
	if (!chan)
		return;
	chan_turn_give(chan);
	chan_tokens_free(chan);
	chan->ops->close(chan);
}
