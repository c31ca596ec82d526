#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# damage.sh BIN_DIR [N]: N damages of an index's files, one at a time.
#
# A search in a damaged index ends within 10 s with exit status 0, 1 or 2 and without a crash. An update
# ends, too, and removes nothing; --check reports the damage; --rebuild repairs it. Damage that changes
# answers silently is counted: blocks of Xapian have no checksum, so only --check notices it.
set -u
# shellcheck source=tests/torture/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
n_damages=${2:-200}
time_limit_s=10
queries=(
    alphazeta '"alphazeta inspector met the harbour board"' 'thetaomega AND inspector' 'alphaz*'
    'date:2003 alphazeta' 'inspectr~'
)
echo "seed $seed, $n_damages damages"

docs=$work/docs
index=$work/index
write_documents "$docs/stay" 300 alphazeta 1
write_documents "$docs/other" 41 thetaomega 2
cp -r "$corpus" "$docs/corpus"
remove_unread_mail "$bin" "$docs/corpus"
sleep 0.1
"$index_tool" -q -i "$work/built" "$docs" || exit 2
"$index_tool" -q --position-table -i "$work/built-positions" "$docs" || exit 2
for positions in '' -positions; do
    cp -a "$work/built$positions" "$work/updated$positions"
    cp -a "$work/built$positions" "$work/joined$positions"
done
write_documents "$docs/more" 10 gammakappa 3
sleep 0.1
for positions in '' -positions; do
    "$index_tool" -q --no-bulk -i "$work/updated$positions" "$docs" || exit 2
    "$index_tool" -q -i "$work/joined$positions" "$docs" || exit 2
done
origins=(built updated joined built-positions updated-positions joined-positions)

# ---- damages ----

# patch FILE OFFSET: standard input over what stands there.
patch_file() {
    dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

byte_at() {
    od -An -tu1 -j "$2" -N 1 "$1" | tr -d ' '
}

flip_bit() {
    local size offset byte
    size=$(stat -c %s "$1")
    random_below "$size"
    offset=$random
    random_below 8
    byte=$(($(byte_at "$1" "$offset") ^ (1 << random)))
    # shellcheck disable=SC2059
    printf "\\x$(printf %02x $byte)" | patch_file "$1" "$offset"
    what="bit $random of byte $offset"
}

# The folder of the generation that there is.
generation_of() {
    echo "$1"/gen-*
}

random_offset() {
    local size
    size=$(stat -c %s "$1")
    random_below $((size / 4096 + 1))
    offset=$((random * 4096))
}

zero_block() {
    random_offset "$1"
    head -c 4096 /dev/zero | patch_file "$1" "$offset"
    what="zeros at $offset"
}

garbage() {
    random_offset "$1"
    awk -v seed="$RANDOM" 'BEGIN { srand(seed); for (i = 0; i < 512; i++) printf "%c", 1 + int(rand() * 255) }' |
        head -c 512 | patch_file "$1" "$offset"
    what="garbage at $offset"
}

cut_short() {
    random_below "$(stat -c %s "$1")"
    truncate -s "$random" "$1"
    what="cut to $random bytes"
}

grow() {
    head -c 10000 /dev/zero | tr '\0' 'x' >>"$1"
    what='10000 bytes more'
}

empty() {
    : >"$1"
    what='empty'
}

remove() {
    rm "$1"
    what='removed'
}

make_directory() {
    rm "$1"
    mkdir "$1"
    what='a directory'
}

make_fifo() {
    rm "$1"
    mkfifo "$1"
    what='a FIFO'
}

# A link of which nobody may follow the end: what is there is as good as what was.
link_away() {
    mv "$1" "$work/elsewhere"
    ln -s "$work/elsewhere" "$1"
    what='a link'
}

link_device() {
    rm "$1"
    ln -s /dev/zero "$1"
    what='a link to a device'
}

# With the same table of another index, which is of another moment.
swap_moment() {
    local other=$work/updated
    [[ $origin != updated* ]] || other=$work/built
    [[ $origin != *-positions ]] || other+=-positions
    other=$(generation_of "$other")/$(basename "$1")
    [ -e "$other" ] && cp "$other" "$1"
    what='of another moment'
}

swap_table() {
    local other
    for other in docdata postlist termlist position docdata; do
        [ "$(basename "$1")" = "$other.glass" ] || break
    done
    cp "$(dirname "$1")/$other.glass" "$1" 2>/dev/null
    what="the table $other"
}

damages=(
    flip_bit flip_bit flip_bit flip_bit flip_bit flip_bit zero_block zero_block garbage garbage
    cut_short cut_short swap_moment swap_table grow empty remove make_directory make_fifo
    link_away link_device
)

# Manifests that are wrong: NAME and a sed script on the right one.
manifests=(
    'newer format|s/"format":[0-9]*,/"format":99,/'
    'format that is no number|s/"format":[0-9]*,/"format":"one",/'
    'huge format|s/"format":[0-9]*,/"format":4294967297,/'
    'another analyser|s/"version":[0-9]*,/"version":999,/'
    'no generation|s/"generation":[0-9]*,//'
    'huge generation|s/"generation":[0-9]*,/"generation":99999999999999999999,/'
    'negative generation|s/"generation":[0-9]*,/"generation":-1,/'
    'another generation|s/"generation":[0-9]*,/"generation":7,/'
    'nested arrays|s/.*/[[[[[[[[[[[[[[[[[[[[[[[[/'
    'an array|s/.*/[]/'
    'no JSON|s/{/(/'
    'empty|s/.*//'
    'NUL|s/.*/\x00\x00\x00/'
    'other marks|s/"keep_marks":false/"keep_marks":true/'
    'files that climb out|s|"postlist.glass"|"../../../../etc/passwd"|'
    'files of a wrong type|s|"files":{.*}|"files":[1]}|'
)

# ---- the rules ----

n_silent=0 n_told=0 n_unseen=0 n_check_told=0 n_check_missed=0 n_hung=0 n_crashed=0
n_check_crashed=0 n_silent_unchecked=0

# The answers, each search bound in time.
bounded_answers() {
    local query status
    for query in "${queries[@]}"; do
        timeout $time_limit_s "$search_tool" -i "$index" --json -n 200 -- "$query" \
            >"$work/answer" 2>"$work/message"
        status=$?
        case $status in
        0 | 1) jq -c 'del(.elapsed_ms)' "$work/answer" ;;
        2)
            echo told
            [ "$(wc -l <"$work/message")" -eq 1 ] ||
                fail "$1: $query: message: $(<"$work/message")"
            ;;
        124) echo hung ;;
        *) echo "crashed $status" ;;
        esac
    done
}

