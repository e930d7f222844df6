/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "fault.h"

#define NS_PER_MS 1000000ull
#define BODY (SCMI_HEADER_SIZE + SCMI_STATUS_SIZE)
#define FILL 0x5a

/* Bytes and fields of the message */

static bool has_status(const struct sim_delivery *d)
{
	return d->kind != SCMI_NOTIFICATION && d->msg.len >= BODY;
}

/* What the message says, or NULL; to be read before any byte of it is changed. */
static const struct scmi_decoded *decode(struct sim_delivery *d)
{
	const struct scmi_context context = { .version = d->version };
	struct scmi_decoded *decoded = &d->sim->fault_in;

	if (scmi_decode(decoded, d->kind, &context, d->msg.data, d->msg.len))
		return NULL;
	return decoded->protocol && decoded->n_items ? decoded : NULL;
}

static uint8_t *place(struct sim_delivery *d, const struct scmi_item *item)
{
	return d->msg.data + (d->kind == SCMI_NOTIFICATION ? SCMI_HEADER_SIZE : BODY) +
	       item->offset;
}

static unsigned int width(const struct scmi_item *item)
{
	switch (item->field->type) {
	case SCMI_U8:
		return 8;
	case SCMI_U16:
		return 16;
	default:
		return 32;
	}
}

/* Replaces the integer that @item is, or its bits of the word. */
static void poke(struct sim_delivery *d, const struct scmi_item *item, uint32_t value)
{
	unsigned int bits = item->slice ? item->slice->width : width(item);
	unsigned int lo = item->slice ? item->slice->lo : 0;
	uint8_t *at = place(d, item);

	for (unsigned int i = 0; i < bits; i++, lo++) {
		uint8_t bit = (uint8_t)(1u << lo % 8);

		at[lo / 8] = (uint8_t)(value >> i & 1 ? at[lo / 8] | bit : at[lo / 8] & ~bit);
	}
}

static const struct scmi_field *list_of(const struct scmi_decoded *decoded)
{
	const struct scmi_field *f = scmi_fields(decoded->kind, decoded->message,
						 decoded->notification);

	for (; f->name; f++)
		if (f->type == SCMI_ARRAY && scmi_in_version(decoded->version, f->since, f->until))
			return f;
	return NULL;
}

static bool grow(struct sim_delivery *d, uint32_t bytes, int with)
{
	size_t room = d->max - d->msg.len;

	if (bytes > room)
		bytes = (uint32_t)room;
	memset(d->msg.data + d->msg.len, with, bytes);
	d->msg.len += bytes;
	return bytes > 0;
}

/* Time */

static bool lose(struct sim_fault *f, struct sim_delivery *d)
{
	(void)f;
	d->msg.lost = true;
	return true;
}

/* Before the command is carried out: its delayed response then is not earlier than its response. */
static bool respond_late(struct sim_fault *f, struct sim_call *c, int32_t *status)
{
	(void)status;
	c->respond_at += f->ms * NS_PER_MS;
	return false;
}

static bool delay(struct sim_fault *f, struct sim_delivery *d)
{
	d->msg.due_ns += f->ms * NS_PER_MS;
	return true;
}

/* A latency from the distribution whose quantiles are given, straight between two of them. */
static uint64_t latency(struct sim_fault *f)
{
	const uint64_t *ms = f->quantiles.v;
	uint32_t random = sim_draw(&f->random);
	uint64_t steps = f->quantiles.n - 1, at = random * steps;
	size_t below = (size_t)(at >> 32);
	uint64_t ns = ms[below] * NS_PER_MS;

	if (steps)
		ns += ((ms[below + 1] - ms[below]) * NS_PER_MS >> 16) * (at & UINT32_MAX) >> 16;
	return ns;
}

static bool respond_slowly(struct sim_fault *f, struct sim_call *c, int32_t *status)
{
	(void)status;
	c->respond_at += latency(f);
	return false;
}

static bool slow_down(struct sim_fault *f, struct sim_delivery *d)
{
	d->msg.due_ns += latency(f);
	return true;
}

