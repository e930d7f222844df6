/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tables.h"

#define V2_0 SCMI_VERSION(2, 0)
#define V3_0 SCMI_VERSION(3, 0)
#define V3_1 SCMI_VERSION(3, 1)

/* clang-format off */

/* Specification table "Sensor type"; the units are those of DMTF PLDM (DSP0248). */
static const struct scmi_enum types[] = {
	{ 0x00, "none" },
	{ 0x01, "unspecified" },
	{ 0x02, "degrees_c" },
	{ 0x03, "degrees_f" },
	{ 0x04, "kelvin" },
	{ 0x05, "volts" },
	{ 0x06, "amps" },
	{ 0x07, "watts" },
	{ 0x08, "joules" },
	{ 0x09, "coulombs" },
	{ 0x0a, "volt_amperes" },
	{ 0x0b, "nits" },
	{ 0x0c, "lumens" },
	{ 0x0d, "lux" },
	{ 0x0e, "candelas" },
	{ 0x0f, "kilopascals" },
	{ 0x10, "psi" },
	{ 0x11, "newtons" },
	{ 0x12, "cfm" },
	{ 0x13, "rpm" },
	{ 0x14, "hertz" },
	{ 0x15, "seconds" },
	{ 0x16, "minutes" },
	{ 0x17, "hours" },
	{ 0x18, "days" },
	{ 0x19, "weeks" },
	{ 0x1a, "mils" },
	{ 0x1b, "inches" },
	{ 0x1c, "feet" },
	{ 0x1d, "cubic_inches" },
	{ 0x1e, "cubic_feet" },
	{ 0x1f, "meters" },
	{ 0x20, "cubic_centimeters" },
	{ 0x21, "cubic_meters" },
	{ 0x22, "liters" },
	{ 0x23, "fluid_ounces" },
	{ 0x24, "radians" },
	{ 0x25, "steradians" },
	{ 0x26, "revolutions" },
	{ 0x27, "cycles" },
	{ 0x28, "gravities" },
	{ 0x29, "ounces" },
	{ 0x2a, "pounds" },
	{ 0x2b, "foot_pounds" },
	{ 0x2c, "ounce_inches" },
	{ 0x2d, "gauss" },
	{ 0x2e, "gilberts" },
	{ 0x2f, "henries" },
	{ 0x30, "farads" },
	{ 0x31, "ohms" },
	{ 0x32, "siemens" },
	{ 0x33, "moles" },
	{ 0x34, "becquerels" },
	{ 0x35, "ppm" },
	{ 0x36, "decibels" },
	{ 0x37, "dba" },
	{ 0x38, "dbc" },
	{ 0x39, "grays" },
	{ 0x3a, "sieverts" },
	{ 0x3b, "color_temperature_kelvin" },
	{ 0x3c, "bits" },
	{ 0x3d, "bytes" },
	{ 0x3e, "words" },
	{ 0x3f, "dwords" },
	{ 0x40, "qwords" },
	{ 0x41, "percentage" },
	{ 0x42, "pascals" },
	{ 0x43, "counts" },
	{ 0x44, "grams" },
	{ 0x45, "newton_meters" },
	{ 0x46, "hits" },
	{ 0x47, "misses" },
	{ 0x48, "retries" },
	{ 0x49, "overruns" },
	{ 0x4a, "underruns" },
	{ 0x4b, "collisions" },
	{ 0x4c, "packets" },
	{ 0x4d, "messages" },
	{ 0x4e, "characters" },
	{ 0x4f, "errors" },
	{ 0x50, "corrected_errors" },
	{ 0x51, "uncorrectable_errors" },
	{ 0x52, "square_mils" },
	{ 0x53, "square_inches" },
	{ 0x54, "square_feet" },
	{ 0x55, "square_centimeters" },
	{ 0x56, "square_meters" },
	{ 0x57, "radians_per_second" },
	{ 0x58, "beats_per_minute" },
	{ 0x59, "meters_per_second_squared" },
	{ 0x5a, "meters_per_second" },
	{ 0x5b, "cubic_meters_per_second" },
	{ 0x5c, "millimeters_of_mercury" },
	{ 0x5d, "radians_per_second_squared" },
	{ 0x5e, "binary" },		/* from the draft of specification 4.0, like the next one */
	{ 0x5f, "bytes_per_second" },
	{ 0xff, "oem" },
	{ 0 }
};

