/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CHANNEL_WATCHDOG_H
#define CHANNEL_WATCHDOG_H

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>

/*
 * Gets a thread out of a read that never times out. A thread of its own looks every
 * CHAN_WATCHDOG_MS whether the read is still the one of the time before, and only then interrupts
 * it with SIGALRM: nothing else that the process does is disturbed, and a read that is answered
 * in time costs no system call more.
 */

#define CHAN_WATCHDOG_MS 50

struct chan_watchdog {
	bool running;
	pthread_t thread, owner;
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t end;
	bool ending, reading, looked, barked;
	bool due; /* a period has passed since chan_watchdog_due() */
};

/** chan_watchdog_start() - watch the calling thread; 0 or a negative errno */
int chan_watchdog_start(struct chan_watchdog *dog);

/** chan_watchdog_stop() - stop watching; allowed when not running */
void chan_watchdog_stop(struct chan_watchdog *dog);

/** chan_watchdog_enter() - a read begins: it will fail with EINTR within two periods */
void chan_watchdog_enter(struct chan_watchdog *dog);

/** chan_watchdog_leave() - it has ended; true if it was interrupted by us */
bool chan_watchdog_leave(struct chan_watchdog *dog);

/** chan_watchdog_due() - whether a period has passed since the last time this was true */
bool chan_watchdog_due(struct chan_watchdog *dog);

#endif
