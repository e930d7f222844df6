/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <inttypes.h>

#include "read.h"

#define MAX_CANDIDATES 16 /* versions that make a difference to one message */

struct versions {
	uint32_t list[MAX_CANDIDATES];
	size_t n;
};

static void add_version(struct versions *v, uint32_t version)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->list[i] == version)
			return;
	if (version && v->n < MAX_CANDIDATES)
		v->list[v->n++] = version;
}

static void add_thresholds(struct versions *v, const struct scmi_field *fields)
{
	for (const struct scmi_field *f = fields; f->name; f++) {
		add_version(v, f->since);
		add_version(v, f->until);
		for (const struct scmi_slice *s = f->slices; s && s->name; s++) {
			add_version(v, s->since);
			add_version(v, s->until);
		}
		if (f->members)
			add_thresholds(v, f->members);
	}
}

/* The order in which versions are tried: from the current one down, then what is provisional. */
static bool comes_before(uint32_t a, uint32_t b, uint32_t current)
{
	if ((a <= current) != (b <= current))
		return a <= current;
	return a <= current ? a > b : a < b;
}

/* The versions that make a difference to the message, best guess first. */
static void find_versions(struct versions *v, const struct scmi_decoded *d)
{
	const struct scmi_protocol *p = d->protocol;

	v->n = 0;
	add_version(v, p->version);
	add_version(v, SCMI_VERSION(1, 0));
	if (d->kind == SCMI_NOTIFICATION) {
		for (const struct scmi_notification *l = p->notifications; l && l->name; l++) {
			if (l->id != d->header.message)
				continue;
			add_version(v, l->since);
			add_version(v, l->until);
			add_thresholds(v, scmi_fields(d->kind, NULL, l));
		}
	} else {
		for (const struct scmi_message *m = p->messages; m->name; m++) {
			if (m->id != d->header.message)
				continue;
			add_version(v, m->since);
			add_version(v, m->until);
			add_thresholds(v, scmi_fields(d->kind, m, NULL));
		}
	}
	for (size_t i = 1; i < v->n; i++)
		for (size_t j = i; j && comes_before(v->list[j], v->list[j - 1], p->version); j--) {
			uint32_t swap = v->list[j];

			v->list[j] = v->list[j - 1];
			v->list[j - 1] = swap;
		}
}

static bool is_clean(const struct scmi_decoded *d, unsigned int n_problems)
{
	return d->n_problems == n_problems;
}

/* Finds the description for @version; false if that version has none. */
static bool describe(struct scmi_decoded *d, uint32_t version)
{
	if (d->kind == SCMI_NOTIFICATION)
		d->notification = scmi_notification_find(d->protocol, d->header.message, version);
	else
		d->message = scmi_message_find(d->protocol, d->header.message, version);
	return d->notification || d->message;
}

/* Whether another entry has the same id, so that the version decides which one is meant. */
static bool has_rival(const struct scmi_decoded *d)
{
	if (d->notification) {
		for (const struct scmi_notification *l = d->protocol->notifications; l->name; l++)
			if (l->id == d->header.message && l != d->notification)
				return true;
		return false;
	}
	for (const struct scmi_message *m = d->protocol->messages; m->name; m++)
		if (m->id == d->header.message && m != d->message)
			return true;
	return false;
}

/* Nobody said the version: the first reading without a problem is taken, else the best guess. */
static void guess_version(struct scmi_reader *r)
{
	struct scmi_decoded *d = r->d;
	unsigned int n_problems = d->n_problems;
	struct versions versions;
	uint32_t best = 0;

	if (describe(d, d->protocol->version)) {
		r->versioned = d->message ? d->message->until : d->notification->until;
		scmi_read_payload(r, d->protocol->version);
		r->versioned |= has_rival(d);
		d->version_assumed = r->versioned;
		d->version = r->versioned ? d->protocol->version : 0;
		if (is_clean(d, n_problems) || !r->versioned || r->no_memory)
			return;
	}
	find_versions(&versions, d);
	for (size_t i = 0; i < versions.n && !r->no_memory; i++) {
		d->version = versions.list[i];
		if (!describe(d, d->version))
			continue;
		best = best ? best : d->version;
		d->n_problems = n_problems;
		scmi_read_payload(r, d->version);
		if (is_clean(d, n_problems)) {
			d->version_assumed = true;
			return;
		}
	}
	if (!best || r->no_memory)
		return;
	describe(d, best);
	d->version = best;
	d->version_assumed = true;
	d->n_problems = n_problems;
	scmi_read_payload(r, best);
}

