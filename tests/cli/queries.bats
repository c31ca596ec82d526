#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # variables that load helper and run set
# Queries as people type them mean what people expect.

load helper

@test "commands that are pasted find the page that has them" {
    document manual.txt 'Manual' '' 'Use set -o pipefail, grep -r pattern, tar -xzf archive or gcc -Wall.' \
        '' 'Also rsync -avz, set -euo pipefail and make && make install.'
    document other.txt 'Other' '' 'A pattern for an archive; set the pipe; grep and make.'
    pressmark-index -q .
    for query in 'set -o pipefail' 'grep -r pattern' 'tar -xzf archive' 'gcc -Wall' 'rsync -avz' \
        'set -euo pipefail' 'make && make install' 'gcc -Wall ('; do
        equal manual.txt "$(pressmark-search -q -l -n 1 -- "$query")"
    done
    equal '' "$(pressmark-search -q -l -- 'archive -pattern')"
    equal other.txt "$(pressmark-search -q -l -- 'archive -pipefail')"
}

@test "of a command line all options are text" {
    document manual.txt 'Manual' '' 'find . -name "x" -type f -exec rm {} \\; or java -Xmx512m -jar app.jar,' \
        'ls -lah, ps -aux, rsync -avzP, grep -rIn pattern, name varchar NOT NULL, id NOT IN (1)'
    document other.txt 'Other' '' 'Find the pattern of an id; rm the app, ls and ps; x'
    pressmark-index -q .
    for query in 'find . -name x -exec rm {} \;' 'java -Xmx512m -jar app.jar' 'ls -lah' 'ps -aux' \
        'rsync -avzP' 'grep -rIn pattern' 'name varchar NOT NULL' 'id NOT IN (1, 2)'; do
        equal manual.txt "$(pressmark-search -q -l -n 1 -- "$query")"
    done
    equal other.txt "$(answers -- 'app -jar')"
    equal other.txt "$(answers -- 'find -name')"
}

@test "options with values, negative quantities and commands of PowerShell are text" {
    local query
    document manual.txt 'ffmpeg -c:v libx264, sed -i.bak, margin: -1px, mov -0x8(%rbp), @@ -1,3 +1,4 @@' \
        'Get-ChildItem -Path x -Recurse; Get-Item -Force' '20th century, 3D video, Boston, python 2.7, U.S. hotels'
    document other.txt 'century, video, hotels in New-York, python'
    pressmark-index -q .
    for query in '-c:v libx264' 'sed -i.bak' 'margin: -1px' 'mov -0x8(%rbp)' '@@ -1,3 +1,4 @@' \
        'Get-ChildItem -Path x -Recurse' 'Get-Item x -Force'; do
        equal manual.txt "$(answers -- "$query")"
    done
    for query in 'century -20th' 'video -3D' 'New-York -Boston' 'python -2.7' 'hotels -U.S.'; do
        equal other.txt "$(answers -- "$query")"
    done
}

@test "a phrase goes over a word that is broken, in brackets or hyphened" {
    printf 'All the infor-\nmation sharing agree-\nments of well-\nknown sheriffs.\n' >broken.txt
    printf 'They said that "[S]ecure [c]ommunities" would (re)open the E[x]tract.\n' >brackets.txt
    printf 'Send an e\u2011mail address to covid-19 wards, infor\u00ad\nmaci\u00f3n p\u00fablica.\n' >hyphens.txt
    document other.txt 'agreements about sharing information, secure wards of communities, email of an address' \
        $'reopen an extract, covid19 in wards, informaci\u00f3n muy p\u00fablica'
    pressmark-index -q .
    local phrase
    for phrase in 'information sharing' 'the information' 'sharing agreements' 'well-known sheriffs' \
        'agreements of well'; do
        equal broken.txt "$(answers "\"$phrase\"")"
    done
    for phrase in 'secure communities' 'that secure' 'communities would' 'reopen the extract'; do
        equal brackets.txt "$(answers "\"$phrase\"")"
    done
    for phrase in 'email address' 'an email' 'covid19 wards' $'informaci\u00f3n p\u00fablica'; do
        equal hyphens.txt "$(answers "\"$phrase\"")"
    done
    equal '' "$(answers '"information agreements"')"
    contains "$(pressmark-search --json '"information sharing"' | jq -r '.hits[0].passages[0] | .text[.matches[0].start:.matches[-1].end]')" sharing
}

@test "telephone and book numbers, names with articles and prefixes are found as people type them" {
    document a.txt 'Call (212) 456-7890 or 415.555.2671; ISBN 0-306-40615-2; 2024-02-29.' \
        $'Jacques l\'Intercis by Hawai\u02bbi; gro-' $'\u00dfe; \u05d5\u05d1\u05d1\u05d9\u05ea'
    document b.txt 'Some groups: 7890, 456 and 212, 415, 555, 306, 40615.'
    document c.txt $'Fr\u00fchwirth'
    pressmark-index -q .
    local query
    for query in 2124567890 212-456-7890 212.456.7890 4155552671 0306406152 intercis hawaii "hawai'i" \
        $'gro\u00dfe' $'\u05d1\u05d9\u05ea'; do
        equal a.txt "$(pressmark-search -q -l -n 1 -- "$query")"
    done
    equal c.txt "$(answers Fruehwirth)"
}

