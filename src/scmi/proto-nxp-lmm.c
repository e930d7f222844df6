/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "nxp.h"

/* clang-format off */
#define LM_ID	U32("lm_id", "logical machine")
#define GRACEFUL \
	FLAGS("flags", "how to do it", \
	      FLAG(0, "graceful", "1: ask the machine, 0: force it"), RSVD(31, 1))
#define EVENTS(verb, macro) \
	macro("flags", "events", \
	      FLAG(0, "boot", verb " booted"), \
	      FLAG(1, "shutdown", verb " shut down"), \
	      FLAG(2, "suspend", verb " suspended"), \
	      FLAG(3, "wake", verb " woken up"), \
	      RSVD(31, 4))

static const struct scmi_message messages[] = {
	{
		.name = "PROTOCOL_ATTRIBUTES",
		.help = "get the number of logical machines",
		.id = SCMI_PROTOCOL_ATTRIBUTES,
		.source = "number of machines: 5, 6 or 8 bits in NXP's code, Linux and NXP's "
			  "documentation; followed: the documentation, which holds the others",
		.response = FIELDS(
			WORD("attributes", "what the platform has",
			     BITS(7, 0, "num_lms", "logical machines"),
			     RSVD(31, 8))
		),
	}, {
		.name = "LMM_ATTRIBUTES",
		.help = "get the name and the state of a logical machine",
		.id = 0x03,
		.request = FIELDS(U32("lm_id", "logical machine", NAMES({ 0xffffffff, "self" }))),
		.response = FIELDS(
			LM_ID,
			WORD("attributes", "what it has",
			     BITS(7, 0, "num_agents", "agents"),
			     RSVD(31, 8)),
			U32("state", "state", NAMES({ 0, "off" }, { 1, "on" }, { 2, "suspend" })),
			S32("err_status", "last error", .unit = SCMI_UNIT_STATUS),
			NAME
		),
	}, {
		.name = "LMM_BOOT",
		.help = "boot a logical machine",
		.id = 0x04,
		.risk = SCMI_WRITE,
		.request = FIELDS(LM_ID),
	}, {
		.name = "LMM_RESET",
		.help = "reset a logical machine",
		.id = 0x05,
		.risk = SCMI_DESTRUCTIVE,
		.request = FIELDS(LM_ID, GRACEFUL),
	}, {
		.name = "LMM_SHUTDOWN",
		.help = "shut a logical machine down",
		.id = 0x06,
		.risk = SCMI_DESTRUCTIVE,
		.request = FIELDS(LM_ID, GRACEFUL),
	}, {
		.name = "LMM_WAKE",
		.help = "wake a logical machine",
		.id = 0x07,
		.risk = SCMI_WRITE,
		.request = FIELDS(LM_ID),
	}, {
		.name = "LMM_SUSPEND",
		.help = "ask a logical machine to suspend",
		.id = 0x08,
		.risk = SCMI_DESTRUCTIVE,
		.request = FIELDS(LM_ID),
	}, {
		.name = "LMM_NOTIFY",
		.help = "subscribe to events of a logical machine",
		.id = 0x09,
		.risk = SCMI_WRITE,
		.request = FIELDS(LM_ID, EVENTS("notify when it has", WORD)),
	}, {
		.name = "LMM_RESET_REASON",
		.help = "get why a logical machine was last booted and shut down",
		.id = 0x0a,
		.source = NXP_EXT_INFO_SOURCE,
		.request = FIELDS(LM_ID),
		.response = FIELDS(NXP_RESET_REASON),
	}, {
		.name = "LMM_POWER_ON",
		.help = "power a logical machine on without booting it",
		.id = 0x0b,
		.risk = SCMI_WRITE,
		.request = FIELDS(LM_ID),
	}, {
		.name = "LMM_RESET_VECTOR_SET",
		.help = "set where a CPU of a logical machine starts",
		.id = 0x0c,
		.risk = SCMI_WRITE,
		.request = FIELDS(
			LM_ID,
			U32("cpu_id", "CPU"),
			FLAGS("flags", "what the vector is", NXP_VECTOR_TABLE, RSVD(31, 1)),
			NXP_VECTOR
		),
	},
	{ 0 }
};

static const struct scmi_notification notifications[] = {
	{
		.name = "LMM_EVENT",
		.help = "a logical machine has changed its state",
		.id = 0x00,
		.payload = FIELDS(
			U32("lm_id", "logical machine that caused it"),
			U32("event_lm", "logical machine that it happened to"),
			EVENTS("the machine has", FLAGS)
		),
	},
	{ 0 }
};

const struct scmi_protocol scmi_proto_nxp_lmm = {
	.id = 0x80,
	.name = "nxp_lmm",
	.title = "NXP logical machine management",
	.prefix = "LMM_",
	.vendor = NXP,
	.sub_vendor = IMX,
	.version = SCMI_VERSION(1, 1),
	.newest = SCMI_VERSION(1, 1),
	.messages = messages,
	.notifications = notifications,
};
