/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "show.h"

int cmd_parse_vendor(const char *text, struct cmd_vendor *vendor, struct diag *diag)
{
	char *slash;

	if (!*text || *text == '/' || strlen(text) >= sizeof(vendor->buf))
		return diag_set(diag, DIAG_USAGE, EINVAL, "--vendor: '%s' is not NAME or NAME/SUB",
				text);
	strcpy(vendor->buf, text);
	slash = strchr(vendor->buf, '/');
	if (slash)
		*slash = '\0';
	vendor->name = vendor->buf;
	vendor->sub = slash ? slash + 1 : NULL;
	return 0;
}

int cmd_parse_version(const char *text, uint32_t *version, struct diag *diag)
{
	const char *dot = strchr(text, '.');
	unsigned long major, minor = 0;
	char copy[16];

	if (!dot && !strncasecmp(text, "0x", 2)) {
		if (cmd_number("--protocol-version", text, 1, UINT32_MAX, &major, diag))
			return -EINVAL;
		*version = (uint32_t)major;
		return 0;
	}
	if ((dot ? (size_t)(dot - text) : strlen(text)) >= sizeof(copy))
		return diag_set(diag, DIAG_USAGE, EINVAL, "--protocol-version: '%s' is no version",
				text);
	memcpy(copy, text, strlen(text) + 1 < sizeof(copy) ? strlen(text) + 1 : sizeof(copy));
	copy[dot ? (size_t)(dot - text) : strlen(text)] = '\0';
	if (cmd_number("--protocol-version", copy, dot ? 0 : 1, UINT16_MAX, &major, diag) ||
	    (dot && cmd_number("--protocol-version", dot + 1, 0, UINT16_MAX, &minor, diag)))
		return -EINVAL;
	*version = SCMI_VERSION((uint32_t)major, (uint32_t)minor);
	return 0;
}
