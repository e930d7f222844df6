/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The vhost-user back end against a front end that plays both the virtual machine and its driver,
 * well-behaved at first and hostile then. The server runs in a process of its own.
 */
#include <config.h>

#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <dirent.h>
#include <unistd.h>

#include <cmocka.h>

#include <scmictl/scmi.h>
#include <scmictl/sim.h>

/* Requests and flags of QEMU docs/interop/vhost-user.rst. */
enum {
	GET_FEATURES = 1,
	SET_FEATURES = 2,
	SET_OWNER = 3,
	SET_MEM_TABLE = 5,
	SET_VRING_NUM = 8,
	SET_VRING_ADDR = 9,
	SET_VRING_BASE = 10,
	GET_VRING_BASE = 11,
	SET_VRING_KICK = 12,
	SET_VRING_CALL = 13,
	GET_PROTOCOL_FEATURES = 15,
	SET_PROTOCOL_FEATURES = 16,
	GET_QUEUE_NUM = 17,
	SET_VRING_ENABLE = 18,
	SET_BACKEND_REQ_FD = 21,
	GET_CONFIG = 24,
	SET_CONFIG = 25,
};

#define NEED_REPLY 8u
#define OFFERED (1ull | 1ull << 30 | 1ull << 32)

/* The guest's memory: a queue in each of the first two quarters, buffers in the others. */
#define GUEST 0x40000000ull    /* where the guest sees it */
#define USER 0x7f0000000000ull /* where the front end says it has it */
#define SIZE 0x10000u
#define NUM 16u
#define QUEUE(q) ((q)*0x4000u)
#define DESC(q) QUEUE(q)
#define AVAIL(q) (QUEUE(q) + 0x1000u)
#define USED(q) (QUEUE(q) + 0x2000u)
#define OUT 0x8000u
#define IN 0xc000u

#define F_NEXT 1
#define F_WRITE 2
#define F_INDIRECT 4

static char dir[64], path[2][96];
static pid_t server;

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
	stopped = signal;
}

static int is_stopped(void)
{
	return stopped;
}

static void __attribute__((noreturn)) serve(size_t n)
{
	struct sigaction action = { .sa_handler = stop };
	struct sim_socket sockets[2] = { { path[0], 1 }, { path[1], 2 } };
	struct diag diag = { 0 };
	struct sim_log *log = sim_log_open(NULL, &diag);
	struct sim *sim = sim_new(NULL, &diag);
	int ret = -1;

	sigaction(SIGTERM, &action, NULL);
	if (sim && log)
		ret = sim_serve_vhost_user(sim, sockets, n, log, is_stopped, &diag);
	sim_free(sim);
	sim_log_close(log);
	if (ret < 0)
		fprintf(stderr, "server: %s\n", diag.text);
	exit(-ret);
}

