/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>

#include <scmictl/scmi.h>

#include "backend.h"

#define NSEC_PER_MSEC 1000000u

/* The kernel's own wait for delayed responses in raw mode (SCMI_MAX_RESPONSE_TIMEOUT). */
#define DELAYED_TIMEOUT_MS 2000
/* Where the channel does not tell; more than the default of all transports but VirtIO. */
#define DEFAULT_TIMEOUT_MS 1000
/* What an answer may need from the kernel to us. */
#define MARGIN_MS 500
/* How long a response may lag behind the delayed response that overtook it. */
#define OVERTAKEN_MS 100
/* A process that sends on and on keeps its turn longer than a short time-out. */
#define TURN_MS 1000
/* How often to look whether a token is free. */
#define SETTLE_MS 10
/* CHAN_LINGER: a duplicate follows its original closely. */
#define LINGER_MS 10

/* More than any queue holds: what flows faster than we read must not keep us for ever. */
#define QUEUE_MAX 4096

#define REPLIES (1u << CHAN_REPLY)
#define ERRORS (1u << CHAN_ERROR)

/* Header bits that tell whose answer it is: message id, protocol, token; not the type. */
#define IDENTITY 0x0ffffcffu

const char *chan_outcome_name(enum chan_outcome outcome)
{
	static const char *const names[] = {
		[CHAN_OK] = "ok",
		[CHAN_STATUS] = "error",
		[CHAN_TIMEOUT] = "timeout",
		[CHAN_NO_DELAYED] = "no-delayed",
		[CHAN_TRUNCATED] = "truncated",
		[CHAN_REFUSED] = "refused",
	};

	return names[outcome];
}

/* What is known while an exchange goes on. */
struct state {
	struct chan *chan;
	struct chan_exchange *x;
	uint32_t word; /* header of the request */
	uint64_t start_ns;
	uint64_t deadline_ns;
	bool too_late;	     /* our answer is in the error queue: the kernel gave up before */
	struct chan_msg msg; /* received last */
};

static bool has_status(const struct chan_msg *msg)
{
	return msg->len >= SCMI_HEADER_SIZE + SCMI_STATUS_SIZE;
}

static int32_t status_of(const struct chan_msg *msg)
{
	return (int32_t)scmi_get_le32(msg->data + SCMI_HEADER_SIZE);
}

static void copy_msg(struct chan_msg *to, const struct chan_msg *from)
{
	memcpy(to->data, from->data, from->len);
	to->len = from->len;
}

/* When the command was sent that the message in @s answers; 0: none of ours. */
static uint64_t sent_when(struct state *s)
{
	uint32_t word;
	uint16_t token;

	if (s->msg.len < SCMI_HEADER_SIZE)
		return 0;
	word = scmi_get_le32(s->msg.data);
	token = scmi_header_unpack(word).token;
	if (s->chan->given_up[token].sent_ns &&
	    !((word ^ s->chan->given_up[token].word) & IDENTITY))
		return s->chan->given_up[token].sent_ns;
	return (word ^ s->word) & IDENTITY ? 0 : s->start_ns;
}

static void add_stray(struct state *s, enum chan_queue queue)
{
	struct chan_exchange *x = s->x;
	uint64_t sent_ns = sent_when(s);

	if (queue == CHAN_REPLY && !sent_ns) {
		chan_token_seen(s->chan, s->msg.data, s->msg.len, chan_now_ns());
		x->foreign++;
		return;
	}
	/* An answer, however late, is the end of its command in the kernel too. */
	if (sent_ns && sent_ns != s->start_ns)
		chan_token_answered(s->chan, scmi_header_unpack(scmi_get_le32(s->msg.data)).token,
				    chan_now_ns());
	if (x->n_errors < CHAN_MAX_ERRORS) {
		struct chan_stray *stray = &x->errors[x->n_errors];

		copy_msg(&stray->msg, &s->msg);
		stray->queue = queue;
		stray->ours = sent_ns != 0;
		stray->after_ns = sent_ns ? chan_now_ns() - sent_ns : 0;
	}
	x->n_errors++;
}

static void take_response(struct state *s)
{
	s->chan->end_ns = chan_now_ns();
	s->x->latency_ns = s->chan->end_ns - s->start_ns;
	copy_msg(&s->x->response, &s->msg);
	s->deadline_ns = s->chan->end_ns + (uint64_t)s->x->delayed_timeout_ms * NSEC_PER_MSEC;
}

