# SPDX-License-Identifier: GPL-2.0-or-later
libscmictl_a_SOURCES += \
	src/scmi/header.c
libscmictl_a_SOURCES += \
	src/scmi/proto-base.c \
	src/scmi/proto-clock.c \
	src/scmi/proto-common.c \
	src/scmi/protocols.c \
	src/scmi/tables.h
