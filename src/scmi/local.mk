# SPDX-License-Identifier: GPL-2.0-or-later
libscmictl_a_SOURCES += \
	src/scmi/header.c
libscmictl_a_SOURCES += \
	src/scmi/proto-base.c \
	src/scmi/proto-clock.c \
	src/scmi/proto-common.c \
	src/scmi/proto-perf.c \
	src/scmi/proto-pinctrl.c \
	src/scmi/proto-power.c \
	src/scmi/proto-powercap.c \
	src/scmi/proto-reset.c \
	src/scmi/proto-sensor.c \
	src/scmi/proto-system.c \
	src/scmi/proto-voltage.c \
	src/scmi/protocols.c \
	src/scmi/tables.h
