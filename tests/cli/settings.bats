#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # variables that load helper and run set
# What an index remembers about its sources, and what does not count as removal.

load helper

# ---- what a run is given holds for the next ones ----

@test "an update does what the first run did, with and without SOURCE" {
    document a.md 'kestrel'
    document draft-b.md 'kestrel'
    document c.txt 'kestrel'
    document .hidden.md 'kestrel'
    document .gitignore 'ignored.md'
    document ignored.md 'kestrel'
    indexes -x 'draft*' -g '*.md' --hidden --no-ignore .
    local all='.hidden.md a.md ignored.md'
    equal "$all" "$(answers kestrel)"
    indexes .
    equal "0 0 $all" "$index_status $removed $(answers kestrel)"
    indexes
    equal "0 0 $all" "$index_status $removed $(answers kestrel)"
    indexes --rebuild .
    equal "0 $all" "$index_status $(answers kestrel)"
    indexes --rebuild
    equal "0 $all" "$index_status $(answers kestrel)"
}

@test "giving a list replaces it, and negatives take back" {
    document a.md 'kestrel'
    document b.txt 'kestrel'
    document .c.md 'kestrel'
    document .gitignore 'i.md'
    document i.md 'kestrel'
    indexes -x '*.txt' -x 'nothing' --hidden --no-ignore .
    equal '.c.md a.md i.md' "$(answers kestrel)"
    indexes -x '*.md' .
    equal 'b.txt' "$(answers kestrel)"
    indexes --no-exclude
    equal '.c.md a.md b.txt i.md' "$(answers kestrel)"
    indexes --no-hidden --ignore .
    equal 'a.md b.txt' "$(answers kestrel)"
    indexes -g '*.md' .
    equal 'a.md' "$(answers kestrel)"
    indexes --no-include -g '*.txt' .
    equal 'b.txt' "$(answers kestrel)"
    indexes --no-include .
    equal 'a.md b.txt' "$(answers kestrel)"
    indexes --type markdown .
    equal 'a.md' "$(answers kestrel)"
    indexes .
    equal 'a.md 1' "$(answers kestrel) $unchanged"
    indexes --no-type .
    equal 'a.md b.txt' "$(answers kestrel)"
}

@test "what changes how files are read reads them again" {
    document a.txt 'kestrel'
    printf '{"key":"one","name":"Falcon","note":"a bird"}\n' >r.jsonl
    indexes --lang de .
    equal 'a.txt r.jsonl' "$(answers lang:de)"
    document b.txt 'merlin'
    indexes .
    equal '1 0 a.txt b.txt r.jsonl' "$added $changed $(answers lang:de)"
    indexes --id-field=key --title-field=note .
    equal 'one a bird' "$(pressmark-search --json falcon | jq -r '.hits[0] | "\(.id) \(.title)"')"
    indexes
    equal '3' "$unchanged"
    indexes --lang=auto
    equal '' "$(answers lang:de)"
    indexes --lang=de
    indexes --no-lang --no-title-field
    equal '' "$(answers lang:de)"
    equal 'one Falcon' "$(pressmark-search --json falcon | jq -r '.hits[0] | "\(.id) \(.title)"')"
}

@test "-n and --retry remember nothing" {
    document a.txt 'kestrel'
    document b.md 'kestrel'
    indexes .
    run --separate-stderr -0 pressmark-index -n -x '*.md' .
    equal 'remove b.md' "$output"
    run --separate-stderr -0 pressmark-index -n --lang de
    equal $'change a.txt\nchange b.md' "$output"
    indexes
    equal '0 2' "$index_status $unchanged"
    indexes --retry --lang de
    indexes
    equal '0 2' "$index_status $unchanged"
    equal '' "$(answers lang:de)"
}

@test "each source has its own, and of nested ones the innermost holds" {
    document one/a.md 'kestrel'
    document one/a.txt 'kestrel'
    document one/in/b.md 'kestrel'
    document one/in/b.txt 'kestrel'
    document two/c.md 'kestrel'
    document two/c.txt 'kestrel'
    indexes -g '*.md' one
    indexes -g '*.txt' two
    equal 'one/a.md one/in/b.md two/c.txt' "$(answers kestrel)"
    indexes -x '*.md' --no-include one/in
    equal 'one/a.md one/in/b.txt two/c.txt' "$(answers kestrel)"
    indexes
    equal '0 0 0' "$index_status $added $removed"
    indexes one
    equal 'one/a.md one/in/b.txt two/c.txt' "$(answers kestrel)"
    indexes --no-include one
    equal 'one/a.md one/a.txt one/in/b.txt two/c.txt' "$(answers kestrel)"
    indexes --rebuild
    equal 'one/a.md one/a.txt one/in/b.txt two/c.txt' "$(answers kestrel)"
}

