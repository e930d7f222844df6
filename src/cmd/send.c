/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "commands.h"
#include "send.h"

enum {
	OPT_HEX = CMD_LONG,
	OPT_RAW,
	OPT_FILE,
	OPT_TOKEN,
	OPT_ASYNC,
	OPT_POLL,
	OPT_CHANNEL,
	OPT_TIMEOUT,
	OPT_COUNT,
	OPT_INTERVAL,
	OPT_EXPECT,
	OPT_DRY_RUN,
	OPT_YES,
	OPT_FORCE,
	OPT_FIELDS,
	OPT_VERSION,
	OPT_VENDOR,
};

static const struct cmd_option options[] = {
	{ OPT_HEX, "hex", CMD_ARG_TEXT, "PAYLOAD", NULL,
	  "bytes that follow the header, in place of values" },
	{ OPT_RAW, "raw", CMD_ARG_TEXT, "BYTES", NULL,
	  "a whole message, header included, sent as it is" },
	{ OPT_FILE, "file", CMD_ARG_FILE, "FILE", NULL,
	  "messages from FILE (- is standard input), one a line" },
	{ OPT_TOKEN, "token", CMD_ARG_NUMBER, "N", NULL, "token, 0 to 1023 (default: chosen)" },
	{ OPT_ASYNC, "async", CMD_ARG_NONE, NULL, NULL, "ask and wait for a delayed response" },
	{ OPT_POLL, "poll", CMD_ARG_NONE, NULL, NULL,
	  "let the kernel poll for the response (Linux 6.16)" },
	{ OPT_CHANNEL, "channel", CMD_ARG_PROTOCOL, "PROTOCOL", NULL,
	  "use the channel of this protocol" },
	{ OPT_TIMEOUT, "timeout", CMD_ARG_NUMBER, "MS", NULL,
	  "wait so long for an answer (default: as long as the kernel)" },
	{ OPT_COUNT, "count", CMD_ARG_NUMBER, "N", NULL, "send N times and sum up" },
	{ OPT_INTERVAL, "interval", CMD_ARG_NUMBER, "MS", NULL, "from one message to the next" },
	{ OPT_EXPECT, "expect", CMD_ARG_STATUS, "STATUS", NULL,
	  "succeed if, and only if, this is the status" },
	{ OPT_DRY_RUN, "dry-run", CMD_ARG_NONE, NULL, NULL, "print the bytes, send nothing" },
	{ OPT_YES, "yes", CMD_ARG_NONE, NULL, NULL, "send even what can take the system down" },
	{ OPT_FORCE, "force", CMD_ARG_NONE, NULL, NULL,
	  "no questions: missing values become zero" },
	{ OPT_FIELDS, "fields", CMD_ARG_NONE, NULL, NULL, "list the fields of the message" },
	{ OPT_VERSION, "protocol-version", CMD_ARG_TEXT, "V", NULL,
	  "version of the protocol (3.0 or 0x30000)" },
	{ OPT_VENDOR, "vendor", CMD_ARG_VENDOR, "NAME[/SUB]", NULL,
	  "platform's vendor, for protocol ids from 0x80 on" },
	{ 0 }
};

static const char *const usage[] = { "[OPTIONS] PROTOCOL MESSAGE [FIELD=VALUE | VALUE]...",
				     "[OPTIONS] PROTOCOL MESSAGE --hex PAYLOAD",
				     "[OPTIONS] --raw BYTES",
				     "[OPTIONS] --file FILE",
				     "PROTOCOL",
				     "PROTOCOL MESSAGE --fields",
				     NULL };

static const enum cmd_arg args[] = { CMD_ARG_PROTOCOL, CMD_ARG_MESSAGE, CMD_ARG_FIELD,
				     CMD_ARG_NONE };

/* Options */

