/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "nxp.h"

/* clang-format off */
#define CTRL_ID	U32("ctrl_id", "control; 0x8000 and above: board control", .unit = SCMI_UNIT_HEX)
#define WORDS(count_name, array_name, limit) \
	U32(count_name, "words that follow"), \
	ARRAY(array_name, "words", .count = count_name, .max = limit, \
	      MEMBERS(U32("word", "word", .unit = SCMI_UNIT_HEX)))

static const struct scmi_message messages[] = {
	{
		.name = "PROTOCOL_ATTRIBUTES",
		.help = "get the number of controls and reset reasons",
		.id = SCMI_PROTOCOL_ATTRIBUTES,
		.source = "num_board_controls: reserved in Linux's imx95.rst, in use in Linux's "
			  "and NXP's code; followed: the code",
		.response = FIELDS(
			WORD("attributes", "what the platform has",
			     BITS(15, 0, "num_device_controls", "device controls"),
			     BITS(23, 16, "num_reasons", "reset reasons"),
			     BITS(31, 24, "num_board_controls", "board controls"))
		),
	}, {
		.name = "MISC_CONTROL_SET",
		.help = "set a control",
		.id = 0x03,
		.risk = SCMI_WRITE,
		.request = FIELDS(CTRL_ID, WORDS("num", "val", 0)),
	}, {
		.name = "MISC_CONTROL_GET",
		.help = "get a control",
		.id = 0x04,
		.request = FIELDS(CTRL_ID),
		.response = FIELDS(WORDS("num", "val", 0)),
	}, {
		.name = "MISC_CONTROL_ACTION",
		.help = "do what a control offers",
		.id = 0x05,
		.risk = SCMI_WRITE,
		.source = "arguments: at most 8 in Linux's imx95.rst, 12 in NXP's firmware; "
			  "followed: NXP",
		.request = FIELDS(
			CTRL_ID,
			U32("action", "action of this control"),
			WORDS("num_arg", "arg", 12)
		),
		.response = FIELDS(WORDS("num", "val", 0)),
	}, {
		.name = "MISC_DISCOVER_BUILD_INFO",
		.help = "get the build of the firmware",
		.id = 0x06,
		.response = FIELDS(
			U32("build_num", "number of the build"),
			U32("build_commit", "first half of the commit's short hash",
			    .unit = SCMI_UNIT_HEX),
			TEXT(SCMI_SHORT_NAME, "date", "date of the build"),
			TEXT(SCMI_SHORT_NAME, "time", "time of the build")
		),
	}, {
		.name = "MISC_ROM_PASSOVER_GET",
		.help = "get what the boot ROM left",
		.id = 0x07,
		.source = "words: at most 13 in Linux's imx95.rst, 8 in NXP's client; followed: "
			  "the length",
		.response = FIELDS(WORDS("num", "data", 0)),
	}, {
		.name = "MISC_CONTROL_NOTIFY",
		.help = "subscribe to a control",
		.id = 0x08,
		.risk = SCMI_WRITE,
		.request = FIELDS(
			CTRL_ID,
			U32("flags", "events, which depend on the control", .unit = SCMI_UNIT_HEX)
		),
	}, {
		.name = "MISC_RESET_REASON_ATTRIBUTES",
		.help = "get the name of a reset reason",
		.id = 0x09,
		.request = FIELDS(U32("reason_id", "reset reason")),
		.response = FIELDS(ZERO("attributes"), NAME),
	}, {
		.name = "MISC_RESET_REASON_GET",
		.help = "get why the machine or system was last booted and shut down",
		.id = 0x0a,
		.source = NXP_EXT_INFO_SOURCE,
		.request = FIELDS(
			FLAGS("flags", "whose reason",
			      FLAG(0, "system", "1: the system's, 0: the logical machine's"),
			      RSVD(31, 1))
		),
		.response = FIELDS(NXP_RESET_REASON),
	}, {
		.name = "MISC_SI_INFO_GET",
		.help = "get what silicon it is",
		.id = 0x0b,
		.response = FIELDS(
			U32("device_id", "device", .unit = SCMI_UNIT_HEX),
			U32("si_rev", "revision", .unit = SCMI_UNIT_HEX),
			U32("part_num", "part number", .unit = SCMI_UNIT_HEX),
			TEXT(SCMI_SHORT_NAME, "si_name", "name")
		),
	}, {
		.name = "MISC_CFG_INFO_GET",
		.help = "get the configuration of the firmware",
		.id = 0x0c,
		.response = FIELDS(
			U32("msel", "mode selector"),
			TEXT(SCMI_SHORT_NAME, "cfg_name", "name of the configuration")
		),
	}, {
		.name = "MISC_SYSLOG_GET",
		.help = "read the log of the firmware",
		.id = 0x0d,
		.source = "remaining: bits 31 to 20 in Linux's imx95.rst and in NXP's firmware, "
			  "which leaves bits 19 to 16 without a meaning",
		.request = FIELDS(
			U32("flags", "depend on the device", .unit = SCMI_UNIT_HEX,
			    .optional = true),
			U32("log_index", "words to skip", .optional = true)
		),
		.response = FIELDS(
			WORD("num_log_flags", "what follows",
			     BITS(11, 0, "returned", "words in this part of the log"),
			     RSVD(19, 12),
			     BITS(31, 20, "remaining", "words still to come")),
			ARRAY("syslog", "words of the log", .count = "returned",
			      MEMBERS(U32("word", "word", .unit = SCMI_UNIT_HEX)))
		),
	}, {
		.name = "MISC_BOARD_INFO",
		.help = "get the name of the board",
		.id = 0x0e,
		.response = FIELDS(
			U32("attributes", "depend on the board", .unit = SCMI_UNIT_HEX),
			TEXT(SCMI_SHORT_NAME, "board_name", "name")
		),
	}, {
		.name = "MISC_CONTROL_EXT_SET",
		.help = "set part of a control",
		.id = 0x20,
		.risk = SCMI_WRITE,
		.request = FIELDS(
			CTRL_ID,
			U32("addr", "where in the control", .unit = SCMI_UNIT_HEX),
			U32("len", "how much of it"),
			WORDS("num", "val", 0)
		),
	}, {
		.name = "MISC_CONTROL_EXT_GET",
		.help = "get part of a control",
		.id = 0x21,
		.request = FIELDS(
			CTRL_ID,
			U32("addr", "where in the control", .unit = SCMI_UNIT_HEX),
			U32("len", "how much of it")
		),
		.response = FIELDS(WORDS("num", "val", 0)),
	}, {
		.name = "MISC_DDR_INFO_GET",
		.help = "get what memory is there",
		.id = 0x22,
		.request = FIELDS(U32("region_id", "region", .optional = true)),
		.response = FIELDS(
			WORD("attributes", "kind of memory",
			     BITS(4, 0, "type", "type",
				  NAMES({ 0, "lpddr5" }, { 1, "lpddr5x" }, { 2, "lpddr4" },
					{ 3, "lpddr4x" })),
			     RSVD(7, 5),
			     BITS(10, 8, "width", "width of the bus",
				  NAMES({ 0, "x16" }, { 1, "x32" }, { 2, "x64" })),
			     RSVD(15, 11),
			     BITS(17, 16, "num_regions", "regions"),
			     RSVD(30, 18),
			     FLAG(31, "ecc", "errors are corrected")),
			U32("mts", "million transfers a second"),
			U64("start", "first address", .unit = SCMI_UNIT_HEX),
			U64("end", "last address", .unit = SCMI_UNIT_HEX)
		),
	},
	{ 0 }
};

static const struct scmi_notification notifications[] = {
	{
		.name = "MISC_CONTROL_EVENT",
		.help = "something happened to a control",
		.id = 0x00,
		.payload = FIELDS(
			CTRL_ID,
			U32("flags", "events, which depend on the control", .unit = SCMI_UNIT_HEX)
		),
	},
	{ 0 }
};

const struct scmi_protocol scmi_proto_nxp_misc = {
	.id = 0x84,
	.name = "nxp_misc",
	.title = "NXP miscellaneous controls",
	.prefix = "MISC_",
	.vendor = NXP,
	.sub_vendor = IMX,
	.version = SCMI_VERSION(1, 1),
	.newest = SCMI_VERSION(1, 1),
	.messages = messages,
	.notifications = notifications,
};
