/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CHANNEL_BACKEND_H
#define CHANNEL_BACKEND_H

#include <time.h>

#include <scmictl/channel.h>

/* The kernel's raw mode; as chan_open(). */
struct chan *chan_raw_open(const struct chan_options *options, struct diag *diag);

/* The simulated platform in this process; @path: its description or NULL. As chan_open(). */
struct chan *chan_sim_open(const char *path, const struct chan_options *options,
			   struct diag *diag);

/* CLOCK_MONOTONIC in nanoseconds */
static inline uint64_t chan_now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

#endif
