# SPDX-License-Identifier: GPL-2.0-or-later
#
# The kernel's raw queues, and many who use them at once. Runs in the guest, on peer.py, with
# a kernel that waits 200 ms for an answer (scmictl-raw-queues.guest).

load ../cli/common

DEPTH=/sys/kernel/debug/scmi/0/transport/tx_max_msg

holds() {
    jq -es "$1" <<<"$output" >/dev/null || { jq . <<<"$output"; return 1; }
}

# write_raw NUMBER COUNT [HEX]: messages of the misbehaving protocol straight into raw mode, each
# with the next token from 512 on and its index at the end; nobody reads the answers.
write_raw() {
    python3 - "$@" <<'PYTHON'
import os, struct, sys, time
number, count = int(sys.argv[1], 0), int(sys.argv[2])
front = bytes.fromhex(sys.argv[3]) if len(sys.argv) > 3 else b""
fd = os.open("/sys/kernel/debug/scmi/0/raw/message", os.O_WRONLY)
for i in range(count):
    word = number | 0xe0 << 10 | (512 + i) << 18
    os.write(fd, struct.pack("<I", word) + front + struct.pack("<I", i))
    time.sleep(0.002)
PYTHON
}

setup() {
    "$SCMICTL" raw reset --force -q
}

# After anything the next exchange is sound.
teardown() {
    "$SCMICTL" send -J clock rate_get clock_id=0 |
        jq -e '.outcome == "ok" and .response.fields.rate == 48000000'
}

# ---- raw errors, notifications, reset ----

@test "errors: a duplicate is shown once, decoded, with its bytes" {
    write_raw 0x0a 1
    sleep 0.1
    scmictl raw errors -J
    expect 0
    holds 'length == 2 and (.[0] | .type == "message" and .queue == "errors" and .instance == 0 and
        .time == null and .kind == "response" and .header.protocol == 224 and
        .header.message == 10 and .header.token == 512 and .status == 0 and
        .hex == "0a80030800000000") and
        .[1] == {"type": "summary", "schema_version": 1, "queue": "errors", "instance": 0,
            "messages": 1, "queue_full": false}'
    scmictl raw errors
    expect 0
    equal "$output" ""
}

@test "errors: an answer that comes after the kernel gave up, while we look" {
    write_raw 0x04 1 2c010000
    scmictl raw errors --count 1 --timeout 2000 -v
    expect 0
    matches "$output" '^protocol 0xe0 message 0x04 response, token 512: SUCCESS \(0\)$'
    matches "$output" '^< 04800308000000002c010000$'
    write_raw 0x04 1 2c010000
    scmictl raw errors --count 1 --timeout 2000 -J
    holds '.[0].time > 0 and .[1].messages == 1'
    scmictl raw errors --count 1 --timeout 100
    expect 5
}

@test "notifications: those that were asked for, with their values" {
    "$SCMICTL" send -q clock rate_notify clock_id=0 notify_enable=1
    for rate in 24000000 48000000; do
        "$SCMICTL" send -q clock rate_set clock_id=0 rate=$rate
    done
    scmictl raw notifications -J
    expect 0
    holds 'map(select(.type == "message")) | length == 2 and all(.kind == "notification" and
        .queue == "notifications" and .message_name == "CLOCK_RATE_CHANGED" and .status == null and
        .problems == [] and .fields.clock_id == 0) and map(.fields.rate) == [24000000, 48000000]'
    "$SCMICTL" send -q clock rate_set clock_id=0 rate=24000000
    scmictl raw notifications
    matches "$output" '^clock CLOCK_RATE_CHANGED notification, token 0$'
    matches "$output" '^rate +24000000 Hz \(24 MHz\)$'
    "$SCMICTL" send -q clock rate_set clock_id=0 rate=48000000
    "$SCMICTL" send -q clock rate_notify clock_id=0 notify_enable=0
}

@test "notifications: --follow shows them as they come, until Ctrl-C" {
    "$SCMICTL" raw notifications --follow -J >"$BATS_TEST_TMPDIR/live" 2>/dev/null &
    follower=$!
    for hex in 0053000001 0053000002; do
        "$SCMICTL" send -q 0xe0 9 --hex $hex
    done
    for ((i = 0; i < 100 && $(wc -l <"$BATS_TEST_TMPDIR/live") < 2; i++)); do sleep 0.05; done
    equal "$(jq -r .hex "$BATS_TEST_TMPDIR/live" | xargs)" "0053000001 0053000002"
    # A background job of a shell ignores SIGINT.
    kill -TERM $follower
    rc=0
    wait $follower || rc=$?
    equal "$rc" 130
    tail -n 1 "$BATS_TEST_TMPDIR/live" | jq -e '.type == "summary" and .messages == 2'
}

