# SPDX-License-Identifier: GPL-2.0-or-later
#
# scmictl raw errors, raw notifications and raw reset as far as no kernel is needed; what the
# kernel's queues hold is tested in tests/kernel/raw-queues.bats.

load common

@test "nothing sent, nothing there: no output, and in JSON the summary alone" {
    for queue in errors notifications; do
        scmictl -i sim raw $queue
        expect 0
        equal "$output$errors" ""
        scmictl raw $queue -i sim -J --count 3
        expect 0
        equal "$output" "{\"type\":\"summary\",\"schema_version\":1,\"queue\":\"$queue\",\"instance\":null,\"messages\":0,\"queue_full\":false}"
    done
}

@test "--timeout ends the wait; fewer than --count is exit status 5" {
    scmictl -i sim raw notifications --timeout 50
    expect 0
    equal "$errors" ""
    scmictl -i sim raw notifications --follow --timeout 50 --count 2
    expect 5
    equal "$errors" "scmictl: raw notifications: 0 of 2 messages within 50 ms"
}

@test "an interrupt ends --follow: exit status 130, and the summary" {
    rc=0
    output=$(timeout --preserve-status -s INT 0.3 "$SCMICTL" raw errors -i sim --follow -J) || rc=$?
    equal "$rc" 130
    jq -e '.type == "summary" and .messages == 0' <<<"$output"
}

@test "reset says how much was thrown away" {
    scmictl -i sim raw reset
    expect 0
    equal "$output" "0 messages thrown away"
    scmictl -i sim raw reset -q
    equal "$output" ""
    scmictl -i sim raw reset -J
    jq -e '. == {"schema_version": 1, "instance": null, "channel": null, "discarded": 0}' <<<"$output"
    scmictl -i sim raw reset --channel perf
    expect 3
    matches "$errors" 'single channel'
}

@test "a copy of debugfs has no queues" {
    for command in errors notifications reset; do
        scmictl --sysroot "$SRCDIR/tests/data/sysroot-uml-6.12" raw $command
        expect 3
        matches "$errors" 'is only a copy'
        matches "$errors" '^hint: .*--sysroot'
    done
    mkdir "$BATS_TEST_TMPDIR/empty"
    scmictl --sysroot "$BATS_TEST_TMPDIR/empty" raw errors
    expect 3
    matches "$errors" 'no SCMI instance'
}

@test "usage" {
    for words in "" "nonsense"; do
        # shellcheck disable=SC2086 # words
        scmictl raw $words
        expect 2
    done
    scmictl raw eror
    matches "$errors" "did you mean 'raw errors'"
    for words in "errors x" "errors --count 0" "errors --timeout 0" "errors --timeout 1s" \
        "notifications --vendor /" "errors --force" "reset --follow" "reset x" \
        "reset --channel nonsense"; do
        # shellcheck disable=SC2086 # words
        scmictl -i sim raw $words
        expect 2
        equal "$output" ""
    done
}
