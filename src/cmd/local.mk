# SPDX-License-Identifier: GPL-2.0-or-later
libscmictl_a_SOURCES += \
	src/cmd/ask.c \
	src/cmd/ask.h \
	src/cmd/commands.c \
	src/cmd/commands.h \
	src/cmd/complete.c \
	src/cmd/decode.c \
	src/cmd/describe.c \
	src/cmd/encode.c \
	src/cmd/env.c \
	src/cmd/help.c \
	src/cmd/identity.c \
	src/cmd/list.c \
	src/cmd/option.c \
	src/cmd/private.h \
	src/cmd/raw.c \
	src/cmd/send-message.c \
	src/cmd/send-show.c \
	src/cmd/send-stat.c \
	src/cmd/send.c \
	src/cmd/send.h \
	src/cmd/show.c \
	src/cmd/show.h
if HAVE_SIM
libscmictl_a_SOURCES += src/cmd/sim.c
endif
