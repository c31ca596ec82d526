#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# faults.sh BIN_DIR [MAX]: each call of a kind that an indexer makes fails once, the n-th for every n
# (or for MAX of them, spread evenly): reading and opening of files and folders, writing, syncing,
# renaming, removing, memory. For a first build, updates, and rebuilds.
#
# After each the indexer has ended by itself, or, within a library that got no memory, has crashed
# with a message; the index answers as before or as after, or lacks documents that a message named;
# the next run completes, and the index is as one built at once.
# PRESSMARK_WAYS and PRESSMARK_CALLS choose among the ways and the calls.
set -u
# shellcheck source=tests/torture/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
max=${2:-1000000}
ways='first-build update rebuild first-build-slow update-of-copy'
declare -A errors=(
    [opendir]=EMFILE [readdir]=EIO [open]=EMFILE [read]=EIO [write]=ENOSPC [sync]=EIO [rename]=EIO
    [remove]=EIO [make]=ENOSPC [mmap]=ENOMEM [malloc]=ENOMEM
)
calls='opendir readdir open read write sync rename remove make mmap malloc'
queries=('common' '"common words"' 'gammakappa' 'deltasigma' 'path:renamed common' 'tag:press')

shim=$work/shim.so
cc -std=gnu17 -D_GNU_SOURCE -O2 -fPIC -shared -o "$shim" "$here/shim.c" -ldl || exit 2

# ---- the folder, before and after ----

area=$work/area
docs=$area/docs index=$area/index
mkdir -p "$docs/sub/deep" "$docs/private"
for i in 1 2 3 4 5 6; do
    printf 'News %d\n\nSome common words about bridge number %d.\n' $i $i >"$docs/sub/$i.txt"
done
printf -- '---\ntitle: Front\ntags: [press]\n---\n\n# Head\n\nSome *common* words.\n' >"$docs/a.md"
printf '<html><title>Page</title><body><p>Some common words, and a list</p></body></html>\n' \
    >"$docs/page.html"
for i in 1 2 3 4; do
    printf '{"id":"r%d","text":"Some common words of record %d","tag":"press"}\n' $i $i
done >"$docs/sub/deep/records.jsonl"
printf 'id,text\nc1,"Some common words of a row"\nc2,"More common words"\n' >"$docs/rows.csv"
printf 'From: a@example.org\nSubject: Mail\nDate: Tue, 10 May 2011 09:30:00 +0000\n\nSome common words\n' \
    >"$docs/sub/one.eml"
printf 'deltasigma and common words\n' >"$docs/gone.txt"
printf 'common words that move\n' >"$docs/moves.txt"
printf 'private/\n' >"$docs/.gitignore"
printf 'common words that nobody may see\n' >"$docs/private/secret.txt"
(cd "$docs" && tar -cf packed.tar page.html rows.csv)
cp -a "$docs" "$work/docs-before"
sleep 0.1
"$index_tool" -q -i "$index" "$docs" || exit 2
cp -a "$index" "$work/before"
rm "$docs/gone.txt"
mv "$docs/moves.txt" "$docs/renamed.txt"
printf 'gammakappa and common words\n' >"$docs/come.txt"
printf 'News 1\n\nSome common words about another bridge, gammakappa.\n' >"$docs/sub/1.txt"
rm -rf "$index"
sleep 0.1
"$index_tool" -q -i "$index" "$docs" || exit 2
cp -a "$index" "$work/after"

# Every document that a query finds, and what the queries answer.
paths_in() {
    "$search_tool" -i "$index" --json --fold=no -n 200 common 2>/dev/null |
        jq -r '.hits[]? | .path + "#" + (.id // "")' | sort
}
state_of() {
    answers "$index"
}

: >"$work/paths-nowhere"
rm -rf "$index"
state_of >"$work/state-nowhere"
for state in before after; do
    rm -rf "$index"
    cp -a "$work/$state" "$index"
    state_of >"$work/state-$state"
    paths_in >"$work/paths-$state"
done
cmp -s "$work/state-before" "$work/state-after" && fail 'the two states answer alike'

# ---- one trial ----

declare -A options=(
    [first-build]='--threads 1' [update]='--threads 1' [rebuild]=--rebuild
    [first-build-slow]='--no-bulk --threads 1' [update-of-copy]='--threads 1'
)