@test "signs as wide as ideographs are operators, quotes of East Asia are quotes" {
    document a.txt 'Alpha' '' 'kestrel and heron'
    document b.txt 'Beta' '' 'heron and kestrel'
    pressmark-index -q .
    equal b.txt "$(answers -- 'kestrel －title：alpha')"
    equal a.txt "$(answers '＂kestrel and heron＂')"
    equal a.txt "$(answers '「kestrel and heron」')"
    equal 'a.txt b.txt' "$(answers '（alpha　ＯＲ　beta）')"
    equal b.txt "$(answers '+bet＊')"
}

@test "a number is found however it is written" {
    document de.md '---' 'price: 1.299,00' '---' 'one'
    document en.md '---' 'price: "2,499.50"' '---' 'two'
    document ch.md '---' "price: CHF 1'350.00" '---' 'three'
    document in.md '---' 'price: "1,00,000"' '---' 'four'
    document fr.md '---' 'price: "9 876,5 €"' '---' 'five'
    document us.md '---' "price: \$77.50" 'load: 45%' 'size: 3.5 MB' '---' 'six'
    printf 'The machine costs 1.299,00 euros, or 3,14 times 12,34,567 in 7\xc2\xa0654\xc2\xa0321 ways.\n' >t.txt
    pressmark-index -q .
    equal de.md "$(answers 'price:1299')"
    equal de.md "$(answers 'price:1.299')"
    equal de.md "$(answers 'price:"1,299.00"')"
    equal en.md "$(answers 'price:2499.5')"
    equal ch.md "$(answers 'price:1350')"
    equal in.md "$(answers 'price:100000')"
    equal fr.md "$(answers 'price:9876.5')"
    equal us.md "$(answers 'price:77.5')"
    equal fr.md "$(answers 'price:9,000..10,000')"
    equal fr.md "$(answers 'price:[9000 TO 10000]')"
    equal us.md "$(answers 'load:>40%')"
    equal us.md "$(answers 'size:>3M')"
    equal t.txt "$(answers '+1299 +machine')"
    equal t.txt "$(answers 3.14)"
    equal t.txt "$(answers 1234567)"
    equal t.txt "$(answers 7654321)"
    run --separate-stderr pressmark-search -l 'price:>1.299'
    contains "$stderr" 'without the full stop it is 1299'
    run --separate-stderr pressmark-search -l 'price:2499.5'
    equal '' "$stderr"
}

@test "a name in camelCase and one with other signs find each other" {
    document a.txt 'A' '' 'call user_first_name for an OAuth2Token or parseHTML5Doc'
    document b.txt 'B' '' "UTF-8 and covid-19 by O'Brien at AT&T"
    document c.txt 'C' '' 'utf8 alone'
    pressmark-index -q .
    equal a.txt "$(answers userFirstName)"
    equal a.txt "$(answers oauth2)"
    equal a.txt "$(answers html5)"
    equal 'c.txt b.txt' "$(pressmark-search -q -l utf8 | paste -sd ' ')"
    equal b.txt "$(answers covid19)"
    equal b.txt "$(answers att)"
}

@test "capitals among capitals are words, and signs are operators all or none" {
    document a.txt 'MAN NOT GUILTY' '' 'The jury said so.'
    document b.txt 'MAN FOUND' '' 'He is well.'
    pressmark-index -q .
    equal 'a.txt b.txt' "$(answers 'MAN NOT GUILTY')"
    equal b.txt "$(answers 'MAN NOT guilty')"
    equal 'a.txt b.txt' "$(answers 'man && !guilty')"
}

@test "a sign before a field's value is the field's" {
    document a.md '---' 'status: draft' '---' 'kestrel'
    document b.md '---' 'status: final' '---' 'kestrel'
    pressmark-index -q .
    equal b.md "$(answers 'kestrel status:-draft')"
    equal a.md "$(answers 'kestrel status:draft')"
}

@test "what is left out although it has all the words is named" {
    document a.txt 'Java' '' 'Type java -jar kestrel.'
    document b.txt 'Java' '' 'java kestrel'
    pressmark-index -q .
    run --separate-stderr -0 pressmark-search -l -- 'java -jar kestrel'
    equal b.txt "$output"
    contains "$stderr" "'a.txt' has all the words"
    contains "$(pressmark-search --json -- 'java -jar kestrel' 2>/dev/null | jq -r '.notes[]')" a.txt
    run --separate-stderr -0 pressmark-search -l -q -- 'java -jar kestrel'
    equal '' "$stderr"
    run --separate-stderr -0 pressmark-search -l -- 'java -stark'
    equal '' "$stderr"
}

@test "a page pasted as a query is answered by its rarest words" {
    document a.txt 'A' '' 'kestrel'
    pressmark-index -q .
    page="$(seq -f 'word%.0f' 5000 | paste -sd ' ') kestrel"
    run --separate-stderr -0 pressmark-search -l -- "$page"
    equal a.txt "$output"
    contains "$stderr" 'the 1000 rarest count'
    equal a.txt "$(pressmark-search -q -l -F -- "$page")"
    printf '1\t%s\n' "$page" >t
    run --separate-stderr -0 pressmark-search -F -T t
    contains "$output" '1 Q0 a.txt 1'
}

