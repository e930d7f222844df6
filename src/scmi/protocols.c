/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tables.h"

const struct scmi_protocol *const scmi_protocols[] = {
	&scmi_proto_base,
	&scmi_proto_power,
	&scmi_proto_system,
	&scmi_proto_perf,
	&scmi_proto_clock,
	&scmi_proto_sensor,
	&scmi_proto_reset,
	&scmi_proto_voltage,
	&scmi_proto_powercap,
	&scmi_proto_pinctrl,
	&scmi_proto_telemetry,
	&scmi_proto_nxp_lmm,
	&scmi_proto_nxp_bbm,
	&scmi_proto_nxp_cpu,
	&scmi_proto_nxp_fusa,
	&scmi_proto_nxp_misc,
	&scmi_proto_qcom,
	&scmi_proto_arm_apcore,
	NULL,
};
