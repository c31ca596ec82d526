#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # variables that load helper and run set
# --alerts: queries that are asked after each run and report new matches.

load helper

prepare() {
    document a.txt 'The harbour'
    document b.txt 'A lighthouse'
    printf '%s\t%s\n' port harbour light 'lighthouse OR lantern' >../alerts
}

# What a run says of alerts, in bytewise order.
tells() {
    rest
    pressmark-index -q --alerts=../alerts "$@" >"$work/told" 2>"$work/stderr"
    local status=$?
    LC_ALL=C sort "$work/told"
    return "$status"
}

@test "a new index: all that matches is new, and is told once" {
    equal $'light: b.txt:1: A lighthouse\nport: a.txt:1: The harbour' "$(tells .)"
    equal '' "$(tells)"
    equal '' "$(tells --rebuild)"
    pressmark-index --check
}

@test "what is added or begins to match is told, what matched before is not" {
    tells . >/dev/null
    document c.txt 'Some lantern'
    document b.txt 'A lighthouse and a harbour'
    equal $'light: c.txt:1: Some lantern\nport: b.txt:1: A lighthouse and a harbour' "$(tells)"
    document b.txt 'More of the lighthouse and the harbour'
    equal '' "$(tells)"
}

@test "what ceased to match is told when it matches again" {
    tells . >/dev/null
    document a.txt 'Nothing'
    equal '' "$(tells)"
    document a.txt 'The harbour again'
    equal 'port: a.txt:1: The harbour again' "$(tells)"
}

@test "an alert on an index that was there before knows what it holds" {
    pressmark-index -q .
    document c.txt 'Another harbour'
    equal 'port: c.txt:1: Another harbour' "$(tells)"
    # so does one whose query is another one now
    printf 'port\tferry\n' >../alerts
    document c.txt 'Another harbour with a ferry'
    document d.txt 'Ferry times'
    pressmark-index -q
    document e.txt 'A late ferry'
    equal 'port: e.txt:1: A late ferry' "$(tells)"
}

@test "one that is not in the file any more is remembered, for files take turns" {
    tells . >/dev/null
    printf 'light\tlighthouse OR lantern\n' >../other
    equal '' "$(pressmark-index -q --alerts=../other)"
    equal '' "$(tells)"
}

@test "records and members are matches of their own" {
    document r.jsonl '{"id":"x1","title":"First","text":"harbour"}' '{"id":"x2","title":"Second","text":"none"}'
    tells . >/dev/null
    document r.jsonl '{"id":"x1","title":"First","text":"harbour"}' '{"id":"x2","title":"Second","text":"harbour"}'
    equal 'port: r.jsonl:2: Second' "$(tells)"
}

@test "where one stands does not matter, and a path is that from there" {
    tells . >/dev/null
    mkdir sub
    document sub/c.txt 'Another harbour'
    cd sub
    equal 'port: c.txt:1: Another harbour' "$(pressmark-index -q --alerts=../../alerts)"
    cd "$work"
    equal '' "$(pressmark-index -q -i folder/.pressmark --alerts=alerts)"
    mv folder moved
    document moved/d.txt 'A third harbour'
    equal "port: moved/d.txt:1: A third harbour" "$(pressmark-index -q -i moved/.pressmark --alerts=alerts)"
}

@test "with --json a match is a line behind the summary, as its schema says" {
    printf '{"id":"x1","title":"A ferry","text":"lighthouse"}\n' >r.jsonl
    pressmark-index -q --json --alerts=../alerts . >../out
    equal 3 "$(head -n 1 ../out | jq .added)"
    equal '{"alert":"light","path":"b.txt","id":"","line":1,"title":"A lighthouse"}
{"alert":"light","path":"r.jsonl","id":"x1","line":1,"title":"A ferry"}
{"alert":"port","path":"a.txt","id":"","line":1,"title":"The harbour"}' \
        "$(tail -n +2 ../out | jq -c 'del(.version, .ref)' | sort)"
    tail -n +2 ../out | "$BATS_TEST_DIRNAME/../schema.py" alert --lines
    # The short name is that of a search, from wherever one stands.
    mkdir sub
    cd sub
    equal lighthouse "$(pressmark-search --get "$(jq -r 'select(.id == "x1").ref' ../../out)")"
    run -1 "$BATS_TEST_DIRNAME/../schema.py" alert < <(tail -n 1 ../../out | sed 's/"ref"/"raf"/')
}

