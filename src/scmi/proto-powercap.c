/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tables.h"

#define V2_0 SCMI_VERSION(2, 0)
#define V3_0 SCMI_VERSION(3, 0)

#define DRAFT "draft of specification 4.0, as Arm's patches for Linux have it"

/* clang-format off */
#define DOMAIN_ID	U32("domain_id", "powercap domain")
#define CPLI		U32("cpli", "concurrent power limit, 0: the classic cap")
#define POWER_CAP(h)	U32("power_cap", h)
#define PAI(n, h)	U32(n, h, .unit = SCMI_UNIT_US)

#define CAP_SET_FLAGS \
	FLAGS("flags", "how to set the cap", \
	      FLAG(0, "ignore_delayed_response", "send no delayed response, with async only"), \
	      FLAG(1, "async", "answer at once, complete with a delayed response"), \
	      RSVD(31, 2))

/* The bits and words that all versions have in common. */
#define ATTRIBUTES_30_22(interval) \
	FLAG(22, "fast_channels", "has at least one fast channel"), \
	BITS(24, 23, "power_unit", "unit of power values", \
	     NAMES({ 0, "abstract" }, { 1, "microwatts" }, { 2, "milliwatts" })), \
	FLAG(25, interval "_config", "the averaging interval can be set"), \
	FLAG(26, "monitoring", "POWERCAP_MEASUREMENTS_GET works"), \
	FLAG(27, "cap_config", "the cap can be set"), \
	FLAG(28, "extended_name", "NAME_GET has a longer name"), \
	FLAG(29, "async_cap_set", "POWERCAP_CAP_SET can be asynchronous"), \
	FLAG(30, "measurements_notifications", "can notify of measurements")
#define LIMITS(interval) \
	NAME, \
	PAI("min_" interval, "shortest averaging interval"), \
	PAI("max_" interval, "longest averaging interval"), \
	PAI(interval "_step", "step of the averaging interval"), \
	U32("min_power_cap", "lowest cap"), \
	U32("max_power_cap", "highest cap"), \
	U32("power_cap_step", "step of the cap"), \
	U32("sustainable_power", "power that can be held in normal conditions"), \
	U32("accuracy", "accuracy of measurements", .unit = SCMI_UNIT_MILLIPERCENT), \
	U32("parent_id", "domain above it", NAMES({ 0xffffffff, "none" }))

