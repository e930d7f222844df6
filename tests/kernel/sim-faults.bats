# SPDX-License-Identifier: GPL-2.0-or-later
#
# scmictl on the faults of the simulated platform. Runs in the guest, with a kernel that waits
# 200 ms for an answer; which message has which fault stands in scmictl-sim-faults.guest. Messages
# 0x40 and up do not exist: their answer would be NOT_SUPPORTED, and nobody else sends them.

load ../cli/common

faulty() {
    scmictl send -J "$@"
}

holds() {
    jq -e "$1" <<<"$output" >/dev/null || { jq . <<<"$output"; return 1; }
}

# applied FAULT FILTER: what the platform's own log has of this fault and the token of $output, or
# of messages that were dropped.
applied() {
    local token
    token=$(jq -s 'map(.token | numbers) | last' <<<"$output")
    # The guest would go on seeing the file as it was when it was first read.
    echo 3 >/proc/sys/vm/drop_caches
    jq -es --argjson token "$token" --arg fault "$1" 'map(select(.fault == $fault and
        (.token == null or .token == $token or .token == $token + 1))) | '"$2" \
        "$SIM_LOG" >/dev/null || { grep '"fault":"' "$SIM_LOG" | tail -n 5; return 1; }
}

# After anything, the next exchange is sound.
teardown() {
    for ((i = 0; i < 3; i++)); do
        "$SCMICTL" send -J clock rate_get clock_id=0 |
            jq -e '.outcome == "ok" and .late == [] and .response.fields.rate == 24000000'
    done
}

@test "lost: no answer" {
    faulty clock 0x40 --hex "" --timeout 300
    expect 5
    holds '.outcome == "timeout" and .response == null and .late == []'
    applied lost 'length == 1 and .[0].event == "drop"'
}

@test "late: the answer comes after the kernel has given up, and says so" {
    faulty clock 0x41 --hex "" --timeout 1000
    expect 5
    holds '.outcome == "timeout" and (.late | length) == 1 and (.late[0] | .ours and
        .queue == "errors" and .after_us > 490000 and .after_us < 1000000)'
    matches "$errors" 'after the kernel had given up'
    applied late 'length == 1 and .[0].status_name == "NOT_SUPPORTED"'
}

@test "wrong token: not ours" {
    faulty clock 0x42 --hex "" --timeout 400
    expect 5
    holds '.token as $token | .outcome == "timeout" and (.late | length) == 1 and
        (.late[0] | .token == $token + 1 and (.ours | not))'
    applied wrong-token 'length == 1 and .[0].token == $token + 1'
}

@test "wrong type: a delayed response to a synchronous command, a notification" {
    faulty clock 0x43 --hex "" --timeout 400
    expect 5
    holds '.outcome == "timeout" and .late[0].kind == "delayed_response"'
    applied wrong-type 'length == 1 and .[0].message_type == 2'
    faulty clock 0x44 --hex "" --timeout 400
    expect 5
    holds '.outcome == "timeout"'
    applied wrong-type 'length == 1 and .[0].message_type == 3'
}

@test "a wrong protocol or message id: Linux goes by the token, and shows what was asked" {
    faulty clock 0x45 --hex ""
    expect 4
    holds '.outcome == "error" and .response.status_name == "NOT_SUPPORTED"'
    applied wrong-protocol 'length == 1 and .[0].protocol == 127 and .[0].message == 69'
    faulty clock 0x46 --hex ""
    expect 4
    holds '.outcome == "error" and .response.status_name == "NOT_SUPPORTED"'
    applied wrong-message 'length == 1 and .[0].protocol == 20 and .[0].message == 127'
}

@test "duplicate: the second one is shown as stray" {
    faulty clock 0x47 --hex "" --expect NOT_SUPPORTED
    expect 0
    sleep 0.1
    applied duplicate 'length == 2 and .[0].hex == .[1].hex'
}

