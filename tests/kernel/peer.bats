# SPDX-License-Identifier: GPL-2.0-or-later
#
# The peer platform on the real kernel: Linux's own drivers understand it, and
# its misbehaviour is the one that was asked for.
#
# shellcheck disable=SC2016 # what stands in single quotes expands in the guest

bats_require_minimum_version 1.5.0

setup_file() {
    KERNEL=$("$BATS_TEST_DIRNAME/build-kernel")
    export KERNEL
}

# guest 'PEER OPTIONS' [OPTION...] -- COMMAND...
guest() {
    local peer=${1//$'\n'/ }
    shift
    "$BATS_TEST_DIRNAME/run" --kernel "$KERNEL" \
        --platform "$BATS_TEST_DIRNAME/peer.py $peer {}" "$@"
}

# What Linux's drivers show of the platform, one "what: value" a line.
view='
    debug=/sys/kernel/debug
    for name in uart_clk display-controller-pixel-clock osc24m pll_main locked_clk \
        display-control; do
        [ ! -d $debug/clk/$name ] || echo "$name: $(cat $debug/clk/$name/clk_rate)"
    done
    for label in /sys/class/hwmon/hwmon0/*_label; do
        echo "$(cat "$label"): $(cat "${label%_label}_input")"
    done
    echo "thermal: $(cat /sys/class/thermal/thermal_zone0/temp)"
    for name in supply0 supply1; do
        echo "$name: $(cat "$(dirname "$(grep -lx $name /sys/class/regulator/*/name)")/microvolts")"
    done
    for zone in arm-scmi:0 arm-scmi:0:0; do
        echo "$(cat /sys/class/powercap/$zone/name): $(cat /sys/class/powercap/$zone/power_uw)"
    done
    ls $debug/pm_genpd | grep -v summary
    grep -h "^group" $debug/pinctrl/*-scmi-pinctrl/pingroups
    cat $debug/pinctrl/*-scmi-pinctrl/pinmux-functions
    dmesg | grep -iE "scmi.*(fail|err|invalid|cannot|unable|malformed|not supp|mismatch)" ||
        echo "no complaint"'

@test "all the kernel's drivers show what the platform has" {
    run -0 --separate-stderr guest "" -- bash -c "$view"
    diff - <(echo "$output") <<'END'
uart_clk: 48000000
display-controller-pixel-clock: 148500000
osc24m: 24000000
pll_main: 1000000000
locked_clk: 20000000
vdd_cpu_rail_voltage: 903
battery_power: 1250000
soc_temp: 45250
below_zero: -7000
thermal: 45250
supply0: 900000
supply1: 750000
soc: 7321000
application-processors: 3500000
cpu-cluster
cpu-perf_0
graphics-and-display-power
neural-engine-performance_1
retention
group: uart0
group: spi0
group: gpio_bank
function 0: uart, groups = [ uart0 ]
function 1: serial-peripheral-interface, groups = [ spi0 ]
function 2: gpio, groups = [ uart0 spi0 gpio_bank ]
no complaint
END
}

@test "the kernel understands the protocols' first versions too" {
    run -0 --separate-stderr guest "--version base=2.0 --version power=1.0
        --version system=1.0 --version perf=1.0 --version clock=1.0 --version sensor=1.0
        --version reset=1.0 --version voltage=1.0 --version powercap=1.0" -- bash -c "$view"
    # Before names of 64 bytes, names are cut to 15 characters.
    diff - <(echo "$output") <<'END'
uart_clk: 48000000
osc24m: 24000000
pll_main: 1000000000
locked_clk: 20000000
display-control: 148500000
vdd_cpu_rail_vo: 903
battery_power: 1250000
soc_temp: 45250
below_zero: -7000
thermal: 45250
supply0: 900000
supply1: 750000
soc: 7321000
application-processors: 3500000
cpu-cluster
cpu-perf_0
graphics-and-di
neural-engine-p_1
retention
group: uart0
group: spi0
group: gpio_bank
function 0: uart, groups = [ uart0 ]
function 1: serial-peripheral-interface, groups = [ spi0 ]
function 2: gpio, groups = [ uart0 spi0 gpio_bank ]
no complaint
END
}

@test "and those in between" {
    guest "" -- bash -c "$view" >"$BATS_TEST_TMPDIR/newest"
    run -0 --separate-stderr guest "--version base=2.0 --version power=3.0
        --version system=2.0 --version perf=3.0 --version clock=2.0 --version sensor=3.0
        --version reset=3.0 --version voltage=2.0" -- bash -c "$view"
    diff "$BATS_TEST_TMPDIR/newest" - <<<"$output"

    run -0 --separate-stderr guest "--version power=2.0 --version perf=2.0
        --version sensor=2.0" -- bash -c "$view"
    sed 's/^graphics-and-di.*/graphics-and-di/; s/^neural-engine-p.*/neural-engine-p_1/
        s/^vdd_cpu_rail_vo[^:]*/vdd_cpu_rail_vo/' "$BATS_TEST_TMPDIR/newest" |
        diff - <(echo "$output")
}

