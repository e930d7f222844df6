/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Each fault of the simulated platform, as sim_command() and sim_next() show it. Faults are given
 * as with --fault; a platform without any serves as the reference.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../src/sim/fault.h"

#define MS 1000000ull
#define START (1000 * MS)
#define DELAYED (3 * MS) /* after the response, as the built-in platform says of CLOCK_RATE_SET */
#define ROOM 132
#define TOKEN 5

#define RATE_GET "clock rate_get clock_id=0"
#define RATE_SET "clock rate_set clock_id=1 rate=1100000000"
#define RATE_SET_ASYNC RATE_SET " flags=async"
#define ATTRIBUTES "clock attributes clock_id=0"
#define PROTOCOLS "base discover_list_protocols"

/* A platform with faults, beside one without. */
struct rig {
	struct sim *sim, *sound;
	struct sim_message msg, right;
	struct scmi_decoded d;
	uint64_t now;
	uint32_t agent;
};

static struct sim *platform(const char *path)
{
	struct diag diag = { 0 };
	struct sim *sim = sim_new(path, &diag);

	if (!sim)
		fail_msg("%s", diag.text);
	return sim;
}

static void add(struct rig *r, const char *spec)
{
	struct diag diag = { 0 };

	if (sim_add_fault(r->sim, spec, &diag))
		fail_msg("%s", diag.text);
}

static struct rig *rig(const char *spec)
{
	struct rig *r = calloc(1, sizeof(*r));

	assert_non_null(r);
	r->sim = platform(NULL);
	r->sound = platform(NULL);
	r->now = START;
	r->agent = 1;
	if (spec)
		add(r, spec);
	return r;
}

static void end(struct rig *r)
{
	scmi_decoded_free(&r->d);
	sim_free(r->sim);
	sim_free(r->sound);
	free(r);
}

static size_t encode(const char *words, void *buf, size_t size)
{
	char copy[128], *rest = copy, *protocol, *message, *arg;
	const struct scmi_protocol *p;
	const struct scmi_message *m;
	struct scmi_builder b = { 0 };
	uint8_t id;
	ssize_t len;

	assert_true(strlen(words) < sizeof(copy));
	strcpy(copy, words);
	protocol = strsep(&rest, " ");
	message = strsep(&rest, " ");
	assert_int_equal(scmi_protocol_parse(protocol, NULL, NULL, &id, &p, NULL), 0);
	assert_int_equal(scmi_message_parse(p, message, 0, &id, &m, NULL), 0);
	scmi_build(&b, p, SCMI_COMMAND, m, NULL, 0);
	while ((arg = strsep(&rest, " ")))
		assert_int_equal(scmi_set_arg(&b, arg, NULL), 0);
	len = scmi_encode(&b, TOKEN, true, buf, size, NULL);
	scmi_builder_free(&b);
	assert_true(len >= SCMI_HEADER_SIZE);
	return (size_t)len;
}

/* The same command to both: the answers in .msg and .right. */
static void send(struct rig *r, const char *words)
{
	uint8_t buf[256];
	size_t len = encode(words, buf, sizeof(buf));

	assert_true(sim_command(r->sim, r->agent, buf, len, ROOM, r->now, &r->msg));
	assert_true(sim_command(r->sound, r->agent, buf, len, ROOM, r->now, &r->right));
	assert_true(r->msg.len <= ROOM);
}

static void decode(struct rig *r)
{
	const struct scmi_context context = { 0 };

	assert_int_equal(scmi_decode(&r->d, SCMI_RESPONSE, &context, r->msg.data, r->msg.len), 0);
}

static bool has_problem(struct rig *r, const char *text)
{
	decode(r);
	for (unsigned int i = 0; i < r->d.n_problems && i < SCMI_MAX_PROBLEMS; i++)
		if (strstr(r->d.problems[i], text))
			return true;
	return false;
}

static int32_t status(const struct sim_message *msg)
{
	return (int32_t)scmi_get_le32(msg->data + SCMI_HEADER_SIZE);
}

static struct scmi_header header(const struct sim_message *msg)
{
	return scmi_header_unpack(scmi_get_le32(msg->data));
}

