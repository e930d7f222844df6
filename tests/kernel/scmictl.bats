# SPDX-License-Identifier: GPL-2.0-or-later
#
# scmictl against a platform through the real kernel: raw mode over VirtIO, beside
# Linux's own drivers. Runs in the guest, with any platform (scmictl-peer.guest, scmictl-sim.guest).

load ../cli/common

RAW=/sys/kernel/debug/scmi/0/raw
CLK=/sys/kernel/debug/clk

# All reading messages by name; @ stands for every domain, clock or sensor.
READS='
base protocol_version
base protocol_attributes
base protocol_message_attributes message_id=discover_vendor
base discover_vendor
base base_discover_sub_vendor
base discover_implementation_version
base discover_list_protocols
base discover_list_protocols skip=1
base discover_agent agent_id=0
base discover_agent agent_id=0xffffffff
power protocol_version
power protocol_attributes
power protocol_message_attributes message_id=state_set
power power_domain_attributes domain_id=@
power state_get domain_id=@
power power_domain_name_get domain_id=@
system protocol_version
system protocol_attributes
system protocol_message_attributes message_id=state_set
system state_get
perf protocol_version
perf protocol_attributes
perf protocol_message_attributes message_id=level_set
perf domain_attributes domain_id=@
perf describe_levels domain_id=@
perf describe_levels domain_id=@ level_index=1
perf limits_get domain_id=@
perf level_get domain_id=@
perf describe_fastchannel domain_id=@ message_id=level_get
perf domain_name_get domain_id=@
clock protocol_version
clock protocol_attributes
clock protocol_message_attributes message_id=rate_set
clock attributes clock_id=@
clock describe_rates clock_id=@
clock describe_rates clock_id=@ rate_index=1
clock rate_get clock_id=@
clock name_get clock_id=@
clock config_get clock_id=@
clock config_get clock_id=@ extended_config_type=duty_cycle
clock possible_parents_get clock_id=@
clock parent_get clock_id=@
clock get_permissions clock_id=@
sensor protocol_version
sensor protocol_attributes
sensor protocol_message_attributes message_id=reading_get
sensor description_get desc_index=@
sensor reading_get sensor_id=@
sensor axis_description_get sensor_id=@
sensor list_update_intervals sensor_id=@
sensor config_get sensor_id=@
sensor name_get sensor_id=@
sensor axis_name_get sensor_id=@
reset protocol_version
reset protocol_attributes
reset protocol_message_attributes message_id=reset
reset domain_attributes domain_id=@
reset domain_name_get domain_id=@
voltage protocol_version
voltage protocol_attributes
voltage protocol_message_attributes message_id=level_set
voltage domain_attributes domain_id=@
voltage describe_levels domain_id=@
voltage describe_levels domain_id=@ level_index=1
voltage config_get domain_id=@
voltage level_get domain_id=@
voltage domain_name_get domain_id=@
powercap protocol_version
powercap protocol_attributes
powercap protocol_message_attributes message_id=cap_set
powercap domain_attributes domain_id=@
powercap cap_get domain_id=@
powercap pai_get domain_id=@
powercap domain_name_get domain_id=@
powercap measurements_get domain_id=@
powercap describe_fastchannel domain_id=@ message_id=cap_get
pinctrl protocol_version
pinctrl protocol_attributes
pinctrl protocol_message_attributes message_id=request
pinctrl attributes identifier=@ selector=pin
pinctrl attributes identifier=@ selector=group
pinctrl attributes identifier=@ selector=function
pinctrl list_associations identifier=@ selector=group
pinctrl list_associations identifier=@ selector=function
pinctrl settings_get identifier=@ selector=pin config_flag=all
pinctrl settings_get identifier=@ selector=group config_flag=all
pinctrl name_get identifier=@ selector=pin
pinctrl name_get identifier=@ selector=function
'

