/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <scmictl/channel.h>

#include "commands.h"
#include "show.h"

/* Where the kernel does not tell how much a queue holds. */
#define DEPTH_MAX 1024

/* raw errors, raw notifications */

enum {
	OPT_FOLLOW = CMD_LONG,
	OPT_COUNT,
	OPT_TIMEOUT,
	OPT_VENDOR,
	OPT_CHANNEL,
	OPT_FORCE,
};

static const struct cmd_option listen_options[] = {
	{ OPT_FOLLOW, "follow", CMD_ARG_NONE, NULL, NULL, "wait for more, until interrupted" },
	{ OPT_COUNT, "count", CMD_ARG_NUMBER, "N", NULL, "end after N messages" },
	{ OPT_TIMEOUT, "timeout", CMD_ARG_NUMBER, "MS", NULL, "wait for more, so long in all" },
	{ OPT_VENDOR, "vendor", CMD_ARG_VENDOR, "NAME[/SUB]", NULL,
	  "platform's vendor, for protocol ids from 0x80 on" },
	{ 0 }
};

struct listener {
	struct cmd_env *env;
	enum chan_queue queue;
	const char *queue_name;
	struct chan *chan;
	struct cmd_vendor vendor;
	bool follow;
	unsigned long timeout_ms; /* 0: without --follow do not wait */
	unsigned long count;	  /* 0: no limit */

	unsigned long seen;
	bool live;	 /* what waited before us has been read: messages are new */
	bool queue_full; /* when we came: older ones may have been overwritten */
	uint64_t deadline_ns;
	struct chan_msg msg;
	struct scmi_decoded decoded;
};

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int take_option(struct listener *l, int key, const char *arg, struct diag *diag)
{
	switch (key) {
	case OPT_FOLLOW:
		l->follow = true;
		return 0;
	case OPT_COUNT:
		return cmd_number("--count", arg, 1, ULONG_MAX, &l->count, diag);
	case OPT_TIMEOUT:
		return cmd_number("--timeout", arg, 1, INT_MAX, &l->timeout_ms, diag);
	case OPT_VENDOR:
		return cmd_parse_vendor(arg, &l->vendor, diag);
	default:
		return -EINVAL;
	}
}

static void put_instance(struct out *out, const struct chan_info *info)
{
	if (info->instance >= 0)
		out_u64(out, "instance", (unsigned int)info->instance);
	else
		out_null(out, "instance");
}

static const struct scmi_decoded *decode(struct listener *l)
{
	const struct chan_info *info = &l->chan->info;
	struct scmi_context context = {
		.vendor = l->vendor.name,
		.sub_vendor = l->vendor.sub,
	};

	if (!context.vendor && *info->vendor) {
		context.vendor = info->vendor;
		context.sub_vendor = info->sub_vendor;
	}
	return scmi_decode(&l->decoded, SCMI_RESPONSE, &context, l->msg.data, l->msg.len) == 0
		       ? &l->decoded
		       : NULL;
}

static void show(struct listener *l, uint64_t time_ns)
{
	const struct scmi_decoded *decoded = decode(l);
	struct out *out = cmd_out(l->env);
	char hex[2 * CHAN_MSG_MAX + 1];

	out_object(out, NULL);
	out_show(out, OUT_JSON_ONLY);
	out_str(out, "type", "message");
	out_str(out, "queue", l->queue_name);
	put_instance(out, &l->chan->info);
	if (l->live)
		out_double(out, "time", (double)time_ns / 1e9, 6);
	else
		out_null(out, "time");
	out_bytes(out, "hex", l->msg.data, l->msg.len);
	out_show(out, OUT_BOTH);
	if (decoded)
		cmd_show_members(out, decoded);
	if (!decoded || l->env->verbose) {
		scmi_hex_format(l->msg.data, l->msg.len, hex);
		out_line(out, decoded ? OUT_DIM : OUT_WARN, "< %s", hex);
	}
	out_end(out);
}

static void show_summary(struct listener *l)
{
	struct out *out = cmd_out(l->env);

	out_object(out, NULL);
	out_show(out, OUT_JSON_ONLY);
	out_str(out, "type", "summary");
	out_u64(out, "schema_version", 1);
	out_str(out, "queue", l->queue_name);
	put_instance(out, &l->chan->info);
	out_u64(out, "messages", l->seen);
	out_bool(out, "queue_full", l->queue_full);
	out_end(out);
}

