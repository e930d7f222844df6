# SPDX-License-Identifier: GPL-2.0-or-later
#
# scmictl send on the simulated platform in the process; what the kernel adds is tested in
# tests/kernel.

load common

setup() {
    needs_sim
}

# Answers CLOCK_RATE_GET after 200 ms, and asynchronous commands after 300 ms.
MUTE=sim:$SRCDIR/tests/data/platform-mute.json

sim() {
    scmictl send -i sim "$@"
}

holds() {
    jq -es "$1" <<<"$output" >/dev/null || { jq . <<<"$output"; return 1; }
}

@test "names with and without prefix, in any case, and numbers mean the same" {
    sim -J clock clock_rate_get clock_id=0
    expect 0
    equal "$errors" ""
    fields=$(jq -c '[.protocol, .message, .request.fields, .response.fields]' <<<"$output")
    for words in "CLOCK RATE_GET 0" "clock rate-get clock-id=0x0" "0x14 6 0" "20 0x6 clock_id=0"; do
        # shellcheck disable=SC2086 # words
        sim -J $words
        expect 0
        equal "$(jq -c '[.protocol, .message, .request.fields, .response.fields]' \
            <<<"$output")" "$fields"
    done
}

@test "the JSON of an exchange" {
    sim -J clock rate_get 0
    holds 'length == 1 and (.[0] |
        (keys_unsorted[:11] == ["type", "instance", "channel", "protocol", "protocol_name",
            "message", "message_name", "token", "async", "request", "response"]) and
        .type == "exchange" and .instance == null and .channel == null and .protocol == 20 and
        .protocol_name == "clock" and .message == 6 and .message_name == "CLOCK_RATE_GET" and
        .token >= 512 and .token < 1024 and .async == false and
        (.request | (.hex | test("^0650[0-9a-f]{4}00000000$")) and .fields == {"clock_id": 0}) and
        (.response | .status == 0 and .status_name == "SUCCESS" and .problems == [] and
            .fields == {"rate": 24000000} and (.hex | length) == 32) and
        .delayed == null and .latency_us >= 0 and .delayed_latency_us == null and
        .outcome == "ok" and .errno == null and .late == [] and .foreign == 0)'
}

@test "text: status by name, latency, values; -v the bytes; -q nothing" {
    sim clock rate_get 0
    matches "$output" '^CLOCK_RATE_GET token [0-9]+: SUCCESS, [0-9]+ us$'
    matches "$output" '^  rate +24000000 Hz \(24 MHz\)$'
    equal "$(wc -l <<<"$output")" 2
    sim -v --token 5 clock rate_get 0
    matches "$output" '^  > 0650140000000000$'
    matches "$output" '^  < 06501400000000000036'
    sim -q clock rate_get 0
    expect 0
    equal "$output" ""
}

@test "an error status: exit status 4, on both streams" {
    sim clock rate_get 4000
    expect 4
    matches "$output" '^CLOCK_RATE_GET token [0-9]+: NOT_FOUND, '
    equal "$errors" "scmictl: send: CLOCK_RATE_GET: NOT_FOUND (-4)"
    sim -J clock rate_get 4000
    expect 4
    holds '.[0] | .outcome == "error" and .response.status == -4 and
        .response.status_name == "NOT_FOUND" and .response.fields == {}'
}

@test "--expect" {
    sim --expect NOT_FOUND clock rate_get 4000
    expect 0
    equal "$errors" ""
    sim --expect -4 clock rate_get 4000
    expect 0
    sim --expect success clock rate_get 0
    expect 0
    sim --expect denied clock rate_get 4000
    expect 4
    matches "$errors" 'NOT_FOUND \(-4\), not DENIED \(-3\) as expected'
    sim --expect denied clock rate_get 0
    expect 4
    sim --expect nonsense clock rate_get 0
    expect 2
}

@test "asynchronous: the flag and the option ask for the same" {
    for words in "flags=async" "async=1" "--async"; do
        sim -J sensor reading_get sensor_id=0 $words
        expect 0
        holds '.[0] | .async == true and .request.fields.async == true and
            .response.status == 0 and .delayed.status == 0 and .delayed.fields.sensor_id == 0 and
            .delayed_latency_us > .latency_us'
    done
    sim -J sensor reading_get sensor_id=0
    holds '.[0] | .async == false and .delayed == null and .response.fields.readings != []'
    sim sensor reading_get 0 --async
    matches "$output" '^  SENSOR_READING_COMPLETE: SUCCESS, [0-9]+ us$'
}

