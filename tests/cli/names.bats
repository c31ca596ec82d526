#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154,SC2016 # variables that load helper and run set; names with signs
# Unusual names of files.

load helper

# Indexes a file of that name, finds it and changes it.
check_name() {
    document "$1" 'peculiar word'
    indexes .
    equal '0 1' "$index_status $documents"
    local found
    IFS= read -rd '' found < <(pressmark-search -l0 peculiar)
    equal "$1" "$found"
    indexes .
    equal '1 0' "$unchanged $bytes_read"
    rm -- "./$1"
    indexes --prune .
    equal '0 1' "$documents $removed"
}

@test "blanks" {
    check_name '  two  blanks .txt'
}

@test "a line feed and a tab" {
    check_name $'line\nfeed\ttab.txt'
    document $'line\nfeed' 'peculiar'
    indexes .
    equal 'line\u{a}feed' "$(pressmark-search -l peculiar)"
    equal 'line\u{a}feed:1:1:peculiar' "$(pressmark-search --vimgrep peculiar)"
    equal $'line\nfeed' "$(pressmark-search --json peculiar | jq -r '.hits[0].path')"
}

@test "a leading dash, as a name and as SOURCE" {
    check_name '-rf.txt'
    document '--json' 'peculiar'
    indexes -- --json
    equal '--json' "$(answers peculiar)"
}

@test "signs of the shell and of patterns" {
    check_name '*?[a]$(true)`"'"'"'\{};&|<>!#~.txt'
}

@test "bytes that are not UTF-8" {
    local name=$'latin\xe9\xff.txt'
    check_name "$name"
    document "$name" 'peculiar'
    indexes .
    equal 'latin\x{e9}\x{ff}.txt' "$(pressmark-search -l peculiar)"
    pressmark-search --json peculiar >"$work/json"
    equal "latin$(printf '\xef\xbf\xbd\xef\xbf\xbd').txt" "$(jq -r '.hits[0].path' "$work/json")"
    jq -r '.hits[0].path_bytes' "$work/json" | base64 -d | cmp - <(printf '%s' "$name")
}

# What such a name's last byte promises is neither read nor taken from the bytes after it.
@test "a character that the name cuts off" {
    local name
    for name in $'kestrel\xf0' $'falcon\xe9\x82.txt' $'\xf0/owl\xe2'; do
        document "$name" '1 2 3'
    done
    indexes .
    equal '0 3' "$index_status $documents"
    equal 'kestrel\x{f0}' "$(pressmark-search -l kestrel)"
    equal "kestrel$(printf '\xef\xbf\xbd')" "$(pressmark-search --json kestrel | jq -r '.hits[0].title')"
    equal "falcon$(printf '\xef\xbf\xbd')" "$(pressmark-search --json path:falcon | jq -r '.hits[0].title')"
    equal '\x{f0}/owl\x{e2}' "$(pressmark-search -l $'\xf0/owl\xe2')"
    equal 'falcon\x{e9}\x{82}.txt' "$(pressmark-search -l $'falcon\xe9\x82.txt')"
    equal 'Nfalcon.txt Nkestrel Nowl' \
        "$(xapian-delve -1a .pressmark/gen-1 | grep -a '^N' | paste -sd ' ')"
}

@test "other scripts, and names that differ only in normalisation" {
    document $'caf\xc3\xa9.txt' 'peculiar one'
    document $'cafe\xcc\x81.txt' 'peculiar two'
    document '図書館/письмо.txt' 'peculiar three'
    indexes .
    equal '3' "$documents"
    equal $'cafe\xcc\x81.txt caf\xc3\xa9.txt 図書館/письмо.txt' "$(answers peculiar)"
    equal '図書館/письмо.txt' "$(answers path:письмо)"
}

@test "a SOURCE with dots and double slashes is the same source" {
    document sub/a.txt 'peculiar'
    indexes sub
    indexes ./sub/
    indexes sub/../sub//.
    indexes "$PWD/sub"
    equal '1 1' "$documents $unchanged"
    equal 'sub/a.txt' "$(answers peculiar)"
}

@test "overlapping sources give each file once" {
    document sub/a.txt 'peculiar'
    document b.txt 'peculiar'
    indexes . sub sub/a.txt
    equal '2' "$documents"
}

@test "the search shows paths from where it is called" {
    document sub/a.txt 'peculiar'
    document b.txt 'peculiar'
    indexes .
    cd sub
    equal "$work/folder/b.txt a.txt" "$(answers peculiar)"
    cd "$work"
    equal 'folder/b.txt folder/sub/a.txt' "$(answers -i folder/.pressmark peculiar)"
}

# ---- a name is text ----

# The path of the first hit.
first() {
    pressmark-search -q -l -n 1 -- "$@"
}

@test "the words of a file's name are searched, and its name is a query" {
    document zoning-permit-2011.txt 'Granted to the owner of the lot, as it was asked for.'
    document sub/Annual_Report_Final.md 'Figures of the year.'
    document other.txt 'The permit was granted, a permit at last, said the permit office.'
    indexes .
    equal zoning-permit-2011.txt "$(first zoning-permit-2011.txt)"
    equal zoning-permit-2011.txt "$(first zoning)"
    equal 'other.txt zoning-permit-2011.txt' "$(answers 'zoning permit')"
    equal zoning-permit-2011.txt "$(answers +zoning +permit +granted)"
    equal zoning-permit-2011.txt "$(first ./zoning-permit-2011.txt)"
    equal zoning-permit-2011.txt "$(first '"zoning-permit-2011.txt"')"
    equal sub/Annual_Report_Final.md "$(first annual report)"
    equal sub/Annual_Report_Final.md "$(first annual_report_final.md)"
    equal other.txt "$(first permit)"
    run -1 pressmark-search -l txt
    run -1 pressmark-search -l sub
}