static int try_connect(const char *socket_path)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	strcpy(addr.sun_path, socket_path);
	if (connect(fd, (struct sockaddr *)&addr, sizeof(addr)) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static void start_server(size_t n)
{
	server = fork();
	assert_true(server >= 0);
	if (!server)
		serve(n);
	for (int i = 0; i < 500; i++) {
		int fd = try_connect(path[n - 1]);

		if (fd >= 0) {
			close(fd);
			return;
		}
		usleep(10000);
	}
	fail_msg("the server does not listen");
}

static int stop_server(void)
{
	int status;

	kill(server, SIGTERM);
	assert_int_equal(waitpid(server, &status, 0), server);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* The front end */

struct front {
	int fd, memory_fd, kick[2], call[2];
	uint8_t *memory;
	uint16_t avail[2], used[2];
};

static void send_bytes(int fd, const void *bytes, size_t len, const int *fds, size_t n_fds)
{
	char control[CMSG_SPACE(16 * sizeof(int))] __attribute__((aligned(8))) = { 0 };
	struct iovec iov = { .iov_base = (void *)(uintptr_t)bytes, .iov_len = len };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
	struct cmsghdr *c;

	if (n_fds) {
		msg.msg_control = control;
		msg.msg_controllen = CMSG_SPACE(n_fds * sizeof(int));
		c = CMSG_FIRSTHDR(&msg);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(n_fds * sizeof(int));
		memcpy(CMSG_DATA(c), fds, n_fds * sizeof(int));
	}
	sendmsg(fd, &msg, MSG_NOSIGNAL);
}

static void send_request(int fd, uint32_t request, uint32_t flags, const void *payload,
			 uint32_t len, const int *fds, size_t n_fds)
{
	uint8_t buf[1024];
	const uint32_t header[3] = { request, 1 | flags, len };

	memcpy(buf, header, sizeof(header));
	if (len)
		memcpy(buf + sizeof(header), payload, len);
	send_bytes(fd, buf, sizeof(header) + len, fds, n_fds);
}

/* A reply's payload length, -1: the connection ended, -2: nothing came. */
static int receive(int fd, uint32_t request, void *payload, size_t size)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	uint32_t header[3];

	if (poll(&p, 1, 5000) <= 0)
		return -2;
	if (recv(fd, header, sizeof(header), MSG_WAITALL) != sizeof(header))
		return -1;
	assert_int_equal(header[0], request);
	assert_int_equal(header[1], 1 | 4);
	assert_true(header[2] <= size);
	if (header[2])
		assert_int_equal(recv(fd, payload, header[2], MSG_WAITALL), header[2]);
	return (int)header[2];
}

/* A request that is acknowledged; what the acknowledgement says. */
static uint64_t request(struct front *f, uint32_t number, const void *payload, uint32_t len,
			const int *fds, size_t n_fds)
{
	uint64_t ack = 99;

	send_request(f->fd, number, NEED_REPLY, payload, len, fds, n_fds);
	assert_int_equal(receive(f->fd, number, &ack, sizeof(ack)), sizeof(ack));
	return ack;
}

static uint64_t request_u64(struct front *f, uint32_t number, uint64_t value, int fd)
{
	return request(f, number, &value, sizeof(value), &fd, fd >= 0 ? 1 : 0);
}

static uint64_t request_state(struct front *f, uint32_t number, uint32_t index, uint32_t value)
{
	const uint32_t state[2] = { index, value };

	return request(f, number, state, sizeof(state), NULL, 0);
}

static uint64_t get_u64(struct front *f, uint32_t number)
{
	uint64_t value = 0;

	send_request(f->fd, number, 0, NULL, 0, NULL, 0);
	assert_int_equal(receive(f->fd, number, &value, sizeof(value)), sizeof(value));
	return value;
}

static uint64_t set_memory(struct front *f, uint64_t guest, uint64_t user, uint64_t size,
			   uint64_t offset, int fd)
{
	const uint64_t region[5] = { 1, guest, size, user, offset };

	return request(f, SET_MEM_TABLE, region, sizeof(region), &fd, fd >= 0 ? 1 : 0);
}

static uint64_t set_addr(struct front *f, uint32_t queue, uint64_t desc, uint64_t used,
			 uint64_t avail)
{
	const uint64_t addr[5] = { queue, desc, used, avail, 0 };

	return request(f, SET_VRING_ADDR, addr, sizeof(addr), NULL, 0);
}

static void negotiate(struct front *f, const char *socket_path)
{
	f->fd = try_connect(socket_path);
	assert_true(f->fd >= 0);
	assert_int_equal(get_u64(f, GET_FEATURES), OFFERED);
	assert_int_equal(get_u64(f, GET_PROTOCOL_FEATURES), 1 | 1 << 3 | 1 << 5 | 1 << 9);
	send_request(f->fd, SET_PROTOCOL_FEATURES, 0, &(uint64_t){ 1 << 3 | 1 << 5 | 1 << 9 }, 8,
		     NULL, 0);
	assert_int_equal(request_u64(f, SET_FEATURES, OFFERED, -1), 0);
	assert_int_equal(request(f, SET_OWNER, NULL, 0, NULL, 0), 0);
}

static void set_up_queue(struct front *f, uint32_t queue)
{
	assert_int_equal(request_state(f, SET_VRING_NUM, queue, NUM), 0);
	assert_int_equal(
		set_addr(f, queue, USER + DESC(queue), USER + USED(queue), USER + AVAIL(queue)), 0);
	assert_int_equal(request_state(f, SET_VRING_BASE, queue, 0), 0);
	assert_int_equal(request_u64(f, SET_VRING_CALL, queue, f->call[queue]), 0);
	assert_int_equal(request_u64(f, SET_VRING_KICK, queue, f->kick[queue]), 0);
	assert_int_equal(request_state(f, SET_VRING_ENABLE, queue, 1), 0);
	f->avail[queue] = f->used[queue] = 0;
}

static void front_open(struct front *f, const char *socket_path)
{
	negotiate(f, socket_path);
	f->memory_fd = memfd_create("guest", MFD_CLOEXEC);
	assert_int_equal(ftruncate(f->memory_fd, SIZE), 0);
	f->memory = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, f->memory_fd, 0);
	assert_ptr_not_equal(f->memory, MAP_FAILED);
	assert_int_equal(set_memory(f, GUEST, USER, SIZE, 0, f->memory_fd), 0);
	for (uint32_t q = 0; q < 2; q++) {
		f->kick[q] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
		f->call[q] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
		set_up_queue(f, q);
	}
}