@test "--async leaves flags alone that were given" {
    sim -J --async --timeout 100 sensor reading_get sensor_id=0 flags=0
    expect 5
    holds '.[0] | .async == true and .request.fields.async == false and
        .outcome == "no-delayed" and .response.status == 0 and .delayed == null'
    sim --dry-run --async sensor reading_get 0 0
    equal "${output:16}" "00000000"
    sim --dry-run --async sensor reading_get 0
    equal "${output:16}" "01000000"
}

@test "no answer in time: exit status 5; the late answer is known for what it is" {
    scmictl send -i "$MUTE" --timeout 50 clock rate_get 0
    expect 5
    matches "$output" 'no response within 50 ms'
    matches "$errors" 'no response within 50 ms'
    printf 'clock rate_get 0\nbase protocol_version\n' >"$BATS_TEST_TMPDIR/messages"
    scmictl send -J -i "$MUTE" --timeout 50 --interval 250 --file "$BATS_TEST_TMPDIR/messages"
    expect 5
    holds '.[0].outcome == "timeout" and .[0].response == null and .[0].latency_us == null and
        .[1].outcome == "ok" and .[1].response.fields.version > 65535 and
        (.[1].late | length) == 1 and .[1].foreign == 0'
    token=$(jq -s '.[0].token' <<<"$output")
    holds ".[1].late[0] | .ours and .queue == \"replies\" and .token == $token and
        .message_name == \"CLOCK_RATE_GET\" and .after_us >= 200000 and .answer.fields.rate == 1000"
    scmictl send -i "$MUTE" --timeout 50 --interval 250 --file "$BATS_TEST_TMPDIR/messages"
    matches "$output" "too late: CLOCK_RATE_GET token [0-9]+, response SUCCESS, [0-9]+ us after"
}

@test "no delayed response in time: exit status 5, the response is shown" {
    sim -J --timeout 30 --async --protocol-version 2.0 base 0
    expect 5
    holds '.[0] | .outcome == "no-delayed" and .response.fields.version > 0'
}

@test "--hex and --raw send what they are told" {
    sim -J clock rate_get --hex 00000000
    expect 0
    holds '.[0].response.fields.rate == 24000000'
    sim -J clock rate_get --hex ''
    expect 4
    holds '.[0].request.hex | length == 8'
    sim -J 0x99 0x42 --hex 0x01020304,05
    expect 4
    holds '.[0] | .protocol == 153 and .protocol_name == null and .message_name == null and
        (.request.hex | endswith("0102030405")) and .response.status_name == "NOT_SUPPORTED"'
    sim -J --raw '06 50 1c 0f 00 00 00 00'
    expect 0
    holds '.[0] | .token == 967 and .request.hex == "06501c0f00000000" and
        (.response.hex | startswith("06501c0f00000000"))'
    sim --raw 065014
    expect 3
    matches "$errors" 'the message has 3 bytes'
    for wrong in "--raw 0650140" "--raw xyz" "clock 6 --hex 0"; do
        # shellcheck disable=SC2086 # words
        sim $wrong
        expect 2
        equal "$output" ""
    done
}

@test "a message that is too long: the limit, before anything is sent" {
    sim clock rate_get --hex "$(printf '00%.0s' {1..129})"
    expect 3
    matches "$errors" 'too long: 129 bytes'
    matches "$errors" 'hint: .* 128'
    sim -J clock rate_get --hex "$(printf '00%.0s' {1..129})"
    holds '.[0] | .outcome == "refused" and .errno == 90 and .errno_name == "EMSGSIZE" and .response == null'
}

@test "tokens" {
    sim -J --token 1023 base 0
    holds '.[0].token == 1023 and (.[0].request.hex == "0040fc0f")'
    sim --token 1024 base 0
    expect 2
    sim -J --count 600 base 0
    holds '[.[] | select(.type == "exchange") | .token] | all(. >= 512 and . < 1024) and
        .[0] != .[1] and (.[:512] | unique | length) == 512'
    sim -J --count 3 --token 7 base 0
    holds '[.[:3][].token] == [7, 7, 7]'
}

