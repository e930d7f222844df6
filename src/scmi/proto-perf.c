/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tables.h"

#define V2_0 SCMI_VERSION(2, 0)
#define V3_0 SCMI_VERSION(3, 0)
#define V4_0 SCMI_VERSION(4, 0)
#define V4_1 SCMI_VERSION(4, 1)

/* clang-format off */
#define DOMAIN_ID	U32("domain_id", "performance domain")
#define NUM_DOMAINS	BITS(15, 0, "num_domains", "performance domains")
#define LEVEL(h)	U32("performance_level", h)
#define LIMITS \
	U32("range_max", "highest level that is allowed"), \
	U32("range_min", "lowest level that is allowed")

#define DOMAIN_ATTRIBUTES(...) \
	WORD("attributes", "abilities", \
	     __VA_ARGS__, \
	     FLAG_SINCE(V4_0, 25, "level_indexing", "messages carry level indices, not levels"), \
	     FLAG_SINCE(V3_0, 26, "extended_name", "NAME_GET has a longer name"), \
	     FLAG_SINCE(V2_0, 27, "fast_channels", "has at least one fast channel"), \
	     FLAG(28, "level_notifications", "can notify of level changes"), \
	     FLAG(29, "limits_notifications", "can notify of limits changes"), \
	     FLAG(30, "set_level", "the agent may set the level"), \
	     FLAG(31, "set_limits", "the agent may set the limits")), \
	RATE_LIMIT("least time between requests"), \
	U32("sustained_freq", "frequency of the sustained level, 0: unknown", \
	    .unit = SCMI_UNIT_KHZ), \
	U32("sustained_perf_level", "level that can be held in normal conditions"), \
	NAME