static void front_close(struct front *f)
{
	munmap(f->memory, SIZE);
	close(f->memory_fd);
	for (int q = 0; q < 2; q++) {
		close(f->kick[q]);
		close(f->call[q]);
	}
	close(f->fd);
}

static void put_desc(struct front *f, uint32_t queue, uint16_t index, uint64_t addr, uint32_t len,
		     uint16_t flags, uint16_t next)
{
	uint8_t *d = f->memory + DESC(queue) + index * 16u;

	scmi_put_le64(d, addr);
	scmi_put_le32(d + 8, len);
	scmi_put_le16(d + 12, flags);
	scmi_put_le16(d + 14, next);
}

static void kick(struct front *f, uint32_t queue)
{
	const uint64_t one = 1;

	assert_int_equal(write(f->kick[queue], &one, sizeof(one)), sizeof(one));
}

/* Makes the chain that begins at @head available. */
static void offer(struct front *f, uint32_t queue, uint16_t head)
{
	uint8_t *avail = f->memory + AVAIL(queue);

	scmi_put_le16(avail + 4 + f->avail[queue] % NUM * 2u, head);
	f->avail[queue]++;
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	scmi_put_le16(avail + 2, f->avail[queue]);
	kick(f, queue);
}

/* The length that the next used entry says, for @head; -1: nothing comes. */
static int used(struct front *f, uint32_t queue, uint16_t head, int timeout_ms)
{
	uint8_t *ring = f->memory + USED(queue), *entry;
	struct pollfd p = { .fd = f->call[queue], .events = POLLIN };
	uint64_t count;

	while (scmi_get_le16(ring + 2) == f->used[queue]) {
		if (poll(&p, 1, timeout_ms) <= 0)
			return -1;
		assert_int_equal(read(f->call[queue], &count, sizeof(count)), sizeof(count));
	}
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	entry = ring + 4 + f->used[queue] % NUM * 8u;
	assert_int_equal(scmi_get_le32(entry), head);
	f->used[queue]++;
	return (int)scmi_get_le32(entry + 4);
}

static void put_message(struct front *f, uint8_t protocol, uint8_t message, const uint32_t *words,
			size_t n)
{
	const struct scmi_header header = { .protocol = protocol, .message = message, .token = 77 };

	scmi_put_le32(f->memory + OUT, scmi_header_pack(header));
	for (size_t i = 0; i < n; i++)
		scmi_put_le32(f->memory + OUT + 4 + 4 * i, words[i]);
}

/* A command as Linux sends it: a buffer to read, a buffer to write. The response's length. */
static int command(struct front *f, uint8_t protocol, uint8_t message, const uint32_t *words,
		   size_t n)
{
	put_message(f, protocol, message, words, n);
	memset(f->memory + IN, 0xa5, 0x100);
	put_desc(f, 0, 0, GUEST + OUT, (uint32_t)(4 + 4 * n), F_NEXT, 1);
	put_desc(f, 0, 1, GUEST + IN, 136, F_WRITE, 0);
	offer(f, 0, 0);
	return used(f, 0, 0, 5000);
}

