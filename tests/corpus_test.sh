#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Indexes the sample corpus and compares the results with the lists in corpus/: the answers to
# queries.tsv with the judgements in qrels.txt; titles, dates and languages with expected.tsv.
#
#     corpus_test.sh BIN_DIR EVALUATE
#
# Every difference is printed.
set -euo pipefail

bin=$(readlink -f "$1")
evaluate=$(readlink -f "$2")
here=$(dirname "$(readlink -f "$0")")
# shellcheck source=tests/mail.sh
. "$here/mail.sh"
skip_without_mail "$bin" "$here/../corpus"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8
unset PRESSMARK_INDEX
export PRESSMARK_CONFIG=

min_ndcg=0.95
best_within=3
words_of_scripts='quokka confetti zebrastripe blatherskite flibbertigibbet gobbledegook'

n_problems=0
problem() {
    printf '%s\n' "$*"
    n_problems=$((n_problems + 1))
}

cp -R "$here/../corpus" "$work/corpus"
cd "$work/corpus"
"$bin/pressmark-index" --quiet . || problem "pressmark-index ended with $?"

# ---- every document, with what was found out about it ----

"$bin/pressmark-search" --jsonl --passages=1 --limit=1000 '*' >"$work/documents.jsonl"
jq -r '[.path + (if .id == "" then "" else "#" + .id end), .title, .date[:10], .language] | @tsv' \
    "$work/documents.jsonl" | sort >"$work/found.tsv"
tail -n +2 expected.tsv | sort >"$work/wanted.tsv"
while read -r line; do
    problem "expected.tsv: $line"
done < <(diff "$work/wanted.tsv" "$work/found.tsv" | grep '^[<>]')

# ---- the queries ----

"$bin/pressmark-search" --topics=queries.tsv --run-by-path --limit=1000 --run="$work/run"
"$evaluate" "$work/run" qrels.txt >"$work/means"
sed 's/^/means: /' "$work/means"
awk -F'\t' -v min="$min_ndcg" '$1 == "nDCG@10" && $2 == "all" && $3 >= min { ok = 1 } END { exit !ok }' \
    "$work/means" || problem "mean nDCG@10 is below $min_ndcg"

# One line a query that has no document of the best grade among its first hits.
while read -r line; do
    problem "$line"
done < <(awk -v within="$best_within" '
    FILENAME == ARGV[1] { tab = index($0, "\t"); query[substr($0, 1, tab - 1)] = substr($0, tab + 1); next }
    FILENAME == ARGV[2] { grade[$1, $3] = $4; wanted[$1]; next }
    {
        if ($4 <= within && grade[$1, $3] == 2)
            good[$1]
        if ($4 <= within)
            hits[$1] = hits[$1] " " $3
    }
    END {
        for (q in query)
            if (!(q in wanted))
                print q " has no judgement"
            else if (!(q in good))
                print q " (" query[q] "):" (hits[q] ? hits[q] : " no hits")
    }' queries.tsv qrels.txt "$work/run" | sort)

# A query of filters and operators alone has exactly the documents that are judged.
while IFS=$'\t' read -r id query; do
    [[ "$query" =~ ^((date|lang|type|county|author|tags):[^ ]+( |$))+$ ]] || continue
    while read -r line; do
        problem "$id ($query): $line"
    done < <(diff <(awk -v q="$id" '$1 == q { print $3 }' qrels.txt | sort) \
        <(awk -v q="$id" '$1 == q { print $3 }' "$work/run" | sort) | grep '^[<>]')
done <queries.tsv

for word in $words_of_scripts; do
    status=0
    "$bin/pressmark-search" -l "$word" || status=$?
    [ "$status" -eq 1 ] || problem "'$word' stands in scripts only, but the search ended with $status"
done

if [ "$n_problems" -gt 0 ]; then
    echo "$n_problems problems"
    exit 1
fi
echo "the sample corpus: all as expected"
