#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# What send makes of each fault of the simulated platform: outcome, exit status, JSON.

load common

# faulty FAULTS ARGS...: send to the built-in platform with these faults (JSON, without brackets).
faulty() {
    jq --argjson faults "[$1]" '.faults = $faults' "$SRCDIR/src/sim/platform-default.json" \
        >"$BATS_TEST_TMPDIR/platform.json"
    shift
    scmictl send -J -i "sim:$BATS_TEST_TMPDIR/platform.json" "$@"
}

holds() {
    jq -es "$1" <<<"$output" >/dev/null || { jq . <<<"$output"; return 1; }
}

ASYNC="clock rate_set flags=async clock_id=1 rate=1.1GHz"

@test "lost: timeout, exit status 5" {
    faulty '{"fault":"lost"}' --timeout 50 clock rate_get 0
    expect 5
    holds '.[0] | .outcome == "timeout" and .response == null and .late == [] and .foreign == 0'
    matches "$errors" 'no response within 50 ms'
}

@test "late: a time-out, and later the answer that is late for it" {
    faulty '{"fault":"late","ms":150,"nth":1}' --timeout 50 --count 2 --interval 200 clock rate_get 0
    expect 5
    holds '.[0].outcome == "timeout" and .[1].outcome == "ok" and .[0].token as $token |
        .[1].late | length == 1 and (.[0] | .ours and .token == $token and .after_us > 140000)'
    # Linux gives up after a second and then calls it an error.
    faulty '{"fault":"late","ms":1100}' --timeout 2000 clock rate_get 0
    expect 5
    holds '.[0] | .outcome == "timeout" and .late[0].ours and .late[0].queue == "errors"'
    matches "$errors" 'after the kernel had given up'
    faulty '{"fault":"late","ms":100}' clock rate_get 0
    expect 0
    holds '.[0] | .outcome == "ok" and .latency_us >= 100000'
}

@test "slow: latencies as distributed" {
    faulty '{"fault":"slow","quantiles_ms":[2,4,30]}' --count 20 clock rate_get 0
    expect 0
    holds '.[:20] | map(.latency_us) | min >= 2000 and (map(. / 1000 | floor) | unique | length) > 3'
}

@test "a queue that fills, busy, denied, any status: error, exit status 4" {
    faulty '{"fault":"queue-full","value":2,"ms":200}' --timeout 10 --count 3 clock rate_get 0
    expect 5
    holds '.[:3] | map(.outcome) == ["timeout", "timeout", "error"] and
        .[2].response.status_name == "BUSY"'
    for fault in busy:BUSY denied:DENIED; do
        faulty "{\"fault\":\"${fault%:*}\"}" clock rate_get 0
        expect 4
        holds ".[0] | .outcome == \"error\" and .response.status_name == \"${fault#*:}\""
    done
    faulty '{"fault":"status","status":"hardware-error"}' clock rate_get 0
    expect 4
    holds '.[0].response.status == -9'
}

@test "delayed response: before the response, late, lost, twice" {
    # shellcheck disable=SC2086 # words
    faulty '{"fault":"delayed-before-response","ms":5}' $ASYNC
    expect 0
    holds '.[0] | .outcome == "ok" and .delayed.status == 0 and .delayed_latency_us < .latency_us'
    # shellcheck disable=SC2086
    faulty '{"fault":"delayed-late","ms":200}' $ASYNC
    expect 0
    holds '.[0] | .outcome == "ok" and .delayed_latency_us > 200000'
    # shellcheck disable=SC2086
    faulty '{"fault":"delayed-lost"}' --timeout 50 $ASYNC
    expect 5
    holds '.[0] | .outcome == "no-delayed" and .response.status == 0 and .delayed == null'
    # shellcheck disable=SC2086
    faulty '{"fault":"delayed-twice"}' $ASYNC
    expect 0
    holds '.[0] | .outcome == "ok" and .delayed.status == 0'
    # shellcheck disable=SC2086
    faulty '{"fault":"status","status":"HARDWARE_ERROR","on":"delayed"}' $ASYNC
    expect 4
    holds '.[0] | .outcome == "error" and .response.status == 0 and .delayed.status == -9'
}

@test "duplicate: the second answer is a stray" {
    faulty '{"fault":"duplicate","nth":1}' --count 2 --interval 50 clock rate_get 0
    expect 0
    holds '.[:2] | all(.outcome == "ok") and ([.[].late[]] | length) == 1'
}