@test "requests and answers pass as they are" {
    run -0 --separate-stderr guest "--log $BATS_TEST_TMPDIR/log" -- "$BATS_TEST_DIRNAME/raw.py" \
        0040fc0f 06501c0f00000000 06501c0f63000000 06501c0f 03447c0f01000000
    diff - <(echo "$output") <<'END'
sent 0040fc0f
reply 0040fc0f0000000001000200
sent 06501c0f00000000
reply 06501c0f00000000006cdc0200000000
sent 06501c0f63000000
reply 06501c0ffcffffff
sent 06501c0f
reply 06501c0ff6ffffff
sent 03447c0f01000000
reply 03447c0f00000000000000f867726170686963732d616e642d646900
END
    # The platform's log tells the same.
    tail -n 10 "$BATS_TEST_TMPDIR/log" | python3 -c '
import json, sys
for line in sys.stdin:
    entry = json.loads(line)
    print({"command": "sent", "response": "reply"}[entry["type"]], entry["hex"])' |
        diff - <(echo "$output")
}

@test "asynchronous commands get a delayed response, subscribers notifications" {
    run -0 --separate-stderr guest "" -- "$BATS_TEST_DIRNAME/raw.py" --async \
        0950600f0100000001000000 0550fc0f0100000001000000e768cd1d00000000 06501c0f01000000
    diff - <(echo "$output") <<'END'
sent 0950600f0100000001000000
reply 0950600f00000000
sent 0550fc0f0100000001000000e768cd1d00000000
reply 0550fc0f00000000
reply 0552fc0f00000000010000000065cd1d00000000
notification 0053000001000000010000000065cd1d00000000
sent 06501c0f01000000
reply 06501c0f000000000065cd1d00000000
END
}

@test "misbehaviour from inside: vendor protocol 0xe0" {
    run -0 --separate-stderr guest "" --dts "$BATS_TEST_DIRNAME/dts/virtio-short.dts" -- bash -c '
        "$0" --wait 0.8 03801700aabb 04801700f4010000 05801700 0680170001000000 07801700fdffffff \
            0880170006000000 09801700005300000100 0a801700 0b80170001000000 0b80170003000000
        "$0" --async 0c80170014000000 0d801700
        sleep 2
        "$0" --async 0e801700' "$BATS_TEST_DIRNAME/raw.py"
    diff - <(echo "$output") <<'END'
sent 03801700aabb
reply 0380170000000000aabb
sent 04801700f4010000
error 0480170000000000f4010000
sent 05801700
sent 0680170001000000
error 06801b0000000000
sent 07801700fdffffff
reply 07801700fdffffff
sent 0880170006000000
reply 0880170000000000
sent 09801700005300000100
reply 0980170000000000
notification 005300000100
sent 0a801700
reply 0a80170000000000
error 0a80170000000000
sent 0b80170001000000
sent 0b80170003000000
notification 0b83170000000000
sent 0c80170014000000
reply 0c80170000000000
reply 0c8217000000000014000000
sent 0d801700
reply 0d80170000000000
sent 0e801700
reply 0e82170000000000
error 0e80170000000000
END
}

@test "misbehaviour from outside: --fault" {
    run -0 --separate-stderr guest "--fault clock:6,when=63000000,status=-42,skip=1,count=1
        --fault 0x10:3,length=6,count=2" --dts "$BATS_TEST_DIRNAME/dts/virtio-short.dts" -- \
        "$BATS_TEST_DIRNAME/raw.py" 06501c0f63000000 06501c0f00000000 06501c0f63000000 \
        06501c0f63000000
    diff - <(echo "$output") <<'END'
sent 06501c0f63000000
reply 06501c0ffcffffff
sent 06501c0f00000000
reply 06501c0f00000000006cdc0200000000
sent 06501c0f63000000
reply 06501c0fd6ffffff
sent 06501c0f63000000
reply 06501c0ffcffffff
END
    run -2 "$BATS_TEST_DIRNAME/peer.py" --fault clock:6,latte=5 "$BATS_TEST_TMPDIR/sock"
    run -2 "$BATS_TEST_DIRNAME/peer.py" --version clock=x "$BATS_TEST_TMPDIR/sock"
}

@test "a platform without a protocol" {
    run -0 --separate-stderr guest "--without clock" -- bash -c '
        ls /sys/kernel/debug/clk | grep -v "^clk_"
        "$0" 06501c0f00000000' "$BATS_TEST_DIRNAME/raw.py"
    diff - <(echo "$output") <<'END'
sent 06501c0f00000000
reply 06501c0fffffffff
END
}

@test "a platform without notifications is understood as well" {
    guest "" -- bash -c "$view" >"$BATS_TEST_TMPDIR/with"
    guest "--no-notifications" -- bash -c "$view" >"$BATS_TEST_TMPDIR/without"
    diff "$BATS_TEST_TMPDIR/with" "$BATS_TEST_TMPDIR/without"
    run -0 --separate-stderr guest "--no-notifications" -- bash -c '
        cat /sys/kernel/debug/scmi/0/transport/rx_max_msg
        "$0" --async 0550fc0f0100000001000000e768cd1d00000000' "$BATS_TEST_DIRNAME/raw.py"
    diff - <(echo "$output") <<'END'
0
sent 0550fc0f0100000001000000e768cd1d00000000
reply 0550fc0fffffffff
END
}
