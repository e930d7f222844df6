# SPDX-License-Identifier: GPL-2.0-or-later
#
# The harness itself: what happens in the guest arrives outside as it was, and
# nothing that goes wrong there passes.
#
# shellcheck disable=SC2016 # what stands in single quotes expands in the guest

bats_require_minimum_version 1.5.0

setup_file() {
    KERNEL=$("$BATS_TEST_DIRNAME/build-kernel")
    export KERNEL
}

# guest [OPTION...] -- COMMAND...
guest() {
    "$BATS_TEST_DIRNAME/run" --kernel "$KERNEL" "$@"
}

# failed TEXT: the last run was a failure of the harness that says TEXT.
failed() {
    [ "$status" -eq 125 ]
    [[ $stderr == *"run: "*"$1"* ]]
}

# No process may live on that knows this test's temporary directory.
no_leftovers() {
    [ -z "$(ls -A "$TMPDIR")" ]
    ! grep -aqF "$TMPDIR" /proc/[0-9]*/cmdline
}

setup() {
    TMPDIR=$(mktemp -d "$BATS_TEST_TMPDIR/t.XXXX")
    export TMPDIR
}

all_bytes() {
    for ((i = 0; i < 256; i++)); do printf '%b' "\x$(printf %02x "$i")"; done
}

@test "stdout, stderr and exit status come back as they were" {
    all_bytes >"$BATS_TEST_TMPDIR/bytes"
    guest --no-platform -- bash -c '
        cat "$1"
        head -c 300000 /dev/zero
        printf "no newline at the end"
        printf "to\0stderr" >&2
        exit 7' - "$BATS_TEST_TMPDIR/bytes" \
        >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" || rc=$?
    [ "$rc" -eq 7 ]
    {
        all_bytes
        head -c 300000 /dev/zero
        printf "no newline at the end"
    } | cmp - "$BATS_TEST_TMPDIR/out"
    printf 'to\0stderr' | cmp - "$BATS_TEST_TMPDIR/err"
    no_leftovers
}

@test "arguments, directory and chosen variables reach the command, others do not" {
    cd "$BATS_TEST_TMPDIR"
    export SCMICTL="a 'quoted' \$value" NOT_LISTED=1 LISTED=2
    run -0 --separate-stderr guest --no-platform --env LISTED --env "GIVEN=x y" -- \
        sh -c 'printf "<%s>" "$PWD" "$SCMICTL" "$NOT_LISTED" "$LISTED" "$GIVEN" "$@"' \
        - "two words" '*' ""
    [ "$output" = "<$BATS_TEST_TMPDIR><a 'quoted' \$value><><2><x y><two words><*><>" ]
    [ -z "$stderr" ]
}

@test "a command killed by a signal shows as 128 and the signal" {
    run -139 --separate-stderr guest --no-platform -- sh -c 'kill -SEGV $$'
}

@test "a command that is not there shows as 127" {
    run -127 --separate-stderr guest --no-platform -- no-such-command
    [[ $stderr == *no-such-command* ]]
}

@test "the guest cannot change the host, but for what --dir allows" {
    mkdir "$BATS_TEST_TMPDIR/open" "$BATS_TEST_TMPDIR/closed"
    run -0 --separate-stderr guest --no-platform --dir "$BATS_TEST_TMPDIR/open" -- \
        sh -c 'cd "$1" && echo from-guest >open/file && echo x >closed/file &&
            cat closed/file && ! touch /file && { touch "$2/file" || :; }' \
        - "$BATS_TEST_TMPDIR" "$BATS_TEST_DIRNAME"
    [ "$output" = x ]
    [ ! -e "$BATS_TEST_DIRNAME/file" ]
    [ "$(cat "$BATS_TEST_TMPDIR/open/file")" = from-guest ]
    [ ! -e "$BATS_TEST_TMPDIR/closed/file" ]
}

@test "the clock runs at the speed of the wall clock" {
    before=$(date +%s%N)
    run -0 --separate-stderr guest --no-platform -- \
        sh -c 'date +%s%N; sleep 1; date +%s%N'
    after=$(date +%s%N)
    start=${lines[0]} end=${lines[1]}
    ((before < start && end < after))
    ((end - start >= 1000000000 && end - start < 3000000000))
}

@test "a boot takes less than two seconds" {
    # The best of some: the machine may be busy with other tests.
    for ((i = 0; i < 5; i++)); do
        before=$(date +%s%N)
        guest -- true
        (($(date +%s%N) - before > 2000000000)) || return 0
    done
    return 1
}

@test "a panic is a failure, and its console is shown" {
    run --separate-stderr guest -- sh -c 'echo before; echo c >/proc/sysrq-trigger; sleep 9'
    failed "ended without a result"
    [[ $stderr == *"Kernel panic"*"sysrq triggered crash"* ]]
    no_leftovers
}

@test "a guest that powers off without a result is a failure" {
    run --separate-stderr guest --no-platform -- sh -c 'echo o >/proc/sysrq-trigger; sleep 9'
    failed "ended without a result"
}

