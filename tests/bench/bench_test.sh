#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: bench_test.sh BUILD_DIR. Runs the benchmark on a handful of files, ours against ours, and checks that it
# measures all that it is there for. What it measures says nothing here.

set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
build=$(readlink -f "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() { echo "$1" >&2; cat "$work/out" "$work/err" >&2; exit 1; }

mkdir -p "$work/corpora/text-20"
for copy in {1..40}; do
    mkdir "$work/corpora/text-20/$copy"
    for file in "$top"/*.md; do
        target=$work/corpora/text-20/$copy/$(basename "$file" .md).txt
        { echo "copy number $copy: a memory barrier in this class"; cat "$file"; } >"$target"
    done
done

"$top/tests/bench/run" --small --runs 1 --repeats 2 --only pressmark --build "$build" --against "$build" \
    --corpora "$work/corpora" --work "$work/work" >"$work/out" 2>"$work/err" || fail "the benchmark failed"
for title in 'Indexing: text-20' 'Our settings: text-20' 'Our index: text-20' 'Updates: text-20' 'Cold query: text-20' \
    'Matching alone, a line of a run: text-20' 'Warm answers with ten passages: text-20' 'The hard ones: text-20' \
    'What is promised'; do
    grep -q "^#### $title" "$work/out" || fail "no table '$title'"
done
grep -q '^| pressmark-index -j1, before |' "$work/out" || fail "the build of before is not measured"
grep -q '^| text-20: the index after ten updates over a new one | at most 1.03 |' "$work/out" || fail "updates promise nothing"

"$top/tests/bench/run" --only sphinx >"$work/out" 2>"$work/err" && fail "an unknown program was accepted"
grep -q "'sphinx' is none of pressmark" "$work/err" || fail "the message does not name the programs"
"$top/tests/bench/run" --small --only pressmark --build "$work" --corpora "$work/corpora" --work "$work/work" --parts text \
    >"$work/out" 2>"$work/err" && fail "measuring nothing was a success"
grep -q "^- pressmark left out: no programs in $work" "$work/out" || fail "what is missing is not named"