# As a way finds it. A copy is not as the last run left it, so that it is checked.
prepare() {
    rm -rf "$index"
    before=nowhere
    case $way in
    first-build*) ;;
    *)
        before=before
        cp -a "$work/before" "$index"
        [ "$way" = update-of-copy ] || stamp_anew
        ;;
    esac
}

# A run that has nothing to do leaves the index as its own; here the documents of before are needed.
stamp_anew() {
    rm -rf "$index"
    mv "$docs" "$work/docs-after"
    cp -a "$work/docs-before" "$docs"
    "$index_tool" -q -i "$index" "$docs"
    rm -rf "$docs"
    mv "$work/docs-after" "$docs"
}

# hurt CALL N: a run in which the n-th call fails. False when there is no such call.
hurt() {
    prepare
    : >"$work/report"
    # shellcheck disable=SC2086
    { timeout 60 env LD_PRELOAD="$shim" SHIM_UNDER="$area" SHIM_CALLS="$1" SHIM_AT="$2" \
        SHIM_DO=fail SHIM_ERRNO="${errors[$1]}" SHIM_REPORT="$work/report" "$index_tool" -q -i "$index" ${options[$way]} "$docs" >"$work/output" 2>&1; } 2>/dev/null
    status=$?
    grep -q '^hit ' "$work/report"
}

count_calls() {
    hurt "$1" 0
    awk '/^calls/ { n = $2 } END { print n + 0 }' "$work/report"
}

# Whether a message names a file or a folder that it is in.
is_named() {
    local path=${1#"$area"/}
    while [[ $path != . ]]; do
        grep -qF -e " $path: " -e "/$path'" "$work/output" && return
        path=$(dirname "$path")
    done
    return 1
}

# Documents that are neither there nor named in a message.
missing() {
    local path
    paths_in >"$work/paths"
    comm -12 "$work/paths-$before" "$work/paths-after" | comm -23 - "$work/paths" |
        while IFS= read -r path; do
            is_named "${path%%#*}" || echo "$path"
        done
}

inspect() {
    local what="$way, $1"
    n_checks=$((n_checks + 1))
    case $status in
    0 | 1) ;;
    139) # a library that does not bear it: libstemmer, for one
        if [[ $1 != malloc* ]] || ! grep -q '^pressmark-index: crashed' "$work/output"; then
            fail "$what: exit status $status: $(head -c 300 "$work/output")"
        fi
        ;;
    2) [ "$(wc -l <"$work/output")" -eq 1 ] || fail "$what: messages: $(head -c 300 "$work/output")" ;;
    *) fail "$what: exit status $status: $(head -c 300 "$work/output")" ;;
    esac
    state_of >"$work/state"
    if ! cmp -s "$work/state" "$work/state-$before" && ! cmp -s "$work/state" "$work/state-after"; then
        if [ "$status" -ne 1 ]; then
            fail "$what: exit $status, answers neither as before nor as after"
        elif [ -n "$(missing)" ]; then
            fail "$what: missing without a word: $(missing | head -n 3 | tr '\n' ' ')"
        fi
    fi
    "$index_tool" -q -i "$index" "$docs" >"$work/output-next" 2>&1 ||
        fail "$what: the next run: exit $?, $(head -n 1 "$work/output-next")"
    state_of >"$work/state"
    cmp -s "$work/state" "$work/state-after" || fail "$what: the next run is not as a clean build"
    check_index "$index" || fail "$what: --check: $(tail -n 1 "$work/check-output")"
    local leftovers
    leftovers=$(list_leftovers "$index")
    [ -z "$leftovers" ] || fail "$what: left in the index: ${leftovers//$'\n'/, }"
}

for way in ${PRESSMARK_WAYS:-$ways}; do
    for call in ${PRESSMARK_CALLS:-$calls}; do
        n=$(count_calls "$call")
        n_before=$n_checks failures_before=$n_failures
        step=$((n > max ? (n + max - 1) / max : 1))
        first=1
        [ "$step" -gt 1 ] && { random_below "$step" && first=$((random + 1)); }
        for ((i = first; i <= n; i += step)); do
            hurt "$call" "$i" && inspect "$call $i of $n, $(sed -n "s|^hit ||p" "$work/report")"
        done
        echo "$way, $call: $((n_checks - n_before)) tries, $((n_failures - failures_before)) failures"
    done
done
finish
