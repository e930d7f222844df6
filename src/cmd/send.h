/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SCMICTL_CMD_SEND_H
#define SCMICTL_CMD_SEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <scmictl/channel.h>
#include <scmictl/cmd.h>
#include <scmictl/scmi.h>

#include "ask.h"
#include "show.h"

/* The parts of `scmictl send`. */

struct send_options {
	struct cmd_vendor vendor;
	uint32_t version; /* 0: not given */
	const char *hex, *raw, *file;
	int token;	/* -1: choose */
	int channel;	/* -1: the kernel chooses */
	int timeout_ms; /* 0: the kernel's */
	unsigned long count, interval_ms;
	bool async, poll, yes, force, dry_run, fields;
	bool has_expect;
	int32_t expect;
};

/* A message that is to be sent. */
struct send_message {
	const struct scmi_protocol *protocol; /* NULL: not described, or bytes as they are */
	const struct scmi_message *message;
	uint32_t version; /* 0: unknown */
	bool as_is;	  /* --raw: with its token */
	bool async;
	unsigned int line; /* in the file; 0: from the command line */
	size_t len;
	uint8_t *data; /* header included */
};

/* Counts and latencies of many exchanges, in constant memory. */
#define SEND_STAT_STEPS 64 /* of each power of two: percentiles are exact to 1.6 % */
#define SEND_STAT_BUCKETS (59 * SEND_STAT_STEPS)

struct send_latency {
	uint64_t count, sum_ns, min_ns, max_ns;
	uint64_t buckets[SEND_STAT_BUCKETS];
};

struct send_stat {
	uint64_t sent;
	uint64_t outcomes[CHAN_REFUSED + 1];
	uint64_t unexpected; /* not as --expect says */
	uint64_t foreign, late;
	uint64_t start_ns, end_ns;
	struct send_latency response, delayed;
};

struct send {
	struct cmd_env *env;
	struct send_options options;
	struct chan *chan; /* NULL until something has to be sent or asked */
	struct cmd_ask ask;
	char vendor[SCMI_SHORT_NAME], sub_vendor[SCMI_SHORT_NAME]; /* as the platform says */
	bool asked_vendor;
	bool asked_version[UINT8_MAX + 1];
	uint32_t versions[UINT8_MAX + 1]; /* 0: the platform did not tell */

	struct send_message *messages;
	size_t n;
	struct send_stat stat;

	/* What was shown last, to tell whether there is anything new. */
	const struct send_message *shown;
	enum chan_outcome shown_outcome;
	struct chan_msg shown_response, shown_delayed;

	struct scmi_decoded request, response, delayed, stray;
};

/* send-message.c */

/**
 * send_parse() - the messages that the command line asks for, into @send->messages
 *
 * The channel is opened if the platform has to be asked how a message looks.
 *
 * Return: 0, or an exit status with @diag filled.
 */
int send_parse(struct send *send, char *const *args, size_t n, struct diag *diag);

/** send_messages_free() - release them */
void send_messages_free(struct send *send);

/** send_open() - open the channel if it is not open; 0 or a negative errno with @diag filled */
int send_open(struct send *send, struct diag *diag);

/* send-show.c */

/** send_show() - an exchange that is over, in as much detail as is asked for */
void send_show(struct send *send, const struct send_message *message,
	       const struct chan_exchange *x);

/** send_show_bytes() - a message that is not sent (--dry-run) */
void send_show_bytes(struct send *send, const struct send_message *message);

/** send_name() - what the message is called: "CLOCK_RATE_GET", "protocol 0x90 message 0x12" */
const char *send_name(const struct send_message *message, char *buf, size_t size);

/* send-stat.c */

/** send_stat_add() - count an exchange */
void send_stat_add(struct send_stat *stat, const struct chan_exchange *x);

/** send_stat_percentile() - the latency in ns that @percent of the exchanges do not exceed */
uint64_t send_stat_percentile(const struct send_latency *latency, double percent);

/** send_stat_show() - the summary */
void send_stat_show(struct out *out, const struct send_stat *stat);

#endif
