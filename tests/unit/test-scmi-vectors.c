/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <scmictl/scmi.h>

/* tests/data/vectors*.txt: every message there is decoded and encoded. */

#define MAX_WORDS 128
#define MAX_BYTES 4096

struct vector {
	char line[8192];
	char *words[MAX_WORDS];
	size_t n;
	uint8_t bytes[MAX_BYTES];
	size_t len;
};

static FILE *open_data(const char *name)
{
	const char *srcdir = getenv("SRCDIR");
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/tests/data/%s", srcdir ? srcdir : ".", name);
	file = fopen(path, "r");
	if (!file)
		fail_msg("cannot open %s", path);
	return file;
}

/* The next line that is no comment, in words; @hex: which of them is the message. */
static bool next(FILE *file, struct vector *v, size_t hex)
{
	do {
		char *at = v->line, *word;

		if (!fgets(v->line, sizeof(v->line), file))
			return false;
		v->n = 0;
		while ((word = strsep(&at, " \n")))
			if (*word && v->n < MAX_WORDS)
				v->words[v->n++] = word;
	} while (!v->n || *v->words[0] == '#');
	assert_true(v->n > hex);
	assert_int_equal(scmi_hex_parse(v->words[hex], strlen(v->words[hex]), v->bytes,
					sizeof(v->bytes), &v->len, NULL),
			 0);
	return true;
}

static enum scmi_kind kind_of(const char *name)
{
	for (enum scmi_kind kind = SCMI_COMMAND; kind <= SCMI_NOTIFICATION; kind++)
		if (!strcmp(scmi_kind_name(kind), name))
			return kind;
	fail_msg("no kind %s", name);
	return SCMI_COMMAND;
}

/* "NAME", "ARRAY[2]" or "ARRAY[2].MEMBER" */
static const struct scmi_item *find(const struct scmi_decoded *d, const char *name)
{
	const char *bracket = strchr(name, '['), *dot = strchr(name, '.');
	char copy[128];

	snprintf(copy, sizeof(copy), "%s", dot ? dot + 1 : name);
	if (bracket && !dot)
		copy[bracket - name] = '\0';
	return scmi_decoded_get(d, copy, bracket ? (uint32_t)atoi(bracket + 1) : 0);
}

static void check_value(const struct vector *v, const struct scmi_decoded *d, char *arg)
{
	const struct scmi_item *item;
	char *value = strchr(arg, '=');

	assert_non_null(value);
	*value = '\0';
	item = find(d, arg);
	if (!item)
		fail_msg("%s: no value %s", v->words[0], arg);
	*value++ = '=';
	if (item->data) {
		assert_int_equal(item->len, strlen(value));
		assert_memory_equal(item->data, value, item->len);
	} else if (*value == '-') {
		assert_int_equal((int64_t)item->value, strtoll(value, NULL, 0));
	} else if (item->value != strtoull(value, NULL, 0)) {
		fail_msg("%s: %s, not %" PRIu64, v->words[0], arg, item->value);
	}
}

/* Values that the line must name: all but words that are made of slices. */
static size_t count_values(const struct scmi_decoded *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->n_items; i++)
		n += i + 1 == d->n_items || d->items[i].slice || !d->items[i + 1].slice;
	return n;
}

static void decode_vector(struct vector *v, struct scmi_decoded *d, uint32_t version)
{
	const char *vendor = strcmp(v->words[3], "-") ? v->words[3] : NULL;
	struct scmi_context context = { .version = version, .vendor = vendor };

	assert_int_equal(scmi_decode(d, kind_of(v->words[1]), &context, v->bytes, v->len), 0);
	if (d->n_problems)
		fail_msg("%s: %s", v->words[0], d->problems[0]);
	assert_string_equal(scmi_kind_name(d->kind), v->words[1]);
	assert_string_equal(scmi_decoded_name(d), v->words[5]);
	assert_int_equal(d->has_status, strcmp(v->words[6], "-") != 0);
	if (d->has_status)
		assert_int_equal(d->status, atoi(v->words[6]));
	assert_int_equal(d->trailing_len, 0);
	for (size_t i = 7; i < v->n; i++)
		check_value(v, d, v->words[i]);
	/* A version that was guessed may know more bits. */
	if (count_values(d) < v->n - 7 || (!d->version_assumed && count_values(d) != v->n - 7))
		fail_msg("%s: %zu values, not %zu", v->words[0], count_values(d), v->n - 7);
}

static uint32_t version_of(const struct vector *v)
{
	return (uint32_t)(strcmp(v->words[2], "-") ? strtoul(v->words[2], NULL, 0) : 0);
}

static void test_decode(void **state)
{
	FILE *file = open_data("vectors.txt");
	struct scmi_decoded d = { 0 };
	struct vector v;
	size_t n = 0;

	(void)state;
	for (; next(file, &v, 4); n++) {
		decode_vector(&v, &d, version_of(&v));
		/* The shape of each of them tells its version. */
		decode_vector(&v, &d, 0);
	}
	assert_true(n >= 86);
	scmi_decoded_free(&d);
	fclose(file);
}

