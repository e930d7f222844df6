# SPDX-License-Identifier: GPL-2.0-or-later
# "make bench" boots the test kernel; it is not part of "make check".
EXTRA_PROGRAMS = raw-loop
raw_loop_SOURCES = tests/bench/raw-loop.c
EXTRA_DIST += tests/bench/rate
CLEANFILES += raw-loop$(EXEEXT)

.PHONY: bench
bench: scmictl$(EXEEXT) raw-loop$(EXEEXT)
	SCMICTL='$(abs_top_builddir)/scmictl' BUILDDIR='$(abs_top_builddir)' \
		$(srcdir)/tests/bench/rate