inspect() {
    local what="$1" outcome
    n_checks=$((n_checks + 1))
    bounded_answers "$what" >"$work/answers"
    if grep -q '^crashed' "$work/answers"; then
        outcome=crashed n_crashed=$((n_crashed + 1))
        fail "$what: search: $(grep -m 1 '^crashed' "$work/answers")"
    elif grep -q '^hung' "$work/answers"; then
        outcome=hung n_hung=$((n_hung + 1))
        fail "$what: search took longer than $time_limit_s s"
    elif grep -q '^told' "$work/answers"; then
        outcome=told n_told=$((n_told + 1))
    elif cmp -s "$work/answers" "$work/right-$origin"; then
        outcome=unseen n_unseen=$((n_unseen + 1))
    else
        outcome=silent n_silent=$((n_silent + 1))
    fi
    inspect_check "$what" "$outcome"
    [ "$outcome" = unseen ] || table[$group,$outcome]=$((${table[$group,$outcome]:-0} + 1))
    inspect_update "$what"
    inspect_rebuild "$what"
}

# An update mends nothing; it ends, in an error or not, and removes nothing.
inspect_update() {
    timeout 60 "$index_tool" -q -i "$index" "$docs" >"$work/output" 2>&1
    local status=$?
    [ $status -le 2 ] || fail "$1: update: exit $status, $(head -n 1 "$work/output")"
    [ -d "$generation" ] || [ $status -le 1 ] || fail "$1: update: the generation is gone"
}

inspect_check() {
    timeout 60 "$index_tool" -i "$index" --check >"$work/check-output" 2>&1
    case $? in
    0)
        n_check_missed=$((n_check_missed + 1))
        [ "$2" = unseen ] && return
        n_silent_unchecked=$((n_silent_unchecked + 1))
        fail "$1: search is $2, but --check is content"
        ;;
    2) n_check_told=$((n_check_told + 1)) ;;
    *)
        n_check_crashed=$((n_check_crashed + 1))
        fail "$1: --check ended badly"
        ;;
    esac
}

inspect_rebuild() {
    timeout 60 "$index_tool" -q --rebuild -i "$index" "$docs" >"$work/output" 2>&1
    local status=$?
    if [ $status -ne 0 ]; then
        fail "$1: --rebuild: exit $status, $(head -n 1 "$work/output")"
        return
    fi
    bounded_answers "$1" >"$work/answers"
    cmp -s "$work/answers" "$work/right-rebuilt" || fail "$1: wrong answers after --rebuild"
    # A directory among the tables is nothing that an indexer made, so it stays.
    [[ $1 == *'a directory' ]] || [ -z "$(list_leftovers "$index")" ] ||
        fail "$1: left after --rebuild: $(list_leftovers "$index" | tr '\n' ' ')"
}

declare -A table
for origin in "${origins[@]}"; do
    rm -rf "$index"
    cp -a "$work/$origin" "$index"
    bounded_answers right >"$work/right-$origin"
done
"$index_tool" -q --rebuild -i "$index" "$docs"
bounded_answers right >"$work/right-rebuilt"

for ((i = 0; i < n_damages; i++)); do
    origin=${origins[i % ${#origins[@]}]}
    rm -rf "$index" "$work/elsewhere"
    cp -a "$work/$origin" "$index"
    generation=$(generation_of "$index")
    files=("$generation"/*.glass "$generation/iamglass")
    random_below ${#files[@]}
    file=${files[random]}
    random_below ${#damages[@]}
    ${damages[random]} "$file"
    group=$(basename "$file")
    inspect "$i: $origin, $group: $what"
    [[ $what != 'a link' || -s $work/elsewhere ]] || fail "$i: $group: what the link led to is gone"
done
echo "tables: $n_unseen unseen, $n_told told, $n_silent answered differently without a word," \
    "$n_hung hung, $n_crashed crashed"
echo "--check: $n_check_told told, $n_check_missed content, $n_check_crashed ended badly;" \
    "content although search was not right: $n_silent_unchecked"
for key in "${!table[@]}"; do
    echo "    ${key/,/: }: ${table[$key]}"
done | sort

for entry in "${manifests[@]}"; do
    origin=built group=pressmark.json
    rm -rf "$index"
    cp -a "$work/$origin" "$index"
    generation=$(generation_of "$index")
    sed -i "${entry#*|}" "$index/pressmark.json"
    inspect "manifest: ${entry%%|*}"
done
finish
