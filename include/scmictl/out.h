/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SCMICTL_OUT_H
#define SCMICTL_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/*
 * Output. Commands emit structure through these primitives; text, tables, JSON and JSON Lines are
 * back ends of them, so that no command lacks JSON and no two formats drift.
 */

enum out_format {
	OUT_TEXT,
	OUT_JSON,  /* one document: the outermost object, indented */
	OUT_JSONL, /* JSON Lines: each outermost object on a line of its own */
};

enum out_style {
	OUT_PLAIN,
	OUT_TITLE, /* what a block is about */
	OUT_GOOD,
	OUT_BAD,
	OUT_WARN,
	OUT_DIM, /* of less importance */
};

/* Who sees a value: JSON always does unless it is OUT_TEXT_ONLY. */
enum out_show {
	OUT_BOTH = 0,
	OUT_JSON_ONLY = 1,
	OUT_TEXT_ONLY = 2,
};

/* A column of a table; static const. */
struct out_column {
	const char *key;   /* the member of the row object that fills it */
	const char *title; /* upper case */
	const char *help;
	bool right;  /* right-aligned */
	bool hidden; /* shown only when chosen with -o */
};

struct out;

/**
 * out_new() - an output on a stream
 * @file: where to; stays the caller's
 * @format: the back end
 * @colour: whether text may use colour
 *
 * Return: the output, to be released with out_free(); NULL with errno set.
 */
struct out *out_new(FILE *file, enum out_format format, bool colour);

/**
 * out_free() - flush and release
 *
 * Return: 0, or the negative errno of the first write that failed. A closed pipe (-EPIPE) is for
 * the caller to forgive.
 */
int out_free(struct out *out);

/** out_flush() - flush the stream; as out_free() but the output stays */
int out_flush(struct out *out);

/** out_error() - the negative errno of the first write that failed so far, or 0 */
int out_error(const struct out *out);

/** out_is_json() - whether values go to JSON (either kind); for work that only text needs */
bool out_is_json(const struct out *out);

/* Structure */

/**
 * out_object() - begin an object; out_end() ends it
 * @key: its name in the object around it; NULL outermost and in arrays
 *
 * Text: nested objects indent their members below "key:"; an outermost object has no line of
 * its own.
 */
void out_object(struct out *out, const char *key);

/**
 * out_array() - begin an array; out_end() ends it
 * @key: as for out_object()
 *
 * Text: scalars stand on one line behind "key:", joined by ", "; objects follow one another, each
 * introduced by "key[i]".
 */
void out_array(struct out *out, const char *key);

/** out_end() - end the innermost object, array or table */
void out_end(struct out *out);

/**
 * out_show() - who sees what follows within the innermost object or array, nested ones included
 * @show: OUT_BOTH, OUT_JSON_ONLY or OUT_TEXT_ONLY; holds until changed or until the object ends
 */
void out_show(struct out *out, enum out_show show);

/* Values. @key is NULL in arrays. */

void out_u64(struct out *out, const char *key, uint64_t value);
void out_s64(struct out *out, const char *key, int64_t value);
/** out_double() - @precision digits after the point; not-a-number and infinities become null */
void out_double(struct out *out, const char *key, double value, int precision);
void out_bool(struct out *out, const char *key, bool value);
/** out_null() - unknown. Text: "-" */
void out_null(struct out *out, const char *key);
/**
 * out_str() - text that ends with NUL; NULL becomes null
 *
 * Bytes that are no UTF-8 and control bytes are escaped: \\xNN in text, in JSON \\u00NN for control
 * bytes and U+FFFD for what is no UTF-8.
 */
void out_str(struct out *out, const char *key, const char *value);
/** out_strn() - as out_str(), @len bytes */
void out_strn(struct out *out, const char *key, const void *value, size_t len);
/** out_bytes() - lower-case hex string */
void out_bytes(struct out *out, const char *key, const void *value, size_t len);
/**
 * out_enum() - a number and its name
 *
 * JSON: "key":value,"key_name":name (null when @name is NULL). Text: "name (value)".
 */
void out_enum(struct out *out, const char *key, int64_t value, const char *name);
/**
 * out_value() - an integer whose text form is given
 * @value: for JSON; @is_signed says how to read it
 * @text: for text ("24000000 Hz (24 MHz)"); NULL: the number
 */
void out_value(struct out *out, const char *key, uint64_t value, bool is_signed, const char *text);

/**
 * out_line() - a line for people; JSON back ends leave it out
 * @style: of the whole line
 */
void out_line(struct out *out, enum out_style style, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/**
 * out_style() - the style of text values that follow, until changed
 */
void out_style(struct out *out, enum out_style style);

/* Tables */

/**
 * out_table() - begin an array of objects that text shows as a table; out_end() ends it
 * @key: as for out_array(); NULL: each row is an outermost object (JSON Lines)
 * @columns: static description, ended by a NULL key
 * @choice: "COL,COL" as given with -o, or NULL for those that are not hidden
 *
 * Rows are objects: out_object(out, NULL), values, out_end(). In text a value fills the column of its
 * key; arrays of scalars fill one cell, joined by ","; what no column names is left out. Without
 * rows text prints nothing. A name in @choice that is no column must have been refused with
 * out_columns_check() before.
 */
void out_table(struct out *out, const char *key, const struct out_column *columns,
	       const char *choice);

/**
 * out_columns_check() - whether every name in @choice is a column
 *
 * Return: NULL, or the first name that is none (points into @choice, ends at ',' or NUL).
 */
const char *out_columns_check(const struct out_column *columns, const char *choice);

/**
 * out_escape() - text with control bytes and what is no UTF-8 as \\xNN
 * @buf, @size: where to; always terminated, cut if too long
 *
 * Return: @buf.
 */
char *out_escape(const void *text, size_t len, char *buf, size_t size);

#endif
