/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SIM_VHOST_USER_H
#define SIM_VHOST_USER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <scmictl/sim.h>

#include "virtqueue.h"

/*
 * A vhost-user front end that is connected: its requests and what they set up. Facts from QEMU
 * docs/interop/vhost-user.rst and Linux arch/um/drivers/virtio_uml.c.
 */

#define VU_HEADER_SIZE 12
#define VU_PAYLOAD_MAX 512 /* the largest request that we know has 276 bytes */
#define VU_FDS_MAX SIM_MEMORY_REGIONS

/* Queues of virtio-scmi (Virtual I/O Device specification 1.2, section 5.17.2). */
enum { VU_QUEUE_COMMAND, VU_QUEUE_EVENT, VU_QUEUES };

struct vu_front {
	int fd;		   /* the connection, not blocking; -1: nobody is connected */
	int backend_fd;	   /* for requests of ours; kept open, as its end is a sign */
	uint64_t features; /* as acknowledged */
	uint64_t protocol_features;
	struct sim_memory memory;
	struct sim_vq vq[VU_QUEUES];

	/* the request being received */
	uint8_t buf[VU_HEADER_SIZE + VU_PAYLOAD_MAX];
	size_t have;
	int fds[VU_FDS_MAX];
	size_t n_fds;
};

/* What vu_front_receive() found out, beside negative errnos. */
enum vu_event {
	VU_NOTHING,    /* nothing more to read for now */
	VU_REQUEST,    /* a request was handled */
	VU_STOP_QUEUE, /* GET_VRING_BASE: .queue must be emptied, then vu_front_stopped() */
};

/** vu_front_init() - nobody is connected */
void vu_front_init(struct vu_front *front);

/** vu_front_open() - a front end has connected; @fd is owned from now on */
void vu_front_open(struct vu_front *front, int fd);

/** vu_front_close() - forget the front end and all it gave us */
void vu_front_close(struct vu_front *front);

/**
 * vu_front_receive() - read and handle what the front end sent, one request at most
 * @front: the connection
 * @queue: the queue that VU_STOP_QUEUE is about
 * @why: of a failure, in words
 *
 * Return: enum vu_event; -ECONNRESET: it has gone; other negative errno: it violates the protocol.
 * After any of them the connection is of no more use.
 */
int vu_front_receive(struct vu_front *front, unsigned int *queue, const char **why);

/**
 * vu_front_stopped() - answer GET_VRING_BASE, now that nothing is in flight in the queue
 *
 * Return: 0 or a negative errno.
 */
int vu_front_stopped(struct vu_front *front, unsigned int queue);

#endif