@test "a killed guest is a failure" {
    mkdir "$BATS_TEST_TMPDIR/dir"
    (
        until [ -e "$BATS_TEST_TMPDIR/dir/started" ]; do sleep 0.05; done
        pkill -KILL -of "SCMI_GUEST=$TMPDIR/"
    ) 3>&- &
    run --separate-stderr guest --no-platform --dir "$BATS_TEST_TMPDIR/dir" -- \
        sh -c 'touch "$0/dir/started" && sleep 20' "$BATS_TEST_TMPDIR"
    failed "ended without a result"
    no_leftovers
}

@test "a hang is a failure within the time-out" {
    SECONDS=0
    run --separate-stderr guest --timeout 3 -- sh -c 'echo partial; sleep 60'
    failed "no result after 3 s"
    [ "$output" = partial ]
    ((SECONDS < 10))
    no_leftovers
}

@test "a kernel that does not boot is a failure" {
    run --separate-stderr guest --no-platform --append rootfstype=ext4 -- true
    failed "did not boot"
    [[ $stderr == *"Kernel panic"* ]]

    run --separate-stderr "$BATS_TEST_DIRNAME/run" --kernel /bin/false --no-platform -- true
    failed "did not boot"
}

@test "a platform that dies is a failure, with the guest still running or not" {
    SECONDS=0
    run --separate-stderr guest --platform \
        "sh -c '(sleep 1; kill -9 \$\$) & exec $BATS_TEST_DIRNAME/peer.py {}'" -- sleep 20
    ((SECONDS < 15))
    failed "the platform ended (status -9)"
    no_leftovers

    run --separate-stderr guest --platform "false {}" -- true
    failed "the platform ended before it listened (status 1)"

    # One that fails when it is told to end.
    echo 'trap "kill \$pid; exit 3" TERM; "$@" & pid=$!; wait' >"$BATS_TEST_TMPDIR/unhappy"
    run --separate-stderr guest --platform \
        "sh $BATS_TEST_TMPDIR/unhappy $BATS_TEST_DIRNAME/peer.py {}" -- echo fine
    failed "the platform failed (status 3)"
    no_leftovers
}

@test "what is missing is named" {
    run --separate-stderr guest --kernel /nowhere/linux --no-platform -- true
    failed "no kernel at /nowhere/linux"
    run --separate-stderr guest --no-platform --dtb /nowhere/dtb -- true
    failed "no device tree at /nowhere/dtb"
    run --separate-stderr guest --no-platform --dts /nowhere/dts -- true
    failed "dtc cannot compile /nowhere/dts"
    run --separate-stderr guest --sock /nowhere/sock -- true
    failed "no socket at /nowhere/sock"
    run --separate-stderr guest --no-platform --dir /nowhere -- true
    failed "no directory /nowhere"
    KERNEL_SOURCE=/nowhere/linux.tar.xz run -1 --separate-stderr \
        "$BATS_TEST_DIRNAME/build-kernel"
    [[ $stderr == *"no kernel source at /nowhere/linux.tar.xz"* ]]
    no_leftovers
}

@test "TERM ends everything" {
    "$BATS_TEST_DIRNAME/run" --kernel "$KERNEL" -- sleep 20 3>&- &
    until pgrep -f "SCMI_GUEST=$TMPDIR/" >/dev/null; do sleep 0.05; done
    sleep 0.5
    kill -TERM $!
    rc=0
    wait $! || rc=$?
    [ "$rc" -eq 143 ]
    no_leftovers
}

@test "KILL ends everything but the temporary directory" {
    "$BATS_TEST_DIRNAME/run" --kernel "$KERNEL" -- sleep 20 3>&- &
    until pgrep -f "SCMI_GUEST=$TMPDIR/" >/dev/null; do sleep 0.05; done
    kill -KILL $!
    wait $! || :
    for ((i = 0; i < 40; i++)); do
        grep -aqF "$TMPDIR" /proc/[0-9]*/cmdline || return 0
        sleep 0.05
    done
    return 1
}

@test "bats works in the guest, and a failing test is seen" {
    # The outer bats would take a line that begins with @test for its own.
    printf '@%s\n' 'test "good" { run true; [ "$status" -eq 0 ]; cat <(echo); }' \
        'test "bad" { [ "$BAD" != yes ]; }' >"$BATS_TEST_TMPDIR/inner.bats"
    run -0 --separate-stderr guest --no-platform -- bats --tap "$BATS_TEST_TMPDIR/inner.bats"
    [ "$output" = $'1..2\nok 1 good\nok 2 bad' ]
    run -1 --separate-stderr guest --no-platform --env BAD=yes -- \
        bats --tap "$BATS_TEST_TMPDIR/inner.bats"
    [[ $output == *"not ok 2 bad"* ]]
}

@test "without a platform there is debugfs but no SCMI" {
    run -0 --separate-stderr guest --no-platform -- \
        sh -c 'ls -d /sys/kernel/debug/clk /proc/self /dev/fd/0; ls /sys/kernel/debug/scmi'
    [ "${#lines[@]}" -eq 3 ]
}

@test "what still runs in the guest does not keep it from ending" {
    guest -- sh -c 'cat /sys/kernel/debug/scmi/0/raw/notification & sleep 99 & sleep 0.5'
}

@test "a locked down kernel closes debugfs" {
    run -1 --separate-stderr guest --append lockdown=confidentiality -- \
        cat /sys/kernel/debug/scmi/0/raw/message
    [[ $stderr == *"Operation not permitted"* ]]
}