static void encode_vector(const struct vector *v)
{
	struct scmi_header header = scmi_header_unpack(scmi_get_le32(v->bytes));
	const char *vendor = strcmp(v->words[3], "-") ? v->words[3] : NULL;
	const struct scmi_notification *notification = NULL;
	const struct scmi_message *message = NULL;
	const struct scmi_protocol *protocol;
	enum scmi_kind kind = kind_of(v->words[1]);
	struct scmi_builder b = { 0 };
	uint32_t version = version_of(v);
	uint8_t buf[MAX_BYTES];
	struct diag diag = { 0 };
	ssize_t len;

	protocol = scmi_protocol_find(header.protocol, vendor, NULL);
	assert_non_null(protocol);
	if (kind == SCMI_NOTIFICATION)
		notification = scmi_notification_find(protocol, header.message, version);
	else
		message = scmi_message_find(protocol, header.message, version);
	scmi_build(&b, protocol, kind, message, notification, version);
	if (strcmp(v->words[6], "-"))
		b.status = atoi(v->words[6]);
	for (size_t i = 7; i < v->n; i++)
		if (scmi_set_arg(&b, v->words[i], &diag))
			fail_msg("%s: %s", v->words[0], diag.text);
	len = scmi_encode(&b, header.token, false, buf, sizeof(buf), &diag);
	if (len < 0)
		fail_msg("%s: %s", v->words[0], diag.text);
	assert_int_equal(len, v->len);
	assert_memory_equal(buf, v->bytes, v->len);
	scmi_builder_free(&b);
}

static void test_encode(void **state)
{
	FILE *file = open_data("vectors.txt");
	struct vector v;

	(void)state;
	while (next(file, &v, 4))
		encode_vector(&v);
	fclose(file);
}

/* Each problem's first word, in order, joined by commas. */
static void problem_words(const struct scmi_decoded *d, char *buf, size_t size)
{
	size_t len = 0;

	snprintf(buf, size, "-");
	for (unsigned int i = 0; i < d->n_problems && len < size; i++)
		len += (size_t)snprintf(buf + len, size - len, "%s%.*s", i ? "," : "",
					(int)strcspn(d->problems[i], ":"), d->problems[i]);
}

static void test_problems(void **state)
{
	FILE *file = open_data("vectors-bad.txt");
	struct scmi_decoded d = { 0 };
	struct vector v;
	size_t n = 0;

	(void)state;
	for (; next(file, &v, 2); n++) {
		char words[256];
		int ret = scmi_decode(&d, kind_of(v.words[1]), NULL, v.bytes, v.len);

		if (!strcmp(v.words[3], "short")) {
			assert_int_equal(ret, -EBADMSG);
			continue;
		}
		assert_int_equal(ret, 0);
		problem_words(&d, words, sizeof(words));
		if (strcmp(words, v.words[3]) != 0)
			fail_msg("%s: problems %s, not %s", v.words[0], words, v.words[3]);
		for (size_t i = 4; i < v.n; i++)
			check_value(&v, &d, v.words[i]);
	}
	assert_true(n >= 14);
	scmi_decoded_free(&d);
	fclose(file);
}

/* A command that asked for no delayed response must be answered in full. */
static void test_sync(void **state)
{
	static const uint8_t bytes[] = { 0x06, 0x54, 0x78, 0x00, 0x00, 0x00, 0x00, 0x00 };
	struct scmi_context sync = { .version = SCMI_VERSION(1, 0), .sync = true };
	struct scmi_decoded d = { 0 };

	(void)state;
	assert_int_equal(scmi_decode(&d, SCMI_RESPONSE, &sync, bytes, sizeof(bytes)), 0);
	assert_int_equal(d.n_problems, 1);
	assert_memory_equal(d.problems[0], "truncated: ", 11);
	scmi_decoded_free(&d);
}

static void test_versions(void **state)
{
	/* CLOCK_ATTRIBUTES as version 1.0 has it. */
	static const uint8_t old[28] = { 0x03, 0x50, 0x00, 0x00, 0, 0, 0, 0, 0x01, 0, 0, 0, 'a' };
	/* CLOCK_PARENT_GET, since 3.0. */
	static const uint8_t young[] = { 0x0e, 0x50, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0 };
	struct scmi_context context = { 0 };
	struct scmi_decoded d = { 0 };

	(void)state;
	scmi_decode(&d, SCMI_RESPONSE, &context, old, sizeof(old));
	assert_int_equal(d.n_problems, 0);
	assert_true(d.version_assumed);
	assert_int_equal(d.version, SCMI_VERSION(1, 0));

	context.version = SCMI_VERSION(3, 0);
	scmi_decode(&d, SCMI_RESPONSE, &context, old, sizeof(old));
	assert_int_equal(d.n_problems, 1);
	assert_string_equal(d.problems[0], "truncated: clock_enable_delay: 0 of 4 bytes present");
	assert_false(d.version_assumed);
	assert_int_equal(d.version, SCMI_VERSION(3, 0));

	context.version = 0;
	scmi_decode(&d, SCMI_RESPONSE, &context, young, sizeof(young));
	assert_int_equal(d.n_problems, 0);
	assert_false(d.version_assumed);

	context.version = SCMI_VERSION(1, 0);
	scmi_decode(&d, SCMI_RESPONSE, &context, young, sizeof(young));
	assert_int_equal(d.n_problems, 1);
	assert_string_equal(
		d.problems[0],
		"wrong-version: CLOCK_PARENT_GET is not in version 1.0 of the protocol");
	assert_int_equal(scmi_decoded_value(&d, "parent_id", 0, 0), 7);
	scmi_decoded_free(&d);
}

