#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# What every command has in common.

load common

@test "help goes to stdout and succeeds, with every command in it" {
    scmictl --help
    expect 0
    equal "$errors" ""
    for name in send encode decode list; do
        matches "$output" "^  $name "
    done
    scmictl -h
    expect 0
    scmictl help
    expect 0
}

@test "every command has help, and refuses unknown options with a hint" {
    "$SCMICTL" --help | sed -n 's/^  \([a-z][a-z ]*[a-z]\)   *.*/\1/p' >"$BATS_TEST_TMPDIR/commands"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/commands")" -ge 4 ]
    while read -r words; do
        # shellcheck disable=SC2086
        scmictl $words --help
        expect 0
        matches "$output" "^Usage: scmictl $words"
        equal "$errors" ""
        # shellcheck disable=SC2086
        scmictl $words --no-such-option
        expect 2
        matches "$errors" "^scmictl: $words: unknown option --no-such-option"
        equal "$output" ""
    done <"$BATS_TEST_TMPDIR/commands"
}

@test "no command: usage on stderr, exit status 2" {
    scmictl
    expect 2
    equal "$output" ""
    matches "$errors" '^Usage: '
}

@test "half a command: what it may go on with, on stderr" {
    needs_sim
    scmictl sim
    expect 2
    matches "$errors" 'sim serve'
}

@test "an unknown command suggests the nearest" {
    scmictl sned
    expect 2
    matches "$errors" "there is no command 'sned'"
    matches "$errors" "did you mean 'send'"
    scmictl sen clock
    expect 2
}

@test "version in text and JSON, with features" {
    scmictl --version
    expect 0
    matches "$output" '^scmictl [0-9]+\.[0-9]+'
    scmictl --version -J
    expect 0
    equal "$(jq -r '.schema_version, (.features | has("sim"))' <<<"$output" | xargs)" "1 true"
    scmictl -J --version
    expect 0
    jq -e .version <<<"$output"
    scmictl decode --version
    expect 0
    matches "$output" '^scmictl '
}

@test "global options stand before and after the command" {
    scmictl -J decode 00400000
    expect 0
    before=$output
    scmictl decode 00400000 --json
    expect 0
    equal "$output" "$before"
    jq -e . <<<"$output"
}

@test "a missing option argument, a bad choice, an argument to a switch" {
    scmictl decode --color
    expect 2
    matches "$errors" 'needs an argument'
    scmictl decode --color=sometimes
    expect 2
    matches "$errors" 'sometimes'
    scmictl decode --json=yes
    expect 2
    matches "$errors" 'takes no argument'
}

@test "output that cannot be written is an error, a closed pipe is none" {
    run bash -c '"$SCMICTL" --version >/dev/full'
    [ "$status" -eq 3 ]
    [[ "$output" == *"No space left"* ]]
    run bash -c 'set -o pipefail; "$SCMICTL" --help | true'
    [ "$status" -eq 0 ] || [ "$status" -eq 141 ]
    run bash -c '"$SCMICTL" --version >&-'
    [ "$status" -eq 0 ] || [ "$status" -eq 3 ]
}

@test "colour: not in a pipe, always when asked, never with NO_COLOR" {
    needs_sim
    scmictl -i sim send base protocol_version
    expect 0
    ! grep -q $'\033' <<<"$output"
    scmictl -i sim --color=always send base protocol_version
    expect 0
    grep -q $'\033' <<<"$output"
}
