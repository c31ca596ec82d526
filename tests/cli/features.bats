#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# --explain, --like, --expand and "Did you mean".

load helper

prepare_file() {
    document news/jail.txt 'The sheriff of the county opened the new jail' '' 'The jail has many cells.'
    document news/other.txt 'A jail of another county and its sheriffs'
    document news/river.txt 'The river flooded the bridge' '' 'The flood took the school too.'
    document 'news/two words.txt' 'Floods near the old school'
    printf '%s\n' '{"id":"r2","title":"Two","text":"sheriffs guard the bridge"}' \
        '{"id":"r1","title":"One","text":"the river and its bridges and floods"}' >records.jsonl
    pressmark-index -q .
}

ids() {
    pressmark-search --jsonl "$@" | jq -rs 'map(.path + (if .id == "" then "" else "#" + .id end)) | join(" ")'
}

# ---- --explain ----

@test "--explain: the shares add up to the score, in every form of query" {
    local query
    for query in 'sheriff jail' '+bridge river -school' '"the river" floods' 'jail NEAR/5 county' 'sher* fl?od*' \
        'brigde~ school' 'title:two bridge' '(jail AND county) OR river'; do
        pressmark-search --json --explain "$query" >"$work/json"
        jq -e '(.hits | length) > 0 and all(.hits[];
                   (([.explain[].share] | add) / .score - 1 | fabs) < 1e-6)' "$work/json" ||
            { echo "$query" && return 1; }
    done
}

@test "a word that is asked for twice counts 2 to the power of 0.7" {
    local once twice
    once=$(pressmark-search --jsonl -n 1 jail | jq .score)
    twice=$(pressmark-search --jsonl -n 1 jail jail | jq .score)
    awk -v once="$once" -v twice="$twice" 'BEGIN {
        print twice / once
        exit !(twice / once > 1.6 && twice / once < 1.65)
    }'
}

@test "--explain --jsonl: terms with field, kind and numbers" {
    equal '{"term":"bridg","field":"text","kind":"stem","tf":1,"df":3,"length":true,"share":true}' \
        "$(pressmark-search --jsonl --explain +guard bridges | jq -c '.explain[] |
            select(.term == "bridg") | .length = (.length > 10) | .share = (.share > 0)')"
    equal 'title' "$(pressmark-search --jsonl --explain title:one | jq -r '.explain[0].field')"
    pressmark-search --jsonl bridge | jq -e 'has("explain") | not'
}

@test "--explain as text: a table below each hit" {
    run -0 pressmark-search --explain -n 1 sheriff jail bridge
    contains "$output" 'score; document of length '
    [[ $output =~ [0-9]\.[0-9]{5}\ \ jail\ +stem\ +text\ +tf\ 4\ +df\ 2 ]]
    contains "$output" '-  not in it: bridg bridge'
}

@test "--explain goes with hits that are shown whole" {
    run -2 pressmark-search --explain --csv jail
    run -2 pressmark-search --explain -l jail
    run -2 pressmark-search --explain --vimgrep jail
    printf '1\tjail\n' >"$work/topics"
    run -2 pressmark-search --explain --topics "$work/topics"
}

# ---- --like ----

@test "--like: by path from wherever one stands, without the document itself" {
    equal 'news/other.txt records.jsonl#r2' "$(ids --like news/jail.txt)"
    equal 'news/other.txt records.jsonl#r2' "$(ids --like "$PWD/news/../news/jail.txt")"
    cd news
    equal 'other.txt' "$(ids --like jail.txt | cut -d ' ' -f 1)"
    equal 'river.txt' "$(ids --like 'two words.txt' | cut -d ' ' -f 1)"
}

@test "--like: by the id of a record, and by the path of a file of records" {
    equal "$(ids --like r1)" "$(ids --like 'records.jsonl#r1')"
    equal "$(ids --like r2)" "$(ids --like records.jsonl)"
    contains "$(ids --like r1)" 'news/river.txt'
    lacks "$(ids --like r1)" 'records.jsonl#r1'
}

