/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../src/sim/platform.h"

#define OSPM 1
#define MCU 2
#define MS 1000000ull
#define TRANSPORT_MAX 136 /* what Linux posts to receive over VirtIO: 128 bytes of payload */

/* A platform, the time there, and the last message that it sent. */
struct rig {
	struct sim *sim;
	uint64_t now;
	uint32_t agent;
	size_t max;
	struct sim_message msg;
	struct scmi_decoded d;
};

static void decode(struct rig *r, enum scmi_kind kind, struct scmi_context *context)
{
	assert_int_equal(scmi_decode(&r->d, kind, context, r->msg.data, r->msg.len), 0);
	for (unsigned int i = 0; i < r->d.n_problems && i < SCMI_MAX_PROBLEMS; i++)
		print_error("%s: %s\n", scmi_decoded_name(&r->d), r->d.problems[i]);
	assert_int_equal(r->d.n_problems, 0);
	assert_int_equal(r->d.trailing_len, 0);
	if (r->sim->unknown_name)
		fail_msg("%s: no value \"%s\"", scmi_decoded_name(&r->d), r->sim->unknown_name);
}

/* Sends what @b holds. Return: the status. */
static int32_t exchange(struct rig *r, struct scmi_builder *b, bool sync)
{
	static uint16_t token;
	struct scmi_context context = { .version = b->version, .sync = sync };
	uint8_t buf[SIM_MSG_MAX];
	ssize_t len;

	token = (token + 1) % SCMI_TOKENS;
	len = scmi_encode(b, token, true, buf, sizeof(buf), NULL);
	assert_true(len >= SCMI_HEADER_SIZE);
	assert_true(sim_command(r->sim, r->agent, buf, (size_t)len, r->max, r->now, &r->msg));
	assert_true(r->msg.len <= r->max);
	assert_true(r->msg.due_ns >= r->now);
	decode(r, SCMI_RESPONSE, &context);
	assert_int_equal(r->d.header.token, token);
	assert_int_equal(r->d.header.message, b->message->id);
	return r->d.status;
}

static uint32_t version_of(const struct rig *r, uint8_t protocol)
{
	const struct sim_protocol *p = r->sim->protocols[protocol];

	return p ? p->negotiated[r->agent] : 0;
}

/* Sends a message as scmictl-send(1) would. Return: the status. */
static int32_t call(struct rig *r, const char *protocol, const char *message, ...)
{
	const struct scmi_protocol *p;
	const struct scmi_message *m;
	struct scmi_builder b = { 0 };
	struct diag diag = { 0 };
	bool sync = true;
	const char *arg;
	uint8_t pid, mid;
	int32_t status;
	va_list ap;

	assert_int_equal(scmi_protocol_parse(protocol, NULL, NULL, &pid, &p, &diag), 0);
	assert_int_equal(scmi_message_parse(p, message, version_of(r, pid), &mid, &m, &diag), 0);
	scmi_build(&b, p, SCMI_COMMAND, m, NULL, version_of(r, pid));
	va_start(ap, message);
	while ((arg = va_arg(ap, const char *))) {
		if (scmi_set_arg(&b, arg, &diag))
			fail_msg("%s %s: %s", message, arg, diag.text);
		if (strstr(arg, "async"))
			sync = false;
	}
	va_end(ap);
	status = exchange(r, &b, sync);
	scmi_builder_free(&b);
	return status;
}

#define CALL(r, ...) call(r, __VA_ARGS__, NULL)

static int64_t value_at(const struct rig *r, const char *name, uint32_t index)
{
	const struct scmi_item *item = scmi_decoded_get(&r->d, name, index);

	if (!item)
		fail_msg("%s has no \"%s\"", scmi_decoded_name(&r->d), name);
	return (int64_t)item->value;
}

static int64_t value(const struct rig *r, const char *name)
{
	return value_at(r, name, 0);
}

static void expect_text(const struct rig *r, const char *name, uint32_t index, const char *text)
{
	const struct scmi_item *item = scmi_decoded_get(&r->d, name, index);

	assert_non_null(item);
	assert_int_equal(item->len, strlen(text));
	assert_memory_equal(item->data, text, item->len);
}

/* What the platform sends next to an agent by @r->now; its name is @name. */
static void expect_next(struct rig *r, uint32_t agent, const char *name)
{
	struct scmi_context context = { 0 };

	if (!sim_next(r->sim, agent, r->now, &r->msg))
		fail_msg("no %s", name);
	assert_int_equal(r->msg.agent, agent);
	assert_true(r->msg.due_ns <= r->now);
	context.version = version_of(r, (uint8_t)(scmi_get_le32(r->msg.data) >> 10));
	decode(r, SCMI_NOTIFICATION, &context);
	assert_string_equal(scmi_decoded_name(&r->d), name);
}

static void expect_nothing(struct rig *r, uint32_t agent)
{
	assert_false(sim_next(r->sim, agent, r->now, &r->msg));
}

static struct rig *new_rig(const char *path)
{
	struct rig *r = calloc(1, sizeof(*r));
	struct diag diag = { 0 };

	assert_non_null(r);
	r->sim = sim_new(path, &diag);
	if (!r->sim)
		fail_msg("%s (%s)", diag.text, diag.hint);
	r->agent = OSPM;
	r->max = TRANSPORT_MAX;
	r->now = 1000 * MS;
	return r;
}

static void free_rig(struct rig *r)
{
	scmi_decoded_free(&r->d);
	sim_free(r->sim);
	free(r);
}

static const char *data(const char *name, char *path, size_t size)
{
	const char *srcdir = getenv("SRCDIR");

	snprintf(path, size, "%s/tests/data/%s", srcdir ? srcdir : ".", name);
	return path;
}

static int setup(void **state)
{
	*state = new_rig(NULL);
	return 0;
}

static int teardown(void **state)
{
	free_rig(*state);
	return 0;
}

/* Every message that reads */

static const char *const ids[] = { "clock_id", "domain_id", "sensor_id", "identifier", "agent_id" };
static const char *const skips[] = {
	"rate_index",	   "level_index", "skip_parents", "desc_index",
	"axis_desc_index", "index",	  "skip",	  "skip_configs",
};

static void set_any(struct scmi_builder *b, const char *const *names, size_t n, uint64_t value)
{
	for (size_t i = 0; i < n; i++)
		(void)scmi_set(b, names[i], 0, value);
}

/* Reads a list to its end. Return: number of elements, -1 when the answer is an error. */
static long read_all(struct rig *r, struct scmi_builder *b)
{
	uint64_t skip = 0, returned;

	do {
		set_any(b, skips, 8, skip);
		if (exchange(r, b, true))
			return -1;
		returned = scmi_decoded_value(&r->d, "returned", 0, 0);
		skip += returned;
	} while (returned && scmi_decoded_value(&r->d, "remaining", 0, 0));
	return (long)skip;
}

/* Sends a message that reads to every domain. Return: how often it was answered. */
static unsigned int read_everywhere(struct rig *r, const struct scmi_protocol *p,
				    const struct scmi_message *m, uint32_t version)
{
	unsigned int answered = 0;

	for (unsigned int option = 0; option < 9; option++) {
		for (uint32_t id = 0; id < 80; id++) {
			struct scmi_builder b = { 0 };
			long n, all;

			scmi_build(&b, p, SCMI_COMMAND, m, NULL, version);
			set_any(&b, ids, 5, id);
			(void)scmi_set(&b, "message_id", 0, option);
			(void)scmi_set(&b, "selector", 0, option % 3);
			(void)scmi_set(&b, "config_flag", 0, option / 3);
			(void)scmi_set(&b, "config_type", 0, 2);
			n = read_all(r, &b);
			r->max = SIM_MSG_MAX;
			all = read_all(r, &b);
			r->max = TRANSPORT_MAX;
			if (n != all)
				fail_msg("%s %u: %ld elements, %ld with more room", m->name, id, n,
					 all);
			answered += n >= 0;
			scmi_builder_free(&b);
		}
	}
	return answered;
}

static void read_protocol(struct rig *r, const struct scmi_protocol *p, uint32_t version)
{
	char arg[32];

	snprintf(arg, sizeof(arg), "version=%u", version);
	assert_int_equal(CALL(r, p->name, "negotiate_protocol_version", arg), 0);
	for (const struct scmi_message *m = p->messages; m->name; m++) {
		unsigned int answered;

		if (m->risk != SCMI_READ || !scmi_in_version(version, m->since, m->until))
			continue;
		r->agent = strstr(m->name, "FASTCHANNEL") ? MCU : OSPM;
		answered = read_everywhere(r, p, m, version_of(r, p->id));
		r->agent = OSPM;
		if (!answered)
			fail_msg("%s is never answered", m->name);
	}
}

static void test_reads(void **state)
{
	struct rig *r = *state;

	for (size_t i = 0; sim_protocol_ops[i]; i++) {
		const struct sim_protocol *p = r->sim->protocols[sim_protocol_ops[i]->id];

		for (const uint32_t *v = p->ops->versions; *v && *v <= p->version; v++)
			read_protocol(r, p->table, *v);
	}
}

/* Every message that the tables describe, but this one, whose parameters no source shows. */
static void test_all_served(void **state)
{
	struct rig *r = *state;

	for (size_t i = 0; sim_protocol_ops[i]; i++) {
		const struct scmi_protocol *p = scmi_protocol_find(sim_protocol_ops[i]->id, NULL,
								   NULL);

		for (const struct scmi_message *m = p->messages; m->name; m++) {
			char id[32];
			int32_t status;

			if (m->provisional)
				continue;
			snprintf(id, sizeof(id), "message_id=%u", m->id);
			status = CALL(r, p->name, "protocol_message_attributes", id);
			if (strcmp(m->name, "PINCTRL_SET_PERMISSIONS") ? status : !status)
				fail_msg("%s: status %d", m->name, status);
		}
	}
}

/* Messages that every protocol has */

static int32_t send_bytes(struct rig *r, const void *bytes, size_t len)
{
	assert_true(sim_command(r->sim, r->agent, bytes, len, r->max, r->now, &r->msg));
	assert_true(r->msg.len >= SCMI_HEADER_SIZE + SCMI_STATUS_SIZE);
	return (int32_t)scmi_get_le32(r->msg.data + SCMI_HEADER_SIZE);
}

