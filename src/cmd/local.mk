# SPDX-License-Identifier: GPL-2.0-or-later
libscmictl_a_SOURCES += \
	src/cmd/commands.c \
	src/cmd/commands.h \
	src/cmd/complete.c \
	src/cmd/env.c \
	src/cmd/help.c \
	src/cmd/option.c \
	src/cmd/private.h
