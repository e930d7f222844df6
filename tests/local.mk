# SPDX-License-Identifier: GPL-2.0-or-later
# Every test speaks TAP, so that each case counts, not each file. A case that hangs has failed.
TEST_EXTENSIONS = .bats
TAP_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh --merge
LOG_DRIVER = $(TAP_DRIVER)
BATS_LOG_DRIVER = $(TAP_DRIVER)
BATS_LOG_COMPILER = $(BATS)
AM_BATS_LOG_FLAGS = --tap

AM_TESTS_ENVIRONMENT = \
	export LC_ALL=C TZ=UTC TERM=dumb NO_COLOR=1; \
	export CMOCKA_MESSAGE_OUTPUT=TAP BATS_TEST_TIMEOUT=600; \
	export SCMICTL='$(abs_top_builddir)/scmictl' SRCDIR='$(abs_top_srcdir)' \
		BUILDDIR='$(abs_top_builddir)';

UNIT_LDADD = libscmictl.a $(SMARTCOLS_LIBS) $(JSON_C_LIBS) $(CMOCKA_LIBS)

if HAVE_CMOCKA
include tests/unit/local.mk
endif
include tests/fuzz/local.mk
include tests/bench/local.mk
include tests/cli/local.mk
include tests/lint/local.mk
include tests/kernel/local.mk

# Boots a real kernel: minutes for its first build, so apart from "make check".
check-kernel: all
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(KERNEL_TESTS)'

.PHONY: check-kernel