#define SENSOR_ID	U32("sensor_id", "sensor")
#define TYPE		BITS(7, 0, "type", "what is measured, and its unit", .names = types)
#define EXPONENT(high, low, n, h, ...) \
	BITS(high, low, n, h, .is_signed = true, __VA_ARGS__)
#define UNIT_EXPONENT \
	EXPONENT(15, 11, "unit_exponent", "values are multiples of 10 to this power of the unit")
#define RESOLUTION_SLICES \
	SLICES(BITS(26, 0, "resolution", "smallest step, 0: unknown"), \
	       EXPONENT(31, 27, "resolution_exponent", "the step is times 10 to this power"))
#define READINGS \
	ARRAY("readings", "one reading, or one for each axis", .since = V2_0, \
	      MEMBERS(S64("value", "value, times 10 to the power of unit_exponent"), \
		      U64("timestamp", "time in units of timestamp_exponent, 0: none")))
#define NUM_AXIS_FLAGS \
	WORD("num_axis_flags", "what follows", \
	     BITS(5, 0, "returned", "axes in this part of the list"), \
	     RSVD(25, 6), \
	     BITS(31, 26, "remaining", "axes still to come"))
#define EVENT_CONTROL \
	WORD("event_control", "1: send notifications, 0: stop", \
	     FLAG(0, "enable", "send notifications"), RSVD(31, 1))
#define CONFIG(...) \
	WORD("sensor_config", "configuration", \
	     FLAG(0, "enabled", "the sensor works"), \
	     FLAG(1, "timestamps", "readings carry the time"), \
	     RSVD(8, 2), \
	     __VA_ARGS__, \
	     EXPONENT(15, 11, "update_interval_exponent", "the interval is times 10 to it"), \
	     BITS(31, 16, "update_interval", "seconds between updates"))

