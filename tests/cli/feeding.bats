#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # variables that load helper and run set
# Input by lists of files, from standard input, by type, and from files too large for memory.

load helper

# records N: records of JSONL with a text of a kilobyte and a word of their own.
records() {
    awk -v n="$1" 'BEGIN {
        for (i = 0; i < 128; i++) text = text (i % 32 ? "------- " : "harbour ")
        for (i = 1; i <= n; i++) printf "{\"id\":\"r%d\",\"text\":\"%sword%d\"}\n", i, text, i
    }'
}

# large FILE: 20000 records, more than a window holds. They are made once.
large() {
    [ -e "$BATS_FILE_TMPDIR/large" ] || records 20000 >"$BATS_FILE_TMPDIR/large"
    ln "$BATS_FILE_TMPDIR/large" "$1"
}

# The place of the only hit: "path:line id".
place() {
    pressmark-search --json "$1" | jq -r '.hits[] | "\(.path):\(.passages[0].match_line) \(.id)"'
}

# ---- windows ----

@test "a file of records larger than a window is read whole, with its lines" {
    large large.jsonl
    indexes .
    equal '0 20000' "$index_status $documents"
    equal 'large.jsonl:1 r1' "$(place word1)"
    equal 'large.jsonl:15999 r15999' "$(place word15999)"
    equal 'large.jsonl:20000 r20000' "$(place word20000)"
}

@test "an array of JSON larger than memory is read record by record, with its lines" {
    records 20000 | sed '1s/^/[/; $!s/$/,/; $s/$/]/' >large.json
    indexes --memory=24M .
    equal '0 20000' "$index_status $documents"
    equal 'large.json:15999 r15999' "$(place word15999)"
}

@test "whatever the threads and the compression, the documents are the same" {
    large large.jsonl
    indexes -i one -j1 large.jsonl
    indexes -i two -j2 large.jsonl
    equal "$(cd one/gen-* && sha256sum ./*.glass)" "$(cd two/gen-* && sha256sum ./*.glass)"
    gzip -1 <large.jsonl >large.jsonl.gz
    indexes -i three large.jsonl.gz
    equal '0 20000' "$index_status $documents"
    equal 'large.jsonl.gz:15999 r15999' "$(PRESSMARK_INDEX=three place word15999)"
}

@test "--max-unpacked is for a record of a compressed file, --max-ratio for all of it" {
    large large.jsonl
    gzip -1 <large.jsonl >large.jsonl.gz
    rm large.jsonl
    indexes --max-unpacked=18M .
    equal '0 20000' "$index_status $documents"
    indexes --rebuild --max-ratio=2 .
    equal 1 "$index_status"
    contains "$(<"$work/stderr")" 'more than 2 times its size'
}

@test "records are read out of an archive however large they are together" {
    large large.jsonl
    document good.txt 'a good old lighthouse'
    tar -cf a.tar large.jsonl good.txt
    rm large.jsonl good.txt
    indexes --max-unpacked=18M .
    equal '0 20001' "$index_status $documents"
    equal 'a.tar:15999 large.jsonl#r15999' "$(place word15999)"
    equal a.tar "$(answers lighthouse)"
}

# wordy N: about N MiB of text in lines, with the word "lighthouse" at the end.
wordy() {
    yes 'the harbour of a town by the sea, and the people who live there' | head -c "$1M"
    printf '\na lighthouse\n'
}

@test "what does not fit into memory is left out alone, and read by a run with more" {
    wordy 5 >big.txt
    { echo '{"text":"good first"}' && jq -Rsc '{text: .}' big.txt && echo '{"text":"good last"}'; } >r.jsonl
    { echo '<r><p>' && cat big.txt && echo '</p></r>'; } >big.xml
    { printf 'From: a@example.org\nSubject: Big\n\n' && cat big.txt; } >big.eml
    document good.txt 'a good text'
    tar -cf a.tar good.txt big.txt big.xml
    gzip -1 <big.txt >big.log.gz
    indexes --memory 16M .
    equal '1 7' "$index_status $skipped"
    equal 7 "$(grep -c 'larger than 4194304 bytes.*(.*--memory)$' "$work/stderr")"
    equal 'a.tar good.txt r.jsonl' "$(answers good)"
    equal '' "$(answers lighthouse)"
    indexes --memory 16M .
    equal '1 7 0' "$index_status $skipped $skipped_before"
    indexes --memory 32M .
    equal '0 0' "$index_status $skipped"
    equal 'a.tar big.eml big.log.gz big.txt big.xml r.jsonl' "$(answers lighthouse)"
    indexes --memory 16M .
    equal '0 7' "$index_status $unchanged"
    touch big.txt
    indexes --memory 16M .
    equal 1 "$index_status"
    indexes --memory 16M --rebuild .
    equal 1 "$index_status"
}

