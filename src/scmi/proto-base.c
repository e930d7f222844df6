/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tables.h"

#define V2_0 SCMI_VERSION(2, 0)
#define V2_1 SCMI_VERSION(2, 1)

/* clang-format off */
#define TARGET_AGENT	U32("agent_id", "agent to configure")
#define ACCESS_FLAGS \
	WORD("flags", "access to give", \
	     FLAG(0, "allow", "1: allow access, 0: deny it"), RSVD(31, 1))

static const struct scmi_message messages[] = {
	{
		.name = "PROTOCOL_ATTRIBUTES",
		.help = "get the number of protocols and agents",
		.id = SCMI_PROTOCOL_ATTRIBUTES,
		.spec = "1.0",
		.response = FIELDS(
			WORD("attributes", "what the platform has",
			     BITS(7, 0, "num_protocols", "protocols without the base protocol"),
			     BITS(15, 8, "num_agents", "agents"),
			     RSVD(31, 16))
		),
	}, {
		.name = "BASE_DISCOVER_VENDOR",
		.help = "get the vendor's name",
		.id = 0x03,
		.spec = "1.0",
		.response = FIELDS(
			TEXT(SCMI_SHORT_NAME, "vendor_identifier", "vendor")
		),
	}, {
		.name = "BASE_DISCOVER_SUB_VENDOR",
		.help = "get the sub-vendor's name",
		.id = 0x04,
		.spec = "1.0",
		.response = FIELDS(
			TEXT(SCMI_SHORT_NAME, "sub_vendor_identifier", "sub-vendor, may be empty")
		),
	}, {
		.name = "BASE_DISCOVER_IMPLEMENTATION_VERSION",
		.help = "get the version of the firmware",
		.id = 0x05,
		.spec = "1.0",
		.response = FIELDS(
			U32("implementation_version", "firmware version in the vendor's format",
			    .unit = SCMI_UNIT_HEX)
		),
	}, {
		.name = "BASE_DISCOVER_LIST_PROTOCOLS",
		.help = "list the protocols that this agent may use, the base protocol left out",
		.id = 0x06,
		.spec = "1.0",
		.request = FIELDS(
			U32("skip", "protocols to skip", .optional = true)
		),
		.response = FIELDS(
			U32("num_protocols", "protocols in this part of the list"),
			ARRAY("protocols", "protocol ids", .count = "num_protocols", .pad = 4,
			      MEMBERS(U8("protocol", "protocol id", .unit = SCMI_UNIT_PROTOCOL)))
		),
	}, {
		.name = "BASE_DISCOVER_AGENT",
		.help = "get the name of an agent",
		.id = 0x07,
		.spec = "1.0",
		.source = "agent_id in the response: scmi-tests leave it out for version 1.0, "
			  "Linux expects it always; followed: scmi-tests",
		.request = FIELDS(
			U32("agent_id", "agent; self (since 2.0): the one that asks",
			    NAMES({ 0, "platform" }, { 0xffffffff, "self" }))
		),
		.response = FIELDS(
			U32("agent_id", "agent", .since = V2_0),
			NAME
		),
	}, {
		.name = "BASE_NOTIFY_ERRORS",
		.help = "subscribe to error events",
		.id = 0x08,
		.risk = SCMI_WRITE,
		.spec = "1.0",
		.request = FIELDS(NOTIFY_ENABLE),
	}, {
		.name = "BASE_SET_DEVICE_PERMISSIONS",
		.help = "allow or deny an agent a device",
		.id = 0x09,
		.risk = SCMI_WRITE,
		.since = V2_0,
		.spec = "2.0",
		.request = FIELDS(
			TARGET_AGENT,
			U32("device_id", "device"),
			ACCESS_FLAGS
		),
	}, {
		.name = "BASE_SET_PROTOCOL_PERMISSIONS",
		.help = "allow or deny an agent a protocol on a device",
		.id = 0x0a,
		.risk = SCMI_WRITE,
		.since = V2_0,
		.spec = "2.0",
		.request = FIELDS(
			TARGET_AGENT,
			U32("device_id", "device"),
			WORD("command_id", "protocol that this is about",
			     BITS(7, 0, "protocol_id", "protocol id", .unit = SCMI_UNIT_PROTOCOL),
			     RSVD(31, 8)),
			ACCESS_FLAGS
		),
	}, {
		.name = "BASE_RESET_AGENT_CONFIGURATION",
		.help = "undo all that an agent has configured",
		.id = 0x0b,
		.risk = SCMI_DESTRUCTIVE,
		.since = V2_0,
		.spec = "2.0",
		.request = FIELDS(
			TARGET_AGENT,
			FLAGS("flags", "what to reset",
			      FLAG(0, "reset_permissions", "also reset the agent's permissions"),
			      RSVD(31, 1))
		),
	},
	{ 0 }
};

static const struct scmi_notification notifications[] = {
	{
		.name = "BASE_ERROR_EVENT",
		.help = "commands failed",
		.id = 0x00,
		.spec = "1.0",
		.payload = FIELDS(
			U32("agent_id", "agent whose commands failed"),
			WORD("error_status", "how bad it is",
			     BITS(9, 0, "cmd_count", "commands that failed"),
			     RSVD(30, 10),
			     FLAG(31, "fatal", "the platform cannot go on")),
			ARRAY("msg_reports", "the commands that failed", .count = "cmd_count",
			      .max = 1023,
			      MEMBERS(U32("command", "message header of the command",
					  .unit = SCMI_UNIT_HEADER),
				      S32("command_status", "status of the command",
					  .unit = SCMI_UNIT_STATUS)))
		),
	},
	{ 0 }
};

const struct scmi_protocol scmi_proto_base = {
	.id = SCMI_BASE,
	.name = "base",
	.title = "Base",
	.prefix = "BASE_",
	.version = V2_1,
	.newest = V2_1,
	.messages = messages,
	.notifications = notifications,
};
