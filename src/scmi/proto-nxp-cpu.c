/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "nxp.h"

/* clang-format off */
#define CPU_ID	U32("cpu_id", "CPU")
#define SLEEP_MODE(h) \
	U32("sleep_mode", h, \
	    NAMES({ 0, "run" }, { 1, "wait" }, { 2, "stop" }, { 3, "suspend" }))
#define LPM_SETTING \
	U32("lpm_setting", "sleep modes in which it stays on", \
	    NAMES({ 0, "on_never" }, { 1, "on_run" }, { 2, "on_run_wait" }, \
		  { 3, "on_run_wait_stop" }, { 4, "on_always" }))
#define WAKE_MASKS \
	U32("mask_idx", "first mask to set", .optional = true), \
	U32("num_mask", "masks that follow"), \
	ARRAY("mask", "wake sources, a bit each", .count = "num_mask", .max = 12, \
	      MEMBERS(U32("bits", "32 wake sources", .unit = SCMI_UNIT_HEX)))
#define NUM_CONFIGS	U32("num_configs", "settings that follow")

static const struct scmi_message messages[] = {
	{
		.name = "PROTOCOL_ATTRIBUTES",
		.help = "get the number of CPUs",
		.id = SCMI_PROTOCOL_ATTRIBUTES,
		.response = FIELDS(
			WORD("attributes", "what the platform has",
			     BITS(15, 0, "num_cpus", "CPUs"),
			     RSVD(31, 16))
		),
	}, {
		.name = "CPU_ATTRIBUTES",
		.help = "get the name of a CPU",
		.id = 0x03,
		.request = FIELDS(CPU_ID),
		.response = FIELDS(ZERO("attributes"), NAME),
	}, {
		.name = "CPU_START",
		.help = "start a CPU",
		.id = 0x04,
		.risk = SCMI_WRITE,
		.request = FIELDS(CPU_ID),
	}, {
		.name = "CPU_STOP",
		.help = "stop a CPU",
		.id = 0x05,
		.risk = SCMI_DESTRUCTIVE,
		.request = FIELDS(CPU_ID),
	}, {
		.name = "CPU_RESET_VECTOR_SET",
		.help = "set where a CPU starts",
		.id = 0x06,
		.risk = SCMI_WRITE,
		.source = "bits 30 and 29: start and boot in NXP's code, the reverse in its "
			  "documentation; followed: the code",
		.request = FIELDS(
			CPU_ID,
			WORD("flags", "when the vector is used, and what it is",
			     NXP_VECTOR_TABLE,
			     RSVD(28, 1),
			     FLAG(29, "boot", "when its logical machine boots"),
			     FLAG(30, "start", "when it is started"),
			     FLAG(31, "resume", "when it comes back from suspend")),
			NXP_VECTOR
		),
	}, {
		.name = "CPU_SLEEP_MODE_SET",
		.help = "set the sleep mode that a CPU enters when it idles",
		.id = 0x07,
		.risk = SCMI_WRITE,
		.request = FIELDS(
			CPU_ID,
			FLAGS("flags", "how it sleeps",
			      FLAG(0, "irq_mux", "woken up by 1: the GIC, 0: the GPC"),
			      FLAG(1, "platform_wake", "the platform wakes it up"),
			      FLAG(2, "lp_compute", "low-power compute mode"),
			      RSVD(31, 3)),
			SLEEP_MODE("mode to enter")
		),
	}, {
		.name = "CPU_IRQ_WAKE_SET",
		.help = "set which interrupts wake a CPU up",
		.id = 0x08,
		.risk = SCMI_WRITE,
		.request = FIELDS(CPU_ID, WAKE_MASKS),
	}, {
		.name = "CPU_NON_IRQ_WAKE_SET",
		.help = "set which sources beside interrupts wake a CPU up",
		.id = 0x09,
		.risk = SCMI_WRITE,
		.request = FIELDS(CPU_ID, WAKE_MASKS),
	}, {
		.name = "CPU_PD_LPM_CONFIG_SET",
		.help = "set when power domains stay on while a CPU sleeps",
		.id = 0x0a,
		.risk = SCMI_WRITE,
		.request = FIELDS(
			CPU_ID,
			NUM_CONFIGS,
			ARRAY("configs", "settings", .count = "num_configs", .max = 8,
			      MEMBERS(U32("domain_id", "power domain"),
				      LPM_SETTING,
				      U32("ret_mask", "what is retained",
					  .unit = SCMI_UNIT_HEX)))
		),
	}, {
		.name = "CPU_PER_LPM_CONFIG_SET",
		.help = "set when peripherals stay on while a CPU sleeps",
		.id = 0x0b,
		.risk = SCMI_WRITE,
		.source = "early firmware calls it CPU_CLK_LPM_CONFIG_SET and takes clocks; "
			  "followed: its successor",
		.request = FIELDS(
			CPU_ID,
			NUM_CONFIGS,
			ARRAY("configs", "settings", .count = "num_configs",
			      MEMBERS(U32("per_id", "peripheral"), LPM_SETTING))
		),
	}, {
		.name = "CPU_INFO_GET",
		.help = "get what a CPU does",
		.id = 0x0c,
		.request = FIELDS(CPU_ID),
		.response = FIELDS(
			U32("run_mode", "what it does",
			    NAMES({ 0, "run" }, { 1, "hold" }, { 2, "stop" }, { 3, "sleep" })),
			SLEEP_MODE("mode that it enters when it idles"),
			NXP_VECTOR
		),
	},
	{ 0 }
};

const struct scmi_protocol scmi_proto_nxp_cpu = {
	.id = 0x82,
	.name = "nxp_cpu",
	.title = "NXP CPU management",
	.prefix = "CPU_",
	.vendor = NXP,
	.sub_vendor = IMX,
	.version = SCMI_VERSION(1, 0),
	.newest = SCMI_VERSION(1, 0),
	.messages = messages,
};
