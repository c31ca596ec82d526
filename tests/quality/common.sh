# SPDX-License-Identifier: GPL-2.0-or-later
# Shared by run, manuals and folder: messages, programs, peers, rows of tables. To be sourced, with
# $here, $build, $work and systems=() set.
# shellcheck shell=bash disable=SC2034,SC2154

lucene_jars=${LUCENE_JARS:-/usr/share/java}
lucenes=(lucene-0.9-0.4 lucene-1.2-0.75)
declare -A title=(
    [ours]=Pressmark
    [lucene-0.9-0.4]='Lucene 0.9/0.4'
    [lucene-1.2-0.75]='Lucene 1.2/0.75'
    [fts5]='FTS5'
    [quest]='quest'
    [folded]='Pressmark, --prefer-lang=en'
)
declare -A score # of collection/system/metric

say() {
    printf 'quality: %s\n' "$*" >&2
}

die() {
    say "$@"
    exit 2
}

# The program of that name in the build tree.
built() {
    local found
    found=$(find -L "$build" -type f -name "$1" -perm -u+x -print -quit 2>/dev/null || true)
    [[ $found ]] || die "no $1 in '$build': build the project, or set PRESSMARK_BUILD"
    printf '%s\n' "$found"
}

ours_prepare() {
    pressmark_index=$(built pressmark-index)
    pressmark_search=$(built pressmark-search)
    systems+=(ours)
}

lucene_prepare() {
    local install='apt-get install --no-install-recommends liblucene8-java default-jdk-headless'
    local jar jars=()
    for jar in core analyzers-common analyzers-kuromoji; do
        jars+=("$lucene_jars/lucene-$jar"-8*.jar)
    done
    if [[ ! -e ${jars[0]} || ! -e ${jars[1]} ]] ||
        ! command -v javac >/dev/null || ! command -v java >/dev/null; then
        say "Lucene is left out: not installed. To have it: $install"
        return
    fi
    mkdir "$work/java"
    class_path=$(printf '%s:' "${jars[@]}")$work/java
    javac -cp "$class_path" -d "$work/java" "$here/LuceneRun.java"
    systems+=("${lucenes[@]}")
}

lucene_run() { # CORPUS TOPICS LANGUAGE OUT_PREFIX
    java -cp "$class_path" LuceneRun "$@"
}

fts5_prepare() {
    local probe="CREATE VIRTUAL TABLE t USING fts5 (x); SELECT '{\"a\": 1}' ->> 'a';"
    if ! sqlite3 :memory: "$probe" >/dev/null 2>&1; then
        say 'FTS5 is left out: no sqlite3 of version 3.38 or later. To have it:' \
            'apt-get install --no-install-recommends sqlite3'
        return
    fi
    systems+=(fts5)
}

quest_prepare() {
    if ! command -v omindex >/dev/null || ! command -v quest >/dev/null; then
        say 'quest is left out: not installed. To have it:' \
            'apt-get install --no-install-recommends xapian-omega xapian-tools'
        return
    fi
    systems+=(quest)
}

is_system() {
    [[ " ${systems[*]} " == *" $1 "* ]]
}

ours_index() { # INDEX SOURCE
    local status=0
    "$pressmark_index" -q -i "$1" "$2" || status=$?
    case $status in
        0) ;;
        1) say "pressmark-index passed over some documents of '$2'" ;;
        *) die "pressmark-index failed on '$2' with status $status" ;;
    esac
}

ours_run() { # INDEX TOPICS DEPTH RUN [OPTION...]
    local status=0
    "$pressmark_search" -q -i "$1" --topics "$2" --run "$4" -n "$3" "${@:5}" 2>"$work/errors" || status=$?
    ((status <= 1)) || die "pressmark-search failed on '$2' with status $status: $(<"$work/errors")"
}

# Reads the evaluation of one run into score.
measure() { # COLLECTION SYSTEM RUN QRELS
    local metric value
    "$evaluate" "$3" "$4" >"$work/scores"
    while IFS=$'\t' read -r metric _ value; do
        score[$1/$2/$metric]=$value
    done <"$work/scores"
}

# The Lucene setting that does better on a collection.
better_lucene() { # COLLECTION METRIC
    local a=${score[$1/${lucenes[0]}/$2]} b=${score[$1/${lucenes[1]}/$2]}
    if [[ $a > $b ]]; then # both are 0.xxxx or 1.0000
        printf '%s\n' "${lucenes[0]}"
    else
        printf '%s\n' "${lucenes[1]}"
    fi
}

mean_of() { # SYSTEM METRIC COLLECTION...
    local system=$1 metric=$2 name
    shift 2
    for name in "$@"; do
        printf '%s\n' "${score[$name/$system/$metric]}"
    done | awk '{ sum += $1 } END { printf "%.4f\n", sum / NR }'
}

count_topics() { # QRELS
    awk '$4 > 0 { topics[$1] } END { print length(topics) }' "$1"
}

print_row() {
    printf '|'
    printf ' %s |' "$@"
    printf '\n'
}
