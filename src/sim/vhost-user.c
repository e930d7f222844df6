/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <scmictl/scmi.h>

#include "vhost-user.h"

/* Integers of this protocol are in the byte order of the machine, which both ends share. */
#define FLAG_VERSION 1u
#define FLAG_VERSION_MASK 3u
#define FLAG_REPLY 4u
#define FLAG_NEED_REPLY 8u

#define VRING_INDEX_MASK 0xffu
#define VRING_NO_FD 0x100u

#define F_SCMI_P2A_CHANNELS (1ull << 0)
#define F_PROTOCOL_FEATURES (1ull << 30)
#define F_VERSION_1 (1ull << 32)
#define FEATURES (F_SCMI_P2A_CHANNELS | F_PROTOCOL_FEATURES | F_VERSION_1)

#define PROTOCOL_F_MQ (1ull << 0)
#define PROTOCOL_F_REPLY_ACK (1ull << 3)
#define PROTOCOL_F_BACKEND_REQ (1ull << 5)
#define PROTOCOL_F_CONFIG (1ull << 9)
#define PROTOCOL_FEATURES                                                                          \
	(PROTOCOL_F_MQ | PROTOCOL_F_REPLY_ACK | PROTOCOL_F_BACKEND_REQ | PROTOCOL_F_CONFIG)

enum request {
	GET_FEATURES = 1,
	SET_FEATURES = 2,
	SET_OWNER = 3,
	RESET_OWNER = 4,
	SET_MEM_TABLE = 5,
	SET_VRING_NUM = 8,
	SET_VRING_ADDR = 9,
	SET_VRING_BASE = 10,
	GET_VRING_BASE = 11,
	SET_VRING_KICK = 12,
	SET_VRING_CALL = 13,
	SET_VRING_ERR = 14,
	GET_PROTOCOL_FEATURES = 15,
	SET_PROTOCOL_FEATURES = 16,
	GET_QUEUE_NUM = 17,
	SET_VRING_ENABLE = 18,
	SET_BACKEND_REQ_FD = 21,
	GET_CONFIG = 24,
	SET_CONFIG = 25,
	REQUESTS
};

/* What a handler says beside 0 and a negative errno, which becomes the acknowledgement. */
#define REPLIED 1 /* it has answered itself */
#define STOP_QUEUE 2