static void take_delayed(struct state *s)
{
	s->chan->end_ns = chan_now_ns();
	s->x->delayed_latency_ns = s->chan->end_ns - s->start_ns;
	copy_msg(&s->x->delayed, &s->msg);
	s->deadline_ns = s->chan->end_ns + (uint64_t)OVERTAKEN_MS * NSEC_PER_MSEC;
}

/* Finds out what the message in @s is. */
static void take(struct state *s, enum chan_queue queue)
{
	struct chan_exchange *x = s->x;
	uint32_t word = s->msg.len >= SCMI_HEADER_SIZE ? scmi_get_le32(s->msg.data) : ~s->word;
	bool ours = !((word ^ s->word) & IDENTITY);
	bool delayed = scmi_header_unpack(word).type == SCMI_TYPE_DELAYED;

	if (ours && queue == CHAN_REPLY && delayed && x->flags & CHAN_ASYNC && !x->delayed.len) {
		take_delayed(s);
	} else if (ours && !delayed && !x->response.len &&
		   (queue == CHAN_REPLY || x->delayed.len)) {
		take_response(s);
	} else {
		add_stray(s, queue);
		if (ours && queue == CHAN_ERROR && delayed == (x->response.len != 0)) {
			/* Unless it is a duplicate, of which the original lies in the other queue. */
			s->too_late = true;
			s->deadline_ns = chan_now_ns() + (uint64_t)LINGER_MS * NSEC_PER_MSEC;
		}
	}
}

static bool complete(const struct chan_exchange *x)
{
	if (!x->response.len)
		return false;
	return !(x->flags & CHAN_ASYNC) || x->delayed.len || !has_status(&x->response) ||
	       status_of(&x->response) < 0;
}

static int timeout_ms(const struct state *s)
{
	uint64_t now = chan_now_ns(), ms;

	if (now >= s->deadline_ns)
		return 0;
	ms = (s->deadline_ns - now + NSEC_PER_MSEC - 1) / NSEC_PER_MSEC;
	return ms < INT_MAX ? (int)ms : INT_MAX;
}

static ssize_t receive(struct state *s, unsigned int mask, int wait_ms, struct diag *diag)
{
	enum chan_queue queue;
	ssize_t n = s->chan->ops->recv(s->chan, mask, &queue, s->msg.data, sizeof(s->msg.data),
				       wait_ms, diag);

	if (n > 0) {
		s->msg.len = (size_t)n;
		take(s, queue);
	}
	return n;
}

static enum chan_outcome judge(const struct chan_exchange *x, int32_t *status)
{
	const struct chan_msg *last = x->delayed.len ? &x->delayed : &x->response;

	if (!last->len)
		return CHAN_TIMEOUT;
	if (!has_status(last))
		return CHAN_TRUNCATED;
	*status = status_of(last);
	if (*status < 0)
		return CHAN_STATUS;
	return complete(x) || x->delayed.len ? CHAN_OK : CHAN_NO_DELAYED;
}

static void explain(const struct state *s, struct diag *diag)
{
	const struct chan_exchange *x = s->x;
	uint16_t token = scmi_header_unpack(s->word).token;

	switch (x->outcome) {
	case CHAN_TIMEOUT:
	case CHAN_NO_DELAYED:
		if (s->too_late) {
			diag_set(diag, DIAG_TRANSPORT, ETIMEDOUT,
				 "token %u: the %s came after the kernel had given up", token,
				 x->outcome == CHAN_TIMEOUT ? "response" : "delayed response");
			diag_hint(diag,
				  "the kernel waits %u ms for a response: device-tree property "
				  "arm,max-rx-timeout-ms",
				  s->chan->info.max_rx_timeout_ms);
			return;
		}
		diag_set(diag, DIAG_TRANSPORT, ETIMEDOUT, "token %u: no %s within %d ms", token,
			 x->outcome == CHAN_TIMEOUT ? "response" : "delayed response",
			 x->outcome == CHAN_TIMEOUT ? x->timeout_ms : x->delayed_timeout_ms);
		diag_hint(diag,
			  x->outcome == CHAN_TIMEOUT
				  ? "the platform ignores the message or needs longer: --timeout MS"
				  : "the platform answers at once, or needs longer: --timeout MS");
		return;
	case CHAN_TRUNCATED:
		diag_set(diag, DIAG_PLATFORM, EBADMSG,
			 "token %u: the answer has %zu bytes, too few for a status", token,
			 x->delayed.len ? x->delayed.len : x->response.len);
		return;
	default:
		return;
	}
}

