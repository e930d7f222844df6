/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kernel's raw mode, debugfs scmi/N/raw (drivers/firmware/arm_scmi/raw_mode.c). Its ways, all of
 * them hidden here:
 *
 * - Reading and writing share a file position: a write after a read on the same descriptor sends the
 *   message before once more. Each descriptor here is only read or only written.
 * - A read gives one message; then a read that gives nothing has to come before the next message.
 * - Queues belong to the instance or channel, not to the descriptor, outlive a close and are shared
 *   by all readers. A full reply queue drops what is new.
 * - A read never times out, and a write hangs without a way to interrupt it while its token is in
 *   flight, or (not with VirtIO) while another message has the channel: see guard.h.
 * - A reply that exceeds max_msg_size with its header taken off is dropped without a trace.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include <linux/magic.h>

#include <scmictl/scmi.h>
#include <scmictl/sys.h>

#include "backend.h"
#include "guard.h"
#include "watchdog.h"

/*
 * Once so many answers have come we read without asking poll() first: a system call less for each
 * message. The watchdog gets us out of the read when an answer stays away.
 */
#define STEADY 32
/*
 * A worker frees what messages take in the kernel, strictly in their order
 * (scmi_xfer_raw_worker). It may be behind, without a processor while we send on and on, or waiting
 * for an answer that does not come. The kernel then runs out: give way now and then, try again.
 */
#define YIELD_PARTS 4	  /* of tx_max_msg */
#define RETRY_MAX_MS 1000 /* the longest pause; the first is 1 ms */

/* More than any queue holds: what comes faster than we read must not keep us for ever. */
#define DISCARD_MAX 4096

/* How long a signal that came just before poll() may go unnoticed. */
#define SLICE_MS 500

enum {
	READ_REPLY,
	READ_BASE, /* replies that come through the base protocol's channel */
	READ_ERROR,
	READ_NOTIFICATION,
	READ_STEADY, /* READ_REPLY once more, for reads that block */
	READERS
};

struct reader {
	int fd;	       /* -1: not open */
	size_t expect; /* length of the message before: the next one often has the same */
};

struct raw {
	struct chan chan;	     /* first */
	char dir[PATH_MAX];	     /* .../scmi/N/raw or .../raw/channels/0xNN */
	char instance_dir[PATH_MAX]; /* .../scmi/N/raw */
	const char *lockdown;
	size_t n_channels;
	uint8_t channels[SYS_MAX_CHANNELS]; /* that have files, and a queue, of their own */
	struct reader readers[READERS];
	int write_fd[4]; /* by flags: CHAN_ASYNC | CHAN_POLL */
	struct chan_guard guard;
	int guard_fd;	     /* index into write_fd that the guard uses */
	unsigned int token;  /* of the message sent last */
	bool pending, async; /* it is not answered; a delayed response is to come */
	unsigned int steady; /* answers in a row */
	unsigned int sent;   /* since we gave way last */
	struct chan_watchdog dog;
};

static struct raw *to_raw(struct chan *chan)
{
	return (struct raw *)(void *)chan;
}

/* Opening */

static const char *message_file(unsigned int flags)
{
	static const char *const names[] = {
		[0] = "message",
		[CHAN_ASYNC] = "message_async",
		[CHAN_POLL] = "message_poll",
		[CHAN_ASYNC | CHAN_POLL] = "message_poll_async",
	};

	return names[flags & (CHAN_ASYNC | CHAN_POLL)];
}