# All others, which the tests further down send.
WRITES='
base notify_errors
base set_device_permissions
base set_protocol_permissions
base reset_agent_configuration
base negotiate_protocol_version
power state_set
power state_notify
power state_change_requested_notify
power negotiate_protocol_version
system state_set
system state_notify
system negotiate_protocol_version
perf limits_set
perf level_set
perf notify_limits
perf notify_level
perf negotiate_protocol_version
clock rate_set
clock config_set
clock rate_notify
clock rate_change_requested_notify
clock parent_set
clock negotiate_protocol_version
sensor trip_point_notify
sensor trip_point_config
sensor config_set
sensor continuous_update_notify
sensor negotiate_protocol_version
reset reset
reset notify
reset negotiate_protocol_version
voltage config_set
voltage level_set
voltage negotiate_protocol_version
powercap cap_set
powercap pai_set
powercap cap_notify
powercap measurements_notify
powercap negotiate_protocol_version
pinctrl settings_configure
pinctrl request
pinctrl release
pinctrl negotiate_protocol_version
'

# What the platform says that it serves: "PROTOCOL MESSAGE", by number.
setup_file() {
    for protocol in 16 $("$SCMICTL" send -J base discover_list_protocols |
        jq '.response.fields.protocols[] | select(. < 128)'); do
        for ((id = 0; id < 32; id++)); do
            echo "$protocol protocol_message_attributes $id"
        done
    done >"$BATS_FILE_TMPDIR/lines"
    "$SCMICTL" send -J --file "$BATS_FILE_TMPDIR/lines" 2>/dev/null |
        jq -r 'select(.type == "exchange" and .outcome == "ok") |
            "\(.protocol) \(.request.fields.message_id)"' |
        sort -u >"$BATS_FILE_TMPDIR/served"
}

# json ARGS...: send, the JSON on stdout; fails unless the exit status is 0.
json() {
    "$SCMICTL" send -J "$@"
}

# field FILTER ARGS...: a field of the answer, which must be without problems.
field() {
    local filter=$1
    shift
    json "$@" | jq -er "if .outcome == \"ok\" and .response.problems == [] then
        .response.fields | $filter | tostring else error(tostring) end"
}

# completed FILTER ARGS...: the same of a delayed response.
completed() {
    local filter=$1
    shift
    json "$@" | jq -er "if .outcome == \"ok\" and .delayed.status == 0 and
        .delayed.problems == [] then .delayed.fields | $filter | tostring
        else error(tostring) end"
}

# number PROTOCOL: how many domains, clocks or sensors it has.
number() {
    case $1 in
        base | system) echo 1 ;;
        pinctrl) field '[.num_pins, .num_groups, .num_functions] | max' "$1" protocol_attributes ;;
        clock) field .num_clocks "$1" protocol_attributes ;;
        sensor) field .num_sensors "$1" protocol_attributes ;;
        *) field .num_domains "$1" protocol_attributes ;;
    esac
}

# The clock that the tests set: the first with several rates, and two of them.
a_clock() {
    for ((clock = 0; clock < $(number clock); clock++)); do
        mapfile -t rates < <(field 'if .triplet then [.rates[0], .rates[0] + .rates[2]] else
            .rates end | .[]' clock describe_rates clock_id="$clock")
        [ "${#rates[@]}" -lt 2 ] || break
    done
    [ "${#rates[@]}" -ge 2 ]
    name=$(field .name clock name_get clock_id="$clock" 2>/dev/null) ||
        name=$(field .name clock attributes clock_id="$clock")
}

@test "list shows the instance as the kernel does" {
    "$SCMICTL" list -J >"$BATS_TEST_TMPDIR/list"
    info=/sys/kernel/debug/scmi/0
    jq -e --arg name "$(cat $info/instance_name)" --arg transport "$(cat $info/transport/type)" \
        --argjson timeout "$(cat $info/transport/max_rx_timeout_ms)" \
        --argjson size "$(cat $info/transport/max_msg_size)" \
        --argjson tx "$(cat $info/transport/tx_max_msg)" \
        --argjson rx "$(cat $info/transport/rx_max_msg)" \
        '(.instances | length) == 1 and (.instances[0] | .instance == 0 and .raw and .coex and
            .name == $name and .transport == $transport and .max_rx_timeout_ms == $timeout and
            .max_msg_size == $size and .tx_max_msg == $tx and .rx_max_msg == $rx and
            .device == "arm-scmi.0.auto" and (.counters | length) >= 14 and
            ([.protocols[].protocol] == [range(17; 26)]))' "$BATS_TEST_TMPDIR/list"
    vendor=$(field .vendor_identifier base discover_vendor)
    jq -e --arg vendor "$vendor" '.instances[0].vendor == $vendor' "$BATS_TEST_TMPDIR/list"
    matches "$("$SCMICTL" list)" 'arm,scmi-virtio'
}

