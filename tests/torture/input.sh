#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# input.sh BIN_DIR: hostile files, each in a folder with a good document.
#
# The indexer must end in time, within bounded memory and without a crash, and the good document must be
# found. Prints the time and memory for each.
set -u
# shellcheck source=tests/torture/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
time_limit_s=${PRESSMARK_TIME_LIMIT:-120}
memory_limit_kb=2500000
echo "seed $seed"

cat >"$work/measure.c" <<'C'
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
/* measure SECONDS FILE COMMAND...: writes exit status and peak KB to FILE. */
static pid_t child;
static void on_alarm(int n) { (void)n; kill(child, SIGKILL); }
int main(int argc, char **argv)
{
    int status;
    struct rusage usage;
    if (argc < 4 || (child = fork()) < 0)
        return 2;
    if (child == 0) {
        execv(argv[3], argv + 3);
        _exit(127);
    }
    signal(SIGALRM, on_alarm);
    alarm((unsigned)atoi(argv[1]));
    while (wait4(child, &status, 0, &usage) < 0)
        ;
    FILE *out = fopen(argv[2], "w");
    fprintf(out, "%d %ld\n", WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
            usage.ru_maxrss);
    return fclose(out) != 0;
}
C
cc -O1 -o "$work/measure" "$work/measure.c" || exit 2

folder=$work/folder
index=$work/index

# Runs a case: make_NAME puts hostile things into $folder. The exit statuses that are right: $2.
try() {
    local name=$1 wanted=$2 status kb started elapsed_ms
    shift 2
    rm -rf "$folder" "$index"
    mkdir -p "$folder"
    echo 'The kappalambda stands beside it.' >"$folder/good.txt"
    mkdir -p "$folder/zz"
    echo 'The kappalambda comes after it.' >"$folder/zz/good.txt"
    "make_$name"
    started=${EPOCHREALTIME/[.,]/}
    "$work/measure" "$time_limit_s" "$work/measured" "$index_tool" -q -i "$index" "$@" "$folder" \
        >"$work/output" 2>&1
    elapsed_ms=$(((${EPOCHREALTIME/[.,]/} - started) / 1000))
    read -r status kb <"$work/measured"
    n_checks=$((n_checks + 1))
    printf '%-22s exit %3d %8d ms %8d KB  %s\n' "$name" "$status" "$elapsed_ms" "$kb" \
        "$(tail -n 1 "$work/output" | cut -c 1-100 | tr -d '\0')"
    [[ $status =~ ^($wanted)$ ]] || fail "$name: exit $status, not $wanted"
    [ "$kb" -le $memory_limit_kb ] || fail "$name: $kb KB"
    [ "$("$search_tool" -i "$index" -l kappalambda | wc -l)" -eq 2 ] ||
        fail "$name: a good document is not found"
    declare -F "after_$name" >/dev/null && "after_$name"
    rm -rf "$folder" "$index"
}

expect_found() {
    timeout 60 "$search_tool" -i "$index" -l -- "$1" >/dev/null || fail "$name: $1 is not found"
}

# ---- size ----

make_sparse_10_gb() { truncate -s 10G "$folder/sparse.txt"; }
make_sparse_200_mb() { truncate -s 200M "$folder/sparse.txt"; }
make_line_100_mb() { yes 'alpha beta gamma' | tr '\n' ' ' | head -c 100000000 >"$folder/line.txt"; }
after_line_100_mb() { expect_found gamma; }
make_word_50_mb() { head -c 50000000 /dev/zero | tr '\0' 'x' >"$folder/word.txt"; }
make_spaces_100_mb() { head -c 100000000 /dev/zero | tr '\0' ' ' >"$folder/spaces.txt"; }
make_newlines_100_mb() { head -c 100000000 /dev/zero | tr '\0' '\n' >"$folder/newlines.txt"; }
make_words_2_million() { seq 1 2000000 | sed 's/^/word/' >"$folder/words.txt"; }
after_words_2_million() { expect_found word1234567; }
make_words_5_million() { seq 1 5000000 | sed 's/^/word/' >"$folder/words.txt"; }
make_nul_50_mb() { head -c 50000000 /dev/zero >"$folder/nul.txt"; }
make_random_50_mb() { head -c 50000000 /dev/urandom >"$folder/random.txt"; }
make_empty_files() {
    local i
    for ((i = 0; i < 100; i++)); do : >"$folder/$i.txt"; done
}
make_files_50000() {
    mkdir "$folder/many"
    (cd "$folder/many" && seq 1 50000 | awk '{ f = $1 ".txt"; print "number", $1 >f; close(f) }')
}
make_combining() {
    { printf e; for ((i = 0; i < 200000; i++)); do printf '\xcc\x81'; done; } >"$folder/zalgo.txt"
}

