# SPDX-License-Identifier: GPL-2.0-or-later
libscmictl_a_SOURCES += \
	src/channel/backend.h \
	src/channel/exchange.c \
	src/channel/guard.c \
	src/channel/guard.h \
	src/channel/open.c \
	src/channel/queue.c \
	src/channel/raw.c \
	src/channel/tokens.c \
	src/channel/turn.c \
	src/channel/watchdog.c \
	src/channel/watchdog.h
if HAVE_SIM
libscmictl_a_SOURCES += src/channel/sim.c
endif
