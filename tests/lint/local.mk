# SPDX-License-Identifier: GPL-2.0-or-later
LINT_TESTS = \
	tests/lint/lint.bats

EXTRA_DIST += $(LINT_TESTS)
if HAVE_BATS
TESTS += $(LINT_TESTS)
endif