/* One command after the other, and no more than so many at once. */
static bool wait_in_line(struct sim_fault *f, struct sim_call *c, int32_t *status)
{
	uint64_t each = f->ms * NS_PER_MS;
	uint64_t busy = f->free_at > c->now ? f->free_at - c->now : 0;

	if (each && (busy + each - 1) / each >= f->value) {
		*status = SCMI_BUSY;
		return true;
	}
	f->free_at = c->now + busy + each;
	if (c->respond_at < f->free_at)
		c->respond_at = f->free_at;
	return false;
}

static bool overtake(struct sim_fault *f, struct sim_delivery *d)
{
	if (!d->delayed_at)
		return false;
	d->msg.due_ns = d->delayed_at + f->ms * NS_PER_MS;
	return true;
}

static bool repeat(struct sim_fault *f, struct sim_delivery *d)
{
	d->copy = true;
	d->copy_ns = f->ms * NS_PER_MS;
	return true;
}

static bool raise_storm(struct sim_fault *f, struct sim_delivery *d)
{
	d->storm = f->value < SIM_QUEUE_MAX ? f->value : SIM_QUEUE_MAX;
	return true;
}

/* Header */

static bool put_header(struct sim_delivery *d, struct scmi_header header)
{
	uint32_t before;

	if (d->msg.len < SCMI_HEADER_SIZE)
		return false;
	before = scmi_get_le32(d->msg.data);
	scmi_put_le32(d->msg.data, scmi_header_pack(header));
	return scmi_get_le32(d->msg.data) != before;
}

static struct scmi_header header_of(const struct sim_delivery *d)
{
	return scmi_header_unpack(scmi_get_le32(d->msg.data));
}

static bool wrong_token(struct sim_fault *f, struct sim_delivery *d)
{
	struct scmi_header header = header_of(d);

	header.token = (uint16_t)((header.token + f->value) % SCMI_TOKENS);
	return put_header(d, header);
}

static bool wrong_type(struct sim_fault *f, struct sim_delivery *d)
{
	struct scmi_header header = header_of(d);

	header.type = f->value & 3;
	return put_header(d, header);
}

static bool wrong_protocol(struct sim_fault *f, struct sim_delivery *d)
{
	struct scmi_header header = header_of(d);

	header.protocol = (uint8_t)f->value;
	return put_header(d, header);
}

static bool wrong_message(struct sim_fault *f, struct sim_delivery *d)
{
	struct scmi_header header = header_of(d);

	header.message = (uint8_t)f->value;
	return put_header(d, header);
}

/* Status */

static bool refuse(struct sim_fault *f, struct sim_call *c, int32_t *status)
{
	(void)c;
	*status = f->status;
	return true;
}

static bool be_busy(struct sim_fault *f, struct sim_call *c, int32_t *status)
{
	(void)f;
	(void)c;
	*status = SCMI_BUSY;
	return true;
}

static bool deny(struct sim_fault *f, struct sim_call *c, int32_t *status)
{
	(void)f;
	(void)c;
	*status = SCMI_DENIED;
	return true;
}

static bool fail(struct sim_fault *f, struct sim_delivery *d)
{
	if (!has_status(d))
		return false;
	scmi_put_le32(d->msg.data + SCMI_HEADER_SIZE, (uint32_t)f->status);
	d->msg.len = BODY;
	return true;
}

static bool status_only(struct sim_fault *f, struct sim_delivery *d)
{
	(void)f;
	if (!has_status(d) || d->msg.len == BODY)
		return false;
	d->msg.len = BODY;
	return true;
}

/* Length */

static bool cut(struct sim_fault *f, struct sim_delivery *d)
{
	if (d->msg.len <= f->bytes)
		return false;
	d->msg.len = f->bytes;
	return true;
}

static bool lengthen(struct sim_fault *f, struct sim_delivery *d)
{
	return grow(d, f->bytes, FILL);
}

static bool pad_list(struct sim_fault *f, struct sim_delivery *d)
{
	const struct scmi_decoded *decoded = decode(d);

	return decoded && list_of(decoded) && grow(d, f->bytes, 0);
}

/* Content */

/* Every part of a list is its first part. */
static bool begin_again(struct sim_fault *f, struct sim_call *c, int32_t *status)
{
	(void)f;
	(void)status;
	c->rewind = true;
	return false;
}