fields() {
    document a.md '---' 'title: Alpha' 'author: Smith' 'size: 1,200' 'pages: 150' 'county: Stark' \
        '---' 'kestrel one'
    document b.md '---' 'title: Beta' 'size: 800' 'pages: 300' 'tags: [x, press release]' \
        'date: 2011-05-10' '---' 'kestrel two at localhost:8080'
    pressmark-index -q .
}

@test "whether a field is there can be asked for of every field" {
    fields
    equal a.md "$(answers 'county:*')"
    equal b.md "$(answers -- '-county:*')"
    equal a.md "$(answers -- '-tag:*')"
    equal b.md "$(answers 'tag:*')"
    equal a.md "$(answers 'author:*')"
    equal 'a.md b.md' "$(answers 'title:*')"
    equal 'a.md b.md' "$(answers 'path:* ext:*')"
    equal b.md "$(answers 'kestrel date:*')"
}

@test "numbers compare" {
    fields
    equal a.md "$(answers 'size:>1000')"
    equal a.md "$(answers 'size:>=1200')"
    equal '' "$(answers 'size:>1200')"
    equal b.md "$(answers 'size:<1.2k')"
    equal 'a.md b.md' "$(answers 'size:<=1,200')"
    equal a.md "$(answers 'kestrel pages:100..200')"
    equal b.md "$(answers 'pages:200..')"
    equal b.md "$(answers -- '-pages:100..200')"
    printf 'id,weight\n1,-5\n2,0\n3,3.5\n4,\n' >t.csv
    pressmark-index -q .
    equal 2 "$(pressmark-search -q --jsonl 'weight:<=0' | wc -l)"
    equal 1 "$(pressmark-search -q --jsonl 'weight:-5..-1' | wc -l)"
}

@test "a query without words is an error, also without operators" {
    document a.txt 'kestrel 100 %'
    pressmark-index -q .
    for option in -F --limit=1; do
        run -2 --separate-stderr pressmark-search "$option" -- '% - "'
        contains "$stderr" 'the query has no words'
    done
    equal a.txt "$(pressmark-search -lF -- '% kestrel')"
}

@test "a field whose name begins with a digit is one like any other" {
    printf 'name,2017 votes,538_grade,2020\nAdams,5807,A+,7\nAllen,90,B,8\n' >t.csv
    document a.txt 'kestrel at 10:30 on 2011-05-10T10:30:00'
    pressmark-index -q .
    equal Adams "$(pressmark-search -q --format '{title}' '2017_votes:>1000')"
    equal Allen "$(pressmark-search -q --format '{title}' '538_grade:B')"
    equal Allen "$(pressmark-search -q --format '{title}' '2020:>7')"
    run -0 --separate-stderr pressmark-search -l '10:30 2011-05-10T10:30:00 1st:x'
    equal 'a.txt ' "$output $stderr"
}

@test "a field of the documents that has the name of another is fields.NAME" {
    printf '%s\n' '{"id": "1", "type": "Person", "path": 7, "text": "kestrel"}' \
        '{"id": "2", "type": "Place", "path": 30, "text": "kestrel"}' >r.jsonl
    pressmark-index -q .
    equal 1 "$(pressmark-search -q --format '{id}' 'fields.type:person')"
    equal 2 "$(pressmark-search -q --format '{id}' 'fields.path:>7')"
    equal 2 "$(pressmark-search -q --format '{id}' 'fields.path:30')"
    equal 2 "$(pressmark-search --count 'type:jsonl fields.type:*')"
    equal $'fields.type\tPerson\t1\nfields.type\tPlace\t1' "$(pressmark-search --facet fields.type)"
    run --separate-stderr pressmark-search 'type:person'
    contains "$stderr" "'fields.type:person'"
}

@test "no mistake looks like an empty answer" {
    fields
    note() {
        run --separate-stderr pressmark-search -- "$1"
        contains "$stderr" "$2"
    }
    note 'auther:smith' "did you mean 'author:'"
    note 'contry:stark' "did you mean 'county:'"
    note 'county:strak' "did you mean 'county:stark'"
    note 'type:markdwon' "did you mean 'type:markdown'"
    note 'type:pfd' 'those of the index: markdown'
    note 'lang:klingon' "no document has 'klingon'"
    note 'kestrel after:2019' "'date:2019..'"
    note 'size:>big' "'big' is no number"
    note 'title:>5' 'has no numbers'
    note 'nosuch:*' "no document has a field 'nosuch'"
    equal b.md "$(answers -n 1 'localhost:8080')"
}

