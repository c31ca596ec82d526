#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # variables that load helper and run set
# --watch: the index follows changes in its sources.

load helper

# Starts a watch, which ends with the test at the latest, and waits for its first summary.
starts() {
    launches "$@"
    eventually has_updated
}

# Only starts it, by the command in before. It updates when nothing has changed for a tenth of a second.
before=()
launches() {
    rest
    "${before[@]}" setpriv --pdeathsig TERM pressmark-index --watch --settle=0.1 "$@" \
        >"$work/stdout" 2>"$work/stderr" 3>&- 4>&- &
    watcher=$!
}

has_updated() {
    grep -q 'in the index' "$work/stderr"
}

# Ends the watch, which has to be clean.
stops() {
    local status=0
    kill -s "${1-TERM}" "$watcher"
    wait "$watcher" || status=$?
    equal 0 "$status"
}

# Waits until a command succeeds.
eventually() {
    for ((tries = 0; tries < 400; tries++)); do
        kill -0 "$watcher" || break
        "$@" && return
        pause 0.05
    done
    echo "never: $*; $(<"$work/stderr")" >&2
    return 1
}

# finds WORD [PATH]: whether the word is in just that file, or in none.
finds() {
    [ "$(answers "$1")" = "${2-}" ]
}

# When the last update began.
last_update() {
    stat -c %y .pressmark/lock
}

# Fails if there is an update within a time longer than one waits for quiet.
is_idle() {
    local since
    since=$(last_update)
    pause 0.4
    equal "$since" "$(last_update)"
}

n_watches() {
    cat "/proc/$watcher/fdinfo/"* | grep -c '^inotify'
}

watches() { # N
    [ "$(n_watches)" -eq "$1" ]
}

@test "what is added, changed, renamed and removed is followed" {
    document a.txt 'the harbour'
    starts .
    equal 'a.txt' "$(answers harbour)"

    document b.txt 'a lighthouse'
    eventually finds lighthouse b.txt
    document b.txt 'a breakwater'
    eventually finds breakwater b.txt
    finds lighthouse

    document new/deep/c.txt 'some seagulls'
    eventually finds seagull new/deep/c.txt
    document new/deep/d.txt 'the ferry'
    eventually finds ferry new/deep/d.txt
    mv new old
    eventually finds ferry old/deep/d.txt
    document old/deep/e.txt 'an anchor'
    eventually finds anchor old/deep/e.txt

    rm b.txt
    eventually finds breakwater
    rm -r old
    eventually finds seagull
    stops
    equal 'a.txt' "$(answers harbour)"
}

@test "without a source the index's own are watched" {
    mkdir notes
    document one.txt 'the harbour'
    indexes one.txt notes
    starts
    document notes/two.txt 'a lighthouse'
    eventually finds lighthouse notes/two.txt
    document one.txt 'a breakwater'
    eventually finds breakwater one.txt
    stops INT
}

@test "a watch that has nothing to do does nothing" {
    document a.txt 'the harbour'
    starts .
    is_idle
    ticks() { awk '{ print $14 + $15 }' "/proc/$watcher/stat"; }
    used=$(ticks)
    pause 1
    [ "$(ticks)" -le $((used + 5)) ]
    equal 1 "$(grep -vc '^index: ' "$work/stderr")"
    stops
}

@test "hidden and ignored folders are not watched, and hidden names mean nothing" {
    mkdir .git build notes
    document .gitignore 'build/'
    document notes/a.txt 'the harbour'
    document build/b.txt 'a lighthouse'
    starts .
    equal 3 "$(n_watches)" # the folder, notes, and the name of the folder in the one above
    document build/c.txt 'a breakwater'
    document .git/index 'a breakwater'
    document .a.txt.swp 'a breakwater'
    is_idle

    rm .gitignore
    eventually finds lighthouse build/b.txt
    eventually watches 4
    document .gitignore 'build/'
    eventually finds lighthouse
    eventually watches 3
    stops
}

@test "a file that is a source is watched by its name" {
    document a.txt 'the harbour'
    mkdir ../elsewhere
    document ../elsewhere/b.txt 'a lighthouse'
    ln -s ../elsewhere/b.txt b.txt
    starts a.txt b.txt
    document c.txt 'the harbour'
    is_idle
    finds harbour a.txt

    document a.new 'the breakwater'
    mv a.new a.txt
    eventually finds breakwater a.txt
    document ../elsewhere/b.txt 'some seagulls'
    eventually finds seagull b.txt
    rm a.txt
    eventually finds breakwater
    document a.txt 'the ferry'
    eventually finds ferry a.txt
    rm a.txt b.txt
    eventually finds ferry
    finds seagull
    document a.txt 'an anchor'
    eventually finds anchor a.txt
    stops
}

@test "a folder that is a source can go and come back" {
    document notes/a.txt 'the harbour'
    document other/b.txt 'the harbour'
    starts notes other
    mv notes away
    eventually finds harbour other/b.txt
    document away/a.txt 'a lighthouse'
    mv away notes
    eventually finds lighthouse notes/a.txt
    document notes/a.txt 'a breakwater'
    eventually finds breakwater notes/a.txt
    stops
}

@test "changes without end do not put an update off without end" {
    document a.txt 'the harbour'
    starts .
    while kill -0 "$watcher"; do
        document a.txt "$RANDOM"
        pause 0.02
    done 2>/dev/null 3>&- &
    local since=${EPOCHREALTIME/./}
    document b.txt 'a lighthouse'
    eventually finds lighthouse b.txt
    [ $((${EPOCHREALTIME/./} - since)) -ge 800000 ] # a tenth of a second of quiet there never was
    stops
}

