#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# scmictl decode

load common

# CLOCK_RATE_GET, token 5: the command for clock 0, its response with 24 MHz
REQUEST=0650140000000000
RESPONSE=065014000000000000366e0100000000

# decode_stdin TEXT ARGS...: with TEXT (printf escapes) on standard input
decode_stdin() {
    local text=$1
    shift
    printf '%b' "$text" >"$BATS_TEST_TMPDIR/input"
    scmictl decode "$@" <"$BATS_TEST_TMPDIR/input"
}

@test "a command and its response are told apart" {
    scmictl decode $REQUEST
    expect 0
    equal "$output" "clock CLOCK_RATE_GET command, token 5
clock_id  0"
    equal "$errors" ""
    scmictl decode $RESPONSE
    expect 0
    equal "$output" "clock CLOCK_RATE_GET response, token 5: SUCCESS (0)
rate  24000000 Hz (24 MHz)"
    # an error: nothing but a status
    scmictl decode 06501400fcffffff
    matches "$output" '^clock CLOCK_RATE_GET response, token 5: NOT_FOUND \(-4\)$'
    matches "$output" 'fits a command as well'
    # 0xffffffff is "self" in this command, and NOT_SUPPORTED in its response
    scmictl decode 07401c00ffffffff
    matches "$output" '^base BASE_DISCOVER_AGENT command'
    # a list asked for from the first entry of clock 0, not an empty answer
    scmictl decode 045014000000000000000000
    matches "$output" '^clock CLOCK_DESCRIBE_RATES command'
}

@test "--request and --response decide" {
    scmictl decode --response $REQUEST
    expect 0
    matches "$output" '^clock CLOCK_RATE_GET response, token 5: SUCCESS'
    matches "$output" '^problem +truncated: rate: 0 of 8 bytes present$'
    scmictl decode --request $RESPONSE
    expect 0
    matches "$output" '^problem +trailing: 8 bytes$'
    matches "$output" '^trailing +00366e0100000000$'
    scmictl decode --request --response $REQUEST
    expect 2
    matches "$errors" 'exclude each other'
}

@test "JSON is as documented" {
    scmictl decode -J $RESPONSE
    expect 0
    equal "$output" '{"type":"message","kind":"response","header":{"value":1331206,"message":6,"type":0,"protocol":20,"token":5},"protocol_name":"clock","message_name":"CLOCK_RATE_GET","protocol_version":null,"provisional":false,"status":0,"status_name":"SUCCESS","fields":{"rate":24000000},"trailing_hex":"","problems":[]}'
    scmictl decode -J 03f80100
    equal "$(jq -c '[.protocol_name, .message_name, .status, .fields, .problems]' <<<"$output")" \
        '[null,null,null,{},["unknown-protocol: 0x7e"]]'
}

@test "JSON of words, names, lists and signed numbers" {
    # LIST_PROTOCOLS, VOLTAGE_DESCRIBE_LEVELS, PERFORMANCE_DESCRIBE_LEVELS
    scmictl decode -J 0640180000000000020000001114 0000
    equal "$(jq -c .fields <<<"$output")" '{"num_protocols":2,"protocols":[17,20],"protocols_names":["power","clock"]}'
    scmictl decode -J 045c9800000000000310000078ecffff804f1200d4300000
    equal "$(jq -c .fields <<<"$output")" '{"flags":4099,"returned":3,"segmented":true,"remaining":0,"voltages":[-5000,1200000,12500]}'
    scmictl decode -J 044c480000000000010000000a0000002c0100002800000060e3160003000000
    equal "$(jq -c .fields.levels <<<"$output")" '[{"performance_level":10,"power_cost":300,"attributes":40,"transition_latency":40,"indicative_frequency":1500000,"level_index":3}]'
    # an empty list is an empty list; an error has no fields
    scmictl decode -J --response 045058000000000000000000
    equal "$(jq -c .fields.rates <<<"$output")" '[]'
    scmictl decode -J --response 04505800fcffffff
    equal "$(jq -c .fields <<<"$output")" '{}'
    # names stand beside numbers, null where a number has none
    scmictl decode -J 054434000000000000000040
    equal "$(jq -c .fields <<<"$output")" '{"power_state":1073741824,"power_state_name":"off","state_id":0,"context_lost":true}'
    scmictl decode -J 054434000000000005000000
    equal "$(jq -c .fields.power_state_name <<<"$output")" null
}

@test "delayed responses and notifications tell themselves" {
    scmictl decode 0552fc0f0000000007000000fff1052a01000000
    matches "$output" '^clock CLOCK_RATE_SET_COMPLETE delayed response, token 1023: SUCCESS \(0\)$'
    scmictl decode 004300000100000002000080074c2400f6ffffff05502800f7ffffff
    matches "$output" '^base BASE_ERROR_EVENT notification, token 0$'
    matches "$output" '^msg_reports\[0\]  command 0x00244c07 \(PERFORMANCE_LEVEL_SET, token 9\)  command_status PROTOCOL_ERROR \(-10\)$'
}