/* The server is as it should be. */
static void check_alive(struct front *f)
{
	assert_int_equal(command(f, SCMI_BASE, SCMI_PROTOCOL_VERSION, NULL, 0), 12);
	assert_int_equal(scmi_get_le32(f->memory + IN), 77u << 18 | SCMI_BASE << 10);
	assert_int_equal(scmi_get_le32(f->memory + IN + 4), 0);
	assert_int_equal(scmi_get_le32(f->memory + IN + 8) >> 16, 2);
}

static int set_up(void **state)
{
	(void)state;
	strcpy(dir, "/tmp/scmictl-vhost-XXXXXX");
	assert_non_null(mkdtemp(dir));
	for (int i = 0; i < 2; i++)
		snprintf(path[i], sizeof(path[i]), "%s/%d", dir, i);
	start_server(2);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	if (server) {
		assert_int_equal(stop_server(), 0);
		server = 0;
	}
	/* Its sockets are gone, so the directory is empty. */
	return rmdir(dir);
}

/* Tests */

static void commands_are_answered(void **state)
{
	struct front f;

	(void)state;
	front_open(&f, path[0]);
	for (int i = 0; i < 100; i++)
		check_alive(&f);
	front_close(&f);
}

static void each_socket_is_an_agent(void **state)
{
	const uint32_t self = 0xffffffff;
	struct front f[2];

	(void)state;
	for (int i = 0; i < 2; i++)
		front_open(&f[i], path[i]);
	for (int i = 1; i >= 0; i--) {
		assert_true(command(&f[i], SCMI_BASE, 7, &self, 1) > 12);
		assert_int_equal(scmi_get_le32(f[i].memory + IN + 8), i + 1);
	}
	for (int i = 0; i < 2; i++)
		front_close(&f[i]);
}

/* An asynchronous sensor reading: the delayed response comes through the event queue. */
static void delayed_responses_are_events(void **state)
{
	const uint32_t words[2] = { 0, 1 };
	struct front f;

	(void)state;
	front_open(&f, path[0]);
	for (uint16_t i = 0; i < 2; i++) {
		put_desc(&f, 1, i, GUEST + IN + 0x800 + i * 0x200u, 136, F_WRITE, 0);
		offer(&f, 1, i);
	}
	assert_int_equal(command(&f, SCMI_SENSOR, 6, words, 2), 8);
	assert_int_equal(scmi_get_le32(f.memory + IN + 4), 0);
	assert_true(used(&f, 1, 0, 5000) >= 12);
	assert_int_equal(scmi_header_unpack(scmi_get_le32(f.memory + IN + 0x800)).type,
			 SCMI_TYPE_DELAYED);
	assert_int_equal(scmi_header_unpack(scmi_get_le32(f.memory + IN + 0x800)).token, 77);
	/* One that the driver has no buffer for waits until there is one. */
	assert_int_equal(command(&f, SCMI_SENSOR, 6, words, 2), 8);
	assert_true(used(&f, 1, 1, 5000) >= 12);
	assert_int_equal(command(&f, SCMI_SENSOR, 6, words, 2), 8);
	assert_int_equal(used(&f, 1, 0, 200), -1);
	offer(&f, 1, 0);
	assert_true(used(&f, 1, 0, 5000) >= 12);
	/* A buffer that is too small is left alone. */
	put_desc(&f, 1, 2, GUEST + IN + 0x800, 4, F_WRITE, 0);
	offer(&f, 1, 2);
	assert_int_equal(command(&f, SCMI_SENSOR, 6, words, 2), 8);
	assert_int_equal(used(&f, 1, 2, 200), -1);
	check_alive(&f);
	front_close(&f);
}

/* A chain that is none comes back empty, and what follows is served. */
static void bad_chain(struct front *f, uint16_t head)
{
	offer(f, 0, head);
	assert_int_equal(used(f, 0, head, 5000), 0);
	check_alive(f);
}

