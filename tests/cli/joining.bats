# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154
# Updates that join the remaining documents of an index with new ones.

load helper

generations() {
    local all=(.pressmark/gen-*)
    echo "${all[*]##*/}"
}

bytes_of_tables() { # GENERATION
    cat "$1"/*.glass | wc -c
}

# write_page NUMBER SALT: a page of some hundred words, with links to others and a number.
write_page() {
    awk -v n="$1" -v salt="$2" 'BEGIN {
        srand(n * 1000 + salt)
        print "<html><head><title>Page " n "</title><meta name=price content=" n "></head><body><p>"
        for (i = 0; i < 200; i++)
            printf "word%d%s", int(rand() * rand() * 900), i % 12 == 11 ? ".\n" : " "
        printf "<p>salt%d <a href=\"%d.html\">link%d</a>", salt, int(rand() * 150), int(rand() * 9)
        print "</body></html>"
    }' >"pages/$1.html"
}

write_pages() {
    local i
    mkdir -p pages/old
    for ((i = 0; i < 150; i++)); do write_page "$i" 0; done
}

# All that the index answers, with scores.
all_answers() {
    local query
    for query in 'word1 word2' 'word7' 'link3' 'salt3' '"word1 word2"' 'price:20..60' 'path:old' 'page 33' '*'; do
        pressmark-search -q --jsonl -n 200 "$@" -- "$query" || true
    done
}

@test "an index that was joined ten times is as one that is built at once" {
    write_pages
    indexes pages
    local i
    for ((i = 1; i <= 10; i++)); do
        write_page $((100 + i)) "$i"
        write_page $((200 + i)) "$i"
        rm "pages/$((20 + i)).html"
        mv "pages/$((50 + i)).html" pages/old/
        indexes pages
        equal '0 1 1 1 1' "$index_status $added $changed $removed $renamed"
        equal "gen-$((i + 1))" "$(generations)"
    done
    run -0 pressmark-index --check
    pressmark-index -q -i built pages
    [ "$(bytes_of_tables .pressmark/gen-11)" -le $(($(bytes_of_tables "built/gen-1") * 103 / 100)) ]
    all_answers >"$work/joined"
    all_answers -i built >"$work/at-once"
    [ "$(wc -l <"$work/joined")" -gt 300 ]
    cmp "$work/joined" "$work/at-once"
    cmp .pressmark/gen-11/termlist.glass "built/gen-1/termlist.glass"
    ! command -v xapian-check >/dev/null || run -0 xapian-check .pressmark/gen-11
}

@test "what is little is changed in place, and what is more puts all in order again" {
    write_pages
    indexes pages
    echo '<p>a kestrel' >pages/3.html
    indexes pages
    equal '0 gen-1' "$index_status $(generations)"
    echo '<p>another kestrel' >pages/2.html
    indexes pages
    equal '0 gen-1' "$index_status $(generations)"
    equal false "$(jq .in_order .pressmark/pressmark.json)"
    local i
    for i in 11 12 13; do write_page "$i" 5; done
    indexes pages
    equal '0 3 gen-2' "$index_status $changed $(generations)"
    equal true "$(jq .in_order .pressmark/pressmark.json)"
    equal 'pages/2.html pages/3.html' "$(answers kestrel)"
    run -0 pressmark-index --check
}

@test "documents that only move keep what their record has, and take what the path gives" {
    mkdir -p old new
    document old/report.md $'---\ntitle: On herons\ndate: 2011-05-10\nprice: 17\n---\n\nThe heron stands.'
    document old/rows.jsonl $'{"id":"r1","text":"a bittern","price":3}\n{"id":"r2","text":"a heron","price":4}'
    document stays.txt 'a stork'
    indexes .
    mv old/report.md new/essay.md
    mv old/rows.jsonl new/rows.jsonl
    indexes .
    equal '0 2 0 gen-2' "$index_status $renamed $bytes_read $(generations)"
    equal 'new/essay.md new/rows.jsonl' "$(answers heron)"
    equal 'new/essay.md' "$(answers 'price:10..20')"
    equal 'new/essay.md' "$(answers 'date:2011-05')"
    equal 'new/essay.md' "$(answers '"On herons"')"
    equal 'new/essay.md' "$(answers essay)"
    run -1 pressmark-search -l report
    run -0 pressmark-index --check
}

@test "an index with a table of positions is not joined" {
    document a.txt 'a kestrel'
    document b.txt 'a heron'
    document c.txt 'a stork and some more words'
    indexes --position-table .
    document d.txt 'a k'
    indexes .
    equal '0 gen-1' "$index_status $(generations)"
    equal 'd.txt' "$(answers '"a k"')"
}

@test "a table that is not as it was written is not joined" {
    write_pages
    indexes pages
    cp .pressmark/gen-1/docdata.glass "$work/whole"
    # A byte of a record's compressed text, which no check of the tables looks into.
    local i at
    at=$(($(stat -c %s "$work/whole") / 2 + 100))
    printf '\x5a\xa5\x5a' | dd of=.pressmark/gen-1/docdata.glass bs=1 seek="$at" conv=notrunc status=none
    for ((i = 0; i < 20; i++)); do write_page "$i" 1; done
    run pressmark-index -q pages
    equal 2 "$status"
    [[ $output == *--rebuild*"docdata.glass' differs from what was written"* ]]
    equal gen-1 "$(generations)"
    cp "$work/whole" .pressmark/gen-1/docdata.glass
    indexes pages
    equal '0 20 gen-2' "$index_status $changed $(generations)"
}
