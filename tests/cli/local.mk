# SPDX-License-Identifier: GPL-2.0-or-later
CLI_TESTS = \
	tests/cli/completion.bats \
	tests/cli/decode.bats \
	tests/cli/encode.bats \
	tests/cli/faults.bats \
	tests/cli/list.bats \
	tests/cli/raw.bats \
	tests/cli/scmictl.bats \
	tests/cli/send.bats \
	tests/cli/sim.bats

EXTRA_DIST += $(CLI_TESTS) tests/cli/common.bash tests/cli/complete-zsh.py
if HAVE_BATS
TESTS += $(CLI_TESTS)
endif

EXTRA_DIST += tests/data/platform-mute.json tests/data/sysroot-uml-6.12