@test "dates in any field compare, tags may have their sign, and hints quote values" {
    document a.md '---' 'due: 2024-02-29' 'tags: [draft]' 'size: 2024' '---' 'kestrel'
    document b.md '---' 'due: 2023-12-31' 'tags: ["#odd"]' 'size: 5' '---' 'kestrel'
    document c.md '---' 'due: 2024-03-01T10:00:00Z' '---' 'kestrel'
    document d.md '---' 'due: 3 March 2024' '---' 'kestrel'
    pressmark-index -q .
    equal 'a.md c.md d.md' "$(answers 'due:>2024-01-01')"
    equal 'a.md c.md' "$(answers 'due:2024-02-29..2024-03-01')"
    equal b.md "$(answers 'due:<2024')"
    equal 'c.md d.md' "$(answers 'due:>2024-02')"
    equal 'b.md d.md' "$(answers -- 'kestrel -due:2024-02..2024-03-01')"
    equal '' "$(answers 'due:>2025')"
    equal a.md "$(answers 'size:>2000')"
    run -2 --separate-stderr pressmark-search 'due:2024-03-01..2024-02-01'
    contains "$stderr" 'ends before it starts'
    run -0 --separate-stderr pressmark-search -l 'tag:#draft'
    equal 'a.md ' "$output $stderr"
    equal b.md "$(answers 'tag:#odd')"
    run --separate-stderr pressmark-search 'folder:"my notes"'
    contains "$stderr" "'path:\"my notes\"'"
    run --separate-stderr pressmark-search 'subject:kestrel'
    contains "$stderr" "'title:kestrel'"
}

@test "a hint lists the commonest values of a field first" {
    local i
    for i in {a..z}; do
        document "x.${i}1" kestrel
    done
    for i in 1 2 3; do
        document "$i.zzz" kestrel
        document "$i.yyy" kestrel
    done
    document 4.zzz kestrel
    pressmark-index -q --type text .
    run -1 --separate-stderr pressmark-search ext:nosuch
    contains "$stderr" 'those of the index: zzz, yyy, a1, b1, c1, d1, e1, f1, ...'
}

@test "dates in every form that documents may have" {
    fields
    for date in 2011-05-10 20110510 2011/05/10 10.05.2011 2011-05-10T23:00:00Z 2011-5 2011-05.. \
        '>2011-05-09' '>=2011-05-10' '<2011-05-11' '<=2011' '"10 May 2011"' '"May 2011"'; do
        equal b.md "$(answers "kestrel date:$date")"
    done
    for date in '>2011-05-10' '>2011' '<2011-05-10' 2011-6; do
        equal '' "$(answers "kestrel date:$date")"
    done
    equal b.md "$(answers 'date:>2010 date:<2012')"
    run -2 pressmark-search 'date:>soon'
}

@test "a phrase is marked where it stands, and not each of its words" {
    document road.txt 'Traffic' '' 'The red house, and a blue car.' '' 'A red fox by the road.' '' \
        'Then a red car came.' '' 'One car more.'
    document absent.txt 'Colours' '' 'It is red.' '' 'No car is here.'
    pressmark-index -q .
    lines() {
        pressmark-search -q --vimgrep -- "$1" path:road.txt | cut -d: -f2 | sort -n | paste -sd ' '
    }
    for query in '"red car"' '+"red car"' 'red NEAR/0 car' 'car NEAR/0 red' 'red ADJ/0 car' \
        '"red car"~0' 'red NEAR/0 (car OR bus)'; do
        equal 7 "$(lines "$query")"
    done
    equal '5 7' "$(lines '"red car" fox')"
    equal '3 7' "$(lines '"red house" "red car"')"
    equal '3 5 7' "$(lines '"red car" red')"
    equal 2 "$(pressmark-search -q --jsonl '"red car"' path:road.txt | jq '.passages[0].marks | length')"
    equal '1 3 5' "$(pressmark-search -q --vimgrep '"red car" colours' path:absent.txt | cut -d: -f2 | paste -sd ' ')"
}

@test "phrases end with their paragraph, item, page, heading or cell" {
    document a.md '# Red' '' 'car one' '' '| two | three |' '|-----|-------|' '| four | five |' '' 'six'
    document b.txt 'x red' '' 'car y' ''
    printf 'z red\fcar z\n' >c.txt
    document d.txt 'the red' 'car'
    document e.md '- a red' '- car of a list'
    pressmark-index -q .
    equal d.txt "$(answers '"red car"')"
    equal '' "$(answers '+"red car"~5' path:b.txt)"
    equal '' "$(answers '"two three"')"
    equal '' "$(answers '"five six"')"
    equal '' "$(answers 'red NEAR/5 car' path:c.txt)"
}

@test "words within a distance, in any order or in their own" {
    document a.txt 'Words' '' 'alpha one two three beta'
    pressmark-index -q .
    equal a.txt "$(answers '"alpha beta"~3')"
    equal '' "$(answers '"alpha beta"~2')"
    equal '' "$(answers '"beta alpha"~3')"
    equal a.txt "$(answers 'alpha ADJ/3 beta')"
    equal '' "$(answers 'beta ADJ/3 alpha')"
    equal a.txt "$(answers 'beta NEAR/3 alpha')"
    equal a.txt "$(answers 'alpha ADJ one ADJ beta')"
}

