/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <scmictl/scmi.h>

/* What people write and read: hexadecimal, names, numbers with units, fields. */

/* CLOCK_RATE_GET's response, and 16 bytes more. */
static const uint8_t bytes[32] = {
	0x06, 0x50, 0x14, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x36, 0x6e,
	0x01, 0x00, 0x00, 0x00, 0x00, 0x61, 0x62, 0x63, 0x64, 0x65,
};

static void expect_bytes(const char *text, const void *expected, size_t expected_len)
{
	uint8_t buf[256];
	struct diag diag = { 0 };
	size_t len;

	if (scmi_hex_parse(text, strlen(text), buf, sizeof(buf), &len, &diag))
		fail_msg("%s: %s", text, diag.text);
	assert_int_equal(len, expected_len);
	assert_memory_equal(buf, expected, len);
}

static void expect_bad(const char *text, const char *why)
{
	uint8_t buf[256];
	struct diag diag = { 0 };
	size_t len = 1;

	assert_int_equal(scmi_hex_parse(text, strlen(text), buf, sizeof(buf), &len, &diag),
			 -EINVAL);
	assert_string_equal(diag.text, why);
	assert_int_equal(diag.origin, DIAG_INPUT);
	assert_int_equal(len, 0);
}

static void test_hex_plain(void **state)
{
	(void)state;
	expect_bytes("", bytes, 0);
	expect_bytes("0650140000000000", bytes, 8);
	expect_bytes("06 50 14 00 00 00 00 00", bytes, 8);
	expect_bytes("\t06501400\t00000000\r\n", bytes, 8);
	expect_bytes("0x06501400 0x00000000", bytes, 8);
	expect_bytes("{ 0x06, 0x50, 0x14, 0x0, 0X00, 0x0, 0x00, 0x00 };", bytes, 8);
	expect_bytes("\"\\x06\\x50\\x14\\x00\" \"\\x00\\x00\\x00\\x00\"", bytes, 8);
	expect_bytes("06:50:14:00:00:00:00:00", bytes, 8);
	expect_bytes("[06,50,14,00,00,00,00,00]", bytes, 8);
	expect_bytes("06501400 # the header\n00000000 # the clock", bytes, 8);
	expect_bytes("00366E01", bytes + 8, 4);
}

static void test_hex_dumps(void **state)
{
	(void)state;
	/* xxd, xxd -g1 */
	expect_bytes("00000000: 0650 1400 0000 0000 0036 6e01 0000 0000  .P.......6n.....\n"
		     "00000010: 6162 6364 65                             abcde\n",
		     bytes, 21);
	expect_bytes("00000000: 06 50 14 00 00 00 00 00 00 36 6e 01 00 00 00 00  .P.......6n.....\n"
		     "00000010: 61 62 63 64 65                                   abcde",
		     bytes, 21);
	/* tcpdump -x */
	expect_bytes("\t0x0000:  0650 1400 0000 0000\n", bytes, 8);
	/* hexdump -C */
	expect_bytes(
		"00000000  06 50 14 00 00 00 00 00  00 36 6e 01 00 00 00 00  |.P.......6n.....|\n"
		"00000010  61 62 63 64 65                                    |abcde|\n"
		"00000015\n",
		bytes, 21);
	/* hexdump: words of a little-endian machine */
	expect_bytes("0000000 5006 0014 0000 0000 3600 016e 0000 0000\n"
		     "0000010 6261 6463 0065                         \n"
		     "0000016\n",
		     bytes, 22);
	expect_bytes("0000000 5006 0014 0000\n0000005\n", bytes, 5);
	/* od -x */
	expect_bytes("0000000 5006 0014 0000 0000 3600 016e 0000 0000\n"
		     "0000020 6261 6463 0065\n"
		     "0000026\n",
		     bytes, 22);
	/* od -tx1, with -Ax, with -Ad and z */
	expect_bytes("0000000 06 50 14 00 00 00 00 00 00 36 6e 01 00 00 00 00\n"
		     "0000020 61 62 63 64 65\n"
		     "0000025\n",
		     bytes, 21);
	expect_bytes("000000 06 50 14 00 00 00 00 00 00 36 6e 01 00 00 00 00\n"
		     "000010 61 62 63 64 65\n"
		     "000015\n",
		     bytes, 21);
	expect_bytes("0000000 06 50 14 00 00 00 00 00 00 36 6e 01 00 00 00 00  >.P.......6n.....<\n"
		     "0000016 61 62 63 64 65                                   >abcde<\n"
		     "0000021\n",
		     bytes, 21);
}