static const struct scmi_message messages[] = {
	{
		.name = "PROTOCOL_ATTRIBUTES",
		.help = "get the number of powercap domains",
		.id = SCMI_PROTOCOL_ATTRIBUTES,
		.spec = "3.1",
		.response = FIELDS(
			WORD("attributes", "what the platform has",
			     BITS(15, 0, "num_domains", "powercap domains"),
			     RSVD(31, 16))
		),
	}, {
		.name = "PROTOCOL_MESSAGE_ATTRIBUTES",
		.help = "ask whether a message is implemented, and what it offers",
		.id = SCMI_PROTOCOL_MESSAGE_ATTRIBUTES,
		.spec = "3.1",
		.request = FIELDS(MESSAGE_ID),
		.response = FIELDS(
			WORD("attributes", "what the message offers",
			     FLAG(0, "fast_channel",
				  "a fast channel replaces the message in some domain"),
			     RSVD(31, 1))
		),
	}, {
		.name = "POWERCAP_DOMAIN_ATTRIBUTES",
		.help = "get the name, the abilities and the limits of a powercap domain",
		.id = 0x03,
		.until = V3_0,
		.spec = "3.1",
		.source = "power_unit: SCP-firmware sends it one bit too high, over pai_config; "
			  "followed: Linux",
		.request = FIELDS(DOMAIN_ID),
		.response = FIELDS(
			WORD("attributes", "abilities",
			     RSVD(21, 0),
			     ATTRIBUTES_30_22("pai"),
			     FLAG(31, "cap_notifications", "can notify of cap changes")),
			LIMITS("pai")
		),
	}, {
		.name = "POWERCAP_DOMAIN_ATTRIBUTES",
		.help = "get the name, the abilities and the limits of a powercap domain",
		.id = 0x03,
		.provisional = true,
		.since = V3_0,
		.spec = "4.0",
		.source = DRAFT,
		.request = FIELDS(DOMAIN_ID),
		.response = FIELDS(
			WORD("attributes", "abilities",
			     RSVD(14, 0),
			     BITS(18, 15, "num_cpls", "concurrent power limits"),
			     FLAG(19, "cai_notifications",
				  "can notify of changes of the cap averaging interval"),
			     FLAG(20, "cai_config", "the cap averaging interval can be set"),
			     FLAG(21, "cap_notifications", "can notify of cap changes"),
			     ATTRIBUTES_30_22("mai"),
			     FLAG(31, "mai_notifications",
				  "can notify of changes of the measurement averaging interval")),
			LIMITS("mai"),
			PAI("min_cai", "shortest cap averaging interval"),
			PAI("max_cai", "longest cap averaging interval"),
			PAI("cai_step", "step of the cap averaging interval")
		),
	}, {
		.name = "POWERCAP_CAP_GET",
		.help = "get the cap of a domain",
		.id = 0x04,
		.until = V3_0,
		.spec = "3.1",
		.request = FIELDS(DOMAIN_ID),
		.response = FIELDS(POWER_CAP("cap, 0: capping is off (2.0)")),
	}, {
		.name = "POWERCAP_CAP_GET",
		.help = "get a cap of a domain",
		.id = 0x04,
		.provisional = true,
		.since = V3_0,
		.spec = "4.0",
		.source = DRAFT,
		.request = FIELDS(DOMAIN_ID, CPLI),
		.response = FIELDS(POWER_CAP("cap, 0: capping is off")),
	}, {
		.name = "POWERCAP_CAP_SET",
		.help = "set the cap of a domain",
		.id = 0x05,
		.risk = SCMI_WRITE,
		.async = true,
		.async_flag = "async",
		.until = V3_0,
		.spec = "3.1",
		.request = FIELDS(
			DOMAIN_ID,
			CAP_SET_FLAGS,
			POWER_CAP("cap to set, 0: capping off (2.0)")
		),
		.delayed_name = "POWERCAP_CAP_SET_COMPLETE",
		.delayed = FIELDS(DOMAIN_ID, POWER_CAP("cap that was set")),
	}, {
		.name = "POWERCAP_CAP_SET",
		.help = "set a cap of a domain",
		.id = 0x05,
		.risk = SCMI_WRITE,
		.async = true,
		.async_flag = "async",
		.provisional = true,
		.since = V3_0,
		.spec = "4.0",
		.source = DRAFT,
		.request = FIELDS(
			DOMAIN_ID,
			CPLI,
			CAP_SET_FLAGS,
			POWER_CAP("cap to set, 0: capping off")
		),
		.delayed_name = "POWERCAP_CAP_SET_COMPLETE",
		.delayed = FIELDS(DOMAIN_ID, POWER_CAP("cap that was set"), CPLI),
	}, {
		.name = "POWERCAP_PAI_GET",
		.help = "get the averaging interval of a domain",
		.id = 0x06,
		.until = V3_0,
		.spec = "3.1",
		.request = FIELDS(DOMAIN_ID),
		.response = FIELDS(PAI("pai", "power averaging interval")),
	}, {
		.name = "POWERCAP_MAI_GET",
		.help = "get the measurement averaging interval of a domain",
		.id = 0x06,
		.provisional = true,
		.since = V3_0,
		.spec = "4.0",
		.source = DRAFT,
		.request = FIELDS(DOMAIN_ID),
		.response = FIELDS(PAI("mai", "measurement averaging interval")),
	}, {
		.name = "POWERCAP_PAI_SET",
		.help = "set the averaging interval of a domain",
		.id = 0x07,
		.risk = SCMI_WRITE,
		.until = V3_0,
		.spec = "3.1",
		.request = FIELDS(DOMAIN_ID, ZERO("flags"), PAI("pai", "interval to set")),
	}, {
		.name = "POWERCAP_MAI_SET",
		.help = "set the measurement averaging interval of a domain",
		.id = 0x07,
		.risk = SCMI_WRITE,
		.provisional = true,
		.since = V3_0,
		.spec = "4.0",
		.source = DRAFT,
		.request = FIELDS(DOMAIN_ID, ZERO("flags"), PAI("mai", "interval to set")),
	}, {
		.name = "POWERCAP_DOMAIN_NAME_GET",
		.help = "get the long name of a powercap domain",
		.id = 0x08,
		.spec = "3.1",
		.request = FIELDS(DOMAIN_ID),
		.response = FIELDS(ZERO("flags"), LONG_NAME),
	}, {
		.name = "POWERCAP_MEASUREMENTS_GET",
		.help = "measure the power of a domain",
		.id = 0x09,
		.until = V3_0,
		.spec = "3.1",
		.request = FIELDS(DOMAIN_ID),
		.response = FIELDS(
			U32("power", "average power"),
			PAI("pai", "interval that it is the average of")
		),
	}, {
		.name = "POWERCAP_MEASUREMENTS_GET",
		.help = "measure the power of a domain",
		.id = 0x09,
		.provisional = true,
		.since = V3_0,
		.spec = "4.0",
		.source = DRAFT,
		.request = FIELDS(DOMAIN_ID),
		.response = FIELDS(
			U32("power", "average power"),
			PAI("mai", "interval that it is the average of")
		),
	}, {
		.name = "POWERCAP_CAP_NOTIFY",
		.help = "subscribe to cap changes of a domain",
		.id = 0x0a,
		.risk = SCMI_WRITE,
		.spec = "3.1",
		.request = FIELDS(DOMAIN_ID, NOTIFY_ENABLE),
	}, {
		.name = "POWERCAP_MEASUREMENTS_NOTIFY",
		.help = "subscribe to measurements of a domain",
		.id = 0x0b,
		.risk = SCMI_WRITE,
		.spec = "3.1",
		.request = FIELDS(
			DOMAIN_ID,
			NOTIFY_ENABLE,
			U32("power_thresh_low", "notify when the power falls below"),
			U32("power_thresh_high", "notify when the power rises above")
		),
	}, {
		.name = "POWERCAP_DESCRIBE_FASTCHANNEL",
		.help = "get the fast channel that replaces a message",
		.id = 0x0c,
		.until = V3_0,
		.spec = "3.1",
		.request = FIELDS(DOMAIN_ID, MESSAGE_ID),
		.response = FIELDS(FAST_CHANNEL),
	}, {
		.name = "POWERCAP_DESCRIBE_FASTCHANNEL",
		.help = "get the fast channel that replaces a message",
		.id = 0x0c,
		.provisional = true,
		.since = V3_0,
		.spec = "4.0",
		.source = DRAFT,
		.request = FIELDS(DOMAIN_ID, MESSAGE_ID, CPLI),
		.response = FIELDS(FAST_CHANNEL),
	}, {
		.name = "POWERCAP_CPC_ATTRIBUTES",
		.help = "list the concurrent power limits of a domain",
		.id = 0x0d,
		.provisional = true,
		.since = V3_0,
		.spec = "4.0",
		.source = DRAFT,
		.request = FIELDS(
			DOMAIN_ID,
			U32("desc_index", "limits to skip", .optional = true)
		),
		.response = FIELDS(
			WORD("num_cpl", "what follows",
			     BITS(15, 0, "returned", "limits in this part of the list"),
			     BITS(31, 16, "remaining", "limits still to come")),
			ARRAY("cpls", "the limits", .count = "returned",
			      MEMBERS(CPLI,
				      WORD("flags", "abilities",
					   FLAG(0, "configurable", "the cap can be set"),
					   RSVD(31, 1)),
				      U32("min_power_cap", "lowest cap"),
				      U32("max_power_cap", "highest cap"),
				      U32("power_cap_step", "step of the cap"),
				      PAI("min_cai", "shortest averaging interval"),
				      PAI("max_cai", "longest averaging interval"),
				      PAI("cai_step", "step of the averaging interval"),
				      NAME))
		),
	}, {
		.name = "POWERCAP_CAI_GET",
		.help = "get the averaging interval of a cap",
		.id = 0x0e,
		.provisional = true,
		.since = V3_0,
		.spec = "4.0",
		.source = DRAFT,
		.request = FIELDS(DOMAIN_ID, CPLI),
		.response = FIELDS(PAI("cai", "cap averaging interval")),
	}, {
		.name = "POWERCAP_CAI_SET",
		.help = "set the averaging interval of a cap",
		.id = 0x0f,
		.risk = SCMI_WRITE,
		.provisional = true,
		.since = V3_0,
		.spec = "4.0",
		.source = DRAFT,
		.request = FIELDS(DOMAIN_ID, ZERO("flags"), PAI("cai", "interval to set"), CPLI),
	},
	{ 0 }
};