static int32_t send_hex(struct rig *r, const char *hex)
{
	uint8_t buf[64];
	size_t len;

	assert_int_equal(scmi_hex_parse(hex, strlen(hex), buf, sizeof(buf), &len, NULL), 0);
	return send_bytes(r, buf, len);
}

static void test_common(void **state)
{
	struct rig *r = *state;

	assert_int_equal(CALL(r, "base", "protocol_version"), SCMI_SUCCESS);
	assert_int_equal(value(r, "version"), SCMI_VERSION(2, 1));
	assert_int_equal(CALL(r, "clock", "protocol_message_attributes", "message_id=0x7f"),
			 SCMI_NOT_FOUND);
	assert_int_equal(CALL(r, "clock", "protocol_message_attributes", "message_id=256"),
			 SCMI_NOT_FOUND);
	assert_int_equal(CALL(r, "clock", "negotiate_protocol_version", "version=0x40000"),
			 SCMI_NOT_SUPPORTED);
	assert_int_equal(CALL(r, "clock", "negotiate_protocol_version", "version=1.0"),
			 SCMI_SUCCESS);
	/* From here on the agent is served as by a platform of that time; the other one is not. */
	assert_int_equal(CALL(r, "clock", "attributes", "clock_id=0"), SCMI_SUCCESS);
	assert_int_equal(r->msg.len, 28);
	assert_int_equal(CALL(r, "clock", "protocol_message_attributes", "message_id=0x0b"),
			 SCMI_NOT_FOUND);
	r->agent = MCU;
	assert_int_equal(CALL(r, "clock", "attributes", "clock_id=0"), SCMI_SUCCESS);
	assert_int_equal(r->msg.len, 32);
}

static void test_wrong_commands(void **state)
{
	struct rig *r = *state;
	uint8_t none[3] = { 0 };

	assert_false(sim_command(r->sim, OSPM, none, sizeof(none), r->max, r->now, &r->msg));
	assert_false(sim_command(r->sim, 0, "\0\100\0\0", 4, r->max, r->now, &r->msg));
	assert_false(sim_command(r->sim, 3, "\0\100\0\0", 4, r->max, r->now, &r->msg));
	/* protocol 0x7e; clock 0x7f; type 1; type 3 */
	assert_int_equal(send_hex(r, "00f80100"), SCMI_NOT_SUPPORTED);
	assert_int_equal(send_hex(r, "7f500000"), SCMI_NOT_SUPPORTED);
	assert_int_equal(send_hex(r, "00410000"), SCMI_PROTOCOL_ERROR);
	assert_int_equal(send_hex(r, "00430000"), SCMI_PROTOCOL_ERROR);
	/* CLOCK_RATE_GET: no payload, half a word, a word too many */
	assert_int_equal(send_hex(r, "06500000"), SCMI_PROTOCOL_ERROR);
	assert_int_equal(send_hex(r, "065000000000"), SCMI_PROTOCOL_ERROR);
	assert_int_equal(send_hex(r, "065000000000000000000000"), SCMI_PROTOCOL_ERROR);
	/* POWER_STATE_NOTIFY with a reserved bit */
	assert_int_equal(send_hex(r, "064400000000000003000000"), SCMI_INVALID_PARAMETERS);
	/* No room for the answer: BASE_DISCOVER_VENDOR in 12 bytes */
	r->max = 12;
	assert_int_equal(send_hex(r, "03400000"), SCMI_COMMS_ERROR);
	assert_int_equal(send_hex(r, "04500000 04000000 00000000"), SCMI_COMMS_ERROR);
	r->max = 7;
	assert_false(sim_command(r->sim, OSPM, "\0\100\0\0", 4, r->max, r->now, &r->msg));
}

/* Base */

static void test_base(void **state)
{
	struct rig *r = *state;

	assert_int_equal(CALL(r, "base", "protocol_attributes"), 0);
	assert_int_equal(value(r, "num_protocols"), 9);
	assert_int_equal(value(r, "num_agents"), 2);
	assert_int_equal(CALL(r, "base", "discover_list_protocols", "skip=0"), 0);
	assert_int_equal(value(r, "num_protocols"), 9);
	assert_int_equal(r->msg.len, 8 + 4 + 12);
	for (uint32_t i = 0; i < 9; i++)
		assert_int_equal(value_at(r, "protocol", i), SCMI_POWER + i);
	assert_int_equal(CALL(r, "base", "discover_list_protocols", "skip=9"), 0);
	assert_int_equal(value(r, "num_protocols"), 0);
	assert_int_equal(CALL(r, "base", "discover_list_protocols", "skip=10"),
			 SCMI_INVALID_PARAMETERS);
	r->max = 19;
	assert_int_equal(CALL(r, "base", "discover_list_protocols", "skip=3"), 0);
	assert_int_equal(value(r, "num_protocols"), 4);
	assert_int_equal(value(r, "protocol"), SCMI_CLOCK);
	r->max = TRANSPORT_MAX;

	assert_int_equal(CALL(r, "base", "discover_agent", "agent_id=self"), 0);
	assert_int_equal(value(r, "agent_id"), OSPM);
	expect_text(r, "name", 0, "OSPM");
	assert_int_equal(CALL(r, "base", "discover_agent", "agent_id=0"), 0);
	expect_text(r, "name", 0, "platform");
	assert_int_equal(CALL(r, "base", "discover_agent", "agent_id=3"), SCMI_NOT_FOUND);
}

static void test_errors_event(void **state)
{
	struct rig *r = *state;

	r->agent = MCU;
	assert_int_equal(CALL(r, "base", "notify_errors", "enable=1"), 0);
	r->agent = OSPM;
	assert_int_equal(send_hex(r, "06501400"), SCMI_PROTOCOL_ERROR);
	expect_nothing(r, OSPM);
	expect_next(r, MCU, "BASE_ERROR_EVENT");
	assert_int_equal(value(r, "agent_id"), OSPM);
	assert_int_equal(value(r, "cmd_count"), 1);
	assert_int_equal(value(r, "command"), 0x00145006);
	assert_int_equal(value(r, "command_status"), SCMI_PROTOCOL_ERROR);
	r->agent = MCU;
	assert_int_equal(CALL(r, "base", "notify_errors", "enable=0"), 0);
	assert_int_equal(send_hex(r, "06501400"), SCMI_PROTOCOL_ERROR);
	expect_nothing(r, MCU);
}

static void test_permissions(void **state)
{
	struct rig *r = *state;

	/* The display's clock is not for the second agent, its others are. */
	r->agent = MCU;
	assert_int_equal(CALL(r, "clock", "rate_set", "clock_id=8", "rate=25MHz"), SCMI_DENIED);
	assert_int_equal(CALL(r, "clock", "rate_get", "clock_id=8"), 0);
	assert_int_equal(CALL(r, "clock", "rate_set", "clock_id=4", "rate=48MHz"), 0);
	assert_int_equal(
		CALL(r, "base", "set_device_permissions", "agent_id=2", "device_id=3", "allow=1"),
		SCMI_DENIED);
	r->agent = OSPM;
	assert_int_equal(
		CALL(r, "base", "set_device_permissions", "agent_id=2", "device_id=9", "allow=1"),
		SCMI_NOT_FOUND);
	assert_int_equal(
		CALL(r, "base", "set_device_permissions", "agent_id=2", "device_id=3", "allow=1"),
		0);
	assert_int_equal(CALL(r, "base", "set_protocol_permissions", "agent_id=2", "device_id=0",
			      "protocol_id=clock", "allow=0"),
			 0);
	r->agent = MCU;
	assert_int_equal(CALL(r, "clock", "rate_set", "clock_id=8", "rate=25MHz"), 0);
	assert_int_equal(CALL(r, "clock", "rate_set", "clock_id=4", "rate=48MHz"), SCMI_DENIED);
	assert_int_equal(CALL(r, "reset", "reset", "domain_id=3", "autonomous=1"), 0);
	r->agent = OSPM;
	assert_int_equal(
		CALL(r, "base", "reset_agent_configuration", "agent_id=2", "reset_permissions=1"),
		0);
	r->agent = MCU;
	assert_int_equal(CALL(r, "clock", "rate_set", "clock_id=8", "rate=25MHz"), SCMI_DENIED);
	assert_int_equal(CALL(r, "clock", "rate_set", "clock_id=4", "rate=48MHz"), 0);
	assert_int_equal(CALL(r, "base", "reset_agent_configuration", "agent_id=1"), SCMI_DENIED);
}

static void test_reset_agent(void **state)
{
	struct rig *r = *state;

	assert_int_equal(CALL(r, "clock", "rate_notify", "clock_id=4", "enable=1"), 0);
	assert_int_equal(CALL(r, "sensor", "continuous_update_notify", "sensor_id=0", "enable=1"),
			 0);
	assert_int_equal(CALL(r, "clock", "negotiate_protocol_version", "version=2.0"), 0);
	assert_int_equal(CALL(r, "pinctrl", "request", "identifier=0", "selector=pin"), 0);
	assert_int_equal(CALL(r, "base", "reset_agent_configuration", "agent_id=1"), 0);
	assert_int_equal(version_of(r, SCMI_CLOCK), SCMI_VERSION(3, 0));
	assert_int_equal(CALL(r, "clock", "rate_set", "clock_id=4", "rate=48MHz"), 0);
	expect_nothing(r, OSPM);
	assert_true(sim_wait(r->sim, OSPM, r->now) == UINT64_MAX);
	r->agent = MCU;
	assert_int_equal(CALL(r, "pinctrl", "request", "identifier=0", "selector=pin"), 0);
}

/* Clock */

static int64_t rate_of(struct rig *r, const char *clock)
{
	assert_int_equal(CALL(r, "clock", "rate_get", clock), 0);
	return value(r, "rate");
}

