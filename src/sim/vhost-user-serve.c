/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <scmictl/scmi.h>
#include <scmictl/sim.h>

#include "vhost-user.h"

#define NSEC_PER_SEC 1000000000ull

/* Buffers from this size on are for responses of any length: those of known length are shorter. */
#define LIST_MIN 100

/* A response that is to be delivered later. */
struct pending {
	struct pending *next; /* by time, earliest first */
	unsigned int setup;   /* of the queue when the command came */
	uint16_t head;
	struct sim_message msg;
};

/* A socket, and the front end that is connected to it. */
struct door {
	const struct sim_socket *socket;
	int listen_fd;
	bool bound; /* the socket file is ours to remove */
	struct vu_front front;
	struct pending *pending;
	bool starved; /* something is due, but the driver offers no buffer for it */
};

struct server {
	struct sim *sim;
	struct sim_log *log;
	struct door *doors;
	size_t n;
	struct pollfd *fds;	/* doors * FDS_PER_DOOR */
	struct sim_message msg; /* work space */
};

/* What a door is polled for. */
enum {
	FD_SOCKET, /* for a connection, or what the front end says */
	FD_KICK_COMMAND,
	FD_KICK_EVENT,
	FDS_PER_DOOR
};

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * NSEC_PER_SEC + (uint64_t)t.tv_nsec;
}

/* Socket files */

/* Removes a socket file that nobody listens on any more. */
static int remove_stale(const struct sockaddr_un *addr, struct diag *diag)
{
	const char *path = addr->sun_path;
	struct stat st;
	int fd, ret;

	if (lstat(path, &st) < 0)
		return errno == ENOENT ? 0
				       : diag_set(diag, DIAG_SYSTEM, errno, "%s: %s", path,
						  strerror(errno));
	if (!S_ISSOCK(st.st_mode)) {
		diag_set(diag, DIAG_SYSTEM, EEXIST, "%s: exists and is no socket", path);
		diag_hint(diag, "choose a path for the socket that does not exist");
		return -EEXIST;
	}
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return diag_set(diag, DIAG_SYSTEM, errno, "socket: %s", strerror(errno));
	ret = connect(fd, (const struct sockaddr *)addr, sizeof(*addr));
	if (ret < 0)
		ret = -errno;
	close(fd);
	if (ret != -ECONNREFUSED) {
		diag_set(diag, DIAG_SYSTEM, EADDRINUSE, "%s: somebody serves this socket already",
			 path);
		diag_hint(diag, "end the other platform or choose another path");
		return -EADDRINUSE;
	}
	if (unlink(path) < 0 && errno != ENOENT)
		return diag_set(diag, DIAG_SYSTEM, errno, "%s: cannot remove the old socket: %s",
				path, strerror(errno));
	return 0;
}

static int door_listen(struct door *door, struct diag *diag)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	const char *path = door->socket->path;
	size_t len = strlen(path);
	mode_t mask;
	int ret;

	if (!len || len >= sizeof(addr.sun_path)) {
		diag_set(diag, DIAG_USAGE, ENAMETOOLONG,
			 "'%s': the path of a socket has 1 to %zu bytes", path,
			 sizeof(addr.sun_path) - 1);
		diag_hint(diag, "give a relative path");
		return -ENAMETOOLONG;
	}
	memcpy(addr.sun_path, path, len);
	ret = remove_stale(&addr, diag);
	if (ret < 0)
		return ret;

	door->listen_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (door->listen_fd < 0)
		return diag_set(diag, DIAG_SYSTEM, errno, "socket: %s", strerror(errno));
	/* Never for a moment open to others: front ends share their memory with us. */
	mask = umask(0177);
	ret = bind(door->listen_fd, (const struct sockaddr *)&addr, sizeof(addr));
	ret = ret < 0 ? -errno : 0;
	umask(mask);
	door->bound = !ret;
	if (!ret && listen(door->listen_fd, 4) < 0)
		ret = -errno;
	if (ret < 0)
		return diag_set(diag, DIAG_SYSTEM, -ret, "%s: cannot listen: %s", path,
				strerror(-ret));
	return 0;
}

/* Messages */

static void log_sent(struct server *s, const struct sim_message *msg)
{
	sim_log_message(s->log, msg->agent, SCMI_RESPONSE, msg->data, msg->len, msg->faults);
}

