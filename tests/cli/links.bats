#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The words of links as evidence about the pages that they lead to.

load helper

page() { # FILE TEXT
    mkdir -p "$(dirname "$1")"
    printf '<html><body><p>%s</p></body></html>\n' "$2" >"$1"
}

hits() { # QUERY: the paths, in their order
    pressmark-search --jsonl -n 100 "$1" | jq -r .path | paste -sd ' '
}

# What each link term of a document counts: "word wdf ...".
link_terms() { # PATH
    local generation
    generation=$(echo .pressmark/gen-*)
    xapian-delve -v -1 -r "$(xapian-delve -t "Q$1" "$generation" | grep -oE '[0-9]+' | tail -n 1)" \
        "$generation" | sed -nE 's/^Z?C([^ ]+ [0-9]+).*/\1/p' | paste -sd ' '
}

@test "a page is found by the words of links that lead to it" {
    page a/zebra.html 'An animal with stripes.'
    page a/lion.html 'An animal with a mane.'
    page index.html 'See <a href="a/zebra.html#coat">horses of Africa</a>.'
    pressmark-index -q .
    equal 'a/zebra.html' "$(hits horse | tr ' ' '\n' | grep zebra)"
    contains "$(hits 'horses animal')" 'a/zebra.html'
    equal 'a/zebra.html' "$(hits '+horses stripes' | cut -d ' ' -f 1)"
    run -0 pressmark-search --explain horses
    contains "$output" link
}

@test "links are resolved as they stand: case, encoding, folders, bases, places" {
    page 'a/two words.html' 'One.'
    page a/Case.html 'Two.'
    page a/folder/index.html 'Three.'
    page a/sub/rooted.html 'Four.'
    page b/based.html 'Five.'
    page a/plain.html 'Six.'
    page a/from.html '<a href="two%20words.html">newt</a> <a href="CASE.HTML">crow</a>
        <a href="folder/">wolf</a> <a href="/sub/rooted.html">vole</a> <a href="plain?x#y">bear</a>
        <a href="https://example.org/a/plain.html">boar</a> <a href="from.html">lynx</a>'
    printf '<html><head><base href="../b/"></head><body><a href="based.html">hawk</a></body></html>' >a/base.html
    pressmark-index -q .
    equal 'newt 1' "$(link_terms 'a/two words.html')"
    equal 'crow 1' "$(link_terms a/Case.html)"
    equal 'wolf 1' "$(link_terms a/folder/index.html)"
    equal 'vole 1' "$(link_terms a/sub/rooted.html)"
    equal 'bear 1' "$(link_terms a/plain.html)"
    equal 'hawk 1' "$(link_terms b/based.html)"
    equal '' "$(link_terms a/from.html)"
}

@test "notes and books lead to each other too: Markdown, wikis, reST, Org, AsciiDoc" {
    mkdir -p notes/deep book
    echo 'One.' >notes/deep/Some-Page.md
    echo 'Two.' >book/two.rst
    echo 'Three.' >book/three.org
    echo 'Four.' >book/four.adoc
    echo 'See [[Some page|newt]], [[deep/some_page|crow]] and [wolf](../book/two.rst).' >notes/from.md
    # shellcheck disable=SC2016 # marks of the format
    echo ':doc:`boar </three>` and `bear <four>`_' >book/from.rst
    echo '[[file:three.org::*Part][hawk]] [[two][vole]]' >book/from.org
    echo 'xref:two.rst#part[lynx]' >book/from.adoc
    pressmark-index -q .
    equal 'crow 1 newt 1' "$(link_terms notes/deep/Some-Page.md)"
    equal 'lynx 1 vole 1 wolf 1' "$(link_terms book/two.rst)"
    equal 'boar 1 hawk 1' "$(link_terms book/three.org)"
    equal 'bear 1' "$(link_terms book/four.adoc)"
}

@test "pages in an archive lead to each other, and not to files beside it" {
    mkdir -p site/sub
    page site/sub/in.html '<a href="../from.html">boar</a>'
    page site/from.html '<a href="sub/in.html">newt</a> <a href="/sub/in.html">crow</a> <a href="out.html">wolf</a>'
    page out.html 'Two.'
    tar cf a.tar -C site sub from.html
    tar cf b.tar -C site .
    rm -r site
    pressmark-index -q .
    local name
    for name in a.tar# b.tar#./; do
        equal 'crow 1 newt 1' "$(link_terms "${name}sub/in.html")"
        equal 'boar 1' "$(link_terms "${name}from.html")"
    done
    equal '' "$(link_terms out.html)"
    page new.html 'Three.'
    pressmark-index -q .
    mv a.tar c.tar
    pressmark-index -q .
    equal 'crow 1 newt 1' "$(link_terms 'c.tar#sub/in.html')"
    equal 'boar 1' "$(link_terms 'c.tar#from.html')"
}

