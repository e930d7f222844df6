/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tables.h"

#define V2_0 SCMI_VERSION(2, 0)
#define V2_1 SCMI_VERSION(2, 1)

/* clang-format off */
#define DOMAIN_ID		U32("domain_id", "voltage domain")
#define VOLTAGE_LEVEL(h)	S32("voltage_level", h, .unit = SCMI_UNIT_UV)
#define CONFIG \
	WORD("config", "mode of the domain", \
	     BITS(3, 0, "mode", "mode, from 8 on the platform's own", \
		  NAMES({ 0x0, "off" }, { 0x7, "on" })), \
	     RSVD(31, 4))

static const struct scmi_message messages[] = {
	{
		.name = "PROTOCOL_ATTRIBUTES",
		.help = "get the number of voltage domains",
		.id = SCMI_PROTOCOL_ATTRIBUTES,
		.spec = "3.0",
		.response = FIELDS(
			WORD("attributes", "what the platform has",
			     BITS(15, 0, "num_domains", "voltage domains"),
			     RSVD(31, 16))
		),
	}, {
		.name = "VOLTAGE_DOMAIN_ATTRIBUTES",
		.help = "get the name and the abilities of a voltage domain",
		.id = 0x03,
		.spec = "3.0",
		.request = FIELDS(DOMAIN_ID),
		.response = FIELDS(
			WORD("attributes", "abilities",
			     RSVD(29, 0),
			     FLAG_SINCE(V2_0, 30, "extended_name", "NAME_GET has a longer name"),
			     FLAG_SINCE(V2_0, 31, "async_level_set",
					"VOLTAGE_LEVEL_SET can be asynchronous")),
			NAME
		),
	}, {
		.name = "VOLTAGE_DESCRIBE_LEVELS",
		.help = "list the voltages that a domain can have",
		.id = 0x04,
		.spec = "3.0",
		.request = FIELDS(
			DOMAIN_ID,
			U32("level_index", "levels to skip", .optional = true)
		),
		.response = FIELDS(
			WORD("flags", "what follows",
			     BITS(11, 0, "returned", "levels in this part of the list"),
			     FLAG(12, "segmented", "the levels are lowest, highest and step"),
			     RSVD(15, 13),
			     BITS(31, 16, "remaining", "levels still to come")),
			ARRAY("voltages", "levels, or lowest, highest, step", .count = "returned",
			      .exact_when = "segmented", .exact = 3,
			      MEMBERS(S32("voltage", "voltage", .unit = SCMI_UNIT_UV)))
		),
	}, {
		.name = "VOLTAGE_CONFIG_SET",
		.help = "switch a voltage domain on or off",
		.id = 0x05,
		.risk = SCMI_WRITE,
		.spec = "3.0",
		.request = FIELDS(DOMAIN_ID, CONFIG),
	}, {
		.name = "VOLTAGE_CONFIG_GET",
		.help = "get whether a voltage domain is on",
		.id = 0x06,
		.spec = "3.0",
		.request = FIELDS(DOMAIN_ID),
		.response = FIELDS(CONFIG),
	}, {
		.name = "VOLTAGE_LEVEL_SET",
		.help = "set the voltage of a domain",
		.id = 0x07,
		.risk = SCMI_WRITE,
		.async = true,
		.async_flag = "async",
		.spec = "3.0",
		.request = FIELDS(
			DOMAIN_ID,
			FLAGS("flags", "how to set the voltage",
			      FLAG_SINCE(V2_0, 0, "async",
					 "answer at once, complete with a delayed response"),
			      RSVD(31, 1)),
			VOLTAGE_LEVEL("voltage to set")
		),
		.delayed_name = "VOLTAGE_LEVEL_SET_COMPLETE",
		.delayed = FIELDS(DOMAIN_ID, VOLTAGE_LEVEL("voltage that was set")),
	}, {
		.name = "VOLTAGE_LEVEL_GET",
		.help = "get the voltage of a domain",
		.id = 0x08,
		.spec = "3.0",
		.request = FIELDS(DOMAIN_ID),
		.response = FIELDS(VOLTAGE_LEVEL("voltage")),
	}, {
		.name = "VOLTAGE_DOMAIN_NAME_GET",
		.help = "get the long name of a voltage domain",
		.id = 0x09,
		.since = V2_0,
		.spec = "3.1",
		.request = FIELDS(DOMAIN_ID),
		.response = FIELDS(ZERO("flags"), LONG_NAME),
	},
	{ 0 }
};

const struct scmi_protocol scmi_proto_voltage = {
	.id = SCMI_VOLTAGE,
	.name = "voltage",
	.title = "Voltage domain management",
	.prefix = "VOLTAGE_",
	.version = V2_1,
	.newest = V2_1,
	.messages = messages,
};
