/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <scmictl/scmi.h>

#include "backend.h"

/*
 * Ordinary drivers take tokens one after the other from the lower end (scmi_xfer_token_set in
 * driver.c). Ours go round the upper half: the kernel frees a token some time after the answer
 * (scmi_xfer_raw_worker in raw_mode.c), so that a short round would meet its own tail.
 */
#define LOWEST (SCMI_TOKENS / 2)

/* How much later, as far as other processes are concerned. */
#define GRACE_NS UINT64_C(10000000)

/* The lowest bits of what is held. */
#define ANSWERED 1u /* held by the grace alone */
#define ASYNC 2u    /* a delayed response belongs to it */
#define KEPT 4u	    /* answered, but the kernel frees none before this time */
#define FLAGS (ANSWERED | ASYNC | KEPT)

/*
 * A command without an answer may hold its token for a minute after its process has ended, and a
 * write with that token would hang as long: what is held outlives us. tmpfs, gone with the next
 * boot as the kernel's own state is.
 */
#define SHARED "/run/scmictl-tokens-%d"
/* A time for each token, and more. */
#define STALLED SCMI_TOKENS /* until when the kernel frees none */
#define SIZE (CHAN_SHARED_WORDS * sizeof(uint64_t))

/* No kernel waits longer: anything later is damage. */
#define LONGEST_NS UINT64_C(600000000000)

/* Memory that is shared with other processes, or NULL. */
static uint64_t *map_shared(int instance, int *fd)
{
	char path[64];
	struct stat st;
	void *map;

	snprintf(path, sizeof(path), SHARED, instance);
	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (*fd < 0)
		return NULL;
	if (fstat(*fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_uid != geteuid() ||
	    (st.st_size != (off_t)SIZE && ftruncate(*fd, SIZE) < 0))
		map = MAP_FAILED;
	else
		map = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, *fd, 0);
	if (map == MAP_FAILED) {
		close(*fd);
		*fd = -1;
		return NULL;
	}
	return map;
}

int chan_tokens_init(struct chan *chan)
{
	struct chan_tokens *tokens = &chan->tokens;

	tokens->start_ns = chan_now_ns();
	tokens->next = (uint16_t)(LOWEST + (tokens->start_ns / 1000 + (uint64_t)getpid() * 64) %
						   (SCMI_TOKENS - LOWEST));
	tokens->fd = -1;
	tokens->busy_until = chan->info.instance < 0 ? NULL
						     : map_shared(chan->info.instance, &tokens->fd);
	if (!tokens->busy_until)
		tokens->busy_until = calloc(1, SIZE);
	return tokens->busy_until ? 0 : -ENOMEM;
}

void chan_tokens_free(struct chan *chan)
{
	struct chan_tokens *tokens = &chan->tokens;

	if (!tokens->busy_until)
		return;
	if (tokens->fd >= 0) {
		munmap(tokens->busy_until, SIZE);
		close(tokens->fd);
	} else {
		free(tokens->busy_until);
	}
	tokens->busy_until = NULL;
}

static bool is_held(uint64_t until, uint64_t now_ns)
{
	return until > now_ns && until - now_ns < LONGEST_NS;
}

bool chan_token_in_flight(const struct chan *chan, uint16_t token, uint64_t now_ns)
{
	uint64_t until = chan->tokens.busy_until ? chan->tokens.busy_until[token] : 0;

	return !(until & ANSWERED) && is_held(until, now_ns);
}

bool chan_token_is_open(const struct chan *chan, uint16_t token, uint64_t now_ns)
{
	return chan_token_in_flight(chan, token, now_ns) &&
	       !(chan->tokens.busy_until[token] & KEPT);
}

void chan_token_hold(struct chan *chan, uint16_t token, uint64_t until_ns, bool async)
{
	if (chan->tokens.busy_until)
		chan->tokens.busy_until[token] = (until_ns & ~(uint64_t)FLAGS) |
						 (async ? ASYNC : 0);
}

void chan_token_seen(struct chan *chan, const void *msg, size_t len, uint64_t when_ns)
{
	struct scmi_header header;

	if (len < SCMI_HEADER_SIZE + SCMI_STATUS_SIZE)
		return;
	header = scmi_header_unpack(scmi_get_le32(msg));
	if (!chan_token_in_flight(chan, header.token, when_ns) ||
	    (header.type != SCMI_TYPE_DELAYED && chan->tokens.busy_until[header.token] & ASYNC &&
	     (int32_t)scmi_get_le32((const uint8_t *)msg + SCMI_HEADER_SIZE) >= 0))
		return;
	chan_token_answered(chan, header.token, when_ns);
}

static bool is_alone(const struct chan *chan, uint16_t token, uint64_t now_ns)
{
	for (uint16_t other = 0; other < SCMI_TOKENS; other++)
		if (other != token && chan_token_is_open(chan, other, now_ns))
			return false;
	return true;
}

void chan_token_answered(struct chan *chan, uint16_t token, uint64_t when_ns)
{
	uint64_t stalled;

	if (!chan->tokens.busy_until)
		return;
	stalled = chan->tokens.busy_until[STALLED];
	/* The lost answer itself, late: nothing holds the kernel up any more. */
	if (is_held(stalled, when_ns) && stalled == chan->tokens.busy_until[token] &&
	    is_alone(chan, token, when_ns))
		stalled = chan->tokens.busy_until[STALLED] = 0;
	if (is_held(stalled, when_ns))
		chan->tokens.busy_until[token] = (stalled & ~(uint64_t)FLAGS) | KEPT;
	else
		chan->tokens.busy_until[token] = ((when_ns + GRACE_NS) & ~(uint64_t)FLAGS) |
						 ANSWERED;
}

void chan_token_lost(struct chan *chan, uint16_t token)
{
	uint64_t *busy_until = chan->tokens.busy_until;

	if (busy_until && !is_held(busy_until[STALLED], busy_until[token]))
		busy_until[STALLED] = busy_until[token];
}

/* The first token from .next on that is not held; 0: all are. */
static uint16_t first_free(const struct chan_tokens *tokens, uint64_t now_ns)
{
	for (unsigned int i = 0; i < SCMI_TOKENS - LOWEST; i++) {
		uint16_t token = (uint16_t)(LOWEST + (tokens->next + i) % (SCMI_TOKENS - LOWEST));

		if (!tokens->busy_until || !is_held(tokens->busy_until[token], now_ns))
			return token;
	}
	return 0;
}

static uint16_t oldest(const struct chan_tokens *tokens)
{
	uint16_t oldest = LOWEST;

	for (uint16_t token = LOWEST; token < SCMI_TOKENS; token++)
		if (tokens->busy_until[token] < tokens->busy_until[oldest])
			oldest = token;
	return oldest;
}

uint16_t chan_token(struct chan *chan)
{
	struct chan_tokens *tokens = &chan->tokens;
	/* That was some time ago, but to ask the clock for each message would cost more. */
	uint16_t token = first_free(tokens, chan->end_ns ? chan->end_ns : tokens->start_ns);

	if (!token)
		token = first_free(tokens, chan_now_ns());
	if (!token)
		token = oldest(tokens);
	tokens->next = (uint16_t)(token + 1);
	return token;
}