static void test_clock_rates(void **state)
{
	struct rig *r = *state;

	assert_int_equal(CALL(r, "clock", "describe_rates", "clock_id=4"), 0);
	assert_int_equal(value(r, "returned"), 15);
	assert_int_equal(value(r, "remaining"), 1);
	assert_int_equal(CALL(r, "clock", "describe_rates", "clock_id=4", "rate_index=15"), 0);
	assert_int_equal(value(r, "returned"), 1);
	assert_int_equal(value(r, "rate"), 96000000);
	assert_int_equal(CALL(r, "clock", "describe_rates", "clock_id=4", "rate_index=16"),
			 SCMI_OUT_OF_RANGE);
	assert_int_equal(CALL(r, "clock", "describe_rates", "clock_id=10"), SCMI_NOT_FOUND);
	assert_int_equal(CALL(r, "clock", "describe_rates", "clock_id=1"), 0);
	assert_int_equal(value(r, "triplet"), 1);
	assert_int_equal(value_at(r, "rate", 1), 6000000000);

	/* Between 44.2368 and 48 MHz, then nearer to the upper one */
	assert_int_equal(CALL(r, "clock", "rate_set", "clock_id=4", "rate=45000000"), 0);
	assert_int_equal(rate_of(r, "clock_id=4"), 44236800);
	assert_int_equal(
		CALL(r, "clock", "rate_set", "flags=round_up", "clock_id=4", "rate=45000000"), 0);
	assert_int_equal(rate_of(r, "clock_id=4"), 48000000);
	assert_int_equal(
		CALL(r, "clock", "rate_set", "flags=round_auto", "clock_id=4", "rate=45000000"), 0);
	assert_int_equal(rate_of(r, "clock_id=4"), 44236800);
	assert_int_equal(CALL(r, "clock", "rate_set", "flags=round_auto|round_up", "clock_id=1",
			      "rate=5999500001"),
			 0);
	assert_int_equal(rate_of(r, "clock_id=1"), 6000000000);
	assert_int_equal(CALL(r, "clock", "rate_set", "clock_id=1", "rate=6000000001"),
			 SCMI_OUT_OF_RANGE);
	assert_int_equal(CALL(r, "clock", "rate_set", "clock_id=4", "rate=0"), SCMI_OUT_OF_RANGE);
	assert_int_equal(CALL(r, "clock", "rate_set", "clock_id=4", "rate=0xffffffffffffffff"),
			 SCMI_OUT_OF_RANGE);
	assert_int_equal(CALL(r, "clock", "rate_set", "flags=ignore_delayed_response", "clock_id=4",
			      "rate=48MHz"),
			 SCMI_INVALID_PARAMETERS);
}

static void test_clock_async(void **state)
{
	struct rig *r = *state;
	uint16_t token;

	assert_int_equal(CALL(r, "clock", "rate_notify", "clock_id=4", "enable=1"), 0);
	assert_int_equal(CALL(r, "clock", "rate_set", "flags=async", "clock_id=4", "rate=48MHz"),
			 0);
	token = r->d.header.token;
	assert_int_equal(rate_of(r, "clock_id=4"), 24000000);
	expect_nothing(r, OSPM);
	assert_true(sim_wait(r->sim, OSPM, r->now) == 3 * MS);
	/* One at a time for a clock, and four in all */
	assert_int_equal(CALL(r, "clock", "rate_set", "flags=async", "clock_id=4", "rate=48MHz"),
			 SCMI_BUSY);
	assert_int_equal(CALL(r, "clock", "rate_set", "flags=async", "clock_id=1", "rate=1000MHz"),
			 0);
	assert_int_equal(CALL(r, "clock", "rate_set", "flags=async", "clock_id=5", "rate=12MHz"),
			 0);
	assert_int_equal(CALL(r, "clock", "rate_set", "flags=async|ignore_delayed_response",
			      "clock_id=8", "rate=25MHz"),
			 0);
	assert_int_equal(CALL(r, "clock", "rate_set", "flags=async", "clock_id=7", "rate=12288000"),
			 SCMI_BUSY);
	r->now += 3 * MS;
	expect_next(r, OSPM, "CLOCK_RATE_CHANGED");
	assert_int_equal(value(r, "agent_id"), OSPM);
	assert_int_equal(value(r, "clock_id"), 4);
	assert_int_equal(value(r, "rate"), 48000000);
	expect_next(r, OSPM, "CLOCK_RATE_SET_COMPLETE");
	assert_int_equal(r->d.kind, SCMI_DELAYED_RESPONSE);
	assert_int_equal(r->d.header.token, token);
	assert_int_equal(r->d.status, 0);
	assert_int_equal(value(r, "clock_id"), 4);
	assert_int_equal(value(r, "rate"), 48000000);
	expect_next(r, OSPM, "CLOCK_RATE_SET_COMPLETE");
	assert_int_equal(value(r, "clock_id"), 1);
	expect_next(r, OSPM, "CLOCK_RATE_SET_COMPLETE");
	assert_int_equal(value(r, "clock_id"), 5);
	expect_nothing(r, OSPM);
	assert_int_equal(rate_of(r, "clock_id=8"), 25000000);
	assert_int_equal(CALL(r, "clock", "rate_set", "flags=async", "clock_id=7", "rate=12288000"),
			 0);
}

static void test_clock_config(void **state)
{
	struct rig *r = *state;

	assert_int_equal(CALL(r, "clock", "attributes", "clock_id=8"), 0);
	expect_text(r, "name", 0, "pixel");
	assert_int_equal(value(r, "extended_name"), 1);
	assert_int_equal(value(r, "enabled"), 0);
	assert_int_equal(CALL(r, "clock", "name_get", "clock_id=8"), 0);
	expect_text(r, "name", 0, "display_subsystem_pixel_clock");
	assert_int_equal(CALL(r, "clock", "config_set", "clock_id=8", "state=enable",
			      "extended_config_type=duty_cycle", "extended_config_val=70"),
			 0);
	assert_int_equal(
		CALL(r, "clock", "config_get", "clock_id=8", "extended_config_type=duty_cycle"), 0);
	assert_int_equal(value(r, "enabled"), 1);
	assert_int_equal(value(r, "extended_config_val"), 70);
	assert_int_equal(CALL(r, "clock", "config_set", "clock_id=8", "state=unchanged",
			      "extended_config_type=duty_cycle", "extended_config_val=91"),
			 SCMI_OUT_OF_RANGE);
	assert_int_equal(CALL(r, "clock", "config_set", "clock_id=8", "state=unchanged",
			      "extended_config_type=0x80"),
			 SCMI_NOT_SUPPORTED);
	assert_int_equal(CALL(r, "clock", "config_set", "clock_id=8", "attributes=2"),
			 SCMI_INVALID_PARAMETERS);
	/* Two words, as in version 2.0 */
	assert_int_equal(send_hex(r, "07500000 08000000 00000000"), SCMI_PROTOCOL_ERROR);

	assert_int_equal(CALL(r, "clock", "parent_set", "clock_id=8", "parent_id=0"), 0);
	assert_int_equal(CALL(r, "clock", "parent_get", "clock_id=8"), 0);
	assert_int_equal(value(r, "parent_id"), 0);
	assert_int_equal(CALL(r, "clock", "parent_set", "clock_id=8", "parent_id=2"),
			 SCMI_INVALID_PARAMETERS);

	assert_int_equal(CALL(r, "clock", "get_permissions", "clock_id=6"), 0);
	assert_int_equal(value(r, "state_control"), 1);
	assert_int_equal(value(r, "rate_control"), 0);
	assert_int_equal(CALL(r, "clock", "rate_set", "clock_id=6", "rate=48MHz"), SCMI_DENIED);
	assert_int_equal(CALL(r, "clock", "config_set", "clock_id=6", "state=disable"), 0);
	assert_int_equal(CALL(r, "clock", "config_set", "clock_id=0", "state=disable"),
			 SCMI_DENIED);
	assert_int_equal(CALL(r, "clock", "rate_notify", "clock_id=9", "enable=1"),
			 SCMI_NOT_SUPPORTED);
}

/* Power and system power */

static void test_power(void **state)
{
	struct rig *r = *state;

	r->agent = MCU;
	assert_int_equal(CALL(r, "power", "state_notify", "domain_id=2", "enable=1"), 0);
	assert_int_equal(
		CALL(r, "power", "state_change_requested_notify", "domain_id=2", "enable=1"), 0);
	r->agent = OSPM;
	assert_int_equal(
		CALL(r, "power", "state_set", "flags=async", "domain_id=2", "power_state=on"), 0);
	expect_next(r, MCU, "POWER_STATE_CHANGE_REQUESTED");
	assert_int_equal(value(r, "power_state"), 0);
	expect_nothing(r, MCU);
	r->now += 2 * MS;
	expect_next(r, MCU, "POWER_STATE_CHANGED");
	assert_int_equal(value(r, "agent_id"), OSPM);
	expect_nothing(r, OSPM);
	assert_int_equal(CALL(r, "power", "state_get", "domain_id=2"), 0);
	assert_int_equal(value(r, "power_state"), 0);
	assert_int_equal(CALL(r, "power", "state_set", "domain_id=2", "power_state=7"),
			 SCMI_INVALID_PARAMETERS);
	assert_int_equal(
		CALL(r, "power", "state_set", "flags=async", "domain_id=0", "power_state=off"),
		SCMI_NOT_SUPPORTED);
	assert_int_equal(CALL(r, "power", "state_set", "domain_id=6", "power_state=off"),
			 SCMI_NOT_FOUND);
	assert_int_equal(CALL(r, "power", "state_set", "domain_id=5", "power_state=0x40000001"), 0);
}

static void test_system(void **state)
{
	struct rig *r = *state;

	assert_int_equal(CALL(r, "system", "protocol_message_attributes", "message_id=3"), 0);
	assert_int_equal(value(r, "suspend"), 1);
	assert_int_equal(CALL(r, "system", "state_notify", "enable=1"), 0);
	assert_int_equal(CALL(r, "system", "state_set", "flags=graceful", "system_state=shutdown"),
			 0);
	expect_next(r, OSPM, "SYSTEM_POWER_STATE_NOTIFIER");
	assert_int_equal(value(r, "graceful"), 1);
	assert_int_equal(value(r, "timeout"), 10000);
	assert_int_equal(CALL(r, "system", "state_get"), 0);
	assert_int_equal(value(r, "system_state"), 0);
	assert_int_equal(CALL(r, "system", "state_set", "system_state=5"), SCMI_INVALID_PARAMETERS);
	assert_int_equal(CALL(r, "system", "state_set", "system_state=0x80000000"), 0);
	assert_int_equal(CALL(r, "system", "state_set", "system_state=0x80000001"),
			 SCMI_NOT_SUPPORTED);
}