@test "a path finds the file in that folder first" {
    document zoning.txt 'Zoning, zoning and zoning.'
    document plans/2011/zoning.txt 'Nothing of that.'
    document plans/2012/zoning.txt 'Nothing of that either.'
    indexes .
    equal plans/2012/zoning.txt "$(first 2012/zoning.txt)"
    equal plans/2011/zoning.txt "$(first plans/2011/zoning.txt)"
    equal plans/2012/zoning.txt "$(first "$PWD/plans/2012/zoning.txt")"
    equal zoning.txt "$(first zoning.txt)"
    equal '3' "$(pressmark-search --count 2012/zoning.txt)"
}

@test "a name counts little beside the text" {
    document kestrel.txt 'Nothing of that bird in here, but a few words.'
    document birds.txt 'A few words of the kestrel.'
    indexes .
    equal $'birds.txt\nkestrel.txt' "$(pressmark-search -l kestrel)"
    equal kestrel.txt "$(first kestrel.txt)"
}

@test "members of archives and attachments go by their names" {
    mkdir plans
    echo 'Nothing but lines.' >plans/harbour-north.txt
    echo 'Nothing but dots.' >plans/harbour-south.txt
    tar -cf drawings.tar plans
    rm -r plans
    cat >mail.eml <<'MAIL'
From: a@example.org
Subject: Papers
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain

See below.
--b
Content-Type: text/plain; name="timetable-ferry.txt"
Content-Disposition: attachment; filename="timetable-ferry.txt"

Ten past eight.
--b--
MAIL
    indexes .
    equal 'plans/harbour-south.txt' "$(pressmark-search --json 'harbour south' | jq -r '.hits[0].id')"
    equal 'plans/harbour-north.txt' "$(pressmark-search --json harbour-north.txt | jq -r '.hits[0].id')"
    equal drawings.tar "$(first drawings.tar)"
    if pressmark-index --version | grep -q GMime || [ "$(first 'subject:papers')" ]; then
        equal timetable-ferry.txt "$(pressmark-search --json timetable | jq -r '.hits[0].id' | sed 's|.*/||')"
    fi
}

@test "of a file of records the first is found by the name of the file" {
    printf '{"id":"r%d","text":"a toll of the bridge"}\n' 1 2 3 >tariffs.jsonl
    indexes .
    equal r1 "$(pressmark-search --json tariffs.jsonl | jq -r '.hits[].id')"
    equal r1 "$(pressmark-search --json tariffs | jq -r '.hits[].id')"
}

@test "a renamed file is found by its new name, and no longer by its old one" {
    for i in {1..20}; do document "more-$i.txt" "filler number $i"; done
    mkdir plans
    echo 'Nothing but lines.' >plans/harbour.txt
    tar -cf harbour.tar plans
    rm -r plans
    document alpha.md '# A title' '' 'and a text'
    indexes .
    mv harbour.tar quay.tar
    mv alpha.md beta.md
    indexes .
    equal 2 "$renamed"
    equal beta.md "$(first beta)"
    equal beta.md "$(first beta.md)"
    run -1 pressmark-search -l alpha
    equal quay.tar "$(first harbour)"
    equal quay.tar "$(first quay)"
    run -0 pressmark-index --check
}

@test "a query that is a name without its ending, in any spelling, finds the file first" {
    local name
    for name in 'annual-report-2022.txt' 'report_final_v2 (copy).txt' 'CamelCaseName.md' \
        'Kapitel 3 – Einführung.txt' "Tom's notes.txt" '[draft] plan #3.txt' '1. Introduction'; do
        document "$name" 'Plain words of the body.'
    done
    for name in {1..4}; do
        document "o$name.txt" "annual report 2022, final v2 copy, camel case name $name, kapitel 3" \
            'Toms notes, draft plan 3, one introduction and home'
    done
    document home.txt 'Nothing else.'
    indexes .
    equal annual-report-2022.txt "$(first annual-report-2022)"
    equal annual-report-2022.txt "$(first 'annual report 2022')"
    equal 'report_final_v2 (copy).txt' "$(first 'report final v2 copy')"
    equal CamelCaseName.md "$(first 'camel case name')"
    equal CamelCaseName.md "$(first camel_case_name)"
    equal 'Kapitel 3 – Einführung.txt' "$(first 'Kapitel 3 - Einfuehrung')"
    equal "Tom's notes.txt" "$(first 'toms notes')"
    equal '[draft] plan #3.txt' "$(first '[draft] plan #3')"
    equal '1. Introduction' "$(first '1. introduction')"
    equal home.txt "$(first '~home')"
    lacks "$(pressmark-search -l 'annual report 2023' | head -1)" annual-report
}

@test "a word is no name of a file that ends in more, but of one that does not" {
    document zoning.txt 'Nothing of that.'
    document other.txt 'Zoning, zoning and zoning.'
    document harbour 'Nothing of that.'
    document more.txt 'The harbour, the harbour and the harbour.'
    indexes .
    equal other.txt "$(first zoning)"
    equal zoning.txt "$(first zoning.txt)"
    equal harbour "$(first harbour)"
}
