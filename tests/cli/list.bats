# SPDX-License-Identifier: GPL-2.0-or-later
#
# scmictl list on trees that were recorded on, or are shaped like, real machines.

load common

# A copy of what the test kernel 6.12 has: VirtIO, raw mode, counters, ordinary drivers. The link from
# the driver to its device is made here, because an archive of the sources has files in place of links.
setup() {
    root=$BATS_TEST_TMPDIR/root
    cp -R "$SRCDIR/tests/data/sysroot-uml-6.12" "$root"
    chmod -R u+w "$root"
    mkdir -p "$root/sys/bus/platform/drivers/arm-scmi"
    ln -s ../../../../devices/platform/arm-scmi.0.auto "$root/sys/bus/platform/drivers/arm-scmi"
    device=$root/sys/devices/platform/arm-scmi.0.auto
    debugfs=$root/sys/kernel/debug/scmi
    tree=$root/sys/firmware/devicetree/base/firmware
}

# cell PATH NUMBER: a device-tree property of one cell
cell() {
    mkdir -p "$(dirname "$1")"
    # shellcheck disable=SC2059 # the format is the bytes
    printf "$(printf '\\x%02x\\x%02x\\x%02x\\x%02x' $(($2 >> 24)) $(($2 >> 16 & 255)) \
        $(($2 >> 8 & 255)) $(($2 & 255)))" >"$1"
}

holds() {
    jq -e "$1" <<<"$output" >/dev/null || { jq . <<<"$output"; return 1; }
}

@test "the recorded machine, as text" {
    scmictl list --sysroot "$root"
    expect 0
    equal "$errors" ""
    matches "$output" '^ +0 +scmi +arm,scmi-virtio +arm-scmi.0.auto +peer +yes +yes +60000 +128 '
    matches "$output" 'power, ?system, ?perf, ?clock, ?sensor, ?reset, ?voltage, ?powercap, ?pinctrl'
}

@test "the recorded machine, as JSON" {
    scmictl list -J --sysroot "$root"
    expect 0
    holds '.schema_version == 1 and (.instances | length) == 1'
    holds '.instances[0] | .instance == 0 and .name == "scmi" and .node == "/firmware/scmi" and
        .transport == "arm,scmi-virtio" and .device == "arm-scmi.0.auto" and .raw == true and
        .coex == true and .atomic_threshold_us == 0 and .max_rx_timeout_ms == 60000 and
        .max_msg_size == 128 and .tx_max_msg == 128 and .rx_max_msg == 256 and
        .channels == [] and .vendor == "peer" and .sub_vendor == "python" and
        .protocol_version == "2.1" and .is_atomic == false'
    holds '.instances[0].counters | length == 14 and .xfers_response_timeout == 0 and
        .response_ok > 100'
    holds '[.instances[0].protocols[].protocol] == [range(17; 26)]'
    holds '.instances[0].protocols[3] == {"protocol": 20, "protocol_name": "clock",
        "path": "/firmware/scmi/protocol@14", "disabled": false}'
    holds '.instances[0].devices | length == 10 and
        any(.name == "scmi_dev.5" and .protocol == 20 and .driver == "scmi-clocks") and
        any(.name == "scmi_dev.1" and .protocol == null and .driver == null)'
}

@test "no SCMI: an empty array, a word on stderr and exit status 3" {
    mkdir "$BATS_TEST_TMPDIR/empty"
    scmictl list -J --sysroot "$BATS_TEST_TMPDIR/empty"
    expect 3
    holds '. == {"schema_version": 1, "instances": []}'
    matches "$errors" 'no SCMI instance'
    scmictl list --sysroot "$BATS_TEST_TMPDIR/empty"
    expect 3
    equal "$output" ""
}

@test "without debugfs sysfs and the device tree tell the rest, and why there is no more" {
    sed -i /debugfs/d "$root/proc/self/mounts"
    scmictl list -J --sysroot "$root"
    expect 0
    matches "$errors" 'debugfs is not mounted; as root: mount'
    holds '.instances[0] | .instance == null and .device == "arm-scmi.0.auto" and .raw == null and
        .coex == null and .max_msg_size == null and .transport == "arm,scmi-virtio" and
        .vendor == "peer" and .counters == {} and (.devices | length) == 10'
    sed -i /debugfs/d "$root/proc/filesystems"
    scmictl list --sysroot "$root"
    expect 0
    matches "$errors" 'this kernel has no debugfs'
}

