/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tables.h"

#define V1_0 SCMI_VERSION(1, 0)

#define DRAFT "draft of specification 4.0, as Arm's patches for Linux have it"

/* clang-format off */
#define ID(h)		U32("id", h)
#define GROUP_ID(n)	U32(n, "group of data events", NAMES({ 0xffffffff, "none" }))
#define SELECTOR(high, low) \
	BITS(high, low, "selector", "which data events", \
	     NAMES({ 0, "orphans" }, { 1, "group" }, { 2, "all" }))
#define PARTS(n, things) \
	WORD(n, "what follows", \
	     BITS(15, 0, "returned", things " in this part of the list"), \
	     BITS(31, 16, "remaining", things " still to come"))
#define CONTROL \
	WORD("control", "what to do, and with which data events", \
	     FLAG(0, "enable", "collect telemetry"), \
	     BITS(4, 1, "mode", "when readings are sent", \
		  NAMES({ 0, "on_demand" }, { 1, "notification" }, { 2, "single" })), \
	     SELECTOR(8, 5), \
	     RSVD(31, 9))
#define READINGS \
	U32("num_dwords", "words of readings"), \
	ARRAY("dwords", "readings, laid out as in the shared memory", .count = "num_dwords", \
	      MEMBERS(U32("dword", "word", .unit = SCMI_UNIT_HEX)))

