#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # variables that load helper and run set
# Hints for what queries of other programs say, and for names and places that do not exist.

load helper

prepare() {
    document b.md '---' 'status: draft' 'pages: 12' 'tags: [water, wells]' 'due: 2024-05-01' \
        'author: Ann Lee' '---' '# Wells' '' 'Water rights in irrigation.'
    document a.txt 'The county sheriff counted quinces.'
    rest
    pressmark-index -q .
}

hint() { # of a query
    { pressmark-search -- "$1" >/dev/null; } 2>&1 || equal 1 $?
}

@test "fields that other programs have are told as they are called here" {
    contains "$(hint newer_than:7d)" "did you mean 'date:7d'?"
    contains "$(hint older_than:1y)" "did you mean 'date:..1y'?"
    contains "$(hint format:html)" "did you mean 'type:html'?"
    contains "$(hint sender:ann)" "did you mean 'author:ann'?"
    contains "$(hint body:wells)" "did you mean 'wells'?"
}

@test "the nearest field has the same first letter, and is no short beginning of a long name" {
    contains "$(hint 'pags:>3')" "did you mean 'pages:'?"
    lacks "$(hint ext4_lookup:x)" 'did you mean'
    contains "$(hint author_name:ann)" "did you mean 'author:'?"
}

@test "a comparison without the colon is no silent answer" {
    contains "$(hint 'pages>10')" "to compare a field, write 'pages:>10'"
    contains "$(hint 'pages<=10')" "to compare a field, write 'pages:<=10'"
    equal '' "$(hint 'x>10')"
    equal '' "$(hint 'wells->x')"
}

@test "a date in a field is found in every form" {
    local query
    for query in 'due:2024-05-01' 'due:"1 May 2024"' 'due:"May 2024"' 'due:01.05.2024' 'due:2024/05/01'; do
        equal b.md "$(answers "$query")"
        equal '' "$(hint "$query")"
    done
    equal '' "$(answers 'due:"June 2024"')"
    contains "$(hint due:may)" "no document has 'may' as its 'due'"
}

@test "--open of a hit that there is not says so" {
    run --separate-stderr -1 pressmark-search --open=9 sheriff
    contains "$stderr" 'There is no hit 9'
}

@test "a field without a value and a phrase that no field has are no silent empty answers" {
    document a.md '---' 'owner: Lee, Ann' 'budget: 5' '---' 'Text'
    indexes .
    contains "$(pressmark-search 'owner:"Ann Lee"' 2>&1)" "no document has 'Ann Lee' as its 'owner'"
    contains "$(pressmark-search 'budget:?' 2>&1)" "'budget:?' has no value"
    contains "$(pressmark-search 'date:>' 2>&1)" "'date:>' has no value"
    contains "$(pressmark-search has:budget 2>&1)" "did you mean 'budget:*'"
    contains "$(pressmark-search missing:budget 2>&1)" "did you mean '-budget:*'"
    ! pressmark-search 'owner:"Lee, Ann"' 2>&1 | grep -F 'no document has' || return
}

@test "a page after the last one does not look as if nothing matched" {
    run --separate-stderr -1 pressmark-search --offset=5 irrigation
    equal 'Note: No hits are left after the first 5; the total is 1' "$stderr"
    run --separate-stderr -1 pressmark-search --offset=5 --json irrigation
    equal 'No hits are left after the first 5; the total is 1' "$(jq -r '.notes[]' <<<"$output")"
    for query in zanzibar '-n0 irrigation' '--offset=0 irrigation'; do
        # shellcheck disable=SC2086 # words of a command line
        run --separate-stderr pressmark-search $query
        lacks "$stderr" 'No hits are left'
    done
}

@test "an index without documents says so" {
    pressmark-index -q -x '*'
    for form in --color=never --count --facet=type; do
        run --separate-stderr -1 pressmark-search "$form" irrigation
        contains "$stderr" 'Note: The index has no documents'
    done
    pressmark-index -q --no-exclude
    lacks "$(hint irrigation)" 'no documents'
}
