/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SCMICTL_DIAG_H
#define SCMICTL_DIAG_H

#include <stdarg.h>

/*
 * Whose fault an error is. It is the first question in the field, so every error carries the
 * answer, and the exit status follows from it.
 */
enum diag_origin {
	DIAG_NONE,	/* no error */
	DIAG_USAGE,	/* the command line: exit status 2 */
	DIAG_SYSTEM,	/* this machine lacks, forbids or cannot do it: 3 */
	DIAG_KERNEL,	/* the kernel's SCMI stack refused: 3 */
	DIAG_PLATFORM,	/* the platform answered with an error status: 4 */
	DIAG_TRANSPORT, /* no answer in time: 5 */
	DIAG_INPUT,	/* an input file or text is not what it should be: 6 */
	DIAG_INTERRUPT, /* the user interrupted: 130 */
};

/* An error on its way up: what happened, where, and what to do next. */
struct diag {
	enum diag_origin origin;
	int err;	/* positive errno, 0 when none applies */
	char text[512]; /* one line without a trailing newline */
	char hint[512]; /* what to do next, or empty */
};

/**
 * diag_set() - record an error
 * @diag: the error object; NULL is allowed and ignored
 * @origin: whose fault it is
 * @err: positive errno, or 0
 * @fmt: what happened and where; the text of @err is not appended
 *
 * An earlier error in @diag is replaced, its hint dropped. A text that is too long is cut.
 *
 * Return: -@err, or -EINVAL when @err is 0, so that callers can return it directly.
 */
int diag_set(struct diag *diag, enum diag_origin origin, int err, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/**
 * diag_hint() - say what to do about the error that @diag holds
 * @diag: the error object; NULL is allowed and ignored
 * @fmt: one line
 */
void diag_hint(struct diag *diag, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/**
 * diag_prefix() - put the place in front of an error's text ("FILE:LINE", "token 5")
 * @diag: an error object that holds an error
 * @fmt: the place; ": " is added
 */
void diag_prefix(struct diag *diag, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/**
 * diag_exit_status() - the exit status that belongs to an error's origin
 * @diag: the error object
 *
 * Return: 0 for no error, otherwise the status that scmictl(1) documents.
 */
int diag_exit_status(const struct diag *diag);

/**
 * diag_print() - write the error to standard error in one piece
 * @diag: the error object
 * @where: what goes between "scmictl: " and the text (a command's name), or NULL
 *
 * Control bytes in the text are escaped. One write per line, so that parallel writers do not
 * interleave.
 */
void diag_print(const struct diag *diag, const char *where);

/**
 * diag_nearest() - the name most like a mistyped one, for hints
 * @text: what was typed
 * @names: candidates, NULL-ended
 *
 * Return: a candidate, or NULL when none is near.
 */
const char *diag_nearest(const char *text, const char *const *names);

#endif
