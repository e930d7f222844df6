#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# scmictl encode

load common

@test "bytes, by names and numbers" {
    scmictl encode clock rate_set clock_id=7 rate=5GHz flags=async --token 1023
    expect 0
    equal "$output" 0550fc0f010000000700000000f2052a01000000
    equal "$errors" ""
    for form in 'clock CLOCK_RATE_SET' 'CLOCK rate-set' '0x14 5' '20 0x5'; do
        # shellcheck disable=SC2086
        scmictl encode --token 0x3ff $form 1 7 5000000000
        expect 0
        equal "$output" 0550fc0f010000000700000000f2052a01000000
    done
}

@test "responses, delayed responses, notifications" {
    scmictl encode --response clock rate_get rate=24MHz --token 5
    equal "$output" 065014000000000000366e0100000000
    scmictl encode --response clock rate_get status=not_found
    equal "$output" 06500000fcffffff
    scmictl encode --delayed clock rate_set clock_id=7 rate=4999999999 --token 1023
    equal "$output" 0552fc0f0000000007000000fff1052a01000000
    scmictl encode --notification clock rate_changed agent_id=1 clock_id=7 rate=24MHz
    equal "$output" 00530000010000000700000000366e0100000000
    scmictl encode --request clock rate_get 0
    equal "$output" 0650000000000000
}

@test "versions change the layout" {
    scmictl encode clock config_set clock_id=7 state=enable --protocol-version 1.0
    equal "$output" 075000000700000001000000
    scmictl encode clock config_set clock_id=7 state=enable --protocol-version 3.0
    equal "$output" 07500000070000000100000000000000
    scmictl encode powercap cap_set domain_id=0 cpli=1 power_cap=9000 flags=async --protocol-version 3.0
    equal "$output" 0560000000000000010000000200000028230000
    scmictl encode powercap cap_set domain_id=0 cpli=1 power_cap=9000
    expect 2
    matches "$errors" "has no field 'cpli'"
    scmictl encode clock parent_get 0 --protocol-version 1.0
    expect 0
    matches "$errors" 'warning: CLOCK_PARENT_GET is not in version 1.0'
}

@test "JSON: bytes and what they mean" {
    scmictl encode -J clock rate_set 0 2 48MHz
    expect 0
    equal "$(jq -c '[.schema_version, .hex, .kind, .header.message, .message_name, .fields.rate, .problems]' <<<"$output")" \
        '[1,"055000000000000002000000006cdc0200000000","command",5,"CLOCK_RATE_SET",48000000,[]]'
}

@test "a protocol alone lists its messages" {
    scmictl encode clock
    expect 0
    matches "$output" '^0x05 CLOCK_RATE_SET +write +set the rate of a clock$'
    matches "$output" '^0x00 CLOCK_RATE_CHANGED +read +2\.0 +'
    scmictl encode -J clock
    equal "$(jq -c '[.protocol, (.messages[] | select(.name == "CLOCK_RATE_GET") | .id, .risk)]' <<<"$output")" '[20,6,"read"]'
    scmictl encode 0x7e
    expect 2
    matches "$errors" 'protocol 0x7e is not described'
}

@test "what is provisional says so" {
    scmictl encode telemetry
    expect 0
    matches "$output" 'provisional'
    scmictl encode powercap cap_set --protocol-version 3.0 --fields
    matches "$output" '^provisional: from a draft'
    scmictl encode -J powercap
    equal "$(jq -c '[.messages[] | select(.id == 5) | .provisional]' <<<"$output")" '[false,true]'
}

@test "fields are listed on request, and when some are missing" {
    scmictl encode clock rate_set --fields
    expect 0
    matches "$output" '^rate +u64 +Hz +rate to set$'
    matches "$output" '^  async +bit 0 '
    scmictl encode -J clock rate_set --fields
    equal "$(jq -c '.fields[] | select(.name == "rate") | [.type, .unit, .optional]' <<<"$output")" '["u64","Hz",false]'
    scmictl encode clock rate_set 0
    expect 2
    equal "$output" ""
    matches "$errors" '^scmictl: encode: CLOCK_RATE_SET needs a value for clock_id, rate$'
    matches "$errors" '^rate +u64 +Hz +rate to set$'
    scmictl encode clock rate_set 0 --force
    expect 0
    equal "$output" 0550000000000000000000000000000000000000
}

@test "mistakes are refused with what would be right" {
    scmictl encode
    expect 2
    matches "$errors" '^hint: one of base, power, .*clock'
    scmictl encode clok
    expect 2
    matches "$errors" "there is no protocol 'clok'"
    matches "$errors" '^hint: did you mean clock'
    scmictl encode clock rate_gett
    expect 2
    matches "$errors" '^hint: did you mean rate_get'
    scmictl encode clock rate_get clok_id=1
    expect 2
    matches "$errors" '^hint: did you mean clock_id'
    scmictl encode clock rate_set rate=0.5Hz
    expect 2
    matches "$errors" "rate: '0.5Hz' is a fraction of what the message can carry"
    scmictl encode clock config_set clock_id=0 state=maybe
    expect 2
    matches "$errors" '^hint: disable, enable, unchanged, or a number'
    scmictl encode clock rate_get 1 2
    expect 2
    matches "$errors" "takes no further value: '2'"
    scmictl encode clock rate_get 1 --token 1024
    expect 2
    scmictl encode --response base discover_vendor vendor_identifier=ABCDEFGHIJKLMNOP
    expect 2
    matches "$errors" 'longer than 15 characters'
}

@test "what no table describes has a header at least" {
    scmictl encode 0x7e 3
    expect 0
    equal "$output" 03f80100
    scmictl encode 0x7e 3 x=1
    expect 2
    matches "$errors" "is not described: it has no field 'x=1'"
    scmictl encode 0x7e name
    expect 2
}

@test "vendors share ids" {
    scmictl encode --vendor NXP 0x80 3 lm_id=2
    equal "$output" 0300020002000000
    scmictl encode --vendor Qualcomm 0x80 0x11 0 0 1 02
    expect 0
    scmictl encode --vendor Qualcomm 0x80 3
    equal "$output" 03000200
}

@test "what is encoded decodes to the same" {
    scmictl encode pinctrl settings_configure 9 3 selector=group function_valid=1 \
        configs=bias_pull_up:1,drive_strength:8
    equal "$output" 0664000009000000030000000904000004000000010000000a00000008000000
    scmictl decode -J --request "$output"
    equal "$(jq -c '.fields.configs | map([.type_name, .value])' <<<"$output")" '[["bias_pull_up",1],["drive_strength",8]]'
}
