# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154
# Sort orders other than relevance, and --not-like.

load helper

prepare_file() {
    document a.md '---' 'title: Ärger im Hafen' 'county: stark' 'size: 3' 'rank: [7, 1]' '---' 'A heron here'
    document b.md '---' 'title: apple' 'county: [Wayne, Adams]' '---' 'A heron and another heron, which is longer than the rest of them'
    document c.txt 'Zebra crossing' '' 'heron'
    document d.html '<title>banana</title><p lang=de>heron'
    document long.md '---' 'title: Long' "county: Ohio$(printf 'o%.0s' {1..100})" '---' 'heron'
    rest
    pressmark-index -q .
}

ordered() {
    pressmark-search -n 100 --format '{path}' "$@" | paste -sd ' '
}

@test "by title, type, language, size and text of a field, both ways, and those without last" {
    equal 'b.md a.md d.html long.md c.txt' "$(ordered --sort title heron)"
    equal 'c.txt long.md d.html a.md b.md' "$(ordered --sort=-title heron)"
    equal 'd.html a.md b.md long.md c.txt' "$(ordered --sort type heron | sed 's/a.md long.md b.md\|b.md a.md long.md\|b.md long.md a.md\|long.md a.md b.md\|long.md b.md a.md\|a.md b.md long.md/a.md b.md long.md/')"
    equal c.txt "$(ordered --sort=-type heron -n 1)"
    equal b.md "$(ordered --sort=-size heron -n 1)"
    equal 'long.md a.md b.md' "$(ordered --sort county heron | cut -d ' ' -f 1-3)"
    equal 'b.md a.md long.md' "$(ordered --sort=-county heron | cut -d ' ' -f 1-3)"
    equal 'long.md a.md' "$(ordered --sort County heron -n 2)"
    # A field that has numbers is ordered by them, and one that is called like something else is asked for by name.
    equal a.md "$(ordered --sort fields.size heron -n 1)"
    equal a.md "$(ordered --sort rank heron -n 1)"
    equal "$(ordered --sort oldest heron)" "$(ordered --sort date heron)"
    equal "$(ordered --sort newest heron)" "$(ordered --sort=-date heron)"
    run -2 pressmark-search --sort cuonty heron
    contains "$output" "not 'cuonty'"
    run -2 pressmark-search --sort=-relevance heron
}

@test "size of the text is a value of a hit" {
    pressmark-search --sort size --fields path,size --csv heron >"$work/sizes"
    tail -n +2 "$work/sizes" | cut -d , -f 2 | sort -cn
    equal "$(pressmark-search --get c.txt | wc -c)" "$(sed -n 's/^c.txt,//p' "$work/sizes")"
    pressmark-search --json --fields size,path heron | "$BATS_TEST_DIRNAME/../schema.py" answer
}

@test "pages, totals, records, limits of files and the other engine agree" {
    own_copy
    for i in {1..40}; do
        printf '{"id":"r%d","title":"%s","text":"heron","group":"g%d"}\n' "$i" "$(printf '%s' "$((i * 7919 % 41))" | md5sum | cut -c 1-8)" $((i % 3))
    done >r.jsonl
    rest
    pressmark-index -q .
    pressmark-search -n 100 --sort title --format '{title}' heron >"$work/all"
    equal 45 "$(wc -l <"$work/all")"
    for offset in 0 10 20 30 40; do
        pressmark-search --offset $offset --sort title --format '{title}' heron
    done >"$work/pages"
    cmp "$work/all" "$work/pages"
    equal 45 "$(pressmark-search --sort title --json heron | jq .total)"
    equal 45 "$(pressmark-search --sort title -T <(printf '1\theron\n') -n 100 | wc -l)"
    equal "$(cat "$work/all")" "$(pressmark-search --engine=xapian -n 100 --sort title --format '{title}' heron)"
    equal 2 "$(pressmark-search --sort title --max-per-file 2 -n 100 --format '{path}' heron | grep -c jsonl)"
    equal 'g0 g1 g2' "$(pressmark-search -n 100 --sort group --format '{group}' heron | grep . | uniq | paste -sd ' ')"
}

@test "what is like a document is left out, and counted out" {
    own_copy
    document like1.txt 'The kestrel nested in the tower of the mill above the weir at Ludlow in heavy April rain, a heron below'
    document like2.txt 'At Ludlow the kestrel of the mill tower nested again, above the weir, in April rain; heron'
    document unlike.txt 'A heron and a kestrel are birds'
    rest
    pressmark-index -q .
    equal 8 "$(pressmark-search --count heron)"
    equal 6 "$(pressmark-search --count --not-like like1.txt heron)"
    equal unlike.txt "$(ordered --not-like like1.txt heron | tr ' ' '\n' | grep like)"
    ref=$(pressmark-search --format '{ref}' path:like1.txt -n 1)
    equal "$(ordered --not-like like1.txt heron)" "$(ordered --not-like "$ref" heron)"
    equal 5 "$(pressmark-search --count --not-like like1.txt --not-like c.txt heron)"
    equal "$(ordered --not-like like1.txt heron)" "$(ordered --engine=xapian --not-like like1.txt heron)"
    lacks "$(pressmark-search --facet ext --not-like like1.txt --csv heron)" 'txt,4'
    # Beside --like, the one that is asked for and those like it.
    lacks " $(ordered --like like1.txt --not-like like2.txt)" ' like'
    run -2 pressmark-search --not-like none.txt heron
    contains "$output" '--not-like'
}

@test "by the time of the files, as it is now, those that are gone last" {
    own_copy
    touch -d 2021-05-04T10:00:00.2Z a.md
    touch -d 2021-05-04T10:00:00.1Z b.md
    touch -d 1969-07-20T20:17:40Z c.txt
    touch -d 2020-02-29T23:59:59Z d.html
    printf 'A heron from a pipe\n' | pressmark-index -q . -
    rm long.md
    touch -d 2022-01-01T00:00:00Z d.html
    equal 'c.txt b.md a.md d.html' "$(ordered --sort mtime heron | cut -d ' ' -f 1-4)"
    equal 'd.html a.md b.md c.txt' "$(ordered --sort=-mtime heron | cut -d ' ' -f 1-4)"
    equal '- long.md' "$(ordered --sort=-mtime heron | tr ' ' '\n' | tail -n 2 | sort | paste -sd ' ')"
    equal '2022-01-01T00:00:00Z 1969-07-20T20:17:40Z' \
        "$(pressmark-search --format '{mtime}' --sort=path heron | sed -n '/^1969/p; /^2022/p' | sort -r | paste -sd ' ')"
    pressmark-search --json --fields mtime,path heron >"$work/json"
    "$BATS_TEST_DIRNAME/../schema.py" answer <"$work/json"
    equal '2021-05-04T10:00:00Z' "$(jq -r '.hits[] | select(.path == "a.md") | .mtime' "$work/json")"
    equal '' "$(jq -r '.hits[] | select(.path == "long.md") | .mtime' "$work/json")"
    equal false "$(pressmark-search --json heron | jq '.hits[0] | has("mtime")')"
}

@test "a field called mtime is asked for by its whole name" {
    own_copy
    document e.md '---' 'mtime: 5' '---' 'heron'
    document f.md '---' 'mtime: 12' '---' 'heron'
    pressmark-index -q .
    equal 'f.md e.md' "$(ordered --sort=-fields.mtime heron | cut -d ' ' -f 1-2)"
    equal '12' "$(pressmark-search --format '{fields.mtime}' --sort=-fields.mtime -n 1 heron)"
}
