/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"

/* Base protocol, specification section 4.2.2. */
enum {
	DISCOVER_VENDOR = 0x3,
	DISCOVER_SUB_VENDOR = 0x4,
	DISCOVER_LIST_PROTOCOLS = 0x6,
};

/* What follows the status in a response. */
#define PAYLOAD (SCMI_HEADER_SIZE + SCMI_STATUS_SIZE)

int cmd_ask_init(struct cmd_ask *ask, struct chan *chan, struct diag *diag)
{
	ask->chan = chan;
	ask->x = calloc(1, sizeof(*ask->x));
	return ask->x ? 0 : diag_set(diag, DIAG_SYSTEM, ENOMEM, "not enough memory");
}

void cmd_ask_free(struct cmd_ask *ask)
{
	free(ask->x);
	ask->x = NULL;
}

/* Sends a command with no or one word of payload; the answer has at least @min bytes after the status. */
static int command(struct cmd_ask *ask, uint8_t protocol, uint8_t message, const uint32_t *word,
		   size_t min, struct diag *diag)
{
	struct scmi_header header = {
		.message = message,
		.protocol = protocol,
		.token = chan_token(ask->chan),
	};
	struct chan_exchange *x = ask->x;
	int ret;

	scmi_put_le32(x->request, scmi_header_pack(header));
	x->request_len = SCMI_HEADER_SIZE;
	if (word) {
		scmi_put_le32(x->request + SCMI_HEADER_SIZE, *word);
		x->request_len += sizeof(*word);
	}
	x->flags = CHAN_ANY_TOKEN;
	x->timeout_ms = 0;
	ret = chan_exchange(ask->chan, x, diag);
	if (ret < 0)
		return ret;
	if (x->outcome == CHAN_STATUS) {
		diag_set(diag, DIAG_PLATFORM, EPROTO, "%s (%d)", scmi_status_name(x->status),
			 x->status);
		ret = -EPROTO;
	} else if (x->outcome != CHAN_OK) {
		ret = -(diag && diag->err ? diag->err : EPROTO);
	} else if (x->response.len < PAYLOAD + min) {
		ret = diag_set(diag, DIAG_PLATFORM, EBADMSG, "the answer is too short");
	}
	if (ret < 0 && diag)
		diag_prefix(diag, "protocol 0x%02x message 0x%02x", protocol, message);
	return ret;
}

int cmd_ask_version(struct cmd_ask *ask, uint8_t protocol, uint32_t *version, struct diag *diag)
{
	int ret = command(ask, protocol, SCMI_PROTOCOL_VERSION, NULL, 4, diag);

	if (!ret)
		*version = scmi_get_le32(ask->x->response.data + PAYLOAD);
	return ret;
}

static int ask_name(struct cmd_ask *ask, uint8_t message, char name[SCMI_SHORT_NAME],
		    struct diag *diag)
{
	int ret = command(ask, SCMI_BASE, message, NULL, SCMI_SHORT_NAME, diag);

	if (!ret) {
		memcpy(name, ask->x->response.data + PAYLOAD, SCMI_SHORT_NAME);
		name[SCMI_SHORT_NAME - 1] = '\0';
	}
	return ret;
}

int cmd_ask_vendor(struct cmd_ask *ask, char vendor[SCMI_SHORT_NAME],
		   char sub_vendor[SCMI_SHORT_NAME], struct diag *diag)
{
	int ret = ask_name(ask, DISCOVER_VENDOR, vendor, diag);

	return ret ? ret : ask_name(ask, DISCOVER_SUB_VENDOR, sub_vendor, diag);
}

int cmd_ask_protocols(struct cmd_ask *ask, uint8_t *ids, size_t max, size_t *n, struct diag *diag)
{
	uint32_t skip = 0, count;

	*n = 0;
	if (max)
		ids[(*n)++] = SCMI_BASE;
	do {
		const struct chan_msg *answer = &ask->x->response;
		int ret = command(ask, SCMI_BASE, DISCOVER_LIST_PROTOCOLS, &skip, 4, diag);

		if (ret < 0)
			return ret;
		count = scmi_get_le32(answer->data + PAYLOAD);
		if (count > answer->len - PAYLOAD - 4)
			return diag_set(diag, DIAG_PLATFORM, EBADMSG,
					"the list of protocols is shorter than its count");
		for (uint32_t i = 0; i < count && *n < max; i++)
			ids[(*n)++] = answer->data[PAYLOAD + 4 + i];
		skip += count;
	} while (count && *n < max);
	return 0;
}
