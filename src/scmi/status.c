/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "codec.h"

/* Index: the status negated. The errno: scmi_linux_errmap of Linux 6.12; what it lacks is EIO. */
static const struct {
	const char *name;
	int err;
} statuses[] = {
	{ "SUCCESS", 0 },
	{ "NOT_SUPPORTED", EOPNOTSUPP },
	{ "INVALID_PARAMETERS", EINVAL },
	{ "DENIED", EACCES },
	{ "NOT_FOUND", ENOENT },
	{ "OUT_OF_RANGE", ERANGE },
	{ "BUSY", EBUSY },
	{ "COMMS_ERROR", ECOMM },
	{ "GENERIC_ERROR", EIO },
	{ "HARDWARE_ERROR", EREMOTEIO },
	{ "PROTOCOL_ERROR", EPROTO },
	{ "IN_USE", EIO },
	{ "PARTIAL", EIO },
};

#define N_STATUSES ((int)(sizeof(statuses) / sizeof(statuses[0])))
#define VENDOR_STATUS (-128) /* this and below are the vendor's */

const char *scmi_status_name(int32_t status)
{
	if (status > 0)
		return "INVALID";
	if (status > -N_STATUSES)
		return statuses[-status].name;
	return status > VENDOR_STATUS ? "RESERVED" : "VENDOR";
}

int scmi_status_parse(const char *text, int32_t *status)
{
	size_t len = strlen(text);
	bool negative;
	uint64_t value;

	for (int i = 0; i < N_STATUSES; i++) {
		if (scmi_same_name(statuses[i].name, text, len)) {
			*status = -i;
			return 0;
		}
	}
	if (scmi_parse_number(text, len, SCMI_UNIT_NONE, &negative, &value))
		return -EINVAL;
	if (negative ? value > UINT64_C(1) << 31 : value > UINT32_MAX)
		return -EINVAL;
	/* Hexadecimal is the word as it stands in a dump. */
	if (!negative && value > INT32_MAX && strncasecmp(text, "0x", 2))
		return -EINVAL;
	*status = (int32_t)scmi_sign_extend((negative ? -value : value) & UINT32_MAX, 32);
	return 0;
}

int scmi_status_errno(int32_t status)
{
	return status <= 0 && status > -N_STATUSES ? statuses[-status].err : EIO;
}
