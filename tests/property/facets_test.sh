#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Facets agree with counting the hits one by one, for random queries on corpus/, also with several
# indexes.
#
#     facets_test.sh BUILD_DIR
# PRESSMARK_RUNS: how many queries (200), PRESSMARK_SEED: which.
set -euo pipefail

bin=$(readlink -f "$1")
cd "$(dirname "$(readlink -f "$0")")/../.."
runs=${PRESSMARK_RUNS:-200}
RANDOM=${PRESSMARK_SEED:-2011}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset PRESSMARK_INDEX
export PRESSMARK_CONFIG=

"$bin/pressmark-index" -q -i "$work/whole" corpus
"$bin/pressmark-index" -q -i "$work/a" corpus/records corpus/languages
"$bin/pressmark-index" -q -i "$work/b" corpus/releases corpus/notes corpus/web corpus/encodings

words=(bridge council the of school tax release 'date:2011..2016' '+type:text' '-type:jsonl' 'lang:en' 'county:*'
    library '"town hall"' budg\* ferry -bridge 'title:open' records 'tag:*' water '*')
fields=(type language ext year month county tags agency folder)

# The same from the hits: each document once for each of its values.
count_hits() { # FIELD
    case $1 in
    type | language) jq -r ".$1 | select(. != \"\")" ;;
    ext) jq -r '.path | split("/")[-1] | select(test("[.]")) | split(".")[-1] | ascii_downcase' ;;
    year) jq -r '.date[:4] | select(length == 4)' ;;
    month) jq -r '.date[:7] | select(length == 7)' ;;
    folder) jq -r '.path | sub("[^/]*$"; "")' ;;
    *) jq -r ".fields.\"$1\" // [] | unique[]" ;;
    esac | sort | uniq -c | awk '{ n = $1; sub(/^ *[0-9]+ /, ""); print $0 "\t" n }' | sort
}

n_compared=0
for ((i = 0; i < runs; i++)); do
    query=
    for ((k = RANDOM % 3; k >= 0; k--)); do query+="${words[RANDOM % ${#words[@]}]} "; done
    indexes=(-i "$work/whole")
    [ $((RANDOM % 3)) -gt 0 ] || indexes=(-i "$work/a" -i "$work/b")
    "$bin/pressmark-search" "${indexes[@]}" -q --jsonl --fold=no -n 1000 -- "$query" >"$work/hits" || true
    field=${fields[RANDOM % ${#fields[@]}]}
    "$bin/pressmark-search" "${indexes[@]}" -q --json -n 1 --facet "$field" -- "$query" |
        jq -r '.facets[0].values[] | .value + "\t" + (.count | tostring)' | sort >"$work/facet" || true
    count_hits "$field" <"$work/hits" >"$work/counted"
    # A folder is named as far as the first level that tells matches apart.
    if [ "$field" = folder ]; then
        for list in facet counted; do awk -F '\t' '{ n += $2 } END { print n + 0 }' "$work/$list" >"$work/sum" && mv "$work/sum" "$work/$list"; done
    fi
    n_compared=$((n_compared + $(wc -l <"$work/facet")))
    diff -u "$work/counted" "$work/facet" || {
        echo "failed: ${indexes[*]} --facet $field -- '$query'"
        exit 1
    }
done
[ "$n_compared" -gt "$runs" ] || {
    echo "only $n_compared values compared"
    exit 1
}
echo "$runs queries, $n_compared values: facets agree with the hits"
