/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include <scmictl/scmi.h>

#include "fuzz.h"

/* A protocol, a message, then arguments for it, a line each. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct scmi_protocol *protocol = NULL;
	const struct scmi_message *message = NULL;
	struct scmi_builder b = { 0 };
	struct diag diag = { 0 };
	uint8_t bytes[4096];
	char *text, *at, *arg;
	uint8_t id;

	if (size > 4096)
		return 0;
	text = calloc(1, size + 1);
	if (!text)
		return 0;
	if (size)
		memcpy(text, data, size);
	at = text;
	arg = strsep(&at, "\n");
	if (scmi_protocol_parse(arg, "NXP", NULL, &id, &protocol, &diag) || !protocol || !at)
		goto out;
	arg = strsep(&at, "\n");
	if (scmi_message_parse(protocol, arg, 0, &id, &message, &diag) || !message)
		goto out;
	scmi_build(&b, protocol, size & 1 ? SCMI_RESPONSE : SCMI_COMMAND, message, NULL, 0);
	while ((arg = strsep(&at, "\n")))
		if (scmi_set_arg(&b, arg, &diag) && !*diag.text)
			abort();
	scmi_encode(&b, 0, size & 2, bytes, sizeof(bytes), &diag);
	scmi_builder_free(&b);
out:
	free(text);
	return 0;
}
