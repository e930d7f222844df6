/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <endian.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <scmictl/scmi.h>

#include "virtqueue.h"

/* Layout of the rings: Virtual I/O Device specification 1.2, sections 2.7.5 to 2.7.8. */
#define DESC_SIZE 16
#define DESC_ADDR 0
#define DESC_LEN 8
#define DESC_FLAGS 12
#define DESC_NEXT 14
#define DESC_F_NEXT 1
#define DESC_F_WRITE 2
#define DESC_F_INDIRECT 4
#define RING_FLAGS 0
#define RING_IDX 2
#define RING_ENTRIES 4
#define AVAIL_ENTRY 2
#define USED_ENTRY 8
#define AVAIL_F_NO_INTERRUPT 1

int sim_memory_add(struct sim_memory *memory, uint64_t guest, uint64_t user, uint64_t size,
		   uint64_t offset, int fd)
{
	uint64_t start, end;
	struct stat st;
	void *map;

	if (memory->n == SIM_MEMORY_REGIONS)
		return -ENOSPC;
	if (!size || __builtin_add_overflow(guest, size - 1, &end) ||
	    __builtin_add_overflow(user, size - 1, &end) ||
	    __builtin_add_overflow(offset, size, &end) || end > SIZE_MAX || end > INT64_MAX)
		return -EINVAL;
	if (fstat(fd, &st) < 0)
		return -errno;
	/* Access behind the end of a file would be a SIGBUS. */
	if (S_ISREG(st.st_mode) && end > (uint64_t)st.st_size)
		return -EINVAL;

	/* Large enough for the pages of every architecture, whatever the file's are. */
	start = offset & ~(uint64_t)0xffff;
	map = mmap(NULL, end - start, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, fd,
		   (off_t)start);
	if (map == MAP_FAILED && start) {
		/* Huge pages want larger alignment; the file's beginning always has it. */
		start = 0;
		map = mmap(NULL, end, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, fd, 0);
	}
	if (map == MAP_FAILED)
		return -errno;

	memory->regions[memory->n].guest = guest;
	memory->regions[memory->n].user = user;
	memory->regions[memory->n].size = size;
	memory->regions[memory->n].host = (uint8_t *)map + (offset - start);
	memory->regions[memory->n].map = map;
	memory->regions[memory->n].map_len = end - start;
	memory->n++;
	return 0;
}

void sim_memory_clear(struct sim_memory *memory)
{
	for (size_t i = 0; i < memory->n; i++)
		munmap(memory->regions[i].map, memory->regions[i].map_len);
	memory->n = 0;
}

/* @len bytes at @base, where a region begins at @start: for us, or NULL. */
static uint8_t *within(const struct sim_memory *memory, size_t region, uint64_t start,
		       uint64_t addr, uint64_t len)
{
	uint64_t size = memory->regions[region].size;

	if (addr < start || addr - start >= size || len > size - (addr - start))
		return NULL;
	return memory->regions[region].host + (addr - start);
}

static uint8_t *guest_memory(const struct sim_memory *memory, uint64_t addr, uint64_t len)
{
	uint8_t *p = NULL;

	for (size_t i = 0; i < memory->n && !p; i++)
		p = within(memory, i, memory->regions[i].guest, addr, len);
	return p;
}

static uint8_t *user_memory(const struct sim_memory *memory, uint64_t addr, uint64_t len)
{
	uint8_t *p = NULL;

	for (size_t i = 0; i < memory->n && !p; i++)
		p = within(memory, i, memory->regions[i].user, addr, len);
	return p;
}

void sim_vq_init(struct sim_vq *vq)
{
	memset(vq, 0, sizeof(*vq));
	vq->kick = -1;
	vq->call = -1;
}

int sim_vq_map(struct sim_vq *vq, const struct sim_memory *memory)
{
	uint64_t num = vq->num;

	vq->desc = user_memory(memory, vq->desc_user, num * DESC_SIZE);
	vq->avail = user_memory(memory, vq->avail_user, RING_ENTRIES + num * AVAIL_ENTRY);
	vq->used = user_memory(memory, vq->used_user, RING_ENTRIES + num * USED_ENTRY);
	if (!vq->desc || !vq->avail || !vq->used) {
		vq->desc = vq->avail = vq->used = NULL;
		return -EFAULT;
	}
	/* The indexes are accessed as whole words. */
	if ((uintptr_t)vq->avail % 2 || (uintptr_t)vq->used % 4) {
		vq->desc = vq->avail = vq->used = NULL;
		return -EINVAL;
	}
	vq->used_idx = scmi_get_le16(vq->used + RING_IDX);
	return 0;
}