/* Why a file of raw mode cannot be opened. */
static int open_error(const struct raw *raw, const char *path, int err, struct diag *diag)
{
	diag_set(diag, DIAG_SYSTEM, err, "%s: %s", path, strerror(err));
	switch (err) {
	case EACCES:
		diag_hint(diag, "raw mode is root's: run as root");
		break;
	case EPERM:
		if (raw->lockdown && strcmp(raw->lockdown, "none")) {
			diag_set(diag, DIAG_SYSTEM, err, "%s: the kernel is locked down (%s)", path,
				 raw->lockdown);
			diag_hint(diag, "lockdown forbids raw messages: start without lockdown= on "
					"the kernel's command line, or without secure boot");
		} else {
			diag_hint(diag,
				  "run as root, with CAP_SYS_ADMIN; kernel lockdown forbids it "
				  "too");
		}
		break;
	case ENOENT:
	case ENODEV:
		diag_hint(diag, "the instance may have been unbound: scmictl list");
		break;
	default:
		break;
	}
	return -err;
}

/* Opens a file of raw mode; a descriptor or a negative errno. */
static int open_file(const struct raw *raw, const char *dir, const char *name, int flags,
		     struct diag *diag)
{
	char path[PATH_MAX + 32];
	struct statfs fs;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	fd = open(path, flags | O_CLOEXEC);
	if (fd < 0)
		return open_error(raw, path, errno, diag);
	/* A copy of debugfs below a sysroot would take what we write, and answer nothing. */
	if (fstatfs(fd, &fs) < 0 || fs.f_type != DEBUGFS_MAGIC) {
		close(fd);
		diag_set(diag, DIAG_SYSTEM, ENOTSUP, "%s is only a copy, no kernel is behind it",
			 path);
		diag_hint(diag, "messages need the machine itself: leave out --sysroot");
		return -ENOTSUP;
	}
	return fd;
}

static int open_reader(struct raw *raw, int which, const char *dir, const char *name, int flags,
		       struct diag *diag)
{
	int fd = open_file(raw, dir, name, O_RDONLY | flags, diag);

	raw->readers[which].fd = fd < 0 ? -1 : fd;
	return fd < 0 ? fd : 0;
}

static int open_writer(struct raw *raw, unsigned int flags, struct diag *diag)
{
	int *fd = &raw->write_fd[flags & (CHAN_ASYNC | CHAN_POLL)];

	if (*fd < 0)
		*fd = open_file(raw, raw->dir, message_file(flags), O_WRONLY, diag);
	if (*fd < 0) {
		int err = *fd;

		*fd = -1;
		return err;
	}
	return 0;
}

/* Read-only files can be opened even where lockdown forbids messages. */
static int open_queues(struct raw *raw, unsigned int queues, struct diag *diag)
{
	int ret = 0;

	if (queues & 1u << CHAN_REPLY)
		ret = open_reader(raw, READ_REPLY, raw->dir, "message", O_NONBLOCK, diag);
	if (!ret && queues & 1u << CHAN_ERROR)
		ret = open_reader(raw, READ_ERROR, raw->instance_dir, "errors", O_NONBLOCK, diag);
	if (!ret && queues & 1u << CHAN_NOTIFICATION)
		ret = open_reader(raw, READ_NOTIFICATION, raw->instance_dir, "notification",
				  O_NONBLOCK, diag);
	return ret;
}

static int open_files(struct raw *raw, const struct chan_options *options, struct diag *diag)
{
	char base[PATH_MAX];
	unsigned int flags = (options->async ? CHAN_ASYNC : 0) | (options->poll ? CHAN_POLL : 0);
	int ret = open_reader(raw, READ_REPLY, raw->dir, "message", O_NONBLOCK, diag);

	if (!ret)
		ret = open_reader(raw, READ_ERROR, raw->instance_dir, "errors", O_NONBLOCK, diag);
	if (!ret && options->poll && !raw->chan.info.has_poll) {
		diag_set(diag, DIAG_SYSTEM, ENOTSUP, "this kernel's raw mode cannot poll");
		diag_hint(diag,
			  "it has no raw/message_poll (Linux 6.16 and later): leave out --poll");
		return -ENOTSUP;
	}
	if (!ret)
		ret = open_writer(raw, flags, diag);
	/*
	 * A delayed response is queued under the channel on which it arrives. Where the protocol
	 * has no channel for receiving of its own, that is the base protocol's.
	 */
	if (!ret && options->channel >= 0 && options->channel != SCMI_BASE &&
	    (size_t)snprintf(base, sizeof(base), "%s/channels/0x%02X", raw->instance_dir,
			     SCMI_BASE) < sizeof(base) &&
	    access(base, F_OK) == 0)
		ret = open_reader(raw, READ_BASE, base, "message", O_NONBLOCK, diag);
	return ret;
}

