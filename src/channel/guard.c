/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backend.h"
#include "guard.h"

/* What the process reports, twice: before and after its write. */
struct report {
	uint64_t time_ns;
	int64_t result;
};

static void report(int fd, int result)
{
	struct report r = { chan_now_ns(), result };

	if (write(fd, &r, sizeof(r)) < 0)
		_exit(1);
}

static void __attribute__((noreturn)) child(int fd, int pipe, const void *msg, size_t len)
{
	ssize_t n;

	/* Whoever reads our parent's output must not have to wait for us. */
	close(STDIN_FILENO);
	close(STDOUT_FILENO);
	close(STDERR_FILENO);
	report(pipe, 0);
	n = write(fd, msg, len);
	report(pipe, n < 0 ? -errno : 0);
	_exit(0);
}

int chan_guard_start(struct chan_guard *guard, int fd, const void *msg, size_t len)
{
	int pipes[2];

	if (pipe2(pipes, O_CLOEXEC) < 0)
		return -errno;
	guard->pid = fork();
	if (guard->pid < 0) {
		int err = errno;

		guard->pid = 0;
		close(pipes[0]);
		close(pipes[1]);
		return -err;
	}
	if (!guard->pid) {
		close(pipes[0]);
		child(fd, pipes[1], msg, len);
	}
	close(pipes[1]);
	guard->pipe = pipes[0];
	guard->started = false;
	return 0;
}

/* Takes a report; 0 when it was the first one, 1 when the write has ended. */
static int take_report(struct chan_guard *guard, int *result)
{
	struct report r;
	ssize_t n = read(guard->pipe, &r, sizeof(r));

	if (n != sizeof(r)) {
		chan_guard_drop(guard);
		return n < 0 ? -errno : -EIO;
	}
	if (!guard->started) {
		guard->started = true;
		guard->start_ns = r.time_ns;
		return 0;
	}
	*result = (int)r.result;
	close(guard->pipe);
	while (waitpid(guard->pid, NULL, 0) < 0 && errno == EINTR)
		;
	guard->pid = 0;
	return 1;
}

int chan_guard_wait(struct chan_guard *guard, int reply_fd, int timeout_ms, int *result)
{
	uint64_t deadline = chan_now_ns() + (uint64_t)timeout_ms * 1000000u;

	for (;;) {
		struct pollfd fds[2] = {
			{ .fd = guard->pipe, .events = POLLIN },
			{ .fd = guard->started ? reply_fd : -1, .events = POLLIN },
		};
		uint64_t now = chan_now_ns();
		int ms = now < deadline ? (int)((deadline - now + 999999) / 1000000) : 0;
		int ret = poll(fds, 2, ms);

		if (ret <= 0)
			return ret ? -errno : 0;
		if (fds[0].revents) {
			ret = take_report(guard, result);
			if (ret)
				return ret;
		} else {
			return 2;
		}
	}
}

void chan_guard_drop(struct chan_guard *guard)
{
	if (!guard->pid)
		return;
	close(guard->pipe);
	waitpid(guard->pid, NULL, WNOHANG);
	guard->pid = 0;
}
