# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154
# shellcheck disable=SC2016 # a name with a dollar in it
# Forms of answers: lines in context, chosen fields, templates, Markdown, limits, schemas.

load helper

schema() {
    "$BATS_TEST_DIRNAME/../schema.py" "$@"
}

prepare_file() {
    seq 1 30 | sed 's/.*/line & of the ledger/; 7s/$/ with a heron/; 9s/$/ and a heron/; 20s/$/, heron/' >lines.txt
    printf 'heron\n%s\n' "$(yes 'long words that follow each other' | head -n 40 | paste -sd ' ')" >long.txt
    # Everything that acts somewhere: a formula, markup, a link, control characters, marks of direction.
    {
        printf -- '---\ntitle: %s\ncounty: "@SUM(1+1)*cmd|%s"\ntags: [a, "b, \\"c\\""]\n---\n' \
            "'=1+1 </script><img src=x> [x](javascript:1) *b* \`c\`'" "' /C calc'!A0"
        printf '# not a \033[31mheading\033[0m\n\nThe bittern \u202egnp.exe\u202c said "quote, comma"\tand </script> & {{braces}}.\n'
    } >'odd name; rm -rf $HOME.md'
    printf '{"id": "r1", "title": "First", "text": "a plover", "county": "Stark", "größe": "12"}\n' >records.jsonl
    printf '{"id": "r2", "title": "Second", "text": "a plover, a plover", "county": ["Holmes", "Wayne"]}\n' >>records.jsonl
    pressmark-index -q .
}

@test "--grep: lines in the order of the file, with context and gaps" {
    equal 'lines.txt:7:line 7 of the ledger with a heron
lines.txt:9:line 9 of the ledger and a heron
lines.txt:20:line 20 of the ledger, heron' "$(pressmark-search --grep 'heron path:lines.txt')"
    equal 'lines.txt-6-line 6 of the ledger
lines.txt:7:line 7 of the ledger with a heron
lines.txt-8-line 8 of the ledger
lines.txt:9:line 9 of the ledger and a heron
lines.txt-10-line 10 of the ledger
--
lines.txt-19-line 19 of the ledger
lines.txt:20:line 20 of the ledger, heron
lines.txt-21-line 21 of the ledger' "$(pressmark-search -C 1 'heron path:lines.txt')"
    equal '6 7 9 19 20' "$(pressmark-search -B1 -C0 'heron path:lines.txt' | grep -v 8- | sed -E 's/[^0-9]*([0-9]+).*/\1/; /^-/d' | paste -sd ' ')"
    equal '20 21 22' "$(pressmark-search -A 2 'heron path:lines.txt' | tail -n 3 | sed -E 's/[^0-9]*([0-9]+).*/\1/' | paste -sd ' ')"
    equal 2 "$(pressmark-search --grep -m 2 'heron path:lines.txt' | wc -l)"
    # As grep has it, from the first file to the last.
    equal "$(grep -n -C 3 heron lines.txt)" "$(pressmark-search -C 3 'heron path:lines.txt' | sed -E 's/^lines.txt[:-]//')"
}

@test "--heading puts the path above, and is the default on a terminal only" {
    equal 'lines.txt
7:line 7 of the ledger with a heron' "$(pressmark-search --grep --heading -m 1 'heron path:lines.txt')"
    equal '' "$(pressmark-search --grep --heading heron -n 2 | sed -n 's/^--$/x/p')"
    equal 2 "$(pressmark-search --grep --heading heron | grep -c '\.txt$')"
}

@test "a long line is shown around its match, and ten hits are no flood" {
    for form in --grep --vimgrep; do
        run -0 pressmark-search $form 'follow path:long.txt'
        contains "$output" ' …'
        [ "${#output}" -lt 400 ]
        [ "$(pressmark-search $form -w 4000 'follow path:long.txt' | wc -c)" -gt 1300 ]
    done
    [ "$(pressmark-search --vimgrep ledger | wc -l)" -eq 5 ]
}

@test "-c counts the lines of each file" {
    equal 'lines.txt:3
long.txt:1' "$(pressmark-search -c heron | sort)"
    equal lines.txt:30 "$(pressmark-search -c ledger)"
    equal 30 "$(pressmark-search -c0 ledger | cut -d '' -f2)"
    equal 2 "$(pressmark-search --count heron)"
    # As grep has it.
    equal lines.txt:2 "$(pressmark-search -c -m 2 ledger)"
    run -2 pressmark-search --vimgrep -A 1 heron
    contains "$output" '-A, -B and -C print lines as --grep does'
}