static int check_instance(const struct sys_instance *instance, const struct diag *note,
			  struct diag *diag)
{
	if (instance->raw == 1)
		return 0;
	if (instance->instance < 0 && note->origin != DIAG_NONE) {
		*diag = *note;
		return -(note->err ? note->err : EINVAL);
	}
	if (instance->instance < 0 && !*instance->device) {
		diag_set(diag, DIAG_SYSTEM, ENODEV, "no driver is bound to %s (%s)", instance->node,
			 instance->transport);
		diag_hint(diag,
			  "the kernel needs CONFIG_ARM_SCMI_PROTOCOL and the transport's driver");
		return -ENODEV;
	}
	diag_set(diag, DIAG_SYSTEM, ENOTSUP, "this kernel has no SCMI raw mode");
	diag_hint(diag, "it needs CONFIG_ARM_SCMI_RAW_MODE_SUPPORT (Linux 6.3 and later)");
	return -ENOTSUP;
}

static int choose_channel(struct raw *raw, const struct sys_instance *instance, int channel,
			  struct diag *diag)
{
	char list[SYS_MAX_CHANNELS * 6 + 1] = "";
	size_t len = 0;

	for (size_t i = 0; i < instance->n_channels; i++) {
		if (instance->channels[i] == channel) {
			/* The kernel's name for it, from the same format in raw_mode.c. */
			len = strlen(raw->dir);
			snprintf(raw->dir + len, sizeof(raw->dir) - len, "/channels/0x%02X",
				 channel);
			return 0;
		}
		len += (size_t)snprintf(list + len, sizeof(list) - len, "%s0x%02x", i ? ", " : "",
					instance->channels[i]);
	}
	diag_set(diag, DIAG_SYSTEM, ENODEV, "protocol 0x%02x has no channel of its own", channel);
	if (instance->n_channels)
		diag_hint(diag, "channels: %s; without --channel the kernel chooses", list);
	else
		diag_hint(diag, "the instance has a single channel: leave out --channel");
	return -ENODEV;
}

static uint32_t known(int64_t number)
{
	return number < 0 || number > UINT32_MAX ? 0 : (uint32_t)number;
}

static int open_instance(struct raw *raw, const struct chan_options *options,
			 const struct sys_instance *instance, struct diag *diag)
{
	struct chan_info *info = &raw->chan.info;
	char debugfs[PATH_MAX], path[PATH_MAX + 32];
	int ret = sys_debugfs(options->sysroot, debugfs, sizeof(debugfs), diag);

	if (ret < 0)
		return ret;
	if ((size_t)snprintf(raw->instance_dir, sizeof(raw->instance_dir), "%s%s/scmi/%d/raw",
			     options->sysroot, debugfs, instance->instance) >=
	    sizeof(raw->instance_dir) - sizeof("/channels/0x10"))
		return diag_set(diag, DIAG_SYSTEM, ENAMETOOLONG, "the path of debugfs is too long");
	strcpy(raw->dir, raw->instance_dir);
	info->instance = instance->instance;
	snprintf(info->name, sizeof(info->name), "%s", instance->name);
	info->channel = options->channel;
	info->coex = instance->coex == 1;
	snprintf(info->vendor, sizeof(info->vendor), "%s", instance->vendor);
	snprintf(info->sub_vendor, sizeof(info->sub_vendor), "%s", instance->sub_vendor);
	info->max_msg_size = known(instance->max_msg_size);
	info->tx_max_msg = known(instance->tx_max_msg);
	info->max_rx_timeout_ms = known(instance->max_rx_timeout_ms);
	raw->n_channels = instance->n_channels;
	memcpy(raw->channels, instance->channels, instance->n_channels);
	if (options->channel >= 0) {
		ret = choose_channel(raw, instance, options->channel, diag);
		if (ret < 0)
			return ret;
	}
	snprintf(path, sizeof(path), "%s/message_poll", raw->dir);
	info->has_poll = access(path, F_OK) == 0;
	return options->listen ? open_queues(raw, options->listen, diag)
			       : open_files(raw, options, diag);
}

