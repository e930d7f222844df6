# SPDX-License-Identifier: GPL-2.0-or-later
libscmictl_a_SOURCES += \
	src/sys/choose.c \
	src/sys/debugfs.c \
	src/sys/devicetree.c \
	src/sys/instances.c \
	src/sys/private.h \
	src/sys/read.c \
	src/sys/walk.c
