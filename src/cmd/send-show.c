/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "send.h"

static uint64_t us(uint64_t ns)
{
	return (ns + 500) / 1000;
}

const char *send_name(const struct send_message *message, char *buf, size_t size)
{
	struct scmi_header header = { 0 };

	if (message->message)
		return message->message->name;
	if (message->len < SCMI_HEADER_SIZE) {
		snprintf(buf, size, "%zu bytes", message->len);
		return buf;
	}
	header = scmi_header_unpack(scmi_get_le32(message->data));
	snprintf(buf, size, "protocol 0x%02x message 0x%02x", header.protocol, header.message);
	return buf;
}

/* Decodes; NULL when there is nothing to decode. */
static const struct scmi_decoded *decode(const struct send *send,
					 const struct send_message *message,
					 struct scmi_decoded *decoded, enum scmi_kind kind,
					 const void *bytes, size_t len)
{
	struct scmi_context context = {
		.version = message ? message->version : send->options.version,
		.vendor = send->options.vendor.name,
		.sub_vendor = send->options.vendor.sub,
		.sync = message && !message->async,
	};

	if (!context.vendor && *send->vendor) {
		context.vendor = send->vendor;
		context.sub_vendor = send->sub_vendor;
	}
	/* A vendor protocol that was asked for by name is that one, whatever its id. */
	if (message && message->protocol && message->protocol->vendor) {
		context.vendor = message->protocol->vendor;
		context.sub_vendor = message->protocol->sub_vendor;
	}
	return len && scmi_decode(decoded, kind, &context, bytes, len) == 0 ? decoded : NULL;
}

static const struct scmi_decoded *decode_msg(struct send *send, const struct send_message *message,
					     struct scmi_decoded *decoded, enum scmi_kind kind,
					     const struct chan_msg *msg)
{
	return decode(send, message, decoded, kind, msg->data, msg->len);
}

/* What kind a stray message is; type 0 is a response here. */
static const struct scmi_decoded *decode_stray(struct send *send, const struct chan_stray *stray)
{
	return decode_msg(send, NULL, &send->stray, SCMI_RESPONSE, &stray->msg);
}

/* JSON */

/* The names of errors that raw mode has. */
static const char *errno_name(int err, char *buf, size_t size)
{
	static const struct {
		int err;
		const char *name;
	} names[] = {
		{ EPERM, "EPERM" },	      { EIO, "EIO" },	      { ENOMEM, "ENOMEM" },
		{ EACCES, "EACCES" },	      { EFAULT, "EFAULT" },   { EBUSY, "EBUSY" },
		{ ENODEV, "ENODEV" },	      { EINVAL, "EINVAL" },   { ENOENT, "ENOENT" },
		{ ENOSPC, "ENOSPC" },	      { ERANGE, "ERANGE" },   { EMSGSIZE, "EMSGSIZE" },
		{ EOPNOTSUPP, "EOPNOTSUPP" }, { ENOBUFS, "ENOBUFS" }, { ETIMEDOUT, "ETIMEDOUT" },
		{ EAGAIN, "EAGAIN" },	      { ENOTSUP, "ENOTSUP" }, { EPROTO, "EPROTO" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].err == err)
			return names[i].name;
	snprintf(buf, size, "%d", err);
	return buf;
}

static void json_latency(struct out *out, const char *key, const struct chan_msg *msg, uint64_t ns)
{
	if (msg->len)
		out_u64(out, key, us(ns));
	else
		out_null(out, key);
}

static void json_strays(struct send *send, struct out *out, const struct chan_exchange *x)
{
	unsigned int n = x->n_errors < CHAN_MAX_ERRORS ? x->n_errors : CHAN_MAX_ERRORS;

	out_array(out, "late");
	for (unsigned int i = 0; i < n; i++) {
		const struct chan_stray *stray = &x->errors[i];
		const struct scmi_decoded *decoded = decode_stray(send, stray);

		out_object(out, NULL);
		out_str(out, "queue", stray->queue == CHAN_ERROR ? "errors" : "replies");
		out_bool(out, "ours", stray->ours);
		if (stray->ours)
			out_u64(out, "after_us", us(stray->after_ns));
		else
			out_null(out, "after_us");
		if (decoded) {
			out_str(out, "kind", scmi_kind_name(decoded->kind));
			cmd_show_ids(out, decoded);
			cmd_show_part(out, "answer", decoded, stray->msg.data, stray->msg.len);
		} else {
			out_bytes(out, "hex", stray->msg.data, stray->msg.len);
		}
		out_end(out);
	}
	out_end(out);
	out_u64(out, "late_count", x->n_errors);
	out_u64(out, "foreign", x->foreign);
}

