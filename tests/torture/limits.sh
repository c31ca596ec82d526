#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# limits.sh BIN_DIR [SEARCHES]: limits of the system, and searches during an update.
#
# Whatever the system refuses, the indexer reports it in one line, exits with 2 and leaves the index as it
# was. Searches meanwhile answer from one state of the index, without an error.
set -u
# shellcheck source=tests/torture/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
n_searches=${2:-200}
queries=("${queries[@]:0:6}")
echo "seed $seed"

docs=$work/docs
index=$work/index
write_documents "$docs/stay" 400 alphazeta 1
write_documents "$docs/change" 10 thetaomega 2
sleep 0.1
"$index_tool" -q -i "$work/before" "$docs" || exit 2
write_documents "$docs/come" 41 gammakappa 3
sleep 0.1
"$index_tool" -q -i "$work/after" "$docs" || exit 2
answers "$work/before" >"$work/answers-before"
answers "$work/after" >"$work/answers-after"

mounts=()
clean_up() {
    local mount
    for mount in "${mounts[@]}"; do
        umount "$mount"
    done
}

is_root() {
    [ "$(id -u)" -eq 0 ]
}

fresh() {
    rm -rf "$index"
    cp -a "$work/before" "$index"
}

# run LIMIT COMMAND...: in a shell with that limit; sets $status and $message.
run() {
    local limit=$1
    shift
    # shellcheck disable=SC2086
    message=$( (ulimit -c 0 $limit && exec "$@") 2>&1 >/dev/null)
    status=$?
    n_checks=$((n_checks + 1))
}

# expect_refusal WHAT PATTERN: the indexer said what it could not do.
expect_refusal() {
    [ "$status" -eq 2 ] || fail "$1: exit status $status, $message"
    # shellcheck disable=SC2053
    [[ $message != *$'\n'* && $message == $2 ]] || fail "$1: message: $message"
}

# expect_answers WHAT INDEX STATE. What a failed run leaves goes with the next one.
expect_answers() {
    answers "$2" >"$work/answers"
    cmp -s "$work/answers" "$work/answers-$3" || fail "$1: the answers are not those $3"
    [ "$3" = before ] || [ -z "$(list_leftovers "$2")" ] || fail "$1: left: $(list_leftovers "$2" | tr '\n' ' ')"
}

# ---- space ----

# mount_disk SIZE: an index directory with a disk of its own.
mount_disk() {
    rm -rf "$index"
    mkdir "$index"
    mount -t tmpfs -o "size=$1" none "$index" 2>/dev/null && mounts+=("$index")
}

unmount_disk() {
    umount "$index"
    mounts=()
}

# What fits into a few KB is not the same everywhere: a run completes or it is refused.
full_disk() {
    if ! is_root || ! mount_disk 64m; then
        echo 'skipped: a full disk (needs root and mount)'
        return
    fi
    unmount_disk
    full_disk_first_build
    full_disk_update
}

full_disk_first_build() {
    local kb options
    for options in '' '--no-bulk' '--memory 16M'; do
        for kb in 4 64 256 1000 2000 3000 5000; do
            mount_disk ${kb}k
            # shellcheck disable=SC2086
            run '' "$index_tool" -q $options -i "$index" "$docs"
            if [ "$status" -ne 0 ]; then
                expect_refusal "disk of $kb KB, '$options'" '*No space left on device'
                answers "$index" | grep -qv 'there is no index' &&
                    fail "disk of $kb KB: answers after a failed first build"
                mount -o remount,size=64m "$index"
                run '' "$index_tool" -q -i "$index" "$docs"
                [ "$status" -eq 0 ] || fail "disk of $kb KB: not completed with more space: $message"
            fi
            expect_answers "disk of $kb KB, '$options'" "$index" after
            unmount_disk
        done
    done
}

full_disk_update() {
    local free_kb options used_kb
    for options in '' --rebuild '--rebuild --no-bulk'; do
        for free_kb in 0 8 40 200 800 2000; do
            mount_disk 64m
            cp -a "$work/before/." "$index"
            used_kb=$(df -k --output=used "$index" | tail -n 1)
            mount -o remount,size=$((used_kb + free_kb))k "$index"
            # shellcheck disable=SC2086
            run '' "$index_tool" -q $options -i "$index" "$docs"
            if [ "$status" -ne 0 ]; then
                expect_refusal "$free_kb KB free, '$options'" '*No space left on device'
                expect_answers "$free_kb KB free, '$options'" "$index" before
                mount -o remount,size=64m "$index"
                run '' "$index_tool" -q -i "$index" "$docs"
            fi
            expect_answers "$free_kb KB free, '$options'" "$index" after
            unmount_disk
        done
    done
}

# ---- limits of a process ----