@test "events that were too many are made up for by an update" {
    [ "$(</proc/sys/fs/inotify/max_queued_events)" -le 20000 ] || skip 'the queue is too long'
    document a.txt 'the harbour'
    starts .
    kill -STOP "$watcher"
    touch .hidden1 .hidden2 # in turn, since equal events that follow each other would be one
    perl -e 'utime undef, undef, ".hidden1", ".hidden2" for 1 .. 10000'
    document b.txt 'a lighthouse'
    kill -CONT "$watcher"
    eventually finds lighthouse b.txt
    stops
}

@test "where watches run out the folders are looked through now and then" {
    before=(unshare -Ur sh -c 'echo 1 >/proc/sys/user/max_inotify_watches && exec "$@"' sh)
    "${before[@]}" true || skip 'limits cannot be set'
    document notes/a.txt 'the harbour'
    starts .
    document notes/b.txt 'a lighthouse'
    eventually finds lighthouse notes/b.txt
    equal 1 "$(grep -c 'max_user_watches' "$work/stderr")"
    stops
}

@test "where there is no inotify, too" {
    before=(unshare -Ur sh -c 'echo 0 >/proc/sys/user/max_inotify_instances && exec "$@"' sh)
    "${before[@]}" true || skip 'limits cannot be set'
    document a.txt 'the harbour'
    starts .
    document b.txt 'a lighthouse'
    eventually finds lighthouse b.txt
    equal 1 "$(grep -c 'does not tell of changes' "$work/stderr")"
    stops
}

@test "another indexer is waited for" {
    document a.txt 'the harbour'
    indexes .
    document a.txt 'a lighthouse'
    hold_lock .pressmark
    launches .
    eventually grep -q 'pressmark-index: ' "$work/stderr"
    pause 0.5
    equal 1 "$(grep -vc '^index: ' "$work/stderr")"
    finds lighthouse
    stops

    launches .
    release_lock
    eventually finds lighthouse a.txt
    stops
}

@test "each update that changed something is a line" {
    document a.txt 'the harbour'
    launches --json -q .
    eventually grep -q '"added":1' "$work/stdout"
    touch .hidden # of no consequence
    document b.txt 'a lighthouse'
    eventually finds lighthouse b.txt
    touch b.jpg && rm b.jpg
    pause 0.4
    rm b.txt
    eventually finds lighthouse
    equal '1 0|1 0|0 1' "$(jq -r '"\(.added) \(.removed)"' "$work/stdout" | paste -sd '|')"
    equal 0 "$(wc -c <"$work/stderr")"
    stops
}

@test "a file that cannot be read is complained about once" {
    document a.txt 'the harbour'
    head -c 100 /dev/urandom | gzip | head -c 50 >broken.txt.gz
    starts .
    contains "$(<"$work/stderr")" 'broken.txt.gz: skipped'
    n=$(wc -l <"$work/stderr")
    since=$(last_update)
    mkdir empty
    has_looked() { [ "$since" != "$(last_update)" ]; }
    eventually has_looked
    pause 0.2
    equal "$n" "$(wc -l <"$work/stderr")"
    document b.txt 'a lighthouse'
    eventually finds lighthouse b.txt
    eventually grep -q 'files: 1 added' "$work/stderr"
    stops
}

@test "--rebuild is for the first update" {
    document a.txt 'the harbour'
    for i in {1..40}; do document "many/$i.txt" 'some seagulls'; done
    indexes .
    launches --rebuild --json .
    eventually grep -q '"rebuilt":true' "$work/stdout"
    document b.txt 'a lighthouse'
    eventually finds lighthouse b.txt
    eventually grep -q '"rebuilt":false' "$work/stdout"
    stops
}

@test "an update that fails later is tried again" {
    document a.txt 'the harbour'
    before=("${nobody[@]}")
    let_anybody_in
    PATH=$work:$PATH
    starts .
    chmod a-w .pressmark/lock
    document b.txt 'a lighthouse'
    eventually grep -q 'lock.: Permission denied' "$work/stderr"
    chmod u+w .pressmark/lock
    eventually finds lighthouse b.txt
    stops
}

@test "an index that is damaged meanwhile ends the watch" {
    document a.txt 'the harbour'
    starts .
    echo '{' >.pressmark/pressmark.json
    document b.txt 'a lighthouse'
    status=0
    wait "$watcher" || status=$?
    equal 2 "$status"
    contains "$(<"$work/stderr")" 'build the index again'
}

@test "what ends an update at the beginning ends the watch" {
    run -2 pressmark-index --watch missing
    contains "$output" missing
    run -2 pressmark-index --watch
    contains "$output" 'nothing to index'
}

@test "what cannot be watched is refused" {
    document a.txt 'the harbour'
    for words in - '. -' --files-from=a.txt '--check' '--dry-run .' '--emit=jsonl .'; do
        # shellcheck disable=SC2086 # words
        run -2 pressmark-index --watch $words
        contains "$output" '--watch excludes'
    done
    for seconds in 0 -1 x 1e9; do
        run -2 pressmark-index --watch --settle="$seconds" .
        contains "$output" settle
    done
    [ ! -e .pressmark ]
}

@test "what is seen to be removed leaves, be it all of a source" {
    document one/a.txt 'the harbour'
    document two/b.txt 'the lighthouse'
    starts one two
    rm one/a.txt
    eventually finds harbour
    mv two "$work/away"
    mkdir two.new && mv two.new two
    eventually finds lighthouse
    stops
}