@test "a thousand links of a page are a few, and of a thousand pages little more than one" {
    page few.html 'A.'
    page many.html 'A.'
    {
        for ((i = 0; i < 1000; i++)); do echo "<a href=few.html>okapi number$i</a> <a href=few.html>okapi</a>"; done
    } >spam.html
    for ((i = 0; i < 40; i++)); do page "n$i.html" '<a href=many.html>Tapir</a>'; done
    pressmark-index -q .
    local wdfs
    wdfs=" $(link_terms few.html) "
    [[ $wdfs =~ ' okapi '([0-9]+)' ' ]]
    [ "${BASH_REMATCH[1]}" -le 4 ]
    equal 'tapir 4' "$(link_terms many.html)"
}

@test "a page that has moved hands on the words that lead to it" {
    page new.html 'The new one.'
    printf '<html><head><meta http-equiv="Refresh" content="0; URL=new.html"></head></html>' >old.html
    page from.html '<a href=old.html>quagga</a>'
    page new.html 'The new one. <a href=old.html>myself</a>'
    pressmark-index -q .
    equal 'quagga 1' "$(link_terms new.html)"
    equal '' "$(link_terms old.html)"
}

@test "updates change what leads to others: changed, new, renamed and removed files" {
    page b.html 'A.'
    page c.html 'A.'
    page a.html '<a href=b.html>okapi</a> <a href=c.html>tapir</a> <a href=d/e.html>quagga</a>'
    rest
    pressmark-index -q .
    equal 'okapi 1' "$(link_terms b.html)"
    page a.html '<a href=b.html>zebra</a> <a href=d/e.html>quagga</a>'
    pressmark-index -q .
    equal 'zebra 1' "$(link_terms b.html)"
    equal '' "$(link_terms c.html)"
    mkdir d
    mv c.html d/e.html
    pressmark-index -q .
    equal 'quagga 1' "$(link_terms d/e.html)"
    mv a.html d/
    pressmark-index -q .
    equal '' "$(link_terms d/e.html)"
    equal '' "$(link_terms b.html)"
    cp d/e.html d/b.html
    pressmark-index -q .
    equal 'zebra 1' "$(link_terms d/b.html)"
    rm d/a.html
    pressmark-index -q --prune .
    equal '' "$(link_terms d/b.html)"
    pressmark-index --check
}

@test "links by all of the query lift a page, links by one word of it hardly do" {
    page a/prune.html 'In winter one prunes the apple trees, and in summer the plums.'
    page a/frost.html 'Apple trees in winter.'
    page a/plain.html 'Trees have apple wood, which one prunes in winter.'
    for i in {1..9}; do
        page "from$i.html" 'See <a href="a/frost.html">winter</a>.'
    done
    page seasons.html 'See <a href="a/plain.html">how to prune apple trees in winter</a>.'
    pressmark-index -q .
    equal 'a/plain.html a/prune.html a/frost.html' \
        "$(hits 'prune apple trees in winter' | tr ' ' '\n' | grep ^a/ | paste -sd ' ')"
}

@test "--explain has what the words of links give in both looks, and adds up" {
    page a/zebra.html 'An animal with stripes.'
    page index.html 'See <a href="a/zebra.html">horses of Africa</a>.'
    pressmark-index -q .
    run -0 pressmark-search --explain -n 1 'horses africa animal stripes'
    grep -Eq 'words of links +look +link' <<<"$output"
    grep -Eq 'hors +stem +link' <<<"$output"
    awk '$2 ~ /^score/ { score = $1; next } score && $1 + 0 { sum += $1 }
        END { exit !(sum > 0 && sum - score < 0.001 && score - sum < 0.001) }' <<<"$output"
}

@test "links in a folder make no difference to one without any" {
    page a.html 'Okapis live in forests.'
    page b.html 'Okapis are shy.'
    pressmark-index -q .
    run -0 pressmark-search --explain okapis
    lacks "$output" link
}

@test "a page that only says where it has moved gives its links away and is no hit above its target" {
    page new.html 'All about the kestrel and its nest, its eggs and its food.'
    page other.html 'A kestrel was seen, and a hawk.'
    printf '<html><head><title>Kestrel</title><meta http-equiv=refresh content="0; url=new.html"></head><body><h1>Kestrel</h1>The kestrel has moved to <a href=new.html>kestrel</a>.</body></html>\n' >kestrel.html
    printf '<html><head><title>Kestrel nest</title><link rel=canonical href=new.html></head><body>kestrel nest</body></html>\n' >nest.html
    page from.html 'See <a href="kestrel.html">falcons</a>.'
    pressmark-index -q .
    equal 'falcon 1 kestrel 1' "$(link_terms new.html)"
    equal '' "$(link_terms kestrel.html)"
    equal new.html "$(hits kestrel | cut -d ' ' -f 1)"
    equal new.html "$(hits 'kestrel nest' | cut -d ' ' -f 1)"
    # It is found still.
    contains "$(hits kestrel)" kestrel.html
    equal kestrel.html "$(hits '"has moved to kestrel"')"
    contains "$(hits 'title:kestrel')" kestrel.html
    # A page that becomes one again is a hit like all others.
    printf '<title>Kestrel</title><h1>Kestrel</h1>The kestrel is here again.\n' >kestrel.html
    pressmark-index -q .
    equal kestrel.html "$(hits kestrel | cut -d ' ' -f 1)"
    equal 'falcon 1' "$(link_terms kestrel.html)"
    rm new.html
    pressmark-index -q .
    contains "$(hits nest)" nest.html
}