@test "-p 0 is no passage in any form" {
    equal 'lines.txt' "$(pressmark-search -p 0 -n 1 ledger | sed -n '2s/ *\([^: ]*\).*/\1/p')"
    equal 2 "$(pressmark-search -p 0 -n 1 ledger | wc -l)"
    equal '[]' "$(pressmark-search -p 0 --json ledger | jq -c '.hits[0].passages')"
    lacks "$(pressmark-search -p 0 --markdown ledger)" '>'
    lacks "$(pressmark-search -p 0 --html ledger)" '<blockquote'
    run -2 pressmark-search --get lines.txt --json --fields path
}

@test "--fields chooses and orders what tables and JSON give" {
    equal 'title,county,path
Second,Holmes; Wayne,records.jsonl' "$(pressmark-search --csv --fields title,county,path id:r2 plover -n 1)"
    equal $'path\tline\trank' "$(pressmark-search --tsv --fields path,line,rank plover | head -n 1)"
    equal '{"version":1,"county":["Holmes","Wayne"],"rank":1}' "$(pressmark-search --jsonl --fields county,rank id:r2)"
    equal '["12"]' "$(pressmark-search --json --fields größe id:r1 | jq -c '.hits[0]["größe"]')"
    equal '["12"]' "$(pressmark-search --json --fields GROSSE id:r1 | jq -c '.hits[0].GROSSE')"
    equal '["First"]' "$(pressmark-search --json --fields fields.title,title id:r1 | jq -c '[.hits[0].title] | unique')"
}

@test "mistakes in --fields and --format are told" {
    run -0 --separate-stderr pressmark-search --csv --fields path,cuonty plover
    contains "$stderr" "did you mean 'county:'"
    run -0 --separate-stderr pressmark-search --format '{cuonty}' plover
    contains "$stderr" "did you mean 'county:'"
    run -2 pressmark-search --csv --fields path,path plover
    run -2 pressmark-search --csv --fields path,,id plover
    run -2 pressmark-search --fields path plover
    run -2 pressmark-search --format '{path' plover
    contains "$output" "column 1: there is no matching '}'"
    run -2 pressmark-search --format 'a} {path}' plover
    run -2 pressmark-search --format '{path:shell}' plover
    contains "$output" 'sh, json, url, html or md'
}

@test "--format: names, braces, escapes" {
    equal 'records.jsonl:2 {Second}' "$(pressmark-search --format '{path}:{line} {{{title}}}' id:r2)"
    equal $'1\tr2' "$(pressmark-search --format '{rank}\t{id}' id:r2)"
    pressmark-search -0 --format '{id}' id:r2 | cmp - <(printf 'r2\0')
    eval "set -- $(pressmark-search --format '{path:sh} {county:sh}' bittern)"
    equal 'odd name; rm -rf $HOME.md' "$1"
    equal "@SUM(1+1)*cmd|' /C calc'!A0" "$2"
    equal odd%20name%3B%20rm%20-rf%20%24HOME.md "$(pressmark-search --format '{path:url}' bittern)"
    equal '"@SUM(1+1)*cmd|'"' /C calc'"'!A0"' "$(pressmark-search --format '{county:json}' bittern)"
    lacks "$(pressmark-search --format '{title:html} {passage:html}' bittern)" '<'
}

@test "what acts in a spreadsheet, a page, a terminal or Markdown stays text" {
    run -0 pressmark-search --csv --fields title,county,tags bittern
    contains "${lines[1]}" "'=1+1"
    contains "${lines[1]}" "'@SUM"
    contains "${lines[1]}" '"a; b; ""c"""'
    run -0 pressmark-search --tsv --fields title,county,passage bittern
    equal 3 "$(tail -n 1 <<<"$output" | awk -F '\t' '{ print NF }')"
    contains "${lines[1]}" "'=1+1"
    run -0 pressmark-search --markdown bittern
    contains "$output" '\[x\](javascript:1)'
    contains "$output" '\*b\*'
    contains "$output" '\<img src=x\>'
    contains "$output" '**bittern**'
    contains "$output" '(./odd%20name%3B%20rm%20-rf%20%24HOME.md#not-a-31mheading0m)'
    for form in --grep --csv --tsv --markdown '--format {title}{passage}{path}' --json; do
        # shellcheck disable=SC2086
        run -0 pressmark-search $form bittern
        lacks "$output" $'\033'
        lacks "$output" $'\u202e'
    done
}