@test "large texts are read one at a time, and the threads make no difference" {
    local i threads
    for i in {1..9}; do wordy 3 >"$i.txt" && document "small$i.txt" "a small lighthouse $i"; done
    for threads in 1 4; do indexes --memory 16M -j$threads -i "i$threads" .; done
    equal '0 18' "$index_status $documents"
    equal "$(cd i1/gen-* && sha256sum ./*.glass)" "$(cd i4/gen-* && sha256sum ./*.glass)"
    pressmark-index -q --memory 16M -j4 --emit=jsonl . >"$work/emitted"
    equal 18 "$(wc -l <"$work/emitted")"
}

@test "a table keeps its columns in every window" {
    awk 'BEGIN {
        print "id;county;text"
        for (i = 0; i < 128; i++) text = text (i % 32 ? "------- " : "harbour ")
        for (i = 1; i <= 20000; i++) printf "r%d;\"c%d\";\"%s\nword%d\"\n", i, i, text, i
    }' >large.csv
    indexes .
    equal '0 20000' "$index_status $documents"
    equal 'large.csv:31999 r15999' "$(place word15999)"
    equal 'r15999' "$(pressmark-search --json county:c15999 | jq -r '.hits[].id')"
}

@test "a record that is too large is reported with its line, and those after it are read" {
    records 3 >a.jsonl
    printf '{"id":"big","text":"%050000d"}\n' 0 >>a.jsonl
    printf '{"id":"last","text":"lighthouse"}\n' >>a.jsonl
    indexes --max-file-size=40000 .
    equal '1 4' "$index_status $documents"
    contains "$(<"$work/stderr")" 'a.jsonl:4: skipped: a record larger than 40000 bytes'
    equal 'a.jsonl:5 last' "$(place lighthouse)"
}

@test "--max-file-size is for the whole of a file that is one document" {
    document large.txt "$(printf %050000d 0)"
    document good.txt 'a good old lighthouse'
    indexes --max-file-size=40000 .
    equal '1 1' "$index_status $documents"
    contains "$(<"$work/stderr")" 'large.txt: skipped: larger than 40000 bytes'
}

@test "sparse files are reported at once" {
    document good.txt 'a good old lighthouse'
    truncate -s 10G zeros.txt zeros.jsonl
    records 2 >holes.jsonl
    truncate -s 10G holes.jsonl
    SECONDS=0
    indexes .
    [ "$SECONDS" -le 10 ]
    equal '1 3' "$index_status $skipped"
    contains "$(<"$work/stderr")" "holes.jsonl' is sparse"
    equal good.txt "$(answers lighthouse)"
    equal 'holes.jsonl:2 r2' "$(place word2)"
}

# ---- standard input ----

@test "- reads records from standard input" {
    indexes - < <(records 3)
    equal '0 3' "$index_status $documents"
    equal '-:2 r2' "$(place word2)"
    lacks "$(pressmark-search word2)" 'gone'
}

@test "a new run with - replaces what was read before, one without keeps it" {
    document a.txt 'lighthouse'
    indexes - . < <(records 3)
    equal '0 4' "$index_status $documents"
    indexes .
    equal '0 4 0' "$index_status $documents $changed"
    indexes
    equal '0 4 0' "$index_status $documents $changed"
    indexes - <<<'{"id":"only","text":"canal"}'
    equal '0 2 1' "$index_status $documents $changed"
    equal '-:1 only' "$(place canal)"
    equal '' "$(place word2)"
    run -1 pressmark-index - </dev/null
    contains "$output" 'nothing came'
    equal '-:1 only' "$(place canal)"
    indexes --prune - </dev/null
    equal '0 1' "$index_status $documents"
    indexes - </dev/null
    equal '0 1' "$index_status $documents"
}

@test "what came from standard input is not lost by --rebuild without it" {
    indexes - < <(records 3)
    run -2 pressmark-index --rebuild
    contains "$output" "cannot read '-'"
    equal '-:2 r2' "$(place word2)"
    document a.txt 'lighthouse'
    indexes --rebuild a.txt
    equal '0 1' "$index_status $documents"
}

@test "a document from standard input is shown as such from every folder, and has no file to open" {
    mkdir sub
    pressmark-index -q -i "$work/i" - <<<'canal'
    cd sub
    equal - "$(pressmark-search -i "$work/i" -l canal)"
    equal '-:1:1:canal' "$(pressmark-search -i "$work/i" --vimgrep canal)"
    ref=$(pressmark-search -i "$work/i" --jsonl canal | jq -r .ref)
    equal canal "$(pressmark-search -i "$work/i" --get "$ref")"
    equal canal "$(pressmark-search -i "$work/i" --get -)"
    equal - "$(pressmark-search -i "$work/i" --get - --json | jq -r '.[].path')"
    run -2 pressmark-search -i "$work/i" --open=1 canal
    contains "$output" "'-' was not read from a file; --get $ref prints its text"
}

@test "standard input is known by its contents" {
    indexes -i csv - < <(printf 'id,text\nx,harbour\ny,canal\n')
    equal '-:3 y' "$(PRESSMARK_INDEX=csv place canal)"
    indexes -i text - <<<'Prose, that has a canal, and a comma.'
    equal '-:1 ' "$(PRESSMARK_INDEX=text place canal)"
    indexes -i gzip - < <(records 3 | gzip)
    equal 3 "$documents"
}