# ---- markup ----

repeated() {
    head -c "$2" /dev/zero | sed $'s\001\\x00\001'"$1"$'\001g'
}
make_html_tags() { repeated '<div>' 1000000 >"$folder/deep.html"; }
make_html_attributes() {
    { printf '<p '; repeated 'a="b" ' 1000000; printf '>text</p>'; } >"$folder/attributes.html"
}
make_html_tables() { repeated '<table><tr><td>' 300000 >"$folder/tables.html"; }
make_html_unclosed() { repeated '<a href="' 1000000 >"$folder/unclosed.html"; }
make_html_entities() { repeated '\&amp;\&#1234567;\&nosuch' 1000000 >"$folder/entities.html"; }
make_html_formatting() { repeated '<b><i><font>' 200000 >"$folder/formatting.html"; }
make_markdown_quotes() { { repeated '>' 1000000; echo text; } >"$folder/quotes.md"; }
make_markdown_brackets() { repeated '[' 1000000 >"$folder/brackets.md"; }
make_markdown_links() { repeated '[a](' 500000 >"$folder/links.md"; }
make_markdown_images() { repeated '![[]()' 500000 >"$folder/images.md"; }
make_markdown_stars() { repeated '*a **a ' 500000 >"$folder/stars.md"; }
make_markdown_backticks() {
    awk 'BEGIN { for (i = 1; i < 4000; i++) { s = s "`"; printf "%s e ", s } }' >"$folder/ticks.md"
}
make_markdown_lists() {
    awk 'BEGIN { for (i = 0; i < 5000; i++) { printf "%*s- a\n", 2 * i, "" } }' >"$folder/lists.md"
}
make_markdown_tables() {
    { repeated 'a|' 10000; echo; repeated '-|' 10000; echo; repeated '|\n' 100000; } >"$folder/table.md"
}
make_references() {
    awk 'BEGIN { for (i = 0; i < 50000; i++) { print "[" i "]: /x" ; print "[" i "][" i "]" } }' \
        >"$folder/references.md"
}
make_front_matter_bomb() {
    {
        echo '---'
        echo 'a: &a [x,x,x,x,x,x,x,x,x]'
        for pair in ab bc cd de ef fg gh hi; do
            last=${pair:0:1} next=${pair:1:1}
            echo "$next: &$next [*$last,*$last,*$last,*$last,*$last,*$last,*$last,*$last,*$last]"
        done
        echo '---'
        echo 'text'
    } >"$folder/bomb.md"
}
make_front_matter_deep() { { echo '---'; printf 'a: '; repeated '[' 100000; echo; echo '---'; } >"$folder/d.md"; }
make_laughs() {
    {
        echo '<?xml version="1.0"?><!DOCTYPE html ['
        echo '<!ENTITY a0 "ha">'
        for ((i = 1; i < 20; i++)); do
            printf '<!ENTITY a%d "' $i
            for ((k = 0; k < 10; k++)); do printf '&a%d;' $((i - 1)); done
            echo '">'
        done
        echo '<!ENTITY file SYSTEM "file:///etc/passwd">]>'
        echo '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>&a19; &file;</p></body></html>'
    } >"$folder/laughs.xhtml"
    cp "$folder/laughs.xhtml" "$folder/laughs.html"
}
after_laughs() {
    "$search_tool" -i "$index" -l -- nologin >/dev/null && fail 'an external entity was read'
}
make_jsonl_long_line() {
    {
        echo '{"id":"1","title":"first","text":"epsilontheta"}'
        printf '{"id":"2","text":"'
        yes 'word' | tr '\n' ' ' | head -c 50000000
        echo 'zetaomikron"}'
        echo 'no JSON at all'
        printf '{"id":"3","text":"\xff\xfe"}\n{"id":4}\n[]\n{"text":"cut off'
        printf '\n'
        echo '{"id":"5","text":"thetarho"}'
    } >"$folder/records.jsonl"
}
after_jsonl_long_line() {
    expect_found epsilontheta
    expect_found thetarho
}
make_jsonl_deep() {
    {
        repeated '[' 1000000
        echo
        repeated '{"a":' 500000
        echo
        echo '{"id":"5","text":"thetarho"}'
    } >"$folder/deep.jsonl"
}
after_jsonl_deep() { expect_found thetarho; }

