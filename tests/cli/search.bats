#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # variables that load helper and run set
# Answers to queries, and the forms in which they are printed.

load helper

prepare_file() {
    document one.md '---' 'title: First Report' 'date: 2011-05-10' 'county: Stark' '---' \
        'The sheriff reads the report.' '' 'A report, and a second report on the bridge.'
    document two.md '---' 'title: Second, "quoted" letter' 'date: 2013-02-01' '---' 'The bridge report.'
    document three.txt 'Bridge' '' 'Nothing but a bridge.'
    printf '%s\n' '{"id":"r1","title":"Record one","text":"bridge toll","date":"2012"}' \
        '{"id":"r2","title":"Record two","text":"bridge toll again"}' >records.jsonl
    pressmark-index -q .
}

@test "exit status: hits, no hits, error" {
    run -0 pressmark-search sheriff
    run -1 pressmark-search nonesuch
    run -2 pressmark-search '('
    run -2 pressmark-search 'date:2011-99'
    run -2 pressmark-search
    run -2 pressmark-search ''
}

@test "a query that cannot be read names the column, on standard error only" {
    run --separate-stderr -2 pressmark-search 'sheriff date:2012..2011'
    equal '' "$output"
    contains "$stderr" 'column 14'
    run --separate-stderr -2 pressmark-search --json 'date:2011-99'
    equal '' "$output"
    contains "$stderr" 'column'
}

@test "a character of an unspaced script is found wherever it stands in a run" {
    own_copy
    document end.txt '市立図書館'
    document middle.txt '図書館の本'
    document alone.txt '館 本'
    document twice.txt '館館'
    document none.txt '図書'
    pressmark-index -q .
    equal 'alone.txt end.txt middle.txt twice.txt' "$(answers 館)"
    equal 'end.txt' "$(answers +館 NOT 本 NOT 館館)"
    equal 'middle.txt' "$(answers の)"
    contains "$(pressmark-search --color=always 市立図書館 館)" 館
}

@test "no hit: nothing on standard output, in the form for people" {
    run --separate-stderr -1 pressmark-search nonesuch
    equal '' "$output"
}

@test "--json is valid with hits, without hits and with -n 0" {
    equal '2 First Report' "$(pressmark-search --json 'report' | jq -r '"\(.total) \(.hits[0].title)"')"
    pressmark-search --json nonesuch >"$work/json" || equal 1 $?
    equal '0 []' "$(jq -c '.total, .hits' "$work/json" | paste -sd ' ')"
    pressmark-search --json -n 0 report >"$work/json" || equal 1 $?
    equal '2 []' "$(jq -c '.total, .hits' "$work/json" | paste -sd ' ')"
}

@test "--json: marks are the words, as bytes of the text" {
    own_copy
    document umlaut.txt 'Größe: äöü Brücke ßß Wörter'
    pressmark-index -q .
    pressmark-search --json brücke | jq -r '.hits[0].passages[0] | .text, (.marks[0] | @sh)' >"$work/out"
    local text start end
    { read -r text; read -r start end; } <"$work/out"
    equal 'Brücke' "$(LC_ALL=C; printf %s "${text:start:end - start}")"
}

@test "--json: fields of front matter and of records" {
    equal '["Stark"]' "$(pressmark-search --json county:stark | jq -c '.hits[0].fields.county')"
    equal 'r1 records.jsonl 1 2012' \
        "$(pressmark-search --jsonl 'date:2012' | jq -r '"\(.id) \(.path) \(.line) \(.date)"')"
}

@test "--jsonl: a line a hit, and nothing without hits" {
    pressmark-search --jsonl bridge >"$work/out"
    equal "$(pressmark-search --json bridge | jq '.hits | length')" "$(wc -l <"$work/out")"
    equal "$(pressmark-search --json bridge | jq -c '.hits[]')" "$(jq -c 'del(.version)' "$work/out")"
    run -1 pressmark-search --jsonl nonesuch
    equal '' "$output"
}

