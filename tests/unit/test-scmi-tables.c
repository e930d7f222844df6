/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "scmi-each.h"

/* What every table must keep to, so that the codec and people can rely on it. */

#define MAX_NAMES 256

/* The names of a scope so far. */
struct scope {
	const char *names[MAX_NAMES];
	size_t n;
	const struct payload *p;
};

static void __attribute__((format(printf, 2, 3)))
wrong(const struct payload *p, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	fail_msg("%s %s %s, version %u.%u: %s", p->protocol->name, payload_name(p),
		 scmi_kind_name(p->kind), SCMI_VERSION_MAJOR(p->version),
		 SCMI_VERSION_MINOR(p->version), text);
}

static bool has(const struct scope *scope, const char *name)
{
	for (size_t i = 0; i < scope->n; i++)
		if (!strcmp(scope->names[i], name))
			return true;
	return false;
}

static void add(struct scope *scope, const char *name, const char *help)
{
	if (strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(name) ||
	    !strchr("abcdefghijklmnopqrstuvwxyz", *name))
		wrong(scope->p, "name '%s'", name);
	if (has(scope, name))
		wrong(scope->p, "%s twice", name);
	if (!help || !*help)
		wrong(scope->p, "%s has no help", name);
	assert_true(scope->n < MAX_NAMES);
	scope->names[scope->n++] = name;
}

static void check_names(const struct payload *p, const struct scmi_enum *names, uint32_t max)
{
	for (const struct scmi_enum *e = names; e && e->name; e++) {
		if (e->value > max)
			wrong(p, "value %s does not fit", e->name);
		if (e != names && e->value <= e[-1].value)
			wrong(p, "value %s is not in order", e->name);
		for (const struct scmi_enum *other = names; other < e; other++)
			if (!strcmp(other->name, e->name))
				wrong(p, "value %s twice", e->name);
	}
}

static void check_slices(struct scope *scope, const struct scmi_field *f)
{
	unsigned int bits = f->type == SCMI_U8 ? 8 : f->type == SCMI_U16 ? 16 : 32;
	uint64_t used = 0;

	if (f->type != SCMI_U32 && f->type != SCMI_S32 && f->type != SCMI_U16 && f->type != SCMI_U8)
		wrong(scope->p, "%s cannot have slices", f->name);
	for (const struct scmi_slice *s = f->slices; s->name; s++) {
		uint64_t mask = ((UINT64_C(1) << s->width) - 1) << s->lo;

		if (!scmi_in_version(scope->p->version, s->since, s->until))
			continue;
		if (!s->width || s->lo + s->width > bits)
			wrong(scope->p, "slice %s of %s does not fit", s->name, f->name);
		if (used & mask)
			wrong(scope->p, "slice %s of %s overlaps", s->name, f->name);
		used |= mask;
		check_names(scope->p, s->names, (uint32_t)((UINT64_C(1) << s->width) - 1));
		if (*s->name)
			add(scope, s->name, s->help);
	}
	if (used != (UINT64_C(1) << bits) - 1)
		wrong(scope->p, "bits 0x%llx of %s have no slice",
		      (unsigned long long)(used ^ ((UINT64_C(1) << bits) - 1)), f->name);
}

/* @name must have been read before; @outer: the message's scope, for members of arrays. */
static void check_known(const struct scope *scope, const struct scope *outer, const char *name)
{
	if (name && !has(scope, name) && !(outer && has(outer, name)))
		wrong(scope->p, "%s is not known where it is needed", name);
}

static void check_fields(struct scope *scope, const struct scope *outer,
			 const struct scmi_field *fields)
{
	for (const struct scmi_field *f = fields; f->name; f++) {
		if (!scmi_in_version(scope->p->version, f->since, f->until))
			continue;
		check_known(scope, outer, f->when);
		check_known(scope, outer, f->unless);
		check_known(scope, outer, f->count);
		check_known(scope, outer, f->exact_when);
		if (*f->name)
			add(scope, f->name, f->help);
		if (f->type == SCMI_STR && f->size != SCMI_SHORT_NAME && f->size != SCMI_LONG_NAME)
			wrong(scope->p, "%s is %u bytes long", f->name, f->size);
		check_names(scope->p, f->names, UINT32_MAX);
		if (f->slices)
			check_slices(scope, f);
		if (f->exact_when && !f->exact)
			wrong(scope->p, "%s has no exact number", f->name);
		if (f->type == SCMI_ARRAY) {
			struct scope inner = { .p = scope->p };

			if (outer)
				wrong(scope->p, "%s is an array in an array", f->name);
			if (!f->count && f[1].name)
				wrong(scope->p, "%s takes all there is, but is not the last",
				      f->name);
			check_fields(&inner, scope, f->members);
			if (!inner.n)
				wrong(scope->p, "%s has no members", f->name);
			for (size_t i = 0; i < inner.n; i++)
				if (has(scope, inner.names[i]))
					wrong(scope->p, "%s in the message and in %s",
					      inner.names[i], f->name);
		}
		if (f->type == SCMI_BYTES && f[1].name)
			wrong(scope->p, "%s takes all there is, but is not the last", f->name);
	}
}

