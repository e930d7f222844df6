# SPDX-License-Identifier: GPL-2.0-or-later
# What the bats files share. SCMICTL is the binary under test, SRCDIR the source tree.

: "${SRCDIR:=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)}"
: "${SCMICTL:=$SRCDIR/scmictl}"
: "${BUILDDIR:=$(dirname "$SCMICTL")}"
export SRCDIR SCMICTL BUILDDIR

# Runs scmictl: exit status in $status, standard output in $output, standard error in $errors.
scmictl() {
    local err
    err=$(mktemp "$BATS_TEST_TMPDIR/err.XXXXXX")
    status=0
    output=$("$SCMICTL" "$@" 2>"$err") || status=$?
    errors=$(cat "$err")
}

# needs_sim: skips the test where the simulated platform is left out
needs_sim() {
    "$SCMICTL" --version | grep -q '^+sim' || skip "built without the simulated platform"
}

# expect STATUS: the exit status, with everything printed when it differs
expect() {
    if [ "$status" -ne "$1" ]; then
        printf 'exit status %s, not %s\nstdout: %s\nstderr: %s\n' "$status" "$1" "$output" "$errors"
        return 1
    fi
}

# equal A B
equal() {
    [ "$1" = "$2" ] || { printf 'got:      %s\nexpected: %s\n' "$1" "$2"; return 1; }
}

# matches TEXT EXTENDED-REGEX
matches() {
    grep -qE -- "$2" <<<"$1" || { printf 'got: %s\nwhich does not match: %s\n' "$1" "$2"; return 1; }
}