/* How long the kernel waits for a response; a device tree may ask for a life's time. */
static int kernel_ms(const struct chan *chan)
{
	uint32_t ms = chan->info.max_rx_timeout_ms;

	if (!ms)
		return DEFAULT_TIMEOUT_MS;
	return ms < INT_MAX / 2 ? (int)ms : INT_MAX / 2;
}

/* After this the kernel has given a command up for certain, and its token is free. */
static uint64_t kernel_ns(const struct chan_exchange *x, const struct chan *chan)
{
	int ms = kernel_ms(chan) + MARGIN_MS + (x->flags & CHAN_ASYNC ? DELAYED_TIMEOUT_MS : 0);

	return (uint64_t)ms * NSEC_PER_MSEC;
}

/* Nothing has come of @x yet. */
static void clear(const struct chan *chan, struct chan_exchange *x)
{
	if (x->timeout_ms <= 0)
		x->timeout_ms = kernel_ms(chan) + MARGIN_MS;
	if (x->delayed_timeout_ms <= 0)
		x->delayed_timeout_ms = DELAYED_TIMEOUT_MS + MARGIN_MS;
	x->response.len = 0;
	x->delayed.len = 0;
	x->err = 0;
	x->status = 0;
	x->latency_ns = 0;
	x->delayed_latency_ns = 0;
	x->foreign = 0;
	x->n_errors = 0;
}

static void begin(struct state *s, struct chan *chan, struct chan_exchange *x)
{
	s->chan = chan;
	s->x = x;
	s->word = x->request_len >= SCMI_HEADER_SIZE ? scmi_get_le32(x->request) : 0;
	s->start_ns = x->flags & CHAN_STRAIGHT && chan->end_ns ? chan->end_ns : chan_now_ns();
	s->too_late = false;
}

/*
 * The token's last command, of whatever process, may still be answered, and that answer could not be
 * told from ours: it has to come first, or the kernel to give up. 1: the token was in flight; 0.
 */
static int settle(struct state *s, uint16_t token, struct diag *diag)
{
	uint64_t end = s->start_ns + (uint64_t)s->x->timeout_ms * NSEC_PER_MSEC;
	struct chan *chan = s->chan;
	uint32_t word = s->word;
	enum chan_queue queue;
	ssize_t n;

	if (!chan_token_is_open(chan, token, s->start_ns))
		return chan_token_in_flight(chan, token, s->start_ns);
	s->word = ~word;
	while (chan_token_is_open(chan, token, chan_now_ns())) {
		if (chan_now_ns() >= end) {
			diag_set(diag, DIAG_KERNEL, EBUSY, "token %u is still in flight", token);
			diag_hint(diag, "its command has had no answer yet: choose another "
					"--token, or wait");
			return -EBUSY;
		}
		n = chan->ops->recv(chan, REPLIES | ERRORS, &queue, s->msg.data,
				    sizeof(s->msg.data), SETTLE_MS, diag);
		if (n < 0)
			return (int)n;
		s->msg.len = (size_t)n;
		if (n)
			add_stray(s, queue);
	}
	/* The kernel frees it a little after the answer. */
	if (poll(NULL, 0, SETTLE_MS) < 0 && (!chan->interrupted || chan->interrupted()))
		return -EINTR;
	s->word = word;
	s->start_ns = chan_now_ns();
	return 1;
}

/* Others choose tokens too: what was free before our turn may be no longer. */
static void choose_again(struct state *s, uint16_t *token)
{
	struct scmi_header header = scmi_header_unpack(s->word);

	if (!(s->x->flags & CHAN_ANY_TOKEN) || !chan_token_in_flight(s->chan, *token, s->start_ns))
		return;
	header.token = *token = chan_token(s->chan);
	s->word = scmi_header_pack(header);
	scmi_put_le32(s->x->request, s->word);
}

static int refused(struct chan_exchange *x, int err)
{
	x->outcome = CHAN_REFUSED;
	x->err = -err;
	return 0;
}

