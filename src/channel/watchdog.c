/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <errno.h>
#include <time.h>

#include "watchdog.h"

static void bark(int signal)
{
	(void)signal;
}

static void *watch(void *data)
{
	struct chan_watchdog *dog = data;
	struct timespec next;

	clock_gettime(CLOCK_MONOTONIC, &next);
	pthread_mutex_lock(&dog->lock);
	while (!dog->ending) {
		next.tv_nsec += CHAN_WATCHDOG_MS * 1000000;
		if (next.tv_nsec >= 1000000000) {
			next.tv_nsec -= 1000000000;
			next.tv_sec++;
		}
		while (!dog->ending && !pthread_cond_timedwait(&dog->end, &dog->lock, &next))
			;
		dog->due = true;
		/* Again and again: the first signal may come just before the read sleeps. */
		if (dog->reading && dog->looked) {
			dog->barked = true;
			pthread_kill(dog->owner, SIGALRM);
		}
		dog->looked = dog->reading;
	}
	pthread_mutex_unlock(&dog->lock);
	return NULL;
}

int chan_watchdog_start(struct chan_watchdog *dog)
{
	struct sigaction action = { .sa_handler = bark };
	pthread_condattr_t monotonic;
	sigset_t all, old;
	int ret;

	dog->ending = dog->reading = dog->looked = dog->barked = dog->due = false;
	dog->owner = pthread_self();
	pthread_mutex_init(&dog->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&dog->end, &monotonic);
	pthread_condattr_destroy(&monotonic);
	/* It stays: another thread may be watched, and its watchdog bark. */
	sigaction(SIGALRM, &action, NULL);

	/* Signals are the owner's: it is the one that has to be interrupted. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	ret = pthread_create(&dog->thread, NULL, watch, dog);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (ret)
		return -ret;
	dog->running = true;
	return 0;
}

void chan_watchdog_stop(struct chan_watchdog *dog)
{
	if (!dog->running)
		return;
	pthread_mutex_lock(&dog->lock);
	dog->ending = true;
	pthread_cond_signal(&dog->end);
	pthread_mutex_unlock(&dog->lock);
	pthread_join(dog->thread, NULL);
	pthread_cond_destroy(&dog->end);
	pthread_mutex_destroy(&dog->lock);
	dog->running = false;
}

void chan_watchdog_enter(struct chan_watchdog *dog)
{
	pthread_mutex_lock(&dog->lock);
	dog->reading = true;
	dog->looked = false;
	dog->barked = false;
	pthread_mutex_unlock(&dog->lock);
}

bool chan_watchdog_leave(struct chan_watchdog *dog)
{
	bool barked;

	pthread_mutex_lock(&dog->lock);
	dog->reading = false;
	barked = dog->barked;
	pthread_mutex_unlock(&dog->lock);
	return barked;
}

bool chan_watchdog_due(struct chan_watchdog *dog)
{
	bool due;

	pthread_mutex_lock(&dog->lock);
	due = dog->due;
	dog->due = false;
	pthread_mutex_unlock(&dog->lock);
	return due;
}
