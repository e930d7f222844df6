/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <scmictl/diag.h>

int diag_set(struct diag *diag, enum diag_origin origin, int err, const char *fmt, ...)
{
	va_list ap;

	if (diag) {
		diag->origin = origin;
		diag->err = err;
		diag->hint[0] = '\0';
		va_start(ap, fmt);
		vsnprintf(diag->text, sizeof(diag->text), fmt, ap);
		va_end(ap);
	}
	return err ? -err : -EINVAL;
}

void diag_hint(struct diag *diag, const char *fmt, ...)
{
	va_list ap;

	if (!diag)
		return;
	va_start(ap, fmt);
	vsnprintf(diag->hint, sizeof(diag->hint), fmt, ap);
	va_end(ap);
}

void diag_prefix(struct diag *diag, const char *fmt, ...)
{
	char place[sizeof(diag->text)], text[sizeof(diag->text)];
	va_list ap;

	if (!diag)
		return;
	va_start(ap, fmt);
	vsnprintf(place, sizeof(place), fmt, ap);
	va_end(ap);
	memcpy(text, diag->text, sizeof(text));
	/* Bounded in both parts: the place may not push the whole text out. */
	snprintf(diag->text, sizeof(diag->text), "%.200s: %.*s", place,
		 (int)(sizeof(diag->text) - strnlen(place, 200) - 3), text);
}

int diag_exit_status(const struct diag *diag)
{
	switch (diag->origin) {
	case DIAG_NONE:
		return 0;
	case DIAG_USAGE:
		return 2;
	case DIAG_SYSTEM:
	case DIAG_KERNEL:
		return 3;
	case DIAG_PLATFORM:
		return 4;
	case DIAG_TRANSPORT:
		return 5;
	case DIAG_INPUT:
		return 6;
	case DIAG_INTERRUPT:
		return 130;
	}
	return 3;
}

static size_t put_line(char *buf, size_t size, const char *lead, const char *where,
		       const char *text)
{
	int n = snprintf(buf, size, "%s%s%s%s\n", lead, where ? where : "", where ? ": " : "",
			 text);
	size_t len = n < 0 ? 0 : (size_t)n;

	if (len >= size) {
		len = size - 1;
		buf[len - 1] = '\n';
	}
	for (size_t i = 0; i + 1 < len; i++)
		if ((unsigned char)buf[i] < 0x20 || buf[i] == 0x7f)
			buf[i] = '?';
	return len;
}

void diag_print(const struct diag *diag, const char *where)
{
	char buf[2 * sizeof(diag->text) + 256];
	size_t len;

	len = put_line(buf, sizeof(buf) / 2, "scmictl: ", where, diag->text);
	if (diag->hint[0])
		len += put_line(buf + len, sizeof(buf) - len, "hint: ", NULL, diag->hint);
	fflush(stdout);
	if (write(STDERR_FILENO, buf, len) < 0)
		return; /* nobody is left to tell */
}