@test "every read message of every protocol, by name, decodes without a problem" {
    local messages=$BATS_TEST_TMPDIR/messages answers=$BATS_TEST_TMPDIR/answers
    local -A numbers=()
    while read -r protocol message; do
        [ -n "$protocol" ] || continue
        [[ ! $message = *@* || ${numbers[$protocol]} ]] ||
            numbers[$protocol]=$(number "$protocol")
        n=1
        [[ $message != *@* ]] || n=${numbers[$protocol]}
        for ((id = 0; id < n; id++)); do
            echo "$protocol ${message//@/$id}"
        done
    done <<<"$READS" >"$messages"
    [ "$(wc -l <"$messages")" -gt 150 ]
    status=0
    "$SCMICTL" send -J --file "$messages" >"$answers.all" || status=$?
    jq -c 'select(.type == "exchange")' "$answers.all" >"$answers"
    [ "$status" -eq 0 ] || [ "$status" -eq 4 ]
    [ "$(wc -l <"$answers")" -eq "$(wc -l <"$messages")" ]
    # What a domain does not have may be refused with this or that, but only that.
    jq -c 'select(.response.problems != [] or
        (.outcome != "ok" and (.outcome != "error" or
            ([.response.status_name] | inside(["NOT_SUPPORTED", "NOT_FOUND",
                "INVALID_PARAMETERS", "OUT_OF_RANGE"]) | not))))' "$answers" >"$answers.bad"
    cat "$answers.bad"
    [ ! -s "$answers.bad" ]
    # Each message that is served was answered at least once; but a platform may know
    # about fast channels (19 11 and 24 12) and have none.
    jq -rs '[.[] | {id: "\(.protocol) \(.message)", ok: (.outcome == "ok")}] |
        group_by(.id) | .[] | select(all(.ok | not)) | .[0].id' "$answers" >"$answers.none"
    run grep -xFf <(grep -vx -e "19 11" -e "24 12" "$answers.none") "$BATS_FILE_TMPDIR/served"
    equal "$output" ""
}

@test "no message that the platform serves is missing here" {
    while read -r protocol message _; do
        [ -z "$protocol" ] || "$SCMICTL" encode --force -J "$protocol" "$message"
    done <<<"$READS$WRITES" | jq -r '"\(.header.protocol) \(.header.message)"' |
        sort -u >"$BATS_TEST_TMPDIR/known"
    [ "$(wc -l <"$BATS_FILE_TMPDIR/served")" -gt 60 ]
    run comm -13 "$BATS_TEST_TMPDIR/known" "$BATS_FILE_TMPDIR/served"
    equal "$output" ""
}

@test "a clock's rate is what the kernel then shows" {
    a_clock
    for rate in "${rates[1]}" "${rates[0]}"; do
        json clock rate_set clock_id="$clock" rate="$rate" | jq -e '.outcome == "ok"'
        equal "$(field .rate clock rate_get clock_id="$clock")" "$rate"
        equal "$(cat "$CLK/$name/clk_rate")" "$rate"
    done
}

@test "an asynchronous rate comes back in the delayed response, and in the kernel" {
    a_clock
    equal "$(completed .rate clock rate_set flags=async clock_id="$clock" rate="${rates[1]}" \
        --async)" "${rates[1]}"
    equal "$(cat "$CLK/$name/clk_rate")" "${rates[1]}"
    json clock rate_set flags=async clock_id="$clock" rate="${rates[0]}" --async |
        jq -e '.async and .delayed_latency_us >= .latency_us and .delayed.status == 0'
}

@test "a clock is switched off and on" {
    a_clock
    for state in disable enable; do
        json clock config_set clock_id="$clock" state=$state | jq -e '.outcome == "ok"'
        equal "$(field .enabled clock attributes clock_id="$clock")" \
            "$([ $state = enable ] && echo true || echo false)"
    done
}

@test "a clock's parent is set among the possible ones" {
    for ((clock = 0; clock < $(number clock); clock++)); do
        mapfile -t parents < <(field '.parents[]' clock possible_parents_get \
            clock_id="$clock" 2>/dev/null)
        [ "${#parents[@]}" -lt 2 ] || break
    done
    [ "${#parents[@]}" -ge 2 ]
    before=$(field .parent_id clock parent_get clock_id="$clock")
    for parent in "${parents[@]}" "$before"; do
        json clock parent_set clock_id="$clock" parent_id="$parent" | jq -e '.outcome == "ok"'
        equal "$(field .parent_id clock parent_get clock_id="$clock")" "$parent"
    done
}