static uint16_t *ring_word(uint8_t *ring, size_t offset)
{
	return (uint16_t *)(void *)(ring + offset);
}

int sim_vq_chain(const struct sim_vq *vq, const struct sim_memory *memory, uint16_t head,
		 struct sim_chain *chain)
{
	unsigned int index = head;

	chain->head = head;
	chain->n_out = chain->n_in = chain->out_len = chain->in_len = 0;
	for (unsigned int n = 0; n < vq->num; n++) {
		uint8_t desc[DESC_SIZE];
		uint64_t addr;
		uint32_t len;
		uint16_t flags;

		if (index >= vq->num)
			return -EBADMSG;
		memcpy(desc, vq->desc + index * DESC_SIZE, sizeof(desc));
		addr = scmi_get_le64(desc + DESC_ADDR);
		len = scmi_get_le32(desc + DESC_LEN);
		flags = scmi_get_le16(desc + DESC_FLAGS);
		index = scmi_get_le16(desc + DESC_NEXT);

		/* Indirect descriptors are not among the features that we offer. */
		if (flags & DESC_F_INDIRECT)
			return -EBADMSG;
		/* What is for the device to read comes first (section 2.7.4.2). */
		if (!(flags & DESC_F_WRITE) && chain->n_in)
			return -EBADMSG;
		if (len) {
			uint8_t *data = guest_memory(memory, addr, len);

			if (!data || chain->n_in == SIM_CHAIN_SEGMENTS ||
			    chain->n_out == SIM_CHAIN_SEGMENTS)
				return -EBADMSG;
			if (flags & DESC_F_WRITE) {
				chain->in[chain->n_in++] = (struct sim_segment){ data, len };
				chain->in_len += len;
			} else {
				chain->out[chain->n_out++] = (struct sim_segment){ data, len };
				chain->out_len += len;
			}
		}
		if (!(flags & DESC_F_NEXT))
			return 0;
	}
	return -EBADMSG; /* a loop */
}

int sim_vq_pop(struct sim_vq *vq, const struct sim_memory *memory, struct sim_chain *chain)
{
	uint16_t idx = le16toh(__atomic_load_n(ring_word(vq->avail, RING_IDX), __ATOMIC_ACQUIRE));
	uint16_t waiting = (uint16_t)(idx - vq->last_avail);

	uint16_t head;

	if (!waiting)
		return 0;
	if (waiting > vq->num)
		return -EPROTO;
	head = scmi_get_le16(vq->avail + RING_ENTRIES + vq->last_avail % vq->num * AVAIL_ENTRY);
	if (head >= vq->num)
		return -EPROTO;
	vq->last_avail++;
	return sim_vq_chain(vq, memory, head, chain) < 0 ? -EBADMSG : 1;
}

void sim_vq_unpop(struct sim_vq *vq)
{
	vq->last_avail--;
}

size_t sim_chain_read(const struct sim_chain *chain, void *buf, size_t size)
{
	size_t done = 0;

	for (size_t i = 0; i < chain->n_out && done < size; i++) {
		size_t len = chain->out[i].len < size - done ? chain->out[i].len : size - done;

		memcpy((uint8_t *)buf + done, chain->out[i].data, len);
		done += len;
	}
	return done;
}

size_t sim_chain_write(const struct sim_chain *chain, const void *buf, size_t len)
{
	size_t done = 0;

	for (size_t i = 0; i < chain->n_in && done < len; i++) {
		size_t part = chain->in[i].len < len - done ? chain->in[i].len : len - done;

		memcpy(chain->in[i].data, (const uint8_t *)buf + done, part);
		done += part;
	}
	return done;
}

void sim_vq_push(struct sim_vq *vq, uint16_t head, uint32_t len)
{
	uint8_t *entry = vq->used + RING_ENTRIES + vq->used_idx % vq->num * USED_ENTRY;

	scmi_put_le32(entry, head);
	scmi_put_le32(entry + 4, len);
	vq->used_idx++;
	__atomic_store_n(ring_word(vq->used, RING_IDX), htole16(vq->used_idx), __ATOMIC_RELEASE);
}

void sim_vq_notify(const struct sim_vq *vq)
{
	const uint64_t one = 1;

	/* The driver sets the flag and then looks at the index: we write and then look. */
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (vq->call < 0 || scmi_get_le16(vq->avail + RING_FLAGS) & AVAIL_F_NO_INTERRUPT)
		return;
	/* It does not block: full means that the driver has an event waiting already. */
	if (write(vq->call, &one, sizeof(one)) < 0)
		return;
}