@test "--max-bytes and --max-words hold, passages go first, and what is missing is told" {
    pressmark-search -p 5 --json heron ledger plover bittern >"$work/whole"
    equal null "$(jq .omitted "$work/whole")"
    for limit in 300 500 800 1200 2000 5000; do
        for form in --json --grep --csv --markdown -q --jsonl -l; do
            pressmark-search -p 5 $form --max-bytes $limit heron ledger plover bittern >"$work/out" 2>"$work/err"
            [ "$(wc -c <"$work/out")" -le $limit ]
            [ $form != --json ] || schema answer <"$work/out"
        done
    done
    run -0 pressmark-search -p 5 --json --max-bytes 1500 heron ledger plover bittern
    [ "$(jq '.hits | length' <<<"$output")" -eq "$(jq '.hits | length' "$work/whole")" ]
    [ "$(jq .omitted.passages <<<"$output")" -gt 0 ]
    run -0 pressmark-search --json --max-bytes 500 heron ledger plover bittern
    equal "$(jq '.hits | length' "$work/whole")" "$(jq '(.hits | length) + .omitted.hits' <<<"$output")"
    for words in 20 40 80; do
        [ "$(pressmark-search --max-words $words heron ledger plover | wc -w)" -le $words ]
    done
    contains "$(pressmark-search --max-words 40 heron ledger plover)" 'omitted to keep to the limit: '
    run -0 --separate-stderr pressmark-search --csv --max-bytes 300 heron ledger plover bittern
    contains "$stderr" 'omitted to keep to the limit: '
    run -2 pressmark-search --json --max-bytes 20 heron
    equal limit "$(jq -r .error.kind <<<"$output")"
}

@test "JSON is as its schemas say, also of errors and without hits" {
    pressmark-search --json -p 3 --explain --fold=near heron plover | schema answer
    pressmark-search --jsonl -p 3 --explain heron plover | schema hit --lines
    pressmark-search --json --fields path,line,page,column,heading,passage,copies,county heron | schema answer
    { pressmark-search --json nonesuch || true; } | schema answer
    run -2 --separate-stderr pressmark-search --json --nonesuch
    schema error <<<"$stderr"
    run -2 --separate-stderr pressmark-search --jsonl -i "$work/none" heron
    schema error <<<"$stderr"
    equal not_found "$(jq -r .error.kind <<<"$stderr")"
    printf 'q1\theron\nq2\tplover\n' >"$work/topics"
    pressmark-search -T "$work/topics" --json | jq -c '.[]' | while read -r answer; do
        schema answer <<<"$answer"
    done
    # A schema that lets everything through would be none.
    run -1 schema answer < <(pressmark-search --json heron | sed 's/"rank":1/"rank":"1"/')
}

@test "--topics reads UTF-16, and --run=- is standard output" {
    local bom
    printf 'q1\theron\nq2\tplover\n' >"$work/topics"
    equal 'q1 q2' "$(pressmark-search -T "$work/topics" --run=- | cut -d ' ' -f 1 | uniq | paste -sd ' ')"
    equal '' "$(find . -maxdepth 1 -name '-')"
    for bom in UTF-16 UTF-16BE; do
        { [ $bom = UTF-16 ] || printf '\xfe\xff'; iconv -t $bom "$work/topics"; } >"$work/wide"
        equal "$(pressmark-search -T "$work/topics")" "$(pressmark-search -T "$work/wide")"
    done
}

@test "--topics answers in every form that has a place for the topic" {
    printf 'q1\theron\nq2\tplover\n' >"$work/topics"
    equal $'topic\trank' "$(pressmark-search -T "$work/topics" --tsv | head -n 1 | cut -f 1,2)"
    equal '## q1: heron|## q2: plover' "$(pressmark-search -T "$work/topics" --markdown | grep '^##' | paste -sd '|')"
    run --separate-stderr -2 pressmark-search -T "$work/topics" --json --max-bytes=10
    equal '[]' "$(jq -c . <<<"$output")"
    run -2 pressmark-search -T "$work/topics" --grep
    run -2 pressmark-search -T "$work/topics" --format '{path}'
}

@test "--topics --count gives the number of matches of every query" {
    printf 'q1\theron\nq 2\tzanzibar\n\nq3\t(\nq4\tdate:20x\nq5\t*\n' >"$work/topics"
    run --separate-stderr -2 pressmark-search -T "$work/topics" --count
    equal "q1:$(pressmark-search --count heron)|q 2:0|q5:$(pressmark-search --count '*')" \
        "$(tr '\t' ':' <<<"$output" | paste -sd '|')"
    contains "$stderr" "topics:4: the query has no words"
    contains "$stderr" "topics:5: column 6: '20x' is not a date"
    printf 'q2\tzanzibar\n' >"$work/topics"
    run -1 pressmark-search -T "$work/topics" --count
    pressmark-search -T <(printf 'q1\theron\n') --count --run="$work/run"
    equal "q1 $(pressmark-search --count heron)" "$(tr '\t' ' ' <"$work/run")"
    run -2 pressmark-search -T "$work/topics" --count --json
}