/* hexdump and od write '*' for lines that repeat. */
static void test_hex_repeats(void **state)
{
	static const uint8_t zeroes[64];

	(void)state;
	expect_bytes("00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |........|\n"
		     "*\n"
		     "00000040\n",
		     zeroes, 64);
	expect_bytes("0000000 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n*\n0000100\n",
		     zeroes, 64);
	expect_bytes("0000000 0000 0000 0000 0000 0000 0000 0000 0000\n*\n0000040\n", zeroes, 64);
	expect_bad("00000000  00 00 00 00\n*\n00000002\n",
		   "line 3: column 1: the offset does not fit what '*' stands for");
	expect_bad("00000000  00 00 00 00\n00000010  00 00\n",
		   "line 2: column 1: the offset is not that of the bytes before it");
	expect_bad("00000000: 0650 1400  .P..\nhello\n",
		   "line 2: column 1: not a line of the dump before it");
}

static void test_hex_errors(void **state)
{
	uint8_t buf[4];
	struct diag diag = { 0 };
	size_t len;

	(void)state;
	expect_bad("0650140", "column 1: an odd number of hexadecimal digits");
	expect_bad("06 5", "column 4: an odd number of hexadecimal digits");
	expect_bad("06501400 000g", "column 10: an odd number of hexadecimal digits");
	expect_bad("06501400 00zz", "column 12: 'z' is not a hexadecimal digit");
	expect_bad(" 00 00\n*\n",
		   "line 2: column 1: '*' stands for lines that a dump left out: use its -v");
	expect_bad("06\n\x01", "line 2: column 1: not a hexadecimal digit");
	assert_int_equal(scmi_hex_parse("06 50 14 00 00", 14, buf, sizeof(buf), &len, &diag),
			 -ENOSPC);
	assert_string_equal(diag.text, "longer than 4 bytes");
	/* An offset far away must not fill the world. */
	assert_int_equal(
		scmi_hex_parse("00000000  00 00\n*\nfffffff0\n", 26, buf, sizeof(buf), &len, &diag),
		-ENOSPC);
}

static void test_hex_lines(void **state)
{
	static const char offset[] = "00000010: 6162", first[] = "00000000: 0650";

	(void)state;
	assert_int_equal(scmi_hex_line(" ", 1, true), SCMI_HEX_NONE);
	assert_int_equal(scmi_hex_line("# note", 6, false), SCMI_HEX_NONE);
	assert_int_equal(scmi_hex_line("06501400", 8, false), SCMI_HEX_PLAIN);
	assert_int_equal(scmi_hex_line(first, strlen(first), true), SCMI_HEX_DUMP);
	assert_int_equal(scmi_hex_line(offset, strlen(offset), true), SCMI_HEX_MORE);
	assert_int_equal(scmi_hex_line("*", 1, true), SCMI_HEX_MORE);
	assert_int_equal(scmi_hex_line("0000010", 7, true), SCMI_HEX_MORE);
	assert_int_equal(scmi_hex_line("06501400", 8, true), SCMI_HEX_PLAIN);
	assert_int_equal(scmi_hex_line("06501400 00 00 00 00", 20, true), SCMI_HEX_PLAIN);
}

static void test_hex_format(void **state)
{
	char text[9];

	(void)state;
	scmi_hex_format(bytes + 8, 4, text);
	assert_string_equal(text, "00366e01");
}

static void test_status(void **state)
{
	static const struct {
		const char *text;
		int32_t status;
	} good[] = {
		{ "SUCCESS", 0 },
		{ "denied", -3 },
		{ "Not-Found", -4 },
		{ "-128", -128 },
		{ "5", 5 },
		{ "0xfffffffe", -2 },
		{ "-2147483648", INT32_MIN },
	};
	static const char *const bad[] = { "", "WHAT", "1x", "4294967294", "-2147483649", "0x" };
	int32_t status;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_int_equal(scmi_status_parse(good[i].text, &status), 0);
		assert_int_equal(status, good[i].status);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(scmi_status_parse(bad[i], &status), -EINVAL);
	assert_string_equal(scmi_status_name(-12), "PARTIAL");
	assert_string_equal(scmi_status_name(-13), "RESERVED");
	assert_string_equal(scmi_status_name(-127), "RESERVED");
	assert_string_equal(scmi_status_name(-128), "VENDOR");
	assert_string_equal(scmi_status_name(1), "INVALID");
	assert_string_equal(scmi_status_name(INT32_MIN), "VENDOR");
	assert_int_equal(scmi_status_errno(0), 0);
	assert_int_equal(scmi_status_errno(-1), EOPNOTSUPP);
	assert_int_equal(scmi_status_errno(-10), EPROTO);
	assert_int_equal(scmi_status_errno(-11), EIO);
	assert_int_equal(scmi_status_errno(7), EIO);
	assert_int_equal(scmi_status_errno(INT32_MIN), EIO);
}

