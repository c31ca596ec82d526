#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # variables that load helper and run set
# Index directories that somebody else made, or that were damaged: nothing outside of them is read,
# written or removed, and their contents are not lost.

load helper

prepare() {
    document a.txt 'word alpha'
    document sub/b.txt 'word beta'
    local i
    for i in {1..20}; do document "filler/$i.txt" "some more words, $i and $((i * 7))"; done
    document "$work_outside/precious" 'the only copy'
}

# What a hostile directory would like to have changed, with all that there is to see of it.
work_outside=../outside
outside() {
    (cd "$work/outside" && find . -exec stat -c '%n %s %Y %i %h' {} + | sort &&
        find . -type f -exec sha256sum {} + | sort)
}

# A run that has to be refused, and must leave everything outside as it was.
refuses() {
    local before
    before=$(outside)
    run --separate-stderr -2 timeout 20 "$@"
    equal "$before" "$(outside)"
}

# ---- names of the index that are something else ----

@test "a file of the index that is a link is refused, and its target stays" {
    local name
    for name in lock pressmark.json .gitignore pressmark.json.new .gitignore.new run-abcdef; do
        rm -rf .pressmark
        indexes .
        rm -f ".pressmark/$name"
        ln -s "$work/outside/precious" ".pressmark/$name"
        refuses pressmark-index .
        contains "$stderr" "$name' is a symbolic link"
        refuses pressmark-index --rebuild .
        equal 'the only copy' "$(cat "$work/outside/precious")"
    done
}

@test "a file of the index that is a directory, a FIFO or a device is refused" {
    local name kind
    for name in lock pressmark.json pressmark.json.new; do
        for kind in 'mkdir' 'mkfifo' 'ln -s /dev/zero'; do
            rm -rf .pressmark
            indexes .
            rm -f ".pressmark/$name"
            $kind ".pressmark/$name"
            refuses pressmark-index .
            contains "$stderr" "$name"
            [[ $name == pressmark.json ]] || continue
            refuses pressmark-search alpha
            refuses pressmark-index --check
        done
    done
}

@test "a generation that is a link is never followed" {
    indexes -i "$work/outside/db" sub
    local other
    other=$(echo "$work"/outside/db/gen-*)
    indexes .
    ln -s "$other" .pressmark/gen-9
    refuses pressmark-index .
    contains "$stderr" 'gen-9'
    equal 'a.txt' "$(answers alpha)"
    rm .pressmark/gen-9
    mv .pressmark/gen-1 "$work/kept"
    ln -s "$other" .pressmark/gen-1
    refuses pressmark-index .
    refuses pressmark-index --rebuild .
    refuses pressmark-search alpha
    refuses pressmark-index --check
}

@test "a table that is a link is never followed, and --rebuild replaces it" {
    local table
    for table in iamglass postlist.glass termlist.glass docdata.glass flintlock v.tmp; do
        rm -rf .pressmark
        indexes .
        [ ! -e ".pressmark/gen-1/$table" ] || mv ".pressmark/gen-1/$table" "$work/outside/"
        ln -s "$work/outside/$table" ".pressmark/gen-1/$table"
        touch "$work/outside/$table"
        document new.txt "another $table"
        refuses pressmark-index .
        case $table in
        flintlock | v.tmp) equal 'a.txt' "$(answers alpha)" ;;
        *) refuses pressmark-search -w alpha ;;
        esac
        indexes --rebuild .
        equal '0 a.txt' "$index_status $(answers alpha)"
        [ -e "$work/outside/$table" ]
        rm -f "$work/outside/$table"
    done
}

@test "an index of hard links is searched, and not written to" {
    indexes .
    cp -al .pressmark "$work/outside/backup"
    equal 'a.txt' "$(answers alpha)"
    document new.txt 'word gamma'
    refuses pressmark-index .
    contains "$stderr" 'lock'
    rm .pressmark/lock
    refuses pressmark-index .
    contains "$stderr" 'hard link'
    indexes --rebuild .
    equal '0 new.txt' "$index_status $(answers gamma)"
    equal "$work/outside/a.txt" "$(answers -i "$work/outside/backup" alpha)"
}