static bool unharmed(const struct rig *r)
{
	return !r->msg.lost && !r->msg.faults && r->msg.due_ns == r->right.due_ns &&
	       r->msg.len == r->right.len && !memcmp(r->msg.data, r->right.data, r->msg.len);
}

static void expect_fault(const struct rig *r, const char *name)
{
	char buf[256];
	const char *names = sim_fault_names(r->msg.faults, buf, sizeof(buf));

	assert_non_null(names);
	assert_string_equal(names, name);
}

/* Everything but the header as it should be. */
static void expect_body(const struct rig *r)
{
	assert_int_equal(r->msg.len, r->right.len);
	assert_memory_equal(r->msg.data + 4, r->right.data + 4, r->msg.len - 4);
}

/* The next message within 100 s, due at @due. */
static void expect_next(struct rig *r, uint64_t due)
{
	assert_true(sim_next(r->sim, r->agent, START + 100000 * MS, &r->msg));
	assert_int_equal(r->msg.due_ns, due);
}

static void expect_nothing(struct rig *r)
{
	assert_false(sim_next(r->sim, r->agent, START + 100000 * MS, &r->msg));
}

static void test_lost(void **state)
{
	struct rig *r = rig("lost,clock:rate_set,nth=2");

	(void)state;
	send(r, RATE_SET);
	assert_true(unharmed(r));
	send(r, "clock rate_set clock_id=1 rate=500000000");
	assert_true(r->msg.lost);
	expect_fault(r, "lost");
	send(r, RATE_SET);
	assert_true(unharmed(r));
	/* What was lost was done all the same. */
	send(r, "clock rate_set clock_id=1 rate=500000000");
	send(r, "clock rate_get clock_id=1");
	assert_true(unharmed(r));
	end(r);
}

