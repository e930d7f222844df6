/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <scmictl/cmd.h>
#include <scmictl/out.h>

struct capture {
	char *text;
	size_t len;
	FILE *file;
	struct out *out;
};

static struct out *start(struct capture *c, enum out_format format)
{
	c->file = open_memstream(&c->text, &c->len);
	assert_non_null(c->file);
	c->out = out_new(c->file, format, false);
	assert_non_null(c->out);
	return c->out;
}

static void expect(struct capture *c, const char *text)
{
	assert_int_equal(out_free(c->out), 0);
	fclose(c->file);
	assert_string_equal(c->text, text);
	free(c->text);
}

static void sample(struct out *out)
{
	out_object(out, NULL);
	out_u64(out, "rate", UINT64_MAX);
	out_s64(out, "level", INT64_MIN);
	out_bool(out, "on", true);
	out_null(out, "status");
	out_enum(out, "state", 3, "stopped");
	out_enum(out, "other", 4, NULL);
	out_bytes(out, "hex", "\x01\xfe", 2);
	out_value(out, "freq", 1000, false, "1000 Hz (1 kHz)");
	out_array(out, "list");
	out_u64(out, NULL, 1);
	out_u64(out, NULL, 2);
	out_end(out);
	out_array(out, "none");
	out_end(out);
	out_array(out, "levels");
	for (unsigned int i = 0; i < 2; i++) {
		out_object(out, NULL);
		out_u64(out, "level", i);
		out_str(out, "name", "x");
		out_end(out);
	}
	out_end(out);
	out_object(out, "inner");
	out_double(out, "ms", 1.5, 2);
	out_double(out, "nan", NAN, 2);
	out_end(out);
	out_line(out, OUT_GOOD, "only text");
	out_end(out);
}

static void test_jsonl(void **state)
{
	struct capture c;

	(void)state;
	sample(start(&c, OUT_JSONL));
	expect(&c, "{\"rate\":18446744073709551615,\"level\":-9223372036854775808,\"on\":true,"
		   "\"status\":null,\"state\":3,\"state_name\":\"stopped\",\"other\":4,"
		   "\"other_name\":null,\"hex\":\"01fe\",\"freq\":1000,\"list\":[1,2],\"none\":[],"
		   "\"levels\":[{\"level\":0,\"name\":\"x\"},{\"level\":1,\"name\":\"x\"}],"
		   "\"inner\":{\"ms\":1.50,\"nan\":null}}\n");
}

static void test_json(void **state)
{
	struct capture c;
	struct out *out = start(&c, OUT_JSON);

	(void)state;
	out_object(out, NULL);
	out_array(out, "a");
	out_u64(out, NULL, 1);
	out_end(out);
	out_array(out, "b");
	out_end(out);
	out_object(out, "c");
	out_end(out);
	out_end(out);
	expect(&c, "{\n\t\"a\": [\n\t\t1\n\t],\n\t\"b\": [],\n\t\"c\": {}\n}\n");
}

static void test_text(void **state)
{
	struct capture c;

	(void)state;
	sample(start(&c, OUT_TEXT));
	expect(&c, "rate       18446744073709551615\n"
		   "level      -9223372036854775808\n"
		   "on         yes\n"
		   "status     -\n"
		   "state      stopped (3)\n"
		   "other      4\n"
		   "hex        01fe\n"
		   "freq       1000 Hz (1 kHz)\n"
		   "list       1, 2\n"
		   "none       -\n"
		   "levels[0]  level 0, name x\n"
		   "levels[1]  level 1, name x\n"
		   "inner:\n"
		   "  ms   1.50\n"
		   "  nan  -\n"
		   "only text\n");
}

static void test_hostile_strings(void **state)
{
	static const char nasty[] = "a\"\\\n\x1b[31m\x7f\xc3\xa9\xff\xc2\x9b\xed\xa0\x80";
	struct capture c;
	struct out *out = start(&c, OUT_JSONL);

	(void)state;
	out_object(out, NULL);
	out_strn(out, "s", nasty, sizeof(nasty) - 1);
	out_str(out, "null", NULL);
	out_end(out);
	expect(&c, "{\"s\":\"a\\\"\\\\\\u000a\\u001b[31m\\u007f\xc3\xa9\\ufffd\xc2\x9b"
		   "\\ufffd\\ufffd\\ufffd\",\"null\":null}\n");

	out = start(&c, OUT_TEXT);
	out_object(out, NULL);
	out_strn(out, "s", nasty, sizeof(nasty) - 1);
	out_line(out, OUT_PLAIN, "%s", "\x1b]0;title\x07");
	out_end(out);
	expect(&c, "s  a\"\\\\x0a\\x1b[31m\\x7f\xc3\xa9\\xff\\xc2\\x9b\\xed\\xa0\\x80\n"
		   "\\x1b]0;title\\x07\n");
}

