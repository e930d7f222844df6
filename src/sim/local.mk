# SPDX-License-Identifier: GPL-2.0-or-later
if HAVE_SIM
libscmictl_a_SOURCES += \
	src/sim/base.c \
	src/sim/clock.c \
	src/sim/command.c \
	src/sim/event.c \
	src/sim/fastchannel.c \
	src/sim/fault-load.c \
	src/sim/fault-table.c \
	src/sim/fault.c \
	src/sim/fault.h \
	src/sim/keys.c \
	src/sim/load.c \
	src/sim/locate.c \
	src/sim/log.c \
	src/sim/perf.c \
	src/sim/pinctrl.c \
	src/sim/platform.c \
	src/sim/platform.h \
	src/sim/power.c \
	src/sim/powercap.c \
	src/sim/quantity.c \
	src/sim/reset.c \
	src/sim/sensor.c \
	src/sim/system.c \
	src/sim/vhost-user-serve.c \
	src/sim/vhost-user.c \
	src/sim/vhost-user.h \
	src/sim/virtqueue.c \
	src/sim/virtqueue.h \
	src/sim/voltage.c
nodist_libscmictl_a_SOURCES = src/sim/platform-default.c
endif

# The built-in platform: its description as the C string that sim_builtin() returns.
EXTRA_DIST += src/sim/platform-default.json
CLEANFILES += src/sim/platform-default.c

src/sim/platform-default.c: src/sim/platform-default.json
	$(AM_V_GEN)$(MKDIR_P) src/sim && { \
		echo '#include <scmictl/sim.h>' && \
		echo 'const char *sim_builtin(void)' && \
		echo '{' && \
		echo 'return ""' && \
		sed -e 's/[\\"]/\\&/g' -e 's/^/"/' -e 's/$$/\\n"/' \
			$(srcdir)/src/sim/platform-default.json && \
		echo ';' && \
		echo '}'; \
	} > $@.tmp && mv $@.tmp $@
