# SPDX-License-Identifier: GPL-2.0-or-later
# One program a room; each runs one cmocka group, because TAP has one plan.
UNIT_TESTS = \
	test-out

check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS)

test_out_SOURCES = tests/unit/test-out.c
test_out_LDADD = $(UNIT_LDADD)