@test "--csv: a header, and values that are quoted where they have to be" {
    pressmark-search --csv 'title:quoted' >"$work/out"
    mapfile -t lines <"$work/out"
    equal 'rank,score,path,line,date,title,passage,id,page' "${lines[0]}"
    contains "${lines[-1]}" ',two.md,'
    contains "${lines[-1]}" '"Second, ""quoted"" letter"'
    run -1 pressmark-search --csv nonesuch
    equal 'rank,score,path,line,date,title,passage,id,page' "$output"
}

@test "--vimgrep: path, line and column of the word, the best document first" {
    pressmark-search --vimgrep report >"$work/out"
    while IFS=: read -r path line column text; do
        contains "$text" eport
        mapfile -t lines <"$path"
        equal "$text" "${lines[line - 1]}"
        [[ ${text:column - 1} == [Rr]eport* ]]
    done <"$work/out"
    equal "$(pressmark-search -l report)" "$(cut -d: -f1 "$work/out" | uniq)"
    equal 'one.md' "$(head -n 1 "$work/out" | cut -d: -f1)"
}

@test "-l names each file once, -0 ends it with a NUL" {
    equal 'records.jsonl' "$(pressmark-search -l toll)"
    pressmark-search -l0 toll | cmp - <(printf 'records.jsonl\0')
    run -2 pressmark-search -0 toll
}

@test "forms exclude each other" {
    run -2 pressmark-search --json --csv toll
    run -2 pressmark-search --vimgrep -l toll
}

@test "-n and --offset cut the same list" {
    own_copy
    local stones=''
    for i in {1..30}; do
        stones+='stone '
        document "many-$i.txt" "pebble $stones"
    done
    pressmark-index -q .
    pressmark-search -l -n 100 pebble stone >"$work/all"
    mapfile -t lines <"$work/all"
    equal 30 "${#lines[@]}"
    for offset in 0 7 14 21 28; do
        pressmark-search -l -n 7 --offset "$offset" pebble stone
    done >"$work/pages"
    cmp "$work/all" "$work/pages"
    equal '8' "$(pressmark-search --jsonl -n 1 --offset 7 pebble stone | jq .rank)"
    equal '7 30' "$(pressmark-search --json -n 1 --offset 7 pebble | jq -r '"\(.first) \(.total)"')"
    run -1 pressmark-search --offset 30 pebble
    run -0 pressmark-search -l pebble
    equal 10 "${#lines[@]}"
    run -2 pressmark-search -n -1 pebble
    run -2 pressmark-search -n x pebble
}

@test "--sort newest and oldest, with the undated last" {
    local ids='map(if .id == "" then .path else .id end) | join(" ")'
    equal 'two.md r1 one.md' "$(pressmark-search --jsonl -s newest 'date:*' | jq -rs "$ids")"
    equal 'one.md r1 two.md' "$(pressmark-search --jsonl --sort=oldest 'date:*' | jq -rs "$ids")"
    equal 'one.md' "$(pressmark-search -l --sort=oldest -n 1 bridge)"
    equal 'two.md' "$(pressmark-search -l --sort=newest -n 1 bridge)"
    run -2 pressmark-search --sort=sideways bridge
}

@test "a hit whose file has changed or is gone is marked" {
    own_copy
    lacks "$(pressmark-search sheriff)" '('
    touch -d '2001-01-01' one.md
    contains "$(pressmark-search sheriff)" '(changed since indexed)'
    equal 'true' "$(pressmark-search --json sheriff | jq '.hits[0].stale')"
    rm one.md
    contains "$(pressmark-search sheriff)" '(file is gone)'
    contains "$(pressmark-search sheriff)" 'The sheriff reads'
}

@test "--passages and --passage-size" {
    own_copy
    for i in {1..40}; do echo "Line $i has a needle and some hay around it."; echo; done >hay.txt
    pressmark-index -q .
    equal 1 "$(pressmark-search --json needle | jq '.hits[0].passages | length')"
    equal 5 "$(pressmark-search --json -p 5 needle | jq '.hits[0].passages | length')"
    local short long
    short=$(pressmark-search --json -w 40 needle | jq '.hits[0].passages[0].text | length')
    long=$(pressmark-search --json -w 1000 needle | jq '.hits[0].passages[0].text | length')
    [ "$short" -le 80 ]
    [ "$long" -gt "$short" ]
}

