#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # variables that load helper and run set
# Building and updating.

load helper

prepare() {
    document a.txt 'apple alpha'
    document b.md '# Berry' '' 'blueberry beta'
    document sub/c.txt 'cherry gamma'
}

@test "a first run reads everything" {
    indexes .
    equal '0 3 3 0 0 true' "$index_status $documents $added $unchanged $skipped $rebuilt"
    equal 'sub/c.txt' "$(answers cherry)"
}

@test "the summary for people is on standard error and standard output is empty" {
    run --separate-stderr -0 pressmark-index .
    equal '' "$output"
    contains "$stderr" '3 documents in the index'
    contains "$stderr" '3 added'
}

@test "--quiet says nothing" {
    run -0 pressmark-index --quiet .
    equal '' "$output"
}

@test "a run without changes reads nothing" {
    indexes .
    local before
    before=$(cat .pressmark/pressmark.json; ls -l --time-style=full-iso .pressmark/gen-*)
    indexes .
    equal '0 3 0 0 0 3 0 false' \
        "$index_status $documents $added $changed $removed $unchanged $bytes_read $rebuilt"
    equal "$before" "$(cat .pressmark/pressmark.json; ls -l --time-style=full-iso .pressmark/gen-*)"
}

@test "only what was read counts as read, and what is tried again in vain as unchanged" {
    for i in {1..20}; do document "more-$i.txt" "filler number $i, with some more words to it"; done
    printf 'not\0text' >picture.bin
    local size
    size=$(cat ./*.txt b.md sub/c.txt | wc -c)
    # More than a quarter of the memory: every run tries it.
    yes 'some words' | head -c 5M >large.txt || true
    indexes --memory=16M .
    equal "1 $size" "$index_status $bytes_read"
    indexes --memory=16M
    equal '1 1 0 0 25 0 false' \
        "$index_status $skipped $added $changed $unchanged $bytes_read $rebuilt"
    indexes --memory=16M --no-bulk
    equal '1 1 0 0 25 0' "$index_status $skipped $added $changed $unchanged $bytes_read"
    printf '{"text": "from a pipe"}\n' >"$work/records"
    indexes - <"$work/records"
    equal 24 "$bytes_read"
}

@test "an empty input that may not replace documents is named as the reason" {
    indexes - <<<'{"id": "a", "text": "damson"}'
    run -2 --separate-stderr pressmark-index - </dev/null
    contains "$stderr" "'-' can no longer be read: nothing came"
    equal - "$(answers damson)"
}

@test "a SOURCE alone leaves the others as they are, however much has changed in it" {
    for option in --no-position-table --position-table; do
        rm -rf .pressmark one two
        mkdir one two
        for i in {1..20}; do
            document "one/$i.txt" "fennel $i"
            document "two/$i.txt" "ginger $i"
        done
        indexes "$option" one two
        for i in {1..20}; do document "one/$i.txt" "hazel $i, and many more words than before"; done
        document two/1.txt 'indigo'
        rm two/2.txt
        indexes one
        equal '0 20 0 20' "$index_status $changed $removed $unchanged"
        equal two/1.txt "$(answers '"ginger 1"')"
        run -1 pressmark-search -l indigo
        indexes
        equal two/1.txt "$(answers indigo)"
    done
}

@test "a changed file is read again" {
    for i in {1..20}; do document "more-$i.txt" "filler number $i, with some more words to it"; done
    indexes .
    document a.txt 'apricot instead of the other'
    indexes .
    equal '0 0 1 0 22' "$index_status $added $changed $removed $unchanged"
    equal 'a.txt' "$(answers apricot)"
    run -1 pressmark-search -l apple
}

@test "a change that keeps size and time is seen" {
    indexes .
    local time
    time=$(stat -c %y a.txt)
    document a.txt 'grape alpha'
    touch -d "$time" a.txt
    indexes .
    equal '1 a.txt' "$changed $(answers grape)"
}

@test "an added file is found" {
    indexes .
    document d.txt 'damson delta'
    indexes .
    equal '1 4' "$added $documents"
    equal 'd.txt' "$(answers damson)"
}

@test "a deleted file leaves" {
    indexes .
    rm b.md
    indexes .
    equal '1 2' "$removed $documents"
    run -1 pressmark-search -l blueberry
}

@test "a deleted folder leaves" {
    indexes .
    rm -r sub
    indexes .
    equal '1 2' "$removed $documents"
}

@test "the last file that goes leaves an index without documents" {
    indexes .
    rm -r a.txt b.md sub
    indexes --prune .
    equal '0 0 3' "$index_status $documents $removed"
    run -1 pressmark-search -l apple
}

@test "a renamed file is not read again" {
    for i in {1..20}; do document "more-$i.txt" "filler number $i"; done
    indexes .
    mkdir moved
    mv a.txt moved/away.txt
    indexes .
    equal '0 1 0 0 0' "$index_status $renamed $added $removed $bytes_read"
    equal 'moved/away.txt' "$(answers apple)"
    equal 'moved/away.txt' "$(answers path:away)"
    indexes .
    equal '0 23 0' "$index_status $unchanged $bytes_read"
}

@test "two files that swap their names keep their texts apart" {
    document x.txt 'xenon one'
    document y.txt 'yttrium two'
    indexes .
    mv x.txt t && mv y.txt x.txt && mv t y.txt
    indexes .
    equal 'y.txt x.txt' "$(answers xenon) $(answers yttrium)"
}

@test "a file that becomes a folder" {
    indexes .
    rm a.txt
    document a.txt/inner.txt 'inside apple'
    indexes .
    equal 'a.txt/inner.txt' "$(answers apple)"
}

@test "without a SOURCE the sources of the index are read again" {
    indexes sub
    document sub/d.txt 'damson'
    document other.txt 'outside'
    indexes
    equal '1 2' "$added $documents"
    run -1 pressmark-search -l outside
}

@test "an empty name does not stand for the working directory" {
    mkdir "$work/empty"
    cd "$work/empty"
    run --separate-stderr -2 pressmark-index ''
    contains "$stderr" "'' is neither"
    run --separate-stderr -2 pressmark-index -i '' ../folder
    contains "$stderr" '--index'
    equal '' "$(ls -A)"
    run --separate-stderr -2 pressmark-search -i '' alpha
    contains "$stderr" '--index'
    run --separate-stderr -2 pressmark-index --forget ''
    contains "$stderr" '--forget'
}

@test "another SOURCE is added, and the first stays" {
    indexes sub
    indexes a.txt
    equal '0 2' "$index_status $documents"
    equal 'a.txt sub/c.txt' "$(answers '*')"
}

@test "a SOURCE that is gone is taken out with --prune, named or not" {
    indexes sub a.txt b.md
    rm a.txt b.md
    indexes a.txt
    equal '1 0 3' "$index_status $removed $documents"
    contains "$(<"$work/stderr")" '--prune'
    indexes --prune a.txt
    equal '0 1 2' "$index_status $removed $documents"
    indexes --prune
    equal '0 1 1' "$index_status $removed $documents"
    indexes
    equal '0 1' "$index_status $unchanged"
}

@test "a SOURCE that can no longer be read keeps its documents" {
    mkdir disk
    document disk/d.txt 'damson'
    indexes sub disk
    mv disk "$work/away"
    indexes
    equal '1 2 1' "$index_status $documents $skipped"
    equal 'disk/d.txt' "$(answers damson)"
    mv "$work/away" disk
    indexes
    equal '0 2' "$index_status $unchanged"
}

@test "--rebuild makes an index of exactly what is named" {
    indexes .
    indexes --rebuild sub
    equal '0 1 true' "$index_status $documents $rebuilt"
    equal '1' "$(find .pressmark -name 'gen-*' | wc -l)"
}

@test "--rebuild mends a damaged index" {
    indexes .
    rm .pressmark/gen-*/postlist.glass
    run -2 pressmark-search apple
    run -2 pressmark-index .
    indexes --rebuild .
    equal '0 3 a.txt' "$index_status $documents $(answers apple)"
}

@test "a damaged manifest is an error, and --rebuild mends it" {
    indexes .
    echo '{' >.pressmark/pressmark.json
    run -2 pressmark-search apple
    run -2 pressmark-index .
    indexes --rebuild .
    equal '0 a.txt' "$index_status $(answers apple)"
}

@test "an index of another version is refused, and --rebuild replaces it" {
    indexes .
    sed -i 's/"format":[0-9]*/"format":999/' .pressmark/pressmark.json
    run -2 pressmark-search apple
    contains "$output" '--rebuild'
    run -2 pressmark-index .
    indexes --rebuild .
    equal '0 a.txt' "$index_status $(answers apple)"
}

@test "--dry-run says what would be done and changes nothing" {
    run --separate-stderr -0 pressmark-index --dry-run .
    equal $'add a.txt\nadd b.md\nadd sub/c.txt' "$output"
    run -2 pressmark-search apple
    indexes .
    local before
    before=$(find .pressmark -type f -not -name lock -exec sha256sum {} +)
    document a.txt 'apricot, a longer text'
    mv b.md new.md
    rm sub/c.txt
    document d.txt 'damson'
    run --separate-stderr -0 pressmark-index --dry-run .
    equal $'add d.txt\nchange a.txt\nremove sub/c.txt\nrename new.md' "$(sort <<<"$output")"
    equal "$before" "$(find .pressmark -type f -not -name lock -exec sha256sum {} +)"
    equal 'sub/c.txt' "$(answers cherry)"
}

@test "--check finds nothing wrong, before and after an update" {
    indexes .
    run -0 pressmark-index --check
    document d.txt 'damson'
    indexes .
    run -0 pressmark-index --check
}

@test "--check finds damage" {
    for i in {1..200}; do document "more-$i.txt" "filler number $i with words $((i * 7)) $((i * 31))"; done
    indexes .
    printf 'damage' | dd of="$(echo .pressmark/gen-*/postlist.glass)" bs=1 seek=9000 conv=notrunc 2>/dev/null
    run -2 pressmark-index --check
    contains "$output" '--rebuild'
}

@test "what stands in place of a table, and is no file, is damage" {
    indexes .
    local table
    table=$(echo .pressmark/gen-*/docdata.glass)
    rm "$table"
    mkfifo "$table"
    run -2 timeout 20 pressmark-search apple
    contains "$output" 'is not a regular file'
    run -2 timeout 20 pressmark-index --check
    run -2 timeout 20 pressmark-index .
    indexes --rebuild .
    equal '0 a.txt' "$index_status $(answers apple)"
}

@test "--check without an index is an error" {
    run -2 pressmark-index --check
}

@test "--lang decides the language" {
    indexes --lang de .
    equal 'a.txt b.md sub/c.txt' "$(answers lang:de)"
    run -2 pressmark-index --lang xx .
    contains "$output" "'xx'"
}

@test "--report lists what was skipped, as JSON lines" {
    printf '\x7fELF\0\0\1' >program
    printf '{"id":"1","text":"good"}\nnot json\n' >r.jsonl
    indexes --report "$work/report" .
    equal '1 1 1 4' "$index_status $skipped $not_text $documents"
    equal 'program false,r.jsonl true 2' \
        "$(jq -r '[.path, .is_text, .line // empty] | join(" ")' "$work/report" | sort | paste -sd ,)"
    jq -e 'select(.reason == "")' "$work/report" && return 1
    rm program r.jsonl
    indexes --report "$work/report" .
    equal '0 0' "$index_status $(wc -c <"$work/report")"
}

@test "--report to a pipe or a device" {
    printf '{"id":"1","text":"good"}\nnot json\n' >r.jsonl
    [ "$(pressmark-index -q --report /dev/stdout . 2>"$work/stderr" | jq -r .path)" = r.jsonl ]
    pressmark-index -q --rebuild --report /dev/fd/3 . 3>"$work/report" 2>"$work/stderr" || equal 1 $?
    equal r.jsonl "$(jq -r .path "$work/report")"
    pressmark-index -q --rebuild --report /dev/null . 2>"$work/stderr" || equal 1 $?
    [ -c /dev/null ]
}

@test "--report in a folder that does not exist is an error" {
    run -2 pressmark-index -q --report "$work/no/where" .
}

@test "--json is a single line of valid JSON, also when nothing is done" {
    pressmark-index -q --json . >"$work/first"
    pressmark-index -q --json . >"$work/second"
    equal '1 1' "$(wc -l <"$work/first") $(wc -l <"$work/second")"
    equal '3 0' "$(jq .added "$work/first") $(jq .added "$work/second")"
}

@test "--json to a full disk is an error" {
    run -2 onto_full_disk pressmark-index -q --json .
}

@test "--no-bulk gives the same answers" {
    indexes .
    indexes -i "$work/other" --no-bulk .
    for query in 'apple OR cherry' 'blueb*' '"cherry gamma"' '*'; do
        equal "$(pressmark-search --jsonl "$query")" "$(pressmark-search -i "$work/other" --jsonl "$query")"
    done
}

@test "any number of threads gives the same answers" {
    for i in {1..50}; do document "more-$i.txt" "filler number $i"; done
    indexes -j 1 .
    indexes -i "$work/other" -j 8 --memory 16M .
    equal "$(pressmark-search --jsonl -n 60 'filler number 7')" \
        "$(pressmark-search -i "$work/other" --jsonl -n 60 'filler number 7')"
}

# Each run must hold many documents, however many words are known: a run for each took minutes here.
@test "little memory and very many different words" {
    rm -r ./*
    awk 'BEGIN { for (i = 0; i < 12000; i++) { printf "{\"id\":\"%d\",\"text\":\"", i
        for (k = 0; k < 12; k++) printf "w%dx%d ", i, k
        print "\"}" } }' >words.jsonl
    run -0 timeout 60 pressmark-index -q -j 1 --memory 16M .
    equal words.jsonl "$(answers w11999x7)"
}

@test "--keep-marks: cafe and café are two words" {
    document d.txt 'le café'
    indexes .
    equal 'd.txt' "$(answers cafe)"
    indexes --rebuild --keep-marks .
    run -1 pressmark-search -l cafe
    equal 'd.txt' "$(answers café)"
    document e.txt 'un autre café'
    indexes .
    equal 'd.txt e.txt' "$(answers café)"
    run -1 pressmark-search -l cafe
}

@test "nothing to index is an error" {
    run -2 pressmark-index
    contains "$output" 'pressmark-index --help'
    [ ! -e .pressmark/pressmark.json ]
}

@test "a SOURCE that does not exist is an error" {
    run -2 pressmark-index nothing-here
    contains "$output" "nothing-here"
}

@test "options that are wrong are errors" {
    run -2 pressmark-index --nonsense .
    run -2 pressmark-index -Z .
    run -2 pressmark-index --threads=0 .
    run -2 pressmark-index --threads=many .
    run -2 pressmark-index --memory=1K .
    run -2 pressmark-index --max-file-size=tiny .
    run -2 pressmark-index --index
    run -2 pressmark-index --rebuild=yes .
    run -2 pressmark-index --wait=soon .
    [ ! -e .pressmark ]
}

@test "--help and --version" {
    run --separate-stderr -0 pressmark-index --help
    contains "$output" 'Usage: pressmark-index'
    equal '' "$stderr"
    run --separate-stderr -0 pressmark-index --version
    contains "$output" 'Xapian'
    run -2 onto_full_disk pressmark-index --help
}
