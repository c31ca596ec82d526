#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Checks that each test in this folder is also run:
#
#     lists_test.sh BUILD_DIR
#
# ctest runs what CMakeLists.txt names, and torture/run what it names itself. What is left out there
# would pass unnoticed. Every offender is printed.
set -euo pipefail

build=$(readlink -f "$1")
cd "$(dirname "$(readlink -f "$0")")"
export LC_ALL=C
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Lines "file name-of-the-test".
{
    find unit property cli quality -type f \( -name '*_test.c' -o -name '*_test.sh' -o -name '*.bats' \) |
        sed -E 'h; s/(_test)?\.(c|sh|bats)$//; s#/#.#g; H; x; s/\n/ /'
    find . -maxdepth 1 -name '*_test.sh' | sed -E 's#^\./(.*)_test\.sh$#\1_test.sh \1#'
    find fuzz -name '*_fuzz.c' | sed -E 's#^fuzz/(.*)_fuzz\.c$#& fuzz.\1#'
    find fuzz/corpus -mindepth 1 -maxdepth 1 | sed -E 's#^fuzz/corpus/(.*)$#& fuzz.\1#'
} | sort >"$work/written"
ctest --test-dir "$build" -N | sed -n 's/^ *Test *#[0-9]*: //p' | sort >"$work/run"

n_problems=0
offender() {
    echo "$*"
    n_problems=$((n_problems + 1))
}

[ "$(wc -l <"$work/written")" -gt 80 ] || offender "the tests were not found"
while read -r file test; do
    grep -qxF "$test" "$work/run" || offender "$file: there is no test $test of ctest"
done <"$work/written"

# A program that is called otherwise would not be looked for above.
for file in $(find unit -name '*.c' ! -name '*_test.c') $(find fuzz -name '*.c' ! -name '*_fuzz.c') \
    property/*.cc $(find property -name '*.c' ! -name '*_test.c'); do
    grep -qF "$file" CMakeLists.txt || offender "$file: not in CMakeLists.txt"
done

# What a failure shows is the name: it says what holds, not that it is a test.
while read -r line; do
    offender "$line: the name of a test says what holds"
done < <(grep -rnoE '^static void (test_\w*|\w*_test)\(' unit property)

for script in torture/*.sh; do
    name=$(basename "$script" .sh)
    [ "$name" = common ] || grep -qE "^for script in .*\b$name\b" torture/run ||
        offender "$script: not run by torture/run"
done

echo "$(wc -l <"$work/written") tests looked for, $n_problems problems"
[ "$n_problems" -eq 0 ]
