# SPDX-License-Identifier: GPL-2.0-or-later
#
# build-kernel and its cache, on a source archive that only looks like Linux.
#
# shellcheck disable=SC2016 # make expands it

bats_require_minimum_version 1.5.0

BUILD=$BATS_TEST_DIRNAME/build-kernel

# source_archive [LOST-OPTION]: takes as long to build as the file "delay" says
source_archive() {
    local tree=$BATS_TEST_TMPDIR/tree
    mkdir -p "$tree/linux-fake"
    printf '%s\n' 'allnoconfig:' \
        "	grep -v '^CONFIG_$1=' \$(KCONFIG_ALLCONFIG) >.config" \
        'linux:' \
        '	echo started >>$(LOG)' \
        '	sleep $(DELAY)' \
        '	printf "\#!/bin/sh\necho 6.12.0-fake\n" >linux' \
        '	chmod +x linux' \
        '	touch System.map' >"$tree/linux-fake/Makefile"
    KERNEL_SOURCE=$BATS_TEST_TMPDIR/linux.tar.xz
    tar -cJf "$KERNEL_SOURCE" -C "$tree" linux-fake
    export KERNEL_SOURCE
}

setup() {
    export XDG_CACHE_HOME=$BATS_TEST_TMPDIR/cache LOG=$BATS_TEST_TMPDIR/log DELAY=0
    source_archive NONE
}

# The finished kernels in the cache, and nothing half done.
entries() {
    (cd "$XDG_CACHE_HOME/scmictl" && ls -d kernel-*/ build-*/ 2>/dev/null) || :
}

@test "builds once, prints the path alone, then finds it again" {
    run -0 --separate-stderr "$BUILD"
    [ -x "$output" ]
    [[ $output == "$XDG_CACHE_HOME"/scmictl/kernel-*/linux ]]
    [ "$("$output")" = 6.12.0-fake ]
    first=$output
    run -0 --separate-stderr "$BUILD"
    [ "$output" = "$first" ]
    [ -z "$stderr" ]
    [ "$(wc -l <"$LOG")" -eq 1 ]
}

@test "another source is another kernel" {
    run -0 --separate-stderr "$BUILD"
    first=$output
    source_archive OTHER
    run -0 --separate-stderr "$BUILD"
    [ "$output" != "$first" ]
    [ "$(wc -l <"$LOG")" -eq 2 ]
}

@test "an option that Kconfig drops is named, and nothing is cached" {
    source_archive ARM_SCMI_PROTOCOL
    run -1 --separate-stderr "$BUILD"
    [ -z "$output" ]
    [[ $stderr == *"did not keep: CONFIG_ARM_SCMI_PROTOCOL"* ]]
    [ -z "$(entries)" ]
}

@test "a build that fails shows its end, and nothing is cached" {
    DELAY=nonsense run -1 --separate-stderr "$BUILD"
    [[ $stderr == *"invalid time interval"*"failed: make"* ]]
    [ -z "$(entries)" ]
}

@test "an interrupted build ends at once and leaves nothing" {
    DELAY=30 "$BUILD" 3>&- &
    until [ -s "$LOG" ]; do sleep 0.05; done
    SECONDS=0
    kill -TERM $!
    rc=0
    wait $! || rc=$?
    [ "$rc" -eq 143 ]
    ((SECONDS < 5))
    [ -z "$(entries)" ]
    run ! pgrep -f "$XDG_CACHE_HOME"
}

@test "a killed build is not mistaken for a kernel, and the next one cleans up" {
    DELAY=2 "$BUILD" 3>&- &
    until [ -s "$LOG" ]; do sleep 0.05; done
    kill -KILL $!
    wait $! || :
    [[ $(entries) == build-* ]]
    run -0 --separate-stderr "$BUILD"
    [ -x "$output" ]
    [[ $(entries) == kernel-* ]]
}

@test "two at a time build once" {
    DELAY=1 "$BUILD" >"$BATS_TEST_TMPDIR/one" 3>&- &
    DELAY=1 run -0 --separate-stderr "$BUILD"
    wait $!
    [ "$output" = "$(cat "$BATS_TEST_TMPDIR/one")" ]
    [ "$(wc -l <"$LOG")" -eq 1 ]
}