# A limit that does no harm is none: the run completes or it is refused with a message.
limits() {
    local limit options
    for options in '' --rebuild '--rebuild --no-bulk'; do
        for limit in '-f 0' '-f 8' '-f 100' '-f 1000' '-n 4' '-n 6' '-n 8' '-n 10' '-n 16' '-n 32' \
            '-v 8000' '-v 30000' '-v 60000' '-v 100000' '-v 150000' '-v 250000' '-s 256'; do
            fresh
            # shellcheck disable=SC2086
            run "$limit" "$index_tool" -q $options -i "$index" "$docs"
            case "$status $message" in
            0*) expect_answers "ulimit $limit, '$options'" "$index" after ;;
            127*'error while loading shared libraries'*) ;; # not even started
            *)
                expect_refusal "ulimit $limit, '$options'" 'pressmark*: *'
                expect_answers "ulimit $limit, '$options'" "$index" before
                "$index_tool" -q -i "$index" "$docs" || fail "the run after ulimit $limit"
                expect_answers "the run after ulimit $limit, '$options'" "$index" after
                ;;
            esac
        done
    done
    for limit in '-n 4' '-n 8' '-n 16' '-v 8000' '-v 30000' '-v 60000' '-s 256'; do
        run "$limit" "$search_tool" -i "$work/before" alphazeta
        case "$status $message" in
        0* | 127*'error while loading shared libraries'*) ;;
        *) expect_refusal "search with ulimit $limit" 'pressmark*: *' ;;
        esac
    done
}

# ---- permissions ----

read_only() {
    local ro=$index
    rm -rf "$ro"
    if ! is_root || ! mkdir "$ro" || ! mount --bind "$work/before" "$ro" 2>/dev/null; then
        echo 'skipped: a read-only index (needs root and mount)'
        return
    fi
    mounts+=("$ro")
    mount -o remount,bind,ro "$ro"
    run '' "$index_tool" -q -i "$ro" "$docs"
    expect_refusal 'read-only index' "pressmark-index: *$ro*Read-only file system"
    run '' "$index_tool" --check -i "$ro"
    [ "$status" -eq 0 ] || fail "check of a read-only index: exit status $status, $message"
    run '' "$index_tool" -n -i "$ro" "$docs"
    [ "$status" -eq 0 ] || fail "dry run on a read-only index: exit status $status, $message"
    expect_answers 'read-only index' "$ro" before
    umount "$ro"
    mounts=()
}

# ---- at the same time ----

index_goes_away() {
    local pid options i
    for options in '' --rebuild '--rebuild --no-bulk'; do
        for i in 1 2 3 4 5 6; do
            fresh
            # shellcheck disable=SC2086
            "$index_tool" -q $options -i "$index" "$docs" >"$work/output" 2>&1 &
            pid=$!
            sleep 0.0$((i * i))
            rm -rf "$index" 2>/dev/null
            wait $pid
            status=$?
            n_checks=$((n_checks + 1))
            [ -e "$index/pressmark.json" ] && continue # it was faster, or made it anew
            message=$(<"$work/output")
            [ "$status" -eq 0 ] || expect_refusal "index removed, '$options'" "pressmark-index: *"
            [ "$status" -eq 0 ] && [ ! -e "$index" ] &&
                echo "note: '$options' ended with 0 and its index is gone (removed after the end?)"
        done
    done
}

two_indexers() {
    local first started
    fresh
    mkfifo "$work/hold"
    # Holds the lock as an indexer does.
    flock "$index/lock" sh -c "echo 4242 >'$index/lock'; read -r x <'$work/hold'" &
    first=$!
    sleep 0.3
    run '' "$index_tool" -q -i "$index" "$docs"
    expect_refusal 'second indexer' "*'$index' is being written by process 4242"
    started=$SECONDS
    run '' "$index_tool" -q --wait=1 -i "$index" "$docs"
    expect_refusal 'second indexer that waits' '*is being written by process 4242'
    [ $((SECONDS - started)) -ge 1 ] || fail 'it did not wait'
    expect_answers 'second indexer' "$index" before
    (sleep 0.5 && echo >"$work/hold") &
    run '' "$index_tool" -q --wait -i "$index" "$docs"
    [ "$status" -eq 0 ] || fail "after waiting: $message"
    expect_answers 'after waiting' "$index" after
    wait $first
    local i pids=() n_ok=0
    for i in 1 2 3 4; do
        "$index_tool" -q --rebuild --wait -i "$index" "$docs" &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do
        wait "$pid" && n_ok=$((n_ok + 1))
    done
    [ $n_ok -eq 4 ] || fail "$n_ok of 4 waiting indexers completed"
    expect_answers 'four indexers' "$index" after
}