static void malformed_chains(void **state)
{
	struct front f;

	(void)state;
	front_open(&f, path[0]);
	put_message(&f, SCMI_BASE, 0, NULL, 0);

	/* next behind the end of the table */
	put_desc(&f, 0, 2, GUEST + OUT, 4, F_NEXT, NUM);
	bad_chain(&f, 2);
	put_desc(&f, 0, 2, GUEST + OUT, 4, F_NEXT, 0xffff);
	bad_chain(&f, 2);
	/* a loop */
	put_desc(&f, 0, 2, GUEST + OUT, 4, F_NEXT, 3);
	put_desc(&f, 0, 3, GUEST + OUT, 0, F_NEXT, 2);
	bad_chain(&f, 2);
	/* addresses outside of the memory, across its end, across the end of all addresses */
	put_desc(&f, 0, 2, GUEST - 1, 4, 0, 0);
	bad_chain(&f, 2);
	put_desc(&f, 0, 2, GUEST + SIZE, 4, 0, 0);
	bad_chain(&f, 2);
	put_desc(&f, 0, 2, GUEST + SIZE - 4, 5, 0, 0);
	bad_chain(&f, 2);
	put_desc(&f, 0, 2, UINT64_MAX - 1, 4, 0, 0);
	bad_chain(&f, 2);
	put_desc(&f, 0, 2, GUEST + OUT, UINT32_MAX, 0, 0);
	bad_chain(&f, 2);
	put_desc(&f, 0, 2, USER, 4, 0, 0);
	bad_chain(&f, 2);
	/* what is to be written before what is to be read */
	put_desc(&f, 0, 2, GUEST + IN, 64, F_WRITE | F_NEXT, 3);
	put_desc(&f, 0, 3, GUEST + OUT, 4, 0, 0);
	bad_chain(&f, 2);
	/* indirect, which we do not offer */
	put_desc(&f, 0, 2, GUEST + OUT, 32, F_INDIRECT, 0);
	bad_chain(&f, 2);
	/* nothing to read, nothing to write, less than a header, more than any message */
	put_desc(&f, 0, 2, GUEST + IN, 64, F_WRITE, 0);
	bad_chain(&f, 2);
	put_desc(&f, 0, 2, GUEST + OUT, 0, 0, 0);
	bad_chain(&f, 2);
	put_desc(&f, 0, 2, GUEST + OUT, 3, F_NEXT, 3);
	put_desc(&f, 0, 3, GUEST + IN, 64, F_WRITE, 0);
	bad_chain(&f, 2);
	put_desc(&f, 0, 2, GUEST, 0x8000, F_NEXT, 3);
	bad_chain(&f, 2);
	/* no room for the response, or too little */
	put_desc(&f, 0, 2, GUEST + OUT, 4, 0, 0);
	bad_chain(&f, 2);
	put_desc(&f, 0, 2, GUEST + OUT, 4, F_NEXT, 3);
	put_desc(&f, 0, 3, GUEST + IN, 3, F_WRITE, 0);
	bad_chain(&f, 2);
	front_close(&f);
}

/* A message in pieces is as good as one in a piece. */
static void pieces(void **state)
{
	struct front f;

	(void)state;
	front_open(&f, path[0]);
	put_message(&f, SCMI_BASE, 0, NULL, 0);
	put_desc(&f, 0, 2, GUEST + OUT, 1, F_NEXT, 3);
	put_desc(&f, 0, 3, GUEST + OUT + 1, 0, F_NEXT, 4);
	put_desc(&f, 0, 4, GUEST + OUT + 1, 3, F_NEXT, 5);
	put_desc(&f, 0, 5, GUEST + IN, 7, F_NEXT | F_WRITE, 6);
	put_desc(&f, 0, 6, GUEST + IN + 0x100, 100, F_WRITE, 0);
	offer(&f, 0, 2);
	assert_int_equal(used(&f, 0, 2, 5000), 12);
	assert_int_equal(scmi_get_le32(f.memory + IN), 77u << 18 | SCMI_BASE << 10);
	assert_int_equal(scmi_get_le16(f.memory + IN + 0x100 + 3), 2);
	front_close(&f);
}

static void broken_rings(void **state)
{
	struct front f;

	(void)state;
	/* more entries than the ring has */
	front_open(&f, path[0]);
	scmi_put_le16(f.memory + AVAIL(0) + 2, NUM + 1);
	kick(&f, 0);
	assert_int_equal(used(&f, 0, 0, 200), -1);
	/* set up anew it serves again */
	memset(f.memory, 0, SIZE);
	set_up_queue(&f, 0);
	check_alive(&f);
	/* a head that is no descriptor */
	offer(&f, 0, NUM);
	assert_int_equal(used(&f, 0, 0, 200), -1);
	front_close(&f);
	front_open(&f, path[0]);
	check_alive(&f);
	front_close(&f);
}