@test "a storm of notifications does not keep an answer away" {
    faulty clock 0x48 --hex "" --timeout 5000
    expect 4
    applied notification-storm 'length == 1'
    jq -es 'map(select(.fault == "notification-storm" and .kind == "notification")) | length == 50' \
        "$SIM_LOG"
}

@test "slow: as the distribution says" {
    faulty clock 0x49 --hex "" --count 20
    jq -es 'map(select(.type == "exchange").latency_us) | length == 20 and min >= 20000 and
        ([.[] | . / 1000 | floor] | unique | length) > 5' <<<"$output"
}

@test "busy, denied and any status" {
    for message in "0x4a BUSY" "0x4b DENIED" "0x4c HARDWARE_ERROR"; do
        faulty clock "${message% *}" --hex ""
        expect 4
        holds ".outcome == \"error\" and .response.status_name == \"${message#* }\""
    done
}

@test "a queue that fills: what does not fit is busy" {
    for i in 1 2 3 4 5 6; do
        "$SCMICTL" send -J clock 0x4d --hex "" --count 2 --timeout 2000 >"$BATS_TEST_TMPDIR/$i" \
            2>/dev/null 3>&- &
    done
    wait
    cat "$BATS_TEST_TMPDIR"/[1-6]
    jq -es 'map(select(.type == "exchange") | .outcome) | length == 12 and all(. == "error")' \
        "$BATS_TEST_TMPDIR"/[1-6]
    scmictl send -J clock 0x4d --hex ""
    applied queue-full 'length == 1'
}

@test "delayed response before the response" {
    faulty clock rate_set flags=async clock_id=1 rate=1.1GHz
    expect 0
    holds '.outcome == "ok" and .delayed.status == 0'
    applied delayed-before-response 'length == 1'
}

@test "delayed response lost: outcome no-delayed" {
    faulty voltage level_set domain_id=0 flags=async voltage_level=900000 --timeout 500
    expect 5
    holds '.outcome == "no-delayed" and .response.status == 0 and .delayed == null'
    applied delayed-lost 'length == 1 and .[0].event == "drop"'
    # The kernel waits two seconds for it.
    sleep 2
}

@test "delayed response late, but in time" {
    cap=$("$SCMICTL" send -J powercap cap_get domain_id=0 | jq .response.fields.power_cap)
    faulty powercap cap_set domain_id=0 flags=async power_cap="$cap"
    expect 0
    holds '.outcome == "ok" and .delayed_latency_us >= 400000'
    applied delayed-late 'length == 1'
}

@test "delayed response twice" {
    faulty sensor reading_get sensor_id=0 flags=async
    expect 0
    holds '.outcome == "ok" and .delayed.status == 0'
    sleep 0.1
    applied delayed-twice 'length == 2'
}

@test "truncated: a problem, not a zero" {
    faulty system state_get
    holds '.response.problems != [] and .response.fields.system_state == null'
    applied truncated 'length == 1 and (.[0].hex | length) == 20'
}

@test "status alone: what is missing is a problem" {
    faulty sensor config_get sensor_id=0
    holds '.response.status == 0 and .response.problems != []'
    applied status-only 'length == 1'
}

@test "too long: what follows is told" {
    faulty powercap pai_get domain_id=0
    expect 0
    holds '.outcome == "ok" and (.response.problems | any(test("trailing: 8 bytes")))'
    applied too-long 'length == 1'
}

@test "names with control bytes or without terminator do no harm" {
    scmictl send voltage domain_name_get domain_id=0
    equal "$(tr -d '[:print:]\n' <<<"$output" | wc -c)" 0
    faulty voltage domain_name_get domain_id=0
    holds '.response.fields.name | startswith("\u001b[31m")'
    faulty reset domain_name_get domain_id=0
    holds '.response.problems | any(test("unterminated"))'
}

@test "silent from the third message on" {
    faulty 0x99 1 --hex "" --count 4 --timeout 300
    equal "$(jq -r 'select(.type == "exchange").outcome' <<<"$output" | xargs)" \
        "error error timeout timeout"
    applied silent 'length == 2 and all(.event == "drop")'
}