@test "any usual shape of hexadecimal" {
    for shape in '06 50 14 00 00 00 00 00' '0x06501400 0x00000000' '0x06,0x50,0x14,0x00,0x0,0x0,0x0,0x0' \
        '\x06\x50\x14\x00\x00\x00\x00\x00' '06:50:14:00:00:00:00:00'; do
        scmictl decode "$shape"
        expect 0
        matches "$output" '^clock CLOCK_RATE_GET command, token 5$'
    done
    # several arguments are one message
    scmictl decode 06 50 14 00 00 00 00 00
    matches "$output" '^clock CLOCK_RATE_GET command, token 5$'
}

@test "dumps of xxd, hexdump and od are read back" {
    local bytes=$BATS_TEST_TMPDIR/bytes
    xxd -r -p <<<"0750 1c00 0000 0000 01000000 4f53504d 000000000000000000000000 0000000000000000000000000000000000000000000000000000000000000000" >"$bytes"
    want=$(scmictl decode -J --response "$(xxd -p "$bytes" | tr -d '\n')"; echo "$output")
    for tool in 'xxd' 'xxd -g1' 'xxd -p -c 1000' 'hexdump -C' 'hexdump' 'od -tx1' 'od -x' 'od -Ax -tx1' 'od -Ad -tx1z'; do
        $tool "$bytes" >"$BATS_TEST_TMPDIR/dump"
        scmictl decode -J --response <"$BATS_TEST_TMPDIR/dump"
        expect 0
        equal "$tool: $output" "$tool: $want"
    done
}

@test "standard input: a message a line, dumps, comments" {
    decode_stdin "# two messages\n$REQUEST\n\n  $RESPONSE  # the answer\n" -J
    expect 0
    equal "$(jq -r .kind <<<"$output" | xargs)" "command response"
    # two dumps, one after the other, then a line
    xxd -r -p <<<$RESPONSE >"$BATS_TEST_TMPDIR/bytes"
    { xxd -c 8 "$BATS_TEST_TMPDIR/bytes"; xxd -c 8 "$BATS_TEST_TMPDIR/bytes"; echo; echo $REQUEST; } >"$BATS_TEST_TMPDIR/input"
    scmictl decode -J - <"$BATS_TEST_TMPDIR/input"
    expect 0
    equal "$(jq -r .kind <<<"$output" | xargs)" "response response command"
}

@test "messages come out as they come in" {
    mkfifo "$BATS_TEST_TMPDIR/fifo"
    "$SCMICTL" decode <"$BATS_TEST_TMPDIR/fifo" >"$BATS_TEST_TMPDIR/out" &
    pid=$!
    exec 5>"$BATS_TEST_TMPDIR/fifo"
    echo $REQUEST >&5
    for _ in {1..100}; do
        grep -q clock_id "$BATS_TEST_TMPDIR/out" && break
        sleep 0.05
    done
    grep -q clock_id "$BATS_TEST_TMPDIR/out"
    exec 5>&-
    wait "$pid"
}

@test "bad input: said with its place, the rest goes on" {
    decode_stdin "$REQUEST\nzz\n\n0650140\n06\n$RESPONSE\n"
    expect 6
    equal "$(grep -c '^clock ' <<<"$output")" 2
    equal "$errors" "scmictl: decode: standard input, line 2: column 1: 'z' is not a hexadecimal digit
scmictl: decode: standard input, line 4: column 1: an odd number of hexadecimal digits
scmictl: decode: standard input, line 5: too short for a message: 1 of the 4 bytes of its header
scmictl: decode: 3 of 5 messages on standard input could not be read"
    decode_stdin ''
    expect 6
    matches "$errors" 'no message on standard input'
    scmictl decode 0650xx
    expect 2
    matches "$errors" "column 5: 'x' is not a hexadecimal digit"
    scmictl decode 004000
    expect 2
    matches "$errors" 'too short for a message: 3 of the 4 bytes'
    # long lines and long dumps have an end
    head -c 3000000 /dev/zero | tr '\0' 'a' >"$BATS_TEST_TMPDIR/long"
    scmictl decode <"$BATS_TEST_TMPDIR/long"
    expect 6
    matches "$errors" 'longer than 1048576 characters'
    head -c 200000 /dev/zero | tr '\0' 'a' >"$BATS_TEST_TMPDIR/long"
    scmictl decode <"$BATS_TEST_TMPDIR/long"
    expect 6
    matches "$errors" 'longer than 65536 bytes'
}

