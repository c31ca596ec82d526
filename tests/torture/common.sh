# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
# What the torture scripts share. To be sourced, with the folder of the built tools as $1.
#
#     PRESSMARK_SEED   of all that is random; printed, and chosen by the clock when not given
#     PRESSMARK_KEEP   if set, the working folder is not removed

if [ ! -x "${1:-}/pressmark-index" ] || [ ! -x "$1/pressmark-search" ]; then
    echo "usage: $0 BIN_DIR [COUNT]; BIN_DIR holds pressmark-index and pressmark-search" >&2
    exit 2
fi
bin=$(cd "$1" && pwd)
index_tool=$bin/pressmark-index search_tool=$bin/pressmark-search
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
corpus=$here/../../corpus
# shellcheck source=tests/mail.sh
. "$here/../mail.sh"
unset PRESSMARK_INDEX
export PRESSMARK_CONFIG=
export LC_ALL=C

seed=${PRESSMARK_SEED:-$((EPOCHSECONDS % 1000000))}
RANDOM=$seed
work=$(mktemp -d "${TMPDIR:-/tmp}/pressmark-torture.XXXXXX")
n_failures=0 n_checks=0

at_end() {
    cd /
    declare -F clean_up >/dev/null && clean_up
    [ -n "${PRESSMARK_KEEP:-}" ] || rm -rf "$work"
}
trap at_end EXIT

fail() {
    n_failures=$((n_failures + 1))
    echo "FAILED: $*"
}

# Says what to think of it all; the script's last command.
finish() {
    echo "$(basename "$0"): $n_checks checks, $n_failures failed (seed $seed)"
    [ "$n_failures" -eq 0 ]
}

# A random number below $1, in $random.
random_below() {
    random=$(((RANDOM << 15 | RANDOM) % $1))
}

# ---- documents ----

# write_documents FOLDER COUNT WORD SEED: releases of about 3 KB. Every 40th has the word WORD.
write_documents() {
    mkdir -p "$1"
    awk -v folder="$1" -v count="$2" -v special="$3" -v seed="$4" '
        function word(   n, s) {
            n = 1 + int(rand() * 3)
            for (s = ""; n > 0; n--)
                s = s substr("bcdfghklmnprstvz", 1 + int(rand() * 16), 1) \
                      substr("aeiou", 1 + int(rand() * 5), 1)
            return s
        }
        BEGIN {
            srand(seed)
            for (i = 0; i < count; i++) {
                file = sprintf("%s/%s%04d.txt", folder, special, i)
                printf "News Releases\n\nMAY %d, 20%02d LIMA, PERU\n\n", 1 + i % 28, i % 20 >file
                printf "%s notice number %d of the county\n\n", word(), i >file
                for (line = 0; line < 30; line++) {
                    for (n = 0; n < 14; n++)
                        printf "%s ", word() >file
                    printf "\n" >file
                }
                if (i % 40 == 7)
                    printf "The %s inspector met the harbour board.\n", special >file
                close(file)
            }
        }'
}

# ---- answers ----

queries=(
    'alphazeta'                       # in documents that stay
    'gammakappa'                      # in documents that are added
    'deltasigma'                      # in documents that go
    'thetaomega'                      # in documents that change
    '"thetaomega inspector"'
    '"alphazeta inspector met the harbour board"'
    '+inspector +deltasigma -gammakappa'
    'gammakap*'
    'alphazeta OR gammakappa'
    'secure communities ohio'
    '"biometric information sharing"'
    'title:counties'
    'path:renamed'
    'alphazeta date:2003'
    '図書館'
)

# answers INDEX: what every query finds, comparable between indexes that hold the same documents:
# without times, and with documents of the same score in order of their paths.
answers() {
    local query
    for query in "${queries[@]}"; do
        "$search_tool" -i "$1" --json -n 200 -- "$query" 2>"$work/search-message" ||
            [ $? -eq 1 ] || jq -R '{error: .}' "$work/search-message"
    done | jq -cS 'del(.elapsed_ms) | if .hits then
        .hits |= (map(del(.rank)) | sort_by(-.score, .path, .id)) else . end'
}

# ---- the index directory ----

# Prints what does not belong into an index that nobody writes.
list_leftovers() {
    (cd "$1" && find . -mindepth 1 | sort | awk '
        /^\.\/(\.gitignore|lock|pressmark\.json|XAPIANDB)$/ { next }
        /^\.\/gen-[0-9]+$/ { if (n++) print "another generation: " $0; next }
        /^\.\/gen-[0-9]+\/(iamglass|flintlock|stamp|(postlist|termlist|docdata|position)\.glass)$/ { next }
        { print }')
    # What it names, too, has to be the generation that is there.
    [ ! -e "$1/XAPIANDB" ] || (cd "$1" && stub=$(sed -n 's/^auto //p' XAPIANDB) && [ -d "$stub" ] || echo "XAPIANDB names no generation")
}

# An index is whole: --check is content.
check_index() {
    "$index_tool" -i "$1" --check >"$work/check-output" 2>&1
}
