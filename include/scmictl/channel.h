/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SCMICTL_CHANNEL_H
#define SCMICTL_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <scmictl/diag.h>

/*
 * Ways to exchange messages with a platform: the kernel's raw mode (debugfs) and the simulated
 * platform in this process. Messages are whole: header and payload.
 */

enum chan_queue {
	CHAN_REPLY, /* responses and delayed responses to our commands */
	CHAN_NOTIFICATION,
	CHAN_ERROR, /* what nobody waits for: late, duplicate, unexpected messages */
	CHAN_QUEUES
};

enum chan_flags {
	CHAN_ASYNC = 1,	     /* a delayed response is expected */
	CHAN_POLL = 2,	     /* poll for the response instead of waiting for the interrupt */
	CHAN_STRAIGHT = 4,   /* sent straight after the exchange before: its time begins where that
				   one's ended, which saves a system call */
	CHAN_LINGER = 8,     /* look into the error queue for a moment after the answer too */
	CHAN_KEEP = 32,	     /* more follows straight: other processes have to wait for their turn,
				   until chan_rest() or for a quarter of a second */
	CHAN_ANY_TOKEN = 64, /* the token is of chan_token(): if another process has taken it
				meanwhile, the request gets another */
	CHAN_DOUBT = 16,     /* set by chan_exchange(): the token may be in flight, so that the send
				   may take long, and a signal or the timeout has to end the wait */
};

/* What is known of the way to the platform; filled when it is opened. */
struct chan_info {
	int instance;  /* number of the SCMI instance; -1: simulated */
	char name[64]; /* instance name */
	int channel;   /* protocol id of the chosen channel, -1: the default way */
	/* The platform's, as the kernel knows them without asking; empty: unknown. */
	char vendor[32], sub_vendor[32];
	bool coex; /* ordinary drivers run beside us */
	bool has_poll;
	uint32_t max_msg_size;	    /* bytes of payload after the header; 0 unknown */
	uint32_t tx_max_msg;	    /* messages that may be in flight; 0 unknown */
	uint32_t max_rx_timeout_ms; /* after this the kernel gives up; 0 unknown */
};

struct chan;

/* A back end. Failures have a negative errno and @diag filled. */
struct chan_ops {
	void (*close)(struct chan *chan);
	/*
	 * Sends one message. Blocks as long as the back end needs to take it, but not longer than
	 * @timeout_ms. @start_ns: the time (CLOCK_MONOTONIC) just before, corrected where the message
	 * left later. 0, -EINTR or another negative errno.
	 */
	int (*send)(struct chan *chan, const void *msg, size_t len, unsigned int flags,
		    int timeout_ms, uint64_t *start_ns, struct diag *diag);
	/*
	 * One message of the queues in @mask (1 << enum chan_queue), the error queue first; @queue
	 * is filled. Its length, 0: none within @timeout_ms (0: do not wait), -EINTR.
	 */
	ssize_t (*recv)(struct chan *chan, unsigned int mask, enum chan_queue *queue, void *buf,
			size_t size, int timeout_ms, struct diag *diag);
	/* As chan_reset(), which sees to it that nobody is disturbed. */
	int (*reset)(struct chan *chan, struct diag *diag);
};

struct chan {
	const struct chan_ops *ops;
	struct chan_info info;

	uint64_t end_ns; /* when the last exchange got its answer */

	/* private */
	int (*interrupted)(void);
	bool turn;	  /* it is ours to exchange messages: other processes wait */
	uint64_t turn_ns; /* since when */
	struct chan_tokens {
		uint16_t next;
		uint64_t start_ns;
		uint64_t *busy_until; /* CLOCK_MONOTONIC ns, by token; 0: not held */
		int fd;		      /* of memory shared with other processes, -1: ours alone */
	} tokens;
	struct {
		uint64_t sent_ns; /* 0: nothing given up */
		uint32_t word;
	} given_up[1024]; /* commands without answer, by token: it may still come */
};

/* How to open; zeroed but for .channel = -1 is a good start. */
struct chan_options {
	const char *sysroot;	  /* prefix, "" for the machine itself */
	const char *instance;	  /* number or name; "sim", "sim:FILE"; NULL: the only one */
	int channel;		  /* protocol id of a channel of its own, -1: the default way */
	bool async, poll;	  /* what will be used: a missing facility is an error at open */
	unsigned int listen;	  /* only read these queues (1 << enum chan_queue), send nothing:
				     needs less of the kernel; 0: exchange messages */
	int (*interrupted)(void); /* after a signal: whether to stop; NULL: always */
};

/**
 * chan_open() - open the way to a platform
 * @options: which
 * @diag: why not (origin system: not root, debugfs absent or not mounted, lockdown, no instance, no
 *	raw mode, no such channel; input: a bad PLATFORM.json)
 *
 * Return: the channel, to be closed with chan_close(); NULL with @diag filled.
 */
struct chan *chan_open(const struct chan_options *options, struct diag *diag);

/** chan_close() - close and release; NULL is allowed */
void chan_close(struct chan *chan);