static int take_option(struct send_options *o, int key, const char *arg, struct diag *diag)
{
	unsigned long value = 0;
	uint8_t channel;
	int ret = 0;

	switch (key) {
	case OPT_HEX:
		o->hex = arg;
		return 0;
	case OPT_RAW:
		o->raw = arg;
		return 0;
	case OPT_FILE:
		o->file = arg;
		return 0;
	case OPT_TOKEN:
		ret = cmd_number("--token", arg, 0, SCMI_TOKENS - 1, &value, diag);
		o->token = (int)value;
		return ret;
	case OPT_ASYNC:
		o->async = true;
		return 0;
	case OPT_POLL:
		o->poll = true;
		return 0;
	case OPT_CHANNEL: {
		const struct scmi_protocol *protocol;

		ret = scmi_protocol_parse(arg, NULL, NULL, &channel, &protocol, diag);
		o->channel = channel;
		return ret;
	}
	case OPT_TIMEOUT:
		ret = cmd_number("--timeout", arg, 1, INT_MAX, &value, diag);
		o->timeout_ms = (int)value;
		return ret;
	case OPT_COUNT:
		return cmd_number("--count", arg, 1, ULONG_MAX, &o->count, diag);
	case OPT_INTERVAL:
		return cmd_number("--interval", arg, 0, INT_MAX, &o->interval_ms, diag);
	case OPT_EXPECT:
		o->has_expect = true;
		if (scmi_status_parse(arg, &o->expect) < 0)
			return diag_set(diag, DIAG_USAGE, EINVAL, "--expect: '%s' is no status",
					arg);
		return 0;
	case OPT_DRY_RUN:
		o->dry_run = true;
		return 0;
	case OPT_YES:
		o->yes = true;
		return 0;
	case OPT_FORCE:
		o->force = true;
		return 0;
	case OPT_FIELDS:
		o->fields = true;
		return 0;
	case OPT_VERSION:
		return cmd_parse_version(arg, &o->version, diag);
	case OPT_VENDOR:
		return cmd_parse_vendor(arg, &o->vendor, diag);
	default:
		return -EINVAL;
	}
}

static int check_options(struct cmd_env *env, const struct send_options *o, size_t n,
			 struct diag *diag)
{
	if (!!o->raw + !!o->file + !!o->hex > 1)
		return cmd_usage(env, diag, "--hex, --raw and --file exclude one another");
	if ((o->raw || o->file) && n)
		return cmd_usage(env, diag, "%s takes no message beside it",
				 o->raw ? "--raw" : "--file");
	if (o->raw && o->token >= 0)
		return cmd_usage(env, diag, "--raw has a token of its own");
	if (o->fields && (o->raw || o->file || o->hex))
		return cmd_usage(env, diag, "--fields is about a message by name");
	if (!o->raw && !o->file && !n)
		return cmd_usage(env, diag, "which protocol?");
	return 0;
}

/* What is there to be sent */

static int list_messages(struct send *send, const char *name, struct diag *diag)
{
	const struct send_options *o = &send->options;
	const struct scmi_protocol *protocol;
	uint8_t id;

	if (scmi_protocol_parse(name, o->vendor.name, o->vendor.sub, &id, &protocol, diag) < 0)
		return CMD_USAGE;
	if (!protocol)
		return cmd_usage(send->env, diag, "protocol 0x%02x is not described", id);
	cmd_show_protocol_help(cmd_out(send->env), protocol, o->version);
	return CMD_OK;
}

static int list_fields(struct send *send, char *const *words, struct diag *diag)
{
	const struct send_options *o = &send->options;
	const struct scmi_protocol *protocol;
	const struct scmi_message *message;
	uint8_t id;

	if (scmi_protocol_parse(words[0], o->vendor.name, o->vendor.sub, &id, &protocol, diag) <
		    0 ||
	    scmi_message_parse(protocol, words[1], o->version, &id, &message, diag) < 0)
		return CMD_USAGE;
	if (!message)
		return cmd_usage(send->env, diag, "the message is not described");
	cmd_show_message_help(cmd_out(send->env), protocol, SCMI_COMMAND, message, NULL,
			      o->version);
	return CMD_OK;
}

/* Sending */

/* The exit status that an exchange alone would give; @diag says why where the exchange does not. */
static int judge(struct send *send, const struct send_message *message,
		 const struct chan_exchange *x, struct diag *diag)
{
	const struct send_options *o = &send->options;
	bool answered = x->outcome == CHAN_OK || x->outcome == CHAN_STATUS;
	char buf[64];

	if (answered && o->has_expect && x->status != o->expect) {
		send->stat.unexpected++;
		diag_set(diag, DIAG_PLATFORM, EPROTO, "%s (%d), not %s (%d) as expected",
			 scmi_status_name(x->status), x->status, scmi_status_name(o->expect),
			 o->expect);
	} else if (answered && (o->has_expect || x->outcome == CHAN_OK)) {
		return CMD_OK;
	} else if (x->outcome == CHAN_STATUS) {
		diag_set(diag, DIAG_PLATFORM, EPROTO, "%s (%d)", scmi_status_name(x->status),
			 x->status);
	}
	diag_prefix(diag, "%s", send_name(message, buf, sizeof(buf)));
	if (message->line)
		diag_prefix(diag, "%s:%u", strcmp(o->file, "-") ? o->file : "standard input",
			    message->line);
	return diag_exit_status(diag);
}