/* Performance */

static void test_perf(void **state)
{
	struct rig *r = *state;

	assert_int_equal(CALL(r, "perf", "describe_levels", "domain_id=1"), 0);
	assert_int_equal(value(r, "returned"), 6);
	assert_int_equal(value(r, "remaining"), 8);
	assert_int_equal(value_at(r, "level_index", 5), 5);
	assert_int_equal(value_at(r, "indicative_frequency", 5), 1416000);

	assert_int_equal(CALL(r, "perf", "notify_level", "domain_id=0", "enable=1"), 0);
	assert_int_equal(CALL(r, "perf", "notify_limits", "domain_id=0", "enable=1"), 0);
	assert_int_equal(CALL(r, "perf", "level_set", "domain_id=0", "performance_level=1800"), 0);
	expect_next(r, OSPM, "PERFORMANCE_LEVEL_CHANGED");
	assert_int_equal(value(r, "performance_level"), 1800);
	assert_int_equal(
		CALL(r, "perf", "limits_set", "domain_id=0", "range_max=1500", "range_min=600"), 0);
	expect_next(r, OSPM, "PERFORMANCE_LIMITS_CHANGED");
	assert_int_equal(value(r, "range_max"), 1500);
	expect_next(r, OSPM, "PERFORMANCE_LEVEL_CHANGED");
	assert_int_equal(value(r, "performance_level"), 1416);
	assert_int_equal(CALL(r, "perf", "limits_get", "domain_id=0"), 0);
	assert_int_equal(value(r, "range_min"), 600);
	assert_int_equal(CALL(r, "perf", "level_set", "domain_id=0", "performance_level=408"),
			 SCMI_OUT_OF_RANGE);
	assert_int_equal(CALL(r, "perf", "level_set", "domain_id=0", "performance_level=700"),
			 SCMI_INVALID_PARAMETERS);
	assert_int_equal(
		CALL(r, "perf", "limits_set", "domain_id=0", "range_max=600", "range_min=1416"),
		SCMI_INVALID_PARAMETERS);

	/* Levels by their index */
	assert_int_equal(CALL(r, "perf", "level_get", "domain_id=1"), 0);
	assert_int_equal(value(r, "performance_level"), 4);
	assert_int_equal(CALL(r, "perf", "level_set", "domain_id=1", "performance_level=13"), 0);
	assert_int_equal(CALL(r, "perf", "level_set", "domain_id=1", "performance_level=14"),
			 SCMI_OUT_OF_RANGE);
	assert_int_equal(CALL(r, "perf", "negotiate_protocol_version", "version=3.0"), 0);
	assert_int_equal(CALL(r, "perf", "level_get", "domain_id=1"), 0);
	assert_int_equal(value(r, "performance_level"), 2400);
}

static void test_fast_channels(void **state)
{
	struct rig *r = *state;

	assert_int_equal(CALL(r, "perf", "protocol_message_attributes", "message_id=7"), 0);
	assert_int_equal(value(r, "fast_channel"), 0);
	assert_int_equal(CALL(r, "perf", "describe_fastchannel", "domain_id=2", "message_id=7"),
			 SCMI_NOT_SUPPORTED);
	r->agent = MCU;
	assert_int_equal(CALL(r, "perf", "protocol_message_attributes", "message_id=7"), 0);
	assert_int_equal(value(r, "fast_channel"), 1);
	assert_int_equal(CALL(r, "perf", "describe_fastchannel", "domain_id=2", "message_id=7"), 0);
	assert_int_equal(value(r, "chan_addr"), 0x2b1f0004);
	assert_int_equal(value(r, "doorbell_width"), 2);
	assert_int_equal(value(r, "doorbell_preserve_mask"), 0xfffffffe);
	assert_int_equal(CALL(r, "perf", "describe_fastchannel", "domain_id=2", "message_id=5"), 0);
	assert_int_equal(value(r, "chan_size"), 8);
}

/* Sensor */

static void test_sensor(void **state)
{
	struct rig *r = *state;
	int64_t first;

	assert_int_equal(CALL(r, "sensor", "description_get"), 0);
	assert_int_equal(value(r, "returned"), 2);
	assert_int_equal(value(r, "remaining"), 8);
	assert_int_equal(value(r, "timestamp_exponent"), -9);
	assert_int_equal(value(r, "sensor_min_range"), -40000);
	assert_int_equal(CALL(r, "sensor", "reading_get", "sensor_id=0"), 0);
	first = value(r, "value");
	assert_int_equal(value(r, "timestamp"), r->now);
	r->now += 500 * MS;
	assert_int_equal(CALL(r, "sensor", "reading_get", "sensor_id=0"), 0);
	assert_int_not_equal(value(r, "value"), first);
	r->now += 7500 * MS;
	assert_int_equal(CALL(r, "sensor", "reading_get", "sensor_id=0"), 0);
	assert_int_equal(value(r, "value"), first);

	assert_int_equal(CALL(r, "sensor", "reading_get", "sensor_id=9"), 0);
	assert_int_equal(r->msg.len, 8 + 3 * 16);
	assert_int_equal(value_at(r, "value", 2), 981);
	assert_int_equal(CALL(r, "sensor", "reading_get", "sensor_id=9", "flags=async"), 0);
	assert_int_equal(r->msg.len, 8);
	r->now += 2 * MS;
	expect_next(r, OSPM, "SENSOR_READING_COMPLETE");
	assert_int_equal(value(r, "sensor_id"), 9);
	assert_int_equal(value_at(r, "value", 2), 981);
	assert_int_equal(CALL(r, "sensor", "reading_get", "sensor_id=2", "flags=async"),
			 SCMI_NOT_SUPPORTED);

	assert_int_equal(CALL(r, "sensor", "axis_name_get", "sensor_id=9", "axis_desc_index=2"), 0);
	expect_text(r, "name", 0, "accelerometer-axis-z");
	assert_int_equal(CALL(r, "sensor", "axis_description_get", "sensor_id=0"),
			 SCMI_NOT_SUPPORTED);
}

static void test_sensor_config(void **state)
{
	struct rig *r = *state;

	/* 50 ms lie between 10 and 100 ms */
	assert_int_equal(CALL(r, "sensor", "config_set", "sensor_id=0", "enabled=1", "timestamps=0",
			      "update_interval=50", "update_interval_exponent=-3", "rounding=down"),
			 0);
	assert_int_equal(CALL(r, "sensor", "config_get", "sensor_id=0"), 0);
	assert_int_equal(value(r, "update_interval"), 1);
	assert_int_equal(value(r, "update_interval_exponent"), -2);
	assert_int_equal(value(r, "timestamps"), 0);
	/* A segmented one: 1 ms to 1 s in steps of 1 ms */
	assert_int_equal(CALL(r, "sensor", "config_set", "sensor_id=7", "enabled=1", "timestamps=0",
			      "update_interval=12345", "update_interval_exponent=-5",
			      "rounding=auto"),
			 0);
	assert_int_equal(CALL(r, "sensor", "config_get", "sensor_id=7"), 0);
	assert_int_equal(value(r, "update_interval"), 123);
	assert_int_equal(value(r, "update_interval_exponent"), -3);
	assert_int_equal(CALL(r, "sensor", "config_set", "sensor_id=7", "enabled=1", "timestamps=0",
			      "update_interval=2", "update_interval_exponent=0", "rounding=up"),
			 SCMI_OUT_OF_RANGE);
	assert_int_equal(CALL(r, "sensor", "config_set", "sensor_id=7", "enabled=1", "timestamps=1",
			      "update_interval=0", "update_interval_exponent=0", "rounding=up"),
			 SCMI_NOT_SUPPORTED);
	assert_int_equal(CALL(r, "sensor", "config_set", "sensor_id=7", "enabled=0", "timestamps=0",
			      "update_interval=0", "update_interval_exponent=0", "rounding=up"),
			 0);
	assert_int_equal(CALL(r, "sensor", "reading_get", "sensor_id=7"), SCMI_DENIED);
}

static void test_sensor_events(void **state)
{
	struct rig *r = *state;

	/* 52 +- 12 degrees in 8 s, from here on upwards: it passes 60 degrees after 1.33 s. */
	r->now = 8000 * MS;
	assert_int_equal(CALL(r, "sensor", "trip_point_notify", "sensor_id=0", "enable=1"), 0);
	assert_int_equal(CALL(r, "sensor", "continuous_update_notify", "sensor_id=7", "enable=1"),
			 0);
	assert_true(sim_wait(r->sim, OSPM, r->now) == 100 * MS);
	r->now += 1300 * MS;
	for (unsigned int i = 1; i <= 5; i++) {
		expect_next(r, OSPM, "SENSOR_UPDATE");
		assert_int_equal(value(r, "agent_id"), 0);
		assert_int_equal(value(r, "sensor_id"), 7);
		assert_true(r->msg.due_ns == (8000 + 250 * i) * MS);
	}
	expect_nothing(r, OSPM);
	assert_int_equal(CALL(r, "sensor", "continuous_update_notify", "sensor_id=7", "enable=0"),
			 0);
	r->now += 100 * MS;
	expect_next(r, OSPM, "SENSOR_TRIP_POINT_EVENT");
	assert_int_equal(value(r, "trip_point_id"), 0);
	assert_int_equal(value(r, "direction"), 1);
	/* Down through 60 degrees nothing is told, down through 45 it is. */
	r->now = 13200 * MS;
	expect_next(r, OSPM, "SENSOR_TRIP_POINT_EVENT");
	assert_int_equal(value(r, "trip_point_id"), 1);
	assert_int_equal(value(r, "direction"), 0);
	expect_nothing(r, OSPM);

	assert_int_equal(CALL(r, "sensor", "trip_point_config", "sensor_id=0", "direction=both",
			      "trip_point_id=2", "value=1"),
			 SCMI_INVALID_PARAMETERS);
	assert_int_equal(CALL(r, "sensor", "trip_point_config", "sensor_id=0", "direction=both",
			      "trip_point_id=1", "value=125001"),
			 SCMI_OUT_OF_RANGE);
	assert_int_equal(CALL(r, "sensor", "trip_point_config", "sensor_id=0", "direction=off",
			      "trip_point_id=1", "value=45000"),
			 0);
	assert_int_equal(CALL(r, "sensor", "trip_point_notify", "sensor_id=2", "enable=1"),
			 SCMI_NOT_SUPPORTED);
	/* After a long silence only the end of it is told. */
	r->now += 3600 * 1000 * MS;
	for (unsigned int i = 0; sim_next(r->sim, OSPM, r->now, &r->msg); i++)
		assert_true(i < 20);
}

