# SPDX-License-Identifier: GPL-2.0-or-later
# One program a room; each runs one cmocka group, because TAP has one plan.
UNIT_TESTS = \
	test-channel \
	test-out \
	test-scmi-roundtrip \
	test-scmi-tables \
	test-scmi-text \
	test-scmi-vectors

check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS)

test_out_SOURCES = tests/unit/test-out.c
test_out_LDADD = $(UNIT_LDADD)

test_channel_SOURCES = tests/unit/test-channel.c
test_channel_LDADD = $(UNIT_LDADD)

if HAVE_SIM
check_PROGRAMS += test-fault test-sim test-vhost-user
TESTS += test-fault test-sim test-vhost-user
test_fault_SOURCES = tests/unit/test-fault.c
test_fault_LDADD = $(UNIT_LDADD)
test_vhost_user_SOURCES = tests/unit/test-vhost-user.c
test_vhost_user_LDADD = $(UNIT_LDADD)
test_sim_SOURCES = tests/unit/test-sim.c
test_sim_LDADD = $(UNIT_LDADD)
endif

test_scmi_roundtrip_SOURCES = tests/unit/test-scmi-roundtrip.c tests/unit/scmi-each.h
test_scmi_roundtrip_LDADD = $(UNIT_LDADD)

test_scmi_tables_SOURCES = tests/unit/test-scmi-tables.c tests/unit/scmi-each.h
test_scmi_tables_LDADD = $(UNIT_LDADD)

test_scmi_text_SOURCES = tests/unit/test-scmi-text.c
test_scmi_text_LDADD = $(UNIT_LDADD)

test_scmi_vectors_SOURCES = tests/unit/test-scmi-vectors.c
test_scmi_vectors_LDADD = $(UNIT_LDADD)
EXTRA_DIST += tests/data/vectors.txt tests/data/vectors-bad.txt
EXTRA_DIST += tests/data/platform-draft.json tests/data/platform-old.json \
	tests/data/platform-slow.json
