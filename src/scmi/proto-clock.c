/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tables.h"

#define V2_0 SCMI_VERSION(2, 0)
#define V3_0 SCMI_VERSION(3, 0)

/* clang-format off */
#define CLOCK_ID	U32("clock_id", "clock")
#define RATE(h)		U64("rate", h, .unit = SCMI_UNIT_HZ)
#define EXTENDED_CONFIG_TYPES \
	NAMES({ 0, "none" }, { 1, "duty_cycle" }, { 2, "phase" })

static const struct scmi_message messages[] = {
	{
		.name = "PROTOCOL_ATTRIBUTES",
		.help = "get the number of clocks",
		.id = SCMI_PROTOCOL_ATTRIBUTES,
		.spec = "1.0",
		.response = FIELDS(
			WORD("attributes", "what the platform has",
			     BITS(15, 0, "num_clocks", "clocks"),
			     BITS(23, 16, "max_async_requests",
				  "asynchronous rate changes that may be pending"),
			     RSVD(31, 24))
		),
	}, {
		.name = "CLOCK_ATTRIBUTES",
		.help = "get the name and the abilities of a clock",
		.id = 0x03,
		.spec = "1.0",
		.request = FIELDS(CLOCK_ID),
		.response = FIELDS(
			WORD("attributes", "state and abilities",
			     FLAG(0, "enabled", "the clock runs"),
			     FLAG_SINCE(V3_0, 1, "restricted",
					"CLOCK_GET_PERMISSIONS tells what is allowed"),
			     RSVD(26, 2),
			     FLAG_SINCE(V3_0, 27, "extended_config", "can do more than on and off"),
			     FLAG_SINCE(V3_0, 28, "has_parents", "its parents can be read and set"),
			     FLAG_SINCE(V2_0, 29, "extended_name", "NAME_GET has a longer name"),
			     FLAG_SINCE(V2_0, 30, "rate_change_requested_notifications",
					"can notify of requests to change the rate"),
			     FLAG_SINCE(V2_0, 31, "rate_changed_notifications",
					"can notify of rate changes")),
			NAME,
			U32("clock_enable_delay", "worst time to enable the clock, 0: unknown",
			    .unit = SCMI_UNIT_US, .since = V2_0)
		),
	}, {
		.name = "CLOCK_DESCRIBE_RATES",
		.help = "list the rates that a clock can have",
		.id = 0x04,
		.spec = "1.0",
		.source = "platforms are seen that send a triplet with another count; "
			  "Linux takes it as three, and so does this",
		.request = FIELDS(
			CLOCK_ID,
			U32("rate_index", "rates to skip", .optional = true)
		),
		.response = FIELDS(
			WORD("num_rates_flags", "what follows",
			     BITS(11, 0, "returned", "rates in this part of the list"),
			     FLAG(12, "triplet", "the rates are lowest, highest and step"),
			     RSVD(15, 13),
			     BITS(31, 16, "remaining", "rates still to come")),
			ARRAY("rates", "rates, or lowest, highest, step", .count = "returned",
			      .exact_when = "triplet", .exact = 3,
			      MEMBERS(RATE("rate")))
		),
	}, {
		.name = "CLOCK_RATE_SET",
		.help = "set the rate of a clock",
		.id = 0x05,
		.risk = SCMI_WRITE,
		.async = true,
		.async_flag = "async",
		.spec = "1.0",
		.source = "round_auto: scmi-tests, of specification 2.0, have bit 3 as reserved; "
			  "followed: Linux, which has it for any version",
		.request = FIELDS(
			FLAGS("flags", "how to set the rate",
			      FLAG(0, "async", "answer at once, complete with a delayed response"),
			      FLAG(1, "ignore_delayed_response",
				   "send no delayed response, with async only"),
			      FLAG(2, "round_up", "1: round up, 0: round down"),
			      FLAG(3, "round_auto", "the platform chooses how to round"),
			      RSVD(31, 4)),
			CLOCK_ID,
			RATE("rate to set")
		),
		.delayed_name = "CLOCK_RATE_SET_COMPLETE",
		.delayed = FIELDS(CLOCK_ID, RATE("rate that was set")),
	}, {
		.name = "CLOCK_RATE_GET",
		.help = "get the rate of a clock",
		.id = 0x06,
		.spec = "1.0",
		.request = FIELDS(CLOCK_ID),
		.response = FIELDS(RATE("rate")),
	}, {
		.name = "CLOCK_CONFIG_SET",
		.help = "enable, disable or configure a clock",
		.id = 0x07,
		.risk = SCMI_WRITE,
		.spec = "1.0",
		.source = "extended configuration: Linux says clock 2.1 in a comment, 3.0 in "
			  "its code, as NXP does; followed: the code",
		.request = FIELDS(
			CLOCK_ID,
			U32("attributes", "what to configure", .until = V3_0,
			    SLICES(BITS(0, 0, "state", "whether the clock runs",
					NAMES({ 0, "disable" }, { 1, "enable" })),
				   RSVD(31, 1))),
			U32("attributes", "what to configure", .since = V3_0,
			    SLICES(BITS(1, 0, "state", "whether the clock runs",
					NAMES({ 0, "disable" }, { 1, "enable" },
					      { 3, "unchanged" })),
				   RSVD(15, 2),
				   BITS(23, 16, "extended_config_type",
					"configuration to set, 0x80 to 0xff: the vendor's",
					EXTENDED_CONFIG_TYPES),
				   RSVD(31, 24))),
			U32("extended_config_val", "duty cycle in percent, phase in degrees",
			    .optional = true, .since = V3_0)
		),
	}, {
		.name = "CLOCK_NAME_GET",
		.help = "get the long name of a clock",
		.id = 0x08,
		.since = V2_0,
		.spec = "3.1",
		.request = FIELDS(CLOCK_ID),
		.response = FIELDS(ZERO("flags"), LONG_NAME),
	}, {
		.name = "CLOCK_RATE_NOTIFY",
		.help = "subscribe to rate changes of a clock",
		.id = 0x09,
		.risk = SCMI_WRITE,
		.since = V2_0,
		.spec = "3.1",
		.request = FIELDS(CLOCK_ID, NOTIFY_ENABLE),
	}, {
		.name = "CLOCK_RATE_CHANGE_REQUESTED_NOTIFY",
		.help = "subscribe to requests to change the rate of a clock",
		.id = 0x0a,
		.risk = SCMI_WRITE,
		.since = V2_0,
		.spec = "3.1",
		.request = FIELDS(CLOCK_ID, NOTIFY_ENABLE),
	}, {
		.name = "CLOCK_CONFIG_GET",
		.help = "get the configuration of a clock",
		.id = 0x0b,
		.since = V3_0,
		.spec = "3.2",
		.request = FIELDS(
			CLOCK_ID,
			FLAGS("flags", "what to get",
			      BITS(7, 0, "extended_config_type",
				   "extended configuration to get, 0x80 to 0xff: the vendor's",
				   EXTENDED_CONFIG_TYPES),
			      RSVD(31, 8))
		),
		.response = FIELDS(
			ZERO("attributes"),
			WORD("config", "state",
			     FLAG(0, "enabled", "the clock runs"),
			     RSVD(31, 1)),
			U32("extended_config_val", "duty cycle in percent, phase in degrees")
		),
	}, {
		.name = "CLOCK_POSSIBLE_PARENTS_GET",
		.help = "list the clocks that can be the parent of a clock",
		.id = 0x0c,
		.since = V3_0,
		.spec = "3.2",
		.request = FIELDS(
			CLOCK_ID,
			U32("skip_parents", "parents to skip", .optional = true)
		),
		.response = FIELDS(
			WORD("num_parents_flags", "what follows",
			     BITS(7, 0, "returned", "parents in this part of the list"),
			     RSVD(23, 8),
			     BITS(31, 24, "remaining", "parents still to come")),
			ARRAY("parents", "the clocks that can be parent", .count = "returned",
			      MEMBERS(U32("parent_id", "clock")))
		),
	}, {
		.name = "CLOCK_PARENT_SET",
		.help = "set the parent of a clock",
		.id = 0x0d,
		.risk = SCMI_WRITE,
		.since = V3_0,
		.spec = "3.2",
		.request = FIELDS(CLOCK_ID, U32("parent_id", "clock that becomes the parent")),
	}, {
		.name = "CLOCK_PARENT_GET",
		.help = "get the parent of a clock",
		.id = 0x0e,
		.since = V3_0,
		.spec = "3.2",
		.request = FIELDS(CLOCK_ID),
		.response = FIELDS(U32("parent_id", "clock that is the parent")),
	}, {
		.name = "CLOCK_GET_PERMISSIONS",
		.help = "get what this agent may do with a clock",
		.id = 0x0f,
		.since = V3_0,
		.spec = "3.2",
		.request = FIELDS(CLOCK_ID),
		.response = FIELDS(
			WORD("permissions", "what is allowed",
			     RSVD(28, 0),
			     FLAG(29, "rate_control", "the agent may set the rate"),
			     FLAG(30, "parent_control", "the agent may set the parent"),
			     FLAG(31, "state_control", "the agent may enable and disable"))
		),
	},
	{ 0 }
};

static const struct scmi_notification notifications[] = {
	{
		.name = "CLOCK_RATE_CHANGED",
		.help = "the rate of a clock has changed",
		.id = 0x00,
		.since = V2_0,
		.spec = "3.1",
		.payload = FIELDS(AGENT_ID, CLOCK_ID, RATE("new rate")),
	}, {
		.name = "CLOCK_RATE_CHANGE_REQUESTED",
		.help = "an agent has asked to change the rate of a clock",
		.id = 0x01,
		.since = V2_0,
		.spec = "3.1",
		.payload = FIELDS(AGENT_ID, CLOCK_ID, RATE("rate asked for")),
	},
	{ 0 }
};

const struct scmi_protocol scmi_proto_clock = {
	.id = SCMI_CLOCK,
	.name = "clock",
	.title = "Clock management",
	.prefix = "CLOCK_",
	.version = V3_0,
	.newest = V3_0,
	.messages = messages,
	.notifications = notifications,
};