@test "--follow ends with its reader" {
    (sleep 0.5; "$SCMICTL" send -q 0xe0 9 --hex 00530000; sleep 0.5
        "$SCMICTL" send -q 0xe0 9 --hex 00530000) &
    timeout 10 "$SCMICTL" raw notifications --follow -J | head -n 1 | jq -e '.type == "message"'
    wait
}

@test "full queues: the oldest are overwritten, and we say so" {
    depth=$(cat $DEPTH)
    write_raw 0x09 $((depth + 20)) 00530000
    scmictl raw notifications -J
    expect 0
    matches "$errors" "warning: the kernel's queue was full \($depth messages\)"
    holds "map(select(.type == \"message\")) | length == $depth and
        .[0].hex == \"0053000014000000\""
    holds '.[-1].queue_full'
    scmictl raw errors -q
    equal "$errors" ""
}

@test "unread replies of others: thrown away, and the next exchange is sound" {
    depth=$(cat $DEPTH)
    write_raw 0x03 $((depth + 20))
    scmictl send -v -J 0xe0 3 --hex 0badcafe
    expect 0
    holds '.[0].response.hex[16:] == "0badcafe"'
    matches "$errors" "$depth old messages in the kernel's queues were thrown away"
}

@test "reset empties all three queues and counts" {
    write_raw 0x03 3
    write_raw 0x0a 2
    write_raw 0x09 4 00530000
    sleep 0.1
    # Replies to all nine, the duplicates, the notifications.
    scmictl raw reset -J
    expect 0
    jq -e '.instance == 0 and .channel == null and .discarded == 15' <<<"$output"
    scmictl raw reset
    equal "$output" "0 messages thrown away"
    dmesg | grep -q 'Resetting SCMI Raw stack'
    scmictl raw reset --channel clock
    expect 3
    matches "$errors" 'no channel of its own'
}

@test "reset leaves another's exchange alone, unless forced" {
    "$SCMICTL" send -q --timeout 4000 0xe0 4 --hex b80b0000 &
    sender=$!
    sleep 0.2
    scmictl raw reset
    expect 3
    matches "$errors" 'another process is exchanging messages'
    matches "$errors" '^hint: .*--force'
    scmictl raw reset --force
    expect 0
    kill -KILL $sender
    wait $sender || :
    sleep 1
}

@test "only root reads the queues" {
    for command in errors notifications reset; do
        status=0
        errors=$(setpriv --reuid 65534 --regid 65534 --clear-groups \
            "$SCMICTL" raw $command 2>&1) || status=$?
        equal "$status" 3
        matches "$errors" 'root'
    done
}

# ---- Many at once ----

@test "eight senders at once, beside the kernel's drivers: every answer belongs to its question" {
    (while [ ! -e "$BATS_TEST_TMPDIR/done" ]; do cat /sys/class/hwmon/hwmon0/temp1_input; done) \
        >"$BATS_TEST_TMPDIR/drivers" 2>&1 &
    drivers=$!
    local pids=()
    # 1250 echoes each, no two alike; each sender goes round tokens of its own.
    python3 - "$BATS_TEST_TMPDIR" <<'PYTHON'
import struct, sys
for sender in range(8):
    with open(f"{sys.argv[1]}/messages.{sender}", "w") as file:
        for i in range(1250):
            word = 3 | 0xe0 << 10 | (512 + 64 * sender + i % 64) << 18
            print("raw", struct.pack("<II", word, sender << 16 | i).hex(), file=file)
PYTHON
    for sender in 0 1 2 3 4 5 6 7; do
        "$SCMICTL" send -J --file "$BATS_TEST_TMPDIR/messages.$sender" \
            >"$BATS_TEST_TMPDIR/answers.$sender" &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do wait "$pid"; done
    touch "$BATS_TEST_TMPDIR/done"
    wait $drivers
    cat "$BATS_TEST_TMPDIR"/answers.? | jq -es 'map(select(.type == "exchange")) |
        length == 10000 and all(.outcome == "ok" and .foreign == 0 and .late == [] and
            .request.hex[8:] == .response.hex[16:]) and
        (map(.request.hex[8:]) | unique | length == 10000)'
    run grep -vcx '45[0-9]*' "$BATS_TEST_TMPDIR/drivers"
    equal "$output" 0
}

