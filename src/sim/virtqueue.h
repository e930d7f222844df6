/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SIM_VIRTQUEUE_H
#define SIM_VIRTQUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * The device's side of split virtqueues in memory that another process shares with us (Virtual I/O
 * Device specification 1.2, section 2.7). That process may be hostile: every address is checked
 * against what it shared, and what lies there is read once and then trusted no more than before.
 */

#define SIM_MEMORY_REGIONS 8 /* as many as vhost-user allows without extensions */

/* Guest memory. Regions are mapped into this process as a whole. */
struct sim_memory {
	size_t n;
	struct {
		uint64_t guest; /* physical address in the guest */
		uint64_t user;	/* address in the front end's process */
		uint64_t size;
		uint8_t *host; /* where it is for us */
		void *map;     /* what is mapped: begins before @host at an offset */
		size_t map_len;
	} regions[SIM_MEMORY_REGIONS];
};

/**
 * sim_memory_add() - map one more region
 * @fd: the file that holds it; stays the caller's
 * @offset: of the region within the file
 *
 * Return: 0 or a negative errno (-EINVAL: the addresses overflow, or the file is too short).
 */
int sim_memory_add(struct sim_memory *memory, uint64_t guest, uint64_t user, uint64_t size,
		   uint64_t offset, int fd);

/** sim_memory_clear() - unmap everything */
void sim_memory_clear(struct sim_memory *memory);

#define SIM_VQ_MAX 32768 /* largest ring of the specification */

/* One queue as the front end set it up. Addresses of the rings are those of the front end. */
struct sim_vq {
	unsigned int num; /* descriptors, a power of two */
	uint64_t desc_user, avail_user, used_user;
	uint8_t *desc, *avail, *used; /* the same for us; NULL where not mapped */
	uint16_t last_avail;	      /* next entry of the available ring */
	uint16_t used_idx;	      /* next entry of the used ring */
	int kick, call;		      /* event file descriptors, -1: none */
	unsigned int setup;	      /* how often it was set up: chains of another time are void */
	bool started;		      /* between SET_VRING_KICK and GET_VRING_BASE */
	bool enabled;
};

/** sim_vq_init() - a queue that has not been set up */
void sim_vq_init(struct sim_vq *vq);

/**
 * sim_vq_map() - find the rings in memory
 *
 * To be called when the addresses or the memory have changed.
 *
 * Return: 0; -EFAULT: a ring does not lie in shared memory; -EINVAL: it is not aligned.
 */
int sim_vq_map(struct sim_vq *vq, const struct sim_memory *memory);

/** sim_vq_ready() - whether the queue may be used */
static inline bool sim_vq_ready(const struct sim_vq *vq)
{
	return vq->started && vq->enabled && vq->desc && vq->avail && vq->used;
}

#define SIM_CHAIN_SEGMENTS 16

/* A descriptor chain: what the driver wrote for us, and where we may write. */
struct sim_chain {
	uint16_t head;
	size_t n_out, n_in;
	size_t out_len, in_len; /* bytes, all segments together */
	struct sim_segment {
		uint8_t *data;
		size_t len;
	} out[SIM_CHAIN_SEGMENTS], in[SIM_CHAIN_SEGMENTS];
};

/**
 * sim_vq_pop() - the next chain that the driver made available
 * @chain: filled; of a malformed chain only .head
 *
 * Return: 1; 0: none; -EBADMSG: a malformed chain, to be given back with sim_vq_push();
 * -EPROTO: the ring itself is broken and must not be used again.
 */
int sim_vq_pop(struct sim_vq *vq, const struct sim_memory *memory, struct sim_chain *chain);

/**
 * sim_vq_chain() - look again at a chain that was popped before
 * @head: its head
 *
 * Segments do not outlive a change of the memory, heads do.
 *
 * Return: 0, or -EBADMSG when it is malformed (now).
 */
int sim_vq_chain(const struct sim_vq *vq, const struct sim_memory *memory, uint16_t head,
		 struct sim_chain *chain);

/** sim_vq_unpop() - put back the chain popped last */
void sim_vq_unpop(struct sim_vq *vq);

/** sim_chain_read() - what the driver wrote; at most @size bytes of .out_len */
size_t sim_chain_read(const struct sim_chain *chain, void *buf, size_t size);

/** sim_chain_write() - write for the driver; at most .in_len bytes; returns how many */
size_t sim_chain_write(const struct sim_chain *chain, const void *buf, size_t len);

/** sim_vq_push() - give a chain back to the driver; @len: bytes that were written to it */
void sim_vq_push(struct sim_vq *vq, uint16_t head, uint32_t len);

/** sim_vq_notify() - tell the driver about what was pushed, unless it does not want to know */
void sim_vq_notify(const struct sim_vq *vq);

#endif
