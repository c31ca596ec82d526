#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Web pages with menus and dates around their text.

load helper

# A page of a site: its headline, its text.
page() {
    printf '%s\n' '<div class=sidebar><p>Rivers and orchards of the county</p>' \
        '<ul><li><a href=r.html>Rivers</a><li><a href=q.html>Quinces</a><li><a href=m.html>Medlars</a></ul></div>' \
        "<h1>$1</h1><p>$2" '<div id=footer>Printed by the orchard office. Imprint and privacy.</div>'
}

# A hundred words or so that no other page has.
words() {
    for ((i = 0; i < 120; i++)); do printf '%s%s ' "$1" "$(tr 0-9 a-j <<<"$i")"; done
}

@test "navigation is found, and is a passage only where the text has none of the words" {
    page Quinces 'They ripen in October, when the orchards smell of them.' >q.html
    page Rivers 'The river rises in spring.' >r.html
    pressmark-index -q .
    run -0 pressmark-search --jsonl orchards
    equal 'q.html r.html' "$(jq -r .path <<<"$output" | paste -sd ' ')"
    equal 'They ripen in October, when the orchards smell of them.' \
        "$(head -n 1 <<<"$output" | jq -r '.passages[0].text')"
    contains "$(tail -n 1 <<<"$output" | jq -r '.passages[0].text')" orchard
    run -0 pressmark-search --vimgrep orchards q.html
    equal 1 "$(grep -c '^q.html' <<<"$output")"
}

@test "two pages with the same navigation are no copies, two in different sites are" {
    mkdir a b
    { page One 'Short.'; words menu; echo; } | sed '$s/^/<nav>/' >a/1.html
    { page Two 'Other.'; words menu; echo; } | sed '$s/^/<nav>/' >a/2.html
    pressmark-index -q a
    equal 2 "$(pressmark-search orchards | grep -c '^[0-9]')"
    printf '<nav>%s</nav><h1>Fig</h1><p>The figs were picked early.' "$(words a)" >b/1.html
    printf '<nav>%s</nav><h1>Fig</h1><p>The figs were picked early.' "$(words b)" >b/2.html
    pressmark-index -q -i ../b.index b
    equal 1 "$(pressmark-search -i ../b.index figs | grep -c '^[0-9]')"
}

@test "a page is of the day that stands on it, and sorted by the moment" {
    document a.md '---' 'date: 2023-11-08T21:28:00-06:00' '---' 'harvest'
    document b.md '---' 'date: 2023-11-09T03:00:00+02:00' '---' 'harvest'
    document c.md '---' 'date: 2023-11-09T02:00:00Z' '---' 'harvest'
    pressmark-index -q .
    equal 'a.md' "$(pressmark-search -l 'date:2023-11-08 harvest')"
    equal 'a.md' "$(pressmark-search -l 'date:2023-11-07..2023-11-08 harvest')"
    equal 'a.md c.md b.md' "$(pressmark-search -l --sort=newest harvest | paste -sd ' ')"
    equal '2023-11-08T21:28:00-06:00' "$(pressmark-search --jsonl 'date:2023-11-08 harvest' | jq -r .date)"
}

@test "a page is of the day that its headers, its properties or the time of its last change say" {
    local metas=('http-equiv="Last-Modified" content="Tue, 03 Mar 2020 10:00:00 GMT"' 'http-equiv=date content=2020-03-03'
        'itemprop=datePublished datetime=2020-03-03' 'property=OG:Updated_Time content=2020-03-03'
        'name=article.published content=2020-03-03' 'name=bt:pubDate content=2020-03-03')
    for i in "${!metas[@]}"; do
        printf '<head><meta %s><body><h1>Quinces</h1><p>harvest' "${metas[i]}" >"$i.html"
    done
    pressmark-index -q .
    equal "${#metas[@]}" "$(pressmark-search --count 'date:2020-03-03 harvest')"
}