static void bad_memory(void **state)
{
	struct front f;

	(void)state;
	front_open(&f, path[0]);
	assert_int_equal(set_memory(&f, GUEST, USER, SIZE + 1, 0, f.memory_fd), 1);
	assert_int_equal(set_memory(&f, GUEST, USER, SIZE, 1, f.memory_fd), 1);
	assert_int_equal(set_memory(&f, GUEST, USER, 0, 0, f.memory_fd), 1);
	assert_int_equal(set_memory(&f, GUEST, USER, SIZE, UINT64_MAX - 1, f.memory_fd), 1);
	assert_int_equal(set_memory(&f, UINT64_MAX - 1, USER, SIZE, 0, f.memory_fd), 1);
	assert_int_equal(set_memory(&f, GUEST, UINT64_MAX - 1, SIZE, 0, f.memory_fd), 1);
	assert_int_equal(set_memory(&f, GUEST, USER, SIZE, 0, -1), 1);
	assert_int_equal(set_memory(&f, GUEST, USER, SIZE, 0, f.kick[0]), 1);
	/* Without memory there are no rings: a kick does nothing. */
	kick(&f, 0);
	/* The second half, seen through an offset; the queues move there. */
	assert_int_equal(set_memory(&f, GUEST, USER, SIZE, 0, f.memory_fd), 0);
	set_up_queue(&f, 0);
	f.avail[0] = f.used[0] = 0;
	memset(f.memory, 0, SIZE);
	set_up_queue(&f, 0);
	check_alive(&f);
	/* Memory may be set anew while queues are in use. */
	assert_int_equal(set_memory(&f, GUEST, USER, SIZE, 0, f.memory_fd), 0);
	check_alive(&f);
	front_close(&f);
}

static void bad_queues(void **state)
{
	struct front f;

	(void)state;
	front_open(&f, path[0]);
	assert_int_equal(request_state(&f, SET_VRING_NUM, 2, NUM), 1);
	assert_int_equal(request_state(&f, SET_VRING_NUM, 0, 0), 1);
	assert_int_equal(request_state(&f, SET_VRING_NUM, 0, 24), 1);
	assert_int_equal(request_state(&f, SET_VRING_NUM, 0, 65536), 1);
	assert_int_equal(request_state(&f, SET_VRING_BASE, 0, 65536), 1);
	assert_int_equal(request_state(&f, SET_VRING_ENABLE, 99, 1), 1);
	assert_int_equal(set_addr(&f, 0, USER + SIZE - 8, USER + USED(0), USER + AVAIL(0)), 1);
	assert_int_equal(set_addr(&f, 0, USER, USER + USED(0), UINT64_MAX - 7), 1);
	assert_int_equal(set_addr(&f, 0, USER, USER + USED(0) + 2, USER + AVAIL(0)), 1);
	assert_int_equal(set_addr(&f, 0, USER, USER + USED(0), USER + AVAIL(0) + 1), 1);
	assert_int_equal(set_addr(&f, 0, GUEST, GUEST + USED(0), GUEST + AVAIL(0)), 1);
	assert_int_equal(request_u64(&f, SET_VRING_KICK, 0, -1), 1);
	assert_int_equal(request_u64(&f, SET_VRING_KICK, 0x100, -1), 1);
	assert_int_equal(request_u64(&f, SET_VRING_CALL, UINT64_MAX, f.call[0]), 1);
	assert_int_equal(request_u64(&f, SET_FEATURES, UINT64_MAX, -1), 1);
	assert_int_equal(request_u64(&f, SET_PROTOCOL_FEATURES, 1 << 2, -1), 1);
	memset(f.memory, 0, SIZE);
	set_up_queue(&f, 0);
	check_alive(&f);
	front_close(&f);
}

