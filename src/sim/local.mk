# SPDX-License-Identifier: GPL-2.0-or-later
if HAVE_SIM
libscmictl_a_SOURCES += \
	src/sim/log.c \
	src/sim/vhost-user-serve.c \
	src/sim/vhost-user.c \
	src/sim/vhost-user.h \
	src/sim/virtqueue.c \
	src/sim/virtqueue.h
endif
