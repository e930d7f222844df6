/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <errno.h>
#include <poll.h>
#include <sys/file.h>

#include "backend.h"

/* A process that sends on and on lets others have a turn after this time, for this long. */
#define SLICE_NS UINT64_C(250000000)
#define PAUSE_MS 2

/* How often to look whether it is our turn. */
#define LOOK_MS 1

/* 0, or -EINTR when the caller is to stop. */
static int pause_ms(const struct chan *chan, int ms)
{
	if (poll(NULL, 0, ms) < 0 && (!chan->interrupted || chan->interrupted()))
		return -EINTR;
	return 0;
}

int chan_turn_take(struct chan *chan, int timeout_ms)
{
	uint64_t *busy = chan->tokens.busy_until, turns, now, end;
	int ret;

	if (!busy || chan->tokens.fd < 0)
		return 0;
	if (chan->turn) {
		if (chan->end_ns - chan->turn_ns < SLICE_NS)
			return 0;
		chan_turn_give(chan);
		ret = pause_ms(chan, PAUSE_MS);
		if (ret < 0)
			return ret;
	}
	turns = busy[CHAN_SHARED_TURNS];
	end = chan_now_ns() + (uint64_t)timeout_ms * 1000000u;
	while (flock(chan->tokens.fd, LOCK_EX | LOCK_NB) < 0) {
		/* Where that does not work we are as good as alone. */
		if (errno != EWOULDBLOCK && errno != EINTR)
			return 0;
		now = chan_now_ns();
		if (turns != busy[CHAN_SHARED_TURNS])
			end = now + (uint64_t)timeout_ms * 1000000u;
		turns = busy[CHAN_SHARED_TURNS];
		if (now >= end)
			return -EBUSY;
		ret = pause_ms(chan, LOOK_MS);
		if (ret < 0)
			return ret;
	}
	busy[CHAN_SHARED_TURNS]++;
	chan->turn = true;
	chan->turn_ns = chan->end_ns = chan_now_ns();
	return 0;
}

void chan_turn_give(struct chan *chan)
{
	if (chan->turn)
		flock(chan->tokens.fd, LOCK_UN);
	chan->turn = false;
}

void chan_rest(struct chan *chan)
{
	chan_turn_give(chan);
}
