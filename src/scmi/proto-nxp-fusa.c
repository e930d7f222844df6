/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "nxp.h"

/* clang-format off */
#define FEENV_STATE \
	U32("feenv_state", "state of the safety environment of the platform", \
	    NAMES({ 0, "init" }, { 1, "pre_safety" }, { 2, "safety_runtime" }, \
		  { 3, "soc_terminating" }))
#define SEENV_STATE \
	U32("seenv_state", "state of the safety environment of a logical machine", \
	    NAMES({ 0, "disabled" }, { 1, "init" }, { 2, "safety_ready" }, \
		  { 3, "safety_runtime" }, { 4, "terminal" }))
#define FAULT_ID	U32("fault_id", "fault")
#define FAULT_STATE \
	WORD("flags", "state of the fault", \
	     FLAG(0, "state", "the fault is there"), RSVD(31, 1))
#define MSEL_MODE	U32("msel_mode", "mode selector")
#define PING_COOKIE	U32("ping_cookie", "cookie to send back", .unit = SCMI_UNIT_HEX)

static const struct scmi_message messages[] = {
	{
		.name = "PROTOCOL_ATTRIBUTES",
		.help = "get the number of faults and safety environments",
		.id = SCMI_PROTOCOL_ATTRIBUTES,
		.response = FIELDS(
			WORD("attributes1", "what the platform has",
			     BITS(7, 0, "num_seenv_lms", "machines with a safety environment"),
			     BITS(15, 8, "num_seenv_ids", "safety environments"),
			     BITS(31, 16, "num_faults", "sources of faults")),
			ZERO("attributes2")
		),
	}, {
		.name = "FUSA_FEENV_STATE_GET",
		.help = "get the state of the safety environment of the platform",
		.id = 0x03,
		.response = FIELDS(FEENV_STATE, MSEL_MODE),
	}, {
		.name = "FUSA_FEENV_STATE_NOTIFY",
		.help = "subscribe to the safety state of the platform",
		.id = 0x05,
		.risk = SCMI_WRITE,
		.request = FIELDS(NOTIFY_ENABLE),
	}, {
		.name = "FUSA_SEENV_STATE_GET",
		.help = "get the state of the safety environment of a logical machine",
		.id = 0x06,
		.source = "early firmware takes no seenv_id and gives the state alone, in the same "
			  "version; followed: its successor",
		.request = FIELDS(
			U32("seenv_id", "safety environment", NAMES({ 0xffffffff, "self" }))
		),
		.response = FIELDS(
			U32("seenv_id", "safety environment"),
			U32("lm_id", "its logical machine"),
			SEENV_STATE
		),
	}, {
		.name = "FUSA_SEENV_STATE_SET",
		.help = "tell the platform this machine's safety state",
		.id = 0x07,
		.risk = SCMI_WRITE,
		.request = FIELDS(SEENV_STATE, PING_COOKIE),
	}, {
		.name = "FUSA_FAULT_GET",
		.help = "get the state of a fault",
		.id = 0x08,
		.request = FIELDS(FAULT_ID),
		.response = FIELDS(FAULT_STATE),
	}, {
		.name = "FUSA_FAULT_SET",
		.help = "set the state of a fault, to which the platform may react by a reset",
		.id = 0x09,
		.risk = SCMI_DESTRUCTIVE,
		.source = "0 sets and 1 clears the fault in NXP's documentation, the other way "
			  "round in its earlier one; not decided here",
		.request = FIELDS(
			FAULT_ID,
			WORD("flags", "state to set",
			     BITS(1, 0, "state", "0, 1: set or clear; 2, 3: recovered or not"),
			     RSVD(31, 2))
		),
	}, {
		.name = "FUSA_FAULT_GROUP_NOTIFY",
		.help = "subscribe to up to 32 faults",
		.id = 0x0a,
		.risk = SCMI_WRITE,
		.request = FIELDS(
			U32("fault_id_first", "first fault"),
			U32("fault_mask", "faults from the first one on to change",
			    .unit = SCMI_UNIT_HEX),
			U32("notify_enable", "bits of fault_mask to subscribe to",
			    .unit = SCMI_UNIT_HEX)
		),
		.response = FIELDS(
			U32("fault_id_first", "first fault"),
			U32("notify_enabled", "faults that are subscribed to",
			    .unit = SCMI_UNIT_HEX)
		),
	}, {
		.name = "FUSA_SCHECK_EVNTRIG",
		.help = "trigger the event of the safety check",
		.id = 0x0b,
		.risk = SCMI_WRITE,
	}, {
		.name = "FUSA_SCHECK_TEST_EXEC",
		.help = "run a test of the safety check",
		.id = 0x0e,
		.risk = SCMI_WRITE,
		.request = FIELDS(U32("target_test_id", "test")),
	},
	{ 0 }
};

static const struct scmi_notification notifications[] = {
	{
		.name = "FUSA_FEENV_STATE_EVENT",
		.help = "the safety state of the platform has changed",
		.id = 0x00,
		.payload = FIELDS(FEENV_STATE, MSEL_MODE),
	}, {
		.name = "FUSA_SEENV_STATE_REQ_EVENT",
		.help = "the platform asks for the safety state of the machine",
		.id = 0x01,
		.payload = FIELDS(PING_COOKIE),
	}, {
		.name = "FUSA_FAULT_EVENT",
		.help = "a fault was detected or resolved",
		.id = 0x02,
		.payload = FIELDS(FAULT_ID, FAULT_STATE),
	},
	{ 0 }
};

const struct scmi_protocol scmi_proto_nxp_fusa = {
	.id = 0x83,
	.name = "nxp_fusa",
	.title = "NXP functional safety",
	.prefix = "FUSA_",
	.vendor = NXP,
	.sub_vendor = IMX,
	.version = SCMI_VERSION(1, 0),
	.newest = SCMI_VERSION(1, 0),
	.messages = messages,
	.notifications = notifications,
};