@test "--count: the first answer, what differs, and a summary" {
    sim --count 50 base protocol_version
    expect 0
    equal "$(wc -l <<<"$output")" 4
    matches "$output" '^50 sent: 50 ok, 0 errors, 0 time-outs, 0 refused; [0-9]+ a second$'
    matches "$output" '^response: min [0-9]+, mean [0-9]+, p50 [0-9]+, p90 [0-9]+, p99 [0-9]+, max'
    sim -v --count 5 base protocol_version
    equal "$(grep -c '^PROTOCOL_VERSION' <<<"$output")" 5
    sim -q --count 5 base protocol_version
    equal "$(wc -l <<<"$output")" 2
    sim -J --count 5 base protocol_version
    holds 'length == 6 and (.[5] | .type == "summary" and .schema_version == 1 and .sent == 5 and
        .outcomes == {"ok": 5, "error": 0, "timeout": 0, "no-delayed": 0, "truncated": 0,
            "refused": 0} and .rate > 0 and .duration_us > 0 and
        (.latency_us | .min <= .p50 and .p50 <= .p90 and .p90 <= .p99 and .p99 <= .max and
            .min <= .mean and .mean <= .max) and .delayed_latency_us == null)'
    sim -J -q --count 5 base protocol_version
    holds 'length == 1 and .[0].type == "summary"'
    sim --count 3 clock rate_get 4000
    expect 4
    matches "$errors" '3 of 3 failed: CLOCK_RATE_GET: NOT_FOUND'
    # A sensor that moves is shown again when it did.
    sim --count 3 --interval 20 sensor reading_get 0
    equal "$(grep -c '^SENSOR_READING_GET' <<<"$output")" 3
    for wrong in 0 -1 1x ""; do
        sim --count "$wrong" base 0
        expect 2
    done
}

@test "--interval" {
    SECONDS=0
    sim -J --count 3 --interval 600 base 0
    ((SECONDS >= 1 && SECONDS < 5))
    holds '.[3] | .duration_us >= 1200000 and .latency_us.max < 600000'
}

# --foreground: else timeout sends SIGCONT too, on which LeakSanitizer hangs.
@test "an interrupt prints the summary so far: exit status 130" {
    rc=0
    output=$(timeout --foreground --preserve-status -s INT 1 "$SCMICTL" send -i sim --count 1000000 \
        --interval 100 base 0) || rc=$?
    equal "$rc" 130
    matches "$output" '^[0-9]+ sent: [0-9]+ ok'
    # Within the wait for an answer too.
    rc=0
    output=$(timeout --foreground --preserve-status -s INT 1 "$SCMICTL" send -J -i "$MUTE" --count 100 \
        clock rate_get 0) || rc=$?
    equal "$rc" 130
    holds '.[-1] | .type == "summary" and .sent >= 1 and .sent < 10 and .outcomes.ok == .sent'
}

@test "--file: messages in either form, comments, and the worst exit status" {
    file=$BATS_TEST_TMPDIR/messages
    printf '%s\n' '# comment' 'clock rate_get clock_id=0   # another' '' '  0x14 6 0' \
        '06 50 1c 0f 00 00 00 00' '0650000f00000000' 'raw 0040,0000' '0x06500c00,0x00000000' \
        'base 0' >"$file"
    scmictl send -i sim -J --file "$file"
    expect 0
    holds 'length == 8 and ([.[:7][].message] == [6, 6, 6, 6, 0, 6, 0]) and
        ([.[:7][].protocol] == [20, 20, 20, 20, 16, 20, 16]) and .[2].token == 967 and
        .[7].type == "summary" and .[7].sent == 7'
    scmictl send -i sim -J --file - <"$file"
    holds 'length == 8'
    printf 'clock rate_get 0\nclock rate_get 4000\n' >"$file"
    scmictl send -i sim -J --file "$file"
    expect 4
    matches "$errors" "1 of 2 failed: $file:2: CLOCK_RATE_GET: NOT_FOUND"
    scmictl send -i sim -J --count 3 --file "$file"
    holds '[.[:6][].outcome] == ["ok", "error", "ok", "error", "ok", "error"]'
}

@test "--file: what is wrong is said with its line, and nothing is sent" {
    file=$BATS_TEST_TMPDIR/messages
    for line in 'clock nonsense' 'clock' 'clock rate_get clock_id=x' 'clock rate_get' 'raw 123' \
        'nonsense 1' 'system state_set flags=0 system_state=shutdown'; do
        printf '%s\n' 'base 0' "$line" >"$file"
        scmictl send -i sim --file "$file"
        expect 6
        equal "$output" ""
        matches "$errors" "$file:2: "
    done
    printf 'base 0\0\n' >"$file"
    scmictl send -i sim --file "$file"
    expect 6
    : >"$file"
    scmictl send -i sim --file "$file"
    expect 6
    scmictl send -i sim --file /nowhere
    expect 6
    scmictl send -i sim --file "$BATS_TEST_TMPDIR"
    expect 6
}

@test "--dry-run prints what encode prints, and opens nothing" {
    for words in "clock rate_get 3" "clock rate_set clock_id=2 rate=48MHz flags=async" "base 0"; do
        # shellcheck disable=SC2086 # words
        scmictl encode $words
        bytes=$output
        # shellcheck disable=SC2086 # words
        scmictl send --dry-run $words
        expect 0
        equal "$output" "$bytes"
    done
    scmictl send --dry-run -J clock rate_get 3
    holds '.[0] | .hex == "0650000003000000" and .message_name == "CLOCK_RATE_GET" and
        .fields == {"clock_id": 3}'
    scmictl send --dry-run system state_set flags=0 system_state=shutdown
    expect 0
}