/* Reading */

/* A signal came. */
static bool stop_asked(const struct raw *raw)
{
	return !raw->chan.interrupted || raw->chan.interrupted();
}

/*
 * One message; 0: none. Asks for the length of the message before and for what follows in one
 * call: when the length is the same, the kernel's second read is the one that gives nothing.
 */
static ssize_t read_message(struct reader *reader, uint8_t *buf, size_t size)
{
	uint8_t rest[256];
	size_t expect = reader->expect ? reader->expect : size;
	struct iovec iov[2] = {
		{ .iov_base = buf, .iov_len = expect },
		{ .iov_base = buf + expect, .iov_len = size - expect },
	};
	ssize_t n = 0, more;
	size_t len;

	/* Nothing at first means that the message before had not been read to its end. */
	for (int i = 0; i < 2 && !n; i++)
		n = readv(reader->fd, iov, expect < size ? 2 : 1);
	if (n <= 0)
		return n < 0 ? -errno : 0;
	len = (size_t)n;
	if (len == expect && expect < size)
		return n;
	do {
		more = len < size ? read(reader->fd, buf + len, size - len)
				  : read(reader->fd, rest, sizeof(rest));
		if (more > 0 && len < size)
			len += (size_t)more;
	} while (more > 0 || (more < 0 && errno == EINTR));
	if (more < 0)
		return -errno;
	reader->expect = len < size ? len : 0;
	return (ssize_t)len;
}

/* An errno of a file of raw mode that says that its instance was unbound. */
static bool is_gone(const struct raw *raw, int err, struct diag *diag)
{
	if ((err != EIO && err != ENODEV) || access(raw->instance_dir, F_OK) == 0)
		return false;
	diag_set(diag, DIAG_KERNEL, ENODEV, "the instance has gone");
	diag_hint(diag, "its driver was unbound: scmictl list");
	return true;
}

static int read_error(const struct raw *raw, int err, struct diag *diag)
{
	if (is_gone(raw, err, diag))
		return -ENODEV;
	diag_set(diag, DIAG_KERNEL, err, "cannot read from raw mode: %s", strerror(err));
	return -err;
}

/* Whether this ends the message sent last. */
static void note_reply(struct raw *raw, const uint8_t *msg, size_t len)
{
	struct scmi_header header;

	if (len < SCMI_HEADER_SIZE + SCMI_STATUS_SIZE)
		return;
	header = scmi_header_unpack(scmi_get_le32(msg));
	if (header.token == raw->token && (!raw->async || header.type == SCMI_TYPE_DELAYED ||
					   (int32_t)scmi_get_le32(msg + SCMI_HEADER_SIZE) < 0))
		raw->pending = false;
}

/* The back end */

static const struct {
	int reader;
	enum chan_queue queue;
} sources[] = {
	{ READ_ERROR, CHAN_ERROR },
	{ READ_REPLY, CHAN_REPLY },
	{ READ_BASE, CHAN_REPLY },
	{ READ_NOTIFICATION, CHAN_NOTIFICATION },
};

#define SOURCES (sizeof(sources) / sizeof(sources[0]))

