/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codec.h"

#define MAX_CANDIDATES 16 /* versions that make a difference to one message */

/* One reading of a payload as a certain version of its protocol. */
struct reader {
	struct scmi_decoded *d;
	const uint8_t *payload;
	size_t len, at;
	uint32_t version;
	size_t scope;	/* first item of the element that is being read */
	bool versioned; /* what was met depends on the version */
	bool no_memory;
	const struct scmi_field *missing; /* the field at which the payload ended */
};

size_t scmi_field_size(const struct scmi_field *field)
{
	static const uint8_t sizes[] = {
		[SCMI_U32] = 4, [SCMI_S32] = 4, [SCMI_U64] = 8,	  [SCMI_S64] = 8,   [SCMI_U16] = 2,
		[SCMI_U8] = 1,	[SCMI_STR] = 0, [SCMI_BYTES] = 0, [SCMI_ARRAY] = 0,
	};

	return field->type == SCMI_STR ? field->size : sizes[field->type];
}

bool scmi_field_is_signed(const struct scmi_field *field)
{
	return field->type == SCMI_S32 || field->type == SCMI_S64;
}

bool scmi_field_is_integer(const struct scmi_field *field)
{
	return field->type < SCMI_STR;
}

static void __attribute__((format(printf, 2, 3)))
problem(struct scmi_decoded *d, const char *fmt, ...)
{
	va_list ap;

	if (d->n_problems < SCMI_MAX_PROBLEMS) {
		va_start(ap, fmt);
		vsnprintf(d->problems[d->n_problems], sizeof(d->problems[0]), fmt, ap);
		va_end(ap);
	}
	d->n_problems++;
}

static struct scmi_item *push(struct reader *r)
{
	struct scmi_decoded *d = r->d;

	if (d->n_items == d->mem_size) {
		size_t size = d->mem_size ? 2 * d->mem_size : 32;
		struct scmi_item *mem = reallocarray(d->mem, size, sizeof(*mem));

		if (!mem) {
			r->no_memory = true;
			return NULL;
		}
		d->mem = mem;
		d->mem_size = size;
	}
	return &d->mem[d->n_items++];
}

static const char *item_name(const struct scmi_item *item)
{
	return item->slice ? item->slice->name : item->field->name;
}

/* The value @name that was read before: of the element if it has one, else of the message. */
static uint64_t value_of(const struct reader *r, const char *name)
{
	const struct scmi_item *items = r->d->mem;

	for (size_t i = r->d->n_items; i-- > r->scope;)
		if (!strcmp(item_name(&items[i]), name))
			return items[i].value;
	for (size_t i = 0; i < r->scope && !items[i].array; i++)
		if (!strcmp(item_name(&items[i]), name))
			return items[i].value;
	return 0;
}

static bool is_present(struct reader *r, const struct scmi_field *f, bool full)
{
	if (f->since || f->until) {
		r->versioned = true;
		if (!scmi_field_in(f, r->version))
			return false;
	}
	if (full)
		return true;
	return !(f->when && !value_of(r, f->when)) && !(f->unless && value_of(r, f->unless));
}

/* A field's place for messages: "attributes", "levels[3].attributes". */
static const char *place(const struct scmi_field *f, const struct scmi_field *array, uint32_t index,
			 char *buf, size_t size)
{
	const char *name = *f->name ? f->name : "reserved word";

	if (!array)
		return name;
	if (scmi_is_scalar_array(array))
		snprintf(buf, size, "%.48s[%" PRIu32 "]", array->name, index);
	else
		snprintf(buf, size, "%.48s[%" PRIu32 "].%.48s", array->name, index, name);
	return buf;
}

static void reserved_bits(struct reader *r, const struct scmi_field *f,
			  const struct scmi_field *array, uint32_t index, uint64_t bits)
{
	char buf[112];

	problem(r->d, "reserved-bits: %s has bits 0x%" PRIx64 " set",
		place(f, array, index, buf, sizeof(buf)), bits);
}

static bool read_slices(struct reader *r, size_t word)
{
	const struct scmi_item from = r->d->mem[word];
	uint32_t known = 0, bits = (uint32_t)(from.value & UINT32_MAX), reserved;

	for (const struct scmi_slice *s = from.field->slices; s->name; s++) {
		struct scmi_item *item;

		if (s->since || s->until) {
			r->versioned = true;
			if (!scmi_slice_in(s, r->version))
				continue;
		}
		if (!*s->name)
			continue;
		known |= scmi_slice_mask(s);
		item = push(r);
		if (!item)
			return false;
		*item = from;
		item->slice = s;
		item->value = scmi_slice_value(s, bits);
	}
	reserved = bits & ~known;
	if (reserved)
		reserved_bits(r, from.field, from.array, from.index, reserved);
	return true;
}