@test "a kernel before 6.3 has debugfs, but nothing of SCMI there" {
    rm -r "$debugfs"
    scmictl list -J --sysroot "$root"
    expect 0
    matches "$errors" 'scmi does not exist; .*CONFIG_ARM_SCMI_RAW_MODE_SUPPORT'
    holds '.instances[0] | .instance == null and .raw == null'
}

@test "debugfs in another place, with a blank in its name" {
    mkdir -p "$root/mnt/my debug"
    mv "$debugfs" "$root/mnt/my debug/scmi"
    sed -i 's,/sys/kernel/debug,/mnt/my\\040debug,' "$root/proc/self/mounts"
    scmictl list -J --sysroot "$root"
    expect 0
    equal "$errors" ""
    holds '.instances[0].max_rx_timeout_ms == 60000'
}

@test "a tree without a mount table is looked at in the usual place" {
    rm -r "$root/proc"
    scmictl list -J --sysroot "$root"
    expect 0
    holds '.instances[0].instance == 0'
}

@test "counters without raw mode" {
    rm -r "$debugfs/0/raw"
    scmictl list -J --sysroot "$root"
    holds '.instances[0] | .raw == false and .coex == null and .counters.response_ok > 100'
    scmictl send --sysroot "$root" clock rate_get 0
    expect 3
    matches "$errors" 'no SCMI raw mode'
    matches "$errors" 'hint: .*CONFIG_ARM_SCMI_RAW_MODE_SUPPORT'
}

@test "raw mode without ordinary drivers" {
    rm -r "$device"/scmi_dev.*
    for file in vendor_id sub_vendor_id; do echo >"$device/$file"; done
    echo 0.0 >"$device/protocol_version"
    scmictl list -J --sysroot "$root"
    holds '.instances[0] | .raw == true and .coex == false and .vendor == null and .devices == []'
}

@test "channels of their own" {
    mkdir -p "$debugfs"/0/raw/channels/{0x10,0x13}
    scmictl list -J --sysroot "$root"
    holds '.instances[0].channels == [16, 19]'
    scmictl list -o instance,channels --sysroot "$root"
    matches "$output" '^ +0 +16, ?19'
    scmictl send --sysroot "$root" --channel clock clock rate_get 0
    expect 3
    matches "$errors" 'protocol 0x14 has no channel of its own'
    matches "$errors" 'channels: 0x10, 0x13'
}

@test "Linux 6.15 tells protocol and name of its devices" {
    echo 0x14 >"$device/scmi_dev.5/protocol_id"
    echo clocks >"$device/scmi_dev.5/name"
    echo __scmi_transport_device_tx_10 >"$device/scmi_dev.1/name"
    echo 0x10 >"$device/scmi_dev.1/protocol_id"
    scmictl list -J --sysroot "$root"
    holds '.instances[0].devices | any(.name == "scmi_dev.5" and .function == "clocks" and
        .protocol == 20) and any(.name == "scmi_dev.1" and .protocol_name == "base")'
}

# A second instance, as on a board with a mailbox and an SMC.
two() {
    mkdir -p "$tree/scmi-1/protocol@11"
    printf 'arm,scmi-smc\0' >"$tree/scmi-1/compatible"
    cell "$tree/scmi-1/protocol@11/reg" 17
    mkdir "$root/sys/devices/platform/arm-scmi.1.auto"
    sed 's,/firmware/scmi,/firmware/scmi-1,;s,arm.scmi-virtio,arm.scmi-smc,' "$device/uevent" \
        >"$root/sys/devices/platform/arm-scmi.1.auto/uevent"
    ln -s ../../../../devices/platform/arm-scmi.1.auto \
        "$root/sys/bus/platform/drivers/arm-scmi/arm-scmi.1.auto"
    mkdir -p "$debugfs/1/transport"
    echo scmi-1 >"$debugfs/1/instance_name"
    echo arm,scmi-smc >"$debugfs/1/transport/type"
    echo 30 >"$debugfs/1/transport/max_rx_timeout_ms"
}

