/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "nxp.h"

/* clang-format off */
#define RTC_ID	U32("rtc_id", "real-time clock")
#define GPR	U32("index", "register")
#define TIME_FORMAT \
	FLAGS("flags", "format of the time", \
	      FLAG(0, "ticks", "1: ticks, 0: seconds"), RSVD(31, 1))
#define RTC_EVENTS \
	FLAG(0, "alarm", "alarm"), \
	FLAG(1, "rollover", "the time wrapped to zero"), \
	FLAG(2, "updated", "an agent set the time")

static const struct scmi_message messages[] = {
	{
		.name = "PROTOCOL_ATTRIBUTES",
		.help = "get the number of real-time clocks and storage registers",
		.id = SCMI_PROTOCOL_ATTRIBUTES,
		.source = "num_rtcs: bits 31 to 8 in Linux's imx95.rst, 23 to 16 in Linux's and "
			  "NXP's code; followed: the code",
		.response = FIELDS(
			WORD("attributes", "what the platform has",
			     BITS(15, 0, "num_gprs", "storage registers"),
			     BITS(23, 16, "num_rtcs", "real-time clocks"),
			     RSVD(31, 24))
		),
	}, {
		.name = "BBM_GPR_SET",
		.help = "write a storage register",
		.id = 0x03,
		.risk = SCMI_WRITE,
		.request = FIELDS(GPR, U32("value", "value to write", .unit = SCMI_UNIT_HEX)),
	}, {
		.name = "BBM_GPR_GET",
		.help = "read a storage register",
		.id = 0x04,
		.request = FIELDS(GPR),
		.response = FIELDS(U32("value", "value", .unit = SCMI_UNIT_HEX)),
	}, {
		.name = "BBM_RTC_ATTRIBUTES",
		.help = "get the name and the resolution of a real-time clock",
		.id = 0x05,
		.request = FIELDS(RTC_ID),
		.response = FIELDS(
			WORD("attributes", "resolution",
			     BITS(15, 0, "ticks_per_second", "ticks in a second"),
			     BITS(23, 16, "ticks_width", "bits of the tick counter"),
			     BITS(31, 24, "seconds_width", "bits of the second counter")),
			NAME
		),
	}, {
		.name = "BBM_RTC_TIME_SET",
		.help = "set the time of a real-time clock",
		.id = 0x06,
		.risk = SCMI_WRITE,
		.request = FIELDS(RTC_ID, TIME_FORMAT, U64("time", "time to set")),
	}, {
		.name = "BBM_RTC_TIME_GET",
		.help = "get the time of a real-time clock",
		.id = 0x07,
		.request = FIELDS(RTC_ID, TIME_FORMAT),
		.response = FIELDS(U64("time", "time, in seconds or ticks as asked for")),
	}, {
		.name = "BBM_RTC_ALARM_SET",
		.help = "set or stop the alarm of a real-time clock",
		.id = 0x08,
		.risk = SCMI_WRITE,
		.request = FIELDS(
			RTC_ID,
			WORD("flags", "whether there is an alarm",
			     FLAG(0, "enable", "1: set the alarm, 0: stop it"), RSVD(31, 1)),
			U64("time", "time of the alarm in seconds", .optional = true)
		),
	}, {
		.name = "BBM_BUTTON_GET",
		.help = "get whether the ON button is pressed",
		.id = 0x09,
		.response = FIELDS(
			U32("state", "state", NAMES({ 0, "released" }, { 1, "pressed" }))
		),
	}, {
		.name = "BBM_RTC_NOTIFY",
		.help = "subscribe to events of a real-time clock",
		.id = 0x0a,
		.risk = SCMI_WRITE,
		.request = FIELDS(RTC_ID, WORD("flags", "events", RTC_EVENTS, RSVD(31, 3))),
	}, {
		.name = "BBM_BUTTON_NOTIFY",
		.help = "subscribe to the ON button",
		.id = 0x0b,
		.risk = SCMI_WRITE,
		.request = FIELDS(
			WORD("flags", "1: send notifications, 0: stop",
			     FLAG(0, "enable", "send notifications"), RSVD(31, 1))
		),
	}, {
		.name = "BBM_RTC_STATE",
		.help = "get whether a real-time clock lost the time",
		.id = 0x0c,
		.request = FIELDS(RTC_ID),
		.response = FIELDS(
			WORD("state", "state",
			     FLAG(0, "reset", "the time was lost"),
			     FLAG(1, "battery_low", "the battery is low"),
			     RSVD(31, 2))
		),
	},
	{ 0 }
};

static const struct scmi_notification notifications[] = {
	{
		.name = "BBM_RTC_EVENT",
		.help = "something happened to a real-time clock",
		.id = 0x00,
		.source = "bits 31 to 24 and 2: reserved in Linux's imx95.rst, in use in Linux's "
			  "and NXP's code; followed: the code",
		.payload = FIELDS(
			WORD("flags", "what happened",
			     RTC_EVENTS,
			     RSVD(23, 3),
			     BITS(31, 24, "rtc_id", "real-time clock"))
		),
	}, {
		.name = "BBM_BUTTON_EVENT",
		.help = "the ON button was pressed or released",
		.id = 0x01,
		.payload = FIELDS(
			WORD("flags", "what happened",
			     FLAG(0, "button", "the button changed"), RSVD(31, 1))
		),
	},
	{ 0 }
};

const struct scmi_protocol scmi_proto_nxp_bbm = {
	.id = 0x81,
	.name = "nxp_bbm",
	.title = "NXP battery-backed module",
	.prefix = "BBM_",
	.vendor = NXP,
	.sub_vendor = IMX,
	.version = SCMI_VERSION(1, 0),
	.newest = SCMI_VERSION(1, 0),
	.messages = messages,
	.notifications = notifications,
};
