/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tables.h"

/* Arm's SCP-firmware, module/scmi_apcore. */

/* clang-format off */
#define RESET_ADDRESS \
	U64("address", "physical address where application processors start", \
	    .unit = SCMI_UNIT_HEX)

static const struct scmi_message messages[] = {
	{
		.name = "PROTOCOL_ATTRIBUTES",
		.help = "get the width of addresses",
		.id = SCMI_PROTOCOL_ATTRIBUTES,
		.response = FIELDS(
			WORD("attributes", "what the platform has",
			     FLAG(0, "addresses_64_bit", "addresses have 64 bits"),
			     RSVD(31, 1))
		),
	}, {
		.name = "RESET_ADDRESS_SET",
		.help = "set where application processors start",
		.id = 0x03,
		.risk = SCMI_WRITE,
		.request = FIELDS(
			RESET_ADDRESS,
			FLAGS("attributes", "how to set it",
			      FLAG(0, "lock", "it cannot be set again"),
			      RSVD(31, 1))
		),
	}, {
		.name = "RESET_ADDRESS_GET",
		.help = "get where application processors start",
		.id = 0x04,
		.response = FIELDS(
			RESET_ADDRESS,
			WORD("attributes", "how it is set",
			     FLAG(0, "locked", "it cannot be set again"),
			     RSVD(31, 1))
		),
	},
	{ 0 }
};

const struct scmi_protocol scmi_proto_arm_apcore = {
	.id = 0x90,
	.name = "arm_apcore",
	.title = "Arm SCP-firmware application core",
	.prefix = "",
	.vendor = "arm",
	.version = SCMI_VERSION(1, 0),
	.newest = SCMI_VERSION(1, 0),
	.messages = messages,
};
