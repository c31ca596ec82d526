# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154
# Counts by fields, dates and folders; sort orders; limits by date and by file.

load helper

prepare_file() {
    local i
    mkdir -p notes/old notes/new
    for i in {1..30}; do
        printf '{"id":"r%d","text":"ledger entry %d","county":"%s","pages":%d,"date":"20%02d-0%d-11"}\n' "$i" "$i" \
            "$([ $((i % 3)) -eq 0 ] && echo Stark || echo 'Van Wert')" $((i * 37 % 31)) $((8 + i / 6)) $((1 + i % 9))
    done >records.jsonl
    printf -- '---\ncounty: =Stark\ntags: [mail, "a\\tb"]\n---\nAn entry about a ledger.\n' >notes/old/a.md
    printf 'Another ledger entry.\n' >notes/new/b.txt
    printf '<p>Third ledger entry</p>\n' >notes/new/c.html
    pressmark-index -q .
}

@test "--facet: a table where it is no terminal, CSV, TSV and JSON" {
    equal $'county\tVan Wert\t20\ncounty\tStark\t10\ncounty\t\x27=Stark\t1' "$(pressmark-search --facet county ledger)"
    equal $'type,html,1\ntype,jsonl,30\ntype,markdown,1\ntype,text,1' "$(pressmark-search --csv --facet type ledger | tail -n +2 | sort)"
    equal $'field\tvalue\tcount' "$(pressmark-search --tsv --facet type ledger | head -n 1)"
    equal '{"field":"county","matches":33,"with":31,"is_whole":true,"values":3}' \
        "$(pressmark-search --json --facet county ledger | jq -c '.facets[0] | .values |= length')"
    pressmark-search --json --facet county --facet date ledger | "$BATS_TEST_DIRNAME/../schema.py" answer
    # Two at once, each in its turn.
    equal 'lang type' "$(pressmark-search --facet lang --facet type ledger | cut -f1 | uniq | paste -sd ' ')"
}

@test "facets count all that match, not the first page, and only those" {
    equal 30 "$(pressmark-search --json -n 1 --facet type ledger | jq '.facets[0].values[] | select(.value == "jsonl").count')"
    equal $'county\tStark\t1' "$(pressmark-search --facet county 'id:r3')"
    equal $'county\tStark\t10' "$(pressmark-search --facet county 'entry +county:stark -tag:mail')"
    run -1 pressmark-search --facet county nonesuch
    equal '' "$output"
    equal 0 "$(pressmark-search --json --facet county nonesuch | jq '.facets[0].values | length')"
    run -0 --separate-stderr pressmark-search --facet cuonty ledger
    contains "$stderr" "did you mean 'county:'"
    run -2 pressmark-search --facet county --vimgrep ledger
    run -2 pressmark-search --facet county --count ledger
}

@test "dates: by year, month or day, whichever fits" {
    equal $'date\t2008-02\t1\ndate\t2008-03\t1' "$(pressmark-search --facet date ledger | head -n 2)"
    equal $'year\t2008\t5\nyear\t2009\t6' "$(pressmark-search --facet year ledger | head -n 2)"
    equal $'date\t2009-01' "$(pressmark-search --facet date ledger date:2009 | head -n 1 | cut -f 1,2)"
    equal $'date\t2009-07-11\t1' "$(pressmark-search --facet date ledger date:2009-07)"
    equal $'month\t2009-07\t1' "$(pressmark-search --facet month ledger date:2009-07)"
    equal $'day\t2009-07-11\t1' "$(pressmark-search --facet day ledger date:2009-07)"
}

@test "folders below the deepest that all matches are in" {
    equal $'folder\t./\t30\nfolder\tnotes/\t3' "$(pressmark-search --facet folder ledger)"
    equal $'folder\tnotes/new/\t2\nfolder\tnotes/old/\t1' "$(pressmark-search --facet folder 'ledger path:notes')"
    equal $'folder\tnew/\t2' "$(cd notes && pressmark-search --facet folder 'ledger path:notes path:new' | head -n 1)"
}

@test "bars and a timeline on a terminal, as wide as it is" {
    needs_terminal
    COLUMNS=60 on_terminal pressmark-search --color=never --facet county --facet date ledger >"$work/out"
    contains "$(<"$work/out")" 'county: 31 of 33 matches have it, 3 values'
    contains "$(<"$work/out")" '  Van Wert  20  ██'
    contains "$(<"$work/out")" 'date by month: 30 of 33 matches have it'
    [ "$(wc -L <"$work/out")" -le 60 ]
    grep -q '^  2008-02 .* 2013-04$' "$work/out"
    # Longer bars for more.
    stark=$(grep '  Stark ' "$work/out")
    wert=$(grep '  Van Wert ' "$work/out")
    [ "${#wert}" -gt "${#stark}" ]
    COLUMNS=30 on_terminal pressmark-search --color=never --facet county --facet date ledger >"$work/out"
    [ "$(grep '^  ' "$work/out" | wc -L)" -le 30 ]
}