/* chan_exchange(), when it is our turn. */
static int exchange(struct chan *chan, struct chan_exchange *x, struct diag *diag)
{
	struct state s;
	uint16_t token;
	int wait_ms;
	ssize_t n;
	int ret;

	begin(&s, chan, x);
	token = scmi_header_unpack(s.word).token;
	x->flags &= ~(unsigned int)CHAN_DOUBT;
	choose_again(&s, &token);
	ret = settle(&s, token, diag);
	if (ret < 0)
		return ret == -EBUSY ? refused(x, ret) : ret;
	x->flags |= ret ? CHAN_DOUBT : 0;
	ret = chan->ops->send(chan, x->request, x->request_len, x->flags, x->timeout_ms,
			      &s.start_ns, diag);
	/* A send that did not end may still happen. */
	if (!ret || ret == -EINTR || ret == -EBUSY)
		chan_token_hold(chan, token, s.start_ns + kernel_ns(x, chan),
				x->flags & CHAN_ASYNC);
	if (ret == -EINTR || ret == -ENODEV)
		return ret;
	if (ret < 0)
		return refused(x, ret);

	/* What was given up with this token can no longer be told from the answer to come. */
	chan->given_up[token].sent_ns = 0;
	s.deadline_ns = s.start_ns + (uint64_t)x->timeout_ms * NSEC_PER_MSEC;
	wait_ms = x->timeout_ms;
	while (!complete(x)) {
		n = receive(&s, REPLIES | ERRORS, wait_ms, diag);
		if (n < 0) {
			chan_token_lost(chan, token);
			chan->given_up[token].sent_ns = s.start_ns;
			chan->given_up[token].word = s.word;
			return (int)n;
		}
		if (!n)
			break;
		if (!complete(x))
			wait_ms = timeout_ms(&s);
	}

	/* A signal now is for the caller to see: the exchange is over. */
	if (x->flags & CHAN_LINGER || !complete(x)) {
		s.deadline_ns = x->flags & CHAN_LINGER
					? chan_now_ns() + (uint64_t)LINGER_MS * NSEC_PER_MSEC
					: 0;
		for (unsigned int i = 0; i < QUEUE_MAX; i++)
			if (receive(&s, ERRORS, timeout_ms(&s), NULL) <= 0)
				break;
	}
	x->outcome = judge(x, &x->status);
	if (x->outcome == CHAN_TIMEOUT || x->outcome == CHAN_NO_DELAYED) {
		chan->end_ns = chan_now_ns();
		if (!s.too_late) {
			chan_token_lost(chan, token);
			chan->given_up[token].sent_ns = s.start_ns;
			chan->given_up[token].word = s.word;
		}
	} else {
		chan_token_answered(chan, token, chan->end_ns);
	}
	explain(&s, diag);
	return 0;
}

static int no_turn(struct chan *chan, int ms, struct diag *diag)
{
	diag_set(diag, DIAG_SYSTEM, EBUSY,
		 "another process has exchanged messages with instance %d for %d ms",
		 chan->info.instance, ms);
	diag_hint(diag, "wait for it, or allow more time: --timeout MS");
	return -EBUSY;
}

int chan_exchange(struct chan *chan, struct chan_exchange *x, struct diag *diag)
{
	int turn_ms, ret;

	clear(chan, x);
	turn_ms = x->timeout_ms > TURN_MS ? x->timeout_ms : TURN_MS;
	ret = chan_turn_take(chan, turn_ms);
	if (ret == -EBUSY)
		return refused(x, no_turn(chan, turn_ms, diag));
	if (!ret)
		ret = exchange(chan, x, diag);
	if (ret < 0 || !(x->flags & CHAN_KEEP))
		chan_turn_give(chan);
	return ret;
}

int chan_drain(struct chan *chan, struct diag *diag)
{
	uint8_t msg[CHAN_MSG_MAX];
	enum chan_queue queue;
	int count = 0;
	ssize_t n;

	/* What waits now may be for another process, which sees to the queues itself. */
	if (chan_turn_take(chan, 0) < 0)
		return 0;
	do {
		n = chan->ops->recv(chan, REPLIES | ERRORS, &queue, msg, sizeof(msg), 0, diag);
		if (n > 0 && queue == CHAN_REPLY)
			chan_token_seen(chan, msg, (size_t)n, chan_now_ns());
		count += n > 0;
	} while (n > 0 && count < QUEUE_MAX);
	chan_turn_give(chan);
	return n < 0 ? (int)n : count;
}