# ---- names ----

make_names() {
    local long
    long=$(printf 'n%.0s' $(seq 1 251)).txt
    echo 'epsilontheta long' >"$folder/$long"
    echo 'epsilontheta newline' >"$folder/new"$'\n'"line.txt"
    echo 'epsilontheta invalid' >"$folder/in"$'\xff\xfe'"valid.txt"
    echo 'epsilontheta escape' >"$folder/esc"$'\x1b]0;title\x07'"ape.txt"
    echo 'epsilontheta dash' >"$folder/-rf"
    echo 'epsilontheta quote' >"$folder/\"quo'te\".txt"
    echo 'epsilontheta back' >"$folder/back\\slash.txt"
    echo 'epsilontheta tab' >"$folder/t"$'\t'"ab.txt"
    echo 'epsilontheta space' >"$folder/ .txt"
}
after_names() {
    local n
    n=$("$search_tool" -i "$index" -l -0 epsilontheta | tr -cd '\0' | wc -c)
    [ "$n" -eq 9 ] || fail "names: $n of 9 found"
    n=$("$search_tool" -i "$index" --json epsilontheta | jq '.hits | length')
    [ "$n" = 9 ] || fail "names: --json has $n of 9"
    "$search_tool" -i "$index" --json epsilontheta | iconv -f UTF-8 -t UTF-8 >/dev/null ||
        fail 'names: --json is not UTF-8'
    "$search_tool" -i "$index" epsilontheta | LC_ALL=C grep -q $'[\x01-\x08\x0b-\x1f\x7f]' &&
        fail 'names: control characters in the output'
    "$index_tool" -q -i "$index" "$folder" || fail 'names: the second run'
}
make_deep_folders() {
    local i name
    name=$(printf 'd%.0s' $(seq 1 100))
    (
        cd "$folder" || exit
        for ((i = 0; i < 60; i++)); do
            mkdir "$name" && cd -P "$name" || exit
        done
        echo 'epsilontheta' >deep.txt
    )
    mkdir -p "$folder/$(printf 'e/%.0s' $(seq 1 600))"
}
make_loops() {
    ln -s . "$folder/self"
    ln -s .. "$folder/parent"
    ln -s loop-b "$folder/loop-a"
    ln -s loop-a "$folder/loop-b"
    ln -s /nowhere "$folder/dangling"
    ln -s /dev/zero "$folder/zero.txt"
    ln "$folder/good.txt" "$folder/.hard.txt"
}
make_devices() {
    mkfifo "$folder/fifo.txt"
    perl -MSocket -e 'socket(S, PF_UNIX, SOCK_STREAM, 0); bind(S, sockaddr_un($ARGV[0]))' \
        "$folder/socket.txt" 2>/dev/null
    mknod "$folder/zero.txt" c 1 5 2>/dev/null
    mknod "$folder/block.txt" b 7 200 2>/dev/null
}
make_unreadable() {
    echo secret >"$folder/no.txt"
    chmod 0 "$folder/no.txt"
    mkdir -m 0 "$folder/no"
}
make_ignore_bomb() {
    { repeated '*' 5000; printf 'b\n'; repeated 'a*' 2000; printf 'b\n'; repeated '**/' 2000; echo x; } \
        >"$folder/.ignore"
    echo 'epsilontheta' >"$folder/$(printf 'a%.0s' $(seq 1 240)).txt"
}