static void configuration_is_empty(void **state)
{
	uint32_t config[5] = { 0, 8, 0, 0xffffffff, 0xffffffff };
	struct front f;

	(void)state;
	front_open(&f, path[0]);
	send_request(f.fd, GET_CONFIG, 0, config, sizeof(config), NULL, 0);
	assert_int_equal(receive(f.fd, GET_CONFIG, config, sizeof(config)), sizeof(config));
	assert_int_equal(config[1], 8);
	assert_int_equal(config[3] | config[4], 0);
	config[1] = 4000;
	send_request(f.fd, GET_CONFIG, 0, config, sizeof(config), NULL, 0);
	assert_int_equal(receive(f.fd, GET_CONFIG, config, sizeof(config)), 0);
	config[1] = 8;
	assert_int_equal(request(&f, SET_CONFIG, config, sizeof(config), NULL, 0), 1);
	assert_int_equal(get_u64(&f, GET_QUEUE_NUM), 2);
	front_close(&f);
}

static void a_queue_stops(void **state)
{
	uint32_t reply[2];
	struct front f;

	(void)state;
	front_open(&f, path[0]);
	check_alive(&f);
	check_alive(&f);
	send_request(f.fd, GET_VRING_BASE, 0, (uint32_t[2]){ 0, 0 }, 8, NULL, 0);
	assert_int_equal(receive(f.fd, GET_VRING_BASE, reply, sizeof(reply)), 8);
	assert_int_equal(reply[0], 0);
	assert_int_equal(reply[1], 2);
	put_desc(&f, 0, 0, GUEST + OUT, 4, F_NEXT, 1);
	offer(&f, 0, 0);
	assert_int_equal(used(&f, 0, 0, 200), -1);
	/* and goes on where it was */
	assert_int_equal(request_state(&f, SET_VRING_BASE, 0, reply[1]), 0);
	assert_int_equal(request_u64(&f, SET_VRING_KICK, 0, f.kick[0]), 0);
	assert_int_equal(used(&f, 0, 0, 5000), 12);
	/* disabled it does nothing */
	assert_int_equal(request_state(&f, SET_VRING_ENABLE, 0, 0), 0);
	offer(&f, 0, 0);
	assert_int_equal(used(&f, 0, 0, 200), -1);
	assert_int_equal(request_state(&f, SET_VRING_ENABLE, 0, 1), 0);
	assert_int_equal(used(&f, 0, 0, 5000), 12);
	front_close(&f);
}

static void expect_disconnect(int fd)
{
	char c;
	struct pollfd p = { .fd = fd, .events = POLLIN };

	assert_int_equal(poll(&p, 1, 5000), 1);
	assert_true(recv(fd, &c, 1, 0) <= 0);
	close(fd);
}

static void violations_end_the_connection(void **state)
{
	static const uint32_t bad[][3] = {
		{ GET_FEATURES, 2, 0 },	    /* another version */
		{ GET_FEATURES, 1 | 4, 0 }, /* a reply */
		{ GET_FEATURES, 1, 513 },   /* longer than any */
		{ GET_FEATURES, 1, UINT32_MAX },
		{ 0, 1, 0 }, /* unknown, and no reply asked for */
		{ 26, 1, 0 },
		{ UINT32_MAX, 1, 0 },
		{ SET_VRING_NUM, 1, 0 }, /* too short */
		{ SET_MEM_TABLE, 1, 0 },
	};
	struct front f;
	int fds[9], fd;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		fd = try_connect(path[0]);
		send_bytes(fd, bad[i], sizeof(bad[i]), NULL, 0);
		expect_disconnect(fd);
	}
	/* more descriptors than any request has */
	fd = try_connect(path[0]);
	for (size_t i = 0; i < 9; i++)
		fds[i] = fd;
	send_request(fd, SET_OWNER, 0, NULL, 0, fds, 9);
	expect_disconnect(fd);
	/* gone in the middle of a request */
	fd = try_connect(path[0]);
	send_bytes(fd, bad[0], 7, NULL, 0);
	close(fd);
	/* unknown, but a reply is asked for */
	negotiate(&f, path[0]);
	assert_int_equal(request(&f, 26, NULL, 0, NULL, 0), 1);
	close(f.fd);
	front_open(&f, path[0]);
	check_alive(&f);
	front_close(&f);
}