/* Writes a response into the chain of its command and gives that back. */
static void respond(struct server *s, struct door *door, uint16_t head,
		    const struct sim_message *msg)
{
	struct sim_vq *vq = &door->front.vq[VU_QUEUE_COMMAND];
	struct sim_chain chain;

	/* The driver gets its buffers back when it sets up the queue anew, as on any device. */
	if (msg->lost) {
		sim_log_drop(s->log, msg, "lost");
		return;
	}
	if (sim_vq_chain(vq, &door->front.memory, head, &chain) < 0 || msg->len > chain.in_len) {
		sim_log_drop(s->log, msg, "the buffer for the response is too small");
		sim_vq_push(vq, head, 0);
		return;
	}
	log_sent(s, msg);
	sim_vq_push(vq, head, (uint32_t)sim_chain_write(&chain, msg->data, msg->len));
}

static void respond_later(struct server *s, struct door *door, uint16_t head)
{
	struct pending **at = &door->pending, *p = malloc(sizeof(*p));

	if (!p) {
		respond(s, door, head, &s->msg);
		return;
	}
	p->setup = door->front.vq[VU_QUEUE_COMMAND].setup;
	p->head = head;
	p->msg = s->msg;
	while (*at && (*at)->msg.due_ns <= p->msg.due_ns)
		at = &(*at)->next;
	p->next = *at;
	*at = p;
}

/* Delivers the responses that are due at @now; UINT64_MAX: all of them. */
static void deliver_pending(struct server *s, struct door *door, uint64_t now)
{
	struct sim_vq *vq = &door->front.vq[VU_QUEUE_COMMAND];
	bool any = false;

	while (door->pending && door->pending->msg.due_ns <= now) {
		struct pending *p = door->pending;

		if (p->setup != vq->setup) {
			sim_log_drop(s->log, &p->msg, "the queue was set up anew");
		} else if (sim_vq_ready(vq)) {
			respond(s, door, p->head, &p->msg);
			any = true;
		} else {
			return;
		}
		door->pending = p->next;
		free(p);
	}
	if (any)
		sim_vq_notify(vq);
}

static void command(struct server *s, struct door *door, const struct sim_chain *chain)
{
	struct sim_vq *vq = &door->front.vq[VU_QUEUE_COMMAND];
	uint8_t request[SIM_MSG_MAX];
	size_t len = sim_chain_read(chain, request, sizeof(request));
	uint64_t now = now_ns();
	/*
	 * Where Linux does not know the length of a response it offers room for a status beside its
	 * largest payload, but its raw mode drops what makes use of that (scmi_xfer_raw_collect in
	 * raw_mode.c): leave a word free.
	 */
	size_t max = chain->in_len >= LIST_MIN ? chain->in_len - 4 : chain->in_len;

	sim_log_message(s->log, door->socket->agent, SCMI_COMMAND, request, len, 0);
	if (max > SIM_MSG_MAX)
		max = SIM_MSG_MAX;
	if (chain->out_len > sizeof(request) ||
	    !sim_command(s->sim, door->socket->agent, request, len, max, now, &s->msg)) {
		sim_log_event(s->log, door->socket->agent, "malformed", "no SCMI message");
		sim_vq_push(vq, chain->head, 0);
	} else if (s->msg.due_ns > now) {
		respond_later(s, door, chain->head);
	} else {
		respond(s, door, chain->head, &s->msg);
	}
}

static void queue_broken(struct server *s, struct door *door, struct sim_vq *vq)
{
	sim_log_event(s->log, door->socket->agent, "malformed",
		      "the ring is broken: not used any more");
	vq->desc = vq->avail = vq->used = NULL;
}

/* Handles what the driver has put into the command queue. */
static void serve_commands(struct server *s, struct door *door)
{
	struct sim_vq *vq = &door->front.vq[VU_QUEUE_COMMAND];
	bool any = false;
	int ret = 0;

	/* At most a ring full: a driver that never stops must not keep others waiting. */
	for (unsigned int n = 0; sim_vq_ready(vq) && n < vq->num; n++) {
		struct sim_chain chain;

		ret = sim_vq_pop(vq, &door->front.memory, &chain);
		if (!ret || ret == -EPROTO)
			break;
		any = true;
		if (ret == -EBADMSG) {
			sim_log_event(s->log, door->socket->agent, "malformed", "descriptor chain");
			sim_vq_push(vq, chain.head, 0);
		} else {
			command(s, door, &chain);
		}
	}
	if (any)
		sim_vq_notify(vq);
	if (ret == -EPROTO)
		queue_broken(s, door, vq);
}

