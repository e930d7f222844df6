/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tables.h"

const struct scmi_protocol *const scmi_protocols[] = {
	&scmi_proto_base,
	&scmi_proto_clock,
	NULL,
};