static bool same(const struct chan_msg *a, const struct chan_msg *b)
{
	/* The header differs in the token, which says nothing. */
	return a->len == b->len && (a->len <= SCMI_HEADER_SIZE ||
				    !memcmp(a->data + SCMI_HEADER_SIZE, b->data + SCMI_HEADER_SIZE,
					    a->len - SCMI_HEADER_SIZE));
}

static void remember(struct chan_msg *to, const struct chan_msg *from)
{
	memcpy(to->data, from->data, from->len);
	to->len = from->len;
}

/* Whether an exchange is worth showing after what was shown before. */
static bool is_news(struct send *send, const struct send_message *message,
		    const struct chan_exchange *x)
{
	if (send->env->quiet)
		return false;
	if (send->env->verbose || send->env->format != OUT_TEXT || x->n_errors)
		return true;
	if (send->shown == message && send->shown_outcome == x->outcome &&
	    same(&send->shown_response, &x->response) && same(&send->shown_delayed, &x->delayed))
		return false;
	send->shown = message;
	send->shown_outcome = x->outcome;
	remember(&send->shown_response, &x->response);
	remember(&send->shown_delayed, &x->delayed);
	return true;
}

/* Sleeps until @when; false when interrupted for good. */
static bool sleep_until(uint64_t when_ns)
{
	const struct timespec when = {
		.tv_sec = (time_t)(when_ns / 1000000000u),
		.tv_nsec = (long)(when_ns % 1000000000u),
	};

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, NULL) == EINTR)
		if (cmd_interrupted())
			return false;
	return !cmd_interrupted();
}

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void prepare(struct send *send, const struct send_message *message, struct chan_exchange *x)
{
	uint32_t word;
	uint16_t token;

	memcpy(x->request, message->data, message->len);
	x->request_len = message->len;
	x->timeout_ms = send->options.timeout_ms;
	x->delayed_timeout_ms = send->options.timeout_ms;
	x->flags = (message->async ? CHAN_ASYNC : 0) | (send->options.poll ? CHAN_POLL : 0);
	if (message->as_is || message->len < SCMI_HEADER_SIZE)
		return;
	if (send->options.token < 0)
		x->flags |= CHAN_ANY_TOKEN;
	token = send->options.token >= 0 ? (uint16_t)send->options.token : chan_token(send->chan);
	word = scmi_get_le32(message->data) & ~((SCMI_TOKENS - 1u) << 18);
	scmi_put_le32(x->request, word | (uint32_t)token << 18);
}

static void warn_coex(const struct send *send)
{
	char buf[64];

	if (!send->chan->info.coex)
		return;
	for (size_t i = 0; i < send->n; i++) {
		const struct send_message *m = &send->messages[i];

		if (m->message && m->message->risk != SCMI_READ) {
			cmd_warn(send->env,
				 "ordinary drivers run beside raw mode and do not learn what "
				 "%s changes",
				 send_name(m, buf, sizeof(buf)));
			return;
		}
	}
}

/* Sends everything; the worst exit status of all exchanges, with the first @diag that has it. */
static int exchange_all(struct send *send, struct diag *diag)
{
	const struct send_options *o = &send->options;
	struct chan_exchange *x = send->ask.x;
	uint64_t next = send->stat.start_ns, failed = 0;
	/* What is printed for each message may wait for its reader: others must not. */
	bool keep = !o->interval_ms &&
		    (send->env->quiet || (!send->env->verbose && send->env->format == OUT_TEXT));
	bool straight = false;
	int worst = CMD_OK;

	for (unsigned long i = 0; i < o->count; i++) {
		for (size_t j = 0; j < send->n; j++) {
			const struct send_message *message = &send->messages[j];
			bool last = i + 1 == o->count && j + 1 == send->n;
			struct diag why = { 0 };
			int ret, status;
			bool news;

			if (o->interval_ms && next > send->stat.start_ns && !sleep_until(next))
				return CMD_INTERRUPTED;
			prepare(send, message, x);
			x->flags |= (straight ? CHAN_STRAIGHT : 0) | (last   ? CHAN_LINGER
								      : keep ? CHAN_KEEP
									     : 0);
			ret = chan_exchange(send->chan, x, &why);
			if (ret == -EINTR)
				return CMD_INTERRUPTED;
			if (ret < 0) {
				*diag = why;
				return diag_exit_status(diag);
			}
			send_stat_add(&send->stat, x);
			news = is_news(send, message, x);
			if (news) {
				chan_rest(send->chan);
				send_show(send, message, x);
			}
			straight = !news && !o->interval_ms;
			status = judge(send, message, x, &why);
			failed += status != CMD_OK;
			if (status > worst) {
				worst = status;
				*diag = why;
			}
			next += o->interval_ms * UINT64_C(1000000);
			if (cmd_interrupted())
				return CMD_INTERRUPTED;
		}
	}
	if (worst != CMD_OK && send->stat.sent > 1)
		diag_prefix(diag, "%llu of %llu failed", (unsigned long long)failed,
			    (unsigned long long)send->stat.sent);
	return worst;
}

