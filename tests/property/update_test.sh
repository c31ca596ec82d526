#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Usage: update_test.sh BIN_DIR [STEPS]
#
# A folder is changed in random steps, an index follows it by updates, and after some steps it has to
# answer as one that is built at once: the same hits in the same order with the same scores and
# passages. PRESSMARK_SEED repeats a run.
set -euo pipefail
bin=$(readlink -f "$1")
steps=${2:-12}
seed=${PRESSMARK_SEED:-$$}
root=$(dirname "$(readlink -f "$0")")/../..
# shellcheck source=tests/mail.sh
. "$root/tests/mail.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
RANDOM=$seed
tree=$work/tree
mkdir "$tree"
cp -r "$root/corpus/"{releases,notes,web,languages,records} "$tree"
remove_unread_mail "$bin" "$tree"
cd "$tree"

queries=('secure communities ohio' '"private wells"' 'county:stark' 'date:2011..2013' '*' 'lang:de'
    'title:bridge' 'wat*' 'council library OR archives' 'school -bridge' 'record~' 'zanzibar zebra'
    'path:notes' 'tags:water' '+county meeting')

answer() { # INDEX
    local query
    for query in "${queries[@]}"; do
        echo "== $query"
        "$bin/pressmark-search" -i "$1" --jsonl -n 300 -- "$query" || [ $? -eq 1 ]
    done
}

random_file() {
    find . -path './.*' -prune -o -type f -print | sort | sed -n "$((RANDOM % $(find . -path './.*' -prune -o -type f -print | wc -l) + 1))p"
}

change() {
    local file
    file=$(random_file)
    case $((RANDOM % 6)) in
    0) rm "$file" ;;
    1) mv "$file" "$(dirname "$file")/moved-$RANDOM-$(basename "$file")" ;;
    2) printf '\nzanzibar %s bridge water\n' "$RANDOM" >>"$file" ;;
    3) cp "$file" "$(dirname "$file")/copy-$RANDOM-$(basename "$file")" ;;
    4) printf 'A new document about zebra number %s\n\nThe council library was closed.\n' "$RANDOM" \
        >"new-$RANDOM.txt" ;;
    5) mkdir "sub-$step-$i" && mv "$file" "sub-$step-$i/" ;;
    esac
}

"$bin/pressmark-index" -q .
for ((step = 1; step <= steps; step++)); do
    for ((i = RANDOM % 3; i >= 0; i--)); do
        change
    done
    "$bin/pressmark-index" -q 2>>"$work/log" || [ $? -eq 1 ]
    if ((step % 6 && step != steps)); then continue; fi
    rm -rf .other
    "$bin/pressmark-index" -q -i .other --rebuild . 2>>"$work/log" || [ $? -eq 1 ]
    answer .pressmark >"$work/updated"
    answer .other >"$work/built"
    if ! diff "$work/built" "$work/updated" >"$work/diff"; then
        echo "step $step, seed $seed: the updated index (>) answers otherwise than a new one (<)"
        cut -c 1-300 "$work/diff" | head -n 20
        exit 1
    fi
done
"$bin/pressmark-index" --check >"$work/check" || {
    cat "$work/check"
    exit 1
}
echo "$steps steps, $(grep -vc '^==' "$work/built") hits in the last comparison, seed $seed"