static const struct scmi_message messages[] = {
	{
		.name = "PROTOCOL_ATTRIBUTES",
		.help = "get the number of performance domains and where the statistics are",
		.id = SCMI_PROTOCOL_ATTRIBUTES,
		.spec = "1.0",
		.response = FIELDS(
			U32("attributes", "what the platform has", .until = V3_0,
			    SLICES(NUM_DOMAINS,
				   BITS(16, 16, "power_unit", "unit of power costs",
					NAMES({ 0, "abstract" }, { 1, "milliwatts" })),
				   RSVD(31, 17))),
			U32("attributes", "what the platform has", .since = V3_0,
			    SLICES(NUM_DOMAINS,
				   BITS(17, 16, "power_unit", "unit of power costs",
					NAMES({ 0, "abstract" }, { 1, "milliwatts" },
					      { 2, "microwatts" })),
				   RSVD(31, 18))),
			STATISTICS
		),
	}, {
		.name = "PROTOCOL_MESSAGE_ATTRIBUTES",
		.help = "ask whether a message is implemented, and what it offers",
		.id = SCMI_PROTOCOL_MESSAGE_ATTRIBUTES,
		.spec = "1.0",
		.request = FIELDS(MESSAGE_ID),
		.response = FIELDS(
			WORD("attributes", "what the message offers",
			     FLAG_SINCE(V2_0, 0, "fast_channel",
					"a fast channel replaces the message in some domain"),
			     RSVD(31, 1))
		),
	}, {
		.name = "PERFORMANCE_DOMAIN_ATTRIBUTES",
		.help = "get the name and the abilities of a performance domain",
		.id = 0x03,
		.until = V4_1,
		.spec = "1.0",
		.request = FIELDS(DOMAIN_ID),
		.response = FIELDS(DOMAIN_ATTRIBUTES(RSVD(24, 0))),
	}, {
		.name = "PERFORMANCE_DOMAIN_ATTRIBUTES",
		.help = "get the name and the abilities of a performance domain",
		.id = 0x03,
		.provisional = true,
		.since = V4_1,
		.spec = "4.0",
		.source = "a public formalisation of specification 4.0, the only source; it does "
			  "not give the ids of the draft's quality of service messages and of "
			  "REDUCE_SUSTAINED_PERFORMANCE_LEVEL, which are not described here",
		.request = FIELDS(DOMAIN_ID),
		.response = FIELDS(
			DOMAIN_ATTRIBUTES(
				RSVD(21, 0),
				FLAG(22, "sustained_level_reduction",
				     "the sustained level can be reduced"),
				FLAG(23, "qos_only", "the domain has quality of service only"),
				FLAG(24, "async_qos",
				     "quality of service can be set asynchronously")),
			U32("guaranteed_perf_level", "level that can always be held", .tail = true),
			U32("qos_capability_types", "kinds of quality of service", .tail = true,
			    SLICES(BITS(7, 0, "architected_types", "mask of architected types",
					.unit = SCMI_UNIT_HEX),
				   RSVD(15, 8),
				   BITS(23, 16, "oem_types", "mask of the vendor's types",
					.unit = SCMI_UNIT_HEX),
				   RSVD(31, 24))),
			U32("qos_parent_id", "domain above it in the quality of service tree",
			    .tail = true, NAMES({ 0xffffffff, "none" }))
		),
	}, {
		.name = "PERFORMANCE_DESCRIBE_LEVELS",
		.help = "list the levels of a performance domain",
		.id = 0x04,
		.spec = "1.0",
		.source = "number of levels: 12 bits in NXP's firmware and in the other lists, "
			  "16 in Linux; followed: NXP. Entries: from 4.0 on five words in all "
			  "domains, as Linux reads and NXP sends them",
		.request = FIELDS(
			DOMAIN_ID,
			U32("level_index", "levels to skip", .optional = true)
		),
		.response = FIELDS(
			WORD("num_levels", "what follows",
			     BITS(11, 0, "returned", "levels in this part of the list"),
			     RSVD(15, 12),
			     BITS(31, 16, "remaining", "levels still to come")),
			ARRAY("levels", "levels in ascending order", .count = "returned",
			      MEMBERS(LEVEL("level"),
				      U32("power_cost", "power in the protocol's unit, 0: unknown"),
				      WORD("attributes", "how fast it is reached",
					   BITS(15, 0, "transition_latency",
						"worst time to reach the level",
						.unit = SCMI_UNIT_US),
					   RSVD(31, 16)),
				      U32("indicative_frequency", "frequency near to the true one",
					  .unit = SCMI_UNIT_KHZ, .since = V4_0),
				      U32("level_index", "what messages call the level where "
					  "level_indexing is set", .since = V4_0)))
		),
	}, {
		.name = "PERFORMANCE_LIMITS_SET",
		.help = "set the range of levels that a domain may take",
		.id = 0x05,
		.risk = SCMI_WRITE,
		.spec = "1.0",
		.request = FIELDS(DOMAIN_ID, LIMITS),
	}, {
		.name = "PERFORMANCE_LIMITS_GET",
		.help = "get the range of levels that a domain may take",
		.id = 0x06,
		.spec = "1.0",
		.request = FIELDS(DOMAIN_ID),
		.response = FIELDS(LIMITS),
	}, {
		.name = "PERFORMANCE_LEVEL_SET",
		.help = "set the level of a performance domain",
		.id = 0x07,
		.risk = SCMI_WRITE,
		.spec = "1.0",
		.request = FIELDS(
			DOMAIN_ID,
			LEVEL("level, or its index where level_indexing is set")
		),
	}, {
		.name = "PERFORMANCE_LEVEL_GET",
		.help = "get the level of a performance domain",
		.id = 0x08,
		.spec = "1.0",
		.request = FIELDS(DOMAIN_ID),
		.response = FIELDS(LEVEL("level, or its index where level_indexing is set")),
	}, {
		.name = "PERFORMANCE_NOTIFY_LIMITS",
		.help = "subscribe to limits changes of a performance domain",
		.id = 0x09,
		.risk = SCMI_WRITE,
		.spec = "1.0",
		.request = FIELDS(DOMAIN_ID, NOTIFY_ENABLE),
	}, {
		.name = "PERFORMANCE_NOTIFY_LEVEL",
		.help = "subscribe to level changes of a performance domain",
		.id = 0x0a,
		.risk = SCMI_WRITE,
		.spec = "1.0",
		.request = FIELDS(DOMAIN_ID, NOTIFY_ENABLE),
	}, {
		.name = "PERFORMANCE_DESCRIBE_FASTCHANNEL",
		.help = "get the fast channel that replaces a message",
		.id = 0x0b,
		.since = V2_0,
		.spec = "2.0",
		.request = FIELDS(DOMAIN_ID, MESSAGE_ID),
		.response = FIELDS(FAST_CHANNEL),
	}, {
		.name = "PERFORMANCE_DOMAIN_NAME_GET",
		.help = "get the long name of a performance domain",
		.id = 0x0c,
		.since = V3_0,
		.spec = "3.1",
		.request = FIELDS(DOMAIN_ID),
		.response = FIELDS(ZERO("flags"), LONG_NAME),
	},
	{ 0 }
};

static const struct scmi_notification notifications[] = {
	{
		.name = "PERFORMANCE_LIMITS_CHANGED",
		.help = "the range of allowed levels has changed",
		.id = 0x00,
		.spec = "1.0",
		.payload = FIELDS(AGENT_ID, DOMAIN_ID, LIMITS),
	}, {
		.name = "PERFORMANCE_LEVEL_CHANGED",
		.help = "the level of a performance domain has changed",
		.id = 0x01,
		.spec = "1.0",
		.payload = FIELDS(AGENT_ID, DOMAIN_ID, LEVEL("new level or its index")),
	},
	{ 0 }
};

const struct scmi_protocol scmi_proto_perf = {
	.id = SCMI_PERF,
	.name = "perf",
	.title = "Performance domain management",
	.prefix = "PERFORMANCE_",
	.version = V4_0,
	.newest = V4_1,
	.messages = messages,
	.notifications = notifications,
};