static void test_find(void **state)
{
	const struct scmi_protocol *protocol;
	const struct scmi_message *message;
	const struct scmi_notification *notification;
	struct diag diag = { 0 };
	uint8_t id;

	(void)state;
	assert_int_equal(scmi_protocol_parse("CLOCK", NULL, NULL, &id, &protocol, NULL), 0);
	assert_int_equal(id, 0x14);
	assert_int_equal(scmi_protocol_parse("20", NULL, NULL, &id, &protocol, NULL), 0);
	assert_string_equal(protocol->name, "clock");
	assert_int_equal(scmi_protocol_parse("0x7e", NULL, NULL, &id, &protocol, NULL), 0);
	assert_null(protocol);
	assert_int_equal(id, 0x7e);
	assert_int_equal(scmi_protocol_parse("256", NULL, NULL, &id, &protocol, &diag), -EINVAL);
	assert_int_equal(scmi_protocol_parse("clcok", NULL, NULL, &id, &protocol, &diag), -EINVAL);
	assert_non_null(strstr(diag.hint, "clock"));

	protocol = scmi_protocol_find(SCMI_CLOCK, NULL, NULL);
	assert_int_equal(scmi_message_parse(protocol, "rate-get", 0, &id, &message, NULL), 0);
	assert_int_equal(id, 6);
	assert_int_equal(scmi_message_parse(protocol, "Clock_Rate_Get", 0, &id, &message, NULL), 0);
	assert_int_equal(id, 6);
	assert_int_equal(scmi_message_parse(protocol, "protocol_version", 0, &id, &message, NULL),
			 0);
	assert_int_equal(id, 0);
	assert_int_equal(scmi_message_parse(protocol, "0x7f", 0, &id, &message, NULL), 0);
	assert_null(message);
	assert_int_equal(scmi_message_parse(protocol, "rate_gte", 0, &id, &message, &diag),
			 -EINVAL);
	assert_string_equal(diag.text, "clock has no message 'rate_gte'");
	assert_non_null(strstr(diag.hint, "rate_get"));
	assert_int_equal(scmi_message_parse(NULL, "rate_get", 0, &id, &message, &diag), -EINVAL);
	assert_int_equal(scmi_message_parse(NULL, "6", 0, &id, &message, &diag), 0);
	assert_null(scmi_message_find(NULL, 0, 0));
	assert_int_equal(
		scmi_notification_parse(protocol, "rate_changed", 0, &id, &notification, NULL), 0);
	assert_string_equal(notification->name, "CLOCK_RATE_CHANGED");
	assert_int_equal(scmi_notification_parse(protocol, "1", 0, &id, &notification, NULL), 0);
	assert_string_equal(notification->name, "CLOCK_RATE_CHANGE_REQUESTED");
	assert_int_equal(
		scmi_notification_parse(protocol, "rate_chanegd", 0, &id, &notification, &diag),
		-EINVAL);
	assert_non_null(strstr(diag.hint, "rate_changed"));

	/* One id, two layouts: the version decides, and unknown means the one that is final. */
	protocol = scmi_protocol_find(SCMI_POWERCAP, NULL, NULL);
	assert_int_equal(scmi_message_parse(protocol, "cap_set", 0, &id, &message, NULL), 0);
	assert_false(message->provisional);
	assert_int_equal(
		scmi_message_parse(protocol, "cap_set", SCMI_VERSION(3, 0), &id, &message, NULL),
		0);
	assert_true(message->provisional);
}

/* Arguments */

static void start(struct scmi_builder *b, uint8_t protocol_id, const char *name,
		  enum scmi_kind kind)
{
	const struct scmi_protocol *protocol = scmi_protocol_find(protocol_id, "NXP", NULL);
	const struct scmi_message *message;
	uint8_t id;

	assert_int_equal(scmi_message_parse(protocol, name, 0, &id, &message, NULL), 0);
	scmi_build(b, protocol, kind, message, NULL, 0);
}