@test "a sensor reads as hwmon does" {
    # All of them first: two that send at the same time take each other's answers.
    for ((i = 0; i < $(number sensor); i++)); do
        field '.sensors[0] | select(.axis_support | not) |
            [.sensor_id, .type, .unit_exponent, .name] | join(" ")' \
            sensor description_get desc_index="$i" || :
    done >"$BATS_TEST_TMPDIR/sensors"
    checked=0
    while read -r id kind exponent label; do
        case $kind in
            2) channel=temp scale=-3 ;;
            5) channel=in scale=-3 ;;
            7) channel=power scale=-6 ;;
            *) continue ;;
        esac
        long=$(field .name sensor name_get sensor_id="$id" 2>/dev/null) || long=$label
        input=$(grep -lx -- "$long" /sys/class/hwmon/hwmon0/"$channel"*_label)
        # Before and after: where a sensor moves, what lies about the range will do.
        before=$(field '.readings[0].value' sensor reading_get sensor_id="$id")
        shown=$(cat "${input%_label}_input")
        after=$(field '.readings[0].value' sensor reading_get sensor_id="$id")
        awk -v shown="$shown" -v a="$before" -v b="$after" -v unit="1e$((exponent - scale))" '
            function abs(x) { return x < 0 ? -x : x }
            BEGIN { exit !(abs(shown - a * unit) <= (a == b ? 0.5 : 0.2 * abs(shown))) }' ||
            { echo "$long: $before, $shown in hwmon, $after"; return 1; }
        checked=$((checked + 1))
    done <"$BATS_TEST_TMPDIR/sensors"
    [ "$checked" -ge 2 ]
}

@test "a sensor is read asynchronously and configured" {
    equal "$(completed .sensor_id sensor reading_get sensor_id=0 flags=async --async)" 0
    equal "$(completed '.readings | length' sensor reading_get sensor_id=0 flags=async \
        --async)" 1
    config=$(field .sensor_config sensor config_get sensor_id=0)
    json sensor config_set sensor_id=0 sensor_config=$((config ^ 2)) | jq -e '.outcome == "ok"'
    equal "$(field .sensor_config sensor config_get sensor_id=0)" $((config ^ 2))
    json sensor config_set sensor_id=0 sensor_config="$config" | jq -e '.outcome == "ok"'
    json sensor trip_point_config sensor_id=0 event_control=3 value=-5000 |
        jq -e '.outcome == "ok" and .request.fields.value == -5000'
}

