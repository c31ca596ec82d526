#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # variables that load helper and run set
# Reranking of the best hits: labels, proximity, parts of long documents.

load helper

# So many words that no query asks for; the same for the same seed.
filler() { # WORDS SEED
    awk -v n="$1" -v seed="$2" 'BEGIN {
        srand(seed)
        split("ba ko li mu ne ro si ta vu we", first)
        split("lan mer tin gor pas", second)
        for (i = 0; i < n; i++) printf "%s%s ", first[1 + int(rand() * 10)], second[1 + int(rand() * 5)]
        print ""
    }'
}

prepare_file() {
    local i
    mkdir words labels long many
    for i in 1 2 3 4 5 6 7 8 9; do
        document "words/x$i.txt" "Note $i" '' "$(filler 200 "$i")"
    done
    document words/together.txt Manual '' "$(filler 99 10) process substitution $(filler 99 11)"
    document words/apart.txt Manual '' "process $(filler 99 12) substitution $(filler 99 13) process $(filler 50 14) substitution"
    document words/forms.txt Manual '' "process $(filler 99 15) substitution"

    for i in 1 2 3 4 5 6; do
        document "labels/x$i.html" "<title>Page $i</title><h1>Page $i</h1><p>$(filler 150 "$i")</p>"
    done
    document labels/named.html '<title>Globbing</title><h1>Globbing</h1><p>'"$(filler 300 20)"' globbing</p>'
    document labels/often.html '<title>Other things</title><h1>Other things</h1><p>globbing globbing globbing globbing globbing extglob extglob, nullglob, failglob failglob; word splitting, word splitting; cdspell cdspell, dotglob dotglob, histverify histverify, xpgecho xpgecho, zcopy zcopy, autocd autocd.</p>'
    document labels/term.html '<title>Options</title><h1>Options</h1><dl><dt>extglob</dt><dd>'"$(filler 200 21)"'</dd></dl>'
    document labels/heading.html '<title>Steps</title><h1>Steps</h1><h2>Word splitting</h2><p>'"$(filler 200 22)"'</p>'
    printf '.TH FAILGLOB 1\n.SH NAME\nfailglob \\- %s\n.SH DESCRIPTION\n%s\n' 'fails' "$(filler 200 23)" >labels/failglob.1

    # Terms that other formats define, below much else.
    document labels/a.rst 'Shell A' ======= '' "$(filler 200 24)" '' nullglob "   $(filler 30 25)" '' '.. option:: autocd' '' "   $(filler 30 25)"
    document labels/b.adoc '= Shell B' '' "$(filler 200 26)" '' "cdspell:: $(filler 30 27)"
    document labels/c.org '* Shell C' "$(filler 200 28)" "- dotglob :: $(filler 30 29)"
    document labels/d.md '# Shell D' '' "$(filler 200 30)" '' histverify ": $(filler 30 31)"
    printf '.TH ZMOVE 1\n.SH NAME\nzmove, zcopy \\- do it\n.SH OPTIONS\n%s\n.TP\n.B xpgecho\n%s\n' "$(filler 200 32)" "$(filler 30 33)" >labels/zmove.1

    # Names in declarations and items, among arguments and much else.
    document labels/texinfo.html '<title>Numbers</title><h1>Numbers</h1><p>'"$(filler 200 40)"'</p><dl><dt><span class="category">Function: </span><strong>euclid</strong> <em>left right</em></dt><dd>'"$(filler 30 41)"'</dd><dt>C function: <em>int</em> <b>quotient</b> (int left, int right)</dt></dl>'
    document labels/euclid.html '<title>Other</title><h1>Other</h1><p>euclid euclid euclid, quotient quotient quotient; rescue rescue rescue; nodump nodump nodump; mkswap mkswap mkswap. Rare rare things: partitions, partitions.</p>'
    document labels/manual.info 'This is manual.info, produced by makeinfo version 6.8 from m.texi.' '' "$(filler 200 42)" '' \
        '2.1 Rare partitions' =================== '' "$(filler 30 43)" '' ' -- Command: rescue START END' "     $(filler 30 44)" '' \
        ' -- Function: int mkswap (int SIZE)' '' "‘--nodump=FILE’" "     $(filler 30 45)"

    mkdir logs packed changes
    document changes/CHANGES-2.md "$(filler 60 50) parole bail parole bail $(filler 60 51)"
    document changes/guide.md "$(filler 60 52) parole $(filler 30 53) bail $(filler 60 54)"
    # A search index is written for programs, and each word of it stands beside all others.
    { printf 'Search.setIndex({"docnames": ["a", "b"], "terms": ['
      for i in {1..200}; do printf '[["frob_name", "gauge"], "%s", [%d, 2, 1]], ' "$(filler 2 "$i")" "$i"; done; echo ']})'; } >packed/searchindex.js
    document packed/page.html "<title>Reference</title><h1>Reference</h1><p>$(filler 60 46) frob_name $(filler 3 47) gauge $(filler 60 48)</p>"

    mkdir copies
    for i in cs-CZ de en; do
        document "copies/$i/setup.html" "<title>Setup</title><h1>Setup</h1><p>$i. How to set up the hydrometer after the delivery, and what the parts are for. $(filler 60 61)</p>"
    done
    for i in 1 2 3 4; do
        document "copies/de/k$i.html" "<title>Kapitel $i</title><p>Dies ist der Text, der nicht so wie die anderen ist, und er hat auch ein paar Wörter mehr, die für das Erkennen der Sprache wichtig sind.</p>"
    done

    document logs/NEWS.Debian "$(filler 150 34) Undo last commit. $(filler 150 35)"
    document logs/plain.txt "$(filler 150 34) Undo last commit. $(filler 150 35)"
    document logs/guide.txt "$(filler 100 36) undo $(filler 40 37) the last $(filler 40 38) commit $(filler 50 39) undo"

    { filler 20000 30; for i in {1..40}; do echo "The water rates went up. $(filler 40 "$i")"; done; filler 20000 31; } >long/handbook.txt
    for i in {10..27}; do
        document "long/m$i.txt" "Minutes $i" '' "$(filler 60 "$i") water $(filler 30 "$i") rates $(filler 60 "$i")"
    done

    for i in {100..189}; do
        document "many/$i.txt" "Note $i" '' "toll $(filler "$((i % 9 * 10 + 13))" "$i") bridge $(filler 9 "$i")"
    done
    for i in {190..199}; do
        document "many/$i.txt" "Note $i" '' "$(filler 12 "$i") toll bridge $(filler 12 "$i")"
    done
    pressmark-index -q .
}