/* The payload that the arguments, ended by NULL, make. */
static void expect_payload(uint8_t protocol, const char *name, const char *hex, ...)
{
	struct scmi_builder b = { 0 };
	struct diag diag = { 0 };
	uint8_t buf[256];
	char text[513];
	const char *arg;
	ssize_t len;
	va_list ap;

	start(&b, protocol, name, SCMI_COMMAND);
	va_start(ap, hex);
	while ((arg = va_arg(ap, const char *)))
		if (scmi_set_arg(&b, arg, &diag))
			fail_msg("%s: %s", arg, diag.text);
	va_end(ap);
	len = scmi_encode(&b, 0, false, buf, sizeof(buf), &diag);
	if (len < 0)
		fail_msg("%s", diag.text);
	scmi_hex_format(buf + SCMI_HEADER_SIZE, (size_t)len - SCMI_HEADER_SIZE, text);
	assert_string_equal(text, hex);
	scmi_builder_free(&b);
}

static void refuse(uint8_t protocol, const char *name, const char *arg, int err, const char *why)
{
	struct scmi_builder b = { 0 };
	struct diag diag = { 0 };

	start(&b, protocol, name, SCMI_COMMAND);
	assert_int_equal(scmi_set_arg(&b, arg, &diag), -err);
	assert_string_equal(diag.text, why);
	assert_int_equal(diag.origin, DIAG_USAGE);
	scmi_builder_free(&b);
}

static void test_arguments(void **state)
{
	(void)state;
	expect_payload(SCMI_CLOCK, "rate_get", "07000000", "clock_id=7", NULL);
	expect_payload(SCMI_CLOCK, "rate_get", "07000000", "0x7", NULL);
	expect_payload(SCMI_CLOCK, "rate_get", "07000000", "CLOCK-ID=7", NULL);
	expect_payload(SCMI_CLOCK, "rate_set", "01000000020000000000000000000000", "rate=0",
		       "flags=async", "2", NULL);
	expect_payload(SCMI_CLOCK, "rate_set", "05000000020000000000000000000000",
		       "flags=ASYNC|round-up", "2", "0", NULL);
	expect_payload(SCMI_CLOCK, "rate_set", "05000000020000000000000000000000",
		       "flags=async,round_up", "2", "0", NULL);
	expect_payload(SCMI_CLOCK, "rate_set", "04000000020000000000000000000000", "clock_id=2",
		       "rate=0", "round_up=true", "async=off", NULL);
	/* A word as a number, then a slice of it changed. */
	expect_payload(SCMI_CLOCK, "rate_set", "07000000020000000000000000000000", "flags=0x6", "2",
		       "0", "async=1", NULL);
	/* Enumerations, and a slice that makes the word complete. */
	expect_payload(SCMI_CLOCK, "config_set", "050000000300010032000000", "clock_id=5",
		       "state=unchanged", "extended_config_type=Duty-Cycle", "50", NULL);
	expect_payload(SCMI_BASE, "discover_agent", "ffffffff", "agent_id=self", NULL);
	expect_payload(SCMI_POWER, "state_set", "000000000300000000000040", "domain_id=3",
		       "power_state=off", NULL);
	expect_payload(SCMI_PERF, "protocol_message_attributes", "07000000",
		       "message_id=performance_level_set", NULL);
	expect_payload(SCMI_PERF, "protocol_message_attributes", "07000000", "level_set", NULL);
	expect_payload(SCMI_BASE, "set_protocol_permissions", "02000000050000001400000001000000",
		       "agent_id=2", "device_id=5", "protocol_id=clock", "allow=yes", NULL);
	expect_payload(SCMI_CLOCK, "negotiate_protocol_version", "00000300", "3.0", NULL);
	expect_payload(SCMI_CLOCK, "negotiate_protocol_version", "01000200", "version=0x20001",
		       NULL);
	/* Signed: decimal, and hexadecimal as its bits. */
	expect_payload(SCMI_VOLTAGE, "level_set", "010000000000000060b0edff", "domain_id=1",
		       "voltage_level=-1200.032mV", NULL);
	expect_payload(SCMI_VOLTAGE, "level_set", "0100000000000000ffffffff", "domain_id=1",
		       "voltage_level=0xffffffff", NULL);
	expect_payload(SCMI_SENSOR, "trip_point_config", "050000001300000078ecffffffffffff", "5",
		       "trip_point_id=1", "direction=both", "value=-5000", NULL);
	expect_payload(SCMI_SENSOR, "trip_point_config", "05000000130000000000000000000080", "5",
		       "event_control=0x13", "value=-9223372036854775808", NULL);
}