@test "what can take the system down needs --yes, --force or bytes" {
    sim system state_set flags=0 system_state=shutdown
    expect 2
    equal "$output" ""
    matches "$errors" 'hint: .*--yes'
    for bytes in "--yes state_set flags=0 system_state=shutdown" \
        "--force state_set flags=0 system_state=shutdown" "state_set --hex 0000000000000000"; do
        # shellcheck disable=SC2086 # words
        sim system $bytes
        [ "$status" -ne 2 ]
        matches "$output" '^SYSTEM_POWER_STATE_SET'
    done
}

@test "powering a domain on takes nothing down" {
    sim power state_set domain_id=0 power_state=on
    expect 0
    sim power state_set domain_id=0 power_state=off
    expect 2
    sim power state_set domain_id=0 context_lost=1
    expect 2
}

@test "words of the prefix may be left out one by one" {
    for name in SYSTEM_POWER_STATE_GET power_state_get state-get; do
        sim system "$name"
        expect 0
        matches "$output" '^SYSTEM_POWER_STATE_GET '
    done
    sim system get
    expect 2
}

@test "--force sends what has values missing" {
    sim clock rate_get
    expect 2
    matches "$errors" 'CLOCK_RATE_GET needs a value for clock_id'
    matches "$errors" '^clock_id +u32'
    sim -J --force clock rate_get
    expect 0
    holds '.[0].request.fields == {"clock_id": 0}'
}

@test "help on messages and fields" {
    scmictl send clock
    expect 0
    matches "$output" '^0x06 CLOCK_RATE_GET '
    scmictl send clock rate_set --fields
    expect 0
    matches "$output" 'rate'
    scmictl send 0x99
    expect 2
    sim clock rate_gte 0
    expect 2
    matches "$errors" "did you mean .*rate_get"
    sim clokc rate_get 0
    expect 2
    matches "$errors" 'did you mean .*clock'
    sim clock rate_get frequency=1
    expect 2
}

@test "the platform is asked for a version only where the layout depends on it" {
    sim -v clock rate_get 0
    equal "$errors" ""
    sim -v clock attributes 0
    matches "$errors" 'asked the platform for the version of protocol 0x14: 3.0'
    sim -v --protocol-version 1.0 clock attributes 0
    equal "$errors" ""
    scmictl send -v -i "sim:$SRCDIR/tests/data/platform-old.json" -J sensor description_get 0
    matches "$errors" 'version of protocol 0x15'
    holds '.[0].response.problems == []'
    sim -v 0x99 1
    matches "$errors" 'asked the platform for its vendor: scmictl/board'
    sim -v --vendor NXP 0x99 1
    equal "$errors" "scmictl: send: protocol 0x99 message 0x01: NOT_SUPPORTED (-1)"
    sim -v --raw 0344020000
    equal "$(grep -c asked <<<"$errors")" 0
}

@test "options that exclude one another, and nonsense" {
    for words in "" "--raw 00400000 clock" "--raw 00400000 --file x" "--raw 00400000 --token 1" \
        "clock 6 --hex 00 --raw 00" "clock 6 0 --hex 00000000" "--timeout 0 base 0" \
        "--timeout 1s base 0" "--interval -1 base 0" "--channel nonsense base 0" \
        "--fields --raw 00" "--nonsense" "clock rate_get 0 1"; do
        # shellcheck disable=SC2086 # words
        sim $words
        expect 2
        equal "$output" ""
    done
    sim --channel clock clock rate_get 0
    expect 3
    matches "$errors" 'single channel'
    scmictl send -i sim:/nowhere.json base 0
    expect 6
    mkdir "$BATS_TEST_TMPDIR/empty"
    scmictl send --sysroot "$BATS_TEST_TMPDIR/empty" base 0
    expect 3
    matches "$errors" 'no SCMI instance'
}

@test "output that cannot be written is an error, a closed pipe is none" {
    rc=0
    "$SCMICTL" send -i sim -J --count 10000 base 0 >/dev/full 2>"$BATS_TEST_TMPDIR/err" || rc=$?
    equal "$rc" 3
    matches "$(cat "$BATS_TEST_TMPDIR/err")" 'cannot write'
    "$SCMICTL" send -i sim -J --count 10000 base 0 2>"$BATS_TEST_TMPDIR/err" | head -n 1 >/dev/null
    equal "$(cat "$BATS_TEST_TMPDIR/err")" ""
}