static const struct scmi_message messages[] = {
	{
		.name = "PROTOCOL_ATTRIBUTES",
		.help = "get the number of sensors and where their registers are",
		.id = SCMI_PROTOCOL_ATTRIBUTES,
		.spec = "1.0",
		.response = FIELDS(
			WORD("attributes", "what the platform has",
			     BITS(15, 0, "num_sensors", "sensors"),
			     BITS(23, 16, "max_async_requests",
				  "asynchronous readings that may be pending"),
			     RSVD(31, 24)),
			U64("sensor_reg_address", "physical address of the sensor registers",
			    .unit = SCMI_UNIT_HEX),
			U32("sensor_reg_len", "size of the sensor registers, 0: there are none",
			    .unit = SCMI_UNIT_BYTES)
		),
	}, {
		.name = "SENSOR_DESCRIPTION_GET",
		.help = "list the sensors with their names and abilities",
		.id = 0x03,
		.spec = "1.0",
		.source = "sensors with axes and extended attributes: Linux expects sensor_power "
			  "alone, SCP-firmware sends 52 bytes for every sensor; followed: Linux, "
			  "unless the length shows the other. Number of sensors: 12 bits in NXP's "
			  "firmware, 16 in Linux; followed: NXP",
		.request = FIELDS(
			U32("desc_index", "sensors to skip", .optional = true)
		),
		.response = FIELDS(
			WORD("num_sensor_flags", "what follows",
			     BITS(11, 0, "returned", "sensors in this part of the list"),
			     RSVD(15, 12),
			     BITS(31, 16, "remaining", "sensors still to come")),
			ARRAY("sensors", "the sensors", .count = "returned", .full_stride = 52,
			      MEMBERS(
				SENSOR_ID,
				WORD("attributes_low", "abilities",
				     BITS(7, 0, "num_trip_points", "trip points"),
				     FLAG_SINCE(V2_0, 8, "extended_attributes",
						"power, resolution and range follow"),
				     FLAG_SINCE(V2_0, 9, "has_timestamps",
						"readings can carry the time"),
				     BITS_SINCE(V2_0, 14, 10, "timestamp_exponent",
						"timestamps are in 10 to this power seconds",
						.is_signed = true),
				     RSVD(28, 15),
				     FLAG_SINCE(V3_0, 29, "extended_name",
						"NAME_GET has a longer name"),
				     FLAG_SINCE(V2_0, 30, "continuous_update",
						"can notify of every update"),
				     FLAG(31, "async_read",
					  "SENSOR_READING_GET can be asynchronous")),
				WORD("attributes_high", "what is measured",
				     TYPE,
				     FLAG_SINCE(V2_0, 8, "axis_support",
						"several axes, which have types of their own"),
				     RSVD(10, 9),
				     UNIT_EXPONENT,
				     BITS_SINCE(V2_0, 21, 16, "num_axes", "axes"),
				     RSVD(31, 22, .since = V2_0),
				     EXPONENT(26, 22, "update_interval_exponent",
					      "the interval is times 10 to this power",
					      .until = V2_0),
				     BITS(31, 27, "update_interval", "seconds between updates",
					  .until = V2_0)),
				NAME,
				U32("sensor_power", "average power of the sensor, 0: unknown",
				    .unit = SCMI_UNIT_UW, .since = V2_0,
				    .when = "extended_attributes"),
				U32("sensor_resolution", "smallest step", .since = V2_0,
				    .when = "extended_attributes", .unless = "axis_support",
				    RESOLUTION_SLICES),
				S64("sensor_min_range", "lowest value, -2^63: unknown",
				    .since = V2_0, .when = "extended_attributes",
				    .unless = "axis_support"),
				S64("sensor_max_range", "highest value, 2^63 - 1: unknown",
				    .since = V2_0, .when = "extended_attributes",
				    .unless = "axis_support")))
		),
	}, {
		.name = "SENSOR_TRIP_POINT_NOTIFY",
		.help = "subscribe to the trip points of a sensor",
		.id = 0x04,
		.risk = SCMI_WRITE,
		.spec = "1.0",
		.request = FIELDS(SENSOR_ID, EVENT_CONTROL),
	}, {
		.name = "SENSOR_TRIP_POINT_CONFIG",
		.help = "set a trip point of a sensor",
		.id = 0x05,
		.risk = SCMI_WRITE,
		.spec = "1.0",
		.request = FIELDS(
			SENSOR_ID,
			WORD("event_control", "trip point, and when it reports",
			     BITS(1, 0, "direction", "report when the value crosses this way",
				  NAMES({ 0, "off" }, { 1, "positive" }, { 2, "negative" },
					{ 3, "both" })),
			     RSVD(3, 2),
			     BITS(11, 4, "trip_point_id", "trip point"),
			     RSVD(31, 12)),
			S64("value", "value to cross, times 10 to the power of unit_exponent")
		),
	}, {
		.name = "SENSOR_READING_GET",
		.help = "read a sensor",
		.id = 0x06,
		.async = true,
		.async_flag = "async",
		.spec = "1.0",
		.request = FIELDS(
			SENSOR_ID,
			FLAGS("flags", "how to read",
			      FLAG(0, "async", "answer at once, complete with a delayed response"),
			      RSVD(31, 1))
		),
		.response = FIELDS(
			S64("value", "value, times 10 to the power of unit_exponent",
			    .until = V2_0, .tail = true),
			READINGS
		),
		.delayed_name = "SENSOR_READING_COMPLETE",
		.delayed = FIELDS(
			SENSOR_ID,
			S64("value", "value, times 10 to the power of unit_exponent",
			    .until = V2_0),
			READINGS
		),
	}, {
		.name = "SENSOR_AXIS_DESCRIPTION_GET",
		.help = "list the axes of a sensor",
		.id = 0x07,
		.since = V2_0,
		.spec = "3.0",
		.request = FIELDS(
			SENSOR_ID,
			U32("axis_desc_index", "axes to skip", .optional = true)
		),
		.response = FIELDS(
			NUM_AXIS_FLAGS,
			ARRAY("axes", "the axes", .count = "returned",
			      MEMBERS(
				U32("axis_id", "axis"),
				WORD("attributes_low", "abilities",
				     RSVD(7, 0),
				     FLAG(8, "extended_attributes", "resolution and range follow"),
				     FLAG_SINCE(V3_0, 9, "extended_name",
						"AXIS_NAME_GET has a longer name"),
				     RSVD(31, 10)),
				WORD("attributes_high", "what is measured",
				     TYPE,
				     RSVD(10, 8),
				     UNIT_EXPONENT,
				     RSVD(31, 16)),
				NAME,
				U32("axis_resolution", "smallest step",
				    .when = "extended_attributes", RESOLUTION_SLICES),
				S64("axis_min_range", "lowest value, -2^63: unknown",
				    .when = "extended_attributes"),
				S64("axis_max_range", "highest value, 2^63 - 1: unknown",
				    .when = "extended_attributes")))
		),
	}, {
		.name = "SENSOR_LIST_UPDATE_INTERVALS",
		.help = "list the update intervals that a sensor can have",
		.id = 0x08,
		.since = V2_0,
		.spec = "3.0",
		.request = FIELDS(
			SENSOR_ID,
			U32("index", "intervals to skip", .optional = true)
		),
		.response = FIELDS(
			WORD("num_intervals_flags", "what follows",
			     BITS(11, 0, "returned", "intervals in this part of the list"),
			     FLAG(12, "segmented", "the intervals are lowest, highest and step"),
			     RSVD(15, 13),
			     BITS(31, 16, "remaining", "intervals still to come")),
			ARRAY("intervals", "intervals, or lowest, highest, step",
			      .count = "returned", .exact_when = "segmented", .exact = 3,
			      MEMBERS(WORD("interval", "time between updates",
					   EXPONENT(4, 0, "exponent",
						    "the interval is times 10 to this power"),
					   BITS(20, 5, "seconds", "seconds between updates"),
					   RSVD(31, 21))))
		),
	}, {
		.name = "SENSOR_CONFIG_GET",
		.help = "get the configuration of a sensor",
		.id = 0x09,
		.since = V2_0,
		.spec = "3.0",
		.request = FIELDS(SENSOR_ID),
		.response = FIELDS(CONFIG(RSVD(10, 9))),
	}, {
		.name = "SENSOR_CONFIG_SET",
		.help = "configure a sensor",
		.id = 0x0a,
		.risk = SCMI_WRITE,
		.since = V2_0,
		.spec = "3.0",
		.request = FIELDS(
			SENSOR_ID,
			CONFIG(BITS(10, 9, "rounding", "what to do with an interval it cannot have",
				    NAMES({ 0, "down" }, { 1, "up" }, { 2, "auto" })))
		),
	}, {
		.name = "SENSOR_CONTINUOUS_UPDATE_NOTIFY",
		.help = "subscribe to every update of a sensor",
		.id = 0x0b,
		.risk = SCMI_WRITE,
		.since = V2_0,
		.spec = "3.0",
		.request = FIELDS(SENSOR_ID, EVENT_CONTROL),
	}, {
		.name = "SENSOR_NAME_GET",
		.help = "get the long name of a sensor",
		.id = 0x0c,
		.since = V3_0,
		.spec = "3.1",
		.request = FIELDS(SENSOR_ID),
		.response = FIELDS(ZERO("flags"), LONG_NAME),
	}, {
		.name = "SENSOR_AXIS_NAME_GET",
		.help = "list the long names of the axes of a sensor",
		.id = 0x0d,
		.since = V3_0,
		.spec = "3.1",
		.request = FIELDS(
			SENSOR_ID,
			U32("axis_desc_index", "axes to skip", .optional = true)
		),
		.response = FIELDS(
			NUM_AXIS_FLAGS,
			ARRAY("axes", "the axes", .count = "returned",
			      MEMBERS(U32("axis_id", "axis"), LONG_NAME))
		),
	},
	{ 0 }
};