static int count_fds(void)
{
	char name[32];
	int n = 0;
	DIR *d;

	snprintf(name, sizeof(name), "/proc/%d/fd", (int)server);
	d = opendir(name);
	assert_non_null(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

/* The server closes what front ends of tests before have left as soon as it gets to it. */
static int settled_fds(void)
{
	int n = count_fds(), same = 0;

	for (int i = 0; i < 500 && same < 10; i++) {
		int now;

		poll(NULL, 0, 10);
		now = count_fds();
		same = now == n ? same + 1 : 0;
		n = now;
	}
	return n;
}

static void nothing_is_kept(void **state)
{
	struct front f;
	int before, fds[4];

	(void)state;
	front_open(&f, path[0]);
	check_alive(&f);
	before = settled_fds();
	for (int i = 0; i < 4; i++)
		fds[i] = f.memory_fd;
	for (int i = 0; i < 50; i++) {
		/* Descriptors with requests that want none, or another number. */
		assert_int_equal(request(&f, SET_OWNER, NULL, 0, fds, 4), 0);
		assert_int_equal(request(&f, SET_MEM_TABLE,
					 (uint64_t[5]){ 1, GUEST, SIZE, USER, 0 }, 40, fds, 2),
				 1);
		assert_int_equal(request_u64(&f, SET_VRING_CALL, 0, f.call[0]), 0);
		assert_int_equal(request(&f, SET_BACKEND_REQ_FD, NULL, 0, fds, 1), 0);
		assert_int_equal(request(&f, SET_BACKEND_REQ_FD, NULL, 0, fds, 2), 1);
	}
	/* the backend's request channel, and nothing else */
	assert_int_equal(settled_fds(), before + 1);
	front_close(&f);
	front_open(&f, path[0]);
	assert_int_equal(settled_fds(), before);
	front_close(&f);
}

static void one_front_end_after_the_other(void **state)
{
	struct front f, second;
	struct pollfd p;

	(void)state;
	front_open(&f, path[0]);
	second.fd = try_connect(path[0]);
	assert_true(second.fd >= 0);
	send_request(second.fd, GET_FEATURES, 0, NULL, 0, NULL, 0);
	p = (struct pollfd){ .fd = second.fd, .events = POLLIN };
	assert_int_equal(poll(&p, 1, 200), 0);
	check_alive(&f);
	front_close(&f);
	assert_int_equal(poll(&p, 1, 5000), 1);
	close(second.fd);
	front_open(&f, path[0]);
	check_alive(&f);
	front_close(&f);
}

static void socket_files(void **state)
{
	struct stat st;
	int status, fd;

	(void)state;
	assert_int_equal(stat(path[0], &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	/* somebody serves it: another server refuses, and leaves it alone */
	fd = fork();
	if (!fd) {
		fclose(stderr);
		serve(1);
	}
	assert_int_equal(waitpid(fd, &status, 0), fd);
	assert_int_equal(WEXITSTATUS(status), EADDRINUSE);
	fd = try_connect(path[0]);
	assert_true(fd >= 0);
	close(fd);
	/* killed it leaves its sockets behind, which the next one replaces */
	kill(server, SIGKILL);
	waitpid(server, &status, 0);
	assert_int_equal(stat(path[0], &st), 0);
	assert_int_equal(try_connect(path[0]), -1);
	start_server(2);
	assert_int_equal(stop_server(), 0);
	assert_int_equal(stat(path[0], &st), -1);
	/* what is no socket is not ours to remove */
	fclose(fopen(path[0], "w"));
	server = fork();
	if (!server) {
		fclose(stderr);
		serve(1);
	}
	assert_int_equal(waitpid(server, &status, 0), server);
	assert_int_equal(WEXITSTATUS(status), EEXIST);
	assert_int_equal(unlink(path[0]), 0);
	server = 0;
}

#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(commands_are_answered),
		test(each_socket_is_an_agent),
		test(delayed_responses_are_events),
		test(malformed_chains),
		test(pieces),
		test(broken_rings),
		test(bad_memory),
		test(bad_queues),
		test(configuration_is_empty),
		test(a_queue_stops),
		test(violations_end_the_connection),
		test(nothing_is_kept),
		test(one_front_end_after_the_other),
		test(socket_files),
	};

	return cmocka_run_group_tests_name("vhost-user", tests, NULL, NULL);
}
