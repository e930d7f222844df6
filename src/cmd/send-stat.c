/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include "send.h"

#define STEP_BITS 6

_Static_assert(SEND_STAT_STEPS == 1 << STEP_BITS, "buckets follow from the bits of a value");

/*
 * Small values have a bucket each; from then on each power of two is cut into SEND_STAT_STEPS
 * pieces of the same width.
 */
static unsigned int bucket_of(uint64_t ns)
{
	unsigned int top;

	if (ns < SEND_STAT_STEPS)
		return (unsigned int)ns;
	top = 63u - (unsigned int)__builtin_clzll(ns);
	return (top - STEP_BITS) * SEND_STAT_STEPS + (unsigned int)(ns >> (top - STEP_BITS));
}

/* The middle of a bucket. */
static uint64_t bucket_value(unsigned int bucket)
{
	unsigned int shift;

	if (bucket < 2 * SEND_STAT_STEPS)
		return bucket;
	shift = bucket / SEND_STAT_STEPS - 1;
	return ((uint64_t)(SEND_STAT_STEPS + bucket % SEND_STAT_STEPS) << shift) +
	       (UINT64_C(1) << (shift - 1));
}

static void add(struct send_latency *latency, uint64_t ns)
{
	unsigned int bucket = bucket_of(ns);

	if (!latency->count || ns < latency->min_ns)
		latency->min_ns = ns;
	if (ns > latency->max_ns)
		latency->max_ns = ns;
	latency->count++;
	latency->sum_ns += ns;
	latency->buckets[bucket < SEND_STAT_BUCKETS ? bucket : SEND_STAT_BUCKETS - 1]++;
}

void send_stat_add(struct send_stat *stat, const struct chan_exchange *x)
{
	stat->sent++;
	stat->outcomes[x->outcome]++;
	stat->foreign += x->foreign;
	stat->late += x->n_errors;
	if (x->response.len)
		add(&stat->response, x->latency_ns);
	if (x->delayed.len)
		add(&stat->delayed, x->delayed_latency_ns);
}

uint64_t send_stat_percentile(const struct send_latency *latency, double percent)
{
	uint64_t rank = (uint64_t)(percent / 100 * (double)latency->count + 0.999999), seen = 0, ns;

	for (unsigned int i = 0; i < SEND_STAT_BUCKETS; i++) {
		seen += latency->buckets[i];
		if (seen && seen >= rank) {
			ns = bucket_value(i);
			if (ns < latency->min_ns)
				return latency->min_ns;
			return ns > latency->max_ns ? latency->max_ns : ns;
		}
	}
	return latency->max_ns;
}

static const struct {
	const char *name;
	double percent;
} percentiles[] = {
	{ "p50", 50 },
	{ "p90", 90 },
	{ "p99", 99 },
};

static uint64_t us(uint64_t ns)
{
	return (ns + 500) / 1000;
}

static void show_latency_json(struct out *out, const char *key, const struct send_latency *latency)
{
	if (!latency->count) {
		out_null(out, key);
		return;
	}
	out_object(out, key);
	out_u64(out, "min", us(latency->min_ns));
	out_u64(out, "mean", us(latency->sum_ns / latency->count));
	for (size_t i = 0; i < sizeof(percentiles) / sizeof(percentiles[0]); i++)
		out_u64(out, percentiles[i].name,
			us(send_stat_percentile(latency, percentiles[i].percent)));
	out_u64(out, "max", us(latency->max_ns));
	out_end(out);
}

static void show_latency_text(struct out *out, const char *what, const struct send_latency *latency)
{
	if (latency->count)
		out_line(out, OUT_PLAIN,
			 "%s: min %llu, mean %llu, p50 %llu, p90 %llu, p99 %llu, max %llu us", what,
			 (unsigned long long)us(latency->min_ns),
			 (unsigned long long)us(latency->sum_ns / latency->count),
			 (unsigned long long)us(send_stat_percentile(latency, 50)),
			 (unsigned long long)us(send_stat_percentile(latency, 90)),
			 (unsigned long long)us(send_stat_percentile(latency, 99)),
			 (unsigned long long)us(latency->max_ns));
}

void send_stat_show(struct out *out, const struct send_stat *stat)
{
	uint64_t duration = stat->end_ns - stat->start_ns;
	double rate = duration ? (double)stat->sent * 1e9 / (double)duration : 0;
	const uint64_t *n = stat->outcomes;

	out_object(out, NULL);
	out_show(out, OUT_JSON_ONLY);
	out_str(out, "type", "summary");
	out_u64(out, "schema_version", 1);
	out_u64(out, "sent", stat->sent);
	out_object(out, "outcomes");
	for (int i = CHAN_OK; i <= CHAN_REFUSED; i++)
		out_u64(out, chan_outcome_name((enum chan_outcome)i), n[i]);
	out_end(out);
	out_u64(out, "unexpected", stat->unexpected);
	out_u64(out, "foreign", stat->foreign);
	out_u64(out, "late", stat->late);
	out_u64(out, "duration_us", us(duration));
	out_double(out, "rate", rate, 1);
	show_latency_json(out, "latency_us", &stat->response);
	show_latency_json(out, "delayed_latency_us", &stat->delayed);

	out_show(out, OUT_TEXT_ONLY);
	out_line(out, OUT_TITLE,
		 "%llu sent: %llu ok, %llu errors, %llu time-outs, %llu refused; %.0f a second",
		 (unsigned long long)stat->sent, (unsigned long long)n[CHAN_OK],
		 (unsigned long long)(n[CHAN_STATUS] + n[CHAN_TRUNCATED]),
		 (unsigned long long)(n[CHAN_TIMEOUT] + n[CHAN_NO_DELAYED]),
		 (unsigned long long)n[CHAN_REFUSED], rate);
	show_latency_text(out, "response", &stat->response);
	show_latency_text(out, "delayed response", &stat->delayed);
	if (stat->late)
		out_line(out, OUT_WARN, "%llu messages that nobody waited for",
			 (unsigned long long)stat->late);
	if (stat->foreign)
		out_line(out, OUT_PLAIN, "%llu answers to others were passed over",
			 (unsigned long long)stat->foreign);
	out_end(out);
}