@test "in an unspaced script the whole run is marked" {
    document a.txt '今日は日本語を学ぶ。' '' '日本酒の会。' '' '本語。'
    pressmark-index -q .
    equal 1 "$(pressmark-search -q --vimgrep 日本語 | cut -d: -f2 | paste -sd ' ')"
    equal '[[9,18]]' "$(pressmark-search -q --jsonl 日本語 | jq -c '.passages[0].marks')"
    equal '[[9,18]]' "$(pressmark-search -q --jsonl 日本語が好き | jq -c '.passages[0].marks')"
    equal '[[3,6]]' "$(pressmark-search -q --jsonl -p 1 語 | jq -c '.passages[0].marks')"
    equal '[[24,27]]' "$(pressmark-search -q --jsonl -p 1 ぶ | jq -c '.passages[0].marks')"
}

@test "a hit has one place, and the answer one total, whichever page is asked for" {
    for i in {1000..2299}; do
        printf '{"id":"%s","title":"T%s","text":"common kestrel %s"}\n' "$i" $((i % 900)) $((i % 900))
    done >r.jsonl
    pressmark-index -q .
    all=$(pressmark-search -q --jsonl -n 3000 kestrel | jq -r .id)
    equal 900 "$(wc -l <<<"$all")"
    pages=$(for i in 0 300 600 800 850; do
        pressmark-search -q --jsonl -n $((i < 600 ? 300 : i < 800 ? 200 : 50)) --offset=$i kestrel
    done | jq -r .id)
    equal "$all" "$pages"
    for i in 0 10 500 890 2000; do
        pressmark-search -q --json --offset=$i 'kestrel common' | jq -c '[.total,.total_is_exact]'
    done >totals
    equal 1 "$(sort -u totals | wc -l)"
    equal 1300 "$(pressmark-search --count 'kestrel common')"
    equal 1 "$(pressmark-search --count '+kestrel +55')"
    run -1 pressmark-search --count nonesuch
    equal 0 "$output"
    run -2 pressmark-search --count --json kestrel
}

@test "a run has six columns, whatever names have" {
    mkdir 'my d'
    document 'my d/a b.txt' 'A kestrel.'
    printf '{"id":"x 1\\ty","text":"A kestrel in a record."}\n' >'my d/r.jsonl'
    pressmark-index -q .
    printf '\357\273\2771\tkestrel\ntopic 2\tkestrel\n' >"$work/t"
    run -0 pressmark-search -T "$work/t"
    equal 6 "$(awk '{ print NF }' <<<"$output" | sort -u)"
    contains "$output" '1 Q0 my%20d/a%20b.txt '
    contains "$output" 'topic%202 Q0 x%201%09y '
    run -2 pressmark-search -T "$work/t" --tag='my run'
    contains "$output" "takes a word, not 'my run'"
}

@test "a list of queries is answered in one table" {
    document a.txt 'Kestrel' '' 'A kestrel.'
    document b.txt 'Toll' '' 'A bridge, and "a toll".'
    pressmark-index -q .
    printf '1\tkestrel\n2\tnonesuch\n3\ttoll, OR bridge\n4\tdate:2011-99\n' >"$work/t"
    run --separate-stderr -2 pressmark-search -T "$work/t" --json
    equal '1 1 2 0 3 1' "$(jq -r '.[] | "\(.topic) \(.hits | length)"' <<<"$output" | paste -sd ' ')"
    contains "$stderr" ':4: '
    run --separate-stderr -2 pressmark-search -T "$work/t" --jsonl
    equal '1 a.txt 3 b.txt' "$(jq -r '"\(.topic) \(.path)"' <<<"$output" | paste -sd ' ')"
    run --separate-stderr -2 pressmark-search -T "$work/t" --csv
    equal 'topic,rank 1,1 3,1' "$(cut -d, -f1,2 <<<"$output" | paste -sd ' ')"
    equal 3 "$(wc -l <<<"$output")"
    printf '1\tnonesuch\n' >"$work/t"
    run --separate-stderr -1 pressmark-search -T "$work/t" --json
    equal 0 "$(jq '.[0].hits | length' <<<"$output")"
    run -2 pressmark-search -T "$work/t" --vimgrep
    : >"$work/t"
    run --separate-stderr -1 pressmark-search -T "$work/t" --json
    equal '[]' "$(jq -c . <<<"$output")"
}

@test "hints change no word that is there; messages name the choices" {
    for i in 1 2 3 4 5 6 7 8 9; do document "a$i.txt" "police $i" '' 'police'; done
    document b.txt 'polise' '' 'insurance'
    pressmark-index -q .
    run --separate-stderr -0 pressmark-search -l polise
    equal '' "$stderr"
    run --separate-stderr -1 pressmark-search -l policex
    equal '' "$stderr"
    run --separate-stderr -1 pressmark-search -l plice
    equal 'Did you mean: police' "$stderr"
    run -2 pressmark-search --sort=dote police
    contains "$output" "takes relevance, date, newest, oldest, path, title, type, language, size, mtime or the name of a field, not 'dote'"
    run -2 pressmark-search --limt=3 police
    contains "$output" "did you mean '--limit'"
}