static int send_all(struct send *send, struct diag *diag)
{
	const struct send_options *o = &send->options;
	int status;

	if (o->dry_run) {
		for (size_t i = 0; i < send->n; i++)
			send_show_bytes(send, &send->messages[i]);
		return CMD_OK;
	}
	if (send_open(send, diag) < 0)
		return cmd_interrupted() ? CMD_INTERRUPTED : diag_exit_status(diag);
	warn_coex(send);
	cmd_out(send->env);
	send->stat.start_ns = now_ns();
	status = exchange_all(send, diag);
	/* What came after the last answer is no part of the rate. */
	send->stat.end_ns = send->chan->end_ns ? send->chan->end_ns : now_ns();
	if (o->count > 1 || o->file)
		send_stat_show(cmd_out(send->env), &send->stat);
	if (status == CMD_INTERRUPTED)
		diag->origin = DIAG_NONE;
	return status;
}

static int run(struct cmd_env *env, struct diag *diag)
{
	struct send *send = calloc(1, sizeof(*send));
	struct send_options *o;
	const char *arg;
	char *const *words;
	int key, ret = 0;
	size_t n;

	if (!send) {
		diag_set(diag, DIAG_SYSTEM, ENOMEM, "not enough memory");
		return 0;
	}
	o = &send->options;
	send->env = env;
	o->token = -1;
	o->channel = -1;
	o->count = 1;
	while (!ret && (key = cmd_getopt(env, &arg, diag)) != -1)
		ret = take_option(o, key, arg, diag) < 0 ? CMD_USAGE : 0;
	words = cmd_args(env, &n);
	if (!ret)
		ret = check_options(env, o, n, diag);
	if (!ret && n == 1) {
		ret = list_messages(send, words[0], diag);
	} else if (!ret && o->fields) {
		ret = list_fields(send, words, diag);
	} else if (!ret) {
		cmd_catch_signals();
		ret = send_parse(send, words, n, diag);
		if (!ret)
			ret = send_all(send, diag);
		else if (ret < 0)
			ret = cmd_interrupted() ? CMD_INTERRUPTED : diag_exit_status(diag);
	}
	if (ret == CMD_INTERRUPTED)
		diag->origin = DIAG_NONE;

	send_messages_free(send);
	scmi_decoded_free(&send->request);
	scmi_decoded_free(&send->response);
	scmi_decoded_free(&send->delayed);
	scmi_decoded_free(&send->stray);
	cmd_ask_free(&send->ask);
	chan_close(send->chan);
	free(send);
	return ret;
}

const struct cmd cmd_send = {
	.name = "send",
	.group = "speak",
	.summary = "Send messages to a platform and show its answers",
	.usage = usage,
	.help = "With PROTOCOL alone its messages are listed, with --fields the fields of a "
		"message.\n"
		"\n"
		"  scmictl send clock rate_get clock_id=0\n"
		"  scmictl send 0x14 6 0\n"
		"  scmictl send clock rate_set clock_id=2 rate=48MHz --async\n"
		"  scmictl send --count 1000 base protocol_version\n"
		"\n"
		"A line of FILE is a message as on the command line, or its bytes: after the word "
		"raw, or by themselves with eight or more digits in the first word, or as four or "
		"more words of two digits. # begins a comment.\n"
		"The exit status is 4 when the platform answers with an error status, 5 when it "
		"does "
		"not answer, 3 when the kernel refuses, and of several messages the greatest.\n",
	.options = options,
	.args = args,
	.json = OUT_JSONL,
	.run = run,
};
