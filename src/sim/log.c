/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <scmictl/out.h>
#include <scmictl/scmi.h>
#include <scmictl/sim.h>

/* scmictl-json(5) documents the lines. */
struct sim_log {
	FILE *file;
	struct out *out; /* NULL: everything is dropped */
	struct scmi_decoded decoded;
};

struct sim_log *sim_log_open(const char *path, struct diag *diag)
{
	struct sim_log *log = calloc(1, sizeof(*log));

	if (!log) {
		diag_set(diag, DIAG_SYSTEM, ENOMEM, "not enough memory");
		return NULL;
	}
	if (!path)
		return log;
	log->file = fopen(path, "we");
	if (!log->file) {
		diag_set(diag, DIAG_SYSTEM, errno, "%s: cannot write the log: %s", path,
			 strerror(errno));
		free(log);
		return NULL;
	}
	log->out = out_new(log->file, OUT_JSONL, false);
	if (!log->out) {
		diag_set(diag, DIAG_SYSTEM, ENOMEM, "not enough memory");
		fclose(log->file);
		free(log);
		return NULL;
	}
	return log;
}

void sim_log_close(struct sim_log *log)
{
	if (!log)
		return;
	scmi_decoded_free(&log->decoded);
	if (log->out) {
		out_free(log->out);
		fclose(log->file);
	}
	free(log);
}

static void begin(struct sim_log *log, const char *type, uint32_t agent)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	out_object(log->out, NULL);
	out_str(log->out, "type", type);
	out_double(log->out, "time", (double)now.tv_sec + (double)now.tv_nsec / 1e9, 9);
	out_u64(log->out, "agent", agent);
}

/* Whoever reads the log while we serve sees whole lines at once. */
static void end(struct sim_log *log)
{
	out_end(log->out);
	out_flush(log->out);
}

static void put_faults(struct sim_log *log, uint64_t faults)
{
	char names[512];
	const char *text = sim_fault_names(faults, names, sizeof(names));

	if (text)
		out_str(log->out, "fault", text);
	else
		out_null(log->out, "fault");
}

void sim_log_message(struct sim_log *log, uint32_t agent, int kind, const void *msg, size_t len,
		     uint64_t faults)
{
	const struct scmi_decoded *d = &log->decoded;

	if (!log->out)
		return;
	begin(log, "message", agent);
	if (scmi_decode(&log->decoded, (enum scmi_kind)kind, NULL, msg, len) < 0) {
		out_null(log->out, "kind");
		put_faults(log, faults);
		out_bytes(log->out, "hex", msg, len);
		end(log);
		return;
	}
	out_str(log->out, "kind", scmi_kind_name(d->kind));
	out_enum(log->out, "protocol", d->header.protocol, d->protocol ? d->protocol->name : NULL);
	out_enum(log->out, "message", d->header.message, scmi_decoded_name(d));
	out_u64(log->out, "message_type", d->header.type);
	out_u64(log->out, "token", d->header.token);
	if (d->has_status) {
		out_enum(log->out, "status", d->status, scmi_status_name(d->status));
	} else {
		out_null(log->out, "status");
		out_null(log->out, "status_name");
	}
	put_faults(log, faults);
	out_bytes(log->out, "hex", msg, len);
	end(log);
}

void sim_log_drop(struct sim_log *log, const struct sim_message *msg, const char *why)
{
	char hex[2 * SIM_MSG_MAX + 1], text[sizeof(hex) + 128];

	if (!log->out)
		return;
	scmi_hex_format(msg->data, msg->len, hex);
	snprintf(text, sizeof(text), "%s: %s", why, hex);
	begin(log, "event", msg->agent);
	out_str(log->out, "event", "drop");
	put_faults(log, msg->faults);
	out_str(log->out, "detail", text);
	end(log);
}

void sim_log_event(struct sim_log *log, uint32_t agent, const char *event, const char *detail)
{
	if (!log->out)
		return;
	begin(log, "event", agent);
	out_str(log->out, "event", event);
	out_str(log->out, "detail", detail);
	end(log);
}