@test "nothing is written outside of the index" {
    export TMPDIR=$work/temporary
    mkdir "$TMPDIR"
    cp -a "$TMPDIR" "$work/before"
    touch -d '2001-02-03' "$TMPDIR"
    indexes .
    document new.txt 'word gamma'
    indexes
    document new.txt 'word delta'
    indexes --no-bulk
    equal '0 2001-02-03' "$index_status $(date -r "$TMPDIR" +%F)"
    rmdir "$TMPDIR"
    indexes --rebuild .
    contains "$(<.pressmark/pressmark.json)" '"in_order":true' # as what is written at once
}

# ---- manifests ----

manifest() {
    sed -i "$1" .pressmark/pressmark.json
}

@test "one changed digit of the manifest costs nothing" {
    indexes .
    cp .pressmark/pressmark.json "$work/good"
    manifest 's/"generation":1/"generation":5/'
    refuses pressmark-index .
    contains "$stderr" '--rebuild'
    refuses pressmark-search alpha
    cp "$work/good" .pressmark/pressmark.json
    equal 'a.txt' "$(answers alpha)"
}

@test "a generation that no manifest may name is never removed for it" {
    indexes .
    manifest 's/"generation":1/"generation":5/; s/,"hash":.*}/}/'
    refuses pressmark-index .
    contains "$stderr" 'generation 5, which is not there'
    [ -s .pressmark/gen-1/iamglass ]
    indexes --rebuild .
    equal '0 a.txt' "$index_status $(answers alpha)"
    [ ! -e .pressmark/gen-1 ]
}

@test "a manifest names files of its generation, and no others" {
    local name
    for name in /dev/zero ../../../outside/precious lock "$work/outside/precious"; do
        rm -rf .pressmark
        indexes .
        manifest "s|\"files\":{|\"files\":{\"$name\":\"0000000000000000\",|; s/,\"hash\":.*}/}/"
        refuses pressmark-index --check
        refuses pressmark-search alpha
    done
}

@test "generations without a manifest stay until there is another index" {
    indexes .
    rm .pressmark/pressmark.json
    cp -a .pressmark "$work/before"
    refuses pressmark-index -i .pressmark nowhere
    [ -s .pressmark/gen-1/iamglass ]
    indexes -i .pressmark .
    equal '0 a.txt' "$index_status $(answers -i .pressmark alpha)"
    [ ! -e .pressmark/gen-1 ]
}

# ---- indexes that are found ----

@test "an index that is found through a link has to be named" {
    indexes -i "$work/real" .
    ln -s "$work/real" .pressmark
    cd sub
    refuses pressmark-index .
    contains "$stderr" "pressmark-index -i $work/folder/.pressmark ."
    refuses pressmark-search alpha
    contains "$stderr" '-i'
    refuses pressmark-index --check
    [ ! -e .pressmark ]
    run -0 pressmark-search -i ../.pressmark -l alpha
    PRESSMARK_INDEX=../.pressmark run -0 pressmark-search -l alpha
    indexes -i ../.pressmark --rebuild ..
    equal 0 "$index_status"
}

@test "another user's index that is found is searched, and not updated" {
    [ "$(id -u)" -eq 0 ] || skip 'needs root'
    indexes .
    chown -R 12345 .pressmark
    cd sub
    equal "$work/folder/a.txt" "$(answers alpha)"
    document 'new one.txt' 'word gamma'
    refuses pressmark-index 'new one.txt' .
    contains "$stderr" "pressmark-index -i $work/folder/.pressmark 'new one.txt' ."
    refuses pressmark-index
    [ ! -e .pressmark ]
    SUDO_UID=54321 refuses pressmark-index .
    SUDO_UID=12345 indexes .
    equal '0 new one.txt' "$index_status $(answers gamma)"
    chown -R 12345 ../.pressmark
    document more.txt 'word delta'
    indexes -i ../.pressmark ..
    equal '0 more.txt' "$index_status $(answers delta)"
}

@test "another user's empty .pressmark is not filled" {
    [ "$(id -u)" -eq 0 ] || skip 'needs root'
    mkdir .pressmark
    chown 12345 .pressmark
    refuses pressmark-index .
    equal '' "$(ls -A .pressmark)"
}