/* Waits; the index of the source to read from, -EAGAIN: nothing came, -EINTR, other errors. */
static int wait_for_source(struct raw *raw, unsigned int mask, int timeout_ms)
{
	struct pollfd fds[SOURCES];

	for (size_t i = 0; i < SOURCES; i++) {
		fds[i].fd = mask & 1u << sources[i].queue ? raw->readers[sources[i].reader].fd : -1;
		fds[i].events = POLLIN;
	}
	for (;;) {
		int slice = timeout_ms < SLICE_MS ? timeout_ms : SLICE_MS;
		int ret = poll(fds, SOURCES, slice);

		if (ret < 0 && errno != EINTR)
			return -errno;
		if (ret < 0 && stop_asked(raw))
			return -EINTR;
		for (size_t i = 0; ret > 0 && i < SOURCES; i++)
			if (fds[i].revents & POLLIN)
				return (int)i;
		/* An error on a descriptor shows itself when it is read. */
		for (size_t i = 0; ret > 0 && i < SOURCES; i++)
			if (fds[i].revents)
				return (int)i;
		if (!ret && raw->chan.interrupted && raw->chan.interrupted())
			return -EINTR;
		/* Signals that are no reason to stop are rare: the time they took is not worth a call. */
		timeout_ms -= ret < 0 ? 0 : slice;
		if (timeout_ms <= 0)
			return -EAGAIN;
	}
}

static void unsteady(struct raw *raw)
{
	raw->steady = 0;
	chan_watchdog_stop(&raw->dog);
}

/* Whether to read without asking; every now and then the other queues need a look. */
static bool is_steady(struct raw *raw, unsigned int mask, int timeout_ms)
{
	if (raw->steady < STEADY || !(mask & 1u << CHAN_REPLY) || timeout_ms < 4 * CHAN_WATCHDOG_MS)
		return false;
	if (raw->readers[READ_STEADY].fd < 0 &&
	    open_reader(raw, READ_STEADY, raw->dir, "message", 0, NULL) < 0)
		return false;
	if (!raw->dog.running && chan_watchdog_start(&raw->dog) < 0)
		return false;
	return !chan_watchdog_due(&raw->dog);
}

static ssize_t raw_recv(struct chan *chan, unsigned int mask, enum chan_queue *queue, void *buf,
			size_t size, int timeout_ms, struct diag *diag)
{
	struct raw *raw = to_raw(chan);
	ssize_t n;
	int i;

	if (is_steady(raw, mask, timeout_ms)) {
		bool barked;

		chan_watchdog_enter(&raw->dog);
		n = read_message(&raw->readers[READ_STEADY], buf, size);
		barked = chan_watchdog_leave(&raw->dog);
		if (n > 0) {
			*queue = CHAN_REPLY;
			note_reply(raw, buf, (size_t)n);
			return n;
		}
		if (n != -EINTR && n != 0)
			return read_error(raw, (int)-n, diag);
		if (raw->chan.interrupted ? raw->chan.interrupted() : !barked)
			return -EINTR;
	}
	for (;;) {
		i = wait_for_source(raw, mask, timeout_ms);
		if (i == -EAGAIN) {
			unsteady(raw);
			return 0;
		}
		if (i == -EINTR)
			return i;
		if (i < 0)
			return read_error(raw, -i, diag);
		n = read_message(&raw->readers[sources[i].reader], buf, size);
		/* Another reader may have been faster. */
		if (n == -EAGAIN || n == -EINTR)
			continue;
		if (n < 0)
			return read_error(raw, (int)-n, diag);
		*queue = sources[i].queue;
		if (*queue == CHAN_REPLY) {
			note_reply(raw, buf, (size_t)n);
			raw->steady++;
		}
		return n;
	}
}

/* What an errno of write() means; raw_mode.c and the transports. */
static int write_error(struct raw *raw, int err, unsigned int token, uint64_t waited_ns,
		       struct diag *diag)
{
	const struct chan_info *info = &raw->chan.info;