/* Delivers one delayed response or notification; false when that is not possible now. */
static bool deliver_event(struct server *s, struct door *door)
{
	struct sim_vq *vq = &door->front.vq[VU_QUEUE_EVENT];
	struct sim_chain chain;
	int ret = sim_vq_pop(vq, &door->front.memory, &chain);

	if (ret == -EPROTO)
		queue_broken(s, door, vq);
	if (ret == -EBADMSG) {
		sim_log_event(s->log, door->socket->agent, "malformed", "descriptor chain");
		sim_vq_push(vq, chain.head, 0);
		return true;
	}
	door->starved = ret <= 0;
	if (door->starved)
		return false;
	if (!sim_next(s->sim, door->socket->agent, now_ns(), &s->msg)) {
		sim_vq_unpop(vq);
		return false;
	}
	if (s->msg.lost) {
		sim_log_drop(s->log, &s->msg, "lost");
		sim_vq_unpop(vq);
		return true;
	}
	if (s->msg.len > chain.in_len) {
		sim_log_drop(s->log, &s->msg, "the buffer for the event is too small");
		sim_vq_unpop(vq);
		return true;
	}
	log_sent(s, &s->msg);
	sim_vq_push(vq, chain.head, (uint32_t)sim_chain_write(&chain, s->msg.data, s->msg.len));
	sim_vq_notify(vq);
	return true;
}

/* Delivers what is due for the door's agent. */
static void serve_events(struct server *s, struct door *door)
{
	const struct sim_vq *vq = &door->front.vq[VU_QUEUE_EVENT];

	door->starved = false;
	/* Nobody is there, or has no event queue: then events are lost, as on any platform. */
	if (!sim_vq_ready(vq)) {
		while (sim_next(s->sim, door->socket->agent, now_ns(), &s->msg))
			sim_log_drop(s->log, &s->msg, "there is no event queue");
		return;
	}
	while (!sim_wait(s->sim, door->socket->agent, now_ns()) && deliver_event(s, door))
		;
}

/* Connections */

static void door_close(struct server *s, struct door *door, const char *why)
{
	sim_log_event(s->log, door->socket->agent, "disconnect", why && *why ? why : NULL);
	while (door->pending) {
		struct pending *p = door->pending;

		door->pending = p->next;
		free(p);
	}
	vu_front_close(&door->front);
}

static void door_accept(struct server *s, struct door *door)
{
	int fd = accept4(door->listen_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (fd < 0)
		return;
	vu_front_open(&door->front, fd);
	sim_log_event(s->log, door->socket->agent, "connect", NULL);
}

static void door_receive(struct server *s, struct door *door)
{
	const char *why = NULL;
	unsigned int queue;
	int ret;

	do {
		ret = vu_front_receive(&door->front, &queue, &why);
		if (ret == VU_STOP_QUEUE) {
			/* What was taken from the queue goes back before the queue ends. */
			if (queue == VU_QUEUE_COMMAND)
				deliver_pending(s, door, UINT64_MAX);
			ret = vu_front_stopped(&door->front, queue);
			ret = ret < 0 ? ret : VU_REQUEST;
		}
	} while (ret > 0);
	if (ret < 0)
		door_close(s, door, why);
}

/* Empties an event descriptor; one that ends or fails is not looked at again. */
static void clear_kick(struct sim_vq *vq)
{
	uint64_t count;
	ssize_t n = read(vq->kick, &count, sizeof(count));

	if (n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR)))
		return;
	close(vq->kick);
	vq->kick = -1;
}

static void door_poll(struct door *door, struct pollfd *fds)
{
	bool connected = door->front.fd >= 0;

	fds[FD_SOCKET].fd = connected ? door->front.fd : door->listen_fd;
	fds[FD_KICK_COMMAND].fd = door->front.vq[VU_QUEUE_COMMAND].kick;
	fds[FD_KICK_EVENT].fd = door->front.vq[VU_QUEUE_EVENT].kick;
	for (size_t i = 0; i < FDS_PER_DOOR; i++) {
		fds[i].events = POLLIN;
		fds[i].revents = 0;
	}
}