static void show_json(struct send *send, const struct send_message *message,
		      const struct chan_exchange *x, const struct scmi_decoded *request,
		      const struct scmi_decoded *response, const struct scmi_decoded *delayed)
{
	const struct chan_info *info = &send->chan->info;
	struct out *out = cmd_out(send->env);
	char buf[16];

	out_object(out, NULL);
	out_str(out, "type", "exchange");
	if (info->instance >= 0)
		out_u64(out, "instance", (unsigned int)info->instance);
	else
		out_null(out, "instance");
	if (info->channel >= 0)
		out_u64(out, "channel", (unsigned int)info->channel);
	else
		out_null(out, "channel");
	if (request) {
		cmd_show_ids(out, request);
	} else {
		static const char *const ids[] = { "protocol", "protocol_name", "message",
						   "message_name", "token" };

		for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
			out_null(out, ids[i]);
	}
	out_bool(out, "async", message->async);
	cmd_show_part(out, "request", request, x->request, x->request_len);
	cmd_show_part(out, "response", response, x->response.data, x->response.len);
	cmd_show_part(out, "delayed", delayed, x->delayed.data, x->delayed.len);
	json_latency(out, "latency_us", &x->response, x->latency_ns);
	json_latency(out, "delayed_latency_us", &x->delayed, x->delayed_latency_ns);
	out_str(out, "outcome", chan_outcome_name(x->outcome));
	if (x->outcome == CHAN_REFUSED) {
		out_enum(out, "errno", x->err, errno_name(x->err, buf, sizeof(buf)));
	} else {
		out_null(out, "errno");
		out_null(out, "errno_name");
	}
	json_strays(send, out, x);
	out_end(out);
}

/* Text */

static void text_bytes(struct out *out, const char *what, const void *bytes, size_t len)
{
	char hex[2 * CHAN_MSG_MAX + 1];

	scmi_hex_format(bytes, len, hex);
	out_line(out, OUT_DIM, "  %s %s", what, hex);
}

static enum out_style style_of(int32_t status)
{
	return status < 0 ? OUT_BAD : OUT_GOOD;
}

static void text_headline(struct out *out, const struct send_message *message,
			  const struct chan_exchange *x, unsigned int token)
{
	char buf[64], err[16];
	const char *name = send_name(message, buf, sizeof(buf));
	int32_t status;

	if (x->outcome == CHAN_REFUSED) {
		out_line(out, OUT_BAD, "%s token %u: refused, %s", name, token,
			 errno_name(x->err, err, sizeof(err)));
	} else if (!x->response.len && !x->delayed.len) {
		out_line(out, OUT_BAD, "%s token %u: no response within %d ms", name, token,
			 x->timeout_ms);
	} else if (!x->response.len) {
		out_line(out, OUT_WARN, "%s token %u: no response, but a delayed one", name, token);
	} else if (x->response.len < SCMI_HEADER_SIZE + SCMI_STATUS_SIZE) {
		out_line(out, OUT_BAD, "%s token %u: truncated, %" PRIu64 " us", name, token,
			 us(x->latency_ns));
	} else {
		status = (int32_t)scmi_get_le32(x->response.data + SCMI_HEADER_SIZE);
		out_line(out, style_of(status), "%s token %u: %s%s, %" PRIu64 " us", name, token,
			 scmi_status_name(status),
			 x->outcome == CHAN_NO_DELAYED ? " but no delayed response" : "",
			 us(x->latency_ns));
	}
}

static void text_part(struct out *out, const struct scmi_decoded *decoded)
{
	if (!decoded)
		return;
	out_object(out, NULL);
	cmd_show_part(out, "", decoded, NULL, 0);
	out_end(out);
}