@test "wrong token, type, protocol, message: no answer of ours" {
    faulty '{"fault":"wrong-token"}' --timeout 50 clock rate_get 0
    expect 5
    holds '.[0] | .token as $token | .outcome == "timeout" and
        (.late[0] | .token == $token + 1 and (.ours | not))'
    for type in 1 2 3; do
        faulty "{\"fault\":\"wrong-type\",\"value\":$type}" --timeout 50 clock rate_get 0
        expect 5
        holds '.[0].outcome == "timeout"'
        matches "$errors" 'no response within'
    done
    for fault in wrong-protocol wrong-message; do
        faulty "{\"fault\":\"$fault\"}" --timeout 50 clock rate_get 0
        expect 5
        holds '.[0] | .outcome == "timeout" and .foreign == 1'
    done
}

@test "truncated: as far as it goes, with a problem" {
    faulty '{"fault":"truncated","bytes":10}' clock rate_get 0
    holds '.[0] | (.response.problems | any(test("^truncated"))) and .response.fields.rate == null'
    faulty '{"fault":"truncated","bytes":6}' clock rate_get 0
    expect 4
    holds '.[0] | .outcome == "truncated" and .response.status == null'
    faulty '{"fault":"truncated","bytes":2}' --timeout 50 clock rate_get 0
    expect 5
    faulty '{"fault":"truncated","bytes":0}' --timeout 50 clock rate_get 0
    expect 5
    faulty '{"fault":"status-only"}' clock rate_get 0
    holds '.[0].response.problems | any(test("^truncated"))'
}

@test "too long, padded, counts that lie: problems" {
    faulty '{"fault":"too-long","bytes":8}' clock rate_get 0
    expect 0
    holds '.[0].response | .problems == ["trailing: 8 bytes"] and .fields.rate == 24000000'
    faulty '{"fault":"padded"}' base discover_list_protocols
    expect 0
    holds '.[0].response | .problems == ["trailing: 4 bytes"]'
    faulty '{"fault":"wrong-count"}' base discover_list_protocols
    holds '.[0].response.problems != []'
}

@test "endless: a list of which something always remains" {
    faulty '{"fault":"endless"}' clock describe_rates 0 70000
    expect 0
    holds '.[0].response.fields | .returned > 0 and .remaining == 1'
}

@test "names without terminator or with control bytes: shown escaped" {
    faulty '{"fault":"unterminated"}' clock attributes 0
    holds '.[0].response.problems | any(test("^unterminated"))'
    faulty '{"fault":"control-bytes"}' clock attributes 0
    holds '.[0].response.fields.name | startswith("\u001b[31m")'
    equal "$(tr -d '[:print:]\n' <<<"$output" | wc -c)" 0
    scmictl send -i "sim:$BATS_TEST_TMPDIR/platform.json" clock attributes 0
    equal "$(tr -d '[:print:]\n' <<<"$output" | wc -c)" 0
}

@test "a version from the future" {
    faulty '{"fault":"future-version"}' clock protocol_version
    expect 0
    holds '.[0].response.fields.version == 9 * 65536'
    faulty '{"fault":"future-version"}' clock rate_get 0
    expect 0
    holds '.[0].response.fields.rate == 24000000'
}

@test "a storm of notifications does not keep the answer away" {
    faulty '{"fault":"notification-storm","value":200}' --count 50 clock rate_get 0
    expect 0
    holds '.[:50] | all(.outcome == "ok" and .late == [])'
}

@test "silent from the third message on" {
    faulty '{"fault":"silent","nth":3}' --timeout 20 --count 5 clock rate_get 0
    expect 5
    holds '.[:5] | map(.outcome) == ["ok", "ok", "timeout", "timeout", "timeout"]'
}

@test "several at once, and only what they are for" {
    faulty '{"fault":"late","ms":30,"protocol":"clock"},
        {"fault":"denied","protocol":"clock","message":"attributes"},
        {"fault":"lost","protocol":"sensor","count":1}' clock attributes 0
    expect 4
    holds '.[0] | .response.status_name == "DENIED" and .latency_us >= 30000'
    scmictl send -J -i "sim:$BATS_TEST_TMPDIR/platform.json" power state_get 0
    expect 0
}

@test "sim serve --fault: errors name the option, help has every fault" {
    scmictl sim serve --vhost-user "$BATS_TEST_TMPDIR/s" --fault lte=5
    expect 2
    matches "$errors" '^scmictl: sim serve: --fault lte=5: fault: "lte" is no fault'
    matches "$errors" '^hint: did you mean "late"'
    [ ! -e "$BATS_TEST_TMPDIR/s" ]
    faulty '{"fault":"late"}' clock rate_get 0
    expect 6
    matches "$errors" 'platform.json:[0-9]+: faults\[0\]: late needs "ms"'
    scmictl sim serve --help
    expect 0
    help=$output
    while read -r name; do
        matches "$help" "^  $name(=|\$)"
    done < <(sed -n '/^The list, with/,/^\.El/s/^\.It Ic \([a-z-]*\).*/\1/p' "$SRCDIR/man/scmictl-platform.5")
    equal "$(sed '1,/^Faults,/d' <<<"$help" | awk 'length > 90')" ""
}
