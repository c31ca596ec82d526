#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # variables that load helper and run set
# Where the index is, and who may write to it.

load helper

prepare() {
    document a.txt 'word alpha'
    document sub/deep/b.txt 'word beta'
}

@test "the index is found upwards" {
    indexes .
    cd sub/deep
    equal 'b.txt' "$(answers beta)"
    document c.txt 'word gamma'
    indexes
    equal '0 1' "$index_status $added"
    [ ! -e .pressmark ]
}

@test "the nearest index counts" {
    indexes .
    (cd sub && pressmark-index -q -i .pressmark .)
    cd sub/deep
    run -1 pressmark-search alpha
}

@test "PRESSMARK_INDEX is used, and -i wins over it" {
    export PRESSMARK_INDEX=$work/elsewhere
    indexes .
    [ -e "$work/elsewhere/pressmark.json" ]
    [ ! -e .pressmark ]
    equal 'a.txt' "$(answers alpha)"
    indexes -i "$work/other" sub
    run -1 pressmark-search -i "$work/other" alpha
}

@test "no index is an error, never an empty answer" {
    run --separate-stderr -2 pressmark-search word
    contains "$stderr" 'no index'
    equal '' "$output"
    run --separate-stderr -2 pressmark-search --json word
    equal '' "$output"
    run -2 pressmark-search -i "$work/nowhere" word
    contains "$output" "$work/nowhere"
    PRESSMARK_INDEX=$work/nowhere run -2 pressmark-search word
    indexes .
    rm .pressmark/pressmark.json
    run -2 pressmark-search word
    run -2 pressmark-search -i .pressmark word
}

@test "one index of several that is missing is an error" {
    indexes .
    run -2 pressmark-search -i .pressmark -i "$work/nowhere" word
}

@test "index and folder can be moved together" {
    indexes .
    mv "$work/folder" "$work/moved"
    cd "$work/moved"
    equal 'sub/deep/b.txt' "$(answers beta)"
    indexes
    equal '0 2 0' "$index_status $unchanged $bytes_read"
    equal "$work/moved/a.txt" "$(cd / && pressmark-search -i "$work/moved/.pressmark" -l alpha)"
}

@test "an index elsewhere holds absolute paths" {
    indexes -i "$work/place/index" .
    cd /
    equal "$work/folder/a.txt" "$(pressmark-search -i "$work/place/index" -l alpha)"
}

@test "several indexes are searched as one" {
    indexes -i one.idx a.txt
    indexes -i two.idx sub
    equal 'a.txt sub/deep/b.txt' "$(answers -i one.idx -i two.idx word)"
    equal '2' "$(pressmark-search -i one.idx -i two.idx --json word | jq .total)"
    equal 'sub/deep/b.txt' "$(answers -i one.idx -i two.idx beta)"
}

@test "indexes with other settings cannot be searched as one" {
    indexes -i one.idx a.txt
    indexes -i two.idx --keep-marks sub
    run -2 pressmark-search -i one.idx -i two.idx word
}

@test "a directory that holds something else is refused and left alone" {
    document other/notes.txt 'mine'
    run -2 pressmark-index -i other .
    contains "$output" "notes.txt"
    equal 'notes.txt' "$(ls -A other)"
    run -2 pressmark-index -i other --rebuild .
    equal 'notes.txt' "$(ls -A other)"
}

@test "a foreign file in an index is refused and stays" {
    indexes .
    document .pressmark/mine.txt 'mine'
    run -2 pressmark-index .
    run -2 pressmark-index --rebuild .
    equal 'mine' "$(cat .pressmark/mine.txt)"
    equal 'a.txt' "$(answers alpha)"
}

@test "a file where the index should be is refused" {
    document file 'mine'
    run -2 pressmark-index -i file .
    equal 'mine' "$(cat file)"
}

@test "a second indexer says who holds the lock" {
    indexes .
    hold_lock .pressmark
    echo 12345 >.pressmark/lock
    run -2 pressmark-index .
    contains "$output" 'process 12345'
    equal 'a.txt' "$(answers alpha)"
    release_lock
    indexes .
    equal '0' "$index_status"
}

@test "the lock holds the number of the indexer" {
    command pressmark-index -q . 3>&- &
    local indexer=$!
    wait "$indexer"
    equal "$indexer" "$(cat .pressmark/lock)"
}

