/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "codec.h"

void scmi_decoded_free(struct scmi_decoded *decoded)
{
	free(decoded->mem);
	memset(decoded, 0, sizeof(*decoded));
}

const char *scmi_decoded_name(const struct scmi_decoded *decoded)
{
	const struct scmi_message *message = decoded->message;

	if (decoded->notification)
		return decoded->notification->name;
	if (!message)
		return NULL;
	return decoded->kind == SCMI_DELAYED_RESPONSE && message->delayed_name
		       ? message->delayed_name
		       : message->name;
}

static bool answers_to(const struct scmi_item *item, const char *name)
{
	if (item->slice)
		return !strcmp(item->slice->name, name);
	return !strcmp(item->field->name, name) ||
	       (item->array && scmi_is_scalar_array(item->array) &&
		!strcmp(item->array->name, name));
}

const struct scmi_item *scmi_decoded_get(const struct scmi_decoded *decoded, const char *name,
					 uint32_t index)
{
	for (size_t i = 0; i < decoded->n_items; i++) {
		const struct scmi_item *item = &decoded->items[i];

		if (item->index == index && answers_to(item, name))
			return item;
	}
	return NULL;
}

uint64_t scmi_decoded_value(const struct scmi_decoded *decoded, const char *name, uint32_t index,
			    uint64_t missing)
{
	const struct scmi_item *item = scmi_decoded_get(decoded, name, index);

	return item ? item->value : missing;
}

enum scmi_risk scmi_decoded_risk(const struct scmi_decoded *decoded)
{
	const struct scmi_message *m = decoded->message;
	const struct scmi_item *item;

	if (!m)
		return SCMI_READ;
	item = m->harmless ? scmi_decoded_get(decoded, m->harmless, 0) : NULL;
	return item && item->value == m->harmless_value ? SCMI_WRITE : m->risk;
}