static void test_bounded_queue(void **state)
{
	struct rig *r = *state;
	unsigned int n = 0;

	assert_int_equal(
		CALL(r, "power", "state_change_requested_notify", "domain_id=0", "enable=1"), 0);
	for (unsigned int i = 0; i < SIM_QUEUE_MAX + 10; i++)
		assert_int_equal(CALL(r, "power", "state_set", "domain_id=0", "power_state=on"), 0);
	while (sim_next(r->sim, OSPM, r->now, &r->msg))
		n++;
	assert_int_equal(n, SIM_QUEUE_MAX);
	assert_int_equal(sim_agent(r->sim, OSPM)->dropped, 10);
}

/* Reset, voltage, powercap, pin control */

static void test_reset(void **state)
{
	struct rig *r = *state;

	assert_int_equal(CALL(r, "reset", "reset_notify", "domain_id=0", "enable=1"), 0);
	assert_int_equal(CALL(r, "reset", "reset", "domain_id=0", "flags=autonomous|async"), 0);
	assert_int_equal(CALL(r, "reset", "reset", "domain_id=0", "flags=autonomous|async"),
			 SCMI_BUSY);
	r->now += 2 * MS;
	expect_next(r, OSPM, "RESET_ISSUED");
	assert_int_equal(value(r, "reset_state"), 0);
	expect_next(r, OSPM, "RESET_COMPLETE");
	assert_int_equal(value(r, "domain_id"), 0);
	assert_int_equal(CALL(r, "reset", "reset", "domain_id=0", "flags=async"),
			 SCMI_INVALID_PARAMETERS);
	assert_int_equal(CALL(r, "reset", "reset", "domain_id=1", "flags=autonomous|async"),
			 SCMI_NOT_SUPPORTED);
	assert_int_equal(CALL(r, "reset", "reset", "domain_id=0", "flags=assert"), 0);
	expect_next(r, OSPM, "RESET_ISSUED");
	assert_int_equal(CALL(r, "reset", "reset", "domain_id=0", "flags=0"), 0);
	expect_nothing(r, OSPM);
	assert_int_equal(CALL(r, "reset", "reset", "domain_id=0", "autonomous=1", "reset_state=1"),
			 SCMI_INVALID_PARAMETERS);
	assert_int_equal(
		CALL(r, "reset", "reset", "domain_id=2", "autonomous=1", "reset_state=0x80000001"),
		0);
	assert_int_equal(CALL(r, "reset", "reset_notify", "domain_id=5", "enable=1"),
			 SCMI_NOT_SUPPORTED);
}

static void test_voltage(void **state)
{
	struct rig *r = *state;

	assert_int_equal(CALL(r, "voltage", "describe_levels", "domain_id=1"), 0);
	assert_int_equal(value(r, "returned"), 31);
	assert_int_equal(value(r, "remaining"), 9);
	assert_int_equal(CALL(r, "voltage", "describe_levels", "domain_id=4"), 0);
	assert_int_equal(value(r, "segmented"), 1);
	assert_int_equal(value(r, "voltage"), -7000000);
	assert_int_equal(CALL(r, "voltage", "level_set", "domain_id=4", "flags=async",
			      "voltage_level=-6000000"),
			 0);
	r->now += 2 * MS;
	expect_next(r, OSPM, "VOLTAGE_LEVEL_SET_COMPLETE");
	assert_int_equal(value(r, "voltage_level"), -6000000);
	assert_int_equal(CALL(r, "voltage", "level_get", "domain_id=4"), 0);
	assert_int_equal(value(r, "voltage_level"), -6000000);
	assert_int_equal(CALL(r, "voltage", "level_set", "domain_id=4", "voltage_level=0"),
			 SCMI_OUT_OF_RANGE);
	assert_int_equal(CALL(r, "voltage", "level_set", "domain_id=0", "voltage_level=500001"),
			 SCMI_INVALID_PARAMETERS);
	assert_int_equal(CALL(r, "voltage", "config_set", "domain_id=4", "mode=on"), 0);
	assert_int_equal(CALL(r, "voltage", "config_get", "domain_id=4"), 0);
	assert_int_equal(value(r, "mode"), 7);
	assert_int_equal(CALL(r, "voltage", "config_set", "domain_id=4", "mode=3"),
			 SCMI_INVALID_PARAMETERS);
}

static void test_powercap(void **state)
{
	struct rig *r = *state;

	assert_int_equal(CALL(r, "powercap", "cap_notify", "domain_id=0", "enable=1"), 0);
	assert_int_equal(
		CALL(r, "powercap", "cap_set", "domain_id=0", "flags=async", "power_cap=5000"), 0);
	r->now += 2 * MS;
	expect_next(r, OSPM, "POWERCAP_CAP_CHANGED");
	assert_int_equal(value(r, "pai"), 100000);
	expect_next(r, OSPM, "POWERCAP_CAP_SET_COMPLETE");
	assert_int_equal(value(r, "power_cap"), 5000);
	assert_int_equal(CALL(r, "powercap", "measurements_get", "domain_id=0"), 0);
	assert_in_range(value(r, "power"), 4800, 5000);
	assert_int_equal(CALL(r, "powercap", "cap_set", "domain_id=0", "power_cap=5050"),
			 SCMI_INVALID_PARAMETERS);
	assert_int_equal(CALL(r, "powercap", "cap_set", "domain_id=0", "power_cap=15001"),
			 SCMI_OUT_OF_RANGE);
	assert_int_equal(CALL(r, "powercap", "cap_set", "domain_id=0", "power_cap=0"), 0);
	assert_int_equal(CALL(r, "powercap", "cap_get", "domain_id=0"), 0);
	assert_int_equal(value(r, "power_cap"), 0);
	expect_next(r, OSPM, "POWERCAP_CAP_CHANGED");
	assert_int_equal(CALL(r, "powercap", "pai_set", "domain_id=0", "pai=250000"), 0);
	expect_next(r, OSPM, "POWERCAP_CAP_CHANGED");
	assert_int_equal(CALL(r, "powercap", "pai_get", "domain_id=0"), 0);
	assert_int_equal(value(r, "pai"), 250000);
	assert_int_equal(CALL(r, "powercap", "pai_set", "domain_id=2", "pai=10000"),
			 SCMI_NOT_SUPPORTED);

	/* 7300 +- 2500 mW in 4 s, at 8 s in the middle and rising: it passes 9000 mW soon. */
	r->now = 8000 * MS;
	assert_int_equal(CALL(r, "powercap", "measurements_notify", "domain_id=0", "enable=1",
			      "power_thresh_low=5000", "power_thresh_high=9000"),
			 0);
	r->now += 600 * MS;
	expect_nothing(r, OSPM);
	r->now += 200 * MS;
	expect_next(r, OSPM, "POWERCAP_MEASUREMENTS_CHANGED");
	assert_true(value(r, "power") > 9000);
	r->now += 100 * MS;
	expect_nothing(r, OSPM);
	assert_int_equal(CALL(r, "powercap", "measurements_notify", "domain_id=0", "enable=1",
			      "power_thresh_low=2", "power_thresh_high=1"),
			 SCMI_INVALID_PARAMETERS);
}

/* Several caps, as in the draft of specification 4.0. */
static void test_powercap_draft(void **state)
{
	char path[256];
	struct rig *r = new_rig(data("platform-draft.json", path, sizeof(path)));

	(void)state;
	read_protocol(r, r->sim->protocols[SCMI_POWERCAP]->table, SCMI_VERSION(3, 0));
	assert_int_equal(CALL(r, "powercap", "domain_attributes", "domain_id=0"), 0);
	assert_int_equal(value(r, "num_cpls"), 3);
	assert_int_equal(value(r, "mai_step"), 500);
	assert_int_equal(CALL(r, "powercap", "cpc_attributes", "domain_id=0", "desc_index=1"), 0);
	assert_int_equal(value(r, "cpli"), 1);
	expect_text(r, "name", 0, "peak");
	assert_int_equal(value_at(r, "configurable", 1), 0);
	assert_int_equal(CALL(r, "powercap", "cap_notify", "domain_id=0", "enable=1"), 0);
	assert_int_equal(CALL(r, "powercap", "cap_set", "domain_id=0", "cpli=1", "flags=async",
			      "power_cap=6000"),
			 0);
	r->now += 2 * MS;
	expect_next(r, OSPM, "POWERCAP_CAP_CHANGED");
	assert_int_equal(value(r, "cpli"), 1);
	assert_int_equal(value(r, "cai"), 10);
	expect_next(r, OSPM, "POWERCAP_CAP_SET_COMPLETE");
	assert_int_equal(value(r, "cpli"), 1);
	assert_int_equal(value(r, "power_cap"), 6000);
	assert_int_equal(CALL(r, "powercap", "cap_get", "domain_id=0", "cpli=0"), 0);
	assert_int_equal(value(r, "power_cap"), 9000);
	assert_int_equal(CALL(r, "powercap", "measurements_get", "domain_id=0"), 0);
	assert_int_equal(value(r, "power"), 6000);
	assert_int_equal(CALL(r, "powercap", "cai_set", "domain_id=0", "cai=30", "cpli=1"), 0);
	expect_next(r, OSPM, "POWERCAP_CAP_CHANGED");
	assert_int_equal(CALL(r, "powercap", "cai_get", "domain_id=0", "cpli=1"), 0);
	assert_int_equal(value(r, "cai"), 30);
	assert_int_equal(CALL(r, "powercap", "cai_set", "domain_id=0", "cai=35", "cpli=1"),
			 SCMI_INVALID_PARAMETERS);
	assert_int_equal(CALL(r, "powercap", "cap_set", "domain_id=0", "cpli=2", "power_cap=25000"),
			 SCMI_NOT_SUPPORTED);
	assert_int_equal(CALL(r, "powercap", "cap_get", "domain_id=0", "cpli=3"), SCMI_NOT_FOUND);
	assert_int_equal(CALL(r, "powercap", "mai_set", "domain_id=0", "mai=1500"), 0);
	assert_int_equal(CALL(r, "powercap", "mai_get", "domain_id=0"), 0);
	assert_int_equal(value(r, "mai"), 1500);
	free_rig(r);
}

