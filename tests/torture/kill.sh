#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# kill.sh BIN_DIR [N]: an indexer that is killed at any moment leaves an index that answers as before or
# after the run, and the next run completes.
#
# For every way to write an index: N runs that are killed at a random moment; runs that are gone
# before each of their first calls that matter on disk; runs in which such a call fails, or writes
# less than it was told. PRESSMARK_WAYS and PRESSMARK_GROUPS choose among these.
set -u
# shellcheck source=tests/torture/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
n_kills=${2:-50}
n_documents=800 n_calls=40
ways='first-build update update-in-place rebuild rebuild-spilling first-build-slow rebuild-slow'
groups='kill_at_random kill_at_calls fail_calls disturb_writes'
if [ "$n_kills" -lt 20 ]; then # the quick version
    n_documents=250
    ways='first-build update update-in-place rebuild'
    groups=kill_at_random
    queries=("${queries[@]:0:5}")
fi
echo "seed $seed, $n_kills kills a way"

shim=$work/shim.so
cc -std=gnu17 -D_GNU_SOURCE -O2 -fPIC -shared -o "$shim" "$here/shim.c" -ldl || exit 2

# ---- the folder, before and after ----

docs=$work/docs
mkdir "$docs"
cp -r "$corpus" "$docs/corpus"
remove_unread_mail "$bin" "$docs/corpus"
write_documents "$docs/stay" "$n_documents" alphazeta 1
write_documents "$docs/go" 41 deltasigma 2
write_documents "$docs/change" 41 epsilontau 3
write_documents "$docs/move" 20 alphazeta 4
sleep 0.1
"$index_tool" -q -i "$work/before" "$docs" || exit 2

