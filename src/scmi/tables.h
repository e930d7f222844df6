/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SCMI_TABLES_H
#define SCMI_TABLES_H

#include <scmictl/scmi.h>

/*
 * Notation of the protocol tables (proto-*.c).
 *
 * Facts come from Arm DEN0056 as far as Linux 6.12 drivers/firmware/arm_scmi, NXP's System Manager
 * (imx-sm, components/scmi), Arm's SCP-firmware (module/scmi*) and Arm's scmi-tests show it.
 * A message says in .source where these differ and which of them it follows.
 *
 * Conventions:
 * - A word of flags that may be left out when sending is .optional; a word that carries what the
 *   message is for (a state, an enable bit) is not.
 * - In messages that give a list in parts, the slices "returned" and "remaining" are the number of
 *   elements in this part and of those still to come.
 * - Bits that a version does not define are reserved in that version.
 */

extern const struct scmi_protocol scmi_proto_base;
extern const struct scmi_protocol scmi_proto_power;
extern const struct scmi_protocol scmi_proto_system;
extern const struct scmi_protocol scmi_proto_perf;
extern const struct scmi_protocol scmi_proto_clock;
extern const struct scmi_protocol scmi_proto_sensor;
extern const struct scmi_protocol scmi_proto_reset;
extern const struct scmi_protocol scmi_proto_voltage;
extern const struct scmi_protocol scmi_proto_powercap;
extern const struct scmi_protocol scmi_proto_pinctrl;
extern const struct scmi_protocol scmi_proto_telemetry;
extern const struct scmi_protocol scmi_proto_nxp_lmm;
extern const struct scmi_protocol scmi_proto_nxp_bbm;
extern const struct scmi_protocol scmi_proto_nxp_cpu;
extern const struct scmi_protocol scmi_proto_nxp_fusa;
extern const struct scmi_protocol scmi_proto_nxp_misc;
extern const struct scmi_protocol scmi_proto_qcom;
extern const struct scmi_protocol scmi_proto_arm_apcore;

/* clang-format off */

/* Lists */

#define FIELDS(...)	(const struct scmi_field[]){ __VA_ARGS__, { 0 } }
#define MEMBERS(...)	.members = FIELDS(__VA_ARGS__)
#define SLICES(...)	.slices = (const struct scmi_slice[]){ __VA_ARGS__, { 0 } }
#define NAMES(...)	.names = (const struct scmi_enum[]){ __VA_ARGS__, { 0 } }

/* Fields: name, help, then what else struct scmi_field has */

#define FIELD(t, n, h, ...) { .name = (n), .help = (h), .type = (t), __VA_ARGS__ }

#define U8(n, h, ...)		FIELD(SCMI_U8, n, h, __VA_ARGS__)
#define U16(n, h, ...)		FIELD(SCMI_U16, n, h, __VA_ARGS__)
#define U32(n, h, ...)		FIELD(SCMI_U32, n, h, __VA_ARGS__)
#define S32(n, h, ...)		FIELD(SCMI_S32, n, h, __VA_ARGS__)
#define U64(n, h, ...)		FIELD(SCMI_U64, n, h, __VA_ARGS__)
#define S64(n, h, ...)		FIELD(SCMI_S64, n, h, __VA_ARGS__)
#define TEXT(bytes, n, h, ...)	FIELD(SCMI_STR, n, h, .size = (bytes), __VA_ARGS__)
#define ARRAY(n, h, ...)	FIELD(SCMI_ARRAY, n, h, __VA_ARGS__)

/* A word that may be left out when sending: it is then zero. */
#define FLAGS(n, h, ...)	U32(n, h, .optional = true, SLICES(__VA_ARGS__))
/* A word whose slices all matter. */
#define WORD(n, h, ...)		U32(n, h, SLICES(__VA_ARGS__))
/* A word that has a name in the specification, but no meaning yet. */
#define ZERO(n)			FLAGS(n, "reserved", RSVD(31, 0))

/* Slices: bits, name, help, then what else struct scmi_slice has */

#define BITS(high, low, n, h, ...) \
	{ .name = (n), .help = (h), .lo = (low), .width = (high) - (low) + 1, __VA_ARGS__ }
#define FLAG(bit, n, h, ...)	BITS(bit, bit, n, h, __VA_ARGS__)
#define RSVD(high, low, ...)	BITS(high, low, "", NULL, __VA_ARGS__)

/* Reserved before version @v. */
#define BITS_SINCE(v, high, low, n, h, ...) \
	RSVD(high, low, .until = (v)), BITS(high, low, n, h, .since = (v), __VA_ARGS__)
#define FLAG_SINCE(v, bit, n, h)	BITS_SINCE(v, bit, bit, n, h)

/* Fields that several protocols share */

#define AGENT_ID	U32("agent_id", "agent that caused it, 0: the platform")
#define MESSAGE_ID	U32("message_id", "message to ask about", .unit = SCMI_UNIT_MESSAGE)
#define NAME		TEXT(SCMI_SHORT_NAME, "name", "name, up to 15 characters")
#define LONG_NAME	TEXT(SCMI_LONG_NAME, "name", "name, up to 63 characters")
#define NOTIFY_ENABLE \
	WORD("notify_enable", "1: send notifications, 0: stop", \
	     FLAG(0, "enable", "send notifications"), RSVD(31, 1))
#define STATISTICS \
	U64("statistics_address", "physical address of the statistics region", \
	    .unit = SCMI_UNIT_HEX), \
	U32("statistics_len", "size of the statistics region, 0: there is none", \
	    .unit = SCMI_UNIT_BYTES)
#define RATE_LIMIT(h) \
	WORD("rate_limit", h, BITS(19, 0, "rate_limit_us", h, .unit = SCMI_UNIT_US), RSVD(31, 20))

/* The description of a fast channel, of performance and powercap alike. */
#define FAST_CHANNEL \
	WORD("attributes", "what the channel has", \
	     FLAG(0, "doorbell", "writes must be followed by a ring of the doorbell"), \
	     BITS(2, 1, "doorbell_width", "width of the doorbell register", \
		  NAMES({ 0, "u8" }, { 1, "u16" }, { 2, "u32" }, { 3, "u64" })), \
	     RSVD(31, 3)), \
	RATE_LIMIT("least time between requests"), \
	U64("chan_addr", "physical address of the channel", .unit = SCMI_UNIT_HEX), \
	U32("chan_size", "size of the channel", .unit = SCMI_UNIT_BYTES), \
	U64("doorbell_addr", "physical address of the doorbell", .unit = SCMI_UNIT_HEX), \
	U64("doorbell_set_mask", "bits to set in the doorbell", .unit = SCMI_UNIT_HEX), \
	U64("doorbell_preserve_mask", "bits to keep in the doorbell", .unit = SCMI_UNIT_HEX)

#endif