@test "a file that is called - is not mistaken for standard input" {
    document a.txt 'lighthouse'
    printf 'canal\n' >./-
    indexes .
    equal '1 1' "$index_status $documents"
    contains "$(<"$work/stderr")" 'would stand for standard input'
}

# ---- lists of files ----

@test "--files-from reads the files of a list, and no others" {
    document a.txt 'word'
    document 'b c.txt' 'word'
    document folder/d.txt 'word'
    document folder/e.txt 'word'
    indexes --files-from - < <(printf '%s\n' a.txt 'b c.txt' folder/d.txt)
    equal '0 3' "$index_status $documents"
    equal 'a.txt b c.txt folder/d.txt' "$(answers word)"
    printf '%s\0' folder/e.txt >"$work/list"
    indexes -0 --files-from="$work/list"
    equal '0 4 1' "$index_status $documents $added"
}

@test "files of an earlier list stay until they are gone" {
    document a.txt 'word'
    document b.txt 'word'
    document c.txt 'word'
    indexes --files-from - < <(printf '%s\n' a.txt b.txt)
    indexes c.txt
    equal 'a.txt b.txt c.txt' "$(answers word)"
    document a.txt 'other words'
    rm b.txt
    indexes
    equal '0 2 1 1' "$index_status $documents $changed $removed"
    indexes --rebuild
    equal '0 2' "$index_status $documents"
    indexes --rebuild --files-from - <<<c.txt
    equal 'c.txt' "$(answers word)"
}

@test "names of a list that cannot be read are reported, and the others are read" {
    document a.txt 'word'
    mkdir folder
    indexes --report="$work/report" --files-from - < <(printf '%s\n' gone.txt folder a.txt)
    equal '1 1 1 1' "$index_status $documents $skipped $not_text"
    equal 'folder gone.txt' "$(jq -r .path "$work/report" | sort | paste -sd ' ')"
    rm a.txt
    indexes --files-from - <<<a.txt
    equal '0 0 1' "$index_status $documents $removed"
}

@test "a list without a file, or none at all, is no reason to read everything" {
    document a.txt 'word'
    indexes --files-from - <<<a.txt
    indexes --files-from /dev/null
    equal '0 1' "$index_status $documents"
    run -2 pressmark-index --files-from no-such-list
    contains "$output" "'no-such-list'"
    run -2 pressmark-index --files-from - -
    contains "$output" 'both a source and a list'
}

@test "a list whose names end in NUL is not taken for one of lines" {
    document a.txt 'word'
    document b.txt 'word'
    printf '%s\0' a.txt b.txt >"$work/list"
    run --separate-stderr -2 pressmark-index --files-from "$work/list"
    contains "$stderr" '--null'
    indexes --null --files-from "$work/list"
    equal '0 2' "$index_status $documents"
}

@test "--include and --exclude hold for the files of a list" {
    document keep/a.txt 'word'
    document drop/b.txt 'word'
    document keep/c.md 'word'
    indexes -x drop -g '*.txt' --files-from - < <(printf '%s\n' keep/a.txt drop/b.txt keep/c.md)
    equal 'keep/a.txt' "$(answers word)"
    local above=${PWD%/*}
    indexes -i "$work/other" -x "${above##*/}" -x drop --files-from - < <(printf '%s\n' keep/a.txt drop/b.txt)
    equal 'keep/a.txt' "$(answers -i "$work/other" word)"
}

# ---- types ----

@test "--type reads only files of these formats, by their contents" {
    document a.md '# word'
    document b.html '<!DOCTYPE html><p>word'
    document page '<!DOCTYPE html><p>word'
    document c.txt 'word'
    records 2 | gzip >d.jsonl.gz
    indexes -i one --type html .
    equal 'b.html page' "$(answers -i one word)"
    indexes -i two --type md --type records .
    equal '0 3' "$index_status $documents"
    indexes -i one --no-type .
    equal 'a.md b.html c.txt d.jsonl.gz page' "$(answers -i one word)"
}

@test "an unknown type is refused, and the message lists what there is" {
    run -2 pressmark-index --type hmtl .
    contains "$output" "unknown type 'hmtl'; there are text, markdown, html"
}

# ---- what is no file ----

@test "a file of /proc that has no size is refused" {
    run -2 pressmark-index /proc/self/mem
    contains "$output" '/proc/self/mem'
    run -2 pressmark-index /proc/cpuinfo
    contains "$output" 'no size'
}

@test "a list that does not come can be interrupted" {
    local from pid
    mkfifo list
    for from in list -; do
        sleep 100 >list 3>&- &
        local writer=$!
        "$(type -P pressmark-index)" -q --files-from $from <list 2>message 3>&- &
        pid=$!
        sleep 0.5
        kill -INT $pid
        timeout 10 tail --pid=$pid -f /dev/null
        kill $writer
        run -130 wait $pid
        contains "$(<message)" interrupted
    done
}