rm -r "$docs/go"
write_documents "$docs/come" 41 gammakappa 5
sed -i 's/epsilontau inspector/thetaomega inspector/; s/notice number/changed notice number/' \
    "$docs"/change/*
mv "$docs/move" "$docs/renamed"
sleep 0.1
"$index_tool" -q -i "$work/after" "$docs" || exit 2

answers "$work/before" >"$work/answers-before"
answers "$work/after" >"$work/answers-after"
index=$work/index
answers "$index" >"$work/answers-nowhere"
cmp -s "$work/answers-before" "$work/answers-after" && fail "the two states answer alike"
grep -q '"error":' "$work/answers-before" "$work/answers-after" && fail "a query has no answer"

# ---- one trial ----

declare -A options=(
    [first-build]=''
    [update]=''
    [update-in-place]='--no-bulk'
    [rebuild]='--rebuild'
    [rebuild-spilling]='--rebuild --memory 16M --threads 2'
    [first-build-slow]='--no-bulk'
    [rebuild-slow]='--rebuild --no-bulk'
)

prepare() {
    rm -rf "$index"
    state_before=$work/answers-nowhere
    case $way in
    first-build*) ;;
    *)
        cp -a "$work/before" "$index"
        state_before=$work/answers-before
        ;;
    esac
}

# run_indexer [NAME=VALUE...]: as the way wants, in the background. Sets $pid.
run_indexer() {
    # shellcheck disable=SC2086
    env "$@" "$index_tool" -q -i "$index" ${options[$way]} "$docs" >"$work/output" 2>&1 &
    pid=$!
}

# The exit status of $pid, without the shell's word about it.
await() {
    { wait "$pid"; } 2>/dev/null
    status=$?
}

# inspect WHAT: the rules that hold after an indexer came to harm.
inspect() {
    local what="$way, $1"
    n_checks=$((n_checks + 1))
    answers "$index" >"$work/answers"
    if cmp -s "$work/answers" "$state_before"; then
        n_before=$((n_before + 1))
    elif cmp -s "$work/answers" "$work/answers-after"; then
        n_after=$((n_after + 1))
    else
        fail "$what: answers are neither those before nor after: $(grep -m 1 error "$work/answers")"
        return
    fi
    if [ -e "$index/pressmark.json" ] && ! check_index "$index"; then
        fail "$what: --check: $(tail -n 1 "$work/check-output")"
    fi
    if ! "$index_tool" -q -i "$index" "$docs" >"$work/output" 2>&1; then
        fail "$what: the next run: $(head -n 1 "$work/output")"
        return
    fi
    answers "$index" >"$work/answers"
    cmp -s "$work/answers" "$work/answers-after" || fail "$what: wrong answers after the next run"
    check_index "$index" || fail "$what: --check after the next run"
    local leftovers
    leftovers=$(list_leftovers "$index")
    [ -z "$leftovers" ] || fail "$what: left in the index: ${leftovers//$'\n'/, }"
}

# ---- at a random moment ----

now_us() {
    echo "${EPOCHREALTIME/[.,]/}"
}

kill_at_random() {
    local started duration_us i
    prepare
    started=$(now_us)
    run_indexer
    await
    duration_us=$(($(now_us) - started))
    [ "$status" -eq 0 ] || fail "$way: exit $status: $(head -n 1 "$work/output")"
    for ((i = 0; i < n_kills; i++)); do
        prepare
        random_below $((duration_us + duration_us / 10))
        run_indexer
        sleep "$(printf '%d.%06d' $((random / 1000000)) $((random % 1000000)))"
        kill -9 $pid 2>/dev/null
        await
        inspect "killed after $random of $duration_us us"
    done
}

# ---- at a call ----

# hurt CALLS N DO ERRNO: a run with the shim. False when there is no such call. $hit says which.
hurt() {
    prepare
    : >"$work/report"
    run_indexer LD_PRELOAD="$shim" SHIM_UNDER="$index" SHIM_CALLS="$1" SHIM_AT="$2" SHIM_DO="$3" \
        SHIM_ERRNO="$4" SHIM_REPORT="$work/report"
    await
    hit=$(sed -n "s|^hit ||; s| $index| INDEX|p; q" "$work/report")
    grep -q '^hit ' "$work/report"
}

count_calls() {
    hurt "$1" 0 fail EIO
    awk '/^calls/ { n = $2 } END { print n + 0 }' "$work/report"
}

kill_at_calls() {
    local i
    for ((i = 1; i <= n_calls; i++)); do
        hurt 'sync rename make remove' $i kill EIO || break
        inspect "killed before call $i, $hit"
    done
}

# A failure is told in one line that names a file of the index and what the system said; only
# libxapian does not always know that.
inspect_message() {
    local text
    text=$(<"$work/output")
    [ "$status" -eq 2 ] || fail "$way, $1: exit status $status"
    [[ $text == *': Failed to create iamglass file' ]] && text="$text: $2"
    [[ $text != *$'\n'* && $text == "pressmark-index: "*"$index"*": $2" ]] ||
        fail "$way, $1: message: $text"
}

fail_at_call() {
    local error=$4 text='Input/output error'
    [ "$error" = ENOSPC ] && text='No space left on device'
    hurt "$1" "$2" "$3" "$error" || return
    inspect_message "$3 $error at call $2, $hit" "$text"
    inspect "$3 $error at call $2, $hit"
}

fail_calls() {
    local i n
    for ((i = 1; i <= n_calls; i++)); do
        fail_at_call 'sync rename make' $i fail EIO || break
    done
    n=$(count_calls write)
    for ((i = 0; i < n_calls / 4 && i < n; i++)); do
        random_below "$n"
        fail_at_call write $((random + 1)) fail EIO
        fail_at_call write $((random + 1)) fill ENOSPC
    done
}

# Writes that do less, or are interrupted, are no failures at all.
disturb_writes() {
    local i n doing error
    n=$(count_calls write)
    for ((i = 0; i < n_calls / 8 && i < n; i++)); do
        random_below "$n"
        for doing in 'short EIO' 'fail EINTR'; do
            error=${doing#* }
            hurt write $((random + 1)) "${doing% *}" "$error"
            [ "$status" -eq 0 ] || fail "$way, $doing at write $((random + 1)): exit $status"
            inspect "$doing at write $((random + 1)), $hit"
        done
    done
}

# ---- all of it ----

for way in ${PRESSMARK_WAYS:-$ways}; do
    for group in ${PRESSMARK_GROUPS:-$groups}; do
        n_before=0 n_after=0
        $group
        echo "$way, $group: $n_before answered as before, $n_after as after"
    done
done
finish