static void test_pinctrl(void **state)
{
	struct rig *r = *state;

	assert_int_equal(CALL(r, "pinctrl", "protocol_attributes"), 0);
	assert_int_equal(value(r, "num_pins"), 72);
	assert_int_equal(value(r, "num_groups"), 5);
	assert_int_equal(value(r, "num_functions"), 5);
	assert_int_equal(CALL(r, "pinctrl", "attributes", "identifier=4", "selector=function"), 0);
	assert_int_equal(value(r, "pin_only"), 1);
	assert_int_equal(value(r, "num_elements"), 72);
	assert_int_equal(
		CALL(r, "pinctrl", "list_associations", "identifier=4", "selector=function"), 0);
	assert_int_equal(value(r, "returned"), 62);
	assert_int_equal(value(r, "remaining"), 10);
	assert_int_equal(CALL(r, "pinctrl", "list_associations", "identifier=3", "selector=group"),
			 0);
	assert_int_equal(value_at(r, "element", 3), 11);

	/* To a group: the group and its pins take it. */
	assert_int_equal(CALL(r, "pinctrl", "settings_configure", "identifier=3", "function_id=2",
			      "selector=group", "function_valid=1", "configs=10:12,20:2"),
			 0);
	assert_int_equal(CALL(r, "pinctrl", "settings_get", "identifier=3", "selector=group",
			      "config_flag=all"),
			 0);
	assert_int_equal(value(r, "function_selected"), 2);
	assert_int_equal(value_at(r, "value", 1), 2);
	assert_int_equal(CALL(r, "pinctrl", "settings_get", "identifier=9", "selector=pin",
			      "config_flag=one", "config_type=10"),
			 0);
	assert_int_equal(value(r, "function_selected"), 2);
	assert_int_equal(value(r, "value"), 12);
	assert_int_equal(CALL(r, "pinctrl", "settings_get", "identifier=9", "selector=pin",
			      "config_flag=function"),
			 0);
	assert_int_equal(value(r, "returned"), 0);
	assert_int_equal(CALL(r, "pinctrl", "settings_configure", "identifier=3", "function_id=2",
			      "selector=group", "function_valid=0", "configs=10:4,5:1"),
			 SCMI_NOT_SUPPORTED);
	assert_int_equal(CALL(r, "pinctrl", "settings_get", "identifier=3", "selector=group",
			      "config_flag=one", "config_type=10"),
			 0);
	assert_int_equal(value(r, "value"), 12);
	assert_int_equal(CALL(r, "pinctrl", "settings_configure", "identifier=3", "function_id=0",
			      "selector=group", "function_valid=1", "configs=10:4"),
			 SCMI_INVALID_PARAMETERS);

	assert_int_equal(CALL(r, "pinctrl", "request", "identifier=3", "selector=group"), 0);
	r->agent = MCU;
	assert_int_equal(CALL(r, "pinctrl", "request", "identifier=9", "selector=pin"),
			 SCMI_IN_USE);
	assert_int_equal(CALL(r, "pinctrl", "settings_configure", "identifier=9", "function_id=2",
			      "selector=pin", "function_valid=1", "configs=10:1"),
			 SCMI_DENIED);
	assert_int_equal(CALL(r, "pinctrl", "release", "identifier=9", "selector=pin"),
			 SCMI_DENIED);
	r->agent = OSPM;
	assert_int_equal(CALL(r, "pinctrl", "release", "identifier=3", "selector=group"), 0);
	r->agent = MCU;
	assert_int_equal(CALL(r, "pinctrl", "request", "identifier=9", "selector=pin"), 0);
	assert_int_equal(CALL(r, "pinctrl", "request", "identifier=0", "selector=function"),
			 SCMI_INVALID_PARAMETERS);
	assert_int_equal(CALL(r, "pinctrl", "request", "identifier=72", "selector=pin"),
			 SCMI_NOT_FOUND);
	assert_int_equal(CALL(r, "pinctrl", "attributes", "identifier=0", "flags=3"),
			 SCMI_INVALID_PARAMETERS);
	assert_int_equal(CALL(r, "pinctrl", "name_get", "identifier=70", "selector=pin"), 0);
	expect_text(r, "name", 0, "PI6_shared_with_debug_header");
}

/* Hostile input */

static uint32_t draw(uint32_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 17;
	*x ^= *x << 5;
	return *x;
}

/* Random messages, and random payloads of messages that there are, cut anywhere. */
static void test_hostile(void **state)
{
	struct rig *r = *state;
	uint32_t x = 20240229;

	for (unsigned int i = 0; i < 200000; i++) {
		struct scmi_header header = {
			.message = draw(&x) % 17,
			.protocol = (uint8_t)(SCMI_BASE + draw(&x) % 10),
			.token = draw(&x) % SCMI_TOKENS,
		};
		size_t len = draw(&x) % 48;
		uint8_t *buf = malloc(len + SCMI_HEADER_SIZE);

		assert_non_null(buf);
		for (size_t j = 0; j < len + SCMI_HEADER_SIZE; j++)
			buf[j] = draw(&x) % 4 ? draw(&x) % 6 : draw(&x) % 256;
		if (draw(&x) % 8)
			scmi_put_le32(buf, scmi_header_pack(header));
		r->agent = 1 + draw(&x) % 2;
		r->max = 8 + draw(&x) % 200;
		r->now += draw(&x) % MS;
		assert_true(sim_command(r->sim, r->agent, buf, len + SCMI_HEADER_SIZE, r->max,
					r->now, &r->msg));
		assert_in_range(r->msg.len, 8, r->max);
		free(buf);
		if (draw(&x) % 8 == 0)
			sim_next(r->sim, r->agent, r->now, &r->msg);
		assert_true(sim_agent(r->sim, OSPM)->n_queue <= SIM_QUEUE_MAX);
		(void)sim_wait(r->sim, OSPM, r->now);
	}
	assert_null(r->sim->unknown_name);
}

/* Loading */

static struct sim *load(const char *text, struct diag *diag)
{
	char path[] = "/tmp/scmictl-test-sim-XXXXXX";
	int fd = mkstemp(path);
	struct sim *sim;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	memset(diag, 0, sizeof(*diag));
	sim = sim_new(path, diag);
	unlink(path);
	return sim;
}

/*
 * A platform that is wrong: @error is the message from the line number on; if it ends with ": ",
 * what follows there is json-c's.
 */
static void expect_error(const char *text, const char *error, const char *hint)
{
	struct diag diag;
	struct sim *sim = load(text, &diag);
	const char *line;

	if (sim)
		fail_msg("loaded: %s", text);
	line = strchr(diag.text, ':');
	assert_non_null(line);
	line++;
	if (!strcmp(error + strlen(error) - 2, ": "))
		assert_memory_equal(line, error, strlen(error));
	else
		assert_string_equal(line, error);
	if (hint)
		assert_string_equal(diag.hint, hint);
	assert_int_equal(diag_exit_status(&diag), 6);
}

#define HEAD "{ \"schema_version\": 1, \"agents\": [ { \"name\": \"OSPM\" } ],\n"
#define CLOCKS HEAD "\"protocols\": { \"clock\": { \"domains\": [\n"

static void test_load_small(void **state)
{
	struct diag diag;
	struct sim *sim = load(HEAD "\"protocols\": {} }", &diag);

	(void)state;
	assert_non_null(sim);
	assert_int_equal(sim_agents(sim), 1);
	assert_string_equal(sim_name(sim), "sim");
	assert_non_null(sim->protocols[SCMI_BASE]);
	sim_free(sim);
}

/* The beginning of a name that is too long ends with a whole character. */
static void test_cut_names(void **state)
{
	struct diag diag;
	struct rig r = { .agent = OSPM, .max = TRANSPORT_MAX };

	(void)state;
	r.sim = load(CLOCKS "{ \"name\": \"temp\u00e9rature_x\u00e9y\", \"rates\": [ 1 ] },"
			    "{ \"name\": \"fifteen_bytes_x\", \"rates\": [ 1 ] } ] } } }",
		     &diag);
	assert_non_null(r.sim);
	assert_int_equal(CALL(&r, "clock", "attributes", "clock_id=0"), 0);
	expect_text(&r, "name", 0, "temp\xc3\xa9rature_x");
	assert_int_equal(value(&r, "extended_name"), 1);
	assert_int_equal(CALL(&r, "clock", "name_get", "clock_id=0"), 0);
	expect_text(&r, "name", 0, "temp\xc3\xa9rature_x\xc3\xa9y");
	assert_int_equal(CALL(&r, "clock", "attributes", "clock_id=1"), 0);
	expect_text(&r, "name", 0, "fifteen_bytes_x");
	assert_int_equal(value(&r, "extended_name"), 0);
	scmi_decoded_free(&r.d);
	sim_free(r.sim);
}

