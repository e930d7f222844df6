#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Completion: what scmictl offers, and that each shell offers just that.

load common

# offers WORDS...: the candidates, without their help
offers() {
    output=$("$SCMICTL" complete "$@" | cut -f1)
}

@test "commands, also those of two words" {
    needs_sim
    offers ''
    equal "$(xargs <<<"$output")" "send encode decode raw list sim"
    offers sim ''
    equal "$output" serve
    offers de
    equal "$output" decode
    offers -J -i sim se
    equal "$output" send
}

@test "every option of every command" {
    "$SCMICTL" --help | sed -n 's/^  \([a-z][a-z ]*[a-z]\)   *.*/\1/p' >"$BATS_TEST_TMPDIR/commands"
    while read -r words; do
        # shellcheck disable=SC2086
        "$SCMICTL" $words --help | sed -n 's/^ .*\(--[a-z-]*\).*/\1/p' | sort -u >"$BATS_TEST_TMPDIR/help"
        # shellcheck disable=SC2086
        offers $words --
        sort -u <<<"$output" >"$BATS_TEST_TMPDIR/offered"
        diff -u "$BATS_TEST_TMPDIR/help" "$BATS_TEST_TMPDIR/offered"
    done <"$BATS_TEST_TMPDIR/commands"
}

@test "protocols, messages, fields and values" {
    needs_sim
    offers send cl
    equal "$output" clock
    offers send clock rate_
    equal "$(sort <<<"$output" | xargs)" "rate_change_requested_notify rate_get rate_notify rate_set"
    offers send clock protocol_v
    equal "$output" protocol_version
    offers send clock rate_set c
    equal "$output" clock_id=
    offers send clock rate_set flags=a
    equal "$output" flags=async
    offers send clock config_set state=
    matches "$output" 'disable'
    offers encode 0x14 rate_g
    equal "$output" rate_get
    offers send --expect den
    equal "$output" DENIED
    offers send --expect=den
    equal "$output" --expect=DENIED
    offers --color=n
    equal "$output" --color=never
    offers list -o na
    equal "$output" name
    offers list -o name,tr
    equal "$output" name,transport
    offers send -i si
    equal "$output" sim
    offers sim serve --log ''
    equal "$output" :file
}

@test "every protocol and message of the tables is offered" {
    offers send ''
    protocols=$output
    [ "$(wc -l <<<"$protocols")" -ge 16 ]
    while read -r protocol; do
        offers send "$protocol" ''
        [ "$(wc -l <<<"$output")" -ge 4 ] || { echo "$protocol: $output"; return 1; }
        while read -r message; do
            scmictl encode --force "$protocol" "$message"
            expect 0
        done <<<"$output"
    done <<<"$protocols"
}

@test "nonsense is not completed and does no harm" {
    offers nope ''
    equal "$output" ""
    offers send nope ''
    equal "$output" ""
    offers send clock nope ''
    equal "$output" ""
    offers
    equal "$output" ""
}

@test "bash" {
    command -v bash >/dev/null
    [ -f /usr/share/bash-completion/bash_completion ] || skip "no bash-completion"
    run bash --norc -c '
        PATH=$(dirname "$SCMICTL"):$PATH
        . /usr/share/bash-completion/bash_completion
        . "$SRCDIR/completion/bash/scmictl"
        # try LINE WORDS...: as readline splits it, "=" being a word of its own
        try() {
            COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=9 COMP_KEY=9
            shift
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
            compopt() { :; }
            _scmictl
            echo "${COMPREPLY[@]}"
        }
        try "scmictl send cl" scmictl send cl
        try "scmictl send clock rate_set clock_" scmictl send clock rate_set clock_
        try "scmictl send clock rate_set flags=a" scmictl send clock rate_set flags = a'
    equal "$output" $'clock\nclock_id=\nasync'
}

@test "fish" {
    command -v fish >/dev/null || skip "no fish"
    run env HOME="$BATS_TEST_TMPDIR" XDG_CONFIG_HOME="$BATS_TEST_TMPDIR" fish --no-config -c '
        set -x PATH (dirname $SCMICTL) $PATH
        source $SRCDIR/completion/fish/scmictl.fish
        complete -C "scmictl send cl" | cut -f1
        complete -C "scmictl send clock rate_set clock_" | cut -f1'
    equal "$output" $'clock\nclock_id='
}

@test "zsh" {
    command -v zsh >/dev/null || skip "no zsh"
    export HOME=$BATS_TEST_TMPDIR
    run timeout 60 python3 "$SRCDIR/tests/cli/complete-zsh.py" 'scmictl send cl'
    equal "$output" 'scmictl send clock '
    run timeout 60 python3 "$SRCDIR/tests/cli/complete-zsh.py" 'scmictl send clock rate_set clock_'
    equal "$output" 'scmictl send clock rate_set clock_id='
}