@test "eight senders at once with tokens of scmictl's choosing" {
    local pids=()
    for sender in 0 1 2 3 4 5 6 7; do
        "$SCMICTL" send -J --count 250 0xe0 3 --hex "0${sender}020304" \
            >"$BATS_TEST_TMPDIR/answers.$sender" &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do wait "$pid"; done
    cat "$BATS_TEST_TMPDIR"/answers.? | jq -es 'map(select(.type == "exchange")) |
        length == 2000 and all(.outcome == "ok" and .request.hex[8:] == .response.hex[16:])'
}

@test "eight senders at once in one process" {
    run "$BUILDDIR/senders" 8 1250
    equal "$output" 10000
}

@test "a short --timeout is not used up by those who send meanwhile" {
    "$SCMICTL" send -q --count 20000 0xe0 3 --hex 01020304 &
    sender=$!
    sleep 0.2
    for _ in 1 2 3; do
        "$SCMICTL" send -J --timeout 50 0xe0 3 --hex 05060708 | jq -e '.outcome == "ok"'
    done
    wait $sender
}

@test "late answers to one sender do not disturb another" {
    "$SCMICTL" send -J --count 10 --timeout 20 0xe0 4 --hex fa000000 >"$BATS_TEST_TMPDIR/late" &
    late=$!
    "$SCMICTL" send -J --count 500 0xe0 3 --hex 01020304 >"$BATS_TEST_TMPDIR/sound"
    rc=0
    wait $late || rc=$?
    equal "$rc" 5
    jq -es 'map(select(.type == "exchange")) | length == 500 and all(.outcome == "ok" and
        .response.hex[16:] == "01020304")' "$BATS_TEST_TMPDIR/sound"
    # While one without answer holds the kernel up, a write may be refused.
    jq -es 'map(select(.type == "exchange")) | length == 10 and .[0].outcome == "timeout" and
        all(.outcome == "timeout" or .errno_name == "EBUSY")' "$BATS_TEST_TMPDIR/late"
    sleep 0.5
}

# ---- Tokens in flight, predecessors that were killed ----

# killed OPTIONS...: a sender that is killed 60 ms after its message was sent
killed() {
    "$SCMICTL" send -q --vendor none "$@" &
    sleep 0.15
    kill -KILL $!
    wait $! || :
}

@test "the answer to a predecessor that was killed is not ours, whatever the token" {
    # In the time that the kernel allows, and after it.
    for delay in b4000000 f4010000; do
        killed --token 900 0xe0 4 --hex $delay
        scmictl send -J --token 900 --timeout 2000 0xe0 4 --hex 0a000000
        expect 0
        holds '.[0] | .outcome == "ok" and .response.hex[16:] == "0a000000"'
        killed --token 901 0xe0 4 --hex $delay
        scmictl send -J 0xe0 4 --hex 0a000000
        holds '.[0] | .outcome == "ok" and .token != 901 and .response.hex[16:] == "0a000000"'
        sleep 0.5
    done
}

@test "a delayed response to a predecessor that was killed is not ours" {
    killed --async --token 902 0xe0 12 --hex f4010000
    scmictl send -J --async --token 902 --timeout 4000 0xe0 12 --hex 0a000000
    expect 0
    holds '.[0] | .outcome == "ok" and .delayed.hex[16:] == "0a000000"'
}

@test "a token in flight is refused when its time does not come" {
    killed --token 903 0xe0 4 --hex 2c010000
    scmictl send -J --token 903 --timeout 20 0xe0 3 --hex 01020304
    expect 3
    holds '.[0] | .outcome == "refused" and .errno_name == "EBUSY" and .response == null'
    matches "$errors" 'token 903 is still in flight'
    sleep 0.5
    # Nothing was handed to the kernel that it might have sent since.
    scmictl send -J --token 903 0xe0 3 --hex 05060708
    holds '.[0].response.hex[16:] == "05060708"'
}

@test "a token used again after its time-out: the late answer is late, not the next one's" {
    scmictl send -J --count 2 --token 904 --timeout 120 0xe0 4 --hex 96000000
    expect 5
    holds '.[0].outcome == "timeout" and (.[1] | .outcome == "timeout" and (.late | length) == 1 and
        .late[0].ours and .late[0].after_us >= 140000 and .late[0].after_us < 250000)'
    sleep 0.5
}

# ---- More in flight than the kernel has room for ----

@test "more without answer than may be in flight: each is told apart, and it recovers" {
    depth=$(cat $DEPTH)
    scmictl send -J -q --count $((depth + 20)) --timeout 10 0xe0 4 --hex fa000000
    expect 5
    holds ".[-1] | .sent == $((depth + 20)) and .outcomes.ok == 0 and
        .outcomes.timeout + .outcomes.refused == .sent and .foreign == 0"
    sleep 1
}