/* How long to wait for the next message. */
static int wait_ms(const struct listener *l)
{
	uint64_t now, ms;

	if (!l->live)
		return 0;
	if (!l->timeout_ms)
		return INT_MAX;
	now = now_ns();
	if (now >= l->deadline_ns)
		return 0;
	ms = (l->deadline_ns - now + 999999) / 1000000;
	return ms < INT_MAX ? (int)ms : INT_MAX;
}

/* As many as the queue holds have come without a pause: what is read now is new. */
static void note_full(struct listener *l)
{
	uint32_t depth = l->chan->info.tx_max_msg;

	if (l->live || l->seen < (depth ? depth : DEPTH_MAX))
		return;
	l->live = true;
	l->queue_full = depth != 0;
	if (depth)
		cmd_warn(l->env,
			 "the kernel's queue was full (%u messages): older ones may be lost",
			 depth);
}

/* Until nothing more is to be read; 0 or a negative errno. */
static int listen(struct listener *l, struct diag *diag)
{
	bool wait = l->follow || l->timeout_ms;
	int ret;

	l->deadline_ns = now_ns() + l->timeout_ms * UINT64_C(1000000);
	while (!l->count || l->seen < l->count) {
		ret = chan_receive(l->chan, l->queue, &l->msg, wait_ms(l), diag);
		if (ret < 0)
			return ret;
		if (ret) {
			l->seen++;
			show(l, now_ns());
			note_full(l);
			if (l->live && !wait)
				break;
		} else if (!l->live && wait) {
			l->live = true;
		} else if (l->timeout_ms || !wait) {
			break;
		}
		/* A reader of ours must not wait for what has come; and one that has gone ends us. */
		if (l->live && out_flush(cmd_out(l->env)) < 0)
			break;
		if (cmd_interrupted())
			return -EINTR;
	}
	return 0;
}

static int listen_to(struct listener *l, struct diag *diag)
{
	const struct chan_options options = {
		.sysroot = l->env->sysroot,
		.instance = l->env->instance,
		.channel = -1,
		.listen = 1u << l->queue,
		.interrupted = cmd_interrupted,
	};
	int ret;

	cmd_catch_signals();
	l->chan = chan_open(&options, diag);
	if (!l->chan)
		return 0;
	ret = listen(l, diag);
	show_summary(l);
	if (ret == -EINTR) {
		diag->origin = DIAG_NONE;
		return CMD_INTERRUPTED;
	}
	if (!ret && l->timeout_ms && l->seen < l->count)
		diag_set(diag, DIAG_TRANSPORT, ETIMEDOUT, "%lu of %lu messages within %lu ms",
			 l->seen, l->count, l->timeout_ms);
	return 0;
}

static int run_listen(struct cmd_env *env, struct diag *diag, enum chan_queue queue,
		      const char *queue_name)
{
	struct listener *l = calloc(1, sizeof(*l));
	const char *arg;
	int key, ret = 0;
	size_t n;

	if (!l) {
		diag_set(diag, DIAG_SYSTEM, ENOMEM, "not enough memory");
		return 0;
	}
	l->env = env;
	l->queue = queue;
	l->queue_name = queue_name;
	while (!ret && (key = cmd_getopt(env, &arg, diag)) != -1)
		ret = take_option(l, key, arg, diag) < 0 ? CMD_USAGE : 0;
	if (!ret) {
		cmd_args(env, &n);
		ret = n ? cmd_usage(env, diag, "takes no arguments") : listen_to(l, diag);
	}
	scmi_decoded_free(&l->decoded);
	chan_close(l->chan);
	free(l);
	return ret;
}

static int run_errors(struct cmd_env *env, struct diag *diag)
{
	return run_listen(env, diag, CHAN_ERROR, "errors");
}

static int run_notifications(struct cmd_env *env, struct diag *diag)
{
	return run_listen(env, diag, CHAN_NOTIFICATION, "notifications");
}

/* raw reset */