static void more_remain(struct sim_fault *f, struct sim_delivery *d)
{
	const struct scmi_decoded *decoded = decode(d);
	const struct scmi_item *remaining = decoded ? scmi_decoded_get(decoded, "remaining", 0)
						    : NULL;

	if (remaining)
		poke(d, remaining, f->value);
}

static bool is_count(const struct scmi_decoded *decoded, const struct scmi_item *item)
{
	const struct scmi_field *list = list_of(decoded);
	const char *name = item->slice ? item->slice->name : item->field->name;

	if (item->array || item->field->type == SCMI_STR || item->field->type == SCMI_BYTES)
		return false;
	return !strncmp(name, "num_", 4) || (list && list->count && !strcmp(name, list->count));
}

static bool lie(struct sim_fault *f, struct sim_delivery *d)
{
	const struct scmi_decoded *decoded = decode(d);
	bool any = false;

	for (size_t i = 0; decoded && i < decoded->n_items; i++) {
		const struct scmi_item *item = &decoded->items[i];

		if (!is_count(decoded, item))
			continue;
		poke(d, item, (uint32_t)item->value + f->value);
		any = true;
	}
	return any;
}

/* Writes into every name: @text over it, or to the last byte without a terminator. */
static bool scribble(struct sim_delivery *d, const char *text)
{
	const struct scmi_decoded *decoded = decode(d);
	bool any = false;

	for (size_t i = 0; decoded && i < decoded->n_items; i++) {
		const struct scmi_item *item = &decoded->items[i];
		size_t size = item->field->size;

		if (item->field->type != SCMI_STR || item->slice)
			continue;
		if (text)
			memcpy(place(d, item), text, strnlen(text, size - 1));
		else
			memset(place(d, item) + item->len, 'x', size - item->len);
		any = true;
	}
	return any;
}

static bool unterminate(struct sim_fault *f, struct sim_delivery *d)
{
	(void)f;
	return scribble(d, NULL);
}

static bool write_control(struct sim_fault *f, struct sim_delivery *d)
{
	(void)f;
	return scribble(d, "\x1b[31m\a\r\n\x7f\xff");
}

static bool future(struct sim_fault *f, struct sim_delivery *d)
{
	const struct scmi_decoded *decoded = decode(d);
	const struct scmi_item *version;

	if (!decoded || d->kind != SCMI_RESPONSE ||
	    decoded->header.message != SCMI_PROTOCOL_VERSION)
		return false;
	version = scmi_decoded_get(decoded, "version", 0);
	if (version)
		poke(d, version, f->version);
	return version != NULL;
}

#define RESPONSE SIM_ON(SCMI_RESPONSE)
#define DELAYED SIM_ON(SCMI_DELAYED_RESPONSE)