@test "spellings of one word find each other, the exact one first" {
    document code.txt 'Calls' '' 'getUserById returns a record; OvertimeService counts, sha256sum too.'
    document plain.txt 'Words' '' 'Get the user by his id.' '' 'the overtime'
    document broken.txt 'Release' '' 'The county says that the imple-' 'mentation begins in the well-' \
        'known hall.'
    document signs.txt 'Voices' '' "They don't agree with O’Brien on 1,200,000 people with a Ph.D. by e-mail."
    document bare.txt 'Bare' '' 'They dont agree with Obrien on 1200000 people with a PhD by email.'
    document de.txt 'Stadt' '' 'Der Bürgermeister lässt den Müll morgen abholen, die Straßen sind frei.'
    document de2.txt 'Stadt' '' 'Der Buergermeister laesst den Muell morgen abholen, und die Stadt ist frei.'
    document da.txt 'By' '' 'Borgmesteren i København åbner den nye bro ved havnen, og alle er velkomne i dag.'
    document ar.txt 'كتاب جديد عن المدرسة وأحمد والعربية.'
    document zh.txt '臺灣的學校很多。北京的图书馆藏书丰富。'
    document hi.txt 'नमस्ते दुनिया। हिन्दी भाषा में क़लम रखो।'
    pressmark-index -q .
    first() { pressmark-search -q -l -- "$1" | head -n "${2:-1}" | paste -sd ' '; }
    equal 'plain.txt code.txt' "$(first 'user id' 2)"
    equal 'plain.txt code.txt' "$(first overtime 2)"
    equal code.txt "$(first getUserById)"
    equal code.txt:3 "$(pressmark-search -q --vimgrep 'user id' path:code.txt | cut -d: -f1,2)"
    equal signs.txt:3 "$(pressmark-search -q --vimgrep dont path:signs.txt | cut -d: -f1,2)"
    equal code.txt "$(first sha256sum)"
    equal broken.txt "$(first implementation)"
    equal broken.txt "$(first well-known)"
    for pair in "don't dont" "O'Brien obrien" '1,200,000 1200000' 'Ph.D. phd' 'e-mail email'; do
        equal 'signs.txt bare.txt' "$(first "${pair% *}" 2)"
        equal 'bare.txt signs.txt' "$(first "${pair#* }" 2)"
    done
    equal 'de.txt de2.txt' "$(first Bürgermeister 2)"
    equal 'de2.txt de.txt' "$(first buergermeister 2)"
    equal da.txt "$(first koebenhavn)"
    equal ar.txt "$(first أحمد)"
    for query in 台湾 圖書; do equal zh.txt "$(first $query)"; done
    for query in हिंदी कलम; do equal hi.txt "$(first $query)"; done
}

@test "a field is found without the apostrophe of its value" {
    document v.md '---' 'title: Voices' "author: Pat O'Brien" '---' 'text'
    pressmark-index -q .
    equal v.md "$(answers author:obrien)"
    equal v.md "$(answers "author:o'brien")"
    equal v.md "$(answers "author:\"pat o'brien\"")"
}

@test "a query takes no more than it may, and says what was cut" {
    local words same near patterns
    words=$(yes buffalo | head -n 200000 | paste -sd ' ')
    printf '%s\n' "$words" >herd.txt
    for i in {1..300}; do printf 'k%dx k%dy ' "$i" "$i"; done >many.txt
    pressmark-index -q .
    same=$(yes buffalo | head -n 1000 | paste -sd ' ')
    near=$(yes buffalo | head -n 14 | sed 's/$/ NEAR/' | paste -sd ' ')
    patterns=$(for i in {1..300}; do printf 'k%d* ' "$i"; done)
    (
        limit_address_space 600000
        ulimit -t 20
        equal herd.txt "$(pressmark-search -l "\"$same\"")"
        equal herd.txt "$(pressmark-search -l "${near% NEAR}")"
        pressmark-search -l "${same// / NEAR }" >/dev/null || [ $? -eq 1 ]
        equal many.txt "$(pressmark-search -l "$patterns" 2>"$work/err")"
    )
    contains "$(<"$work/err")" 'more words than a query may have'
}

@test "a query of too many parts is answered by the rarest of them" {
    document a.txt 'A' '' 'kestrel one'
    document b.txt 'B' '' 'osprey kestrel'
    pressmark-index -q .
    for form in 'OR word%.0f' ' "word%.0f form"' ' title:word%.0f' ' word%.0f~' ' wor*%.0f' \
        'OR "x word%.0f"' ' -word%.0f'; do
        printf 'q\tosprey %s\n' "$(seq -f "$form" 9000 | paste -sd ' ')" >t
        run --separate-stderr pressmark-search -T t
        if [[ $form = *title* ]]; then
            equal 1 "$status"
        else
            contains "$output" 'q Q0 b.txt'
        fi
        contains "$stderr" ' rarest of its '
    done
    printf 'q\tosprey %s\n' "$(seq -f '+kestrel +word%.0f' 9000 | paste -sd ' ')" >t
    run --separate-stderr -1 pressmark-search -T t
    contains "$stderr" ' rarest of its '
    printf 'q\t%s +osprey\n' "$(yes +kestrel | head -n 9000 | paste -sd ' ')" >t
    run --separate-stderr -0 pressmark-search -T t
    equal 'b.txt' "$(awk '{ print $3 }' <<<"$output")"
}