static const struct cmd_option reset_options[] = { { OPT_CHANNEL, "channel", CMD_ARG_PROTOCOL,
						     "PROTOCOL", NULL,
						     "only the queue of this protocol's channel" },
						   { OPT_FORCE, "force", CMD_ARG_NONE, NULL, NULL,
						     "even if another scmictl loses its answer" },
						   { 0 } };

static int reset(struct cmd_env *env, const struct chan_options *options, bool force,
		 struct diag *diag)
{
	struct chan *chan = chan_open(options, diag);
	struct out *out;
	int count;

	if (!chan)
		return 0;
	count = chan_reset(chan, force, diag);
	if (count >= 0) {
		out = cmd_out(env);
		out_object(out, NULL);
		out_show(out, OUT_JSON_ONLY);
		out_u64(out, "schema_version", 1);
		put_instance(out, &chan->info);
		if (options->channel >= 0)
			out_u64(out, "channel", (unsigned int)options->channel);
		else
			out_null(out, "channel");
		out_u64(out, "discarded", (unsigned int)count);
		out_show(out, OUT_TEXT_ONLY);
		if (!env->quiet)
			out_line(out, OUT_PLAIN, "%d %s thrown away", count,
				 count == 1 ? "message" : "messages");
		out_end(out);
	}
	chan_close(chan);
	if (count != -EINTR)
		return 0;
	diag->origin = DIAG_NONE;
	return CMD_INTERRUPTED;
}

static int run_reset(struct cmd_env *env, struct diag *diag)
{
	struct chan_options options = {
		.sysroot = env->sysroot,
		.instance = env->instance,
		.channel = -1,
		.listen = 1u << CHAN_REPLY,
		.interrupted = cmd_interrupted,
	};
	const struct scmi_protocol *protocol;
	bool force = false;
	const char *arg;
	uint8_t channel;
	size_t n;
	int key;

	while ((key = cmd_getopt(env, &arg, diag)) >= 0) {
		if (key == OPT_FORCE) {
			force = true;
			continue;
		}
		if (scmi_protocol_parse(arg, NULL, NULL, &channel, &protocol, diag) < 0)
			return CMD_USAGE;
		options.channel = channel;
	}
	if (key != -1)
		return CMD_USAGE;
	cmd_args(env, &n);
	if (n)
		return cmd_usage(env, diag, "takes no arguments");
	cmd_catch_signals();
	return reset(env, &options, force, diag);
}

/* The commands */

static const char *const usage[] = { "[OPTIONS]", NULL };

const struct cmd cmd_raw_errors = {
	.name = "raw errors",
	.group = "speak",
	.summary = "Show the messages that nobody waited for",
	.usage = usage,
	.help = "Late and duplicate answers, answers to tokens that are not in flight: of raw "
		"messages and of the kernel's own drivers. Each is taken out of the kernel's queue "
		"and shown once; scmictl send takes from the same queue while it waits. Sends "
		"nothing.\n"
		"The exit status is 5 when --timeout passes before --count messages have come, 130 "
		"when interrupted.\n",
	.options = listen_options,
	.json = OUT_JSONL,
	.run = run_errors,
};

const struct cmd cmd_raw_notifications = {
	.name = "raw notifications",
	.group = "speak",
	.summary = "Show the platform's notifications",
	.usage = usage,
	.help = "All that the platform sends, those that the kernel's own drivers asked for too. "
		"Each is taken out of the kernel's queue for raw mode and shown once; the drivers "
		"get theirs all the same. Sends nothing: to ask for notifications,\n"
		"\n"
		"  scmictl send clock rate_notify clock_id=0 notify_enable=1\n"
		"\n"
		"The exit status is 5 when --timeout passes before --count messages have come, 130 "
		"when interrupted.\n",
	.options = listen_options,
	.json = OUT_JSONL,
	.run = run_notifications,
};

const struct cmd cmd_raw_reset = {
	.name = "raw reset",
	.group = "speak",
	.summary = "Throw away what waits in the kernel's raw queues",
	.usage = usage,
	.help = "Replies, errors and notifications of the instance, and the replies of its "
		"channels. It neither ends what is in flight nor frees its token: an answer may "
		"still come afterwards.\n",
	.options = reset_options,
	.json = OUT_JSON,
	.run = run_reset,
};
