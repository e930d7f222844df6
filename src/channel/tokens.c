/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <string.h>
#include <unistd.h>

#include <scmictl/scmi.h>

#include "backend.h"

/*
 * Ordinary drivers take tokens one after the other from the lower end (scmi_xfer_token_set in
 * driver.c). A process keeps to a part of the upper half: another one's command without an answer
 * may hold its token for a minute, and a write with that token would hang as long.
 */
#define LOWEST	(SCMI_TOKENS / 2)
#define PART	64u

void chan_tokens_init(struct chan_tokens *tokens)
{
	uint64_t seed = chan_now_ns() / 1000;
	unsigned int part = (unsigned int)getpid() % (LOWEST / PART);

	memset(tokens, 0, sizeof(*tokens));
	tokens->next = (uint16_t)(LOWEST + part * PART + seed % PART);
}

uint16_t chan_tokens_take(struct chan_tokens *tokens)
{
	uint16_t first = (uint16_t)(tokens->next / PART * PART), token, oldest = tokens->next;
	uint64_t now = 0;

	/* The own part beginning at .next, then the whole half. */
	for (unsigned int i = 0; i < PART + SCMI_TOKENS - LOWEST; i++) {
		token = (uint16_t)(i < PART ? first + (tokens->next - first + i) % PART
					    : LOWEST + i - PART);
		if (tokens->busy_until[token] && !now)
			now = chan_now_ns();
		if (tokens->busy_until[token] <= now) {
			tokens->busy_until[token] = 0;
			if (i < PART)
				tokens->next = (uint16_t)(first + (token - first + 1u) % PART);
			return token;
		}
		if (tokens->busy_until[token] < tokens->busy_until[oldest])
			oldest = token;
	}
	return oldest;
}

void chan_tokens_lost(struct chan_tokens *tokens, uint16_t token, unsigned int ms)
{
	if (token < SCMI_TOKENS)
		tokens->busy_until[token] = chan_now_ns() + (uint64_t)ms * 1000000u;
}