@test "what is excluded stays excluded in a query of too many parts" {
    document a.txt 'A' '' 'kestrel osprey'
    document b.txt 'B' '' 'kestrel'
    pressmark-index -q .
    printf 'q\tkestrel %s -osprey\n' "$(seq -f '"word%.0f form"' 9000 | paste -sd ' ')" >t
    run --separate-stderr -0 pressmark-search -T t
    equal 'b.txt' "$(awk '{ print $3 }' <<<"$output")"
    printf 'q\tosprey OR %s\n' "$(seq -f '(word%.0f AND NOT kestrel)' 9000 | paste -sd ' ' |
        sed 's/) (/) OR (/g')" >t
    run --separate-stderr -0 pressmark-search -T t
    equal 'a.txt' "$(awk '{ print $3 }' <<<"$output")"
}

@test "long phrases and long runs of NEAR are looked for by their first words" {
    document a.txt 'A' '' "$(seq -f 'word%.0f' 3000 | paste -sd ' ')"
    document b.txt 'B' '' 'word1 word2 word3'
    pressmark-index -q .
    printf 'q\t"%s"\n' "$(seq -f 'word%.0f' 30000 | paste -sd ' ')" >t
    run --separate-stderr -0 pressmark-search -T t
    equal 'a.txt' "$(awk '{ print $3 }' <<<"$output")"
    contains "$stderr" 'the first 1000'
    printf 'q\t%s\n' "$(seq -f 'word%.0f' 3000 | paste -sd ' ' | sed 's/ / NEAR /g')" >t
    run --separate-stderr -0 pressmark-search -T t
    equal 'a.txt' "$(awk '{ print $3 }' <<<"$output")"
    contains "$stderr" 'the first 1000'
}

@test "every number of a field is compared" {
    document a.md '---' 'size: [500, 1500]' '---' 'kestrel'
    document b.md '---' 'size: 900' '---' 'kestrel'
    document c.md '---' 'size: [small, 2, 4000, 2000]' '---' 'kestrel'
    pressmark-index -q .
    equal 'a.md c.md' "$(answers 'size:>1000')"
    equal 'a.md b.md' "$(answers 'size:500..900')"
    equal c.md "$(answers 'size:>=4000')"
    equal c.md "$(answers 'size:<3')"
    equal '' "$(answers 'size:600..800')"
    equal 'a.md c.md' "$(answers 'kestrel NOT size:900')"
}

@test "a number with groups and decimals is found without the separators" {
    # shellcheck disable=SC2016 # dollars
    document a.txt 'A' '' 'It costs $1,299.99 for kestrels.'
    document b.txt 'B' '' 'It costs 1.450,50 EUR for ospreys.'
    pressmark-index -q .
    equal a.txt "$(answers 1299.99)"
    # shellcheck disable=SC2016
    equal a.txt "$(answers '$1,299.99')"
    equal b.txt "$(answers '1450,50')"
}

@test "a value of several words that no document has is told" {
    document a.md '---' 'due: 3 March 2020' 'status: in review' '---' 'kestrel'
    pressmark-index -q .
    for query in 'due:2020-03-04' 'status:"in preparation"'; do
        run --separate-stderr -1 pressmark-search -l "$query"
        contains "$stderr" "no document has '"
    done
    run --separate-stderr -0 pressmark-search -l 'status:"in review"'
    equal '' "$stderr"
}