/* How an exchange ended. */
enum chan_outcome {
	CHAN_OK,	 /* answered, status zero or above */
	CHAN_STATUS,	 /* answered with a status below zero */
	CHAN_TIMEOUT,	 /* no response in time */
	CHAN_NO_DELAYED, /* a response, but no delayed one in time */
	CHAN_TRUNCATED,	 /* an answer too short to hold a status */
	CHAN_REFUSED,	 /* the kernel refused to send: .err */
};

/** chan_outcome_name() - "ok", "error", "timeout", "no-delayed", "truncated", "refused" */
const char *chan_outcome_name(enum chan_outcome outcome);

#define CHAN_MSG_MAX 4096 /* no transport carries more */
#define CHAN_MAX_ERRORS 8

struct chan_msg {
	uint8_t data[CHAN_MSG_MAX];
	size_t len;
};

/* A message that nobody waited for. */
struct chan_stray {
	struct chan_msg msg;
	enum chan_queue queue; /* CHAN_ERROR, or CHAN_REPLY: the kernel still waited for it */
	bool ours;	       /* it answers a command of this channel that was given up, or
					   the one being exchanged */
	uint64_t after_ns;     /* since that command was sent */
};

/* One command and what came of it. Large: allocate once, use often. */
struct chan_exchange {
	/* set by the caller */
	uint8_t request[CHAN_MSG_MAX];
	size_t request_len;
	unsigned int flags;	/* enum chan_flags */
	int timeout_ms;		/* for the response; 0: what the channel says, plus a margin */
	int delayed_timeout_ms; /* for the delayed one, from the response on; 0: 2000 + margin */

	/* filled by chan_exchange() */
	enum chan_outcome outcome;
	int err;		     /* CHAN_REFUSED: positive errno */
	int32_t status;		     /* of the delayed response where there is one */
	struct chan_msg response;    /* len 0: none */
	struct chan_msg delayed;     /* len 0: none */
	uint64_t latency_ns;	     /* before the send to the response */
	uint64_t delayed_latency_ns; /* before the send to the delayed response */
	unsigned int foreign;	     /* answers in the queue that are not ours, passed over */
	unsigned int n_errors;	     /* messages that nobody waited for; may exceed the array */
	struct chan_stray errors[CHAN_MAX_ERRORS];
};

/**
 * chan_exchange() - send a command and collect its answers
 * @chan: the channel
 * @x: the exchange; the header in its request is sent as it is
 * @diag: filled for outcomes other than CHAN_OK and CHAN_STATUS
 *
 * An answer is ours if protocol, message id and token are those of the request; anything else is
 * counted as foreign and passed over, but answers to commands of this channel that were given up
 * are strays. Other processes of ours wait meanwhile, since the queue is common to all. After a timeout, and whenever something is there, the error queue is read too. A
 * delayed response that overtakes its response is taken as it comes: the kernel then refuses the
 * response, which is looked for in the error queue.
 *
 * Return: 0, whatever the outcome; -EINTR; other negative errno when the channel broke.
 */
int chan_exchange(struct chan *chan, struct chan_exchange *x, struct diag *diag);

/** chan_rest() - after CHAN_KEEP: there is nothing to be sent now, others may */
void chan_rest(struct chan *chan);

/**
 * chan_drain() - throw away what waits in the reply and error queues
 *
 * Return: number of messages thrown away, or negative errno.
 */
int chan_drain(struct chan *chan, struct diag *diag);

/**
 * chan_receive() - the next message of a queue, whoever it is for
 * @chan: the channel, opened with @queue in .listen
 * @msg: the message: its header as the kernel has it (raw_mode.c): of replies that of the command,
 *	of errors and notifications as it was received; then a status, not in notifications
 * @timeout_ms: how long to wait; 0: only what is there
 *
 * Who reads takes: each message is given to one reader. The kernel keeps as many as may be in
 * flight (.tx_max_msg) and then overwrites the oldest, without a word.
 *
 * Return: 1; 0: none came in time; -EINTR; other negative errno with @diag filled (origin kernel:
 * the instance has gone).
 */
int chan_receive(struct chan *chan, enum chan_queue queue, struct chan_msg *msg, int timeout_ms,
		 struct diag *diag);

/**
 * chan_reset() - throw away what waits in all queues, or in that of the chosen channel alone
 * @chan: the channel
 * @force: even if another process of ours exchanges messages and loses its answer
 *
 * The kernel's own reset (raw/reset) leaves the queues of channels; these are read until they are
 * empty. Neither frees a token or ends an exchange that is going on: answers may come afterwards.
 *
 * Return: number of messages thrown away, as far as they could be counted; -EBUSY: another process
 * exchanges messages; -EINTR; other negative errno. @diag is filled but for -EINTR.
 */
int chan_reset(struct chan *chan, bool force, struct diag *diag);

/**
 * chan_token() - a token for the next command
 * @chan: the channel
 *
 * From the upper half of the space, away from the ordinary drivers, and none that may be in flight:
 * chan_exchange() holds a token until its command is answered, or until the kernel has given it
 * up. All processes of this machine share what is held, also by those that have ended.
 *
 * Return: 512 to 1023.
 */
uint16_t chan_token(struct chan *chan);

#endif