static void test_load_errors(void **state)
{
	(void)state;
	/* No JSON, or not quite */
	expect_error("", "1: this is no JSON: ", NULL);
	expect_error("{\n\"schema_version\": 1,\n]", "3: this is no JSON: ", NULL);
	expect_error("{\n\"schema_version\": 1\n", "3: this is no JSON: ", NULL);
	expect_error("{}\n{}\n", "2: this is no JSON: ", NULL);
	expect_error("[]", "1: an array, expected an object", NULL);
	expect_error(HEAD "\"name\": \"a\",\n\"seed\": 2,\n\"name\": \"b\" }",
		     "4: the key has been given before", NULL);
	/* The document */
	expect_error("{\n\"agents\": [] }", "1: \"schema_version\" is missing", NULL);
	expect_error("{\n\"schema_version\": 2 }", "2: schema_version: 2, must be 1 to 1", NULL);
	expect_error(HEAD "\n\"protocol\": {} }", "3: protocol: unknown key",
		     "did you mean \"protocols\"?");
	expect_error(HEAD "\"wombat\": {} }", "2: wombat: unknown key",
		     "scmictl-platform(5) has the keys");
	expect_error("{ \"schema_version\": 1, \"protocols\": {},\n\"agents\": [] }",
		     "2: agents: a platform needs at least one agent", NULL);
	expect_error(HEAD "\"identity\": {\n\"vendor\": \"0123456789abcdef\" } }",
		     "3: identity.vendor: 16 bytes long, must be 0 to 15", NULL);
	expect_error(HEAD "\"name\": \"a\\u0000b\" }", "2: name: must not contain NUL", NULL);
	expect_error(HEAD "\"latency\": { \"response_ns\":\n-1 } }",
		     "3: latency.response_ns: -1, must be 0 to 60000000000", NULL);
	expect_error(HEAD "\"latency\": 5 }", "2: latency: a number, expected an object", NULL);
	expect_error(HEAD "\"protocols\": {}, \"devices\": [\n{ \"id\": 1, \"resources\": [\n"
			  "{ \"protocol\": \"clock\", \"id\": 0 } ] } ] }",
		     "4: devices[0].resources[0]: protocol 0x14 has no domain 0", NULL);
	expect_error(HEAD "\"protocols\": {}, \"devices\": [ { \"id\": 1 },\n{ \"id\": 1 } ] }",
		     "3: devices[1].id: device 1 again", NULL);
	expect_error(
		"{ \"schema_version\": 1, \"protocols\": {}, \"agents\": [\n{ \"name\": \"A\",\n"
		"\"denied\": [ { \"device\": 1 } ] } ] }",
		"3: agents[0].denied[0]: there is no device 1", NULL);
	/* Protocols */
	expect_error(HEAD "\"protocols\": {\n\"clok\": {} } }",
		     "3: protocols.clok: no such protocol, or none that can be simulated",
		     "did you mean \"clock\"?");
	expect_error(HEAD "\"protocols\": { \"telemetry\": {} } }",
		     "2: protocols.telemetry: no such protocol, or none that can be simulated",
		     NULL);
	expect_error(HEAD "\"protocols\": { \"clock\": {},\n\"0x14\": {} } }",
		     "3: protocols.0x14: the protocol has been given before", NULL);
	expect_error(HEAD "\"protocols\": { \"clock\": { \"version\": \"0.0\" } } }",
		     "2: protocols.clock.version: \"0.0\", expected a version like \"2.0\"", NULL);
	expect_error(HEAD "\"protocols\": { \"clock\": {\n\"version\": \"4.0\" } } }",
		     "3: protocols.clock.version: clock 4.0 cannot be simulated",
		     "versions: 1.0, 2.0, 3.0");
	expect_error(HEAD "\"protocols\": { \"clock\": { \"version\": \"3\" } } }",
		     "2: protocols.clock.version: \"3\", expected a version like \"2.0\"", NULL);
	expect_error(
		HEAD
		"\"protocols\": { \"clock\": { \"messages\": {\n\"clock_rate_gett\": {} } } } }",
		"3: protocols.clock.messages.clock_rate_gett: clock has no such message", NULL);
	expect_error(HEAD "\"protocols\": { \"clock\": { \"messages\": { \"CLOCK_RATE_GET\": {},\n"
			  "\"rate_get\": {} } } } }",
		     "3: protocols.clock.messages.rate_get: the message has been given before",
		     NULL);
	/* Domains */
	expect_error(CLOCKS "{ \"rates\": [ 1 ] } ] } } }",
		     "3: protocols.clock.domains[0]: \"name\" is missing", NULL);
	expect_error(CLOCKS "{ \"name\": \"a\" } ] } } }",
		     "3: protocols.clock.domains[0]: needs \"rates\" or \"range\"", NULL);
	expect_error(CLOCKS "{ \"name\": \"a\",\n\"rates\": [] } ] } } }",
		     "3: protocols.clock.domains[0]: needs \"rates\" or \"range\"", NULL);
	expect_error(CLOCKS "{ \"name\": \"a\", \"rates\": [ 1 ] },\n"
			    "{ \"name\": \"b\", \"id\": 0, \"rates\": [ 1 ] } ] } } }",
		     "4: protocols.clock.domains[1].id: 0 after 0: ids must ascend", NULL);
	expect_error(CLOCKS "{ \"name\": \"a\", \"id\": 65535, \"rates\": [ 1 ] } ] } } }",
		     "3: protocols.clock.domains[0].id: 65535, must be 0 to 65534", NULL);
	expect_error(CLOCKS "{ \"name\": \"a\", \"rates\": [ 1,\n3,\n2 ] } ] } } }",
		     "5: protocols.clock.domains[0].rates[2]: 2 after 3: the list must ascend",
		     NULL);
	expect_error(CLOCKS "{ \"name\": \"a\", \"rates\": [ 1, \"x\" ] } ] } } }",
		     "3: protocols.clock.domains[0].rates[1]: a string, expected a number", NULL);
	expect_error(CLOCKS "{ \"name\": \"a\", \"rates\": [ 1.5 ] } ] } } }",
		     "3: protocols.clock.domains[0].rates[0]: a fraction, expected a whole number",
		     NULL);
	expect_error(CLOCKS "{ \"name\": \"a\", \"rates\": [ 18446744073709551615 ] } ] } } }",
		     "3: protocols.clock.domains[0].rates[0]: 18446744073709551615, must be 0 to "
		     "9223372036854775807",
		     NULL);
	expect_error(CLOCKS "{ \"name\": \"a\", \"rates\": 5 } ] } } }",
		     "3: protocols.clock.domains[0].rates: a number, expected an array", NULL);
	expect_error(CLOCKS "{ \"name\": \"a\", \"rates\": [ 1, 3 ],\n\"rate\": 4 } ] } } }",
		     "4: protocols.clock.domains[0].rate: 4 is not between 1 and 3", NULL);
	expect_error(
		CLOCKS "{ \"name\": \"a\", \"rates\": [ 1 ],\n"
		       "\"range\": { \"min\": 1, \"max\": 2 } } ] } } }",
		"4: protocols.clock.domains[0].range: \"rates\" and \"range\" exclude each other",
		NULL);
	expect_error(CLOCKS "{ \"name\": \"a\", \"range\": {\n\"max\": 1,\n\"min\": 2 } } ] } } }",
		     "5: protocols.clock.domains[0].range.min: min (2) is above max (1)", NULL);
	expect_error(
		CLOCKS
		"{ \"name\": \"a\", \"range\": { \"max\": 3, \"min\": 2,\n\"step\": 2 } } ] } } }",
		"4: protocols.clock.domains[0].range.step: larger than max - min", NULL);
	expect_error(CLOCKS "{ \"name\": \"a\", \"rates\": [ 1 ],\n\"parents\": [\n7 ] } ] } } }",
		     "5: protocols.clock.domains[0].parents[0]: there is no clock 7", NULL);
	expect_error(CLOCKS "{ \"name\": \"a\", \"rates\": [ 1 ],\n\"parents\": [ 0 "
			    "],\n\"parent\": 1 } ] } } }",
		     "5: protocols.clock.domains[0].parent: clock 1 is none of \"parents\"", NULL);
	expect_error(CLOCKS "{ \"name\": \"a\", \"rates\": [ 1 ], \"enabled\":\n1 } ] } } }",
		     "4: protocols.clock.domains[0].enabled: a number, expected true or false",
		     NULL);
	expect_error(HEAD "\"protocols\": { \"power\": { \"domains\": [\n"
			  "{ \"name\": \"a\", \"state\": \"offf\" } ] } } }",
		     "3: protocols.power.domains[0].state: \"offf\" is no such name",
		     "did you mean \"off\"?");
	expect_error(HEAD "\"protocols\": { \"perf\": { \"domains\": [ { \"name\": \"a\",\n"
			  "\"levels\": [ { \"level\": 2 },\n{ \"level\": 2 } ] } ] } } }",
		     "4: protocols.perf.domains[0].levels[1].level: 2 after 2: levels must ascend",
		     NULL);
	expect_error(HEAD "\"protocols\": { \"perf\": { \"domains\": [ { \"name\": \"a\",\n"
			  "\"levels\": [ { \"level\": 2 } ],\n\"level\": 3 } ] } } }",
		     "4: protocols.perf.domains[0].level: 3 is none of \"levels\"", NULL);
	expect_error(HEAD "\"protocols\": { \"perf\": { \"domains\": [ { \"name\": \"a\",\n"
			  "\"levels\": [] } ] } } }",
		     "3: protocols.perf.domains[0].levels: a domain needs at least one level",
		     NULL);
	expect_error(HEAD "\"protocols\": { \"sensor\": { \"domains\": [ { \"name\": \"a\",\n"
			  "\"type\": \"celsius\" } ] } } }",
		     "3: protocols.sensor.domains[0].type: \"celsius\" is no such name", NULL);
	expect_error(HEAD "\"protocols\": { \"sensor\": { \"domains\": [ { \"name\": \"a\",\n"
			  "\"intervals\": [ { \"seconds\": 1 },\n{ \"seconds\": 9, \"exponent\": "
			  "-1 } ] } ] } } }",
		     "4: protocols.sensor.domains[0].intervals[1]: not longer than the one before: "
		     "the list must ascend",
		     NULL);
	expect_error(
		HEAD "\"protocols\": { \"voltage\": { \"domains\": [ { \"name\": \"a\",\n"
		     "\"levels_uv\": [ 2147483648 ] } ] } } }",
		"3: protocols.voltage.domains[0].levels_uv[0]: 2147483648, must be -2147483648 "
		"to 2147483647",
		NULL);
	expect_error(
		HEAD
		"\"protocols\": { \"powercap\": { \"domains\": [ { \"name\": \"a\",\n"
		"\"cap\": { \"min\": 1, \"max\": 2 }, \"pai_us\": { \"min\": 1, \"max\": 1 },\n"
		"\"parent\": 0 } ] } } }",
		"4: protocols.powercap.domains[0].parent: there is no other domain 0", NULL);
	expect_error(HEAD "\"protocols\": { \"pinctrl\": { \"pins\": [ { \"name\": \"a\" } ],\n"
			  "\"groups\": [ { \"name\": \"g\",\n\"pins\": [ 0, 1 ] } ] } } }",
		     "4: protocols.pinctrl.groups[0].pins[1]: there is no pin 1", NULL);
}