@test "what can be decoded in part is no error" {
    decode_stdin "045058000000000005000000e803000000000000\n03401400000000004142434445464748494a4b4c4d4e4f50\n004000f00000000000000200\n"
    expect 0
    matches "$output" '^problem +truncated: rates: 5 announced, 1 present$'
    matches "$output" '^rates\[0\] +1000 Hz \(1 kHz\)$'
    matches "$output" '^problem +unterminated: vendor_identifier fills all of its 16 bytes$'
    matches "$output" '^problem +reserved-bits: header has bits 0xf0000000 set$'
}

@test "names from the platform cannot take the terminal" {
    # BASE_DISCOVER_VENDOR: ESC [ 2 J, a newline, a byte that is no UTF-8
    scmictl decode 03401400000000001b5b324a0aff4100000000000000000000000000
    expect 0
    matches "$output" '^vendor_identifier +\\x1b\[2J\\x0a\\xffA$'
    scmictl decode -J --response 03401400000000001b5b324a0aff41000000000000000000
    equal "$(jq -c .fields.vendor_identifier <<<"$output")" '"\u001b[2J\n�A"'
}

@test "--protocol-version and --vendor" {
    # CLOCK_ATTRIBUTES of version 1.0: what fits is taken, a version that is given wins
    old=035054000000000001000000756172745f636c6b0000000000000000
    scmictl decode --response $old
    matches "$output" 'as in version 1.0: SUCCESS'
    [[ $output != *problem* ]]
    scmictl decode --response --protocol-version 3.0 $old
    matches "$output" '^problem +truncated: clock_enable_delay: 0 of 4 bytes present$'
    scmictl decode --response --protocol-version 0x30000 -J $old
    equal "$(jq .protocol_version <<<"$output")" 196608
    for bad in x 3.x 3.70000 0x 0 ''; do
        scmictl decode --protocol-version "$bad" $old
        expect 2
        matches "$errors" '--protocol-version'
    done
    scmictl decode 00030200020000000100000003000000
    matches "$output" 'unknown-protocol: 0x80 depends on the vendor'
    scmictl decode --vendor NXP 00030200020000000100000003000000
    matches "$output" 'LMM_EVENT notification'
    scmictl decode --vendor nxp/imx 00030200020000000100000003000000
    matches "$output" 'LMM_EVENT notification'
    scmictl decode --vendor Qualcomm 00030200020000000100000003000000
    matches "$output" 'unknown-message'
    scmictl decode --vendor / $old
    expect 2
}

@test "what is provisional says so" {
    scmictl decode 0560b00000000000010000000200000028230000
    matches "$output" '^powercap POWERCAP_CAP_SET command, token 44, as in version 3.0, provisional$'
    scmictl decode -J 0560b00000000000010000000200000028230000
    equal "$(jq .provisional <<<"$output")" true
}

@test "--header explains a header" {
    scmictl decode --header 0x00145006
    expect 0
    equal "$output" "header    0x00145006
protocol  0x14 clock
message   0x06 CLOCK_RATE_GET
type      0 command or response
token     5"
    scmictl decode --header 0xf0000100
    matches "$output" '^type +1 reserved$'
    matches "$output" '^reserved +bits 0xf0000000 are set$'
    scmictl decode -J --header 0x0ffc5205
    equal "$(jq -c '[.type, .header.type, .header.token, .protocol_name, .message_name]' <<<"$output")" \
        '["header",2,1023,"clock","CLOCK_RATE_SET_COMPLETE"]'
    scmictl decode --header 0x100000000
    expect 2
    scmictl decode --header 1 $REQUEST
    expect 2
    scmictl decode --header 12monkeys
    expect 2
}

@test "words instead of bytes are noticed" {
    scmictl decode 0014500600000000
    expect 0
    matches "$errors" 'with its bytes swapped it is 0x00145006'
    scmictl decode --header 0x06501400
    matches "$errors" 'with its bytes swapped it is 0x00145006'
    scmictl decode -q 0014500600000000
    equal "$errors" ""
    scmictl decode $REQUEST
    equal "$errors" ""
}

@test "every vector decodes without a problem, and says its name" {
    n=0
    while read -r name kind version vendor hex message rest; do
        case $name in '#'*) continue ;; esac
        args=()
        [ "$kind" != command ] || args+=(--request)
        [ "$kind" != response ] || args+=(--response)
        [ "$version" = - ] || args+=(--protocol-version "$version")
        [ "$vendor" = - ] || args+=(--vendor "$vendor")
        scmictl decode -J "${args[@]}" "$hex"
        expect 0
        equal "$name $(jq -c '[.kind, .message_name, .problems]' <<<"$output")" \
            "$name [\"$kind\",\"$message\",[]]"
        n=$((n + 1))
    done <"$SRCDIR/tests/data/vectors.txt"
    [ "$n" -ge 86 ]
}

@test "a file of something else does not flood: the first complaints, and a count" {
    run bash -c 'yes nonsense | head -n 1000 | "$SCMICTL" decode - 2>&1'
    [ "$status" -eq 6 ]
    [ "${#lines[@]}" -le 25 ]
    matches "$output" '1000 of 1000 messages'
}
