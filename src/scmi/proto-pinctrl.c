/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tables.h"

#define V1_0 SCMI_VERSION(1, 0)

/* clang-format off */

/* Specification table "Pin configuration types", enum scmi_pinctrl_conf_type in Linux. */
static const struct scmi_enum config_types[] = {
	{ 0, "default" },
	{ 1, "bias_bus_hold" },
	{ 2, "bias_disable" },
	{ 3, "bias_high_impedance" },
	{ 4, "bias_pull_up" },
	{ 5, "bias_pull_default" },
	{ 6, "bias_pull_down" },
	{ 7, "drive_open_drain" },
	{ 8, "drive_open_source" },
	{ 9, "drive_push_pull" },
	{ 10, "drive_strength" },
	{ 11, "input_debounce" },
	{ 12, "input_mode" },
	{ 13, "pull_mode" },
	{ 14, "input_value" },
	{ 15, "input_schmitt" },
	{ 16, "low_power_mode" },
	{ 17, "output_mode" },
	{ 18, "output_value" },
	{ 19, "power_source" },
	{ 20, "slew_rate" },
	{ 0 }
};

#define IDENTIFIER	U32("identifier", "pin, group or function")
#define SELECTOR(high, low) \
	BITS(high, low, "selector", "what identifier is", \
	     NAMES({ 0, "pin" }, { 1, "group" }, { 2, "function" }))
#define SELECTOR_FLAGS	WORD("flags", "what identifier is", SELECTOR(1, 0), RSVD(31, 2))
#define CONFIGS(counted_by) \
	ARRAY("configs", "settings", .count = counted_by, .max = 255, \
	      MEMBERS(U32("type", "setting, 192 to 255: the vendor's", .names = config_types), \
		      U32("value", "its value")))

static const struct scmi_message messages[] = {
	{
		.name = "PROTOCOL_ATTRIBUTES",
		.help = "get the number of pins, groups and functions",
		.id = SCMI_PROTOCOL_ATTRIBUTES,
		.spec = "3.2",
		.response = FIELDS(
			WORD("attributes_low", "what the platform has",
			     BITS(15, 0, "num_pins", "pins"),
			     BITS(31, 16, "num_groups", "groups of pins")),
			WORD("attributes_high", "what the platform has",
			     BITS(15, 0, "num_functions", "functions"),
			     RSVD(31, 16))
		),
	}, {
		.name = "PINCTRL_ATTRIBUTES",
		.help = "get the name and the abilities of a pin, group or function",
		.id = 0x03,
		.spec = "3.2",
		.request = FIELDS(IDENTIFIER, SELECTOR_FLAGS),
		.response = FIELDS(
			WORD("attributes", "abilities",
			     BITS(15, 0, "num_elements",
				  "pins of a group, groups of a function, 1 of a pin"),
			     FLAG(16, "pin_only", "the function has pins, not groups"),
			     FLAG(17, "gpio", "the function is GPIO"),
			     RSVD(30, 18),
			     FLAG(31, "extended_name", "NAME_GET has a longer name")),
			NAME
		),
	}, {
		.name = "PINCTRL_LIST_ASSOCIATIONS",
		.help = "list the pins of a group or the groups of a function",
		.id = 0x04,
		.spec = "3.2",
		.source = "padding of the list: no source shows whether it is sent, Linux reads "
			  "both; followed: Linux",
		.request = FIELDS(
			IDENTIFIER,
			SELECTOR_FLAGS,
			U32("index", "elements to skip", .optional = true)
		),
		.response = FIELDS(
			WORD("flags", "what follows",
			     BITS(11, 0, "returned", "elements in this part of the list"),
			     RSVD(15, 12),
			     BITS(31, 16, "remaining", "elements still to come")),
			ARRAY("array", "pins or groups", .count = "returned", .pad = 4,
			      .pad_tolerated = true, MEMBERS(U16("element", "pin or group")))
		),
	}, {
		.name = "PINCTRL_SETTINGS_GET",
		.help = "get the function and the settings of a pin or group",
		.id = 0x05,
		.spec = "3.2",
		.source = "ids from 0x05 on: firmware after drafts of specification 3.2 has 0x05 "
			  "CONFIG_GET, 0x06 CONFIG_SET, 0x07 FUNCTION_SELECT, and all others one "
			  "higher, in the same version; followed: the final one, as Linux",
		.request = FIELDS(
			IDENTIFIER,
			WORD("attributes", "what to get",
			     BITS(7, 0, "config_type", "setting to get, where it is one",
				  .names = config_types),
			     BITS(15, 8, "skip_configs", "settings to skip, where it is all"),
			     SELECTOR(17, 16),
			     BITS(19, 18, "config_flag", "one setting, all, or the function alone",
				  NAMES({ 0, "one" }, { 1, "all" }, { 2, "function" })),
			     RSVD(31, 20))
		),
		.response = FIELDS(
			U32("function_selected", "function", NAMES({ 0xffffffff, "none" })),
			WORD("num_configs", "what follows",
			     BITS(7, 0, "returned", "settings in this part of the list"),
			     RSVD(23, 8),
			     BITS(31, 24, "remaining", "settings still to come")),
			CONFIGS("returned")
		),
	}, {
		.name = "PINCTRL_SETTINGS_CONFIGURE",
		.help = "set the function and settings of a pin or group",
		.id = 0x06,
		.risk = SCMI_WRITE,
		.spec = "3.2",
		.request = FIELDS(
			IDENTIFIER,
			U32("function_id", "function to select, where function_valid is set",
			    NAMES({ 0xffffffff, "none" })),
			WORD("attributes", "what to set",
			     SELECTOR(1, 0),
			     BITS(9, 2, "num_configs", "settings that follow"),
			     FLAG(10, "function_valid", "select function_id"),
			     RSVD(31, 11)),
			CONFIGS("num_configs")
		),
	}, {
		.name = "PINCTRL_REQUEST",
		.help = "take a pin or group for this agent alone",
		.id = 0x07,
		.risk = SCMI_WRITE,
		.spec = "3.2",
		.request = FIELDS(IDENTIFIER, SELECTOR_FLAGS),
	}, {
		.name = "PINCTRL_RELEASE",
		.help = "give a pin or group back",
		.id = 0x08,
		.risk = SCMI_WRITE,
		.spec = "3.2",
		.request = FIELDS(IDENTIFIER, SELECTOR_FLAGS),
	}, {
		.name = "PINCTRL_NAME_GET",
		.help = "get the long name of a pin, group or function",
		.id = 0x09,
		.spec = "3.2",
		.request = FIELDS(IDENTIFIER, SELECTOR_FLAGS),
		.response = FIELDS(ZERO("flags"), LONG_NAME),
	}, {
		.name = "PINCTRL_SET_PERMISSIONS",
		.help = "allow or deny an agent a pin or group",
		.id = 0x0a,
		.risk = SCMI_WRITE,
		.spec = "3.2",
		.source = "no public source shows the parameters: they are given as bytes",
		.request = FIELDS(FIELD(SCMI_BYTES, "parameters", "all parameters as they are")),
	},
	{ 0 }
};

const struct scmi_protocol scmi_proto_pinctrl = {
	.id = SCMI_PINCTRL,
	.name = "pinctrl",
	.title = "Pin control",
	.prefix = "PINCTRL_",
	.version = V1_0,
	.newest = V1_0,
	.messages = messages,
};
