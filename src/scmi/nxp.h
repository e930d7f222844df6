/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SCMI_NXP_H
#define SCMI_NXP_H

#include "tables.h"

/*
 * What the vendor protocols of NXP's i.MX System Manager share. Sources: imx-sm, components/scmi
 * and sm/rpc/scmi; Linux 6.12 drivers/firmware/arm_scmi/vendors/imx with imx95.rst.
 * Their notifications do not begin with an agent_id.
 */

/* clang-format off */
#define NXP "NXP"
#define IMX "IMX"

#define NXP_EXT_INFO_SOURCE \
	"ext_info: eight words in Linux's imx95.rst, as many as ext_info_len says from NXP's " \
	"firmware; followed: what the message holds"

/* Why a machine was booted and shut down; @what is part of the names. */
#define NXP_REASON(what, b30_29) \
	WORD(what "_flags", "why the last " what, \
	     BITS(7, 0, what "_reason", "reason, see MISC_RESET_REASON_ATTRIBUTES"), \
	     BITS(22, 8, what "_error_id", "error"), \
	     FLAG(23, what "_error_valid", "the error is known"), \
	     BITS(27, 24, what "_origin", "logical machine that did it"), \
	     FLAG(28, what "_origin_valid", "the machine that did it is known"), \
	     b30_29, \
	     FLAG(31, what "_valid", "the reason is known"))
#define NXP_RESET_REASON \
	NXP_REASON("boot", RSVD(30, 29)), \
	NXP_REASON("shutdown", BITS(30, 29, "ext_info_len", "words of ext_info that are valid")), \
	ARRAY("ext_info", "more about the shutdown", \
	      MEMBERS(U32("info", "depends on the reason", .unit = SCMI_UNIT_HEX)))

#define NXP_VECTOR_TABLE \
	FLAG(0, "table", "1: reset_vector is a vector table, 0: an instruction")
#define NXP_VECTOR \
	U64("reset_vector", "physical address where the CPU starts", .unit = SCMI_UNIT_HEX)

#endif
