#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# --emit: documents as JSON lines instead of an index.

load helper

prepare() {
    document a.txt 'OHIO, May 10, 2011 - Wells were tested.' '' 'More of it.'
    document notes/2011-06-02.txt 'an apple a day'
    document b.md '---' 'tags: [x, y]' 'author: Ann' 'county: Stark' '---' '# Head' '' \
        'blueberry "quoted" text' '' '## Below' '' 'beta'
    document c.jsonl '{"id":"7","title":"Seven","text":"seven dwarfs","date":"2012-01-02T03:04:05Z"}' \
        '{"id":"8","headline":"Eight","body":"eight\u0001 \u2028 legs","fields":{"text":"no"}}'
    document e.html '<nav><a href=/>Menu</a><ul><li><a href=#a>A</a><li><a href=#b>B</a><li><a href=#c>C</a></ul></nav>' \
        '<h1>Fig</h1><p>Grüße von der Feige.'
    document d.csv 'id,title,text,place' '1,One,first row,Canton' '2,Two,second row,Massillon'
}

# Everything but where it stood.
content() {
    jq -c 'del(.path, .line, .path_bytes)' "$1"
}

@test "a document a line, in order of the paths, and no index" {
    run -0 --separate-stderr pressmark-index --emit jsonl .
    equal 'a.txt b.md c.jsonl#7 c.jsonl#8 d.csv#1 d.csv#2 e.html notes/2011-06-02.txt' \
        "$(jq -rs 'map(if .id == .path then .id else "\(.path)#\(.id)" end) | join(" ")' <<<"$output")"
    contains "$stderr" '8 documents from 6 files'
    [ ! -e .pressmark ]
}

@test "what a document is made of" {
    pressmark-index -q --emit=jsonl b.md >out
    equal '{"author":["Ann"],"county":["Stark"],"tags":["x","y"]}' "$(jq -cS .fields out)"
    equal 'markdown UTF-8 Head' "$(jq -r '"\(.type) \(.charset) \(.title)"' out)"
    equal 'Head:1 Below:2' "$(jq -r '.text as $text | .headings[] |
        "\($text[.offset:] | split("\n")[0]):\(.level)"' out | paste -sd ' ')"
}

@test "where contents and navigation begin, which are not the text itself" {
    pressmark-index -q --emit=jsonl e.html >out
    equal 'A|B|C|' "$(jq -r .text out | tail -c "+$(($(jq .contents out) + 1))" | head -n 5 | tr -d '\t\n' | sed 's/./&|/g')"
    equal 'Menu' "$(jq -r .text out | tail -c "+$(($(jq .navigation out) + 1))" | grep .)"
    pressmark-index -q --emit=jsonl a.txt >out
    equal 'null null' "$(jq -r '"\(.contents) \(.navigation)"' out)"
}

@test "what comes out goes in again unchanged" {
    pressmark-index -q --emit=jsonl . >../once.jsonl
    pressmark-index -q --emit=jsonl ../once.jsonl >../twice.jsonl
    pressmark-index -q --emit=jsonl - <../twice.jsonl >../thrice.jsonl
    [ -s ../once.jsonl ]
    diff <(content ../once.jsonl) <(content ../twice.jsonl)
    diff <(content ../once.jsonl) <(content ../thrice.jsonl)
    equal '3 ../once.jsonl' "$(jq -r 'select(.id == "7") | "\(.line) \(.path)"' ../twice.jsonl |
        sed "s|$work|..|")"
}

@test "the lines answer as the files do" {
    pressmark-index -q --emit=jsonl . >../once.jsonl
    pressmark-index -q -i ../from-files .
    pressmark-index -q -i ../from-lines ../once.jsonl
    local from query
    for from in files lines; do
        for query in 'county:stark' 'tags:x' 'date:2011-06-02' 'date:2012' 'type:markdown' 'title:eight' \
            'apple' 'place:canton'; do
            run -0 pressmark-search -i ../from-$from --jsonl "$query"
            printf '"%s"\n%s\n' "$query" "$output"
        done | jq -c 'if type == "object" then [.title, .date, .fields] else . end' >../answers-$from
    done
    diff ../answers-files ../answers-lines
}

@test "the number of threads changes nothing" {
    local i
    local numbers=''
    for i in {1..400}; do
        numbers+="$i"$'\n'
        ((i <= 100)) || document "many/$i.txt" "number $i" "$numbers"
    done
    pressmark-index -q --emit=jsonl -j 1 . >../1
    pressmark-index -q --emit=jsonl -j 7 . >../7
    cmp ../1 ../7
    equal 308 "$(wc -l <../7)"
}

@test "what cannot be read is named, and the rest comes out" {
    document bad.jsonl '{"id":1,"text":"good"}' '{"id":'
    run -1 --separate-stderr pressmark-index --emit=jsonl --report=../report bad.jsonl
    equal 1 "$(jq -r .id <<<"$output")"
    contains "$stderr" 'bad.jsonl:2: skipped'
    equal 2 "$(jq .line ../report)"
}

@test "a name that is not UTF-8" {
    printf 'text\n' >$'x\xff.txt'
    pressmark-index -q --emit=jsonl $'x\xff.txt' >out
    equal $'x\xff.txt' "$(jq -r .path_bytes out | base64 -d)"
    equal $'x\uFFFD.txt' "$(jq -r .path out)"
}

@test "output that cannot be written is an error" {
    [ -c /dev/full ] || skip
    run -2 onto_full_disk pressmark-index -q --emit=jsonl .
    equal 'pressmark-index: cannot write the documents: No space left on device' "$output"
}

@test "options that do not go with it" {
    local option
    for option in --json --rebuild --check --dry-run; do
        run -2 pressmark-index --emit=jsonl "$option" .
        contains "$output" 'excludes'
    done
    run -2 pressmark-index --emit=yaml .
    run -2 pressmark-index --emit=jsonl
}