const struct sim_fault_type sim_fault_types[] = {
	{
		.info = { "lost", NULL, "The message is never delivered; a command is carried out.",
			  "time-outs in suspend alone: the mailbox's interrupt was masked" },
		.kinds = RESPONSE,
		.may = SIM_ON_ALL,
		.apply = lose,
	},
	{
		.info = { "late", "MS", "The message comes later by so much.",
			  "bursts of time-outs: 30 ms were allowed, and the firmware took 33 to "
			  "61" },
		.params = SIM_FAULT_MS,
		.main = SIM_FAULT_MS,
		.def = SIM_UNSET,
		.kinds = RESPONSE,
		.may = SIM_ON_ALL,
		.before = respond_late,
		.apply = delay,
	},
	{
		.info = { "slow", "MS[:MS...]",
			  "The message comes later by a time drawn at random: from the lowest to "
			  "the "
			  "highest of these, which are quantiles at equal distances "
			  "(min:median:max).",
			  "which message is slow, and how slow is the slowest of a thousand?" },
		.params = SIM_FAULT_QUANTILES,
		.main = SIM_FAULT_QUANTILES,
		.def = SIM_UNSET,
		.kinds = RESPONSE,
		.may = SIM_ON_ALL,
		.before = respond_slowly,
		.apply = slow_down,
	},
	{
		.info = { "queue-full", "COMMANDS",
			  "Commands are served one after the other, ms (50) each; beyond so many "
			  "(4) at once they are answered BUSY.",
			  "MHUv3 under load: the server failed at once while its channel was "
			  "busy" },
		.params = SIM_FAULT_VALUE | SIM_FAULT_MS,
		.main = SIM_FAULT_VALUE,
		.def = 4,
		.kinds = RESPONSE,
		.before = wait_in_line,
	},
	{
		.info = { "busy", NULL, "The command is not carried out: BUSY.",
			  "one mailbox for all performance domains: drivers back off and stay "
			  "slow" },
		.kinds = RESPONSE,
		.before = be_busy,
	},
	{
		.info = { "delayed-before-response", "MS",
			  "The response comes so long (1) after its delayed response.",
			  "\"Received valid OoO Delayed Response\": the console fills, the boot "
			  "stalls" },
		.params = SIM_FAULT_MS,
		.main = SIM_FAULT_MS,
		.def = 1,
		.kinds = RESPONSE,
		.apply = overtake,
	},
	{
		.info = { "delayed-late", "MS", "The delayed response comes later by so much.",
			  "\"timed out in delayed resp\": Linux waits two seconds" },
		.params = SIM_FAULT_MS,
		.main = SIM_FAULT_MS,
		.def = SIM_UNSET,
		.kinds = DELAYED,
		.apply = delay,
	},
	{
		.info = { "delayed-lost", NULL, "The delayed response is never delivered.",
			  "a second request ignored: the state was set to idle too late in "
			  "resume" },
		.kinds = DELAYED,
		.apply = lose,
	},
	{
		.info = { "delayed-twice", "MS",
			  "The delayed response is delivered again so long (1) after the first.",
			  "\"Delayed Response not expected! Buggy F/W ?\"" },
		.params = SIM_FAULT_MS,
		.main = SIM_FAULT_MS,
		.def = 1,
		.kinds = DELAYED,
		.apply = repeat,
	},
	{
		.info = { "duplicate", "MS",
			  "The message is delivered again so long (1) after the first, where the "
			  "platform sends by itself.",
			  "\"Ignoring spurious A2P IRQ\": one answer, two interrupts" },
		.params = SIM_FAULT_MS,
		.main = SIM_FAULT_MS,
		.def = 1,
		.kinds = RESPONSE,
		.may = SIM_ON_ALL,
		.apply = repeat,
	},
	{
		.info = { "wrong-token", "BY", "The token is too high by so much (1).",
			  "another system with a wrong mask: the token has ten bits" },
		.params = SIM_FAULT_VALUE,
		.main = SIM_FAULT_VALUE,
		.def = 1,
		.kinds = RESPONSE,
		.may = SIM_ON_ALL,
		.apply = wrong_token,
	},
	{
		.info = { "wrong-type", "TYPE",
			  "The message type is this (2): 0 response, 1 reserved, 2 delayed "
			  "response, "
			  "3 notification.",
			  "\"Message for 270 type 2 is not expected!\"" },
		.params = SIM_FAULT_VALUE,
		.main = SIM_FAULT_VALUE,
		.def = 2,
		.kinds = RESPONSE,
		.may = SIM_ON_ALL,
		.apply = wrong_type,
	},
	{
		.info = { "wrong-protocol", "ID", "The header names this protocol (127).",
			  "a late answer in the shared memory is taken for that of the next "
			  "command" },
		.params = SIM_FAULT_VALUE,
		.main = SIM_FAULT_VALUE,
		.def = 0x7f,
		.kinds = RESPONSE,
		.may = SIM_ON_ALL,
		.apply = wrong_protocol,
	},
	{
		.info = { "wrong-message", "ID", "The header names this message (127).",
			  "a late answer in the shared memory is taken for that of the next "
			  "command" },
		.params = SIM_FAULT_VALUE,
		.main = SIM_FAULT_VALUE,
		.def = 0x7f,
		.kinds = RESPONSE,
		.may = SIM_ON_ALL,
		.apply = wrong_message,
	},
	{
		.info = { "status", "STATUS",
			  "The answer is this status alone; the command is not carried out.",
			  "CLOCK_CONFIG_SET answered GENERIC_ERROR for clocks that are not to be "
			  "gated" },
		.params = SIM_FAULT_STATUS,
		.main = SIM_FAULT_STATUS,
		.def = SIM_UNSET,
		.kinds = RESPONSE,
		.may = SIM_ON_ANSWERS,
		.before = refuse,
		.apply = fail,
	},
	{
		.info = { "status-only", NULL,
			  "Behind the status nothing follows; a command is carried out.",
			  "lowest, highest and step of a clock's rates were promised and not "
			  "sent" },
		.kinds = RESPONSE,
		.may = SIM_ON_ANSWERS,
		.apply = status_only,
	},
	{
		.info = { "truncated", "BYTES",
			  "Only the first so many bytes are sent, the header included.",
			  "a reader that trusts a length: crash from stale shared memory" },
		.params = SIM_FAULT_BYTES,
		.main = SIM_FAULT_BYTES,
		.def = SIM_UNSET,
		.kinds = RESPONSE,
		.may = SIM_ON_ALL,
		.apply = cut,
	},
	{
		.info = { "too-long", "BYTES",
			  "So many bytes (4) follow that do not belong there, as far as the "
			  "transport "
			  "has room.",
			  "a reader that trusts a length: crash from stale shared memory" },
		.params = SIM_FAULT_BYTES,
		.main = SIM_FAULT_BYTES,
		.def = 4,
		.kinds = RESPONSE,
		.may = SIM_ON_ALL,
		.apply = lengthen,
	},
	{
		.info = { "padded", "BYTES", "So many zero bytes (4) follow a list.",
			  "RK3566: \"Malformed reply - real_sz:8 calc_sz:4\", and all clocks were "
			  "gone" },
		.params = SIM_FAULT_BYTES,
		.main = SIM_FAULT_BYTES,
		.def = 4,
		.kinds = RESPONSE,
		.may = SIM_ON_ANSWERS,
		.apply = pad_list,
	},
	{
		.info = { "endless", "REMAINING",
			  "Each part of a list is its first one, and so many (1) always remain.",
			  "more levels than the kernel has room for: the domain was refused" },
		.params = SIM_FAULT_VALUE,
		.main = SIM_FAULT_VALUE,
		.def = 1,
		.kinds = RESPONSE,
		.before = begin_again,
		.after = more_remain,
	},
	{
		.info = { "wrong-count", "BY",
			  "Counts are too high by so much (100): of a list's elements, of domains.",
			  "a reset id that the server did not have: one announced 11, the other "
			  "used "
			  "12" },
		.params = SIM_FAULT_VALUE,
		.main = SIM_FAULT_VALUE,
		.def = 100,
		.kinds = RESPONSE,
		.may = SIM_ON_ALL,
		.apply = lie,
	},
	{
		.info = { "unterminated", NULL,
			  "Names fill all of their bytes, without terminator.",
			  "a reader that trusts a terminator" },
		.kinds = RESPONSE,
		.apply = unterminate,
	},
	{
		.info = { "control-bytes", NULL,
			  "Names begin with bytes that would move a terminal: escape, bell, "
			  "newline.",
			  "names from the firmware are shown by tools that run as root" },
		.kinds = RESPONSE,
		.apply = write_control,
	},
	{
		.info = { "future-version", "VERSION", "PROTOCOL_VERSION tells this version (9.0).",
			  "\"Detected UNSUPPORTED higher version\": firmware newer than the "
			  "kernel" },
		.params = SIM_FAULT_VERSION,
		.main = SIM_FAULT_VERSION,
		.def = SCMI_VERSION(9, 0),
		.kinds = RESPONSE,
		.apply = future,
	},
	{
		.info = { "notification-storm", "NUMBER",
			  "So many notifications (100, at most 256) of the protocol precede the "
			  "message.",
			  "thousands of dropped printk lines: the flood hid its cause" },
		.params = SIM_FAULT_VALUE,
		.main = SIM_FAULT_VALUE,
		.def = 100,
		.kinds = RESPONSE,
		.apply = raise_storm,
	},
	{
		.info = { "silent", NULL,
			  "From this message on nothing is delivered any more, of no kind.",
			  "one performance message that the firmware forgot to implement crashes "
			  "it" },
		.kinds = SIM_ON_ALL,
		.may = SIM_ON_ALL,
		.apply = lose,
	},
	{
		.info = { "denied", NULL, "The command is not carried out: DENIED.",
			  "a dead peripheral on i.MX95: the system manager's configuration denies "
			  "the "
			  "agent" },
		.kinds = RESPONSE,
		.before = deny,
	},
	{ .info = { 0 } },
};
