# SPDX-License-Identifier: GPL-2.0-or-later
libscmictl_a_SOURCES += \
	src/diag.c \
	src/nearest.c \
	src/out/escape.c \
	src/out/json.c \
	src/out/out.c \
	src/out/out-private.h \
	src/out/table.c \
	src/out/text.c
