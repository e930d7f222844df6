/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SIM_FAULT_H
#define SIM_FAULT_H

#include "platform.h"

/*
 * Faults: what the platform does wrong on purpose. They are a stage between what the handlers say
 * and what the front doors deliver, so that no handler knows of them. Each kind of fault is an
 * entry of sim_fault_types[] (fault-table.c), PLATFORM.json and --fault name them (fault-load.c),
 * and the stage itself finds out which ones strike (fault.c).
 */

#define SIM_FAULT_MS_MAX 600000

/* The parameters that a fault can have; their keys are those of sim_fault_keys[]. */
enum sim_fault_param {
	SIM_FAULT_NONE = 0,
	SIM_FAULT_MS = 1,
	SIM_FAULT_QUANTILES = 2,
	SIM_FAULT_BYTES = 4,
	SIM_FAULT_VALUE = 8,
	SIM_FAULT_STATUS = 16,
	SIM_FAULT_VERSION = 32,
};

/* What messages a fault strikes: a bit for each enum scmi_kind. */
#define SIM_ON(kind) (1u << (kind))
#define SIM_ON_ANSWERS (SIM_ON(SCMI_RESPONSE) | SIM_ON(SCMI_DELAYED_RESPONSE))
#define SIM_ON_ALL (SIM_ON_ANSWERS | SIM_ON(SCMI_NOTIFICATION))

struct sim_fault_type;

/* A fault as PLATFORM.json or --fault asks for it. */
struct sim_fault {
	const char *name, *message_name, *on, *status_name;
	uint32_t agent, protocol, message; /* SIM_UNSET: any */
	uint32_t nth, every, count;	   /* count 0: without end */
	uint32_t permille, seed, after_ms;
	uint32_t ms, bytes, value, version;
	struct sim_list quantiles; /* uint64_t, ms */

	const struct sim_fault_type *type;
	unsigned int kinds; /* SIM_ON() */
	int32_t status;
	uint32_t seen, struck;
	uint32_t random;
	uint64_t free_at; /* queue-full: when what waits will have been served */
};

/* A message on its way out. */
struct sim_delivery {
	struct sim *sim;
	enum scmi_kind kind;
	uint32_t word;	     /* its header before any fault */
	uint32_t version;    /* of the protocol, as the agent speaks it */
	uint64_t delayed_at; /* a response: when its delayed response is due, 0: there is none */
	size_t max;	     /* bytes that the message may have */
	bool copy;	     /* sent once more, as a message that nobody asked for */
	uint64_t copy_ns;    /* so long after the original */
	uint32_t storm;	     /* notifications that go ahead of it */
	struct sim_message msg;
};

/*
 * A kind of fault. What is asked for on responses goes through .before when there is one, before
 * the command is carried out; everything else through .apply when the message is complete.
 */
struct sim_fault_type {
	struct sim_fault_info info;
	unsigned int params; /* enum sim_fault_param that it takes */
	unsigned int main;   /* the one that --fault NAME=VALUE sets */
	uint32_t def;	     /* what .main is if it is left out; SIM_UNSET: it is required */
	unsigned int kinds;  /* what it strikes unless "on" says so */
	unsigned int may;    /* what "on" may say */
	/* Return: true if the command is refused with @status. */
	bool (*before)(struct sim_fault *f, struct sim_call *c, int32_t *status);
	/* What remains to be done to the response of a command that .before struck. */
	void (*after)(struct sim_fault *f, struct sim_delivery *d);
	/* Return: false if this is no message to which the fault can happen. */
	bool (*apply)(struct sim_fault *f, struct sim_delivery *d);
};

/* Every kind of fault, ended by one without a name. */
extern const struct sim_fault_type sim_fault_types[];

/** sim_fault_bit() - the bit of a kind of fault in struct sim_message's .faults */
uint64_t sim_fault_bit(const struct sim_fault_type *type);

/**
 * sim_fault_before() - the faults that strike a command before it is carried out
 * @word: the command's header
 *
 * Return: true if the command is not carried out, but answered with @status alone.
 */
bool sim_fault_before(struct sim_call *c, uint32_t word, int32_t *status);

/**
 * sim_fault_response() - the faults that strike the response to a command
 * @word: the header that it should have
 * @max: bytes that it may have
 */
void sim_fault_response(struct sim_call *c, uint32_t word, size_t max,
			struct sim_message *response);

/**
 * sim_fault_event() - the faults that strike a delayed response or a notification, and into the
 *	agent's queue with what they leave of it
 * @msg: complete
 */
void sim_fault_event(struct sim *sim, enum scmi_kind kind, struct sim_message *msg);

#endif