first() { # FOLDER QUERY
    pressmark-search -l -n 1 -q -- "$2 path:$1"
}

@test "terms that are defined in reStructuredText, AsciiDoc, Org, Markdown and man pages come first" {
    equal labels/a.rst "$(first labels nullglob)"
    equal labels/a.rst "$(first labels autocd)"
    equal labels/b.adoc "$(first labels cdspell)"
    equal labels/c.org "$(first labels dotglob)"
    equal labels/d.md "$(first labels histverify)"
    equal labels/zmove.1 "$(first labels zcopy)"
    equal labels/zmove.1 "$(first labels xpgecho)"
}

@test "names in declarations of Texinfo and terms and headings of Info come first" {
    equal labels/texinfo.html "$(first labels euclid)"
    equal labels/texinfo.html "$(first labels quotient)"
    local query
    for query in rescue mkswap nodump 'rare partitions'; do
        equal labels/manual.info "$(first labels "$query")"
    done
    contains "$(pressmark-search -q --explain -n 1 'rescue path:labels')" 'exact name'
    # What another program emits has the names, too.
    pressmark-index -q --emit=jsonl labels >"$work/emitted.jsonl"
    pressmark-index -q -i "$work/again" "$work/emitted.jsonl"
    contains "$(pressmark-search -q --explain -n 1 -i "$work/again" rescue)" 'exact name'
    contains "$(pressmark-search -q --explain -n 1 -i "$work/again" euclid)" 'exact name'
}

@test "a search index comes behind the page that it leads to" {
    equal packed/page.html "$(first packed 'frob_name gauge')"
}

@test "a change log comes behind a text that has the words a little less, unless changes are asked for" {
    equal changes/guide.md "$(first changes 'parole bail')"
    equal changes/CHANGES-2.md "$(first changes 'changes of parole bail')"
    contains "$(pressmark-search -q --explain -n 1 'parole bail path:changes')" 'running text'
}