static void text_delayed(struct out *out, const struct chan_exchange *x,
			 const struct scmi_decoded *delayed)
{
	const char *name = delayed ? scmi_decoded_name(delayed) : NULL;

	out_line(out, delayed && delayed->has_status ? style_of(delayed->status) : OUT_BAD,
		 "  %s: %s, %" PRIu64 " us", name ? name : "delayed response",
		 delayed && delayed->has_status ? scmi_status_name(delayed->status) : "truncated",
		 us(x->delayed_latency_ns));
	out_object(out, NULL);
	text_part(out, delayed);
	out_end(out);
}

static void text_strays(struct send *send, struct out *out, const struct chan_exchange *x)
{
	unsigned int n = x->n_errors < CHAN_MAX_ERRORS ? x->n_errors : CHAN_MAX_ERRORS;

	for (unsigned int i = 0; i < n; i++) {
		const struct chan_stray *stray = &x->errors[i];
		const struct scmi_decoded *d = decode_stray(send, stray);
		const char *name = d ? scmi_decoded_name(d) : NULL;
		char header[64] = "a message without header", when[64] = "";

		if (d && !name)
			snprintf(header, sizeof(header), "protocol 0x%02x message 0x%02x",
				 d->header.protocol, d->header.message);
		if (stray->ours)
			snprintf(when, sizeof(when), ", %" PRIu64 " us after its command",
				 us(stray->after_ns));
		out_line(out, OUT_WARN, "  %s: %s token %u, %s%s%s%s",
			 stray->queue == CHAN_ERROR ? "in raw/errors" : "too late",
			 name ? name : header, d ? d->header.token : 0,
			 d ? d->kind == SCMI_DELAYED_RESPONSE	? "delayed response"
				 : d->kind == SCMI_NOTIFICATION ? "notification"
								: "response"
			   : "?",
			 d && d->has_status ? " " : "",
			 d && d->has_status ? scmi_status_name(d->status) : "", when);
		if (send->env->verbose)
			text_bytes(out, "<", stray->msg.data, stray->msg.len);
	}
	if (x->n_errors > n)
		out_line(out, OUT_WARN, "  and %u more", x->n_errors - n);
	if (x->foreign && send->env->verbose)
		out_line(out, OUT_DIM, "  %u answers to others were passed over", x->foreign);
}

static void show_text(struct send *send, const struct send_message *message,
		      const struct chan_exchange *x, const struct scmi_decoded *response,
		      const struct scmi_decoded *delayed)
{
	struct out *out = cmd_out(send->env);
	unsigned int token = x->request_len < SCMI_HEADER_SIZE
				     ? 0
				     : scmi_header_unpack(scmi_get_le32(x->request)).token;
	bool verbose = send->env->verbose > 0;

	out_object(out, NULL);
	text_headline(out, message, x, token);
	if (verbose)
		text_bytes(out, ">", x->request, x->request_len);
	if (verbose && x->response.len)
		text_bytes(out, "<", x->response.data, x->response.len);
	text_part(out, response);
	if (x->delayed.len) {
		if (verbose)
			text_bytes(out, "<", x->delayed.data, x->delayed.len);
		text_delayed(out, x, delayed);
	}
	text_strays(send, out, x);
	out_end(out);
}

void send_show(struct send *send, const struct send_message *message, const struct chan_exchange *x)
{
	const struct scmi_decoded *response, *delayed, *request = NULL;

	response = decode_msg(send, message, &send->response, SCMI_RESPONSE, &x->response);
	delayed = decode_msg(send, message, &send->delayed, SCMI_DELAYED_RESPONSE, &x->delayed);
	if (out_is_json(cmd_out(send->env))) {
		request = decode(send, message, &send->request, SCMI_COMMAND, x->request,
				 x->request_len);
		show_json(send, message, x, request, response, delayed);
	} else {
		show_text(send, message, x, response, delayed);
	}
}

void send_show_bytes(struct send *send, const struct send_message *message)
{
	struct out *out = cmd_out(send->env);
	const struct scmi_decoded *decoded;
	char hex[2 * CHAN_MSG_MAX + 1];

	if (!out_is_json(out)) {
		scmi_hex_format(message->data, message->len, hex);
		out_line(out, OUT_PLAIN, "%s", hex);
		return;
	}
	decoded = decode(send, message, &send->request, SCMI_COMMAND, message->data, message->len);
	out_object(out, NULL);
	out_str(out, "type", "message");
	out_bytes(out, "hex", message->data, message->len);
	if (decoded)
		cmd_show_members(out, decoded);
	out_end(out);
}