static void test_show(void **state)
{
	struct capture c;
	const enum out_format formats[] = { OUT_JSONL, OUT_TEXT };
	const char *const texts[] = { "{\"j\":{\"x\":1},\"both\":2}\n", "t     3\nboth  2\n" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct out *out = start(&c, formats[i]);

		out_object(out, NULL);
		out_show(out, OUT_JSON_ONLY);
		out_object(out, "j");
		out_u64(out, "x", 1);
		out_end(out);
		out_show(out, OUT_TEXT_ONLY);
		out_u64(out, "t", 3);
		out_show(out, OUT_BOTH);
		out_u64(out, "both", 2);
		out_end(out);
		expect(&c, texts[i]);
	}
}

static const struct out_column columns[] = { { "id", "ID", "number", true, false },
					     { "name", "NAME", "name", false, false },
					     { "list", "LIST", "list", false, false },
					     { "more", "MORE", "more", false, true },
					     { 0 } };

static void rows(struct out *out, const char *key, const char *choice)
{
	out_table(out, key, columns, choice);
	for (unsigned int i = 0; i < 2; i++) {
		out_object(out, NULL);
		out_u64(out, "id", i + 9);
		out_str(out, "name", i ? "clock" : "base");
		out_array(out, "list");
		out_u64(out, NULL, 1);
		out_u64(out, NULL, 2);
		out_end(out);
		out_object(out, "deep");
		out_u64(out, "x", 1);
		out_end(out);
		out_u64(out, "more", 5);
		out_end(out);
	}
	out_end(out);
}

static void test_table(void **state)
{
	struct capture c;
	struct out *out;

	(void)state;
	rows(start(&c, OUT_TEXT), NULL, NULL);
	expect(&c, "ID NAME  LIST\n 9 base  1, 2\n10 clock 1, 2\n");
	rows(start(&c, OUT_TEXT), NULL, "MORE,id");
	expect(&c, "MORE ID\n5     9\n5    10\n");
	rows(start(&c, OUT_JSONL), NULL, NULL);
	expect(&c, "{\"id\":9,\"name\":\"base\",\"list\":[1,2],\"deep\":{\"x\":1},\"more\":5}\n"
		   "{\"id\":10,\"name\":\"clock\",\"list\":[1,2],\"deep\":{\"x\":1},\"more\":5}\n");
	out = start(&c, OUT_JSONL);
	out_object(out, NULL);
	out_table(out, "rows", columns, NULL);
	out_end(out);
	out_end(out);
	expect(&c, "{\"rows\":[]}\n");
	out = start(&c, OUT_TEXT);
	out_table(out, NULL, columns, NULL);
	out_end(out);
	expect(&c, "");
	assert_null(out_columns_check(columns, "id,MORE"));
	assert_string_equal(out_columns_check(columns, "id,nope"), "nope");
	assert_string_equal(out_columns_check(columns, ""), "");
}

static void test_large(void **state)
{
	struct capture c;
	struct out *out = start(&c, OUT_JSONL);
	size_t len = 300000;
	char *text = malloc(len + 1);

	(void)state;
	assert_non_null(text);
	memset(text, 'x', len);
	text[len] = '\0';
	out_str(out, NULL, text);
	assert_int_equal(out_free(out), 0);
	fclose(c.file);
	assert_int_equal(c.len, len + 2);
	free(c.text);
	free(text);
}

static void test_write_error(void **state)
{
	FILE *full = fopen("/dev/full", "w");
	struct out *out;

	(void)state;
	if (!full)
		skip();
	out = out_new(full, OUT_TEXT, false);
	out_str(out, NULL, "x");
	assert_true(out_flush(out) < 0);
	assert_true(out_error(out) < 0);
	assert_true(out_free(out) < 0);
	fclose(full);
}

static void test_nearest(void **state)
{
	static const char *const names[] = { "send", "decode", "encode", "sim serve", NULL };

	(void)state;
	assert_string_equal(diag_nearest("sned", names), "send");
	assert_string_equal(diag_nearest("DECOD", names), "decode");
	assert_null(diag_nearest("frobnicate", names));
	assert_null(diag_nearest("x", (const char *const[]){ NULL }));
}

static void test_diag(void **state)
{
	struct diag diag = { 0 };

	(void)state;
	assert_int_equal(diag_exit_status(&diag), 0);
	assert_int_equal(diag_set(&diag, DIAG_INPUT, 0, "bad"), -22);
	diag_hint(&diag, "h");
	diag_prefix(&diag, "%s:%d", "file", 3);
	assert_string_equal(diag.text, "file:3: bad");
	assert_string_equal(diag.hint, "h");
	assert_int_equal(diag_exit_status(&diag), 6);
	assert_int_equal(diag_set(&diag, DIAG_SYSTEM, 13, "%0600d", 1), -13);
	assert_int_equal(strlen(diag.text), sizeof(diag.text) - 1);
	assert_string_equal(diag.hint, "");
	diag_prefix(&diag, "%0600d", 1);
	assert_true(strlen(diag.text) < sizeof(diag.text));
	assert_int_equal(diag_exit_status(&diag), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_jsonl),	cmocka_unit_test(test_json),
		cmocka_unit_test(test_text),	cmocka_unit_test(test_hostile_strings),
		cmocka_unit_test(test_show),	cmocka_unit_test(test_table),
		cmocka_unit_test(test_large),	cmocka_unit_test(test_write_error),
		cmocka_unit_test(test_nearest), cmocka_unit_test(test_diag),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