@test "a folder that is named within a source is looked through as that is" {
    document .pressmarkignore 'secret*'
    document in/draft.md 'kestrel'
    document in/secret.md 'kestrel'
    document in/a.md 'kestrel'
    document b.md 'kestrel'
    indexes -x 'draft*' .
    document in/c.md 'kestrel'
    document in/draft2.md 'kestrel'
    document d.md 'kestrel'
    indexes in
    equal 'b.md in/a.md in/c.md' "$(answers kestrel)"
    indexes -x 'c*' .
    equal 'b.md d.md in/a.md in/draft.md in/draft2.md' "$(answers kestrel)"
}

@test "lists of files and standard input keep how they are read, and nothing else" {
    document a.txt 'kestrel'
    document b.txt 'kestrel'
    document c.md 'kestrel'
    indexes --lang de -x 'b.*' --files-from - < <(printf '%s\n' a.txt b.txt)
    equal 'a.txt' "$(answers lang:de)"
    indexes --files-from - <<<b.txt
    indexes
    equal '0 2 a.txt' "$index_status $unchanged $(answers lang:de)"
    document a.txt 'kestrel and merlin'
    indexes
    equal 'a.txt' "$(answers lang:de)"
    indexes --id-field=key - <<<'{"key":"k","id":"i","text":"harrier"}'
    indexes - <<<'{"key":"k2","id":"i","text":"harrier"}'
    equal 'k2' "$(pressmark-search --json harrier | jq -r '.hits[].id')"
    indexes --lang fr
    equal 'a.txt b.txt' "$(answers lang:fr)"
}

@test "a list of files of a source leaves the settings of the source alone" {
    document a.txt 'kestrel'
    document b.txt 'kestrel'
    indexes --lang de .
    document a.txt 'kestrel and merlin'
    indexes --files-from - <<<a.txt
    indexes
    equal '0 2 a.txt b.txt' "$index_status $unchanged $(answers lang:de)"
    indexes --lang fr --files-from - <<<a.txt
    indexes
    equal '0 2 a.txt b.txt' "$index_status $unchanged $(answers lang:fr) $(answers lang:de)"
}

# ---- what only a new index can be given ----

@test "options of a new index are errors on an old one that was built with another value" {
    document a.txt 'café'
    indexes .
    local option
    for option in --keep-marks --position-table --korean-words; do
        run -2 pressmark-index "$option" .
        contains "$output" '--rebuild'
        run -2 pressmark-index -n "$option" .
        run -0 pressmark-index -q "--no-${option#--}" .
    done
    indexes --rebuild --keep-marks .
    run -0 pressmark-index -q --keep-marks .
    run -2 pressmark-index --no-keep-marks .
    indexes --rebuild .
    run -1 pressmark-search -l cafe
    indexes --rebuild --no-keep-marks .
    equal a.txt "$(answers cafe)"
}

@test "a run says first which index is written" {
    document a.txt 'kestrel'
    run --separate-stderr -0 pressmark-index .
    equal "index: $PWD/.pressmark" "${stderr_lines[0]}"
    run --separate-stderr -0 pressmark-index --json -i "$work/other" .
    equal "index: $work/other" "${stderr_lines[0]}"
    run --separate-stderr -0 pressmark-index -q .
    equal '' "$stderr"
}

@test "a new index in the place of one that cannot be read says what is lost" {
    document a.txt 'kestrel'
    indexes -x 'nothing' .
    echo '{' >.pressmark/pressmark.json
    run --separate-stderr -0 pressmark-index --rebuild .
    contains "$stderr" 'cannot be read'
    run --separate-stderr -0 pressmark-index --rebuild .
    lacks "$stderr" 'cannot be read'
}

# ---- absence is not deletion ----

