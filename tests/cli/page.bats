# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154
# --html: results as a web page to be passed on.

load helper

prepare_file() {
    printf -- '---\ntitle: "Heron </title><script>alert(1)</script> & \\"co\\""\ndate: 2011-05-10\n---\nA heron </blockquote><img src=x onerror=alert(1)> by the mill.\n' >evil.md
    printf 'The heron \033[31mred\033[0m \u202edesrever\u202c.\n' >'odd "name" <b>.txt'
    printf '{"id":"a","title":"Der Reiher","text":"Ein heron in der Stadt, und die Leute sehen ihm zu, wie er am Ufer steht.","date":"2012-03-01"}\n' >r.jsonl
    pressmark-index -q .
}

# The elements and attributes that a parser finds, one a line: "p class=soft".
elements() {
    python3 -c '
import html.parser, sys
class Lister(html.parser.HTMLParser):
    def handle_starttag(self, tag, attrs):
        print(tag, *(f"{k}={v}" for k, v in attrs))
page = Lister()
page.feed(sys.stdin.read())
page.close()
'
}

@test "a page has the query, the counts, the hits with their marks, and links" {
    run -0 pressmark-search --html heron
    contains "$output" '<title>heron</title>'
    contains "$output" '<h1 dir="auto">heron</h1>'
    contains "$output" '<p class="soft">3 documents</p>'
    contains "$output" '<mark>heron</mark>'
    contains "$output" "href=\"file://$PWD/evil.md\""
    contains "$output" '<time datetime="2011-05-10">2011-05-10</time>'
    contains "$output" 'lang="de"'
    contains "$output" 'aria-label="Documents by month from 2011-05 to 2012-03, at most 1"'
    contains "$output" '<caption>type</caption>'
    equal 3 "$(grep -c '<li class="hit">' <<<"$output")"
    contains "$(pressmark-search --html --hyperlink-format=vscode 'heron path:evil.md')" "href=\"vscode://file$PWD/evil.md:5:1\""
    lacks "$(pressmark-search --html --hyperlink-format=none heron)" href=\"file
    contains "$(pressmark-search --html --facet language heron)" '<caption>language</caption>'
    contains "$(pressmark-search --html -n 2 heron nonesuch)" '<mark>heron</mark>'
}

@test "nothing of a document or a query is markup" {
    pressmark-search --html 'heron "</h1><script>" <style>' >"$work/page"
    elements <"$work/page" >"$work/elements"
    lacks "$(<"$work/elements")" script
    lacks "$(<"$work/elements")" onerror
    equal '' "$(grep -vE '^(html|head|meta|style|title|body|a|header|h[123]|p|main|section|figure|svg|rect|figcaption|span|div|table|caption|tr|th|td|ol|li|article|time|mark|blockquote|footer|strong)( |$)' "$work/elements")"
    equal 1 "$(grep -c '^style' "$work/elements")"
    equal '' "$(grep -E '(src|href)=' "$work/elements" | grep -vE 'href=(file://|#hits)' || true)"
    lacks "$(<"$work/page")" $'\033'
    lacks "$(<"$work/page")" $'\u202e'
    contains "$(<"$work/page")" 'odd%20%22name%22%20%3Cb%3E.txt'
}

@test "--html=FILE writes a file, whole also without hits, and keeps to a limit" {
    run -0 pressmark-search --html="$work/page.html" heron
    equal '' "$output"
    equal '</html>' "$(tail -n 1 "$work/page.html")"
    run -1 pressmark-search --html="$work/none.html" nonesuch
    contains "$(<"$work/none.html")" 'There is none.'
    equal '</html>' "$(tail -n 1 "$work/none.html")"
    run -2 pressmark-search --html="$work/no/such/folder.html" heron
    contains "$output" 'cannot create'
    local limit=$(($(wc -c <"$work/page.html") - 200))
    pressmark-search --html="$work/short.html" --max-bytes $limit heron
    [ "$(wc -c <"$work/short.html")" -le $limit ]
    contains "$(<"$work/short.html")" 'omitted to keep to the limit'
    run -2 pressmark-search --html --json heron
}
