#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Drift: what the source tree promises about itself.

load ../cli/common

# Files of ours below $SRCDIR, build products left out (a tarball has no git to ask).
ours() {
    (cd "$SRCDIR" && find . \( -name .git -o -name build -o -name build-aux -o -name autom4te.cache -o -name '.deps' \
        -o -name 'scmictl-[0-9]*' -o -name _build -o -name _inst \) -prune -o -type f \( "$@" \) -print |
        sed 's|^\./||; /^src\/sim\/platform-default\.c$/d' | sort)
}

@test "rooms: includes point one way" {
    cd "$SRCDIR"
    declare -A may=(
        [out]='out' [scmi]='scmi diag' [channel]='channel scmi sys sim diag out' [sys]='sys scmi diag out'
        [sim]='sim scmi diag out' [cmd]='channel cmd diag out scmi sim sys'
    )
    bad=0
    for room in "${!may[@]}"; do
        while IFS=: read -r file header; do
            case " ${may[$room]} " in
                *" $header "*) ;;
                *) echo "$file includes scmictl/$header.h"; bad=1 ;;
            esac
        done < <(grep -ro '#include <scmictl/[a-z]*' "src/$room" | sed 's|:#include <scmictl/|:|')
        while IFS=: read -r file header; do
            [ -f "src/$room/$header" ] || { echo "$file includes $header"; bad=1; }
        done < <(grep -ro '#include "[^"]*' "src/$room" | sed 's|:#include "|:|')
    done
    [ "$bad" = 0 ]
    [ "$(grep -rl scmictl/ src/scmi | wc -l)" -gt 1 ]
}

@test "every file says its licence" {
    bad=0
    while read -r file; do
        case $file in
            COPYING | NEWS | *.json | *.hex | *.bin | *.dtb | config.h.in | aclocal.m4 | configure | Makefile.in) continue ;;
            tests/data/* | tests/fuzz/corpus/*) continue ;;
            *.log | *.trs | config.* | Makefile | stamp-h1 | *.o | *.a) continue ;;
        esac
        head -n 6 "$SRCDIR/$file" | grep -q 'SPDX-License-Identifier: GPL-2.0-or-later' ||
            { echo "$file"; bad=1; }
    done < <(ours -name '*.[ch]' -o -name '*.bats' -o -name '*.bash' -o -name '*.mk' -o -name '*.py' -o -name '*.am' \
        -o -name '*.ac' -o -name '*.m4' -o -name '*.[15]' -o -name '*.md' -o -name '*.dts' -o -name '*.config' \
        -o -name '*.fish' -o -name '_scmictl' -o -name 'run*' -o -name 'dev')
    [ "$bad" = 0 ]
}

@test "only the main program has mutable globals" {
    command -v objdump >/dev/null || skip "no objdump"
    [ -f "$BUILDDIR/libscmictl.a" ]
    # an instrumented build has variables of its own
    ! nm "$BUILDDIR/libscmictl.a" | grep -q __asan_init || skip "built with sanitizers"
    # 'interrupted' is the flag that a signal handler sets
    run bash -c "objdump -t '$BUILDDIR/libscmictl.a' |
        grep -E ' (O|l|g) .*\.(data|bss)(\.[a-z_]*[^.]*)?[[:space:]]' | grep -v 'data\.rel\.ro' | grep ' O ' | grep -v interrupted"
    equal "$output" ""
}

@test "public functions are documented" {
    cd "$SRCDIR/include/scmictl"
    # names declared as functions (a line that begins a declaration) must stand in a comment of the header
    bad=0
    for header in *.h; do
        for name in $(sed -n 's/^[a-z].*[ *]\([a-z_0-9]*\)(.*/\1/p' "$header" | sort -u); do
            case $name in __attribute__ | out_u64 | out_s64 | out_bool) continue ;; esac
            grep -qE "^ \*.*\b$name\(\)|^/\*\* .*\b$name\(\)|$name\(\)" <(grep -E '^( \*|/\*)' "$header") ||
                { echo "$header: $name has no comment"; bad=1; }
        done
    done
    [ "$bad" = 0 ]
}

@test "shell scripts pass shellcheck" {
    command -v shellcheck >/dev/null || skip "no shellcheck"
    cd "$SRCDIR"
    mapfile -t scripts < <(grep -lE '^#!/bin/(ba)?sh' dev .ci/run tests/*/* 2>/dev/null)
    [ "${#scripts[@]}" -ge 3 ]
    shellcheck "${scripts[@]}"
}

@test "sources are formatted" {
    command -v clang-format >/dev/null || skip "no clang-format"
    cd "$SRCDIR"
    ours -name '*.[ch]' | grep -v config.h | xargs clang-format --dry-run -Werror
}

@test "every command has a man page that names all its options, and no others" {
    cd "$SRCDIR"
    "$SCMICTL" --help | sed -n 's/^  \([a-z][a-z ]*[a-z]\)   *.*/\1/p' >"$BATS_TEST_TMPDIR/commands"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/commands")" -ge 4 ]
    bad=0
    while read -r words; do
        page=man/scmictl-${words// /-}.1
        [ -f "$page" ] || { echo "no $page"; bad=1; continue; }
        "$SCMICTL" help $words | sed -n '/^Options:/,/^$/s/^ .*--\([a-z-]*\).*/\1/p' | sort >"$BATS_TEST_TMPDIR/help"
        sed -n 's/^\.It .*Fl -\([a-z-]*\).*/\1/p' "$page" | sort >"$BATS_TEST_TMPDIR/page"
        diff -u "$BATS_TEST_TMPDIR/help" "$BATS_TEST_TMPDIR/page" || { echo "$page: options differ"; bad=1; }
        for section in NAME SYNOPSIS DESCRIPTION 'EXIT STATUS' EXAMPLES 'SEE ALSO'; do
            grep -q "^\.Sh $section" "$page" || { echo "$page: no $section"; bad=1; }
        done
        grep -q "^\.Xr scmictl-${words// /-} 1" man/scmictl.1 || { echo "scmictl.1 does not name it"; bad=1; }
    done <"$BATS_TEST_TMPDIR/commands"
    "$SCMICTL" --help | sed -n '/^Global options/,/^$/s/^ .*--\([a-z-]*\).*/\1/p' | sort >"$BATS_TEST_TMPDIR/help"
    sed -n 's/^\.It .*Fl -\([a-z-]*\).*/\1/p' man/scmictl.1 | sort >"$BATS_TEST_TMPDIR/page"
    diff -u "$BATS_TEST_TMPDIR/help" "$BATS_TEST_TMPDIR/page"
    [ "$bad" = 0 ]
}

@test "man pages are clean" {
    command -v mandoc >/dev/null || skip "no mandoc"
    cd "$SRCDIR"
    mandoc -Tlint -Wwarning man/*.[15]
}