	switch (err) {
	case EBUSY:
		/* Refused at once: the transport. Only the token makes the kernel try again. */
		if (waited_ns / 1000000 < info->max_rx_timeout_ms / 2) {
			diag_set(diag, DIAG_KERNEL, err, "the transport has no free buffer");
			diag_hint(diag, "too many messages went without an answer");
			break;
		}
		diag_set(diag, DIAG_KERNEL, err, "token %u is still in flight", token);
		diag_hint(diag,
			  "its command has had no answer yet: choose another --token, or wait");
		break;
	case ENOMEM:
		diag_set(diag, DIAG_KERNEL, err, "too many messages are in flight (%u at most)",
			 info->tx_max_msg);
		diag_hint(diag,
			  "one without an answer holds those after it back, for %u ms at most",
			  info->max_rx_timeout_ms);
		break;
	case ENOSPC:
	case ERANGE:
		diag_set(diag, DIAG_KERNEL, err, "the kernel says that the message is too long");
		break;
	case EINVAL:
		diag_set(diag, DIAG_KERNEL, err, "the kernel refuses to send the message");
		diag_hint(diag, "the channel is being torn down, or its transport cannot poll");
		break;
	case EIO:
	case ENODEV:
		if (is_gone(raw, err, diag))
			return -ENODEV;
		diag_set(diag, DIAG_KERNEL, err, "the transport cannot send: %s", strerror(err));
		diag_hint(diag, "kernel log: Failed to send RAW message");
		break;
	default:
		diag_set(diag, DIAG_KERNEL, err, "the kernel does not send the message: %s",
			 strerror(err));
		diag_hint(diag, "kernel log: Failed to send RAW message");
		break;
	}
	return -err;
}

/*
 * The write is not over and will not be before the token is free. It cannot be taken back, and no
 * descriptor may be shared with it.
 */
static int write_stuck(struct raw *raw, unsigned int token, int timeout_ms, struct diag *diag)
{
	chan_guard_drop(&raw->guard);
	close(raw->write_fd[raw->guard_fd]);
	raw->write_fd[raw->guard_fd] = -1;
	diag_set(diag, DIAG_KERNEL, EBUSY,
		 "token %u is still in flight, or the channel is taken: not sent within %d ms",
		 token, timeout_ms);
	diag_hint(diag, "the kernel holds the message and may still send it, within %u ms",
		  raw->chan.info.max_rx_timeout_ms);
	return -EBUSY;
}

/* Writes with a guard; 0, 1 with the write's negative errno in @result, or a negative errno. */
static int write_guarded(struct raw *raw, unsigned int flags, const void *msg, size_t len,
			 unsigned int token, int timeout_ms, uint64_t *start_ns, int *result,
			 struct diag *diag)
{
	int fd_index = (int)(flags & (CHAN_ASYNC | CHAN_POLL)), ret;

	ret = chan_guard_start(&raw->guard, raw->write_fd[fd_index], msg, len);
	if (ret < 0)
		return diag_set(diag, DIAG_SYSTEM, -ret, "cannot start a process for the write: %s",
				strerror(-ret));
	raw->guard_fd = fd_index;
	do
		ret = chan_guard_wait(&raw->guard, raw->readers[READ_REPLY].fd, timeout_ms, result);
	while (ret == -EINTR && !stop_asked(raw));
	if (raw->guard.started)
		*start_ns = raw->guard.start_ns;
	if (ret == 1)
		return *result ? 1 : 0;
	if (ret == 2)
		return 0;
	if (!ret)
		return write_stuck(raw, token, timeout_ms, diag);
	if (ret == -EINTR) {
		write_stuck(raw, token, timeout_ms, diag);
		return -EINTR;
	}
	return diag_set(diag, DIAG_SYSTEM, -ret, "the process for the write has failed");
}