# ---- sources of an index that came from elsewhere ----

@test "an index that was copied here does not have sources elsewhere read" {
    document ../secret/key.txt 'word omega'
    ln -s ../secret link
    indexes . ../secret link
    cp -a "$work/folder" "$work/clone"
    document ../secret/new.txt 'word psi'
    cd "$work/clone"
    refuses_source() {
        run --separate-stderr -1 pressmark-index
        contains "$stderr" "$1: skipped: named by an index"
        run -1 pressmark-search psi
    }
    refuses_source "$work/secret"
    refuses_source link
    refuses_source "$work/secret" # the run before is no licence
    run -0 pressmark-search omega # what it had stays
    run -0 pressmark-index -q . "$work/secret" link
    run -0 pressmark-search psi
    document ../secret/third.txt 'word chi'
    run -0 pressmark-index -q
    run -0 pressmark-search chi
}

@test "sources elsewhere of an index that was made here are read" {
    document ../other/one.txt 'word omega'
    indexes . ../other
    document ../other/two.txt 'word psi'
    indexes
    equal '0 1' "$index_status $added"
    document ../other/three.txt 'word chi'
    indexes
    equal '0 1' "$index_status $added"
}

# ---- damage, and what a process may have ----

# flip FILE OFFSET: one bit.
flip() {
    local byte
    byte=$(od -An -tu1 -j "$2" -N 1 "$1" | tr -d ' ')
    # shellcheck disable=SC2059
    printf "\\x$(printf %02x $((byte ^ 4)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

@test "one bit of a record or a list is found by --check, also after an update in place" {
    document new.txt 'word gamma'
    indexes .
    document later.txt 'word delta'
    indexes --no-bulk
    run -0 pressmark-index --check
    local at file word
    for file in docdata postlist; do
        word=gamma
        [[ $file != docdata ]] || word='filler/7.txt'
        cp -a .pressmark "$work/kept"
        # An update leaves blocks behind that are free now, and hold it too.
        while IFS=: read -r at _; do
            flip ".pressmark/gen-1/$file.glass" "$at"
        done < <(LC_ALL=C grep -obUa "$word" "$work/kept/gen-1/$file.glass")
        run --separate-stderr -2 pressmark-index --check
        contains "$stderr" '--rebuild'
        document more.txt "word epsilon $file"
        [[ $file == docdata ]] || refuses pressmark-index --no-bulk
        rm -rf .pressmark
        mv "$work/kept" .pressmark
    done
}

@test "files of another moment of the index are refused" {
    local how file
    indexes .
    for how in '--no-bulk' '' '--rebuild'; do # in place, by joining, anew
        rm -rf "$work/before"
        cp -a .pressmark "$work/before"
        document a.txt "word alpha $how"
        document "new$how.txt" 'word gamma'
        # shellcheck disable=SC2086
        indexes $how
        equal 0 "$index_status"
        for file in iamglass postlist.glass docdata.glass; do
            rm -rf "$work/mixed"
            cp -a .pressmark "$work/mixed"
            cp -a "$work"/before/gen-*/$file "$work"/mixed/gen-*/
            for tool in 'pressmark-search alpha' 'pressmark-search --engine=xapian alpha' \
                'pressmark-index --check' 'pressmark-index --status' 'pressmark-index .'; do
                # shellcheck disable=SC2086
                refuses ${tool%% *} -i "$work/mixed" ${tool#* }
                contains "$stderr" 'not all of the moment'
            done
        done
    done
    run -0 pressmark-index -q -i "$work/mixed" --rebuild .
    run -0 pressmark-index -i "$work/mixed" --check
    run -0 pressmark-index --check
    equal 'a.txt' "$(answers alpha)"
}

@test "an index that was updated in place and then copied is of one moment" {
    indexes .
    document a.txt 'word gamma'
    indexes --no-bulk
    contains "$(<.pressmark/pressmark.json)" '"moment":'
    cp -r .pressmark "$work/copy"
    run -0 pressmark-index -q -i "$work/copy" --check
    run -0 pressmark-search -i "$work/copy" gamma
}

@test "no table that is damaged is joined with what is new" {
    document new.txt 'word gamma'
    indexes .
    local file size
    for file in docdata termlist postlist; do
        cp -a .pressmark "$work/kept"
        size=$(stat -c %s ".pressmark/gen-1/$file.glass")
        flip ".pressmark/gen-1/$file.glass" $((size - 100))
        document "more-$file.txt" "word epsilon $file"
        refuses pressmark-index
        contains "$stderr" '--rebuild'
        [ -d .pressmark/gen-1 ]
        [ ! -e .pressmark/gen-2 ]
        rm -rf .pressmark
        mv "$work/kept" .pressmark
    done
    indexes
    equal '0 3' "$index_status $added"
}

@test "a stack of 64 KB is enough" {
    run -0 bash -c 'ulimit -Ss 64; pressmark-index -q .'
    printf '{"a":%s1%s,"text":"nested heron"}\n' "$(printf '[%.0s' {1..400})" "$(printf ']%.0s' {1..400})" >n.jsonl
    run -0 bash -c 'ulimit -s 64; pressmark-index -q .'
    run -0 bash -c 'ulimit -s 64; pressmark-index -q --rebuild .'
    run -0 bash -c 'ulimit -s 64; pressmark-index --check'
    equal n.jsonl "$(answers heron)"
    bash -c 'ulimit -s 64; exec pressmark-index -q --watch .' &
    sleep 0.5
    kill -TERM $!
    wait $! || equal 143 $?
}

@test "a crash is told, and the index stays as it was" {
    ! is_sanitized || skip "the address sanitizer takes the signal"
    local pid
    indexes .
    mkfifo list
    "$(type -P pressmark-index)" -q -i .pressmark --files-from list 2>message &
    pid=$!
    exec 9>list
    for _ in {1..100}; do # until it catches signal 11
        (($(awk '/^SigCgt/ { print "0x" $2 }' /proc/$pid/status) & 0x400)) && break
        sleep 0.1
    done
    kill -SEGV $pid
    run ! wait "$pid"
    exec 9>&-
    equal 1 "$(grep -c '^pressmark-index: crashed' message)"
    contains "$(pressmark-search -l alpha)" a.txt
    pressmark-index -q .
}

@test "sources outside that a copied index names are neither read nor listed" {
    document "$work_outside/secret.txt" 'word secret'
    indexes . "$work/outside"
    cp -a "$work/folder" "$work/copy"
    cd "$work/copy"
    echo 'word kestrel' >"$work/outside/another.txt"
    run --separate-stderr -1 pressmark-index -n
    contains "$stderr" 'named by an index that was found'
    [[ $output != *another* ]]
    run --separate-stderr -1 pressmark-index -q
    equal '' "$(answers kestrel)"
    run --separate-stderr -0 pressmark-index -n -i .pressmark
    contains "$output" 'another.txt'
}

@test "a block that is younger than the index is damage, and not a change" {
    head -c 30000 /dev/urandom | base64 >large.txt
    indexes .
    printf '\x7f' | dd of=.pressmark/gen-1/docdata.glass conv=notrunc status=none
    refuses pressmark-search alpha
    contains "$stderr" 'younger than'
    run -2 pressmark-search --json alpha
    contains "$output" '"kind":"corrupt"'
    refuses pressmark-index --check
    contains "$stderr" '--rebuild'
}

@test "an indexer whose lock is removed is not joined by another" {
    indexes .
    mkfifo records
    exec 8<>records
    pressmark-index -q - <records 8<&- &
    local first=$!
    echo '{"id": "1", "text": "word gamma"}' >&8
    while flock -n .pressmark/lock true; do pause 0.1; done
    rm .pressmark/lock
    refuses pressmark-index --rebuild .
    contains "$stderr" 'is being written'
    exec 8>&-
    wait $first
    equal '- a.txt' "$(answers 'alpha OR gamma')"
    indexes .
    equal 0 "$index_status"
    run -0 pressmark-index --check
}

@test "the time for an object of JSON grows with its members, not with their square" {
    jq -nc '[range(80000) | {key: "k\(.)", value: "v"}] | from_entries' >many.jsonl
    (ulimit -t 10 && pressmark-index -q -j1 .)
    equal many.jsonl "$(answers k79999:v)"
}