static uint64_t read_integer(const struct scmi_field *f, const uint8_t *p)
{
	switch (f->type) {
	case SCMI_U8:
		return *p;
	case SCMI_U16:
		return scmi_get_le16(p);
	case SCMI_U32:
		return scmi_get_le32(p);
	case SCMI_S32:
		return scmi_sign_extend(scmi_get_le32(p), 32);
	default:
		return scmi_get_le64(p);
	}
}

/* A field that is no array. False when the payload ends within it, or memory did. */
static bool read_field(struct reader *r, const struct scmi_field *f, const struct scmi_field *array,
		       uint32_t index)
{
	size_t size = f->type == SCMI_BYTES ? r->len - r->at : scmi_field_size(f);
	const uint8_t *p = r->payload + r->at;
	struct scmi_item *item;
	char buf[112];

	if (r->len - r->at < size) {
		r->missing = f;
		return false;
	}
	if (!*f->name) {
		uint64_t bits = read_integer(f, p);

		if (bits)
			reserved_bits(r, f, array, index, bits);
		r->at += size;
		return true;
	}
	item = push(r);
	if (!item)
		return false;
	*item = (struct scmi_item){
		.field = f,
		.array = array,
		.index = index,
		.offset = (uint32_t)r->at,
	};
	r->at += size;
	if (scmi_field_is_integer(f)) {
		item->value = read_integer(f, p);
		return !f->slices || read_slices(r, r->d->n_items - 1);
	}
	item->data = p;
	item->len = (uint32_t)(f->type == SCMI_STR ? strnlen((const char *)p, size) : size);
	if (f->type == SCMI_STR && item->len == size)
		problem(r->d, "unterminated: %s fills all of its %zu bytes",
			place(f, array, index, buf, sizeof(buf)), size);
	return true;
}

static bool read_array(struct reader *r, const struct scmi_field *f);

static bool read_fields(struct reader *r, const struct scmi_field *fields,
			const struct scmi_field *array, uint32_t index, bool full)
{
	for (const struct scmi_field *f = fields; f->name; f++) {
		if (!is_present(r, f, full))
			continue;
		if (f->tail && r->at == r->len)
			return true;
		if (f->type == SCMI_ARRAY ? !read_array(r, f) : !read_field(r, f, array, index))
			return false;
	}
	return true;
}

static bool is_zero(const uint8_t *p, size_t len)
{
	while (len && !*p)
		p++, len--;
	return !len;
}

/* The zero bytes that bring a list of @bytes bytes to a multiple of its padding. */
static void read_padding(struct reader *r, const struct scmi_field *f, size_t bytes)
{
	size_t want = (f->pad - bytes % f->pad) % f->pad;
	size_t have = r->len - r->at < want ? r->len - r->at : want;
	bool zero = is_zero(r->payload + r->at, have);

	if (f->pad_tolerated && (have < want || !zero))
		return;
	if (have < want)
		problem(r->d, "unpadded: %s: %zu bytes of padding missing", f->name, want - have);
	if (!zero)
		problem(r->d, "padding: %s: not zero", f->name);
	r->at += have;
}

/* How many elements there must be. False: as many as the payload holds. */
static bool announced(struct reader *r, const struct scmi_field *f, uint64_t *n)
{
	bool exact = f->exact_when && value_of(r, f->exact_when);

	if (!f->count && !exact)
		return false;
	*n = f->count ? value_of(r, f->count) : f->exact;
	if (exact && *n != f->exact) {
		problem(r->d, "count: %s: %" PRIu64 " announced, %s means %u", f->name, *n,
			f->exact_when, f->exact);
		*n = f->exact;
	} else if (f->max && *n > f->max) {
		problem(r->d, "count: %s: %" PRIu64 " announced, there are %u at most", f->name, *n,
			f->max);
	}
	return true;
}

static bool read_array(struct reader *r, const struct scmi_field *f)
{
	size_t start = r->at, scope = r->scope;
	uint64_t n = UINT64_MAX;
	bool counted = announced(r, f, &n);
	bool full = f->full_stride && counted &&
		    r->len - r->at == (n & UINT32_MAX) * f->full_stride;
	uint32_t i;

	for (i = 0; i < n && r->at < r->len; i++) {
		size_t before = r->at;

		r->scope = r->d->n_items;
		if (!read_fields(r, f->members, f, i, full)) {
			if (r->no_memory)
				return false;
			r->missing = NULL;
			if (counted)
				break;
			problem(r->d, "truncated: %s: %zu bytes left for [%" PRIu32 "]", f->name,
				r->len - before, i);
			return false;
		}
		if (r->at == before)
			break;
	}
	r->scope = scope;
	if (counted && i < n) {
		problem(r->d, "truncated: %s: %" PRIu64 " announced, %" PRIu32 " present", f->name,
			n, i);
		return false;
	}
	if (f->pad)
		read_padding(r, f, r->at - start);
	return true;
}