static void unknown_message(struct scmi_decoded *d)
{
	bool several = false;

	if (d->protocol) {
		scmi_problem(d, "unknown-message: %s has no %s 0x%02x", d->protocol->name,
			     d->kind == SCMI_NOTIFICATION ? "notification" : "message",
			     d->header.message);
		return;
	}
	for (size_t i = 0; scmi_protocols[i]; i++)
		several |= scmi_protocols[i]->id == d->header.protocol;
	scmi_problem(d, "unknown-protocol: 0x%02x%s", d->header.protocol,
		     several ? " depends on the vendor" : "");

	/* Whatever the protocol, these are the same. */
	if (d->kind != SCMI_NOTIFICATION && (d->header.message == SCMI_PROTOCOL_VERSION ||
					     d->header.message == SCMI_PROTOCOL_MESSAGE_ATTRIBUTES))
		d->message = scmi_common_find(d->header.message);
}

/* What follows the status, by the description. */
static void read_rest(struct scmi_reader *r, const struct scmi_context *context)
{
	struct scmi_decoded *d = r->d;

	if (d->kind == SCMI_DELAYED_RESPONSE && !d->message->async && !d->message->delayed)
		scmi_problem(d, "unknown-message: %s has no delayed response", d->message->name);
	if (d->kind == SCMI_RESPONSE && !r->len && d->message->async && d->status >= 0) {
		if (context->sync && d->message->response)
			scmi_problem(d, "truncated: nothing behind the status");
		return;
	}
	if (!d->protocol) {
		scmi_read_payload(r, 0);
	} else if (!context->version) {
		guess_version(r);
	} else {
		d->version = context->version;
		if (!describe(d, d->version)) {
			describe(d, 0);
			scmi_problem(d, "wrong-version: %s is not in version %u.%u of the protocol",
				     scmi_decoded_name(d), SCMI_VERSION_MAJOR(d->version),
				     SCMI_VERSION_MINOR(d->version));
		}
		scmi_read_payload(r, d->version);
	}
}

static void start(struct scmi_decoded *d, enum scmi_kind kind, uint32_t word)
{
	d->word = word;
	d->header = scmi_header_unpack(word);
	d->protocol = NULL;
	d->message = NULL;
	d->notification = NULL;
	d->version = 0;
	d->version_assumed = false;
	d->has_status = false;
	d->status = 0;
	d->n_items = 0;
	d->trailing = NULL;
	d->trailing_len = 0;
	d->n_problems = 0;

	switch (d->header.type) {
	case SCMI_TYPE_DELAYED:
		d->kind = SCMI_DELAYED_RESPONSE;
		break;
	case SCMI_TYPE_NOTIFICATION:
		d->kind = SCMI_NOTIFICATION;
		break;
	case SCMI_TYPE_RESERVED:
		scmi_problem(d, "reserved-type: message type 1 has no meaning");
		/* fall through */
	default:
		d->kind = kind == SCMI_COMMAND ? SCMI_COMMAND : SCMI_RESPONSE;
	}
	if (d->header.reserved)
		scmi_problem(d, "reserved-bits: header has bits 0x%08x set",
			     (unsigned int)d->header.reserved << 28);
}

int scmi_decode(struct scmi_decoded *d, enum scmi_kind kind, const struct scmi_context *context,
		const void *buf, size_t len)
{
	static const struct scmi_context nothing;
	const uint8_t *bytes = buf;
	struct scmi_reader r = { .d = d };
	bool answer, readable = true;

	if (len < SCMI_HEADER_SIZE)
		return -EBADMSG;
	context = context ? context : &nothing;
	start(d, kind, scmi_get_le32(bytes));
	r.payload = bytes + SCMI_HEADER_SIZE;
	r.len = len - SCMI_HEADER_SIZE;

	d->protocol = scmi_protocol_find(d->header.protocol, context->vendor, context->sub_vendor);
	if (!describe(d, context->version) && !describe(d, 0))
		unknown_message(d);

	answer = d->kind == SCMI_RESPONSE || d->kind == SCMI_DELAYED_RESPONSE;
	if (answer && r.len >= SCMI_STATUS_SIZE) {
		d->has_status = true;
		d->status = (int32_t)scmi_get_le32(r.payload);
		r.payload += SCMI_STATUS_SIZE;
		r.len -= SCMI_STATUS_SIZE;
		if (d->status > 0)
			scmi_problem(d, "positive-status: %" PRId32, d->status);
	} else if (answer) {
		scmi_problem(d, "truncated: status: %zu of %d bytes present", r.len,
			     SCMI_STATUS_SIZE);
		readable = false;
	}
	if (readable && (d->message || d->notification)) {
		read_rest(&r, context);
	} else if (r.len) {
		d->trailing = r.payload;
		d->trailing_len = r.len;
	}
	d->items = d->mem;
	return r.no_memory ? -ENOMEM : 0;
}