static void test_late(void **state)
{
	struct rig *r = rig("late=200");

	(void)state;
	send(r, RATE_SET_ASYNC);
	assert_int_equal(r->msg.due_ns, START + 200 * MS);
	expect_body(r);
	expect_fault(r, "late");
	/* The delayed response does not overtake it. */
	expect_next(r, START + 200 * MS + DELAYED);
	assert_int_equal(header(&r->msg).type, SCMI_TYPE_DELAYED);
	assert_int_equal(r->msg.faults, 0);
	end(r);
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static void test_slow(void **state)
{
	struct rig *r = rig("slow=10:20:300,seed=7"), *again = rig("slow=10:20:300,seed=7");
	struct rig *other = rig("slow=10:20:300,seed=8");
	uint64_t took[1000];
	unsigned int same = 0;

	(void)state;
	for (unsigned int i = 0; i < 1000; i++) {
		send(r, RATE_GET);
		send(again, RATE_GET);
		send(other, RATE_GET);
		took[i] = r->msg.due_ns - START;
		assert_int_equal(again->msg.due_ns, r->msg.due_ns);
		same += other->msg.due_ns == r->msg.due_ns;
	}
	assert_true(same < 10);
	qsort(took, 1000, sizeof(*took), compare);
	assert_in_range(took[0], 10 * MS, 11 * MS);
	assert_in_range(took[250], 14 * MS, 16 * MS);
	assert_in_range(took[500], 18 * MS, 40 * MS);
	assert_in_range(took[750], 130 * MS, 190 * MS);
	assert_in_range(took[999], 290 * MS, 300 * MS);
	end(r);
	r = rig("slow=30");
	send(r, RATE_GET);
	assert_int_equal(r->msg.due_ns, START + 30 * MS);
	end(r);
	end(again);
	end(other);
}

static void test_queue_full(void **state)
{
	struct rig *r = rig("queue-full=2,ms=10");

	(void)state;
	send(r, RATE_GET);
	assert_int_equal(r->msg.due_ns, START + 10 * MS);
	send(r, RATE_GET);
	assert_int_equal(r->msg.due_ns, START + 20 * MS);
	send(r, RATE_GET);
	assert_int_equal(status(&r->msg), SCMI_BUSY);
	assert_int_equal(r->msg.due_ns, START);
	r->now += 10 * MS;
	send(r, RATE_GET);
	assert_int_equal(status(&r->msg), SCMI_SUCCESS);
	assert_int_equal(r->msg.due_ns, START + 30 * MS);
	r->now += 1000 * MS;
	send(r, RATE_GET);
	assert_int_equal(r->msg.due_ns, START + 1020 * MS);
	end(r);
}

static void test_refused(void **state)
{
	static const struct {
		const char *spec;
		int32_t status;
	} faults[] = {
		{ "busy", SCMI_BUSY },
		{ "denied", SCMI_DENIED },
		{ "status=HARDWARE_ERROR", SCMI_HARDWARE_ERROR },
		{ "status=-77", -77 },
		{ "status=SUCCESS", 0 },
		{ "status=42", 42 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++) {
		struct rig *r = rig(NULL);
		uint64_t before;

		send(r, "clock rate_get clock_id=1");
		decode(r);
		before = scmi_decoded_value(&r->d, "rate", 0, 0);
		add(r, faults[i].spec);
		send(r, RATE_SET);
		assert_int_equal(status(&r->msg), faults[i].status);
		assert_int_equal(r->msg.len, 8);
		assert_int_equal(header(&r->msg).token, TOKEN);
		/* It was not done. */
		r->sim->faults.n = 0;
		send(r, "clock rate_get clock_id=1");
		decode(r);
		assert_int_equal(scmi_decoded_value(&r->d, "rate", 0, 0), before);
		end(r);
	}
}

static void test_denied_agent(void **state)
{
	struct rig *r = rig("denied,agent=2");

	(void)state;
	send(r, RATE_GET);
	assert_true(unharmed(r));
	r->agent = 2;
	send(r, RATE_GET);
	assert_int_equal(status(&r->msg), SCMI_DENIED);
	expect_fault(r, "denied");
	end(r);
}

static void test_delayed(void **state)
{
	struct rig *r = rig("delayed-before-response=3");

	(void)state;
	/* A command without delayed response is none of its matches. */
	send(r, RATE_SET);
	assert_true(unharmed(r));
	send(r, RATE_SET_ASYNC);
	expect_fault(r, "delayed-before-response");
	assert_int_equal(r->msg.due_ns, START + DELAYED + 3 * MS);
	expect_next(r, START + DELAYED);
	end(r);

	r = rig("delayed-late=300");
	send(r, RATE_SET_ASYNC);
	assert_true(unharmed(r));
	expect_next(r, START + DELAYED + 300 * MS);
	expect_fault(r, "delayed-late");
	end(r);

	r = rig("delayed-lost");
	send(r, RATE_SET_ASYNC);
	assert_true(unharmed(r));
	expect_next(r, START + DELAYED);
	assert_true(r->msg.lost);
	expect_nothing(r);
	end(r);

	r = rig("delayed-twice=7");
	send(r, RATE_SET_ASYNC);
	assert_true(unharmed(r));
	expect_next(r, START + DELAYED);
	r->right = r->msg;
	expect_next(r, START + DELAYED + 7 * MS);
	expect_body(r);
	assert_int_equal(scmi_get_le32(r->msg.data), scmi_get_le32(r->right.data));
	expect_nothing(r);
	end(r);
}

static void test_duplicate(void **state)
{
	struct rig *r = rig("duplicate=4");

	(void)state;
	send(r, RATE_GET);
	expect_body(r);
	expect_next(r, START + 4 * MS);
	expect_body(r);
	assert_int_equal(scmi_get_le32(r->msg.data), scmi_get_le32(r->right.data));
	expect_fault(r, "duplicate");
	expect_nothing(r);
	end(r);
}

static void test_header(void **state)
{
	static const struct {
		const char *spec;
		uint32_t word;
	} faults[] = {
		{ "wrong-token", 6 << 18 | 0x14 << 10 | 6 },
		{ "wrong-token=1023", 4 << 18 | 0x14 << 10 | 6 },
		{ "wrong-type", TOKEN << 18 | 0x14 << 10 | 2 << 8 | 6 },
		{ "wrong-type=3", TOKEN << 18 | 0x14 << 10 | 3 << 8 | 6 },
		{ "wrong-protocol", TOKEN << 18 | 0x7f << 10 | 6 },
		{ "wrong-protocol=0x13", TOKEN << 18 | 0x13 << 10 | 6 },
		{ "wrong-message=7", TOKEN << 18 | 0x14 << 10 | 7 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++) {
		struct rig *r = rig(faults[i].spec);

		send(r, RATE_GET);
		assert_int_equal(scmi_get_le32(r->msg.data), faults[i].word);
		expect_body(r);
		end(r);
	}
}

static void test_length(void **state)
{
	struct rig *r = rig("truncated=10");

	(void)state;
	send(r, RATE_GET);
	assert_int_equal(r->msg.len, 10);
	assert_memory_equal(r->msg.data, r->right.data, 10);
	assert_true(has_problem(r, "truncated"));
	/* What is short already is not struck. */
	send(r, "clock rate_get clock_id=9999");
	assert_true(unharmed(r));
	end(r);

	r = rig("truncated=0");
	send(r, RATE_GET);
	assert_int_equal(r->msg.len, 0);
	end(r);

	r = rig("too-long=12");
	send(r, RATE_GET);
	assert_int_equal(r->msg.len, r->right.len + 12);
	assert_memory_equal(r->msg.data, r->right.data, r->right.len);
	assert_true(has_problem(r, "trailing: 12 bytes"));
	end(r);

	/* Never beyond what the transport has room for. */
	r = rig("too-long=4096");
	send(r, RATE_GET);
	assert_int_equal(r->msg.len, ROOM);
	end(r);

	r = rig("status-only");
	send(r, RATE_GET);
	assert_int_equal(r->msg.len, 8);
	assert_int_equal(status(&r->msg), SCMI_SUCCESS);
	end(r);
}

static void test_lists(void **state)
{
	struct rig *r = rig("padded");

	(void)state;
	send(r, RATE_GET);
	assert_true(unharmed(r));
	send(r, PROTOCOLS);
	assert_int_equal(r->msg.len, r->right.len + 4);
	assert_int_equal(scmi_get_le32(r->msg.data + r->right.len), 0);
	end(r);

	r = rig("wrong-count");
	send(r, PROTOCOLS);
	assert_int_equal(scmi_get_le32(r->msg.data + 8), scmi_get_le32(r->right.data + 8) + 100);
	decode(r);
	assert_true(r->d.n_problems > 0);
	send(r, "clock protocol_attributes");
	assert_int_equal(scmi_get_le32(r->msg.data + 8), scmi_get_le32(r->right.data + 8) + 100);
	send(r, RATE_GET);
	assert_true(unharmed(r));
	end(r);

	r = rig("endless=3");
	for (unsigned int skip = 0; skip < 5000; skip += 500) {
		char words[80];

		snprintf(words, sizeof(words), "clock describe_rates clock_id=0 rate_index=%u",
			 skip);
		send(r, words);
		assert_int_equal(status(&r->msg), SCMI_SUCCESS);
		decode(r);
		assert_int_equal(r->d.n_problems, 0);
		assert_true(scmi_decoded_value(&r->d, "returned", 0, 0) > 0);
		assert_int_equal(scmi_decoded_value(&r->d, "remaining", 0, 0), 3);
	}
	assert_int_equal(status(&r->right), SCMI_OUT_OF_RANGE);
	end(r);
}

static void test_names(void **state)
{
	struct rig *r = rig("unterminated");
	const struct scmi_item *name;

	(void)state;
	send(r, ATTRIBUTES);
	assert_true(has_problem(r, "unterminated"));
	send(r, RATE_GET);
	assert_true(unharmed(r));
	end(r);
	r = rig("control-bytes");
	send(r, ATTRIBUTES);
	decode(r);
	name = scmi_decoded_get(&r->d, "name", 0);
	assert_non_null(name);
	assert_int_equal(name->data[0], 0x1b);
	assert_int_equal(r->msg.len, r->right.len);
	end(r);
}

static void test_future(void **state)
{
	struct rig *r = rig("future-version=12.3,perf");

	(void)state;
	send(r, "clock protocol_version");
	assert_true(unharmed(r));
	send(r, "perf protocol_version");
	assert_int_equal(scmi_get_le32(r->msg.data + 8), SCMI_VERSION(12, 3));
	send(r, "perf protocol_attributes");
	assert_true(unharmed(r));
	end(r);
}

static void test_storm(void **state)
{
	struct rig *r = rig("notification-storm=30");
	struct sim_message next;

	(void)state;
	send(r, RATE_GET);
	expect_body(r);
	for (unsigned int i = 0; i < 30; i++) {
		assert_true(sim_next(r->sim, 1, START, &next));
		assert_int_equal(header(&next).type, SCMI_TYPE_NOTIFICATION);
		assert_int_equal(header(&next).protocol, SCMI_CLOCK);
	}
	assert_false(sim_next(r->sim, 1, START, &next));
	/* More than the queue takes are not sent. */
	end(r);
	r = rig("notification-storm=65535");
	send(r, RATE_GET);
	for (unsigned int i = 0; i < SIM_QUEUE_MAX; i++)
		assert_true(sim_next(r->sim, 1, START, &next));
	assert_false(sim_next(r->sim, 1, START, &next));
	end(r);
}

static void test_silent(void **state)
{
	struct rig *r = rig("silent,nth=3");

	(void)state;
	send(r, RATE_GET);
	assert_true(unharmed(r));
	send(r, RATE_SET_ASYNC);
	assert_true(unharmed(r));
	expect_next(r, START + DELAYED);
	assert_true(r->msg.lost);
	for (unsigned int i = 0; i < 10; i++) {
		send(r, RATE_GET);
		assert_true(r->msg.lost);
	}
	end(r);
	r = rig("silent,after_ms=50");
	for (unsigned int i = 0; i < 10; i++) {
		send(r, RATE_GET);
		assert_int_equal(r->msg.lost, i >= 5);
		r->now += 10 * MS;
	}
	end(r);
}

/* Which of 12 messages are struck, as a text of digits. */
static void expect_strikes(const char *spec, const char *expected)
{
	struct rig *r = rig(spec);
	char struck[13] = "";

	for (unsigned int i = 0; i < 12; i++) {
		send(r, RATE_GET);
		struck[i] = r->msg.lost ? '1' : '0';
	}
	assert_string_equal(struck, expected);
	end(r);
}

static void test_when(void **state)
{
	unsigned int lost = 0;
	struct rig *r;

	(void)state;
	expect_strikes("lost", "111111111111");
	expect_strikes("lost,count=2", "110000000000");
	expect_strikes("lost,nth=3", "001000000000");
	expect_strikes("lost,nth=3,count=2", "001100000000");
	expect_strikes("lost,nth=3,count=0", "001111111111");
	expect_strikes("lost,every=4", "100010001000");
	expect_strikes("lost,nth=2,every=4", "010001000100");
	expect_strikes("lost,nth=2,every=4,count=2", "010001000000");
	expect_strikes("lost,permille=0", "000000000000");
	expect_strikes("lost,clock", "111111111111");
	expect_strikes("lost,protocol=20,message=6", "111111111111");
	expect_strikes("lost,clock:rate-set", "000000000000");
	expect_strikes("lost,power", "000000000000");
	expect_strikes("lost,agent=2", "000000000000");
	expect_strikes("lost,on=delayed", "000000000000");
	r = rig("lost,permille=100");
	for (unsigned int i = 0; i < 10000; i++) {
		send(r, RATE_GET);
		lost += r->msg.lost;
	}
	assert_in_range(lost, 900, 1100);
	end(r);
}

static void test_several(void **state)
{
	struct rig *r = rig("late=5");

	(void)state;
	add(r, "wrong-token");
	add(r, "truncated=9");
	add(r, "late=6");
	send(r, RATE_GET);
	expect_fault(r, "late,wrong-token,truncated");
	assert_int_equal(r->msg.len, 9);
	assert_int_equal(header(&r->msg).token, TOKEN + 1);
	assert_int_equal(r->msg.due_ns, START + 11 * MS);
	end(r);
}

static void test_notifications(void **state)
{
	struct rig *r = rig("late=9,on=notification,clock:rate_changed,nth=2");

	(void)state;
	send(r, "clock rate_notify clock_id=1 notify_enable=1");
	assert_true(unharmed(r));
	send(r, RATE_SET);
	assert_true(unharmed(r));
	expect_next(r, START);
	assert_int_equal(r->msg.faults, 0);
	send(r, "clock rate_set clock_id=1 rate=500000000");
	expect_next(r, START + 9 * MS);
	expect_fault(r, "late");
	end(r);
}

/* Specifications that are none */

static void expect_error(const char *spec, const char *text, const char *hint)
{
	struct sim *sim = platform(NULL);
	struct diag diag = { 0 };

	assert_true(sim_add_fault(sim, spec, &diag) < 0);
	if (!strstr(diag.text, text))
		fail_msg("%s: \"%s\" instead of \"%s\"", spec, diag.text, text);
	if (hint && !strstr(diag.hint, hint))
		fail_msg("%s: hint \"%s\" instead of \"%s\"", spec, diag.hint, hint);
	assert_int_equal(diag_exit_status(&diag), 2);
	assert_int_equal(sim->faults.n, 0);
	sim_free(sim);
}

static void test_errors(void **state)
{
	char longest[1024];

	(void)state;
	expect_error("lte=5", "--fault lte=5: fault: \"lte\" is no fault", "\"late\"");
	expect_error("wombat", "is no fault", "sim serve --help");
	expect_error("", "is no fault", NULL);
	expect_error("late", "late needs \"ms\"", NULL);
	expect_error("late=", "ms: a string, expected a number", NULL);
	expect_error("late=x", "ms: a string, expected a number", NULL);
	expect_error("late=-5", "ms: a string, expected a number", NULL);
	expect_error("late=600001", "ms: 600001, must be 0 to 600000", NULL);
	expect_error("late=5,ms=6", "ms is given twice", NULL);
	expect_error("late=5,clock,protocol=perf", "protocol is given twice", NULL);
	expect_error("late=5,nth", "protocol: there is no such protocol", NULL);
	expect_error("late=5,nth=0", "nth: 0, must be 1 to", NULL);
	expect_error("late=5,every=0", "every: 0, must be 1 to", NULL);
	expect_error("late=5,permille=1001", "permille: 1001, must be 0 to 1000", NULL);
	expect_error("late=5,cuont=1", "cuont: unknown key", "count");
	expect_error("late=5,clock:rate_gte", "message: \"rate_gte\": there is no such message",
		     "rate_get");
	expect_error("late=5,message=rate_get", "\"message\" needs \"protocol\"", NULL);
	expect_error("late=5,bytes=7", "bytes: late has no \"bytes\"", NULL);
	expect_error("lost=5", "lost has no value", NULL);
	expect_error("slow", "slow needs \"quantiles_ms\"", NULL);
	expect_error("slow=5:4", "quantiles_ms[1]: 4 after 5: the list must ascend", NULL);
	expect_error("slow=5::6", "quantiles_ms[1]: a string, expected a number", NULL);
	expect_error("status=NONSENSE", "status: \"NONSENSE\" is no status", "DENIED");
	expect_error("future-version=x", "expected a version", NULL);
	expect_error("denied,on=delayed", "on: denied cannot happen to a delayed response", NULL);
	expect_error("lost,on=command", "on: \"command\" is no kind of message", "response");
	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	expect_error(longest, "longer than 511 bytes", NULL);
}

/* PLATFORM.json */

static void expect_file(const char *faults, const char *text)
{
	char path[] = "/tmp/test-fault.XXXXXX";
	struct diag diag = { 0 };
	struct sim *sim;
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	dprintf(fd,
		"{ \"schema_version\": 1, \"agents\": [{ \"name\": \"A\" }],\n"
		"\"protocols\": { \"clock\": {} },\n\"faults\": %s }\n",
		faults);
	close(fd);
	sim = sim_new(path, &diag);
	unlink(path);
	if (text) {
		assert_null(sim);
		if (!strstr(diag.text, text))
			fail_msg("\"%s\" instead of \"%s\"", diag.text, text);
		assert_int_equal(diag_exit_status(&diag), 6);
	} else if (!sim) {
		fail_msg("%s", diag.text);
	}
	sim_free(sim);
}

static void test_file(void **state)
{
	(void)state;
	expect_file("[]", NULL);
	expect_file("[{ \"fault\": \"late\", \"ms\": 5, \"protocol\": \"clock\",\n"
		    "\"message\": \"rate_get\", \"nth\": 3 }, { \"fault\": \"slow\",\n"
		    "\"quantiles_ms\": [1, 2, 50], \"permille\": 10, \"seed\": 3 }]",
		    NULL);
	expect_file("{}", ":3: faults: an object, expected an array");
	expect_file("[\n{ \"ms\": 5 } ]", ":4: faults[0]: \"fault\" is missing");
	expect_file("[ { \"fault\": \"lost\" },\n{\n\"fault\": \"lte\" } ]",
		    ":5: faults[1].fault: \"lte\" is no fault");
	expect_file("[ { \"fault\": \"lost\",\n\"bytes\": 5 } ]",
		    ":4: faults[0].bytes: lost has no \"bytes\"");
	expect_file("[ { \"fault\": \"slow\", \"quantiles_ms\": [5,\n4] } ]",
		    ":4: faults[0].quantiles_ms[1]: 4 after 5: the list must ascend");
}

/* The table */

static char *read_page(const char *name)
{
	const char *srcdir = getenv("SRCDIR");
	char path[256], *text = calloc(1, 1 << 20);
	FILE *f;

	snprintf(path, sizeof(path), "%s/man/%s", srcdir ? srcdir : ".", name);
	f = fopen(path, "r");
	assert_non_null(f);
	assert_non_null(text);
	assert_true(fread(text, 1, (1 << 20) - 1, f) > 0);
	fclose(f);
	return text;
}

/* Every entry is complete, in both man pages, and bites. */
static void test_table(void **state)
{
	char *format = read_page("scmictl-platform.5"), *command = read_page("scmictl-sim-serve.1");
	const struct sim_fault_info *f;

	(void)state;
	for (size_t i = 0; (f = sim_fault_info(i)); i++) {
		const struct sim_fault_type *t = &sim_fault_types[i];
		char item[80];

		assert_true(i < 64);
		assert_true(f->help && *f->help && f->imitates && *f->imitates);
		assert_true(t->kinds && (t->apply || t->before));
		assert_true(!t->main == !f->argument);
		snprintf(item, sizeof(item), "\n.It Ic %s%s", f->name, t->main ? " Pq Ic " : "\n");
		if (!strstr(format, item))
			fail_msg("scmictl-platform(5) lacks %s", f->name);
		snprintf(item, sizeof(item), "\n.Ic %s ", f->name);
		if (!strstr(command, item))
			fail_msg("scmictl-sim-serve(1) lacks %s", f->name);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(f->name, sim_fault_info(j)->name);
	}
	free(format);
	free(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lost),	cmocka_unit_test(test_late),
		cmocka_unit_test(test_slow),	cmocka_unit_test(test_queue_full),
		cmocka_unit_test(test_refused), cmocka_unit_test(test_denied_agent),
		cmocka_unit_test(test_delayed), cmocka_unit_test(test_duplicate),
		cmocka_unit_test(test_header),	cmocka_unit_test(test_length),
		cmocka_unit_test(test_lists),	cmocka_unit_test(test_names),
		cmocka_unit_test(test_future),	cmocka_unit_test(test_storm),
		cmocka_unit_test(test_silent),	cmocka_unit_test(test_when),
		cmocka_unit_test(test_several), cmocka_unit_test(test_notifications),
		cmocka_unit_test(test_errors),	cmocka_unit_test(test_file),
		cmocka_unit_test(test_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
