# SPDX-License-Identifier: GPL-2.0-or-later
#
# scmictl when the platform does wrong. Runs in the guest, on peer.py, with a kernel that
# waits 200 ms for an answer (scmictl-misbehaviour.guest).

load ../cli/common

# provoke NUMBER PAYLOAD OPTIONS...: a message that is answered wrong (README.md).
provoke() {
    local number=$1 payload=$2
    shift 2
    scmictl send -J "$@" 0xe0 "$number" --hex "$payload"
}

holds() {
    jq -e "$1" <<<"$output" >/dev/null || { jq . <<<"$output"; return 1; }
}

# After anything, the next exchange is sound.
teardown() {
    for ((i = 0; i < 3; i++)); do
        "$SCMICTL" send -J clock rate_get clock_id=0 |
            jq -e '.outcome == "ok" and .late == [] and .response.fields.rate == 48000000'
    done
}

@test "no answer: exit status 5 and outcome timeout" {
    provoke 5 ""
    expect 5
    holds '.outcome == "timeout" and .response == null and .latency_us == null'
    scmictl send 0xe0 5 --hex ""
    expect 5
    # shellcheck disable=SC2154 # set by scmictl()
    equal "$(grep -vc '^hint:' <<<"$errors")" 1
    # Not as long as the default of VirtIO would have been.
    SECONDS=0
    provoke 5 "" --timeout 100
    expect 5
    ((SECONDS < 2))
}

@test "a late answer is shown with the time-out that it is late for" {
    provoke 4 f4010000 --timeout 1000
    expect 5
    holds '.outcome == "timeout" and (.late | length) == 1 and (.late[0] | .ours and
        .queue == "errors" and .protocol == 224 and .message == 4 and
        .after_us > 490000 and .after_us < 1000000)'
    scmictl send --timeout 1000 0xe0 4 --hex f4010000
    expect 5
    matches "$output" 'in raw/errors: protocol 0xe0 message 0x04'
}

@test "a late answer from before is not taken for the next one's" {
    provoke 4 f4010000 --timeout 250
    expect 5
    sleep 0.5
    provoke 3 01020304
    expect 0
    holds '.response.hex[16:] == "01020304"'
}

@test "an answer with another token is not ours" {
    provoke 6 01000000
    expect 5
    holds '.outcome == "timeout" and (.late | length) == 1 and (.late[0].ours | not)'
}

@test "an error status: exit status 4, named" {
    provoke 7 fdffffff
    expect 4
    holds '.outcome == "error" and .response.status == -3 and .response.status_name == "DENIED"'
    provoke 7 38ffffff
    expect 4
    holds '.response.status == -200 and .response.status_name == "VENDOR"'
    provoke 7 2a000000
    holds '.response.status == 42 and .response.status_name == "INVALID"'
    scmictl send --expect DENIED 0xe0 7 --hex fdffffff
    expect 0
}

@test "a short answer has problems, not zeroes" {
    # --fault clock:6,when=01000000,length=6 and clock:6,when=02000000,length=14
    for id in 1 2; do
        scmictl send -J clock rate_get clock_id=$id
        holds '.response.problems != [] and .response.fields.rate == null'
    done
}

@test "an answer twice: the second is shown as stray, and not taken later" {
    provoke 10 ""
    expect 0
    provoke 3 05060708
    expect 0
    holds '.response.hex[16:] == "05060708"'
}

@test "a wrong message type is no answer" {
    provoke 11 01000000
    expect 5
    provoke 11 03000000
    expect 5
}

@test "garbage as notification does not disturb" {
    provoke 9 005300
    expect 0
    provoke 9 0053000001
    expect 0
}

@test "a delayed response: on time, late, never, and before the answer" {
    provoke 12 14000000 --async
    expect 0
    holds '.outcome == "ok" and .delayed.status == 0 and .delayed_latency_us >= 20000'
    provoke 12 90010000 --async
    expect 0
    holds '.outcome == "ok" and .delayed_latency_us >= 400000'
    provoke 13 "" --async
    expect 5
    holds '.outcome == "no-delayed" and .response.status == 0 and .delayed == null'
    sleep 1
    provoke 14 "" --async
    expect 0
    holds '.outcome == "ok" and .delayed.status == 0'
}

@test "a delayed response that was not waited for is not the next one's" {
    provoke 12 32000000
    expect 0
    sleep 0.1
    provoke 12 14000000 --async
    expect 0
    holds '.delayed.hex[16:] == "14000000"'
}

@test "count goes on after time-outs and says how many" {
    # --fault clock:6,when=03000000,silent,skip=5,count=2
    scmictl send -J --count 20 --timeout 100 clock rate_get clock_id=3
    equal "$(jq -rs '[.[] | select(.outcome == "timeout")] | length' <<<"$output")" 2
    equal "$(jq -rs '[.[] | select(.outcome == "ok")] | length' <<<"$output")" 18
    expect 5
}

@test "Ctrl-C while waiting ends at once: exit status 130" {
    rc=0
    timeout -s INT 1 "$SCMICTL" send --async --timeout 5000 0xe0 13 --hex "" 2>/dev/null || rc=$?
    # timeout itself says 124 when it had to step in; the command's own status is lost.
    [ "$rc" -eq 124 ] || [ "$rc" -eq 130 ]
    sleep 2
}
