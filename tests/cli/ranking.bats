#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The order of hits in realistic folders.

load helper

# A chapter of a manual: its number, and what it is about.
chapter() {
    printf '%s\n' "Chapter $1" '' "This chapter $1 of the manual tells how $2 is done. It says what is
needed for $2, in which order one does it, and what may go wrong on the way, with an example of each."
}

# Numbers without end.
zeros() {
    awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) printf "%d 0 0%s", i % 7, i % 10 == 9 ? "\n" : " " }'
}

# The scores of the chapters, to whole numbers.
scores() {
    pressmark-search --json -n 40 "$@" |
        jq -r '.hits[] | select(.path | startswith("chapter")) | "\(.path) \(.score | round)"'
}

@test "a file of numbers does not move the weights of the others" {
    for i in {0..9}; do
        chapter "$i" "work number $i" >"chapter$i.txt"
    done
    chapter 10 'weighing of parcels' >chapter10.txt
    pressmark-index -q .
    scores weighing parcels 0 >"$work/before"
    zeros 100000 >numbers.txt
    pressmark-index -q .
    scores weighing parcels 0 >"$work/after"
    equal "$(cut -d ' ' -f 1 "$work/before")" "$(cut -d ' ' -f 1 "$work/after")"
    # nor do they become a tenth or ten times of what they were
    while read -r _ before _ after; do
        ((10 * after > before && after < 10 * before))
    done < <(paste -d ' ' "$work/before" "$work/after")
}

@test "data are found, and come after prose" {
    for i in {1..5}; do
        chapter "$i" 'weighing of parcels' >"chapter$i.txt"
    done
    { echo 'weighing of parcels' && zeros 2000; } >numbers.txt
    { for i in {1..400}; do echo 'parcels weighing'; done; } >log.txt
    echo 'A letter about weighing our parcels' >letter.txt
    pressmark-index -q .
    run -0 pressmark-search -l -n 20 weighing parcels
    contains "$output" numbers.txt
    contains "$output" log.txt
    equal 'log.txt numbers.txt' "$(tail -n 2 <<<"$output" | sort | xargs)"
    equal 'log.txt numbers.txt' "$(pressmark-search -l 'parcels -letter -chapter' | sort | xargs)"
    equal numbers.txt "$(answers '"of parcels 0 0 0"')"
}