# Builds and updates in turns, between the states before and after, until told to stop.
keep_indexing() {
    local i=0
    while [ ! -e "$work/stop" ]; do
        i=$((i + 1))
        if [ $((i % 2)) -eq 1 ]; then
            mv "$docs/come" "$work/away"
        else
            mv "$work/away" "$docs/come"
        fi
        case $((i % 6)) in
        0 | 1) options=--rebuild ;;
        2) options='--rebuild --no-bulk' ;;
        *) options='' ;;
        esac
        # shellcheck disable=SC2086
        "$index_tool" -q $options -i "$index" "$docs" || echo "indexer: exit $?"
    done
    [ ! -e "$work/away" ] || mv "$work/away" "$docs/come"
    echo "$i" >"$work/n-runs"
}

# The hits only: whether their files are there changes by itself.
search_state() {
    {
        "$search_tool" -i "$index" --json -n 200 -- "$1" 2>"$work/search-message" ||
            [ $? -eq 1 ] || jq -R '{error: .}' "$work/search-message"
    } | jq -cS 'if .hits then [.hits[] | [.score, .path, .title]] | sort else . end'
}

search_meanwhile() {
    local indexer i query line
    fresh
    local -A before after
    for query in "${queries[@]}"; do
        before[$query]=$(search_state "$query")
    done
    "$index_tool" -q --rebuild -i "$index" "$docs"
    for query in "${queries[@]}"; do
        after[$query]=$(search_state "$query")
    done
    keep_indexing >"$work/indexing" 2>&1 &
    indexer=$!
    for ((i = 0; i < n_searches; i++)); do
        query=${queries[i % ${#queries[@]}]}
        line=$(search_state "$query")
        n_checks=$((n_checks + 1))
        [ "$line" = "${before[$query]}" ] || [ "$line" = "${after[$query]}" ] ||
            fail "search $i while indexing, $query: ${line:0:300}"
    done
    touch "$work/stop"
    wait $indexer
    rm "$work/stop"
    [ ! -s "$work/indexing" ] || fail "indexing while searching: $(head -n 3 "$work/indexing")"
    echo "$n_searches searches during $(<"$work/n-runs") runs of the indexer"
    check_index "$index" || fail "--check after all this: $(tail -n 1 "$work/check-output")"
}

# ---- signals ----

signals() {
    local options signal twice code pid i
    for options in '' --rebuild '--rebuild --no-bulk'; do
        for signal in INT TERM; do
            for twice in '' twice; do
                for i in 2 9 25; do
                    fresh
                    # Started this way, since bash lets background commands ignore SIGINT.
                    # shellcheck disable=SC2086
                    env --default-signal=INT,QUIT "$index_tool" -q $options -i "$index" "$docs" \
                        >"$work/output" 2>&1 &
                    pid=$!
                    sleep "0.$(printf %02d $i)"
                    kill -$signal $pid 2>/dev/null
                    [ -z "$twice" ] || { sleep 0.01 && kill -$signal $pid 2>/dev/null; }
                    { wait $pid; } 2>/dev/null
                    status=$?
                    n_checks=$((n_checks + 1))
                    code=$((128 + $(kill -l $signal)))
                    [ "$status" -eq 0 ] || [ "$status" -eq $code ] ||
                        fail "SIG$signal $twice, '$options': exit status $status"
                    # An interrupted update keeps what it has read by then.
                    check_index "$index" || fail "SIG$signal $twice, '$options': --check"
                    "$index_tool" -q -i "$index" "$docs" || fail 'the next run'
                    expect_answers "SIG$signal $twice, '$options', next run" "$index" after
                done
            done
        done
    done
}

broken_pipe() {
    local statuses
    "$search_tool" -i "$work/after" --vimgrep -n 1000 county 2>"$work/output" | head -c 10 >/dev/null
    statuses=("${PIPESTATUS[@]}")
    n_checks=$((n_checks + 2))
    [[ ${statuses[0]} =~ ^(0|2|141)$ ]] || fail "search into a closed pipe: ${statuses[0]}"
    fresh
    "$index_tool" -v --json -i "$index" "$docs" 2>&1 | true
    expect_answers 'indexer with a closed pipe' "$index" after
    run '' sh -c "exec '$search_tool' -i '$work/after' alphazeta >/dev/full"
    expect_refusal 'search to a full device' 'pressmark-search: cannot write: No space left on device'
    run '' sh -c "exec '$index_tool' -q --json -i '$work/after' '$docs' >/dev/full"
    expect_refusal 'indexer to a full device' 'pressmark-index: cannot write: No space left on device'
    run '' sh -c "exec '$search_tool' -i '$work/after' alphazeta <&- >&- 2>&-"
    [ "$status" -eq 2 ] || fail "search without any output: $status"
    run '' sh -c "exec '$index_tool' --rebuild -i '$work/after' '$docs' <&- >&- 2>&-"
    expect_answers 'indexer without stdin, stdout and stderr' "$work/after" after
}

for group in ${PRESSMARK_GROUPS:-full_disk limits read_only index_goes_away two_indexers \
    search_meanwhile signals broken_pipe}; do
    $group
    echo "$group: $n_checks checks, $n_failures failed so far"
done
finish
