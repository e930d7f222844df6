/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Many senders in one process: each thread opens a channel of its own and has peer.py's vendor
 * protocol echo words, no two alike.
 *
 *	senders THREADS COUNT
 *
 * Runs in the guest. Prints how many answers belonged to their questions; fails if any did not.
 */
#include <config.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include <scmictl/channel.h>
#include <scmictl/scmi.h>

#define MAX_THREADS 64
#define MISBEHAVE 0xe0
#define ECHO 0x03
#define WORDS (SCMI_HEADER_SIZE + 4)

struct sender {
	pthread_t thread;
	uint32_t number, count, right;
	struct diag diag; /* what went wrong first */
};

static bool is_echo(const struct chan_exchange *x, uint32_t word)
{
	return x->outcome == CHAN_OK && x->response.len == WORDS + SCMI_STATUS_SIZE &&
	       scmi_get_le32(x->response.data + SCMI_HEADER_SIZE + SCMI_STATUS_SIZE) == word;
}

static void *run(void *data)
{
	const struct chan_options options = { .sysroot = "", .channel = -1 };
	struct sender *s = data;
	struct chan *chan = chan_open(&options, &s->diag);
	struct chan_exchange *x = calloc(1, sizeof(*x));

	for (uint32_t i = 0; chan && x && i < s->count && !s->diag.origin; i++) {
		struct scmi_header header = {
			.message = ECHO,
			.protocol = MISBEHAVE,
			.token = chan_token(chan),
		};
		uint32_t word = s->number << 24 | i;

		scmi_put_le32(x->request, scmi_header_pack(header));
		scmi_put_le32(x->request + SCMI_HEADER_SIZE, word);
		x->request_len = WORDS;
		/* Half of them go on and on, half rest after each. */
		x->flags = CHAN_ANY_TOKEN | (s->number & 1 ? CHAN_KEEP : 0);
		if (chan_exchange(chan, x, &s->diag) == 0)
			s->right += is_echo(x, word);
	}
	chan_close(chan);
	free(x);
	return NULL;
}

int main(int argc, char **argv)
{
	static struct sender senders[MAX_THREADS];
	unsigned long threads = argc == 3 ? strtoul(argv[1], NULL, 10) : 0, right = 0;

	if (!threads || threads > MAX_THREADS)
		return 2;
	for (uint32_t i = 0; i < threads; i++) {
		senders[i].number = i;
		senders[i].count = (uint32_t)strtoul(argv[2], NULL, 10);
		if (pthread_create(&senders[i].thread, NULL, run, &senders[i]))
			return 2;
	}
	for (uint32_t i = 0; i < threads; i++) {
		pthread_join(senders[i].thread, NULL);
		right += senders[i].right;
		if (senders[i].diag.origin)
			diag_print(&senders[i].diag, NULL);
	}
	printf("%lu\n", right);
	return right != threads * senders[0].count;
}
