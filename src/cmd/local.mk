# SPDX-License-Identifier: GPL-2.0-or-later
libscmictl_a_SOURCES += \
	src/cmd/commands.c \
	src/cmd/commands.h \
	src/cmd/complete.c \
	src/cmd/decode.c \
	src/cmd/describe.c \
	src/cmd/encode.c \
	src/cmd/env.c \
	src/cmd/help.c \
	src/cmd/identity.c \
	src/cmd/option.c \
	src/cmd/private.h \
	src/cmd/show.c \
	src/cmd/show.h