static void check_payload(const struct payload *p, void *data)
{
	struct scope scope = { .p = p };
	const char *name = payload_name(p);
	const char *help = p->message ? p->message->help : p->notification->help;

	(*(size_t *)data)++;
	if (strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != strlen(name))
		wrong(p, "the name is not in upper case");
	if (!help || !*help)
		wrong(p, "no help");
	check_fields(&scope, NULL, p->fields);
	if (p->kind == SCMI_COMMAND && p->message->async_flag &&
	    !has(&scope, p->message->async_flag))
		/* A flag that an older version does not have. */
		if (p->version == p->protocol->newest)
			wrong(p, "no flag %s", p->message->async_flag);
}

static void test_payloads(void **state)
{
	size_t n = 0;

	(void)state;
	each_payload(check_payload, &n);
	assert_true(n > 300);
}

static bool overlap(uint32_t since, uint32_t until, uint32_t other_since, uint32_t other_until)
{
	return (!until || other_since < until) && (!other_until || since < other_until);
}

static void test_ids(void **state)
{
	(void)state;
	for (size_t i = 0; scmi_protocols[i]; i++) {
		const struct scmi_message *list = scmi_protocols[i]->messages, *a, *b;
		const struct scmi_notification *events = scmi_protocols[i]->notifications, *e, *f;

		for (a = list; a->name; a++)
			for (b = list; b < a; b++)
				if (a->id == b->id &&
				    overlap(a->since, a->until, b->since, b->until))
					fail_msg("%s and %s have the same id", a->name, b->name);
		for (e = events; e && e->name; e++)
			for (f = events; f < e; f++)
				if (e->id == f->id &&
				    overlap(e->since, e->until, f->since, f->until))
					fail_msg("%s and %s have the same id", e->name, f->name);
	}
}

static void test_protocols(void **state)
{
	(void)state;
	for (size_t i = 0; scmi_protocols[i]; i++) {
		const struct scmi_protocol *p = scmi_protocols[i], *found;
		uint8_t id;

		assert_non_null(p->title);
		assert_non_null(p->prefix);
		assert_true(p->newest >= p->version);
		assert_true(p->vendor ? p->id >= 0x80 : p->id < 0x80);
		assert_ptr_equal(scmi_protocol_find(p->id, p->vendor, p->sub_vendor), p);
		assert_int_equal(scmi_protocol_parse(p->name, NULL, NULL, &id, &found, NULL), 0);
		assert_ptr_equal(found, p);
	}
	/* Those that every platform may have: 0x10 to 0x19. */
	for (int id = SCMI_BASE; id <= SCMI_PINCTRL; id++)
		assert_non_null(scmi_protocol_find((uint8_t)id, NULL, NULL));
}

/* Every name finds its message again, with and without the prefix. */
static void test_names(void **state)
{
	(void)state;
	for (size_t i = 0; scmi_protocols[i]; i++) {
		const struct scmi_protocol *p = scmi_protocols[i];
		size_t prefix = strlen(p->prefix);

		for (const struct scmi_message *m = p->messages; m->name; m++) {
			uint32_t version = m->since ? m->since : SCMI_VERSION(1, 0);
			const struct scmi_message *found;
			uint8_t id;

			assert_int_equal(scmi_message_parse(p, m->name, version, &id, &found, NULL),
					 0);
			assert_ptr_equal(found, m);
			assert_int_equal(id, m->id);
			assert_ptr_equal(scmi_message_find(p, m->id, version), m);
			if (strncmp(m->name, p->prefix, prefix) != 0)
				continue;
			assert_int_equal(
				scmi_message_parse(p, m->name + prefix, version, &id, &found, NULL),
				0);
			assert_ptr_equal(found, m);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_payloads),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_protocols),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