static uint32_t get32(const uint8_t *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static uint64_t get64(const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void vu_front_init(struct vu_front *front)
{
	memset(front, 0, sizeof(*front));
	front->fd = -1;
	front->backend_fd = -1;
	for (size_t i = 0; i < VU_QUEUES; i++)
		sim_vq_init(&front->vq[i]);
}

void vu_front_open(struct vu_front *front, int fd)
{
	vu_front_init(front);
	front->fd = fd;
}

static void drop_fds(struct vu_front *front)
{
	while (front->n_fds)
		close(front->fds[--front->n_fds]);
}

void vu_front_close(struct vu_front *front)
{
	drop_fds(front);
	for (size_t i = 0; i < VU_QUEUES; i++) {
		close_fd(&front->vq[i].kick);
		close_fd(&front->vq[i].call);
	}
	sim_memory_clear(&front->memory);
	close_fd(&front->backend_fd);
	close_fd(&front->fd);
	vu_front_init(front);
}

/* The descriptor that came with the request, or -1; the caller owns it. */
static int take_fd(struct vu_front *front)
{
	int fd;

	if (front->n_fds != 1)
		return -1;
	fd = front->fds[0];
	front->n_fds = 0;
	return fd;
}

static int reply(struct vu_front *front, uint32_t request, const void *payload, uint32_t len)
{
	const uint32_t header[3] = { request, FLAG_VERSION | FLAG_REPLY, len };
	uint8_t buf[VU_HEADER_SIZE + VU_PAYLOAD_MAX];
	ssize_t sent;

	memcpy(buf, header, VU_HEADER_SIZE);
	memcpy(buf + VU_HEADER_SIZE, payload, len);
	/* A front end that lets replies pile up until the socket is full is broken. */
	sent = send(front->fd, buf, VU_HEADER_SIZE + len, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (sent < 0)
		return -errno;
	return (size_t)sent == VU_HEADER_SIZE + len ? REPLIED : -EPROTO;
}

static int reply_u64(struct vu_front *front, uint32_t request, uint64_t value)
{
	return reply(front, request, &value, sizeof(value));
}

/* The queue of a request that begins with its index, or NULL. */
static struct sim_vq *queue_of(struct vu_front *front, uint32_t index)
{
	return index < VU_QUEUES ? &front->vq[index] : NULL;
}

static int get_features(struct vu_front *front, const uint8_t *payload, size_t len)
{
	(void)payload;
	(void)len;
	return reply_u64(front, GET_FEATURES, FEATURES);
}

static int set_features(struct vu_front *front, const uint8_t *payload, size_t len)
{
	uint64_t features = get64(payload);

	(void)len;
	if (features & ~FEATURES)
		return -EINVAL;
	front->features = features;
	/* Without protocol features there is no SET_VRING_ENABLE: queues begin enabled. */
	for (size_t i = 0; i < VU_QUEUES; i++)
		if (!(features & F_PROTOCOL_FEATURES))
			front->vq[i].enabled = true;
	return 0;
}

static int set_owner(struct vu_front *front, const uint8_t *payload, size_t len)
{
	(void)front;
	(void)payload;
	(void)len;
	return 0;
}

static int get_protocol_features(struct vu_front *front, const uint8_t *payload, size_t len)
{
	(void)payload;
	(void)len;
	return reply_u64(front, GET_PROTOCOL_FEATURES, PROTOCOL_FEATURES);
}

static int set_protocol_features(struct vu_front *front, const uint8_t *payload, size_t len)
{
	uint64_t features = get64(payload);

	(void)len;
	if (features & ~PROTOCOL_FEATURES)
		return -EINVAL;
	front->protocol_features = features;
	return 0;
}

static int get_queue_num(struct vu_front *front, const uint8_t *payload, size_t len)
{
	(void)payload;
	(void)len;
	return reply_u64(front, GET_QUEUE_NUM, VU_QUEUES);
}

static int set_mem_table(struct vu_front *front, const uint8_t *payload, size_t len)
{
	uint32_t n = get32(payload);
	int ret = 0;

	if (!n || n > SIM_MEMORY_REGIONS || n != front->n_fds || len < 8 + n * (size_t)32)
		return -EINVAL;
	sim_memory_clear(&front->memory);
	for (uint32_t i = 0; i < n && !ret; i++) {
		const uint8_t *region = payload + 8 + i * (size_t)32;

		ret = sim_memory_add(&front->memory, get64(region), get64(region + 16),
				     get64(region + 8), get64(region + 24), front->fds[i]);
	}
	drop_fds(front);
	if (ret < 0)
		sim_memory_clear(&front->memory);
	/* Memory may change while the queues are in use. */
	for (size_t i = 0; i < VU_QUEUES; i++) {
		struct sim_vq *vq = &front->vq[i];
		uint16_t used_idx = vq->used_idx;

		if (!vq->desc)
			continue;
		if (sim_vq_map(vq, &front->memory) < 0)
			ret = ret ? ret : -EFAULT;
		else
			vq->used_idx = used_idx;
	}
	return ret;
}

static int set_vring_num(struct vu_front *front, const uint8_t *payload, size_t len)
{
	struct sim_vq *vq = queue_of(front, get32(payload));
	uint32_t num = get32(payload + 4);

	(void)len;
	if (!vq || !num || num > SIM_VQ_MAX || num & (num - 1))
		return -EINVAL;
	/* Set up anew, maybe without GET_VRING_BASE (UML): what is in flight is void. */
	vq->setup++;
	vq->num = num;
	vq->desc = vq->avail = vq->used = NULL;
	return 0;
}

static int set_vring_addr(struct vu_front *front, const uint8_t *payload, size_t len)
{
	struct sim_vq *vq = queue_of(front, get32(payload));

	(void)len;
	if (!vq || !vq->num)
		return -EINVAL;
	vq->desc_user = get64(payload + 8);
	vq->used_user = get64(payload + 16);
	vq->avail_user = get64(payload + 24);
	return sim_vq_map(vq, &front->memory);
}

static int set_vring_base(struct vu_front *front, const uint8_t *payload, size_t len)
{
	struct sim_vq *vq = queue_of(front, get32(payload));
	uint32_t base = get32(payload + 4);

	(void)len;
	if (!vq || base > UINT16_MAX)
		return -EINVAL;
	vq->last_avail = (uint16_t)base;
	return 0;
}

static int get_vring_base(struct vu_front *front, const uint8_t *payload, size_t len)
{
	(void)len;
	return queue_of(front, get32(payload)) ? STOP_QUEUE : -EINVAL;
}

int vu_front_stopped(struct vu_front *front, unsigned int queue)
{
	struct sim_vq *vq = &front->vq[queue];
	uint32_t state[2] = { queue, vq->last_avail };
	int ret;

	vq->started = false;
	close_fd(&vq->kick);
	ret = reply(front, GET_VRING_BASE, state, sizeof(state));
	return ret < 0 ? ret : 0;
}

/*
 * Takes the event descriptor of SET_VRING_KICK, CALL or ERR. It must not be able to stop us: UML
 * uses sockets here, which fill up.
 */
static int take_event_fd(struct vu_front *front, const uint8_t *payload, struct sim_vq **vq,
			 int *fd)
{
	uint64_t word = get64(payload);
	int flags;

	*fd = -1;
	*vq = word & ~(uint64_t)(VRING_INDEX_MASK | VRING_NO_FD)
		      ? NULL
		      : queue_of(front, word & VRING_INDEX_MASK);
	if (!*vq)
		return -EINVAL;
	if (word & VRING_NO_FD)
		return front->n_fds ? -EINVAL : 0;
	*fd = take_fd(front);
	if (*fd < 0)
		return -EINVAL;
	flags = fcntl(*fd, F_GETFL);
	if (flags < 0 || fcntl(*fd, F_SETFL, flags | O_NONBLOCK) < 0) {
		close_fd(fd);
		return -EINVAL;
	}
	return 0;
}

static int set_vring_kick(struct vu_front *front, const uint8_t *payload, size_t len)
{
	struct sim_vq *vq;
	int fd, ret = take_event_fd(front, payload, &vq, &fd);

	(void)len;
	if (ret < 0)
		return ret;
	/* Without a descriptor we would have to look at the ring all the time. */
	if (fd < 0)
		return -EOPNOTSUPP;
	close_fd(&vq->kick);
	vq->kick = fd;
	vq->started = true;
	return 0;
}

static int set_vring_call(struct vu_front *front, const uint8_t *payload, size_t len)
{
	struct sim_vq *vq;
	int fd, ret = take_event_fd(front, payload, &vq, &fd);

	(void)len;
	if (ret < 0)
		return ret;
	close_fd(&vq->call);
	vq->call = fd;
	return 0;
}

static int set_vring_err(struct vu_front *front, const uint8_t *payload, size_t len)
{
	struct sim_vq *vq;
	int fd, ret = take_event_fd(front, payload, &vq, &fd);

	(void)len;
	close_fd(&fd);
	return ret;
}

static int set_vring_enable(struct vu_front *front, const uint8_t *payload, size_t len)
{
	struct sim_vq *vq = queue_of(front, get32(payload));

	(void)len;
	if (!vq)
		return -EINVAL;
	vq->enabled = get32(payload + 4) != 0;
	return 0;
}

static int set_backend_req_fd(struct vu_front *front, const uint8_t *payload, size_t len)
{
	int fd = take_fd(front);

	(void)payload;
	(void)len;
	if (fd < 0)
		return -EINVAL;
	close_fd(&front->backend_fd);
	front->backend_fd = fd;
	return 0;
}

/* virtio-scmi has no configuration (section 5.17.4): what is read is zero. */
static int get_config(struct vu_front *front, const uint8_t *payload, size_t len)
{
	uint8_t config[VU_PAYLOAD_MAX] = { 0 };
	uint32_t size = get32(payload + 4);

	/* An answer without content says that the request was wrong. */
	if (size != len - 12)
		return reply(front, GET_CONFIG, config, 0);
	memcpy(config, payload, 12);
	return reply(front, GET_CONFIG, config, (uint32_t)len);
}

static int set_config(struct vu_front *front, const uint8_t *payload, size_t len)
{
	(void)front;
	(void)payload;
	(void)len;
	return -EINVAL;
}

static const struct {
	int (*handle)(struct vu_front *front, const uint8_t *payload, size_t len);
	uint32_t min_len;
} handlers[REQUESTS] = {
	[GET_FEATURES] = { get_features, 0 },
	[SET_FEATURES] = { set_features, 8 },
	[SET_OWNER] = { set_owner, 0 },
	[RESET_OWNER] = { set_owner, 0 },
	[SET_MEM_TABLE] = { set_mem_table, 8 },
	[SET_VRING_NUM] = { set_vring_num, 8 },
	[SET_VRING_ADDR] = { set_vring_addr, 40 },
	[SET_VRING_BASE] = { set_vring_base, 8 },
	[GET_VRING_BASE] = { get_vring_base, 8 },
	[SET_VRING_KICK] = { set_vring_kick, 8 },
	[SET_VRING_CALL] = { set_vring_call, 8 },
	[SET_VRING_ERR] = { set_vring_err, 8 },
	[GET_PROTOCOL_FEATURES] = { get_protocol_features, 0 },
	[SET_PROTOCOL_FEATURES] = { set_protocol_features, 8 },
	[GET_QUEUE_NUM] = { get_queue_num, 0 },
	[SET_VRING_ENABLE] = { set_vring_enable, 8 },
	[SET_BACKEND_REQ_FD] = { set_backend_req_fd, 0 },
	[GET_CONFIG] = { get_config, 12 },
	[SET_CONFIG] = { set_config, 12 },
};

/* A whole request has arrived. */
static int handle(struct vu_front *front, unsigned int *queue, const char **why)
{
	uint32_t request = get32(front->buf), flags = get32(front->buf + 4);
	size_t len = front->have - VU_HEADER_SIZE;
	const uint8_t *payload = front->buf + VU_HEADER_SIZE;
	int ret;

	front->have = 0;
	if (request >= REQUESTS || !handlers[request].handle)
		ret = -EOPNOTSUPP;
	else if (len < handlers[request].min_len)
		ret = -EINVAL;
	else
		ret = handlers[request].handle(front, payload, len);
	drop_fds(front);

	if (ret == STOP_QUEUE) {
		*queue = get32(payload);
		return VU_STOP_QUEUE;
	}
	if (ret == REPLIED)
		return VU_REQUEST;
	if (flags & FLAG_NEED_REPLY && front->protocol_features & PROTOCOL_F_REPLY_ACK) {
		ret = reply_u64(front, request, ret < 0);
		if (ret < 0)
			*why = "it does not read replies";
		return ret < 0 ? ret : VU_REQUEST;
	}
	/* It does not ask: to say nothing would let it go on with what we have not. */
	if (ret < 0)
		*why = "a request was malformed or is not supported";
	return ret < 0 ? ret : VU_REQUEST;
}

/* The descriptors that came with a part of a request. */
static int collect_fds(struct vu_front *front, struct msghdr *msg)
{
	int ret = msg->msg_flags & MSG_CTRUNC ? -EPROTO : 0;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(msg); c; c = CMSG_NXTHDR(msg, c)) {
		size_t n;

		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		n = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (size_t i = 0; i < n; i++) {
			int fd;

			memcpy(&fd, CMSG_DATA(c) + i * sizeof(fd), sizeof(fd));
			if (front->n_fds == VU_FDS_MAX) {
				close(fd);
				ret = -EPROTO;
				continue;
			}
			front->fds[front->n_fds++] = fd;
		}
	}
	return ret;
}

int vu_front_receive(struct vu_front *front, unsigned int *queue, const char **why)
{
	for (;;) {
		char control[CMSG_SPACE(VU_FDS_MAX * sizeof(int))]
			__attribute__((aligned(sizeof(size_t))));
		size_t want = VU_HEADER_SIZE;
		struct iovec iov;
		struct msghdr msg = {
			.msg_iov = &iov,
			.msg_iovlen = 1,
			.msg_control = control,
			.msg_controllen = sizeof(control),
		};
		ssize_t n;

		if (front->have >= VU_HEADER_SIZE) {
			uint32_t len = get32(front->buf + 8);

			if ((get32(front->buf + 4) & (FLAG_VERSION_MASK | FLAG_REPLY)) !=
			    FLAG_VERSION) {
				*why = "it does not speak version 1 of vhost-user";
				return -EPROTO;
			}
			if (len > VU_PAYLOAD_MAX) {
				*why = "a request is longer than any that exists";
				return -EPROTO;
			}
			want += len;
			if (front->have == want)
				return handle(front, queue, why);
		}

		/* Never more than this request: descriptors belong to the bytes they come with. */
		iov.iov_base = front->buf + front->have;
		iov.iov_len = want - front->have;
		n = recvmsg(front->fd, &msg, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return VU_NOTHING;
		if (n <= 0) {
			*why = n < 0	     ? strerror(errno)
			       : front->have ? "in the middle of a request"
					     : "";
			return -ECONNRESET;
		}
		if (collect_fds(front, &msg) < 0) {
			*why = "too many file descriptors with a request";
			return -EPROTO;
		}
		front->have += (size_t)n;
	}
}
