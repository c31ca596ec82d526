#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Several copies of a document give one hit.

load helper

# A release of a county: its name, the number of a road.
release() {
    printf '%s\n' "CANTON, Ohio (May 3, 2012) - $1 County closes a bridge" '' \
        "The engineer of $1 County closes the bridge on Route $2 for repairs, as inspectors found
that salt water had been dripping through the joints for many years and had eaten into steel. The
contractor expects to finish before winter, weather permitting, with detours posted along both
sides of the river. Closing the structure now costs everybody one summer, said the director of
public works; waiting would have meant losing it for good, along with the only crossing which
ambulances from the eastern townships can use at night. Residents may send questions to the office
by letter, telephone or electronic mail until the end of this month, when commissioners meet again
to decide about money for paving, culverts, guard rails and signs. Earlier reports, photographs,
drawings and minutes are kept at the library, where visitors find them on the second floor."
}

prepare_file() {
    mkdir a b
    release Stark 12 >a/stark.txt
    cp a/stark.txt b/stark-copy.txt
    cp a/stark.txt "b/stark again.txt"
    release Wayne 83 >a/wayne.txt
    document c.txt 'Another bridge' '' 'a short text that says bridge once'
    pressmark-index -q .
}

@test "a copy is named and not shown, a near copy is shown" {
    run -0 --separate-stderr pressmark-search bridge
    equal 3 "$(grep -c '^[0-9]' <<<"$output")"
    contains "$output" '   also: b/stark again.txt, b/stark-copy.txt'
    lacks "$output" similar
}

@test "--fold=near names near copies, --fold=no folds nothing" {
    run -0 --separate-stderr pressmark-search --fold=near county bridge
    equal 2 "$(grep -c '^[0-9]' <<<"$output")"
    contains "$output" 'also: '
    contains "$output" 'similar: a/'
    equal 5 "$(pressmark-search --fold=no bridge | grep -c '^[0-9]')"
}

@test "copies in JSON" {
    run -0 jq -r '(.hits[0] | "\(.path) \(.collapsed)"),
        (.hits[0].copies | sort_by(.path)[] | "\(.path) \(.is_near)"),
        (.hits[1] | "\(.copies) \(.collapsed)")' < <(pressmark-search --json --fold=near bridge stark county)
    equal 'a/stark.txt 3' "${lines[0]}"
    equal 'a/wayne.txt true b/stark again.txt false b/stark-copy.txt false' "${lines[*]:1:3}"
    equal 'null 0' "${lines[4]}"
}

@test "forms that cannot name copies show all of them, unless asked" {
    run -0 pressmark-search -l bridge
    equal 5 "${#lines[@]}"
    run -0 pressmark-search --csv bridge
    equal 6 "${#lines[@]}"
    equal 'a/stark.txt a/wayne.txt c.txt' "$(answers --fold=exact bridge)"
    run -0 pressmark-search -T - <<<$'1\tbridge'
    equal 5 "${#lines[@]}"
}

@test "pages are pages of what remains" {
    own_copy
    local i
    for i in {1..30}; do cp a/stark.txt "b/copy-$i.txt"; done
    pressmark-index -q .
    equal 'a/stark.txt a/wayne.txt c.txt' "$(for i in 0 1 2 3; do
        pressmark-search --jsonl -n 1 --offset=$i bridge || true
    done | jq -rs 'map(.path) | sort | join(" ")')"
    contains "$(pressmark-search -n 1 stark)" 'and 27 more'
}

@test "a copy comes and goes with its file" {
    own_copy
    rm a/stark.txt
    pressmark-index -q .
    contains "$(pressmark-search stark)" $'b/stark again.txt:3'
    contains "$(pressmark-search stark)" 'also: b/stark-copy.txt'
    echo 'Stark differs now' >b/stark-copy.txt
    pressmark-index -q .
    lacks "$(pressmark-search stark)" 'also:'
    cp 'b/stark again.txt' d.txt
    pressmark-index -q .
    contains "$(pressmark-search stark engineer)" 'also: d.txt'
}

@test "the slow writer finds the same" {
    own_copy
    pressmark-search --fold=near bridge >"$work/bulk"
    pressmark-index -q --rebuild --no-bulk .
    pressmark-search --fold=near bridge | diff "$work/bulk" -
}

