/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdbool.h>
#include <stdlib.h>

#include <scmictl/scmi.h>

#include "fuzz.h"

/*
 * A message behind one byte that says what is known of it: bit 0 a response, bit 1 the vendor, bit 2
 * that it must be complete, bits 6:4 the major version of its protocol (0: unknown).
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scmi_context context = { 0 };
	struct scmi_decoded d = { 0 };
	struct scmi_builder b = { 0 };
	uint8_t again[8192];
	char text[64];

	if (size < 1 || size > 4096)
		return 0;
	context.vendor = data[0] & 2 ? "NXP" : NULL;
	context.sync = data[0] & 4;
	context.version = SCMI_VERSION(data[0] >> 4 & 7, 0);
	if (scmi_decode(&d, data[0] & 1 ? SCMI_RESPONSE : SCMI_COMMAND, &context, data + 1,
			size - 1))
		goto out;
	if (d.protocol && (d.message || d.notification))
		scmi_build(&b, d.protocol, d.kind, d.message, d.notification, d.version);
	for (size_t i = 0; i < d.n_items; i++) {
		const struct scmi_item *item = &d.items[i];

		if (item->offset >= size)
			abort();
		if (!item->data)
			scmi_value_text(item, d.protocol, text, sizeof(text));
		else if (item->data < data || item->data + item->len > data + size)
			abort();
		if (b.protocol && !item->slice && !item->data && item->index < 64)
			scmi_set(&b, item->field->name, item->index, item->value);
	}
	if (b.protocol)
		scmi_encode(&b, d.header.token, true, again, sizeof(again), NULL);
out:
	scmi_builder_free(&b);
	scmi_decoded_free(&d);
	return 0;
}