/* The guard of a message that was answered before its write ended: it ends now. */
static int finish_guard(struct raw *raw, int timeout_ms, struct diag *diag)
{
	int result, ret;

	if (!raw->guard.pid)
		return 0;
	do
		ret = chan_guard_wait(&raw->guard, -1, timeout_ms, &result);
	while (ret == -EINTR && !stop_asked(raw));
	if (!ret)
		return write_stuck(raw, raw->token, timeout_ms, diag);
	return ret == -EINTR ? ret : 0;
}

static int check_length(const struct raw *raw, size_t len, struct diag *diag)
{
	uint32_t max = raw->chan.info.max_msg_size;

	if (len < SCMI_HEADER_SIZE) {
		diag_set(diag, DIAG_KERNEL, EINVAL, "the message has %zu bytes", len);
		diag_hint(diag, "a message begins with a header of 4 bytes");
		return -EINVAL;
	}
	if (max && len - SCMI_HEADER_SIZE > max) {
		diag_set(diag, DIAG_KERNEL, EMSGSIZE,
			 "the message is too long: %zu bytes after the header",
			 len - SCMI_HEADER_SIZE);
		diag_hint(diag, "instance %d takes at most %u (transport/max_msg_size)",
			  raw->chan.info.instance, max);
		return -EMSGSIZE;
	}
	return 0;
}

static void give_way(struct raw *raw)
{
	if (++raw->sent <= raw->chan.info.tx_max_msg / YIELD_PARTS)
		return;
	raw->sent = 0;
	sched_yield();
}

/* As write_guarded(), with a guard only where the write may hang. */
static int write_once(struct raw *raw, unsigned int flags, const void *msg, size_t len,
		      unsigned int token, int timeout_ms, uint64_t *start_ns, int *result,
		      struct diag *diag)
{
	/* The message before may hold its token, and the channel. */
	if (raw->pending || flags & CHAN_DOUBT) {
		unsteady(raw);
		return write_guarded(raw, flags, msg, len, token, timeout_ms, start_ns, result,
				     diag);
	}
	give_way(raw);
	if (write(raw->write_fd[flags & (CHAN_ASYNC | CHAN_POLL)], msg, len) >= 0)
		return 0;
	*result = -errno;
	return 1;
}

static int raw_send(struct chan *chan, const void *msg, size_t len, unsigned int flags,
		    int timeout_ms, uint64_t *start_ns, struct diag *diag)
{
	struct raw *raw = to_raw(chan);
	uint64_t now = *start_ns, end = now + (uint64_t)timeout_ms * 1000000u;
	int ret, result, pause_ms = 1;
	unsigned int token;

	ret = check_length(raw, len, diag);
	if (!ret)
		ret = finish_guard(raw, timeout_ms, diag);
	if (!ret)
		ret = open_writer(raw, flags, diag);
	if (ret < 0)
		return ret;
	token = scmi_header_unpack(scmi_get_le32(msg)).token;

	while ((ret = write_once(raw, flags, msg, len, token, timeout_ms, start_ns, &result,
				 diag)) == 1) {
		now = chan_now_ns();
		if (result != -ENOMEM || now >= end)
			break;
		if (poll(NULL, 0, pause_ms) < 0 && stop_asked(raw))
			return -EINTR;
		pause_ms = 2 * pause_ms < RETRY_MAX_MS ? 2 * pause_ms : RETRY_MAX_MS;
		*start_ns = chan_now_ns();
	}
	if (ret == 1)
		ret = write_error(raw, -result, token, now - *start_ns, diag);
	if (ret < 0) {
		unsteady(raw);
		return ret;
	}
	raw->token = token;
	raw->pending = true;
	raw->async = flags & CHAN_ASYNC;
	return 0;
}

/* Resetting */