@test "words of two tokens are marked where they stand" {
    document a.txt 'A' '' 'An e-mail of Ph.D. students to the head-' 'quarters was re-' 'sent.' \
        'The court: [S]ecure places may (re)open; E[x]tract f(x) a[i] the colo(u)r.'
    pressmark-index -q .
    marked() { pressmark-search --json -- "$1" | jq -r '.hits[0].passages[0] |
        .text as $text | [.marks[] | $text[.[0]:.[1]]] | join("|")'; }
    equal $'head-\nquarters' "$(marked headquarters)"
    equal $'re-\nsent' "$(marked resent)"
    equal 'e-mail' "$(marked email)"
    equal '[S]ecure' "$(marked secure)"
    equal '(re)open' "$(marked reopen)"
    equal 'E[x]tract' "$(marked extract)"
    equal 'colo(u)r' "$(marked colour)"
    equal 'Ph.D' "$(marked phd)"
    equal $'e-mail|Ph.D' "$(marked 'phd emails')"
}

@test "a run divides its columns by nothing that Unicode calls blank, and its scores fall in any order" {
    document "a"$'\u00a0'"b.txt" 'kestrel one'
    document "c"$'\u3000'"d.txt" 'kestrel kestrel two'
    indexes .
    pressmark-search -T <(printf '1\tkestrel\n') -s path >run
    equal '1 Q0 a%C2%A0b.txt 1 2 pressmark|1 Q0 c%E3%80%80d.txt 2 1 pressmark' "$(paste -sd '|' run)"
    run -2 pressmark-search -T <(printf '\tkestrel\n')
    contains "$output" 'no id'
}

@test "no hint for a word that is known by its other spelling, and one for what no title has" {
    document a.md '# Irrigation' '' 'Send an email.'
    indexes .
    equal '' "$(pressmark-search -l e-mail 2>&1 >/dev/null)"
    contains "$(pressmark-search -l title:irigation 2>&1)" "did you mean 'title:irrigation'?"
    equal '' "$(pressmark-search -l title:irrigations 2>&1 >/dev/null)"
    run -2 pressmark-index --lang klingon .
    contains "$output" 'there are ar, bg'
}

@test "a word that documents write joined or apart is found either way, as typed first" {
    document hyphen.txt 'The Wi-Fi password of the on-line shop, a hand-off, tcp/ip and 12 kg.'
    document closed.txt 'A nonprofit cooperation with a handbook.'
    document part.txt 'A hand, and a page on line seven.'
    indexes .
    for word in wifi WiFi handoff tcpip 12kg; do
        equal hyphen.txt "$(answers "$word")"
        equal hyphen.txt "$(answers "+$word")"
    done
    equal '[["Wi","Fi"]]' "$(pressmark-search -q --jsonl wifi | jq -c '[.passages[0] | .text as $t | [.marks[] | $t[.[0]:.[1]]]]')"
    for word in non-profit co-operation hand-book; do
        contains "$(answers "$word")" closed.txt
        equal closed.txt "$(answers "+$word")"
    done
    document joined.txt 'A handoff of everything else.'
    indexes
    equal hyphen.txt "$(pressmark-search -l -n 1 hand-off)"
    contains "$(answers hand-off)" joined.txt
    equal joined.txt "$(answers handoff)"
    equal '' "$(answers governmentoff)"
}

@test "versions with a v, numbers with units, and words that signs divide have their parts" {
    document v.txt 'Now v5.3.2 is out, for python3.11.'
    document plain.txt 'Now 6.1.0 is out.'
    document units.txt 'A 3.5mm jack of 7,5cm.'
    document fa.txt $'کتاب\u200cها را می\u200cخواهم'
    document uk.txt "Прийшло п'ять листів на цей об’єкт."
    document ca.txt 'Ella va col·laborar amb tothom.'
    indexes .
    equal v.txt "$(answers 5.3.2)"
    equal v.txt "$(answers v5.3.2)"
    equal plain.txt "$(answers v6.1.0)"
    equal v.txt "$(answers 'python 3.11')"
    equal units.txt "$(answers '"3.5mm"')"
    equal units.txt "$(answers '+3.5 +mm')"
    equal units.txt "$(answers '+7,5 +cm')"
    equal fa.txt "$(answers کتاب)"
    equal fa.txt "$(answers '+می +خواهم')"
    equal uk.txt "$(answers пять)"
    equal uk.txt "$(answers обєкт)"
    equal ca.txt "$(answers collaborar)"
}

@test "the name of a library after -l is no excluded word" {
    document a.txt 'Compile with gcc -lpthread -lxml2 and so on.'
    document b.txt 'Compile with gcc alone.'
    indexes .
    equal 'a.txt b.txt' "$(answers 'gcc -lpthread')"
    equal 'a.txt b.txt' "$(answers 'gcc -lxml2')"
    equal 'a.txt b.txt' "$(answers 'compile -pferde')"
    equal 'a.txt' "$(answers 'gcc -alone')"
}

@test "no phrase goes over items, rows, cells and terms, whatever the format" {
    document a.html '<!DOCTYPE html><title>t</title><dl><dt>x county<dd>sheriff y</dl>'
    document b.html '<!DOCTYPE html><title>t</title><ul><li>x county<li>sheriff y</ul>'
    document c.html '<!DOCTYPE html><title>t</title><table><caption>x county</caption>' \
        '<tr><td>sheriff y<td>z county</tr><tr><td>sheriff u</table>'
    document d.html '<!DOCTYPE html><title>t</title><select><option>x county<option>sheriff</select>'
    document e.rst 'x county' '  sheriff y' '' '=====  =====' 'a  z county' 'sheriff y  b' '=====  ====='
    document f.org '- x county :: sheriff y' '' '| a | z county |' '| sheriff | b |'
    document g.adoc 'x county:: sheriff y' '' '. a county' '. sheriff' '' '|===' '|a |z county' '|sheriff' '|==='
    document h.1 '.TH A 1' '.SH NAME' 'a \- b' '.SH X' '.TP' 'x county' 'sheriff y' '.IP county' 'sheriff z'
    document i.csv 'place,post' 'p,q' 'x county,sheriff y'
    document j.tex '\begin{description}\item[x county] sheriff y\end{description}' \
        '\begin{tabular}{ll} a & county \\ sheriff & b \end{tabular}'
    document k.md '- x county' '- sheriff y' '' '| a |' '|---|' '| county |' '| sheriff |' '' 'a county' ': sheriff'
    document l.xml '<?xml version="1.0"?><r><name>x county</name><post>sheriff y</post></r>'
    document y.html '<!DOCTYPE html><title>t</title><p>The <b>county</b>' '<i>sheriff</i> came.'
    document z.txt 'The county' 'sheriff came.'
    indexes .
    equal 14 "$(pressmark-search --count county)"
    equal 14 "$(pressmark-search --count sheriff)"
    equal 'y.html z.txt' "$(answers '"county sheriff"')"
}
