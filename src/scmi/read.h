/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SCMI_READ_H
#define SCMI_READ_H

#include "codec.h"

/* One reading of a payload as a certain version of its protocol. */
struct scmi_reader {
	struct scmi_decoded *d;
	const uint8_t *payload;
	size_t len, at;
	uint32_t version;
	size_t scope;	/* first item of the element that is being read */
	bool versioned; /* what was met depends on the version */
	bool no_memory;
	const struct scmi_field *missing; /* the field at which the payload ended */
};

/* Notes what is wrong with the message: "word: explanation". */
void scmi_problem(struct scmi_decoded *d, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Reads what follows the status by the description that @r->d has, as version @version. The items
 * are those of this reading alone; problems are added.
 */
void scmi_read_payload(struct scmi_reader *r, uint32_t version);

#endif