static const struct scmi_message messages[] = {
	{
		.name = "PROTOCOL_ATTRIBUTES",
		.help = "get the number of data events and groups, and what is possible",
		.id = SCMI_PROTOCOL_ATTRIBUTES,
		.provisional = true,
		.spec = "4.0",
		.source = DRAFT,
		.response = FIELDS(
			U32("de_num", "data events"),
			U32("groups_num", "groups of data events"),
			U32("de_implementation_version_0", "UUID of the data events, first word",
			    .unit = SCMI_UNIT_HEX),
			U32("de_implementation_version_1", "second word", .unit = SCMI_UNIT_HEX),
			U32("de_implementation_version_2", "third word", .unit = SCMI_UNIT_HEX),
			U32("de_implementation_version_3", "last word", .unit = SCMI_UNIT_HEX),
			WORD("attributes", "what is possible",
			     BITS(15, 0, "num_shmti", "shared memory areas"),
			     FLAG(16, "fast_channels", "has fast channels"),
			     FLAG(17, "reset", "TELEMETRY_RESET works"),
			     FLAG(18, "per_group_config", "groups can be configured apart"),
			     RSVD(29, 19),
			     FLAG(30, "continuous_update", "can notify of updates"),
			     FLAG(31, "single_read", "can be read once, asynchronously")),
			U32("default_block_timestamp_rate", "rate of block timestamps")
		),
	}, {
		.name = "TELEMETRY_LIST_SHMTI",
		.help = "list the shared memory areas",
		.id = 0x03,
		.provisional = true,
		.spec = "4.0",
		.source = DRAFT,
		.request = FIELDS(U32("index", "areas to skip", .optional = true)),
		.response = FIELDS(
			PARTS("num_shmti", "areas"),
			ARRAY("shmtis", "the areas", .count = "returned",
			      MEMBERS(ID("area"),
				      U64("addr", "physical address", .unit = SCMI_UNIT_HEX),
				      U32("length", "size", .unit = SCMI_UNIT_BYTES),
				      ZERO("flags")))
		),
	}, {
		.name = "TELEMETRY_DE_DESCRIPTION",
		.help = "list the data events",
		.id = 0x04,
		.provisional = true,
		.spec = "4.0",
		.source = DRAFT,
		.request = FIELDS(U32("index", "data events to skip", .optional = true)),
		.response = FIELDS(
			PARTS("num_desc", "data events"),
			ARRAY("data_events", "the data events", .count = "returned",
			      MEMBERS(
				ID("data event"),
				GROUP_ID("grp_id"),
				U32("data_sz", "size of a reading", .unit = SCMI_UNIT_BYTES),
				WORD("attr_1", "what it is",
				     FLAG(0, "line_timestamp", "each reading has a timestamp"),
				     FLAG(1, "block_timestamp", "blocks have a timestamp"),
				     RSVD(4, 2),
				     BITS(12, 5, "unit", "unit"),
				     BITS(20, 13, "unit_exponent",
					  "values are multiples of 10 to this power",
					  .is_signed = true),
				     FLAG(21, "persistent", "outlives a reset"),
				     BITS(29, 22, "type", "kind of data"),
				     FLAG(30, "fast_channel", "has a fast channel"),
				     FLAG(31, "has_name", "has a name")),
				WORD("attr_2", "where it is measured",
				     BITS(7, 0, "component_type", "kind of component"),
				     BITS(23, 8, "component_instance", "which component"),
				     BITS(31, 24, "instance", "which of its data events")),
				U32("", NULL),
				U32("timestamp_rate", "rate of its timestamps",
				    .when = "line_timestamp"),
				U64("chan_addr", "physical address of the fast channel",
				    .unit = SCMI_UNIT_HEX, .when = "fast_channel"),
				U32("chan_size", "size of the fast channel",
				    .unit = SCMI_UNIT_BYTES, .when = "fast_channel"),
				TEXT(SCMI_SHORT_NAME, "name", "name", .when = "has_name")))
		),
	}, {
		.name = "TELEMETRY_LIST_UPDATE_INTERVALS",
		.help = "list the update intervals of data events",
		.id = 0x05,
		.provisional = true,
		.spec = "4.0",
		.source = DRAFT,
		.request = FIELDS(
			U32("index", "intervals to skip", .optional = true),
			GROUP_ID("group_id"),
			WORD("flags", "which data events", SELECTOR(3, 0), RSVD(31, 4))
		),
		.response = FIELDS(
			WORD("flags", "what follows",
			     BITS(11, 0, "returned", "intervals in this part of the list"),
			     FLAG(12, "segmented", "the intervals are lowest, highest and step"),
			     RSVD(15, 13),
			     BITS(31, 16, "remaining", "intervals still to come")),
			ARRAY("intervals", "intervals, or lowest, highest, step",
			      .count = "returned", .exact_when = "segmented", .exact = 3,
			      MEMBERS(U32("interval", "time between updates",
					  .unit = SCMI_UNIT_HEX)))
		),
	}, {
		.name = "TELEMETRY_DE_CONFIGURE",
		.help = "enable or disable a data event or group",
		.id = 0x06,
		.risk = SCMI_WRITE,
		.provisional = true,
		.spec = "4.0",
		.source = DRAFT,
		.request = FIELDS(
			ID("data event or group"),
			WORD("flags", "what to do; none of the flags: disable this one",
			     FLAG(0, "enable_without_timestamp", "enable"),
			     FLAG(1, "enable_with_timestamp", "enable, with timestamps"),
			     FLAG(2, "disable_all", "disable all"),
			     FLAG(3, "group", "id is that of a group"),
			     RSVD(31, 4))
		),
		.response = FIELDS(
			U32("shmti_id", "shared memory area", NAMES({ 0xffffffff, "none" })),
			U32("shmti_de_offset", "where in it the reading is",
			    .unit = SCMI_UNIT_BYTES),
			U32("block_ts_offset", "where in it the block timestamp is",
			    .unit = SCMI_UNIT_BYTES)
		),
	}, {
		.name = "TELEMETRY_DE_ENABLED_LIST",
		.help = "list the data events or groups that are enabled",
		.id = 0x07,
		.provisional = true,
		.spec = "4.0",
		.source = DRAFT ", bit 0 of flags and the mode from a public formalisation",
		.request = FIELDS(
			U32("index", "elements to skip", .optional = true),
			FLAGS("flags", "what to list",
			      FLAG(0, "group", "1: groups, 0: data events"),
			      RSVD(31, 1))
		),
		.response = FIELDS(
			PARTS("flags", "elements"),
			ARRAY("array", "the elements", .count = "returned",
			      MEMBERS(ID("data event or group"),
				      U32("mode", "how it is enabled",
					  NAMES({ 1, "without_timestamp" },
						{ 2, "with_timestamp" }))))
		),
	}, {
		.name = "TELEMETRY_CONFIG_SET",
		.help = "start and stop telemetry",
		.id = 0x08,
		.risk = SCMI_WRITE,
		.async = true,
		.provisional = true,
		.spec = "4.0",
		.source = DRAFT,
		.request = FIELDS(
			GROUP_ID("grp_id"),
			CONTROL,
			U32("sampling_rate", "update interval", .unit = SCMI_UNIT_HEX)
		),
		.delayed_name = "TELEMETRY_READING_COMPLETE",
		.delayed = FIELDS(READINGS),
	}, {
		.name = "TELEMETRY_CONFIG_GET",
		.help = "get what telemetry does",
		.id = 0x09,
		.provisional = true,
		.spec = "4.0",
		.source = DRAFT,
		.request = FIELDS(
			GROUP_ID("grp_id"),
			WORD("flags", "which data events", SELECTOR(3, 0), RSVD(31, 4))
		),
		.response = FIELDS(
			CONTROL,
			U32("sampling_rate", "update interval", .unit = SCMI_UNIT_HEX)
		),
	}, {
		.name = "TELEMETRY_RESET",
		.help = "reset telemetry and its configuration",
		.id = 0x0a,
		.risk = SCMI_WRITE,
		.provisional = true,
		.spec = "4.0",
		.source = DRAFT,
		.request = FIELDS(ZERO("flags")),
	},
	{ 0 }
};

static const struct scmi_notification notifications[] = {
	{
		.name = "TELEMETRY_UPDATE",
		.help = "telemetry has new readings",
		.id = 0x00,
		.provisional = true,
		.spec = "4.0",
		.source = DRAFT,
		.payload = FIELDS(
			AGENT_ID,
			S32("update_status", "whether the readings are good",
			    .unit = SCMI_UNIT_STATUS),
			READINGS
		),
	},
	{ 0 }
};

const struct scmi_protocol scmi_proto_telemetry = {
	.id = SCMI_TELEMETRY,
	.name = "telemetry",
	.title = "Telemetry",
	.prefix = "TELEMETRY_",
	.version = V1_0,
	.newest = V1_0,
	.provisional = true,
	.messages = messages,
	.notifications = notifications,
};
