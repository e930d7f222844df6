/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <scmictl/scmi.h>
#include <scmictl/sim.h>

#include "backend.h"

#define AGENT 1 /* whom we speak as */

/* As with Linux' VirtIO transport, but that nobody wants to wait for a minute. */
#define MAX_MSG_SIZE 128
#define TX_MAX_MSG 20
#define RX_TIMEOUT_MS 1000

/* Messages that nobody fetches are not kept for ever, as in the kernel. */
#define QUEUE_MAX 64

struct waiting {
	struct waiting *next; /* by time, earliest first */
	enum chan_queue queue;
	struct sim_message msg;
};

struct chan_sim {
	struct chan chan; /* first */
	struct sim *sim;
	struct waiting *waiting;
	size_t count[CHAN_QUEUES];
	/* What the command with this token still awaits. */
	struct {
		uint64_t until; /* the response; 0: it has come */
		bool delayed;
	} awaited[SCMI_TOKENS];
};

static struct chan_sim *to_sim(struct chan *chan)
{
	return (struct chan_sim *)(void *)chan;
}

static void drop(struct chan_sim *s, struct waiting **at)
{
	struct waiting *w = *at;

	*at = w->next;
	s->count[w->queue]--;
	free(w);
}

/* A message into a queue; what no queue is for is dropped, as Linux does. */
static int put(struct chan_sim *s, const struct sim_message *msg, enum chan_queue queue)
{
	struct waiting **at = &s->waiting, *w;

	if (queue == CHAN_QUEUES)
		return 0;
	if (s->count[queue] == QUEUE_MAX) {
		while ((*at)->queue != queue)
			at = &(*at)->next;
		drop(s, at);
		at = &s->waiting;
	}
	w = malloc(sizeof(*w));
	if (!w)
		return -ENOMEM;
	w->msg = *msg;
	w->queue = queue;
	while (*at && (*at)->msg.due_ns <= msg->due_ns)
		at = &(*at)->next;
	w->next = *at;
	*at = w;
	s->count[queue]++;
	return 0;
}

static int no_memory(struct diag *diag)
{
	return diag_set(diag, DIAG_SYSTEM, ENOMEM, "not enough memory");
}

/*
 * The queue in which Linux would put a message: what no command awaits is an error, and so is what
 * comes after Linux has given up. Linux goes by the token; what else the header says stays visible.
 * CHAN_QUEUES: none, a type without meaning.
 */
static enum chan_queue queue_of(struct chan_sim *s, const struct sim_message *msg)
{
	struct scmi_header header = { .type = SCMI_TYPE_COMMAND };
	bool awaited = false;

	if (msg->len >= SCMI_HEADER_SIZE)
		header = scmi_header_unpack(scmi_get_le32(msg->data));
	switch (header.type) {
	case SCMI_TYPE_NOTIFICATION:
		return CHAN_NOTIFICATION;
	case SCMI_TYPE_DELAYED:
		awaited = s->awaited[header.token].delayed;
		s->awaited[header.token].delayed = false;
		break;
	case SCMI_TYPE_COMMAND:
		awaited = msg->due_ns <= s->awaited[header.token].until;
		s->awaited[header.token].until = 0;
		break;
	default:
		return CHAN_QUEUES;
	}
	return awaited ? CHAN_REPLY : CHAN_ERROR;
}

static int sim_send(struct chan *chan, const void *msg, size_t len, unsigned int flags,
		    int timeout_ms, uint64_t *start_ns, struct diag *diag)
{
	struct chan_sim *s = to_sim(chan);
	struct sim_message response;
	uint16_t token;

	(void)timeout_ms;
	if (len > SCMI_HEADER_SIZE + MAX_MSG_SIZE) {
		diag_set(diag, DIAG_KERNEL, EMSGSIZE,
			 "the message is too long: %zu bytes after the header",
			 len - SCMI_HEADER_SIZE);
		diag_hint(diag, "the simulated platform takes at most %d", MAX_MSG_SIZE);
		return -EMSGSIZE;
	}
	if (!sim_command(s->sim, AGENT, msg, len, SCMI_HEADER_SIZE + MAX_MSG_SIZE, *start_ns,
			 &response)) {
		diag_set(diag, DIAG_KERNEL, EINVAL, "the message has %zu bytes", len);
		diag_hint(diag, "a message begins with a header of 4 bytes");
		return -EINVAL;
	}
	token = scmi_header_unpack(scmi_get_le32(msg)).token;
	s->awaited[token].until = *start_ns + RX_TIMEOUT_MS * 1000000ull;
	s->awaited[token].delayed = flags & CHAN_ASYNC;
	if (response.lost)
		return 0;
	return put(s, &response, queue_of(s, &response)) < 0 ? no_memory(diag) : 0;
}