static const struct scmi_notification notifications[] = {
	{
		.name = "POWERCAP_CAP_CHANGED",
		.help = "the cap or the averaging interval of a domain has changed",
		.id = 0x00,
		.until = V3_0,
		.spec = "3.1",
		.payload = FIELDS(
			AGENT_ID,
			DOMAIN_ID,
			POWER_CAP("cap"),
			PAI("pai", "power averaging interval")
		),
	}, {
		.name = "POWERCAP_CAP_CHANGED",
		.help = "a cap of a domain or its averaging interval has changed",
		.id = 0x00,
		.provisional = true,
		.since = V3_0,
		.spec = "4.0",
		.source = DRAFT,
		.payload = FIELDS(
			AGENT_ID,
			DOMAIN_ID,
			POWER_CAP("cap"),
			PAI("cai", "cap averaging interval"),
			CPLI
		),
	}, {
		.name = "POWERCAP_MEASUREMENTS_CHANGED",
		.help = "the power of a domain has crossed a threshold",
		.id = 0x01,
		.until = V3_0,
		.spec = "3.1",
		.payload = FIELDS(AGENT_ID, DOMAIN_ID, U32("power", "average power")),
	}, {
		.name = "POWERCAP_MEASUREMENTS_CHANGED",
		.help = "the power of a domain has crossed a threshold",
		.id = 0x01,
		.provisional = true,
		.since = V3_0,
		.spec = "4.0",
		.source = DRAFT,
		.payload = FIELDS(
			AGENT_ID,
			DOMAIN_ID,
			U32("power", "average power"),
			PAI("mai", "interval that it is the average of")
		),
	},
	{ 0 }
};

const struct scmi_protocol scmi_proto_powercap = {
	.id = SCMI_POWERCAP,
	.name = "powercap",
	.title = "Power capping",
	.prefix = "POWERCAP_",
	.version = V2_0,
	.newest = V3_0,
	.messages = messages,
	.notifications = notifications,
};
