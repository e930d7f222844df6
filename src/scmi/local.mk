# SPDX-License-Identifier: GPL-2.0-or-later
libscmictl_a_SOURCES += \
	src/scmi/arg.c \
	src/scmi/build.c \
	src/scmi/build.h \
	src/scmi/codec.h \
	src/scmi/decode.c \
	src/scmi/decoded.c \
	src/scmi/encode.c \
	src/scmi/find.c \
	src/scmi/header.c \
	src/scmi/hex.c \
	src/scmi/read.c \
	src/scmi/read.h \
	src/scmi/status.c \
	src/scmi/units.c \
	src/scmi/value.c
libscmictl_a_SOURCES += \
	src/scmi/nxp.h \
	src/scmi/proto-arm-apcore.c \
	src/scmi/proto-base.c \
	src/scmi/proto-clock.c \
	src/scmi/proto-common.c \
	src/scmi/proto-nxp-bbm.c \
	src/scmi/proto-nxp-cpu.c \
	src/scmi/proto-nxp-fusa.c \
	src/scmi/proto-nxp-lmm.c \
	src/scmi/proto-nxp-misc.c \
	src/scmi/proto-perf.c \
	src/scmi/proto-pinctrl.c \
	src/scmi/proto-power.c \
	src/scmi/proto-powercap.c \
	src/scmi/proto-qcom.c \
	src/scmi/proto-reset.c \
	src/scmi/proto-sensor.c \
	src/scmi/proto-system.c \
	src/scmi/proto-telemetry.c \
	src/scmi/proto-voltage.c \
	src/scmi/protocols.c \
	src/scmi/tables.h