static void door_serve(struct server *s, struct door *door, const struct pollfd *fds)
{
	for (size_t q = 0; q < VU_QUEUES; q++)
		if (fds[FD_KICK_COMMAND + q].revents)
			clear_kick(&door->front.vq[q]);
	if (fds[FD_SOCKET].revents) {
		if (door->front.fd >= 0)
			door_receive(s, door);
		else
			door_accept(s, door);
	}
	/* Also without a kick: queues that have just been enabled may hold something. */
	serve_commands(s, door);
	deliver_pending(s, door, now_ns());
	serve_events(s, door);
}

/* Nanoseconds until a door has something to do by itself. */
static uint64_t door_wait(const struct server *s, const struct door *door, uint64_t now)
{
	uint64_t wait = UINT64_MAX, due;

	if (door->pending && sim_vq_ready(&door->front.vq[VU_QUEUE_COMMAND])) {
		due = door->pending->msg.due_ns;
		wait = due > now ? due - now : 0;
	}
	/* A kick will tell when there is a buffer. */
	if (door->starved)
		return wait;
	due = sim_wait(s->sim, door->socket->agent, now);
	return due < wait ? due : wait;
}

static int serve(struct server *s, int (*stop)(void), const sigset_t *waiting, struct diag *diag)
{
	while (!stop()) {
		uint64_t now = now_ns(), wait = UINT64_MAX;
		struct timespec timeout;

		for (size_t i = 0; i < s->n; i++) {
			uint64_t w = door_wait(s, &s->doors[i], now);

			wait = w < wait ? w : wait;
			door_poll(&s->doors[i], &s->fds[i * FDS_PER_DOOR]);
		}
		timeout.tv_sec = (time_t)(wait / NSEC_PER_SEC % 1000000);
		timeout.tv_nsec = (long)(wait % NSEC_PER_SEC);
		if (ppoll(s->fds, s->n * FDS_PER_DOOR, wait == UINT64_MAX ? NULL : &timeout,
			  waiting) < 0) {
			if (errno == EINTR)
				continue;
			return diag_set(diag, DIAG_SYSTEM, errno, "poll: %s", strerror(errno));
		}
		for (size_t i = 0; i < s->n; i++)
			door_serve(s, &s->doors[i], &s->fds[i * FDS_PER_DOOR]);
	}
	return 0;
}

static void server_free(struct server *s)
{
	for (size_t i = 0; s->doors && i < s->n; i++) {
		struct door *door = &s->doors[i];

		if (door->front.fd >= 0)
			door_close(s, door, "the platform ends");
		if (door->listen_fd >= 0)
			close(door->listen_fd);
		if (door->bound)
			unlink(door->socket->path);
	}
	free(s->doors);
	free(s->fds);
}

static int server_init(struct server *s, const struct sim_socket *sockets, size_t n,
		       struct diag *diag)
{
	int ret = 0;

	s->doors = calloc(n, sizeof(*s->doors));
	s->fds = calloc(n * FDS_PER_DOOR, sizeof(*s->fds));
	if (!s->doors || !s->fds)
		return diag_set(diag, DIAG_SYSTEM, ENOMEM, "not enough memory");
	s->n = n;
	for (size_t i = 0; i < n; i++) {
		s->doors[i].socket = &sockets[i];
		s->doors[i].listen_fd = -1;
		vu_front_init(&s->doors[i].front);
	}
	for (size_t i = 0; i < n && !ret; i++) {
		ret = door_listen(&s->doors[i], diag);
		if (!ret)
			sim_log_event(s->log, sockets[i].agent, "listen", sockets[i].path);
	}
	return ret;
}

int sim_serve_vhost_user(struct sim *sim, const struct sim_socket *sockets, size_t n,
			 struct sim_log *log, int (*stop)(void), struct diag *diag)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, pipe_action;
	struct server server = { .sim = sim, .log = log };
	sigset_t all, waiting;
	int ret;

	/*
	 * Signals are handled only while we wait, so that none is lost between the question and
	 * the wait. Front ends may close what we write to.
	 */
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &waiting);
	sigaction(SIGPIPE, &ignore, &pipe_action);

	ret = server_init(&server, sockets, n, diag);
	if (!ret)
		ret = serve(&server, stop, &waiting, diag);
	server_free(&server);

	sigaction(SIGPIPE, &pipe_action, NULL);
	sigprocmask(SIG_SETMASK, &waiting, NULL);
	return ret;
}
