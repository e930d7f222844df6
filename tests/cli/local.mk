# SPDX-License-Identifier: GPL-2.0-or-later
CLI_TESTS = \
	tests/cli/completion.bats \
	tests/cli/decode.bats \
	tests/cli/encode.bats \
	tests/cli/scmictl.bats

EXTRA_DIST += $(CLI_TESTS) tests/cli/common.bash tests/cli/complete-zsh.py
if HAVE_BATS
TESTS += $(CLI_TESTS)
endif
