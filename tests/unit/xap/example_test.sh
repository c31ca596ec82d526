#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Usage: example_test.sh EXAMPLE
#
# The example program of lib/xap works as documented.
set -euo pipefail
example=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

found=$(printf '%s\n' 'an old press' 'the press release of the press' 'nothing' |
    "$example" "$work/db" press)
[ "$(cut -d' ' -f2- <<<"$found")" = $'the press release of the press\nan old press' ]
[ "$(xapian-delve -1 -t press "$work/db" | head -1)" ]
if "$example" "$work/db" press </dev/null 2>"$work/error"; then
    exit 1
fi
grep -q '^DatabaseCreateError: ' "$work/error"
