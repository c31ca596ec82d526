#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Usage: update_test.sh BIN_DIR [STEPS]
#
# Changes a folder in random steps, and also the options of its two sources, one inside the other. An
# index is updated after each step, mostly without options, and must sometimes answer like an index built
# at once with the options that apply by then: the same hits in the same order with the same scores and
# passages. So must another index that is updated in place through libxapian.
# PRESSMARK_SEED repeats a run.
#
# shellcheck disable=SC2034 # outer and inner, which build takes by name
set -euo pipefail
bin=$(readlink -f "$1")
steps=${2:-12}
seed=${PRESSMARK_SEED:-$$}
root=$(dirname "$(readlink -f "$0")")/../..
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
RANDOM=$seed
tree=$work/tree
mkdir "$tree"
cp -r "$root/corpus/"{releases,notes,web,languages,records} "$tree"
cd "$tree"
printf '{"id":"r%d","name":"n%d","title":"Zebra %d","note":"a bridge of zebras"}\n' 1 1 1 2 2 2 >web/r.jsonl
printf 'A zebra behind a dot.\n' >.hidden.txt
printf 'A zebra behind a dot of the web.\n' >web/.hidden.txt
printf 'ignored*\n' >.gitignore
printf 'A zebra that is ignored.\n' >web/ignored.txt

queries=('secure communities ohio' '"private wells"' 'county:stark' 'date:2011..2013' '*' 'lang:de'
    'title:bridge' 'wat*' 'council library OR archives' 'school -bridge' 'record~' 'zanzibar zebra'
    'path:notes' 'tags:water' '+county meeting' 'moved' 'meetings.jsonl' 'quagga' 'okapi tapir'
    'okapi -bridge' '+quagga zebra')

answer() { # INDEX
    local query
    for query in "${queries[@]}"; do
        echo "== $query"
        "$bin/pressmark-search" -q -i "$1" --jsonl -n 300 -- "$query" || [ $? -eq 1 ]
    done
}

update() {
    "$bin/pressmark-index" -q -i "$work/updated" --prune "$@" 2>>"$work/log" || [ $? -eq 1 ]
    "$bin/pressmark-index" -q -i "$work/in-place" --no-bulk --prune "$@" 2>>"$work/log" || [ $? -eq 1 ]
}

# compare INDEX: with the one that is built at once.
compare() {
    answer "$1" >"$work/after-updates"
    diff "$work/at-once" "$work/after-updates" >"$work/diff" && return
    echo "step $step, seed $seed: the updated index $1 (>) answers otherwise than a new one (<)"
    "$bin/pressmark-index" --status -i "$1" | sed -n '/^sources/,/^types/p'
    "$bin/pressmark-index" --status -i "$work/built" | sed -n '/^sources/,/^types/p'
    cut -c 1-300 "$work/diff" | head -n 20
    exit 1
}

random_file() {
    find . -path './.*' -prune -o -type f -print | sort | sed -n "$((RANDOM % $(find . -path './.*' -prune -o -type f -print | wc -l) + 1))p"
}

# A page of links to files that are there, or were, by words that few texts have; at times it has
# moved to one of them.
linking_page() { # FILE
    local words=(quagga okapi tapir 'okapi house' 'a quagga and a tapir' next) k target
    echo "<html><body><p>A page of links by number $RANDOM.</p>"
    for ((k = RANDOM % 8; k >= 0; k--)); do
        target=$(realpath -m --relative-to="$(dirname "$1")" "$(random_file)")
        ((RANDOM % 5)) || target=/$(random_file | cut -c 3-)
        ((RANDOM % 6)) || target=${target%.*}
        ((RANDOM % 6)) || target=${target^^}
        echo "<a href=\"$target#part\">${words[RANDOM % ${#words[@]}]}</a>"
    done
    ((RANDOM % 6)) || echo "<meta http-equiv=refresh content=\"0; url=$target\">"
    ((RANDOM % 6)) || echo "<link rel=canonical href=\"$target\">"
}

change() {
    local file page
    file=$(random_file)
    case $((RANDOM % 8)) in
    0) rm "$file" ;;
    1) mv "$file" "$(dirname "$file")/moved-$RANDOM-$(basename "$file")" ;;
    2) printf '\nzanzibar %s bridge water\n' "$RANDOM" >>"$file" ;;
    3) cp "$file" "$(dirname "$file")/copy-$RANDOM-$(basename "$file")" ;;
    4) printf 'A new document about zebra number %s\n\nThe council library was closed.\n' "$RANDOM" \
        >"new-$RANDOM.txt" ;;
    5) mkdir "sub-$step-$i" && mv "$file" "sub-$step-$i/" ;;
    *)
        page=$(dirname "$file")/links-$((RANDOM % 4)).html
        linking_page "$page" >"$work/page"
        mv "$work/page" "$page"
        ;;
    esac
}

# ---- options ----

# What each source has been given, by name of the option: words, one a line. build takes them by name.
declare -A outer=() inner=()

# Something to give: sets name and words, which are empty where it is taken back.
choose_option() {
    local choices=(
        'exclude:--exclude=*.html' $'exclude:--exclude=releases\n--exclude=*.jsonl' 'exclude:'
        'include:--include=*.txt' $'include:--include=*.md\n--include=*.jsonl\n--include=*.txt' 'include:'
        'type:--type=markup' $'type:--type=text\n--type=records' 'type:'
        'hidden:--hidden' 'hidden:' 'no-ignore:--no-ignore' 'no-ignore:'
        'lang:--lang=de' 'lang:--lang=fi' 'lang:' 'max-file-size:--max-file-size=900' 'max-file-size:'
        'id-field:--id-field=name' 'id-field:' 'title-field:--title-field=note' 'title-field:')
    local choice=${choices[RANDOM % ${#choices[@]}]}
    name=${choice%%:*}
    # shellcheck disable=SC2178 # a string here
    words=${choice#*:}
}

# shellcheck disable=SC2034,SC2128,SC2178 # build() takes them by name; words is a string here
give() {
    local arguments negative
    choose_option
    negative=--no-$name
    [ "$name" != no-ignore ] || negative=--ignore
    mapfile -t arguments <<<"${words:-$negative}"
    case $((RANDOM % 3)) in
    0)
        update "${arguments[@]}"
        outer[$name]=$words
        inner[$name]=$words
        ;;
    1)
        update "${arguments[@]}" .
        outer[$name]=$words
        ;;
    2)
        update "${arguments[@]}" web
        inner[$name]=$words
        ;;
    esac
}

build() { # SOURCE, a source's options
    local -n given=$2
    local arguments=() name
    for name in "${!given[@]}"; do
        [ -z "${given[$name]}" ] || mapfile -t -O ${#arguments[@]} arguments <<<"${given[$name]}"
    done
    "$bin/pressmark-index" -q -i "$work/built" "${arguments[@]}" "$1" 2>>"$work/log" || [ $? -eq 1 ]
}

update web
update .
for ((step = 1; step <= steps; step++)); do
    for ((i = RANDOM % 3; i >= 0; i--)); do
        change
    done
    if ((RANDOM % 3)); then update; else give; fi
    if ((step % 6 && step != steps)); then continue; fi
    update
    rm -rf "$work/built"
    build web inner
    build . outer
    answer "$work/built" >"$work/at-once"
    compare "$work/updated"
    compare "$work/in-place"
done
for index in updated in-place; do
    "$bin/pressmark-index" -i "$work/$index" --check >"$work/check" || {
        cat "$work/check"
        exit 1
    }
done
echo "$steps steps, $(grep -vc '^==' "$work/at-once") hits in the last comparison, seed $seed"
