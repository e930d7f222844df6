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
 * driver.c). Processes that run at the same time keep to different parts of the upper half.
 */
#define LOWEST	(SCMI_TOKENS / 2)
#define PART	64u

/*
 * A command without an answer may hold its token for a minute after its process has ended, and a
 * write with that token would hang as long: what is held outlives us. tmpfs, gone with the next
 * boot as the kernel's own state is.
 */
#define SHARED	"/run/scmictl-tokens-%d"
#define SIZE	(SCMI_TOKENS * sizeof(uint64_t))

/* No kernel waits longer: anything later is damage. */
#define LONGEST_NS	UINT64_C(600000000000)

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
	unsigned int part = (unsigned int)getpid() % (LOWEST / PART);

	tokens->next = (uint16_t)(LOWEST + part * PART + chan_now_ns() / 1000 % PART);
	tokens->fd = -1;
	tokens->busy_until = chan->info.instance < 0 ? NULL : map_shared(chan->info.instance,
									 &tokens->fd);
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

bool chan_token_is_held(const struct chan *chan, uint16_t token, uint64_t now_ns)
{
	uint64_t until = chan->tokens.busy_until ? chan->tokens.busy_until[token] : 0;

	return until > now_ns && until - now_ns < LONGEST_NS;
}

uint64_t chan_token_hold(struct chan *chan, uint16_t token, uint64_t until_ns)
{
	uint64_t before;

	if (!chan->tokens.busy_until)
		return 0;
	before = chan->tokens.busy_until[token];
	chan->tokens.busy_until[token] = until_ns;
	return before;
}

/* Without asking the clock as long as nothing is held, which is the rule. */
static bool is_free(const struct chan *chan, uint16_t token, uint64_t *now)
{
	if (!chan->tokens.busy_until || !chan->tokens.busy_until[token])
		return true;
	if (!*now)
		*now = chan_now_ns();
	return !chan_token_is_held(chan, token, *now);
}

uint16_t chan_token(struct chan *chan)
{
	struct chan_tokens *tokens = &chan->tokens;
	uint16_t first = (uint16_t)(tokens->next / PART * PART), oldest = tokens->next;
	uint64_t now = 0;

	/* The own part beginning at .next, then the whole half. */
	for (unsigned int i = 0; i < PART + SCMI_TOKENS - LOWEST; i++) {
		uint16_t token = (uint16_t)(i < PART ? first + (tokens->next + i) % PART
						     : LOWEST + i - PART);

		if (is_free(chan, token, &now)) {
			if (i < PART)
				tokens->next = (uint16_t)(first + (token + 1u) % PART);
			return token;
		}
		if (tokens->busy_until[token] < tokens->busy_until[oldest])
			oldest = token;
	}
	return oldest;
}