@test "a voltage is what the regulator then shows" {
    regulator=$(dirname "$(grep -lx supply0 /sys/class/regulator/*/name)")
    before=$(field .voltage_level voltage level_get domain_id=0)
    equal "$(cat "$regulator/microvolts")" "$before"
    mapfile -t levels < <(field 'if .segmented then [.voltages[0], .voltages[0] + .voltages[2]]
        else .voltages end | .[:2][]' voltage describe_levels domain_id=0)
    [ "${levels[0]}" -ne "${levels[1]}" ]
    for level in "${levels[@]}"; do
        json voltage level_set domain_id=0 voltage_level="$level" | jq -e '.outcome == "ok"'
        equal "$(field .voltage_level voltage level_get domain_id=0)" "$level"
        equal "$(cat "$regulator/microvolts")" "$level"
    done
    equal "$(completed .voltage_level voltage level_set domain_id=0 flags=async \
        voltage_level="$before" --async)" "$before"
    equal "$(cat "$regulator/microvolts")" "$before"
    config=$(field .config voltage config_get domain_id=0)
    json voltage config_set domain_id=0 config="$config" | jq -e '.outcome == "ok"'
}

@test "a power cap is what powercap then shows" {
    zone=/sys/class/powercap/arm-scmi:0
    cap=$(cat $zone/constraint_0_power_limit_uw)
    step=$(field .power_cap_step powercap domain_attributes domain_id=0)
    before=$(field .power_cap powercap cap_get domain_id=0)
    json powercap cap_set domain_id=0 power_cap=$((before - step)) | jq -e '.outcome == "ok"'
    [ "$(cat $zone/constraint_0_power_limit_uw)" -lt "$cap" ]
    equal "$(completed .power_cap powercap cap_set domain_id=0 flags=async \
        power_cap="$before" --async)" "$before"
    equal "$(cat $zone/constraint_0_power_limit_uw)" "$cap"
    pai=$(field .pai powercap pai_get domain_id=0)
    json powercap pai_set domain_id=0 pai="$pai" | jq -e '.outcome == "ok"'
}

@test "power states, performance levels and limits are written and read back" {
    before=$(field .power_state power state_get domain_id=0)
    for state in on "$before"; do
        json power state_set domain_id=0 power_state="$state" --yes | jq -e '.outcome == "ok"'
    done
    equal "$(field .power_state power state_get domain_id=0)" "$before"

    mapfile -t levels < <(field '.levels[:2][].performance_level' perf describe_levels domain_id=0)
    for level in "${levels[@]}"; do
        json perf level_set domain_id=0 performance_level="$level" | jq -e '.outcome == "ok"'
        equal "$(field .performance_level perf level_get domain_id=0)" "$level"
    done
    limits=$(field '[.range_max, .range_min] | join(" ")' perf limits_get domain_id=0)
    json perf limits_set domain_id=0 range_max="${limits% *}" range_min="${limits#* }" |
        jq -e '.outcome == "ok"'
}

@test "what harms needs --yes, and is then done" {
    for message in "reset reset domain_id=0 flags=autonomous" \
        "system state_set system_state=cold_reset" "power state_set domain_id=0 power_state=off"; do
        # shellcheck disable=SC2086 # words
        scmictl send $message
        expect 2
        matches "$errors" '--yes'
        # shellcheck disable=SC2086
        json $message --yes | jq -e '.outcome == "ok"'
    done
    equal "$(field .power_state power state_get domain_id=0)" $((0x40000000))
    json power state_set domain_id=0 power_state=on | jq -e '.outcome == "ok"'
    equal "$(completed .domain_id reset reset domain_id=0 flags=0x5 --async --yes)" 0
}

@test "pins are requested, configured and released" {
    json pinctrl request identifier=0 selector=group | jq -e '.outcome == "ok"'
    # Whether the owner may ask again is the platform's choice.
    json pinctrl request identifier=0 selector=group |
        jq -e '.response.status_name | . == "SUCCESS" or . == "IN_USE"' || return
    json pinctrl release identifier=0 selector=group | jq -e '.outcome == "ok"'
    # One pin: a function, then one setting; the setting is read back.
    json pinctrl settings_configure identifier=0 selector=pin function_id=0 function_valid=1 \
        configs=bias_pull_up:3 | jq -e '.outcome == "ok"'
    equal "$(field '.configs[0] | "\(.type_name) \(.value)"' pinctrl settings_get identifier=0 \
        selector=pin config_flag=one config_type=bias_pull_up)" "bias_pull_up 3"
    equal "$(field .function_selected pinctrl settings_get identifier=0 selector=pin \
        config_flag=function)" 0
}

@test "subscriptions are accepted" {
    while read -r line; do
        # shellcheck disable=SC2086 # words
        [ -z "$line" ] || json $line | jq -e '.outcome == "ok"'
    done <<<'
        base notify_errors 1
        power state_notify domain_id=0 notify_enable=1
        power state_change_requested_notify domain_id=0 notify_enable=1
        system state_notify 1
        perf notify_limits 0 1
        perf notify_level 0 1
        clock rate_notify 0 1
        clock rate_change_requested_notify 0 1
        sensor trip_point_notify 0 1
        sensor continuous_update_notify 0 1
        reset notify 0 1
        powercap cap_notify 0 1
        powercap measurements_notify 0 1 0 100'
}

@test "raw bytes, payloads and tokens go out as they are" {
    json --raw 06501c0f00000000 | jq -e '.token == 967 and .request.hex == "06501c0f00000000" and
        (.response.hex | startswith("06501c0f00000000"))'
    json --token 1023 0x14 6 0 | jq -e '.token == 1023 and .message_name == "CLOCK_RATE_GET"'
    json clock rate_get --hex 00000000 | jq -e '.outcome == "ok"'
    printf '%s\n' '# comment' 'clock rate_get clock_id=0' '' '06 50 1c 0f 00 00 00 00' |
        "$SCMICTL" send -J --file - | jq -es 'map(select(.type == "exchange")) | length == 2 and
            .[0].response.fields == .[1].response.fields and .[1].token == 967'
    before=$(json clock rate_get 0 | jq .token)
    after=$(json clock rate_get 0 | jq .token)
    [ "$before" -ge 512 ] && [ "$after" -ge 512 ]
}

@test "count: a summary, and no message waits for one that is answered already" {
    local all=$BATS_TEST_TMPDIR/all
    "$SCMICTL" send -J --count 5000 clock rate_get clock_id=0 >"$all"
    jq -es 'map(select(.type == "exchange")) | length == 5000 and all(.outcome == "ok" and
        .token >= 512)' "$all"
    tail -n 1 "$all" | jq -e '.type == "summary" and .sent == 5000 and .outcomes.ok == 5000 and
        .latency_us.max < 1000000' || { tail -n 1 "$all"; return 1; }
}

