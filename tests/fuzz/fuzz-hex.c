/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include <scmictl/scmi.h>

#include "fuzz.h"

/* Any text: what parses must parse to the same bytes when it is written plainly. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	uint8_t bytes[512], again[512];
	char plain[2 * sizeof(bytes) + 1];
	struct diag diag = { 0 };
	size_t len, again_len;

	scmi_hex_line(text, size, size & 1);
	if (scmi_hex_parse(text, size, bytes, sizeof(bytes), &len, &diag)) {
		if (diag.origin != DIAG_INPUT || !*diag.text)
			abort();
		return 0;
	}
	scmi_hex_format(bytes, len, plain);
	if (scmi_hex_parse(plain, 2 * len, again, sizeof(again), &again_len, NULL) ||
	    again_len != len || memcmp(again, bytes, len))
		abort();
	return 0;
}