@test "words stand together by chance in a change log, unless changes are asked for" {
    equal 'logs/plain.txt logs/guide.txt logs/NEWS.Debian' "$(pressmark-search -lq --fold=no 'undo last commit path:logs' | paste -sd ' ')"
    equal 'logs/NEWS.Debian' "$(pressmark-search -lq --fold=no -n 2 'news undo last commit path:logs' | sed -n '/NEWS/p')"
}

@test "words that stand side by side come before words that come more often" {
    equal words/together.txt "$(first words 'process substitution')"
    contains "$(pressmark-search -q --explain -n 1 'process substitution path:words')" 'words together'
}

@test "an exact title comes first, and a heading or a defined term that was asked for" {
    equal labels/named.html "$(first labels globbing)"
    equal labels/term.html "$(first labels extglob)"
    equal labels/heading.html "$(first labels 'word splitting')"
    equal labels/failglob.1 "$(first labels failglob)"
    contains "$(pressmark-search -q --explain -n 1 'globbing path:labels')" 'exact name'
    contains "$(pressmark-search -q --explain -n 1 'extglob path:labels')" 'best heading'
    contains "$(pressmark-search -q --explain -n 1 'extglob path:labels')" 'exact name'
}

@test "a page comes before its copies that are not translated yet" {
    equal copies/en/setup.html "$(first copies 'how to set up the hydrometer')"
}

@test "a long document is ranked by its best part" {
    pressmark-search -l -n 100 -q 'water rates path:long' >"$work/paths"
    [ "$(grep -n handbook "$work/paths" | cut -d: -f1)" -le 5 ]
    contains "$(pressmark-search -q --explain -n 20 'water rates path:long')" 'best part'
}

@test "pages show one order, within the best hits and behind them" {
    pressmark-search -l -q -n 100 'toll bridge' >"$work/all"
    equal 100 "$(wc -l <"$work/all")"
    local offset
    for offset in 0 7 13 18 20 43 48 50 90; do
        pressmark-search -l -q -n 8 --offset "$offset" 'toll bridge' >"$work/page"
        tail -n +"$((offset + 1))" "$work/all" | head -n 8 | diff - "$work/page"
    done
    equal 'many/19' "$(head -n 10 "$work/all" | cut -c 1-7 | sort -u)"
    # And as a run, with the total the same on each page.
    printf '1\ttoll bridge\n' | pressmark-search -T - -n 100 --run "$work/run"
    awk '{ print $3 }' "$work/run" | sed 's#.*/many/#many/#' | diff - "$work/all"
    equal '100 100 100' "$(for offset in 0 10 60; do
        pressmark-search --json --offset "$offset" 'toll bridge' | jq .total
    done | paste -sd ' ')"
}

@test "other orders are what they were" {
    pressmark-search -l -q -n 100 --sort newest 'toll bridge' >"$work/newest"
    equal 100 "$(sort -u "$work/newest" | wc -l)"
    lacks "$(pressmark-search -q --explain --sort newest 'toll bridge')" 'words together'
}

@test "one order with any number of threads, in a position table, and in parts that are asked together" {
    own_copy
    pressmark-index -q -i "$work/one" -j 1 .
    pressmark-index -q -i "$work/four" -j 4 .
    pressmark-index -q -i "$work/table" --position-table .
    pressmark-index -q -i "$work/a" many words
    pressmark-index -q -i "$work/b" labels long
    local query parts
    for query in 'toll bridge' 'process substitution' 'water rates' 'word splitting' globbing; do
        pressmark-search -l -q -n 100 -i "$work/one" "$query" >"$work/expected"
        for parts in four table; do
            pressmark-search -l -q -n 100 -i "$work/$parts" "$query" | diff "$work/expected" -
        done
        pressmark-search -l -q -n 100 -i "$work/a" -i "$work/b" "$query" | diff "$work/expected" -
    done
}

@test "explanations add up" {
    local query
    for query in 'toll bridge' 'process substitution' 'water rates' 'word splitting' globbing; do
        pressmark-search --json --explain -n 60 "$query" >"$work/json"
        jq -e '.hits | length > 0 and all((([.explain[].share] | add) - .score) | fabs < 1e-6)' \
            "$work/json" || {
            jq -c '.hits[] | [.path, .score, ([.explain[].share] | add)]' "$work/json"
            return 1
        }
    done
}