/* Members that only a draft has may be missing. */
static void test_tail(void **state)
{
	struct scmi_context context = { .version = SCMI_VERSION(4, 1) };
	struct scmi_decoded d = { 0 };
	uint8_t bytes[52] = { 0x03, 0x4c, 0x44, 0x00 };

	(void)state;
	scmi_decode(&d, SCMI_RESPONSE, &context, bytes, 40);
	assert_int_equal(d.n_problems, 0);
	assert_null(scmi_decoded_get(&d, "qos_parent_id", 0));
	bytes[48] = 9;
	scmi_decode(&d, SCMI_RESPONSE, &context, bytes, 52);
	assert_int_equal(d.n_problems, 0);
	assert_int_equal(scmi_decoded_value(&d, "qos_parent_id", 0, 0), 9);
	/* Half a word is none. */
	scmi_decode(&d, SCMI_RESPONSE, &context, bytes, 42);
	assert_int_equal(d.n_problems, 1);
	scmi_decoded_free(&d);
}

/* Arm's SCP-firmware sends all 52 bytes of a sensor's description, whatever its flags say. */
static void test_full_stride(void **state)
{
	/* SENSOR_DESCRIPTION_GET: two sensors, the first without extended attributes */
	uint8_t bytes[4 + 4 + 4 + 2 * 52] = { 0x03, 0x54, 0, 0, 0, 0, 0, 0, 2 };
	struct scmi_builder b = { 0 };
	struct scmi_decoded d = { 0 };
	uint8_t again[256];

	(void)state;
	bytes[12 + 28] = 7;	/* sensor_power of the first */
	bytes[12 + 52] = 1;	/* sensor_id of the second */
	bytes[12 + 52 + 5] = 1; /* extended_attributes */
	bytes[12 + 52 + 28] = 8;
	scmi_decode(&d, SCMI_RESPONSE, NULL, bytes, sizeof(bytes));
	assert_int_equal(d.n_problems, 0);
	assert_int_equal(scmi_decoded_value(&d, "sensor_power", 0, 0), 7);
	assert_int_equal(scmi_decoded_value(&d, "sensor_id", 1, 0), 1);
	assert_int_equal(scmi_decoded_value(&d, "sensor_power", 1, 0), 8);

	/* What was decoded in full is encoded in full. */
	scmi_build(&b, d.protocol, SCMI_RESPONSE, d.message, NULL, d.version);
	for (size_t i = 0; i < d.n_items; i++)
		if (!d.items[i].slice && !d.items[i].data)
			assert_int_equal(scmi_set(&b, d.items[i].field->name, d.items[i].index,
						  d.items[i].value),
					 0);
	assert_int_equal(scmi_encode(&b, 0, false, again, sizeof(again), NULL), sizeof(bytes));
	assert_memory_equal(again, bytes, sizeof(bytes));
	scmi_builder_free(&b);
	scmi_decoded_free(&d);
}

/* Ids from 0x80 on mean what the vendor says. */
static void test_vendors(void **state)
{
	static const uint8_t bytes[] = { 0x03, 0x00, 0x02, 0x00, 0x02, 0x00, 0x00, 0x00 };
	struct scmi_context context = { 0 };
	struct scmi_decoded d = { 0 };

	(void)state;
	scmi_decode(&d, SCMI_COMMAND, &context, bytes, sizeof(bytes));
	assert_null(d.protocol);
	assert_string_equal(d.problems[0], "unknown-protocol: 0x80 depends on the vendor");
	assert_int_equal(d.trailing_len, 4);

	context.vendor = "nxp";
	scmi_decode(&d, SCMI_COMMAND, &context, bytes, sizeof(bytes));
	assert_int_equal(d.n_problems, 0);
	assert_string_equal(scmi_decoded_name(&d), "LMM_ATTRIBUTES");

	context.vendor = "Somebody";
	scmi_decode(&d, SCMI_COMMAND, &context, bytes, sizeof(bytes));
	assert_null(d.protocol);
	scmi_decoded_free(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decode),	 cmocka_unit_test(test_encode),
		cmocka_unit_test(test_problems), cmocka_unit_test(test_sync),
		cmocka_unit_test(test_versions), cmocka_unit_test(test_vendors),
		cmocka_unit_test(test_tail),	 cmocka_unit_test(test_full_stride),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