static void test_load_missing_file(void **state)
{
	struct diag diag = { 0 };

	(void)state;
	assert_null(sim_new("/nonexistent/platform.json", &diag));
	assert_string_equal(diag.text, "/nonexistent/platform.json: No such file or directory");
	assert_int_equal(diag_exit_status(&diag), 6);
	memset(&diag, 0, sizeof(diag));
	assert_null(sim_new("/dev/zero", &diag));
	assert_int_equal(diag_exit_status(&diag), 6);
	assert_null(sim_new("/tmp", &diag));
	assert_int_equal(diag_exit_status(&diag), 6);
}

/* Every prefix and every one-byte damage of a description is refused, or loads. */
static void test_load_hostile(void **state)
{
	static const char text[] = HEAD
		"\"protocols\": { \"clock\": { \"domains\": [ { \"name\": \"a\", \"id\": 3, "
		"\"range\": { \"min\": 1, \"max\": 9, \"step\": 2 }, \"configs\": [ { \"type\": 1 "
		"} ] } ] }, "
		"\"sensor\": { \"domains\": [ { \"name\": \"t\", \"trip_points\": [ {} ] } ] } } }";
	char copy[sizeof(text)];
	struct diag diag;

	(void)state;
	for (size_t i = 0; i < sizeof(text) - 1; i++) {
		memcpy(copy, text, sizeof(text));
		copy[i] = '\0';
		assert_null(load(copy, &diag));
		for (const char *c = "{}[]\",:09-e\\ "; *c; c++) {
			copy[i] = *c;
			sim_free(load(copy, &diag));
			assert_true(!diag.origin || diag.origin == DIAG_INPUT);
		}
	}
}

/* A platform of the first specification's time, with holes and gaps. */
static void test_old_platform(void **state)
{
	char path[256];
	struct rig *r = new_rig(data("platform-old.json", path, sizeof(path)));

	(void)state;
	assert_int_equal(CALL(r, "base", "protocol_version"), 0);
	assert_int_equal(value(r, "version"), SCMI_VERSION(1, 0));
	assert_int_equal(CALL(r, "base", "discover_agent", "agent_id=1"), 0);
	assert_int_equal(r->msg.len, 24);
	assert_int_equal(CALL(r, "base", "protocol_message_attributes", "message_id=0x10"),
			 SCMI_NOT_FOUND);
	assert_int_equal(send_hex(r, "10400000 00000200"), SCMI_NOT_SUPPORTED);
	assert_int_equal(CALL(r, "clock", "protocol_attributes"), 0);
	assert_int_equal(value(r, "num_clocks"), 6);
	assert_int_equal(value(r, "max_async_requests"), 0);
	assert_int_equal(CALL(r, "clock", "attributes", "clock_id=1"), SCMI_NOT_FOUND);
	assert_int_equal(CALL(r, "clock", "attributes", "clock_id=5"), 0);
	assert_int_equal(r->msg.len, 28);
	assert_int_equal(CALL(r, "clock", "config_set", "clock_id=5", "state=enable"), 0);
	assert_int_equal(CALL(r, "clock", "rate_set", "clock_id=5", "flags=async", "rate=1MHz"),
			 SCMI_NOT_SUPPORTED);
	assert_int_equal(CALL(r, "clock", "describe_rates", "clock_id=5"), SCMI_NOT_SUPPORTED);
	assert_int_equal(CALL(r, "clock", "protocol_message_attributes", "message_id=4"),
			 SCMI_NOT_FOUND);
	assert_int_equal(CALL(r, "sensor", "description_get"), 0);
	assert_int_equal(r->msg.len, 12 + 2 * 28);
	assert_int_equal(value_at(r, "update_interval", 1), 2);
	assert_int_equal(value_at(r, "update_interval_exponent", 1), -1);
	assert_int_equal(CALL(r, "sensor", "reading_get", "sensor_id=7"), 0);
	assert_int_equal(r->msg.len, 16);
	assert_int_equal(value(r, "value"), -5);
	assert_int_equal(CALL(r, "perf", "describe_levels", "domain_id=0"), 0);
	assert_int_equal(r->msg.len, 12 + 2 * 12);
	assert_int_equal(CALL(r, "perf", "level_get", "domain_id=0"), 0);
	assert_int_equal(value(r, "performance_level"), 200);
	assert_int_equal(CALL(r, "system", "state_notify", "enable=1"), 0);
	assert_int_equal(CALL(r, "system", "state_set", "system_state=cold_reset"), 0);
	expect_next(r, OSPM, "SYSTEM_POWER_STATE_NOTIFIER");
	assert_int_equal(r->msg.len, 16);
	free_rig(r);
}

static void test_latency(void **state)
{
	char path[256];
	struct rig *r = new_rig(data("platform-slow.json", path, sizeof(path)));
	uint64_t least = UINT64_MAX, most = 0, sum = 0;
	struct rig *other;

	(void)state;
	assert_int_equal(CALL(r, "base", "protocol_version"), 0);
	assert_true(r->msg.due_ns == r->now + 100000);
	other = new_rig(data("platform-slow.json", path, sizeof(path)));
	for (unsigned int i = 0; i < 1000; i++) {
		uint64_t took;

		assert_int_equal(CALL(r, "clock", "rate_get", "clock_id=0"), 0);
		took = r->msg.due_ns - r->now;
		least = took < least ? took : least;
		most = took > most ? took : most;
		sum += took;
		/* The same seed gives the same times. */
		assert_int_equal(CALL(other, "clock", "rate_get", "clock_id=0"), 0);
		assert_true(other->msg.due_ns - other->now == took);
	}
	assert_in_range(least, 5000, 5100);
	assert_in_range(most, 6900, 7000);
	assert_in_range(sum / 1000, 5900, 6100);
	assert_int_equal(CALL(r, "clock", "rate_set", "flags=async", "clock_id=0", "rate=2"), 0);
	assert_true(r->msg.due_ns == r->now + 100000);
	assert_true(sim_wait(r->sim, OSPM, r->now) == 100000 + 50 * MS);
	free_rig(other);
	free_rig(r);
}

/* The manual */

static const struct sim_key *walked[64];
static size_t n_walked;

static void find_keys(const char *man, const struct sim_key *keys)
{
	for (size_t i = 0; i < n_walked; i++)
		if (walked[i] == keys)
			return;
	assert_true(n_walked < 64);
	walked[n_walked++] = keys;
	for (; keys->name; keys++) {
		char item[80];

		if (*keys->name) {
			snprintf(item, sizeof(item), "\n.It Ic %s Pq ", keys->name);
			if (!strstr(man, item))
				fail_msg("scmictl-platform(5) lacks \"%s\"", keys->name);
			if (!keys->help || !*keys->help)
				fail_msg("\"%s\" has no help", keys->name);
		}
		if (keys->keys)
			find_keys(man, keys->keys);
	}
}

static void load_example(char *man)
{
	char *text = strstr(man, ".Sh EXAMPLES"), *end;
	struct diag diag;
	struct sim *sim;

	assert_non_null(text);
	text = strstr(text, "\n{\n");
	assert_non_null(text);
	end = strstr(text, "\n.Ed");
	assert_non_null(end);
	*end = '\0';
	sim = load(text, &diag);
	if (!sim)
		fail_msg("%s", diag.text);
	sim_free(sim);
}

/* scmictl-platform(5) has every key, and its example is one. */
static void test_manual(void **state)
{
	const char *srcdir = getenv("SRCDIR");
	char path[256];
	size_t len;
	char *man;
	FILE *f;

	(void)state;
	snprintf(path, sizeof(path), "%s/man/scmictl-platform.5", srcdir ? srcdir : ".");
	f = fopen(path, "r");
	assert_non_null(f);
	man = calloc(1, 1 << 20);
	assert_non_null(man);
	len = fread(man, 1, (1 << 20) - 1, f);
	assert_true(len > 0);
	fclose(f);
	n_walked = 0;
	find_keys(man, sim_platform_keys);
	for (size_t i = 0; sim_protocol_ops[i]; i++)
		find_keys(man, sim_protocol_ops[i]->keys);
	load_example(man);
	free(man);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		TEST(test_reads),
		TEST(test_all_served),
		TEST(test_common),
		TEST(test_wrong_commands),
		TEST(test_base),
		TEST(test_errors_event),
		TEST(test_permissions),
		TEST(test_reset_agent),
		TEST(test_clock_rates),
		TEST(test_clock_async),
		TEST(test_clock_config),
		TEST(test_power),
		TEST(test_system),
		TEST(test_perf),
		TEST(test_fast_channels),
		TEST(test_sensor),
		TEST(test_sensor_config),
		TEST(test_sensor_events),
		TEST(test_bounded_queue),
		TEST(test_reset),
		TEST(test_voltage),
		TEST(test_powercap),
		cmocka_unit_test(test_powercap_draft),
		TEST(test_pinctrl),
		TEST(test_hostile),
		cmocka_unit_test(test_load_small),
		cmocka_unit_test(test_cut_names),
		cmocka_unit_test(test_load_errors),
		cmocka_unit_test(test_load_missing_file),
		cmocka_unit_test(test_load_hostile),
		cmocka_unit_test(test_old_platform),
		cmocka_unit_test(test_latency),
		cmocka_unit_test(test_manual),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