@test "a path that is not UTF-8 is told by its bytes" {
    document $'odd\xff.txt' 'A harbour'
    pressmark-index -q --json --alerts=../alerts . >../out
    equal "$(printf 'odd\xff.txt' | base64)" "$(tail -n +2 ../out | jq -r '.path_bytes // empty')"
    tail -n +2 ../out | "$BATS_TEST_DIRNAME/../schema.py" alert --lines
    mv $'odd\xff.txt' $'odd\xfe.txt'
    equal 'port: odd\x{fe}.txt:1: A harbour' "$(tells)"
}

@test "a comment and an empty line are none, a bad line is told and the others count" {
    printf '%s\n' '# of the sea' '' 'no tab' $'port\tharbour' $'port\tship' $'\tship' $'empty\t ' $'bad\t\xff' $'when\tdate:2011-99' >../alerts
    run -1 --separate-stderr pressmark-index -q --alerts=../alerts .
    equal 'port: a.txt:1: The harbour' "$output"
    contains "$stderr" "../alerts:3: no tab between a name and a query"
    contains "$stderr" "../alerts:5: the name 'port' is that of line 4"
    contains "$stderr" "../alerts:6: no name"
    contains "$stderr" "../alerts:7: no query"
    contains "$stderr" "../alerts:8: not UTF-8"
    contains "$stderr" "../alerts:9: when: column 6: '2011-99' is not a date"
    lacks "$stderr" '{'
    lacks "$stderr" '../alerts:4:'
}

@test "what a document says cannot act on a terminal" {
    printf 'harbour\033[31m\nharbour\n' >$'c\n.txt'
    printf 'port\033[1m\tharbour\n' >../alerts
    tells . >/dev/null
    run cat "$work/told"
    lacks "$output" $'\033'
    contains "$output" 'port\u{1b}[1m: c\u{a}.txt:1: '
    equal 2 "${#lines[@]}"
}

@test "a query that looks like an option is a query" {
    printf 'minus\t-lantern harbour\n' >../alerts
    equal 'minus: a.txt:1: The harbour' "$(tells .)"
}

@test "without the file nothing is done" {
    run -2 --separate-stderr pressmark-index -q --alerts=../none .
    contains "$stderr" "'../none'"
    [ ! -e .pressmark ]
    run -2 pressmark-index --alerts=../alerts --check
    contains "$output" '--alerts excludes'
}

@test "what cannot be printed is not remembered" {
    pressmark-index -q --alerts=../alerts . >/dev/full 2>../errors || equal 2 $?
    equal 'pressmark-index: cannot write: No space left on device' "$(<../errors)"
    equal $'light: b.txt:1: A lighthouse\nport: a.txt:1: The harbour' "$(tells)"
}

@test "a memory that is damaged is an error, and is not passed over" {
    tells . >/dev/null
    echo rubbish >.pressmark/alerts
    run -2 --separate-stderr pressmark-index -q --alerts=../alerts
    contains "$stderr" ".pressmark/alerts' is damaged"
    equal '' "$output"
    rm .pressmark/alerts
    equal '' "$(tells)"
}

@test "a memory that is a link is not followed" {
    tells . >/dev/null
    mv .pressmark/alerts ../elsewhere
    ln -s ../../elsewhere .pressmark/alerts
    cp ../elsewhere ../before
    run -2 pressmark-index -q --alerts=../alerts
    cmp ../before ../elsewhere
}

@test "--watch tells after each update" {
    rest
    setpriv --pdeathsig TERM pressmark-index -q --watch --settle=0.1 --alerts=../alerts . >"$work/told" 2>"$work/stderr" 3>&- &
    watcher=$!
    has_told() {
        for ((tries = 0; tries < 200; tries++)); do
            [ "$(wc -l <"$work/told")" -lt "$1" ] || return 0
            pause 0.05
        done
        cat "$work/told" "$work/stderr"
        return 1
    }
    has_told 2
    document c.txt 'Some lantern'
    has_told 3
    equal 'light: c.txt:1: Some lantern' "$(tail -1 "$work/told")"
    kill "$watcher"
    wait "$watcher"
    equal '' "$(tells)"
}

@test "a caller that ignores the end of its children changes nothing" {
    document a.txt 'water'
    printf 'w\twater\n' >../alerts.tsv
    run -0 env --ignore-signal=CHLD pressmark-index -q --alerts ../alerts.tsv .
    contains "$output" 'w: a.txt'
    document b.txt 'more water'
    run --separate-stderr -0 env --ignore-signal=CHLD pressmark-search --update -l water
    equal '' "$stderr"
    contains "$output" 'b.txt'
}