@test "operators of the query language" {
    equal 'one.md two.md' "$(answers 'bridge AND report')"
    equal 'two.md' "$(answers 'bridge AND report AND NOT sheriff')"
    equal 'two.md' "$(answers '+report -sheriff')"
    equal 'two.md' "$(answers '"bridge report"')"
    equal 'one.md' "$(answers 'sher*')"
    equal 'one.md' "$(answers title:first)"
    equal 'one.md' "$(answers 'date:2011-05..2011-07')"
    equal 'records.jsonl' "$(answers 'ext:jsonl')"
}

@test "words of several arguments are one query; a query may start with a minus" {
    equal 'two.md' "$(answers +report -- -sheriff)"
    equal 'records.jsonl three.txt' "$(answers -- -report bridge)"
    equal 'two.md' "$(answers '+report -sheriff')"
}

@test "--plain: no sign is an operator" {
    run -0 pressmark-search -F 'report AND ('
    run -0 pressmark-search --plain -- '-sheriff'
}

@test "--show-plan says how the query was understood" {
    run --separate-stderr -0 pressmark-search --show-plan -l +sheriff the bridge
    contains "$stderr" '+sheriff'
    contains "$stderr" 'the'
    equal "$(pressmark-search -l +sheriff the bridge)" "$output"
}

@test "topics: a run in the form of TREC, bad lines named by number" {
    local topics=$work/topics
    printf '1\tsheriff\n2\tnonesuch\n\n3\tbridge date:2011-99\n4\ttoll\n' >"$topics"
    run --separate-stderr -2 pressmark-search --topics "$topics"
    contains "$stderr" 'topics:4: '
    equal '1 Q0 one.md 1 pressmark' "$(head -n 1 <<<"$output" | cut -d' ' -f1-4,6)"
    equal '1 4 4' "$(cut -d' ' -f1 <<<"$output" | paste -sd ' ')"
    equal 'r1 r2' "$(grep ^4 <<<"$output" | cut -d' ' -f3 | sort | paste -sd ' ')"
    sed -i 4d "$topics"
    run -0 pressmark-search -T "$topics" --run="$work/run" --tag=mine --run-by-path
    equal '' "$output"
    equal 'records.jsonl#r1 records.jsonl#r2' "$(grep ^4 "$work/run" | cut -d' ' -f3 | sort | paste -sd ' ')"
    equal 'mine' "$(cut -d' ' -f6 "$work/run" | sort -u)"
    equal "$(cat "$work/run")" "$(pressmark-search -T - --tag=mine --run-by-path <"$topics")"
}

@test "topics: scores fall strictly, so that every reader keeps our order" {
    own_copy
    for i in {1..20}; do document "same-$i.txt" 'identical granite'; done
    pressmark-index -q .
    printf '1\tgranite\n2\tlang:en OR granite*\n' >topics
    pressmark-search -T topics -n 100 --run-by-path >"$work/run"
    awk '$1 == last && $5 + 0 >= score { exit 1 } { last = $1; score = $5 + 0 }' "$work/run"
}

@test "topics: from a pipe, and from standard input by its other name" {
    run -0 pressmark-search -T <(printf '1\tsheriff\n')
    contains "$output" '1 Q0 one.md 1 '
    printf '1\tsheriff\n' >"$work/topics"
    run -0 pressmark-search -T /dev/stdin <"$work/topics"
    contains "$output" '1 Q0 one.md 1 '
    run -0 pressmark-search -T /dev/stdin < <(cat "$work/topics")
    contains "$output" '1 Q0 one.md 1 '
    run -2 pressmark-search -T "$work"
    contains "$output" 'directory'
}

@test "topics: exit status" {
    own_copy
    printf '1\tnonesuch\n' >topics
    run -1 pressmark-search -T topics
    run -2 pressmark-search -T no-such-file
    run -2 pressmark-search -T topics query
    run -2 pressmark-search --run=x query
    printf 'no tab here\n' >topics
    run -2 pressmark-search -T topics
    run -2 pressmark-search -T topics --run "$work/no/where"
}