/* Reads a queue until it is empty; the number of messages. */
static int discard(struct raw *raw, const char *dir, const char *name, struct diag *diag)
{
	struct reader reader = { .fd = open_file(raw, dir, name, O_RDONLY | O_NONBLOCK, diag) };
	uint8_t msg[CHAN_MSG_MAX];
	int count = 0;
	ssize_t n;

	if (reader.fd < 0)
		return reader.fd;
	do {
		n = read_message(&reader, msg, sizeof(msg));
		count += n > 0;
	} while ((n > 0 || n == -EINTR) && count < DISCARD_MAX &&
		 !(raw->chan.interrupted && raw->chan.interrupted()));
	close(reader.fd);
	return n < 0 && n != -EAGAIN && n != -EINTR ? read_error(raw, (int)-n, diag) : count;
}

/* The kernel's reset; after the reading, which counts, nothing may be left for it. */
static int write_reset(struct raw *raw, struct diag *diag)
{
	int fd = open_file(raw, raw->instance_dir, "reset", O_WRONLY, diag), err = 0;

	if (fd < 0)
		return fd;
	if (write(fd, "1", 1) < 0)
		err = errno;
	close(fd);
	if (!err)
		return 0;
	if (is_gone(raw, err, diag))
		return -ENODEV;
	diag_set(diag, DIAG_KERNEL, err, "cannot reset raw mode: %s", strerror(err));
	return -err;
}

static int raw_reset(struct chan *chan, struct diag *diag)
{
	static const char *const queues[] = { "message", "errors", "notification" };
	struct raw *raw = to_raw(chan);
	char dir[PATH_MAX + 32];
	int count = 0, ret = 0;

	if (chan->info.channel >= 0)
		return discard(raw, raw->dir, "message", diag);
	for (size_t i = 0; ret >= 0 && i < sizeof(queues) / sizeof(queues[0]); i++) {
		ret = discard(raw, raw->instance_dir, queues[i], diag);
		count += ret;
	}
	for (size_t i = 0; ret >= 0 && i < raw->n_channels; i++) {
		snprintf(dir, sizeof(dir), "%s/channels/0x%02X", raw->instance_dir,
			 raw->channels[i]);
		ret = discard(raw, dir, "message", diag);
		count += ret;
	}
	if (ret >= 0)
		ret = write_reset(raw, diag);
	return ret < 0 ? ret : count;
}

static void raw_close(struct chan *chan)
{
	struct raw *raw = to_raw(chan);

	unsteady(raw);
	chan_guard_drop(&raw->guard);
	for (size_t i = 0; i < READERS; i++)
		if (raw->readers[i].fd >= 0)
			close(raw->readers[i].fd);
	for (size_t i = 0; i < 4; i++)
		if (raw->write_fd[i] >= 0)
			close(raw->write_fd[i]);
	free(raw);
}

static const struct chan_ops raw_ops = {
	.close = raw_close,
	.send = raw_send,
	.recv = raw_recv,
	.reset = raw_reset,
};

struct chan *chan_raw_open(const struct chan_options *options, struct diag *diag)
{
	struct sys_instance *instances;
	struct diag note = { 0 };
	struct raw *raw;
	size_t n;
	int ret;

	if (sys_instances(options->sysroot, &instances, &n, diag, &note) < 0)
		return NULL;
	raw = calloc(1, sizeof(*raw));
	if (!raw) {
		free(instances);
		diag_set(diag, DIAG_SYSTEM, ENOMEM, "not enough memory");
		return NULL;
	}
	raw->chan.ops = &raw_ops;
	raw->lockdown = sys_lockdown(options->sysroot);
	for (size_t i = 0; i < READERS; i++)
		raw->readers[i].fd = -1;
	for (size_t i = 0; i < 4; i++)
		raw->write_fd[i] = -1;

	ret = sys_instance_choose(instances, n, options->instance, diag);
	if (ret >= 0) {
		const struct sys_instance *instance = &instances[ret];

		ret = check_instance(instance, &note, diag);
		if (!ret)
			ret = open_instance(raw, options, instance, diag);
	}
	free(instances);
	if (ret < 0) {
		raw_close(&raw->chan);
		return NULL;
	}
	return &raw->chan;
}
