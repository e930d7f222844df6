/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tables.h"

/* clang-format off */
const struct scmi_message scmi_common_messages[] = {
	{
		.name = "PROTOCOL_VERSION",
		.help = "get the version of the protocol",
		.id = SCMI_PROTOCOL_VERSION,
		.spec = "1.0",
		.response = FIELDS(
			U32("version", "protocol version", .unit = SCMI_UNIT_VERSION)
		),
	}, {
		.name = "PROTOCOL_ATTRIBUTES",
		.help = "get what the protocol offers",
		.id = SCMI_PROTOCOL_ATTRIBUTES,
		.spec = "1.0",
		.response = FIELDS(
			U32("attributes", "defined by the protocol", .unit = SCMI_UNIT_HEX)
		),
	}, {
		.name = "PROTOCOL_MESSAGE_ATTRIBUTES",
		.help = "ask whether a message is implemented, and what it offers",
		.id = SCMI_PROTOCOL_MESSAGE_ATTRIBUTES,
		.spec = "1.0",
		.request = FIELDS(MESSAGE_ID),
		.response = FIELDS(ZERO("attributes")),
	}, {
		.name = "NEGOTIATE_PROTOCOL_VERSION",
		.help = "make the platform speak another version of the protocol",
		.id = SCMI_NEGOTIATE_PROTOCOL_VERSION,
		.risk = SCMI_WRITE,
		.spec = "3.2",
		.request = FIELDS(
			U32("version", "version to use", .unit = SCMI_UNIT_VERSION)
		),
	},
	{ 0 }
};