sources() {
    local source status
    mkdir -p "$folder"
    rm -rf "$index"
    for source in /dev/zero /dev/null /nowhere '' "$folder/$(printf 'x%.0s' $(seq 1 300))"; do
        timeout 20 "$index_tool" -q -i "$index" "$source" >"$work/output" 2>&1 </dev/null
        status=$?
        n_checks=$((n_checks + 1))
        printf 'source %-20s exit %3d  %s\n' "${source:0:20}" $status \
            "$(head -n 1 "$work/output" | cut -c 1-100)"
        [ $status -eq 1 ] || [ $status -eq 2 ] || fail "source '${source:0:40}': exit $status"
        [ "$(grep -c . "$work/output")" -ge 1 ] || fail "source '$source': no message"
        rm -rf "$index"
    done
}

# ---- files that change while they are read ----

make_restless() {
    local i
    for ((i = 0; i < 200; i++)); do
        yes "restless text $i" | head -c 200000 >"$folder/r$i.txt"
    done
    (
        while [ ! -e "$work/stop" ]; do
            for ((i = 0; i < 200; i += 4)); do
                echo 'and more' >>"$folder/r$i.txt"
                truncate -s $((RANDOM * 3)) "$folder/r$((i + 1)).txt"
                rm -f "$folder/r$((i + 2)).txt"
                echo 'replaced' >"$folder/.new" && mv "$folder/.new" "$folder/r$((i + 3)).txt"
            done
        done
    ) 2>/dev/null &
    writer=$!
}
after_restless() {
    touch "$work/stop"
    wait "$writer"
    rm "$work/stop"
    sleep 0.1
    "$index_tool" -q -i "$index" "$folder" >"$work/output" 2>&1 || fail 'restless: the run afterwards'
    rm -rf "$work/fresh"
    "$index_tool" -q -i "$work/fresh" "$folder"
    local query
    for query in restless replaced more; do
        cmp -s <("$search_tool" -i "$index" -l -n 1000 $query | sort) \
            <("$search_tool" -i "$work/fresh" -l -n 1000 $query | sort) ||
            fail "restless: $query is not found as in an index built afterwards"
    done
}

for entry in sparse_10_gb:1 sparse_200_mb:0 line_100_mb:0 word_50_mb:0 spaces_100_mb:0 newlines_100_mb:0 \
    words_2_million:0 'words_5_million:0|1' nul_50_mb:0 random_50_mb:0 empty_files:0 files_50000:0 combining:0 \
    html_tags:0 html_attributes:0 html_tables:0 html_unclosed:0 html_entities:0 html_formatting:0 \
    markdown_quotes:0 markdown_brackets:0 markdown_links:0 markdown_images:0 markdown_stars:0 \
    markdown_backticks:0 markdown_lists:0 markdown_tables:0 references:0 front_matter_bomb:0 \
    front_matter_deep:0 laughs:0 jsonl_long_line:1 'jsonl_deep:0|1' names:0 'deep_folders:0|1' loops:0 \
    devices:0 'unreadable:0|1' ignore_bomb:0 'restless:0|1'; do
    [ -n "${PRESSMARK_CASES:-}" ] && [[ ! ${entry%%:*} =~ ^(${PRESSMARK_CASES})$ ]] && continue
    try "${entry%%:*}" "${entry#*:}"
done
[ -n "${PRESSMARK_CASES:-}" ] || sources
finish
