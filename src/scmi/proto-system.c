/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tables.h"

#define V2_0 SCMI_VERSION(2, 0)
#define V2_1 SCMI_VERSION(2, 1)

/* clang-format off */
#define SYSTEM_STATE(h) \
	U32("system_state", h, \
	    NAMES({ 0, "shutdown" }, { 1, "cold_reset" }, { 2, "warm_reset" }, \
		  { 3, "power_up" }, { 4, "suspend" }))

static const struct scmi_message messages[] = {
	{
		.name = "PROTOCOL_ATTRIBUTES",
		.help = "get what the protocol offers: nothing is defined yet",
		.id = SCMI_PROTOCOL_ATTRIBUTES,
		.spec = "1.0",
		.response = FIELDS(ZERO("attributes")),
	}, {
		.name = "PROTOCOL_MESSAGE_ATTRIBUTES",
		.help = "ask whether a message is implemented, and what it offers",
		.id = SCMI_PROTOCOL_MESSAGE_ATTRIBUTES,
		.spec = "1.0",
		.request = FIELDS(MESSAGE_ID),
		.response = FIELDS(
			WORD("attributes", "of SYSTEM_POWER_STATE_SET; zero for all others",
			     RSVD(29, 0),
			     FLAG(30, "suspend", "the system can suspend"),
			     FLAG(31, "warm_reset", "the system can do a warm reset"))
		),
	}, {
		.name = "SYSTEM_POWER_STATE_SET",
		.help = "shut down, reset or suspend the system",
		.id = 0x03,
		.risk = SCMI_DESTRUCTIVE,
		.spec = "1.0",
		.request = FIELDS(
			FLAGS("flags", "how to get there",
			      FLAG(0, "graceful", "1: graceful, 0: forceful; not for power_up"),
			      RSVD(31, 1)),
			SYSTEM_STATE("state to enter, from 0x80000000 on the vendor's")
		),
	}, {
		.name = "SYSTEM_POWER_STATE_GET",
		.help = "get the state of the system",
		.id = 0x04,
		.spec = "1.0",
		.response = FIELDS(SYSTEM_STATE("state, from 0x80000000 on the vendor's")),
	}, {
		.name = "SYSTEM_POWER_STATE_NOTIFY",
		.help = "subscribe to state changes of the system",
		.id = 0x05,
		.risk = SCMI_WRITE,
		.spec = "1.0",
		.request = FIELDS(NOTIFY_ENABLE),
	},
	{ 0 }
};

static const struct scmi_notification notifications[] = {
	{
		.name = "SYSTEM_POWER_STATE_NOTIFIER",
		.help = "the system is about to change its state",
		.id = 0x00,
		.spec = "1.0",
		.payload = FIELDS(
			AGENT_ID,
			FLAGS("flags", "how it is done",
			      FLAG(0, "graceful", "1: graceful, 0: forceful"),
			      RSVD(31, 1)),
			SYSTEM_STATE("state that is entered, from 0x80000000 on the vendor's"),
			U32("timeout", "time to get ready, of graceful requests",
			    .unit = SCMI_UNIT_MS, .since = V2_0)
		),
	},
	{ 0 }
};

const struct scmi_protocol scmi_proto_system = {
	.id = SCMI_SYSTEM,
	.name = "system",
	.title = "System power management",
	.prefix = "SYSTEM_POWER_",
	.version = V2_1,
	.newest = V2_1,
	.messages = messages,
	.notifications = notifications,
};
