/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tables.h"

#define V3_0 SCMI_VERSION(3, 0)
#define V3_1 SCMI_VERSION(3, 1)

/* clang-format off */
#define DOMAIN_ID	U32("domain_id", "reset domain")
#define RESET_STATE(h, ...) \
	U32("reset_state", h, __VA_ARGS__ NAMES({ 0, "cold" }), \
	    SLICES(BITS(30, 0, "reset_id", "reset, 0 of the architected ones: cold"), \
		   FLAG(31, "implementation_defined", "reset_id is the platform's own")))

static const struct scmi_message messages[] = {
	{
		.name = "PROTOCOL_ATTRIBUTES",
		.help = "get the number of reset domains",
		.id = SCMI_PROTOCOL_ATTRIBUTES,
		.spec = "2.0",
		.response = FIELDS(
			WORD("attributes", "what the platform has",
			     BITS(15, 0, "num_domains", "reset domains"),
			     RSVD(31, 16))
		),
	}, {
		.name = "RESET_DOMAIN_ATTRIBUTES",
		.help = "get the name and the abilities of a reset domain",
		.id = 0x03,
		.spec = "2.0",
		.request = FIELDS(DOMAIN_ID),
		.response = FIELDS(
			WORD("attributes", "abilities",
			     RSVD(28, 0),
			     FLAG_SINCE(V3_0, 29, "extended_name", "NAME_GET has a longer name"),
			     FLAG(30, "notifications", "can notify of resets"),
			     FLAG(31, "async_reset", "RESET can be asynchronous")),
			U32("latency", "worst time that a reset takes", .unit = SCMI_UNIT_US,
			    NAMES({ 0xffffffff, "unknown" })),
			NAME
		),
	}, {
		.name = "RESET",
		.help = "reset a domain, or assert or deassert its reset line",
		.id = 0x04,
		.risk = SCMI_DESTRUCTIVE,
		.async = true,
		.async_flag = "async",
		.spec = "2.0",
		.request = FIELDS(
			DOMAIN_ID,
			WORD("flags", "what to do",
			     FLAG(0, "autonomous", "1: reset and come back, 0: assert or deassert"),
			     FLAG(1, "assert", "1: assert, 0: deassert; not with autonomous"),
			     FLAG(2, "async", "answer at once, complete with a delayed response; "
				  "with autonomous only"),
			     RSVD(31, 3)),
			RESET_STATE("reset to do", .optional = true,)
		),
		.delayed_name = "RESET_COMPLETE",
		.delayed = FIELDS(DOMAIN_ID),
	}, {
		.name = "RESET_NOTIFY",
		.help = "subscribe to resets of a domain",
		.id = 0x05,
		.risk = SCMI_WRITE,
		.spec = "2.0",
		.request = FIELDS(DOMAIN_ID, NOTIFY_ENABLE),
	}, {
		.name = "RESET_DOMAIN_NAME_GET",
		.help = "get the long name of a reset domain",
		.id = 0x06,
		.since = V3_0,
		.spec = "3.1",
		.request = FIELDS(DOMAIN_ID),
		.response = FIELDS(ZERO("flags"), LONG_NAME),
	},
	{ 0 }
};

static const struct scmi_notification notifications[] = {
	{
		.name = "RESET_ISSUED",
		.help = "a domain has been reset",
		.id = 0x00,
		.spec = "2.0",
		.payload = FIELDS(AGENT_ID, DOMAIN_ID, RESET_STATE("reset that was done",)),
	},
	{ 0 }
};

const struct scmi_protocol scmi_proto_reset = {
	.id = SCMI_RESET,
	.name = "reset",
	.title = "Reset domain management",
	.prefix = "RESET_",
	.version = V3_1,
	.newest = V3_1,
	.messages = messages,
	.notifications = notifications,
};