@test "wrong messages are the platform's to refuse: exit status 4" {
    scmictl send clock rate_get clock_id=9999
    expect 4
    matches "$errors" 'CLOCK_RATE_GET.*NOT_FOUND \(-4\)'
    equal "$(wc -l <<<"$errors")" 1
    scmictl send clock 0x7e --hex ""
    expect 4
    matches "$errors" 'NOT_SUPPORTED \(-1\)'
    scmictl send clock rate_get --hex 00 --force
    expect 4
    scmictl send 0x7c 0 --hex ""
    expect 4
    scmictl send --expect NOT_FOUND clock rate_get clock_id=9999
    expect 0
    scmictl send --expect -4 clock rate_get clock_id=0
    [ "$status" -ne 0 ]
}

@test "what the kernel refuses says why: exit status 3" {
    limit=$(cat /sys/kernel/debug/scmi/0/transport/max_msg_size)
    scmictl send clock rate_get --force --hex "$(printf '%0*d' $((2 * limit + 8)) 0)"
    expect 3
    matches "$errors" "$limit"
    scmictl send --channel 0x14 clock rate_get clock_id=0
    expect 3
    matches "$errors" 'channel'
    scmictl send -i 7 clock rate_get clock_id=0
    expect 3
    scmictl send --poll clock rate_get clock_id=0
    expect 3
    matches "$errors" 'poll'
}

@test "another user is told to be root: exit status 3" {
    status=0
    errors=$(setpriv --reuid 65534 --regid 65534 --clear-groups \
        "$SCMICTL" send clock rate_get clock_id=0 2>&1) || status=$?
    equal "$status" 3
    matches "$errors" 'root'
    # list still tells what sysfs and the device tree say.
    setpriv --reuid 65534 --regid 65534 --clear-groups "$SCMICTL" list -J |
        jq -e '.instances[0].transport == "arm,scmi-virtio"'
}

@test "usage errors send nothing: exit status 2" {
    sent=$(cat /sys/kernel/debug/scmi/0/transport/counters/response_ok)
    for args in "clock rate_get" "clock rate_get clock=0" "clock no_such 0" "clok rate_get 0" \
        "clock rate_get clock_id=0x" "clock rate_get 0 0" "clock rate_get clock_id=4294967296"; do
        # shellcheck disable=SC2086 # words
        scmictl send $args
        expect 2
    done
    equal "$(cat /sys/kernel/debug/scmi/0/transport/counters/response_ok)" "$sent"
}

@test "writing beside Linux's drivers is warned of" {
    a_clock
    scmictl send clock rate_set clock_id="$clock" rate="${rates[0]}"
    expect 0
    matches "$errors" 'warning.*drivers'
    scmictl send clock rate_get clock_id="$clock"
    expect 0
    equal "$errors" ""
}

@test "answers of others are not taken for ours" {
    # An answer that nobody has fetched, with a token and header of its own.
    printf '\x06\x50\x1c\x0f\x00\x00\x00\x00' >$RAW/message
    sleep 0.1
    json clock rate_get clock_id=0 | jq -e '.outcome == "ok" and .token != 967'
    # The same message, but an answer from before.
    printf '\x06\x50\xfc\x0f\xff\x00\x00\x00' >$RAW/message
    sleep 0.1
    json --raw 0650fc0f00000000 | jq -e '.outcome == "ok"'
}