@test "--sort: numbers of a field as numbers, paths, either way round" {
    pressmark-search --jsonl -n 40 --fold=no --sort pages --fields pages ledger | jq '.pages[0] // "none" | tonumber? // "none"' >"$work/up"
    equal "$(grep -v none "$work/up" | sort -n)" "$(grep -v none "$work/up")"
    equal 30 "$(grep -c '^[0-9]' "$work/up")"
    equal '"none"' "$(tail -n 1 "$work/up")"
    pressmark-search --jsonl -n 40 --fold=no --sort=-pages --fields pages ledger | jq '.pages[0] // "none" | tonumber? // "none"' >"$work/down"
    equal "$(grep -v none "$work/up" | sort -rn)" "$(grep -v none "$work/down")"
    equal '"none"' "$(tail -n 1 "$work/down")"
    equal 'notes/new/b.txt' "$(pressmark-search -l --sort path ledger | head -n 1)"
    equal 'records.jsonl' "$(pressmark-search -l --sort=-path ledger | head -n 1)"
    pressmark-search -n 40 --sort county --format '{county}' ledger | grep . | LC_ALL=C sort -cf
    run -2 pressmark-search --sort nonesuch ledger
}

@test "--since and --until are dates of any form, also without operators and alone" {
    equal 5 "$(pressmark-search --count --until 2008 ledger)"
    equal 25 "$(pressmark-search --count --since 2009-01-01 ledger)"
    equal 6 "$(pressmark-search --count -F --since 2009 --until 31.12.2009 ledger)"
    equal 0 "$(pressmark-search --count --since 7d ledger || true)"
    equal 6 "$(pressmark-search --json --since 2009 --until 2009 'ledger OR nonesuch' | jq .total)"
    run -2 pressmark-search --since soon ledger
    contains "$output" "option '--since' takes a date"
    run -2 pressmark-search --until 2011-99 ledger
}

@test "--max-per-file: records of one file do not take all places" {
    equal 2 "$(pressmark-search --csv --max-per-file 2 -n 40 ledger | grep -c records.jsonl)"
    equal 5 "$(pressmark-search --jsonl --max-per-file 2 -n 40 ledger | wc -l)"
    # The best of each, in the order of the ranking, on pages that go together.
    pressmark-search --format '{path}#{id}' --max-per-file 2 -n 40 ledger >"$work/all"
    pressmark-search --format '{path}#{id}' --fold=no -n 40 ledger | awk -F '#' 'n[$1]++ < 2' | cmp - "$work/all"
    for i in 0 1 2 3 4; do
        pressmark-search --format '{path}#{id}' --max-per-file 2 -n 1 --offset $i ledger
    done | cmp - "$work/all"
}

@test "what counts or narrows needs no query" {
    equal "$(pressmark-search --count '*')" "$(pressmark-search --count)"
    equal "$(pressmark-search --facet county '*')" "$(pressmark-search --facet county)"
    equal "$(pressmark-search --count --since 2009 '*')" "$(pressmark-search --count --since 2009)"
    equal "$(pressmark-search -l -n 50 --since 2009 '*')" "$(pressmark-search -l -n 50 --since 2009)"
    run -2 pressmark-search -l
    contains "$output" 'no query'
    run -2 pressmark-search --count -F
    run -2 pressmark-search --facet ''
    run -2 pressmark-search --count --facet county ledger
    contains "$output" '--count excludes'
    run -2 pressmark-search --since 2012 --until 2009 ledger
    contains "$output" "'--since=2012' is later than '--until=2009'"
}

@test "an answer of no hits says whether there are any, and counts of a facet are the total" {
    pressmark-search -n 0 ledger
    run -1 pressmark-search -n 0 nonesuch
    pressmark-search -n 0 --json --facet county ledger >"$work/json"
    equal "$(pressmark-search --count ledger) true" "$(jq -r '"\(.total) \(.total_is_exact)"' "$work/json")"
    equal "$(pressmark-search --count ledger)" "$(jq '.facets[0].matches' "$work/json")"
}

@test "--facet tag says by which name tags are counted" {
    own_copy
    document t1.md '---' 'tags: [Alpha, beta]' '---' 'tagged ibis'
    rest
    pressmark-index -q .
    run -0 --separate-stderr pressmark-search --facet tag ibis
    contains "$stderr" "'tag' is counted under the name that the documents use: tags, keywords or categories"
    run -0 --separate-stderr pressmark-search --facet tags ibis
    equal '' "$stderr"
    equal $'tags\tAlpha\t1' "${lines[0]}"
}

@test "--max-per-file: files of two indexes that are stored under one path are two" {
    cd "$work"
    for i in one two; do
        document "$i/notes.txt" "A heron of $i"
        pressmark-index -q -i "$i/.pressmark" "$i"
    done
    for order in relevance newest path title; do
        equal 2 "$(pressmark-search -i one/.pressmark -i two/.pressmark --max-per-file 1 -s "$order" --jsonl heron | wc -l)"
    done
}
