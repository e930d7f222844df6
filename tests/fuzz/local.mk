# SPDX-License-Identifier: GPL-2.0-or-later
# The targets of libFuzzer, linked with a plain main that runs the corpus. Fuzzing: tests/fuzz/run.
FUZZ_TESTS = \
	fuzz-arg \
	fuzz-decode \
	fuzz-hex

check_PROGRAMS += $(FUZZ_TESTS)
TESTS += $(FUZZ_TESTS)
EXTRA_DIST += tests/fuzz/corpus tests/fuzz/run

FUZZ_REPLAY = tests/fuzz/replay.c tests/fuzz/fuzz.h

fuzz_arg_SOURCES = tests/fuzz/fuzz-arg.c $(FUZZ_REPLAY)
fuzz_arg_LDADD = libscmictl.a

fuzz_decode_SOURCES = tests/fuzz/fuzz-decode.c $(FUZZ_REPLAY)
fuzz_decode_LDADD = libscmictl.a

fuzz_hex_SOURCES = tests/fuzz/fuzz-hex.c $(FUZZ_REPLAY)
fuzz_hex_LDADD = libscmictl.a
