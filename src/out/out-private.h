/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SCMICTL_OUT_PRIVATE_H
#define SCMICTL_OUT_PRIVATE_H

#include <scmictl/out.h>

#define OUT_MAX_DEPTH 16

enum out_frame_kind {
	OUT_FRAME_OBJECT,
	OUT_FRAME_ARRAY,
	OUT_FRAME_TABLE,
};

/* A line of text that waits for its neighbours, to be aligned with them. */
struct out_row {
	char *key, *value;
	enum out_style style;
};

struct out_frame {
	enum out_frame_kind kind;
	enum out_show show; /* for what stands in this frame */
	bool hidden;	    /* the frame itself is not for this back end */
	bool transparent;   /* JSON: leaves no trace, what it holds is outermost */
	unsigned int count; /* members or elements so far */
	char *key;	    /* text: name of the frame */
	char *joined;	    /* text: scalars of an array, or members of an object within one */
	bool inline_object; /* text: an object that is shown on one line */
	struct out_row *rows;
	size_t n_rows, mem_rows;
};

struct out {
	FILE *file;
	enum out_format format;
	bool colour;
	int error; /* negative errno of the first failure */
	enum out_style style;
	int depth; /* open frames */
	struct out_frame frames[OUT_MAX_DEPTH];
	char *buf; /* what is not written yet */
	size_t len, mem;
	struct out_table *table; /* text: the table being filled */
};

void out_put(struct out *out, const void *data, size_t len);
void out_puts(struct out *out, const char *text);
void out_putc(struct out *out, char c);
void out_write_out(struct out *out);

/* Appends to a malloc'd string, with @separator if it is not empty. Memory gone sets the error. */
void out_join(struct out *out, char **string, const char *separator, const char *text);

void out_json_key(struct out *out, const char *key);
void out_json_open(struct out *out, const char *key, char bracket);
void out_json_close(struct out *out, char bracket);
void out_json_string(struct out *out, const void *text, size_t len);

void out_text_open(struct out *out, struct out_frame *frame, const char *key);
void out_text_close(struct out *out, struct out_frame *frame);
void out_text_scalar(struct out *out, const char *key, const char *text);
void out_text_line(struct out *out, enum out_style style, const char *text);

void out_table_open(struct out *out, const struct out_column *columns, const char *choice);
void out_table_row(struct out *out);
void out_table_cell(struct out *out, const char *key, const char *text);
void out_table_close(struct out *out);

/*
 * Length of the well-formed UTF-8 sequence at @text, 0 when it is none. Surrogates, overlong forms
 * and what lies beyond U+10FFFF are none (RFC 3629).
 */
size_t out_utf8_len(const unsigned char *text, size_t len);

#endif
