/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tables.h"

/*
 * Qualcomm's generic extension, as Qualcomm's patches for Linux have it. It takes message 0x10,
 * elsewhere NEGOTIATE_PROTOCOL_VERSION, for its own.
 */

/* clang-format off */
#define ALGORITHM \
	U32("ext_id", "extension", .optional = true), \
	U64("algo", "name of the algorithm, in ASCII as a number", .unit = SCMI_UNIT_HEX), \
	U32("param_id", "parameter of the algorithm")
#define BUF(h)	FIELD(SCMI_BYTES, "buf", h, .optional = true)

static const struct scmi_message messages[] = {
	{
		.name = "QCOM_SCMI_SET_PARAM",
		.help = "set a parameter of an algorithm",
		.id = 0x10,
		.risk = SCMI_WRITE,
		.request = FIELDS(ALGORITHM, BUF("value to set")),
	}, {
		.name = "QCOM_SCMI_GET_PARAM",
		.help = "get a parameter of an algorithm",
		.id = 0x11,
		.request = FIELDS(ALGORITHM, BUF("what to get")),
		.response = FIELDS(BUF("value")),
	}, {
		.name = "QCOM_SCMI_START_ACTIVITY",
		.help = "start an algorithm",
		.id = 0x12,
		.risk = SCMI_WRITE,
		.request = FIELDS(ALGORITHM, BUF("arguments")),
	}, {
		.name = "QCOM_SCMI_STOP_ACTIVITY",
		.help = "stop an algorithm",
		.id = 0x13,
		.risk = SCMI_WRITE,
		.request = FIELDS(ALGORITHM, BUF("arguments")),
	},
	{ 0 }
};

const struct scmi_protocol scmi_proto_qcom = {
	.id = 0x80,
	.name = "qcom_generic",
	.title = "Qualcomm generic extension",
	.prefix = "QCOM_SCMI_",
	.vendor = "Qualcomm",
	.version = SCMI_VERSION(1, 0),
	.newest = SCMI_VERSION(1, 0),
	.no_common = true,
	.messages = messages,
};