static ssize_t sim_recv(struct chan *chan, unsigned int mask, enum chan_queue *queue, void *buf,
			size_t size, int timeout_ms, struct diag *diag)
{
	struct chan_sim *s = to_sim(chan);
	uint64_t now = chan_now_ns(), deadline = now + (uint64_t)timeout_ms * 1000000u;

	for (;; now = chan_now_ns()) {
		struct waiting **at = &s->waiting;
		struct sim_message msg;
		struct timespec wait;
		uint64_t next;

		while (sim_next(s->sim, AGENT, now, &msg))
			if (!msg.lost && put(s, &msg, queue_of(s, &msg)) < 0)
				return no_memory(diag);
		while (*at && !(mask & 1u << (*at)->queue))
			at = &(*at)->next;
		if (*at && (*at)->msg.due_ns <= now) {
			size_t len = (*at)->msg.len < size ? (*at)->msg.len : size;

			memcpy(buf, (*at)->msg.data, len);
			*queue = (*at)->queue;
			drop(s, at);
			return (ssize_t)len;
		}
		if (now >= deadline)
			return 0;
		next = sim_wait(s->sim, AGENT, now);
		next = next < UINT64_MAX - now ? now + next : UINT64_MAX;
		if (*at && (*at)->msg.due_ns < next)
			next = (*at)->msg.due_ns;
		if (next > deadline)
			next = deadline;
		wait.tv_sec = next > now ? (time_t)((next - now) / 1000000000u) : 0;
		wait.tv_nsec = next > now ? (long)((next - now) % 1000000000u) : 0;
		if (ppoll(NULL, 0, &wait, NULL) < 0 && (!chan->interrupted || chan->interrupted()))
			return -EINTR;
	}
}

/* What is due later has not come yet: it stays. */
static int sim_reset(struct chan *chan, struct diag *diag)
{
	struct chan_sim *s = to_sim(chan);
	uint64_t now = chan_now_ns();
	struct sim_message msg;
	int count = 0;

	while (sim_next(s->sim, AGENT, now, &msg))
		if (put(s, &msg, queue_of(s, &msg)) < 0)
			return no_memory(diag);
	while (s->waiting && s->waiting->msg.due_ns <= now) {
		drop(s, &s->waiting);
		count++;
	}
	return count;
}

static void sim_close(struct chan *chan)
{
	struct chan_sim *s = to_sim(chan);

	while (s->waiting)
		drop(s, &s->waiting);
	sim_free(s->sim);
	free(s);
}

static const struct chan_ops sim_ops = {
	.close = sim_close,
	.send = sim_send,
	.recv = sim_recv,
	.reset = sim_reset,
};

struct chan *chan_sim_open(const char *path, const struct chan_options *options, struct diag *diag)
{
	struct chan_sim *s;

	if (options->channel >= 0) {
		diag_set(diag, DIAG_SYSTEM, ENODEV, "the simulated platform has a single channel");
		diag_hint(diag, "leave out --channel");
		return NULL;
	}
	s = calloc(1, sizeof(*s));
	if (!s) {
		no_memory(diag);
		return NULL;
	}
	s->sim = sim_new(path, diag);
	if (!s->sim) {
		free(s);
		return NULL;
	}
	s->chan.ops = &sim_ops;
	s->chan.info.instance = -1;
	snprintf(s->chan.info.name, sizeof(s->chan.info.name), "%s", sim_name(s->sim));
	s->chan.info.channel = -1;
	s->chan.info.has_poll = true;
	s->chan.info.max_msg_size = MAX_MSG_SIZE;
	s->chan.info.tx_max_msg = TX_MAX_MSG;
	s->chan.info.max_rx_timeout_ms = RX_TIMEOUT_MS;
	return &s->chan;
}