@test "a source of which nothing is there any more keeps its documents" {
    local i
    for i in 1 2 3; do document "usb/$i.txt" 'kestrel'; done
    document home/a.txt 'merlin'
    indexes usb home
    mv usb "$work/unplugged"
    mkdir usb
    local runs
    for runs in '' usb; do
        indexes $runs
        equal '1 0' "$index_status $removed"
        contains "$(<"$work/stderr")" 'usb: skipped: nothing of it is there any more'
        equal 'usb/1.txt usb/2.txt usb/3.txt' "$(answers kestrel)"
    done
    run -2 pressmark-index --rebuild
    contains "$output" '--prune'
    equal 'usb/1.txt usb/2.txt usb/3.txt' "$(answers kestrel)"
    document usb/new.txt 'harrier'
    indexes
    equal '1 1 0' "$index_status $added $removed"
    rm -r usb
    mv "$work/unplugged" usb
    indexes
    equal '0 0 1' "$index_status $added $removed"
    rm usb/1.txt
    indexes
    equal '0 1' "$index_status $removed"
    rm usb/*
    indexes --prune
    equal '0 2' "$index_status $removed"
    indexes
    equal 0 "$index_status"
}

@test "a source whose only file was renamed has not lost it" {
    document one/a.txt 'kestrel'
    document two/b.txt 'kestrel'
    indexes one two
    mv one/a.txt one/c.txt
    indexes
    equal '0 1 0' "$index_status $renamed $removed"
}

@test "a file of a list is removed where its folder is still there" {
    document folder/a.txt 'kestrel'
    document folder/b.txt 'kestrel'
    indexes --files-from - < <(printf '%s\n' folder/a.txt folder/b.txt)
    mv folder "$work/away"
    indexes
    equal '1 2' "$index_status $documents"
    mkdir folder
    indexes
    equal '1 2' "$index_status $documents"
    rm -r folder
    mv "$work/away" folder
    rm folder/a.txt
    indexes
    equal '0 1' "$index_status $documents"
}

@test "what a source around a forgotten one does not want leaves with it" {
    document one/in/a.md 'kestrel'
    document one/in/b.txt 'kestrel'
    document one/c.md 'kestrel'
    indexes --type markdown one
    indexes --type text one/in
    equal 'one/c.md one/in/b.txt' "$(answers kestrel)"
    indexes --forget one/in
    equal 'one/c.md' "$(answers kestrel)"
    indexes
    equal 'one/c.md one/in/a.md' "$(answers kestrel)"
    indexes --type text one/in
    indexes --rebuild one
    equal 'one/c.md one/in/a.md' "$(answers kestrel)"
}

@test "a file that a folder without any has taken the place of keeps its document" {
    document one 'kestrel'
    document two/b.txt 'kestrel'
    indexes one two
    rm one
    mkdir one
    run -1 pressmark-index
    contains "$output" '--prune'
    equal 'one two/b.txt' "$(answers kestrel)"
}

@test "--forget takes a source out, also one that is not there" {
    document one/a.txt 'kestrel'
    document one/in/b.txt 'kestrel'
    document two/c.txt 'kestrel'
    document listed.txt 'kestrel'
    indexes --hidden one two
    indexes one/in
    indexes --files-from - <<<listed.txt
    indexes - <<<'{"id":"1","text":"kestrel"}'
    rm -r two
    indexes --forget two --forget -
    equal '0 2 3' "$index_status $removed $documents"
    equal 'listed.txt one/a.txt one/in/b.txt' "$(answers kestrel)"
    run -2 pressmark-index --forget two
    contains "$output" 'no source of the index'
    indexes --forget one
    equal 'listed.txt one/in/b.txt' "$(answers kestrel)"
    document one/in/.d.txt 'kestrel'
    indexes
    equal 'listed.txt one/in/.d.txt one/in/b.txt' "$(answers kestrel)"
    indexes --forget listed.txt
    equal 'one/in/.d.txt one/in/b.txt' "$(answers kestrel)"
    run -2 pressmark-index --forget one/in two
    contains "$output" '--forget takes no sources'
}

# ---- nightly runs ----

@test "a file with a fault of its own is complained about once, and tried with --retry" {
    document a.txt 'kestrel'
    printf '{"id":"1","text":"good"}\nnot json\n' >r.jsonl
    printf '%%PDF-1.4 broken' >broken.pdf
    indexes .
    equal '1 2' "$index_status $skipped"
    local runs
    for runs in '' .; do
        indexes $runs --report "$work/report"
        equal '0 0 2 3' "$index_status $skipped $skipped_before $unchanged"
        equal 'broken.pdf r.jsonl' "$(jq -r 'select(.is_known) | .path' "$work/report" | sort | paste -sd ' ')"
        equal 2 "$(jq -r 'select(.path == "r.jsonl") | .line' "$work/report")"
    done
    indexes --retry
    equal '1 2 2' "$index_status $skipped $unchanged"
    printf '{"id":"1","text":"good"}\n{"id":"2","text":"better"}\n' >r.jsonl
    indexes
    equal '0 1 1' "$index_status $changed $skipped_before"
    indexes --max-time=29
    equal '1 1' "$index_status $skipped"
}

@test "an archive that ends too early is complained about once, whichever it is" {
    local samples=$BATS_TEST_DIRNAME/../samples/packed
    document a.txt 'kestrel'
    { printf 'PK\003\004' && head -c 80 /dev/zero; } >signature.zip
    for name in tree.7z pandoc.docx tree.tar.gz; do
        head -c 120 "$samples/$name" >"short.$name"
    done
    indexes .
    equal '1 5' "$index_status $skipped"
    indexes
    equal '0 5' "$index_status $skipped_before"
}

@test "what a limit left out is read with a higher one" {
    printf 'kestrel %.0s' {1..2000} >large.txt
    gzip large.txt
    indexes --max-unpacked=8K .
    equal '1 1' "$index_status $skipped"
    indexes
    equal '0 0' "$index_status $skipped"
    indexes --max-unpacked=1M
    equal '0 large.txt.gz' "$index_status $(answers kestrel)"
}

@test "a retry with a higher limit stays, though the limit is not remembered" {
    printf 'kestrel %.0s' {1..2000} >large.txt
    indexes --max-file-size=8K .
    equal 1 "$index_status"
    indexes --retry --max-file-size=1M
    equal '0 large.txt' "$index_status $(answers kestrel)"
    indexes
    equal '0 1 large.txt' "$index_status $unchanged $(answers kestrel)"
}

# ---- reading needs no writing ----

@test "-n reads an index that may not be written, and makes none" {
    document a.txt 'kestrel'
    chmod -R a+rX .
    indexes .
    document b.txt 'kestrel'
    chmod -R a+rX,a-w .pressmark b.txt
    chmod 711 "$work"
    cp "$(type -P pressmark-index)" "$work/tool"
    run -0 as_nobody "$work/tool" -n .
    equal 'add b.txt' "$output"
    run -0 pressmark-index -n -i "$work/none" .
    [ ! -e "$work/none" ]
}

@test "--status counts fields and the commonest of their values" {
    local i
    for i in 1 2 3; do document $i.md '---' 'county: Stark' "size: $i" 'Größe: rot' '---' 'kestrel'; done
    document 4.md '---' 'county: Summit County' 'tags: [a, b]' '---' 'a kestrel in a longer text'
    document 5.md '---' 'county: Summit County' '---' 'kestrel'
    pressmark-index -q .
    status=$(pressmark-index --status --json)
    equal 'county grosse size tags' "$(jq -r '[.fields[].name] | join(" ")' <<<"$status")"
    equal '5 3 3 1' "$(jq -r '[.fields[].documents] | join(" ")' <<<"$status")"
    equal 'Stark 3, Summit County 2' "$(jq -r '[.fields[0].values[] | "\(.name) \(.documents)"] |
        join(", ")' <<<"$status")"
    equal '4.md' "$(jq -r '.biggest[0].path' <<<"$status")"
    document 5.md '---' 'county: Summit County' 'lang: fr' '---' 'kestrel'
    pressmark-index -q .
    equal '["fr",1]' "$(pressmark-index --status --json |
        jq -c '.languages[] | select(.name == "fr" or .name == "") | [.name, .documents]')"
    rm 1.md 4.md
    pressmark-index -q .
    status=$(pressmark-index --status --json)
    equal 'county grosse size' "$(jq -r '[.fields[].name] | join(" ")' <<<"$status")"
    equal 3 "$(jq '.biggest | length' <<<"$status")"
}

@test "--status tells the size of the index and when it was last changed" {
    document a.txt 'word'
    indexes .
    touch -d 2001-02-03T04:05:06Z .pressmark/gen-*/*
    touch -d 2001-02-03T04:05:07Z .pressmark/gen-*/postlist.glass
    contains "$(pressmark-index --status)" 'MB, last change: 2001-02-03T04:05:07Z'
    status=$(pressmark-index --status --json)
    equal '2001-02-03T04:05:07Z' "$(jq -r .last_change <<<"$status")"
    equal "$(cat .pressmark/gen-*/* | wc -c)" "$(jq .bytes <<<"$status")"
    indexes .
    equal "$status" "$(pressmark-index --status --json)"
}