/* Bytes, for a payload that only a vendor knows. */
static void test_bytes(void **state)
{
	const struct scmi_protocol *qcom = scmi_protocol_find(0x80, "Qualcomm", NULL);
	const struct scmi_message *message = scmi_message_find(qcom, 0x11, 0);
	struct scmi_builder b = { 0 };
	struct diag diag = { 0 };
	uint8_t out[64];

	(void)state;
	scmi_build(&b, qcom, SCMI_COMMAND, message, NULL, 0);
	for (int i = 0; i < 3; i++)
		assert_int_equal(scmi_set_arg(&b, "0", NULL), 0);
	assert_int_equal(scmi_set_arg(&b, "buf=0x01 02 03", &diag), 0);
	assert_int_equal(scmi_encode(&b, 0, false, out, sizeof(out), NULL), 4 + 16 + 3);
	assert_memory_equal(out + 20, "\1\2\3", 3);
	assert_int_equal(scmi_set_arg(&b, "buf=0x", &diag), -EINVAL);
	assert_int_equal(diag.origin, DIAG_USAGE);
	assert_string_equal(diag.text, "buf: column 1: an odd number of hexadecimal digits");
	scmi_builder_free(&b);
}

static void test_units(void **state)
{
	static const struct {
		const char *arg, *hex;
	} rates[] = {
		{ "rate=24000000", "00366e0100000000" },
		{ "rate=0x16e3600", "00366e0100000000" },
		{ "rate=24MHz", "00366e0100000000" },
		{ "rate=24mhz", "00366e0100000000" },
		{ "rate=24000kHz", "00366e0100000000" },
		{ "rate=0.024GHz", "00366e0100000000" },
		{ "rate=24000000.00Hz", "00366e0100000000" },
		{ "rate=1.2GHz", "008c864700000000" },
		{ "rate=18446744073709551615", "ffffffffffffffff" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
		char hex[64];

		snprintf(hex, sizeof(hex), "0000000002000000%s", rates[i].hex);
		expect_payload(SCMI_CLOCK, "rate_set", hex, "clock_id=2", rates[i].arg, NULL);
	}
	expect_payload(SCMI_VOLTAGE, "level_set", "0100000000000000a0bb0d00", "1", "0", "0.9V",
		       NULL);
	expect_payload(SCMI_VOLTAGE, "level_set", "0100000000000000a0bb0d00", "1", "0", "900mV",
		       NULL);
	expect_payload(SCMI_POWERCAP, "pai_set", "010000000000000010270000", "domain_id=1",
		       "pai=10ms", NULL);
	expect_payload(SCMI_POWERCAP, "pai_set", "01000000000000000a000000", "domain_id=1",
		       "pai=10us", NULL);
	expect_payload(SCMI_POWERCAP, "pai_set", "0100000000000000404b4c00", "domain_id=1",
		       "pai=5s", NULL);

	refuse(SCMI_CLOCK, "rate_set", "rate=0.5Hz", EINVAL,
	       "rate: '0.5Hz' is a fraction of what the message can carry");
	refuse(SCMI_CLOCK, "rate_set", "rate=48MHzz", EINVAL, "rate: '48MHzz' is not understood");
	refuse(SCMI_CLOCK, "rate_set", "rate=48V", EINVAL, "rate: '48V' is not understood");
	refuse(SCMI_CLOCK, "rate_set", "rate=48 MHz x", EINVAL,
	       "rate: '48 MHz x' is not understood");
	refuse(SCMI_CLOCK, "rate_set", "rate=18446744073709551616", ERANGE,
	       "rate: '18446744073709551616' is out of range");
	refuse(SCMI_CLOCK, "rate_set", "rate=99999999999GHz", ERANGE,
	       "rate: '99999999999GHz' is out of range");
	refuse(SCMI_CLOCK, "rate_set", "rate=-1", ERANGE, "rate: '-1' is negative");
	/* A mega- is no milli-. */
	refuse(SCMI_VOLTAGE, "level_set", "voltage_level=1MV", EINVAL,
	       "voltage_level: '1MV' is not understood");
	refuse(SCMI_VOLTAGE, "level_set", "voltage_level=3000V", ERANGE,
	       "voltage_level: '3000V' is out of range");
}

static void test_lists(void **state)
{
	static const char prefix[] = "0900000003000000";
	char hex[128];

	(void)state;
	snprintf(hex, sizeof(hex), "%s%s", prefix, "0904000004000000010000000a00000008000000");
	expect_payload(SCMI_PINCTRL, "settings_configure", hex, "9", "3", "selector=group",
		       "function_valid=1", "configs=bias_pull_up:1,drive_strength:8", NULL);
	expect_payload(SCMI_PINCTRL, "settings_configure", hex, "9", "3", "selector=group",
		       "function_valid=1", "configs[1]=drive_strength:8", "configs[0].type=4",
		       "configs[0].value=1", NULL);
	expect_payload(SCMI_PINCTRL, "settings_configure", hex, "9", "3", "selector=group",
		       "function_valid=1", "4:1", "10:8", NULL);
	snprintf(hex, sizeof(hex), "%s%s", prefix, "01040000");
	expect_payload(SCMI_PINCTRL, "settings_configure", hex, "9", "3", "selector=group",
		       "function_valid=1", "configs=", NULL);
	expect_payload(0x84, "control_set", "0180000003000000050000000600000007000000", "0x8001",
		       "val=5,6,7", NULL);
	expect_payload(0x84, "control_set", "0180000003000000050000000600000007000000", "0x8001",
		       "val[0]=5", "val=8,6", "val[0]=5", "val[2]=7", NULL);
}

static void expect_error(struct scmi_builder *b, bool force, const char *why)
{
	struct diag diag = { 0 };
	uint8_t buf[256];

	assert_int_equal(scmi_encode(b, 0, force, buf, sizeof(buf), &diag), -EINVAL);
	assert_string_equal(diag.text, why);
}

static void test_refusals(void **state)
{
	struct scmi_builder b = { 0 };
	struct diag diag = { 0 };
	uint8_t buf[64];

	(void)state;
	refuse(SCMI_CLOCK, "rate_get", "clok_id=3", ENOENT,
	       "CLOCK_RATE_GET has no field 'clok_id'");
	refuse(SCMI_CLOCK, "rate_get", "clock_id=", EINVAL, "clock_id: '' is not understood");
	refuse(SCMI_CLOCK, "rate_get", "clock_id=4294967296", ERANGE,
	       "clock_id: '4294967296' is out of range");
	refuse(SCMI_CLOCK, "rate_get", "clock_id[0]=1", ENOENT,
	       "CLOCK_RATE_GET has no field 'clock_id[0]'");
	refuse(SCMI_CLOCK, "rate_set", "flags=async|sync", EINVAL,
	       "flags: 'async|sync' is not understood");
	refuse(SCMI_CLOCK, "config_set", "state=4", ERANGE, "state: '4' is out of range");
	refuse(SCMI_PINCTRL, "settings_configure", "configs=1:2:3", EINVAL,
	       "configs[0]: '1:2:3' has too many values");
	refuse(SCMI_PINCTRL, "settings_configure", "configs[x]=1:2", EINVAL,
	       "'configs[x]' is not of the form NAME, NAME[INDEX] or NAME[INDEX].MEMBER");
	refuse(SCMI_PINCTRL, "settings_configure", "configs[0].what=1", ENOENT,
	       "configs has no member 'what'");
	refuse(SCMI_PINCTRL, "settings_configure", "configs[255]=1:2", ERANGE,
	       "configs has at most 255 elements");
	refuse(0x84, "control_set", "val[4000000000]=1", ERANGE, "val has at most 65536 elements");

	refuse(SCMI_BASE, "negotiate_protocol_version", "version=1.70000", ERANGE,
	       "version: '1.70000' is out of range");
	refuse(SCMI_BASE, "negotiate_protocol_version", "version=1.x", EINVAL,
	       "version: '1.x' is not understood");
	refuse(SCMI_SENSOR, "trip_point_config", "value=9223372036854775808", ERANGE,
	       "value: '9223372036854775808' is out of range");
	refuse(SCMI_BASE, "discover_vendor", "anything=1", ENOENT,
	       "BASE_DISCOVER_VENDOR has no field 'anything'");

	/* Missing values are named; with force they are zero. */
	start(&b, SCMI_CLOCK, "rate_set", SCMI_COMMAND);
	expect_error(&b, false, "CLOCK_RATE_SET needs a value for clock_id, rate");
	assert_int_equal(scmi_encode(&b, 0, true, buf, sizeof(buf), NULL), 20);
	assert_int_equal(scmi_set_arg(&b, "1", &diag), 0);
	assert_int_equal(scmi_set_arg(&b, "2", &diag), 0);
	assert_int_equal(scmi_set_arg(&b, "3", &diag), 0);
	assert_int_equal(scmi_set_arg(&b, "4", &diag), -EINVAL);
	assert_string_equal(diag.text, "CLOCK_RATE_SET takes no further value: '4'");
	assert_int_equal(scmi_encode(&b, 0, false, buf, 19, &diag), -ENOSPC);
	scmi_builder_free(&b);

	start(&b, 0x84, "control_set", SCMI_COMMAND);
	assert_int_equal(scmi_set_arg(&b, "ctrl_id=1", NULL), 0);
	expect_error(&b, false, "MISC_CONTROL_SET needs a value for num, val");
	assert_int_equal(scmi_set_arg(&b, "val[1]=1", NULL), 0);
	expect_error(&b, false, "MISC_CONTROL_SET needs a value for val[0]");
	assert_int_equal(scmi_set_arg(&b, "val[0]=1", NULL), 0);
	assert_int_equal(scmi_set_arg(&b, "num=3", NULL), 0);
	expect_error(&b, false, "num is 3, but val has 2 elements");
	assert_int_equal(scmi_encode(&b, 0, true, buf, sizeof(buf), NULL), 20);
	scmi_builder_free(&b);

	start(&b, SCMI_CLOCK, "rate_get", SCMI_COMMAND);
	assert_int_equal(scmi_set(&b, "rate", 0, 0), -ENOENT);
	assert_int_equal(scmi_set(&b, "clock_id", 1, 0), -ENOENT);
	scmi_builder_free(&b);
}

/* What the bytes must agree on, unless it is forced. */
static void test_consistency(void **state)
{
	struct scmi_builder b = { 0 };
	uint8_t buf[256];

	(void)state;
	start(&b, SCMI_CLOCK, "describe_rates", SCMI_RESPONSE);
	assert_int_equal(scmi_set(&b, "triplet", 0, 1), 0);
	assert_int_equal(scmi_set(&b, "rates", 1, 5), 0);
	expect_error(&b, false, "triplet means that rates has 3 elements, it has 2");
	assert_int_equal(scmi_encode(&b, 0, true, buf, sizeof(buf), NULL), 28);
	scmi_builder_free(&b);

	start(&b, SCMI_SENSOR, "axis_description_get", SCMI_RESPONSE);
	assert_int_equal(scmi_set_arg(&b, "axes[0].axis_min_range=5", NULL), 0);
	expect_error(&b, false,
		     "axis_min_range is only there when extended_attributes is not zero");
	assert_int_equal(scmi_set_arg(&b, "axes[0].extended_attributes=1", NULL), 0);
	assert_int_equal(scmi_encode(&b, 0, false, buf, sizeof(buf), NULL), 4 + 8 + 48);
	scmi_builder_free(&b);
}

static void test_answers(void **state)
{
	struct scmi_builder b = { 0 };
	struct diag diag = { 0 };
	uint8_t buf[256];
	char long_name[65];

	(void)state;
	start(&b, SCMI_CLOCK, "name_get", SCMI_RESPONSE);
	memset(long_name, 'a', 64);
	long_name[64] = '\0';
	assert_int_equal(scmi_set_bytes(&b, "name", 0, long_name, 63), 0);
	assert_int_equal(scmi_set_bytes(&b, "name", 0, long_name, 64), -ERANGE);
	assert_int_equal(scmi_set_bytes(&b, "flags", 0, long_name, 1), -EINVAL);
	assert_int_equal(scmi_set(&b, "name", 0, 1), -EINVAL);
	assert_int_equal(scmi_encode(&b, 0, false, buf, sizeof(buf), NULL), 76);
	assert_int_equal(buf[12 + 62], 'a');
	assert_int_equal(buf[12 + 63], 0);

	/* An error with nothing else is the status alone. */
	scmi_builder_reset(&b);
	assert_int_equal(scmi_set_arg(&b, "status=not_found", &diag), 0);
	assert_int_equal(scmi_encode(&b, 3, false, buf, sizeof(buf), NULL), 8);
	assert_int_equal((int32_t)scmi_get_le32(buf + 4), SCMI_NOT_FOUND);
	assert_int_equal(scmi_header_unpack(scmi_get_le32(buf)).token, 3);
	assert_int_equal(scmi_set_arg(&b, "status=nothing", &diag), -EINVAL);
	scmi_builder_free(&b);

	start(&b, SCMI_BASE, "discover_vendor", SCMI_RESPONSE);
	assert_int_equal(scmi_set_arg(&b, "vendor_identifier=ABCDEFGHIJKLMNOP", &diag), -ERANGE);
	assert_string_equal(diag.text,
			    "vendor_identifier: 'ABCDEFGHIJKLMNOP' is longer than 15 characters");
	scmi_builder_free(&b);

	/* A status within the payload, by its name. */
	start(&b, 0x80, "lmm_attributes", SCMI_RESPONSE);
	assert_int_equal(scmi_set_arg(&b, "err_status=denied", NULL), 0);
	scmi_encode(&b, 0, false, buf, sizeof(buf), NULL);
	assert_int_equal((int32_t)scmi_get_le32(buf + 20), SCMI_DENIED);
	scmi_builder_free(&b);
}

static void expect_text(uint8_t protocol_id, const char *name, enum scmi_kind kind, const char *arg,
			const char *field, const char *expected)
{
	struct scmi_builder b = { 0 };
	struct scmi_context context = { .vendor = "NXP" };
	struct scmi_decoded d = { 0 };
	const struct scmi_item *item;
	uint8_t buf[256];
	char text[128];
	ssize_t len;

	start(&b, protocol_id, name, kind);
	assert_int_equal(scmi_set_arg(&b, arg, NULL), 0);
	len = scmi_encode(&b, 0, true, buf, sizeof(buf), NULL);
	assert_true(len > 0);
	assert_int_equal(scmi_decode(&d, kind, &context, buf, (size_t)len), 0);
	item = scmi_decoded_get(&d, field, 0);
	assert_non_null(item);
	assert_string_equal(scmi_value_text(item, d.protocol, text, sizeof(text)), expected);
	/* However small the room, the text ends. */
	for (size_t size = 1; size < 12; size++) {
		memset(text, 'x', sizeof(text));
		scmi_value_text(item, d.protocol, text, size);
		assert_true(strlen(text) < size);
	}
	scmi_decoded_free(&d);
	scmi_builder_free(&b);
}

static void test_values(void **state)
{
	(void)state;
	expect_text(SCMI_CLOCK, "rate_get", SCMI_RESPONSE, "rate=24MHz", "rate",
		    "24000000 Hz (24 MHz)");
	expect_text(SCMI_CLOCK, "rate_get", SCMI_RESPONSE, "rate=999", "rate", "999 Hz");
	expect_text(SCMI_CLOCK, "rate_get", SCMI_RESPONSE, "rate=0", "rate", "0 Hz");
	expect_text(SCMI_CLOCK, "rate_get", SCMI_RESPONSE, "rate=18446744073709551615", "rate",
		    "18446744073709551615 Hz (18446744073.709551615 GHz)");
	expect_text(SCMI_CLOCK, "rate_set", SCMI_COMMAND, "flags=async|round_up", "flags",
		    "0x5 (async, round_up)");
	expect_text(SCMI_CLOCK, "protocol_version", SCMI_RESPONSE, "version=2.1", "version", "2.1");
	expect_text(SCMI_VOLTAGE, "level_get", SCMI_RESPONSE, "voltage_level=-900mV",
		    "voltage_level", "-900000 uV (-900 mV)");
	expect_text(SCMI_VOLTAGE, "config_get", SCMI_RESPONSE, "mode=off", "mode", "off");
	expect_text(SCMI_PERF, "protocol_message_attributes", SCMI_COMMAND, "message_id=7",
		    "message_id", "PERFORMANCE_LEVEL_SET (0x07)");
	expect_text(SCMI_PERF, "protocol_message_attributes", SCMI_COMMAND, "message_id=0x7f",
		    "message_id", "0x7f");
	expect_text(SCMI_POWERCAP, "domain_attributes", SCMI_RESPONSE, "accuracy=1.5%", "accuracy",
		    "1500 (1.5 %)");
	expect_text(SCMI_POWERCAP, "domain_attributes", SCMI_RESPONSE, "parent_id=none",
		    "parent_id", "none");
	expect_text(0x80, "lmm_attributes", SCMI_RESPONSE, "err_status=-3", "err_status",
		    "DENIED (-3)");
	expect_text(SCMI_PERF, "describe_fastchannel", SCMI_RESPONSE, "chan_addr=0x1000",
		    "chan_addr", "0x1000");
	expect_text(SCMI_BASE, "set_protocol_permissions", SCMI_COMMAND, "protocol_id=0x7e",
		    "protocol_id", "0x7e");
	assert_string_equal(scmi_unit_name(SCMI_UNIT_UV), "uV");
	assert_string_equal(scmi_unit_name(SCMI_UNIT_NONE), "");
	assert_string_equal(scmi_sensor_unit(2), "degrees_c");
	assert_null(scmi_sensor_unit(0xa0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hex_plain),   cmocka_unit_test(test_hex_dumps),
		cmocka_unit_test(test_hex_repeats), cmocka_unit_test(test_hex_errors),
		cmocka_unit_test(test_hex_lines),   cmocka_unit_test(test_hex_format),
		cmocka_unit_test(test_status),	    cmocka_unit_test(test_find),
		cmocka_unit_test(test_arguments),   cmocka_unit_test(test_units),
		cmocka_unit_test(test_lists),	    cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_consistency), cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_answers),	    cmocka_unit_test(test_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