@test "options that are wrong are errors" {
    run -2 pressmark-search --nonsense bridge
    contains "$output" 'pressmark-search --help'
    run -2 pressmark-search -Z bridge
    run -2 pressmark-search --color=sometimes bridge
    run -2 pressmark-search --passage-size=1 bridge
    run -2 pressmark-search --limit
}

@test "--help and --version" {
    run --separate-stderr -0 pressmark-search --help
    contains "$output" 'Usage: pressmark-search'
    run --separate-stderr -0 pressmark-search --version
    contains "$output" 'Xapian'
}

# ---- whether a hit is still what the file says ----

# Whether the first hit is marked as changed.
is_stale() {
    pressmark-search --jsonl "$1" | jq .stale | head -n 1
}

@test "a change within a second, or under the old time, makes a hit stale" {
    own_copy
    mkdir changed
    touch -d '2020-01-01 00:00:00.1' changed/time.txt
    echo 'a kestrel' >changed/time.txt
    echo 'a merlin' >changed/size.txt
    touch -d '2020-01-01 00:00:00.1' changed/*.txt
    pressmark-index -q .
    equal 'false false' "$(is_stale kestrel) $(is_stale merlin)"
    lacks "$(pressmark-search kestrel)" 'changed since'
    touch -d '2020-01-01 00:00:00.9' changed/time.txt
    echo 'a merlin and more' >changed/size.txt
    touch -d '2020-01-01 00:00:00.1' changed/size.txt
    equal 'true true' "$(is_stale kestrel) $(is_stale merlin)"
    contains "$(pressmark-search kestrel)" 'changed since indexed'
    rm changed/time.txt
    contains "$(pressmark-search kestrel)" 'file is gone'
}

@test "a member of an archive is as old as the archive" {
    own_copy
    mkdir packed
    echo 'a kestrel' >packed/a.txt
    echo 'a merlin' >packed/b.txt
    touch -d 2011-05-10 packed/a.txt packed/b.txt
    tar -C packed -czf x.tar.gz a.txt
    tar -C packed -cf y.tar b.txt
    rm -r packed
    touch -d 2020-01-01 x.tar.gz
    touch -d 2021-01-01 y.tar
    pressmark-index -q .
    equal 'false false' "$(is_stale kestrel) $(is_stale merlin)"
    touch y.tar
    equal 'false true' "$(is_stale kestrel) $(is_stale merlin)"
}

@test "what came from standard input is never stale" {
    own_copy
    pressmark-index -q - <<<'{"id":"1","text":"kestrel"}'
    equal false "$(is_stale kestrel)"
}

# ---- places ----

# The bytes of a file at a line and a column.
bytes_at() { # FILE LINE COLUMN N
    sed -n "$2p" "$1" | cut -b "$3-" | head -c "$4"
}

@test "line and column in JSON are where the passage begins, and the match has its own" {
    own_copy
    document place.txt 'Some words before it. And then, in the' 'second line of it, there is a kestrel here.'
    pressmark-index -q .
    local text line column match_line match_column
    {
        read -r line
        read -r column
        read -r match_line
        read -r match_column
        read -r text
    } < <(pressmark-search --jsonl kestrel |
        jq -r '.passages[0] | .line, .column, .match_line, .match_column, .text')
    equal "${text:0:10}" "$(bytes_at place.txt "$line" "$column" 10)"
    equal kestrel "$(bytes_at place.txt "$match_line" "$match_column" 7)"
    equal "$line" "$(pressmark-search --jsonl kestrel | jq .line)"
}

@test "members of archives are named in every form" {
    own_copy
    mkdir packed
    echo 'a kestrel' >packed/a.txt
    tar -cf x.tar packed/a.txt
    rm -r packed
    pressmark-index -q .
    contains "$(pressmark-search kestrel)" 'x.tar#packed/a.txt:1'
    contains "$(pressmark-search --vimgrep kestrel)" 'x.tar:1:3:packed/a.txt: a kestrel'
    contains "$(pressmark-search --csv kestrel)" ',packed/a.txt,'
}