@test "--wait waits for the lock" {
    indexes .
    hold_lock .pressmark
    document c.txt 'word gamma'
    command pressmark-index -q --wait . 3>&- 4>&- &
    local waiting=$!
    pause 0.3
    kill -0 "$waiting"
    release_lock
    wait "$waiting"
    equal 'c.txt' "$(answers gamma)"
}

@test "--wait=1 gives up after a second" {
    indexes .
    hold_lock .pressmark
    local start=$SECONDS
    run -2 timeout 20 pressmark-index --wait=1 .
    contains "$output" 'process'
    [ $((SECONDS - start)) -ge 1 ]
    [ $((SECONDS - start)) -lt 10 ]
    release_lock
}

@test "what a killed indexer left is cleared away" {
    indexes .
    mkdir .pressmark/gen-99
    touch .pressmark/gen-99/postlist.glass .pressmark/{pressmark.json.new,.gitignore.new,run-a1B2c3}
    document c.txt 'word gamma'
    indexes .
    equal '0' "$index_status"
    local files=(.pressmark/.[!.]* .pressmark/*)
    equal '.gitignore XAPIANDB gen-2 lock pressmark.json' "${files[*]##*/}"
    equal 'c.txt' "$(answers gamma)"
}

@test "an interrupted run ends with the signal's status and the index answers" {
    indexes .
    document c.txt 'word gamma'
    mkfifo "$work/records"
    command pressmark-index -q . - <"$work/records" 3>&- &
    exec 4>"$work/records"
    printf '{"id":"r1","text":"word delta %200000s"}\n' . >&4 # more than a pipe holds: it is being read
    ends_by_signal "$!"
    exec 4>&-
    equal 'a.txt sub/deep/b.txt' "$(answers word)"
    local files=(.pressmark/.[!.]* .pressmark/*)
    equal '.gitignore XAPIANDB gen-1 lock pressmark.json' "${files[*]##*/}"
    indexes .
    equal '0 3' "$index_status $documents"
}

# Sends a process that waits for input the signal, after which it has to end within some seconds.
ends_by_signal() {
    local status=0
    kill -TERM "$1"
    for ((tries = 0; tries < 200; tries++)); do
        kill -0 "$1" 2>/dev/null || break
        pause 0.05
    done
    [ "$tries" -lt 200 ] || kill -KILL "$1"
    wait "$1" || status=$?
    equal 143 "$status"
}

@test "an index is ignored by git" {
    indexes .
    equal '*' "$(cat .pressmark/.gitignore)"
}

@test "Xapian's own tools read the index" {
    command -v xapian-delve >/dev/null || skip 'xapian-tools is not installed'
    indexes .
    run -0 xapian-delve .pressmark/gen-*
    contains "$output" 'number of documents = 2'
    run -0 xapian-check .pressmark/gen-*
}

# A part that a name has twice stands at one position.
@test "a table of positions is one that Xapian reads, whatever names have twice" {
    command -v xapian-check >/dev/null || skip 'there is no xapian-check'
    document dropTargetDrop.md '---' 'call: getItemGetSize' '---' 'kestrel'
    pressmark-index -q --position-table .
    run -0 pressmark-index --check
    run -0 xapian-check .pressmark/gen-1
    document more.txt 'More' '' 'heron'
    pressmark-index -q .
    run -0 pressmark-index --check
}

@test "a folder that is named instead of its index is an error that names the index" {
    pressmark-index -q .
    run -2 pressmark-search -i . alpha
    contains "$output" "there is no index at '$PWD'; did you mean '$PWD/.pressmark'?"
    run -2 pressmark-index --status -i .
    contains "$output" "did you mean"
    run -2 pressmark-search -i sub alpha
    lacks "$output" 'did you mean'
}

@test "an index that is named twice is searched once" {
    pressmark-index -q .
    ln -s .pressmark link
    pressmark-index -q -i "$work/other" sub
    equal 2 "$(pressmark-search -i .pressmark -i ./.pressmark/ -i link --count word)"
    equal 3 "$(pressmark-search -i .pressmark -i "$work/other" -i .pressmark --count word)"
    run -2 pressmark-search -i .pressmark -i nowhere -i nowhere word
    contains "$output" 'there is no index'
}