@test "titles count, names of files do not" {
    cd "$work"
    printf '%s\n' '{"id":1,"title":"One","text":"same words"}' '{"id":2,"title":"Two","text":"same words"}' \
        '{"id":3,"title":"One","text":"same words"}' >r.jsonl
    printf 'x\n' >x1.c
    printf 'x\n' >x2.c
    pressmark-index -q .
    equal '[["1","3"],["2"]]' \
        "$(pressmark-search --jsonl words | jq -sc 'map([.id, .copies[]?.id] | sort) | sort')"
    run -0 pressmark-search --jsonl x
    equal 1 "${#lines[@]}"
}

# ---- one page in several formats and languages ----

# Chapter 4, on bridges: its lines, in the markup of a format.
page() {
    release "$2" 12 | case $1 in
        html) printf '<html><head><title>%s bridges - the manual</title></head><body><h1>%s bridges</h1><p>' "$2" "$2" &&
            tail -n +3 && echo '</p><p>It is a part of the manual.</p></body></html>' ;;
        rst) printf 'Of bridges (%s)\n==================\n\n' "$2" && tail -n +3 ;;
    esac
}

prepare_manual() {
    own_copy
    rm -r .pressmark ./*
    mkdir -p _sources/book book
    page rst Stark >_sources/book/bridges.rst.txt
    page html Stark >book/bridges.html
    page html Wayne >book/Wayne.html
    page rst Holmes >book/bridges-holmes.rst
}

@test "a page is one hit in all its formats" {
    prepare_manual
    pressmark-index -q .
    run -0 --separate-stderr pressmark-search 'Stark bridges'
    contains "$output" 'also: '
    equal 3 "$(grep -c '^[0-9]' <<<"$output")"
    equal 4 "$(pressmark-search --fold=exact --json 'Stark bridges' | jq '.hits | length')"
    equal 4 "$(pressmark-search -l 'Stark bridges' | wc -l)"
    equal 4 "$(pressmark-search --csv 'Stark bridges' | tail -n +2 | wc -l)"
    # the name counts wherever the file is moved to
    mv _sources/book/bridges.rst.txt other.rst.txt
    pressmark-index -q .
    equal 4 "$(pressmark-search --json 'Stark bridges' | jq '.hits | length')"
    mv other.rst.txt _sources/bridges.rst.txt
    pressmark-index -q .
    equal 3 "$(pressmark-search --json 'Stark bridges' | jq '.hits | length')"
}

@test "translations are one hit where a language is preferred" {
    own_copy
    rm -r .pressmark ./*
    mkdir -p manual/en manual/de manual/pt-br it no
    echo 'The bridge over the river is closed for repairs, as the engineer of the county has said.' >manual/en/bridge.txt
    echo 'Die Bruecke ueber den Fluss, the bridge, ist wegen der Reparatur geschlossen, wie der Ingenieur sagt; bridge.' >manual/de/bridge.txt
    echo 'A ponte sobre o rio, bridge, foi fechada para reparos, como disse o engenheiro do condado; bridge bridge.' >manual/pt-br/bridge.txt
    echo 'About the bridge one has to know that it is closed on the days of the week.' >it/bridge.txt
    echo 'There is no bridge at this place, and there was none before, as is well known.' >no/bridge.txt
    pressmark-index -q .
    equal 5 "$(pressmark-search --json bridge | jq '.hits | length')"
    run -0 jq -r '.hits[].path' < <(pressmark-search --json --prefer-lang=en bridge)
    equal 'it/bridge.txt manual/en/bridge.txt no/bridge.txt' "$(printf '%s\n' "${lines[@]}" | sort | xargs)"
    run -0 jq -r '.hits[] | select(.collapsed == 2) | .path, (.copies[].path)' \
        < <(pressmark-search --json --prefer-lang=fr,de-AT bridge)
    equal manual/de/bridge.txt "${lines[0]}"
    equal 'manual/en/bridge.txt manual/pt-br/bridge.txt' "$(printf '%s\n' "${lines[@]:1}" | sort | xargs)"
    equal 5 "$(pressmark-search -l --prefer-lang=en bridge | wc -l)"
    equal 5 "$(pressmark-search --json --fold=no --prefer-lang=en bridge | jq '.hits | length')"
    # a translation that moves is one no longer
    mv manual/de/bridge.txt manual/de/ponte.txt
    pressmark-index -q .
    equal 4 "$(pressmark-search --json --prefer-lang=en bridge | jq '.hits | length')"
    run -2 pressmark-search --prefer-lang=english bridge
    contains "$output" "'--prefer-lang' takes codes such as en,de, not 'english'"
}
