# SPDX-License-Identifier: GPL-2.0-or-later
#
# scmictl where something is missing: each on a boot of its own, from outside.
#
# shellcheck disable=SC2016 # what stands in single quotes expands in the guest

load ../cli/common

setup_file() {
    KERNEL=$("$BATS_TEST_DIRNAME/build-kernel")
    export KERNEL
}

# guest [OPTION...] -- COMMAND...: as scmictl() of common, in the guest
guest() {
    local err=$BATS_TEST_TMPDIR/err
    status=0
    output=$("$BATS_TEST_DIRNAME/run" --kernel "$KERNEL" "$@" 2>"$err") || status=$?
    errors=$(cat "$err")
}

@test "no SCMI on this machine" {
    guest --no-platform -- "$SCMICTL" send clock rate_get clock_id=0
    expect 3
    matches "$errors" 'no SCMI instance'
    guest --no-platform -- "$SCMICTL" list -J
    expect 3
    equal "$(jq -c .instances <<<"$output")" "[]"
}

@test "a node in the device tree, but no platform behind it" {
    guest --no-platform --dts "$BATS_TEST_DIRNAME/dts/virtio.dts" -- \
        "$SCMICTL" send clock rate_get clock_id=0
    expect 3
    guest --no-platform --dts "$BATS_TEST_DIRNAME/dts/virtio.dts" -- "$SCMICTL" list -J
    expect 0
    jq -e '.instances | length <= 1' <<<"$output"
}

@test "debugfs is not mounted" {
    guest -- sh -c 'umount /sys/kernel/tracing; umount /sys/kernel/debug &&
        exec "$SCMICTL" send clock rate_get clock_id=0'
    expect 3
    matches "$errors" 'hint: .*mount'
}

@test "debugfs is mounted elsewhere" {
    guest -- sh -c 'umount /sys/kernel/debug && mkdir /tmp/d && mount -t debugfs d /tmp/d &&
        exec "$SCMICTL" send -J clock rate_get clock_id=0'
    expect 0
    jq -e '.response.fields.rate == 48000000' <<<"$output"
}

@test "the kernel is locked down" {
    guest --append lockdown=integrity -- "$SCMICTL" send clock rate_get clock_id=0
    expect 3
    matches "$errors" 'lock'
    # Files that can only be read stay open to root.
    guest --append lockdown=integrity -- "$SCMICTL" raw notifications -J
    expect 0
    jq -e '.type == "summary" and .instance == 0' <<<"$output"
    guest --append lockdown=integrity -- "$SCMICTL" raw reset
    expect 3
    matches "$errors" 'lock'
}

@test "the instance goes away while we wait, and comes back" {
    short=$BATS_TEST_DIRNAME/dts/virtio-short.dts
    unbind='echo virtio0 >/sys/bus/virtio/drivers/scmi-virtio/unbind'
    # In an exchange, in many that follow one another, and in the wait for a queue.
    for command in "send --timeout 5000 0xe0 5 --hex ''" "send -q --count 1000000 0xe0 3 --hex 00" \
        "send --async --timeout 5000 0xe0 13 --hex ''" "raw errors --follow" \
        "raw notifications --timeout 5000"; do
        guest --dts "$short" -- timeout 20 sh -c '
            "$SCMICTL" send -q clock rate_get 0 || exit 120
            (sleep 0.5; '"$unbind"'; : >/tmp/unbound) &
            status=0
            "$SCMICTL" '"$command"' || status=$?
            wait
            [ -e /tmp/unbound ] && [ ! -e /sys/kernel/debug/scmi/0 ] || exit 121
            "$SCMICTL" send -q clock rate_get 0
            [ $? = 3 ] || exit 122
            echo virtio0 >/sys/bus/virtio/drivers/scmi-virtio/bind
            [ -e /sys/kernel/debug/scmi/0/raw ] ||
                echo firmware:scmi >/sys/bus/platform/drivers/scmi_virtio_transport/bind || exit 123
            "$SCMICTL" send -q clock rate_get 0 || exit 124
            exit $status'
        expect 3
        matches "$errors" 'the instance has gone'
        matches "$errors" '^hint: .*unbound'
    done
}

@test "the platform gives no notifications" {
    guest --platform "$BATS_TEST_DIRNAME/peer.py --no-notifications {}" -- \
        "$SCMICTL" send -J clock rate_get clock_id=0
    expect 0
}

@test "older versions of the protocols are asked for and spoken" {
    versions="--version clock=1.0 --version sensor=1.0 --version perf=3.0 --version base=1.0"
    guest --platform "$BATS_TEST_DIRNAME/peer.py $versions {}" -- sh -c '
        for message in "clock attributes 0" "clock config_set 0 state=enable" \
            "sensor description_get" "sensor reading_get 0" "perf describe_levels 0" \
            "base discover_agent 1"; do
            "$SCMICTL" send -J $message || exit
        done'
    expect 0
    jq -es 'length == 6 and all(.outcome == "ok" and .response.problems == []) and
        (.[0].response.fields | has("clock_enable_delay") | not) and
        .[3].response.fields.value == 45250 and
        (.[4].response.fields.levels[0] | has("level_index") | not) and
        .[5].response.fields.name == "OSPM"' <<<"$output"
}