@test "two instances, and how to choose" {
    two
    scmictl list -J --sysroot "$root"
    expect 0
    holds '[.instances[] | [.instance, .name, .transport, .device, .max_rx_timeout_ms]] ==
        [[0, "scmi", "arm,scmi-virtio", "arm-scmi.0.auto", 60000],
         [1, "scmi-1", "arm,scmi-smc", "arm-scmi.1.auto", 30]]'
    scmictl list -J -i scmi-1 --sysroot "$root"
    holds '[.instances[].instance] == [1]'
    scmictl list -J -i 0 --sysroot "$root"
    holds '[.instances[].instance] == [0]'
    scmictl list -J -i 7 --sysroot "$root"
    expect 3
    matches "$errors" "no SCMI instance '7'"
    scmictl send --sysroot "$root" clock rate_get 0
    expect 2
    matches "$errors" 'several SCMI instances'
    matches "$errors" 'hint: .*0 \(/firmware/scmi\), 1 \(/firmware/scmi-1\)'
}

@test "nodes of one name in different places follow the order of probing" {
    two
    mkdir "$tree/../soc"
    mv "$tree/scmi-1" "$tree/../soc/scmi"
    sed -i 's,/firmware/scmi-1,/soc/scmi,' "$root/sys/devices/platform/arm-scmi.1.auto/uevent"
    echo scmi >"$debugfs/1/instance_name"
    for transport in arm,scmi-smc arm,scmi-virtio; do
        echo $transport >"$debugfs/1/transport/type"
        printf '%s\0' $transport >"$tree/../soc/scmi/compatible"
        scmictl list -J --sysroot "$root"
        holds '[.instances[] | [.instance, .node]] == [[0, "/firmware/scmi"], [1, "/soc/scmi"]]'
    done
}

@test "a node that no driver is bound to" {
    rm -r "$root/sys/bus" "$root/sys/devices" "$debugfs"
    scmictl list -J --sysroot "$root"
    expect 0
    holds '.instances[0] | .node == "/firmware/scmi" and .device == null and
        (.protocols | length) == 9'
    printf 'disabled\0' >"$tree/scmi/protocol@14/status"
    scmictl list -J --sysroot "$root"
    holds '[.instances[0].protocols[] | select(.disabled)] | length == 1'
    scmictl list --sysroot "$root"
    matches "$output" 'perf, ?sensor'
    printf 'disabled\0' >"$tree/scmi/status"
    scmictl list -J --sysroot "$root"
    expect 3
}

@test "Linux before 6.12 has one device" {
    mv "$device" "$root/sys/devices/platform/firmware:scmi"
    rm "$root/sys/bus/platform/drivers/arm-scmi/"*
    ln -s ../../../../devices/platform/firmware:scmi "$root/sys/bus/platform/drivers/arm-scmi/"
    scmictl list -J --sysroot "$root"
    holds '.instances[0] | .device == "firmware:scmi" and .instance == 0 and
        (.devices | length) == 10'
}

@test "what is damaged is unknown, not zero" {
    echo many >"$debugfs/0/transport/max_msg_size"
    : >"$debugfs/0/transport/tx_max_msg"
    echo 99999999999999999999 >"$debugfs/0/transport/rx_max_msg"
    echo -1 >"$debugfs/0/transport/counters/response_ok"
    mkdir "$debugfs/0x" "$debugfs/999999999999999999999"
    printf 'x' >"$tree/scmi/protocol@14/reg"
    scmictl list -J --sysroot "$root"
    expect 0
    holds '.instances | length == 1'
    holds '.instances[0] | .max_msg_size == null and .tx_max_msg == null and
        .rx_max_msg == null and .counters.response_ok == -1 and (.protocols | length) == 8'
}

@test "a copy of a machine cannot be sent to" {
    scmictl send --sysroot "$root" clock rate_get 0
    expect 3
    matches "$errors" 'only a copy'
    [ ! -s "$root/sys/kernel/debug/scmi/0/raw/message" ]
}

@test "the simulated platform" {
    needs_sim
    scmictl list -J -i sim
    expect 0
    holds '.instances | length == 1'
    holds '.instances[0] | .instance == null and .transport == "sim" and
        ([.protocols[].protocol_name] | index("base") == 0 and index("clock") > 0)'
    scmictl list -i sim:/nowhere.json
    expect 6
}

@test "usage" {
    scmictl list extra
    expect 2
    scmictl list -o nonsense
    expect 2
    matches "$errors" "no column 'nonsense'"
    scmictl list -o name,transport --sysroot "$root"
    expect 0
    equal "$(head -n 1 <<<"$output" | tr -s ' ')" "NAME TRANSPORT"
}