static bool is_clean(const struct scmi_decoded *d, unsigned int n_problems)
{
	return d->n_problems == n_problems;
}

/* Reads what follows the status as version @version; the items are those of this reading alone. */
static void read_payload(struct reader *r, uint32_t version)
{
	struct scmi_decoded *d = r->d;
	unsigned int n_problems = d->n_problems;
	const uint8_t *rest;

	r->version = version;
	r->at = r->scope = 0;
	r->missing = NULL;
	d->n_items = 0;
	d->trailing = NULL;
	d->trailing_len = 0;

	/* Errors end after the status, and so does the first answer to what completes later. */
	if (!r->len && d->has_status && d->status < 0)
		return;
	if (read_fields(r, scmi_fields(d->kind, d->message, d->notification), NULL, 0, false)) {
		if (r->at < r->len)
			problem(d, "trailing: %zu bytes", r->len - r->at);
	} else if (r->missing) {
		problem(d, "truncated: %s: %zu of %zu bytes present",
			*r->missing->name ? r->missing->name : "reserved word", r->len - r->at,
			scmi_field_size(r->missing));
	}
	rest = r->payload + r->at;
	d->trailing = r->at < r->len ? rest : NULL;
	d->trailing_len = r->len - r->at;

	/* Some firmware pads an error with the answer's length of zeroes. */
	if (d->has_status && d->status < 0 && is_zero(r->payload, r->len)) {
		d->n_problems = n_problems;
		d->trailing = NULL;
		d->trailing_len = 0;
	}
}

/* ---- Versions ---- */

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
static void guess_version(struct reader *r)
{
	struct scmi_decoded *d = r->d;
	unsigned int n_problems = d->n_problems;
	struct versions versions;
	uint32_t best = 0;

	if (describe(d, d->protocol->version)) {
		r->versioned = d->message ? d->message->until : d->notification->until;
		read_payload(r, d->protocol->version);
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
		read_payload(r, d->version);
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
	read_payload(r, best);
}

static void unknown_message(struct scmi_decoded *d)
{
	bool several = false;

	if (d->protocol) {
		problem(d, "unknown-message: %s has no %s 0x%02x", d->protocol->name,
			d->kind == SCMI_NOTIFICATION ? "notification" : "message",
			d->header.message);
		return;
	}
	for (size_t i = 0; scmi_protocols[i]; i++)
		several |= scmi_protocols[i]->id == d->header.protocol;
	problem(d, "unknown-protocol: 0x%02x%s", d->header.protocol,
		several ? " depends on the vendor" : "");

	/* Whatever the protocol, these are the same. */
	if (d->kind != SCMI_NOTIFICATION && (d->header.message == SCMI_PROTOCOL_VERSION ||
					     d->header.message == SCMI_PROTOCOL_MESSAGE_ATTRIBUTES))
		d->message = &scmi_common_messages[d->header.message];
}

/* What follows the status, by the description. */
static void read_rest(struct reader *r, const struct scmi_context *context)
{
	struct scmi_decoded *d = r->d;

	if (d->kind == SCMI_DELAYED_RESPONSE && !d->message->async && !d->message->delayed)
		problem(d, "unknown-message: %s has no delayed response", d->message->name);
	if (d->kind == SCMI_RESPONSE && !r->len && d->message->async && d->status >= 0) {
		if (context->sync && d->message->response)
			problem(d, "truncated: nothing behind the status");
		return;
	}
	if (!d->protocol) {
		read_payload(r, 0);
	} else if (!context->version) {
		guess_version(r);
	} else {
		d->version = context->version;
		if (!describe(d, d->version)) {
			describe(d, 0);
			problem(d, "wrong-version: %s is not in version %u.%u of the protocol",
				scmi_decoded_name(d), SCMI_VERSION_MAJOR(d->version),
				SCMI_VERSION_MINOR(d->version));
		}
		read_payload(r, d->version);
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
		problem(d, "reserved-type: message type 1 has no meaning");
		/* fall through */
	default:
		d->kind = kind == SCMI_COMMAND ? SCMI_COMMAND : SCMI_RESPONSE;
	}
	if (d->header.reserved)
		problem(d, "reserved-bits: header has bits 0x%08x set",
			(unsigned int)d->header.reserved << 28);
}

int scmi_decode(struct scmi_decoded *d, enum scmi_kind kind, const struct scmi_context *context,
		const void *buf, size_t len)
{
	static const struct scmi_context nothing;
	const uint8_t *bytes = buf;
	struct reader r = { .d = d };
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
			problem(d, "positive-status: %" PRId32, d->status);
	} else if (answer) {
		problem(d, "truncated: status: %zu of %d bytes present", r.len, SCMI_STATUS_SIZE);
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