@test "--like: a query beside it filters" {
    equal 'news/other.txt' "$(ids --like news/jail.txt -- -guard)"
    equal 'records.jsonl#r2' "$(ids --like news/jail.txt bridge)"
    run -1 pressmark-search --like news/jail.txt nonesuch
}

@test "--like: several indexes" {
    local first=$PWD
    mkdir "$work/second"
    cd "$work/second"
    document jail.txt 'The jail of the second county has a sheriff'
    document nothing.txt 'Nothing of the kind'
    pressmark-index -q .
    equal 'jail.txt' "$(ids -i "$first/.pressmark" -i .pressmark --like "$first/news/jail.txt" -n 2 |
        tr ' ' '\n' | grep '^jail' )"
    lacks "$(ids -i "$first/.pressmark" -i .pressmark --like jail.txt)" ' jail.txt'
}

@test "--like: what is not in the index is an error that says so" {
    own_copy
    document late.txt 'The jail'
    run --separate-stderr -2 pressmark-search --like late.txt
    equal '' "$output"
    contains "$stderr" "'late.txt' is not in the index"
    contains "$stderr" 'pressmark-index'
    run -2 pressmark-search --like nowhere jail
    run -2 pressmark-search --like news/jail.txt --expand
}

@test "--like: passages show what the two have in common" {
    pressmark-search --json --like news/jail.txt | jq -e '.hits[0].passages[0].marks | length >= 3'
}

# ---- --expand ----

@test "--expand finds more, and keeps to what a query demands" {
    lacks "$(ids river)" 'two words.txt'
    contains "$(ids --expand river)" 'two words.txt'
    lacks "$(ids --expand +river)" 'two words.txt'
    lacks "$(ids --expand river -school)" 'river.txt'
    run -1 pressmark-search --expand nonesuch
}

@test "--expand: topics" {
    printf '1\triver\n' >"$work/topics"
    [ "$(pressmark-search --expand --topics "$work/topics" | wc -l)" -gt "$(pressmark-search --topics "$work/topics" | wc -l)" ]
}

# ---- "Did you mean" ----

@test "a misspelt word: a hint on standard error, hits and status as they are" {
    run --separate-stderr -1 pressmark-search sherrif
    equal '' "$output"
    equal 'Did you mean: sheriff' "$stderr"
    run --separate-stderr -0 pressmark-search --csv county shcool
    contains "$stderr" 'Did you mean: county school'
    lacks "$output" 'Did you mean'
    run --separate-stderr -0 pressmark-search sheriff
    equal '' "$stderr"
}

@test "a missed space, and one too many" {
    # What the search has looked for anyway is not offered, but a phrase is exact.
    run --separate-stderr -0 pressmark-search sheriffsguard
    equal '' "$stderr"
    run --separate-stderr -1 pressmark-search '"sheriffsguard"'
    equal 'Did you mean: "sheriffs guard"' "$stderr"
    run --separate-stderr -0 pressmark-search 'sher iff'
    equal 'Did you mean: sheriff' "$stderr"
}

@test "no hint where nothing is better, with -q, in a run" {
    run --separate-stderr -1 pressmark-search qqqqqq
    equal '' "$stderr"
    run --separate-stderr -1 pressmark-search -q sherrif
    equal '' "$stderr"
    run --separate-stderr -1 pressmark-search 'sherrif AND qqqqqq'
    equal '' "$stderr"
    printf '1\tsherrif\n' >"$work/topics"
    run --separate-stderr -1 pressmark-search --topics "$work/topics"
    equal '' "$stderr"
}

@test "--json has the hint as a member" {
    pressmark-search -q --json sherrif >"$work/json" || equal 1 $?
    equal 'sheriff' "$(jq -r .did_you_mean "$work/json")"
    pressmark-search --json sheriff | jq -e 'has("did_you_mean") | not'
    # Bytes that are not UTF-8 move no word to another place.
    pressmark-search -q --json $'\xe9\xe9\xe9 sherif' >"$work/json" || equal 1 $?
    equal $'\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd sheriff' "$(jq -r .did_you_mean "$work/json")"
}
