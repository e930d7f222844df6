# SPDX-License-Identifier: GPL-2.0-or-later
#
# scmictl sim serve as a process; what it says to front ends is tested in tests/unit and
# tests/kernel.

load common

setup() {
    needs_sim
    socket=$BATS_TEST_TMPDIR/scmi
}

# serve ARGS...: start it in the background and wait for its socket.
serve() {
    "$SCMICTL" sim serve --vhost-user "$socket" "$@" 3>&- 2>"$BATS_TEST_TMPDIR/err" &
    pid=$!
    for ((i = 0; i < 500; i++)); do
        [ ! -S "$socket" ] || return 0
        kill -0 "$pid" || { cat "$BATS_TEST_TMPDIR/err"; return 1; }
        sleep 0.01
    done
    return 1
}

# end SIGNAL: its exit status in $status
end() {
    kill "-$1" "$pid"
    status=0
    wait "$pid" || status=$?
}

@test "signals end it with status 0 and without a trace" {
    for signal in TERM HUP; do
        serve
        equal "$(stat -c %a "$socket")" 600
        end $signal
        equal "$status" 0
        [ ! -e "$socket" ]
        equal "$(cat "$BATS_TEST_TMPDIR/err")" ""
    done
    # A shell's background jobs ignore SIGINT.
    run timeout --foreground --preserve-status -s INT 1 "$SCMICTL" sim serve --vhost-user "$socket"
    equal "$status" 0
    equal "$output" ""
    [ ! -e "$socket" ]
}

@test "each message and event is logged as a line of JSON" {
    log=$BATS_TEST_TMPDIR/log
    serve --log "$log"
    python3 - "$socket" <<'END'
import socket, struct, sys
s = socket.socket(socket.AF_UNIX)
s.connect(sys.argv[1])
s.sendall(struct.pack("=III", 1, 1, 0))
assert struct.unpack("=IIIQ", s.recv(20)) == (1, 5, 8, 1 << 32 | 1 << 30 | 1)
END
    end TERM
    equal "$status" 0
    jq -es '[.[].event] == ["listen", "connect", "disconnect"] and
        all(.type == "event" and .agent == 1 and .time > 0) and .[0].detail != null' "$log"
}

@test "a platform of one's own" {
    serve "$SRCDIR/tests/data/platform-old.json"
    end TERM
    equal "$status" 0
    echo '{' >"$BATS_TEST_TMPDIR/bad.json"
    scmictl sim serve --vhost-user "$socket" "$BATS_TEST_TMPDIR/bad.json"
    expect 6
    matches "$errors" 'bad.json'
    [ ! -e "$socket" ]
    scmictl sim serve --vhost-user "$socket" /nowhere.json
    expect 6
}

@test "a socket that is taken, no socket, or impossible" {
    serve
    scmictl sim serve --vhost-user "$socket"
    expect 3
    matches "$errors" 'serves this socket already'
    end TERM
    echo precious >"$socket"
    scmictl sim serve --vhost-user "$socket"
    expect 3
    matches "$errors" 'is no socket'
    equal "$(cat "$socket")" precious
    scmictl sim serve --vhost-user "$BATS_TEST_TMPDIR/$(printf 'x%.0s' {1..120})"
    expect 2
    scmictl sim serve --vhost-user /nowhere/socket
    expect 3
    scmictl sim serve --vhost-user "$socket-2" --log /nowhere/log
    expect 3
    [ ! -e "$socket-2" ]
}

@test "usage" {
    scmictl sim serve
    expect 2
    matches "$errors" 'needs --vhost-user'
    scmictl sim serve --vhost-user a --vhost-user a
    expect 2
    scmictl sim serve --vhost-user a b c
    expect 2
    # shellcheck disable=SC2046 # words
    scmictl sim serve $(printf -- '--vhost-user s%d ' {1..9})
    expect 2
    matches "$errors" '9 sockets for [0-9] agents'
}
