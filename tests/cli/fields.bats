#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # variables that load helper and run set
# What a hit shows if a field contains a word of the query and the text does not.

load helper

prepare_file() {
    mkdir records
    printf '%s\n' '{"id":1,"author":"Carla Diaz","city":"Lisbon","text":"The harbour was empty."}' \
        '{"id":2,"author":"Dora Ek","city":"Oslo","text":"Dora saw snow on the fjord."}' \
        '{"id":3,"by":"Eve <b>|=1+1","text":"A quiet day."}' >records/a.jsonl
    {
        printf 'Subject: Budget\nFrom: Alice Smith <alice@example.org>\nTo: '
        printf 'user%d@example.org, ' $(seq 100 160)
        printf 'Carol <carol@example.net>\n\nThe figures are attached.\n'
    } >records/m.eml
    pressmark-index -q -i index records
}

@test "a field with the word is shown" {
    run -0 pressmark-search -i index lisbon
    [ "${lines[3]}" = "   city: Lisbon" ]
    run -0 pressmark-search -i index city:oslo
    [ "${lines[3]}" = "   city: Oslo" ]
    run -0 pressmark-search -i index '+fjord +ek'
    [ "${lines[3]}" = "   author: Dora Ek" ]
}

@test "no field is shown for words that the passage or the title has" {
    run -0 pressmark-search -i index '+dora +snow'
    [ "${#lines[@]}" -eq 3 ]
    run -0 pressmark-search -i index budget
    [ "${#lines[@]}" -eq 3 ]
}

@test "of a long value the part around the word is shown" {
    run -0 pressmark-search -i index '+carol +alice'
    [ "${lines[3]}" = "   author: Alice Smith <alice@example.org>" ]
    [[ "${lines[4]}" == "   to: … "*"Carol <carol@example.net>" ]]
    [ "${#lines[4]}" -lt 240 ]
    run -0 pressmark-search -i index user130
    [[ "${lines[3]}" == "   to: … "*user130*" …" ]]
}

@test "in Markdown and on a page, where it cannot become markup" {
    run -0 pressmark-search -i index --markdown lisbon
    [[ "$output" == *"    city: **Lisbon**"* ]]
    run -0 pressmark-search -i index --markdown eve
    [[ "$output" == *'    by: **Eve** \<b\>'* ]]
    run -0 pressmark-search -i index --html=- eve
    [[ "$output" == *'<span class="soft">by:</span> <mark>Eve</mark> &lt;b&gt;|=1+1</p>'* ]]
}

@test "dates, amounts and ranges of fields are found in every form" {
    mkdir "$work/own"
    cd "$work/own"
    document a.md '---' 'due: 2025-03-01' "budget: '\$1.25M'" 'rating: 4' '---' 'Text a'
    document b.md '---' 'due: March 15, 2025' 'budget: 980,000 EUR' 'rating: 3' '---' 'Text b'
    indexes .
    equal b.md "$(answers due:2025-03-15)"
    equal 'a.md b.md' "$(answers due:2025-03)"
    equal a.md "$(answers 'budget:>1M')"
    equal a.md "$(answers budget:1250000)"
    equal a.md "$(answers 'rating:{3 TO *}')"
    equal b.md "$(answers 'rating:[3 TO 4}')"
    equal 'a.md b.md' "$(answers 'rating:[3 TO 4]')"
    equal b.md "$(answers 'due:{2025-03-01 TO 2025-03-15]')"
    equal 'a.md b.md' "$(answers 'rating:***')"
}

@test "a tag in quotes is found with any sign between its words" {
    own_copy
    document a.md '---' 'tags: [sea-wall, x]' '---' 'Quay.'
    document b.md '---' 'tags: [Sea Wall]' '---' 'Pier.'
    document c.md '---' 'tags: [sea, wall]' '---' 'Mole.'
    document d.md '---' 'tags: [sea_wall]' 'place: Stark County' '---' 'Dike.'
    indexes -i other.index a.md b.md c.md d.md
    equal 'a.md b.md d.md' "$(answers -i other.index 'tag:"sea wall"')"
    equal 'a.md b.md d.md' "$(answers -i other.index 'tag:"sea-wall"')"
    equal 'a.md b.md d.md' "$(answers -i other.index 'tag:"#sea_wall"')"
    equal 'a.md b.md c.md d.md' "$(answers -i other.index 'tag:sea-wall')"
    equal d.md "$(answers -i other.index 'place:"stark county"')"
    equal '' "$(answers -i other.index 'place:"county stark"')"
}
