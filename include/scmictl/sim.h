/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SCMICTL_SIM_H
#define SCMICTL_SIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include <scmictl/diag.h>

/*
 * The simulated platform: state and behaviour behind one interface, and the front doors to it.
 */

struct sim;

/**
 * sim_new() - a platform from its description
 * @path: PLATFORM.json (scmictl-platform(5)); NULL: the built-in one, which is such a file too
 * @diag: what is wrong with it: file, line and JSON path (origin input)
 *
 * Return: the platform, to be released with sim_free(); NULL with @diag filled.
 */
struct sim *sim_new(const char *path, struct diag *diag);

/** sim_free() - release; NULL is allowed */
void sim_free(struct sim *sim);

/** sim_builtin() - the text of the built-in platform's description */
const char *sim_builtin(void);

/** sim_agents() - number of agents that the platform knows, ids 1 to this */
unsigned int sim_agents(const struct sim *sim);

/** sim_name() - the platform's name, for list */
const char *sim_name(const struct sim *sim);

#define SIM_MSG_MAX 4096

/* Something that the platform can do wrong on purpose. */
struct sim_fault_info {
	const char *name;     /* "late" */
	const char *argument; /* what NAME=VALUE may give, or NULL */
	const char *help;
	const char *imitates; /* what this has been in the field */
};

/** sim_fault_info() - the faults there are, from 0 on; NULL behind the last */
const struct sim_fault_info *sim_fault_info(size_t index);

/**
 * sim_add_fault() - one more fault
 * @sim: the platform
 * @spec: "NAME[=VALUE][,PROTOCOL[:MESSAGE]][,KEY=VALUE...]", with the keys of PLATFORM.json
 * @diag: what is wrong with it (origin usage)
 *
 * Return: 0 or a negative errno.
 */
int sim_add_fault(struct sim *sim, const char *spec, struct diag *diag);

/**
 * sim_fault_names() - the names of the faults in struct sim_message's .faults, joined by ','
 * @buf, @size: where to
 *
 * Return: @buf, or NULL if there are none.
 */
const char *sim_fault_names(uint64_t faults, char *buf, size_t size);

/* A message that the platform sends: a response, a delayed response or a notification. */
struct sim_message {
	uint64_t due_ns; /* CLOCK_MONOTONIC: not before this */
	uint32_t agent;	 /* to whom */
	bool lost;	 /* by a fault: to be logged, but not to be delivered */
	uint64_t faults; /* a bit for each fault that has been applied: sim_fault_names() */
	size_t len;
	uint8_t data[SIM_MSG_MAX];
};

/**
 * sim_command() - an agent's command
 * @sim: the platform
 * @agent: agent id, 1 to sim_agents()
 * @msg, @len: the whole message; anything goes
 * @max: most bytes that a response may have (what the transport carries)
 * @now_ns: CLOCK_MONOTONIC
 * @response: filled; .due_ns is when the answer is to be delivered
 *
 * Delayed responses and notifications that follow are queued: sim_next().
 *
 * Return: true if there is a response; false when the message is none (shorter than a header).
 */
bool sim_command(struct sim *sim, uint32_t agent, const void *msg, size_t len, size_t max,
		 uint64_t now_ns, struct sim_message *response);

/**
 * sim_next() - the next delayed response or notification that is due
 * @agent: for whom
 * @msg: filled
 *
 * What happens by itself (sensors, continuous updates) happens here.
 *
 * Return: true if there was one.
 */
bool sim_next(struct sim *sim, uint32_t agent, uint64_t now_ns, struct sim_message *msg);

/**
 * sim_wait() - how long nothing will be due
 *
 * Return: nanoseconds from @now_ns on, 0 when something is due, UINT64_MAX: nothing is coming.
 */
uint64_t sim_wait(const struct sim *sim, uint32_t agent, uint64_t now_ns);

/* The log of what a front door did, as JSON Lines; the ground truth for tests of decoders. */
struct sim_log;

/** sim_log_open() - open a log; @path NULL: a log that drops everything */
struct sim_log *sim_log_open(const char *path, struct diag *diag);

/** sim_log_close() - close and release; NULL is allowed */
void sim_log_close(struct sim_log *log);

/**
 * sim_log_message() - one line: time (CLOCK_MONOTONIC seconds), agent, kind, header fields, names, hex
 * @kind: enum scmi_kind
 * @faults: what has been done to it on purpose, as in struct sim_message
 */
void sim_log_message(struct sim_log *log, uint32_t agent, int kind, const void *msg, size_t len,
		     uint64_t faults);

/** sim_log_drop() - one line, event "drop": a message that is not delivered, and why not */
void sim_log_drop(struct sim_log *log, const struct sim_message *msg, const char *why);

/** sim_log_event() - one line for something that is no message: "connect", "disconnect" ... */
void sim_log_event(struct sim_log *log, uint32_t agent, const char *event, const char *detail);

/* One vhost-user socket: one agent. */
struct sim_socket {
	const char *path;
	uint32_t agent;
};

/**
 * sim_serve_vhost_user() - serve the platform to vhost-user front ends until @stop says so
 * @sim: the platform
 * @sockets, @n: where to listen, and as which agent what connects there speaks
 * @log: what is done is logged there
 * @stop: asked after each wait
 * @diag: why it ended, if not by @stop
 *
 * A back end for virtio-scmi (device id 32; Virtual I/O Device specification 1.2, section 5.17;
 * vhost-user protocol of QEMU docs/interop/vhost-user.rst): command queue and event queue, one front
 * end at a time per socket, one after the other. The socket files are removed at the end.
 *
 * Return: 0 or a negative errno.
 */
int sim_serve_vhost_user(struct sim *sim, const struct sim_socket *sockets, size_t n,
			 struct sim_log *log, int (*stop)(void), struct diag *diag);

#endif
