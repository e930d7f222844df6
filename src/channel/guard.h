/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CHANNEL_GUARD_H
#define CHANNEL_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * A write that may hang where no signal reaches it, done by a process of its own. The kernel sleeps
 * uninterruptibly in a raw write while the token is in flight, for as long as a response may take
 * (scmi_xfer_raw_get_init in raw_mode.c: 60 s with VirtIO), and while another message has the
 * channel. A thread would not do: a process does not end before its last thread.
 */
struct chan_guard {
	pid_t pid;    /* 0: nothing is going on */
	int pipe;     /* what the process reports */
	bool started; /* it has reported when it was about to write */
	uint64_t start_ns;
};

/**
 * chan_guard_start() - write a message
 * @fd: where to. Until the write has ended nobody else may use it: reading or writing would hang too
 *
 * Return: 0 or a negative errno.
 */
int chan_guard_start(struct chan_guard *guard, int fd, const void *msg, size_t len);

/**
 * chan_guard_wait() - wait for the end of the write
 * @reply_fd: if this becomes readable the message has been sent, and its answer is there already
 * @timeout_ms: how long, from now on
 *
 * Return: 1: it has ended, *@result is 0 or the negative errno of the write; 2: @reply_fd became
 * readable; 0: neither within the time; -EINTR; another negative errno when there was no report.
 */
int chan_guard_wait(struct chan_guard *guard, int reply_fd, int timeout_ms, int *result);

/** chan_guard_drop() - leave the process to itself; it ends with its write */
void chan_guard_drop(struct chan_guard *guard);

#endif
