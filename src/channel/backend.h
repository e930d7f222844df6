/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CHANNEL_BACKEND_H
#define CHANNEL_BACKEND_H

#include <time.h>

#include <scmictl/channel.h>
#include <scmictl/scmi.h>

/* The kernel's raw mode; as chan_open(). */
struct chan *chan_raw_open(const struct chan_options *options, struct diag *diag);

/* The simulated platform in this process; @path: its description or NULL. As chan_open(). */
struct chan *chan_sim_open(const char *path, const struct chan_options *options, struct diag *diag);

/*
 * Tokens and what is held of them; chan_open() and chan_close() see to it.
 *
 * chan_tokens_init(): begins at a place of this process's own; 0 or -ENOMEM. A channel whose tokens
 * were not initialized works without.
 */
int chan_tokens_init(struct chan *chan);
void chan_tokens_free(struct chan *chan);

/* What .tokens.busy_until holds behind the tokens' times. */
enum {
	CHAN_SHARED_TURNS = SCMI_TOKENS + 1, /* how many turns have been taken */
	CHAN_SHARED_WORDS
};

/* Whether a token may be in flight at @now_ns. */
bool chan_token_in_flight(const struct chan *chan, uint16_t token, uint64_t now_ns);

/* Whether the command with this token may still be answered; the kernel may keep it longer. */
bool chan_token_is_open(const struct chan *chan, uint16_t token, uint64_t now_ns);

/*
 * A command with this token was sent, and is given up by the kernel at @until_ns. @async: a delayed
 * response belongs to it.
 */
void chan_token_hold(struct chan *chan, uint16_t token, uint64_t until_ns, bool async);

/* A message of the reply queue that is not ours: the end of the command of another, it may be. */
void chan_token_seen(struct chan *chan, const void *msg, size_t len, uint64_t when_ns);

/*
 * Its command has no answer. Until the kernel gives it up it frees no token of later commands either,
 * answered or not (scmi_xfer_raw_worker takes them in order).
 */
void chan_token_lost(struct chan *chan, uint16_t token);

/* Its command was answered: the kernel frees it soon. */
void chan_token_answered(struct chan *chan, uint16_t token, uint64_t when_ns);

/*
 * The reply queue is shared: whoever reads takes the answers of all. Processes of ours take turns.
 *
 * chan_turn_take(): 0; -EINTR; -EBUSY: another process has not given it back within @timeout_ms;
 * as long as it goes round among others we wait.
 * chan_turn_give(): let others have it; allowed without.
 */
int chan_turn_take(struct chan *chan, int timeout_ms);
void chan_turn_give(struct chan *chan);

/* CLOCK_MONOTONIC in nanoseconds */
static inline uint64_t chan_now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

#endif
