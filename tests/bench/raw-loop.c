/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The least that a client of raw mode can do: write a message, read its answer, read the end of
 * the answer, again and again. What scmictl's rate is measured against.
 *
 *	raw-loop FILE COUNT HEADER [WORD...]
 *
 * FILE is raw/message of an instance, HEADER the message's header word without token, WORDs its
 * payload. Prints messages per second, and the processor time of each message in microseconds.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define MAX_WORDS 32

static void put_le32(unsigned char *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (unsigned char)(v >> 8 * i);
}

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

/* The kernel may be behind with freeing what earlier messages took. */
static ssize_t write_message(int fd, const void *msg, size_t len)
{
	ssize_t n;

	while ((n = write(fd, msg, len)) < 0 && errno == ENOMEM)
		usleep(1000);
	return n;
}

int main(int argc, char **argv)
{
	unsigned char msg[4 * (MAX_WORDS + 1)], answer[4096];
	struct timespec start, end;
	struct rusage usage;
	unsigned long count;
	uint32_t header;
	size_t len = 0;
	int in, out;

	if (argc < 4 || argc > 4 + MAX_WORDS) {
		fprintf(stderr, "usage: raw-loop FILE COUNT HEADER [WORD...]\n");
		return 2;
	}
	count = strtoul(argv[2], NULL, 0);
	header = (uint32_t)strtoul(argv[3], NULL, 0);
	for (int i = 4; i < argc; i++)
		put_le32(msg + 4 * (i - 3), (uint32_t)strtoul(argv[i], NULL, 0));
	len = 4 * (size_t)(argc - 3);
	out = open(argv[1], O_WRONLY);
	in = open(argv[1], O_RDONLY);
	if (in < 0 || out < 0) {
		perror(argv[1]);
		return 1;
	}

	clock_gettime(CLOCK_MONOTONIC, &start);
	for (unsigned long i = 0; i < count; i++) {
		put_le32(msg, header | (uint32_t)(512 + i % 512) << 18);
		if (write_message(out, msg, len) != (ssize_t)len ||
		    read(in, answer, sizeof(answer)) <= 0 ||
		    read(in, answer, sizeof(answer)) != 0) {
			perror("raw-loop");
			return 1;
		}
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	getrusage(RUSAGE_SELF, &usage);
	printf("%.0f %.2f\n",
	       (double)count / ((double)(end.tv_sec - start.tv_sec) +
				(double)(end.tv_nsec - start.tv_nsec) / 1e9),
	       (seconds(usage.ru_utime) + seconds(usage.ru_stime)) * 1e6 / (double)count);
	return 0;
}
