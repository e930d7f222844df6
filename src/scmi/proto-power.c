/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tables.h"

#define V2_0 SCMI_VERSION(2, 0)
#define V3_0 SCMI_VERSION(3, 0)
#define V3_1 SCMI_VERSION(3, 1)

/* clang-format off */
#define DOMAIN_ID	U32("domain_id", "power domain")
#define POWER_STATE_ON	0x00000000
#define POWER_STATE(h) \
	U32("power_state", h, \
	    NAMES({ POWER_STATE_ON, "on" }, { 0x40000000, "off" }), \
	    SLICES(BITS(27, 0, "state_id", "state, 0: the architected on or off"), \
		   RSVD(29, 28), \
		   FLAG(30, "context_lost", "the domain loses its context"), \
		   RSVD(31, 31)))

static const struct scmi_message messages[] = {
	{
		.name = "PROTOCOL_ATTRIBUTES",
		.help = "get the number of power domains and where the statistics are",
		.id = SCMI_PROTOCOL_ATTRIBUTES,
		.spec = "1.0",
		.response = FIELDS(
			WORD("attributes", "what the platform has",
			     BITS(15, 0, "num_domains", "power domains"),
			     RSVD(31, 16)),
			STATISTICS
		),
	}, {
		.name = "POWER_DOMAIN_ATTRIBUTES",
		.help = "get the name and the abilities of a power domain",
		.id = 0x03,
		.spec = "1.0",
		.source = "bit 28: reserved in scmi-tests, of specification 2.0, unused in Linux; "
			  "followed: NXP, from the version on that has the message for it",
		.request = FIELDS(DOMAIN_ID),
		.response = FIELDS(
			WORD("attributes", "abilities",
			     RSVD(26, 0),
			     FLAG_SINCE(V3_0, 27, "extended_name", "NAME_GET has a longer name"),
			     FLAG_SINCE(V2_0, 28, "change_requested_notifications",
					"can notify of requests to change the state"),
			     FLAG(29, "sync_set", "POWER_STATE_SET can be synchronous"),
			     FLAG(30, "async_set", "POWER_STATE_SET can be asynchronous"),
			     FLAG(31, "change_notifications", "can notify of state changes")),
			NAME
		),
	}, {
		.name = "POWER_STATE_SET",
		.help = "switch a power domain",
		.id = 0x04,
		.risk = SCMI_DESTRUCTIVE,
		.harmless = "power_state",
		.harmless_value = POWER_STATE_ON,
		.spec = "1.0",
		.request = FIELDS(
			FLAGS("flags", "how to set the state",
			      FLAG(0, "async", "answer at once; there is no delayed response: "
				   "POWER_STATE_GET or a notification tells when it is done"),
			      RSVD(31, 1)),
			DOMAIN_ID,
			POWER_STATE("state to set")
		),
	}, {
		.name = "POWER_STATE_GET",
		.help = "get the state of a power domain",
		.id = 0x05,
		.spec = "1.0",
		.request = FIELDS(DOMAIN_ID),
		.response = FIELDS(POWER_STATE("state")),
	}, {
		.name = "POWER_STATE_NOTIFY",
		.help = "subscribe to state changes of a power domain",
		.id = 0x06,
		.risk = SCMI_WRITE,
		.spec = "1.0",
		.request = FIELDS(DOMAIN_ID, NOTIFY_ENABLE),
	}, {
		.name = "POWER_STATE_CHANGE_REQUESTED_NOTIFY",
		.help = "subscribe to requests to change the state of a power domain",
		.id = 0x07,
		.risk = SCMI_WRITE,
		.since = V2_0,
		.spec = "2.0",
		.request = FIELDS(DOMAIN_ID, NOTIFY_ENABLE),
	}, {
		.name = "POWER_DOMAIN_NAME_GET",
		.help = "get the long name of a power domain",
		.id = 0x08,
		.since = V3_0,
		.spec = "3.1",
		.request = FIELDS(DOMAIN_ID),
		.response = FIELDS(ZERO("flags"), LONG_NAME),
	},
	{ 0 }
};

static const struct scmi_notification notifications[] = {
	{
		.name = "POWER_STATE_CHANGED",
		.help = "the state of a power domain has changed",
		.id = 0x00,
		.spec = "1.0",
		.payload = FIELDS(AGENT_ID, DOMAIN_ID, POWER_STATE("new state")),
	}, {
		.name = "POWER_STATE_CHANGE_REQUESTED",
		.help = "an agent has asked to change the state of a power domain",
		.id = 0x01,
		.since = V2_0,
		.spec = "2.0",
		.payload = FIELDS(AGENT_ID, DOMAIN_ID, POWER_STATE("state asked for")),
	},
	{ 0 }
};

const struct scmi_protocol scmi_proto_power = {
	.id = SCMI_POWER,
	.name = "power",
	.title = "Power domain management",
	.prefix = "POWER_",
	.version = V3_1,
	.newest = V3_1,
	.messages = messages,
	.notifications = notifications,
};