static const struct scmi_notification notifications[] = {
	{
		.name = "SENSOR_TRIP_POINT_EVENT",
		.help = "the value of a sensor has crossed a trip point",
		.id = 0x00,
		.spec = "1.0",
		.payload = FIELDS(
			AGENT_ID,
			SENSOR_ID,
			WORD("trip_point_desc", "which trip point, and how",
			     BITS(7, 0, "trip_point_id", "trip point"),
			     RSVD(15, 8),
			     BITS(16, 16, "direction", "which way the value crossed",
				  NAMES({ 0, "negative" }, { 1, "positive" })),
			     RSVD(31, 17))
		),
	}, {
		.name = "SENSOR_UPDATE",
		.help = "a sensor has a new value",
		.id = 0x01,
		.since = V2_0,
		.spec = "3.0",
		.payload = FIELDS(AGENT_ID, SENSOR_ID, READINGS),
	},
	{ 0 }
};

const struct scmi_protocol scmi_proto_sensor = {
	.id = SCMI_SENSOR,
	.name = "sensor",
	.title = "Sensor management",
	.prefix = "SENSOR_",
	.version = V3_1,
	.newest = V3_1,
	.messages = messages,
	.notifications = notifications,
};
/* clang-format on */

const char *scmi_sensor_unit(uint8_t type)
{
	return scmi_enum_name(types, type);
}
