#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Usage: search_test.sh BIN_DIR [N]
#
# Our engine reads and finds the same as libxapian: N random queries over corpus/, and over a public test
# collection if there is one. Each comparison has queries of its own; PRESSMARK_SEED is the seed of the
# first.
set -euo pipefail
bin=$(readlink -f "$1")
n=${2:-1500}
root=$(readlink -f "$(dirname "$0")/../..")
collections=${PRESSMARK_COLLECTIONS:-$root/../shared/collections}
seed=${PRESSMARK_SEED:-1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

compare_answers() {
    PRESSMARK_SEED=$((seed++)) "$bin/tests/compare_searches" "$work"/table/gen-* "$work"/records/gen-* "$n"
}

compare() { # FOLDER
    "$bin/pressmark-index" -q -i "$work/table" --rebuild --position-table "$1" || [ $? -eq 1 ]
    "$bin/pressmark-index" -q -i "$work/records" --rebuild "$1" || [ $? -eq 1 ]
    compare_answers
    # What is added later answers alike, whoever wrote the rest.
    cp -r "$1" "$work/more"
    "$bin/pressmark-index" -q -i "$work/table" "$work/more" || [ $? -eq 1 ]
    "$bin/pressmark-index" -q -i "$work/records" "$work/more" || [ $? -eq 1 ]
    compare_answers
    rm -r "$work/more"
}

compare "$root/corpus"
if [ -f "$collections/cranfield/corpus.jsonl" ]; then
    compare "$collections/cranfield"
else
    echo "no test collection at $collections: left out"
fi
