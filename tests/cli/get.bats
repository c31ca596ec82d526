# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154
# Single documents: short names, stored text, sections, and opening them in an editor.

load helper

prepare() {
    printf '# Guide\n\nFirst words.\n\n## Setting up\n\nTake the kestrel out.\n\n### Details\n\nFine print.\n\n## Use\n\nLast words.\n' >guide.md
    printf '{"id":"r1","title":"One","text":"a kestrel"}\n{"id":"r2","title":"Two","text":"two kestrels","county":"Stark"}\n' >records.jsonl
    printf 'odd kestrel: name\n' >'odd name:12'
    mkdir packed
    printf 'a packed kestrel\n' >packed/a.txt
    tar -cf x.tar packed/a.txt
    rm -r packed
    printf 'bad \033[31m kestrel\n' >esc.txt
    rest
    pressmark-index -q .
}

ref() { # of the hit at a path
    pressmark-search --jsonl -n 20 kestrel | jq -r "select(.path == \"$1\").ref" | head -n 1
}

@test "a short name stays, and finds its document" {
    local before
    before=$(ref guide.md)
    [[ $before =~ ^[0-9a-z]{10}$ ]]
    equal "$(pressmark-search --count kestrel)" "$(pressmark-search --format '{ref}' -n 20 --fold=no kestrel | sort -u | wc -l)"
    printf 'more\n' >>guide.md
    printf 'another kestrel\n' >new.txt
    pressmark-index -q .
    equal "$before" "$(ref guide.md)"
    contains "$(pressmark-search --get "$before")" 'Take the kestrel out.'
    contains "$(pressmark-search -l --like "$before")" new.txt
    # From wherever it is read.
    mkdir sub
    for folder in sub .. /; do
        equal "$before" "$(cd "$folder" && pressmark-search -i "$work/folder/.pressmark" --format '{ref} {path}' kestrel | sed -n 's/ .*guide.md$//p')"
        contains "$(cd "$folder" && pressmark-search -i "$work/folder/.pressmark" --get "$before")" 'Take the kestrel out.'
    done
    # Of the document, whichever index it is in.
    pressmark-index -q -i "$work/deep/er" .
    equal "$before" "$(pressmark-search -i "$work/deep/er" --jsonl kestrel | jq -r 'select(.path == "guide.md").ref')"
    contains "$(pressmark-search -i "$work/deep/er" --get "$before")" 'Take the kestrel out.'
    # Names that are longer than a term, with signs that divide.
    long=$(printf 'x%.0s' {1..180})
    mkdir -p "$long#1"
    printf '{"id":"%s#2","text":"a longish kestrel"}\n' "$long" >"$long#1/r.jsonl"
    pressmark-index -q .
    equal 'a longish kestrel' "$(pressmark-search --get "$(pressmark-search --format '{ref}' longish)")"
    run -2 pressmark-search --get zzzzzzzzzz
    contains "$output" 'is not in the index'
}

@test "--get: by path, by path and id, by id, lines of it, several, and when the file is gone" {
    equal 'a kestrel' "$(pressmark-search --get 'records.jsonl#r1')"
    equal 'a kestrel' "$(pressmark-search --get r1)"
    equal '==> records.jsonl#r1 <==
a kestrel

==> records.jsonl#r2 <==
two kestrels' "$(pressmark-search --get records.jsonl)"
    equal 'Take the kestrel out.' "$(pressmark-search --get guide.md:7)"
    # The record that stands there.
    equal 'two kestrels' "$(pressmark-search --get records.jsonl:2)"
    equal 2 "$(pressmark-search --jsonl --get records.jsonl:1-2 | wc -l)"
    run -2 pressmark-search --get records.jsonl:3
    contains "$output" "'records.jsonl' has no text on line 3"
    run -2 pressmark-search --get records.jsonl:3-9
    contains "$output" "'records.jsonl' has no text on lines 3 to 9"
    run -2 pressmark-search --get records.jsonl:4294967298
    equal "$(sed -n 3,7p guide.md | sed 's/^## //')" "$(pressmark-search --get guide.md:3-7)"
    equal 'odd kestrel: name' "$(pressmark-search --get 'odd name:12')"
    equal 'a packed kestrel' "$(pressmark-search --get 'x.tar#packed/a.txt')"
    contains "$(pressmark-search --get guide.md --get r1)" '==> records.jsonl#r1 <=='
    rm guide.md records.jsonl
    equal 'a kestrel' "$(pressmark-search --get r1)"
    contains "$(pressmark-search --get guide.md)" 'Last words.'
    run -2 pressmark-search --get guide.md:700
    contains "$output" 'no text on line 700'
    run -2 pressmark-search --get guide.md --get nonesuch
    lacks "$output" 'Last words.'
    run -2 pressmark-search --get guide.md kestrel
    run -2 pressmark-search --get guide.md --csv
    lacks "$(pressmark-search --get esc.txt)" $'\033'
}

@test "--get finds documents whose names are longer than a term may be" {
    local deep name long
    deep=$(printf 'a-long-name-of-a-folder-%02d/' {1..12})
    long=$(printf 'long%.0s' {1..60})
    mkdir -p "$deep"
    printf 'deep quince\n' >"${deep}deep.txt"
    printf '{"id":"d1","text":"first quince"}\n{"id":"d2","text":"second quince"}\n' >"${deep}r.jsonl"
    printf '{"id":"d3","text":"third quince"}\n' >"${deep}r.json"
    printf '{"id":"%s","text":"fourth quince"}\n' "$long" >long.jsonl
    pressmark-index -q .
    for name in "${deep}deep.txt" "${deep}deep.txt:1" "$PWD/${deep}deep.txt"; do
        equal 'deep quince' "$(pressmark-search --get "$name")"
    done
    equal $'first quince\nsecond quince' "$(pressmark-search --get "${deep}r.jsonl" | grep quince)"
    equal 'second quince' "$(pressmark-search --get "${deep}r.jsonl#d2")"
    equal 'second quince' "$(pressmark-search --get d2)"
    for name in "$long" "long.jsonl#$long" long.jsonl; do
        equal 'fourth quince' "$(pressmark-search --get "$name")"
    done
    run -2 --separate-stderr pressmark-search --get "${deep}other.txt"
    contains "$stderr" 'is not in the index'
}

@test "--section is what is below a heading, up to the next of its level" {
    equal 'Setting up|Take the kestrel out.|Details|Fine print.' "$(pressmark-search --get guide.md --section 'setting up' | grep . | paste -sd '|')"
    equal 'Details|Fine print.' "$(pressmark-search --get guide.md --section Det | grep . | paste -sd '|')"
    run -2 pressmark-search --get guide.md --section None
    contains "$output" "no section 'None'"
    run -2 pressmark-search --section Use kestrel
}

@test "PATH#ANCHOR is the part that programs show there" {
    local anchor
    printf '%s\n' '# Guide' '' 'First.' '' '## Use' '' 'Once.' '' '### Details {#fine}' '' 'Fine print.' '' '## Use' '' 'Twice.' >twice.md
    printf '%s\n' '<!DOCTYPE html><title>T</title>' '<h1 id="top">Top</h1>' '<section id="install">' \
        '<h2>Install<a href="#install">¶</a></h2>' '<p>Run the falcon.' \
        '<dl><dt id="opt-x">x</dt><dd>Does merlin.</dd>' '<dt id="opt-xy">y</dt><dd>Does hobby.</dd></dl>' \
        '</section>' '<section id="use"><h2>Use</h2><p>Use it.</section>' >page.html
    pressmark-index -q .
    equal 'Use|Once.|Details|Fine print.' "$(pressmark-search --get 'twice.md#use' | grep . | paste -sd '|')"
    equal 'Use|Twice.' "$(pressmark-search --get 'twice.md#use-1' | grep . | paste -sd '|')"
    equal 'Details|Fine print.' "$(pressmark-search --get 'twice.md#fine' | grep . | paste -sd '|')"
    equal 'Use|Use it.' "$(pressmark-search --get 'page.html#use' | grep . | paste -sd '|')"
    equal 'y|Does hobby.' "$(pressmark-search --get 'page.html#opt-xy' | tr -d '\t' | grep . | paste -sd '|')"
    # What a hit has as its anchor is one.
    for word in falcon merlin hobby; do
        anchor=$(pressmark-search --format '{anchor}' -n 1 $word)
        contains "$(pressmark-search --get "page.html#$anchor")" "$word"
    done
    equal '["Top","Install","Use"]' "$(pressmark-search --json --get page.html | jq -c '[.[0].headings[].text]')"
    run -2 pressmark-search --get 'page.html#opt'
    contains "$output" "has no anchor 'opt'"
    run -2 pressmark-search --get 'none.md#use'
    contains "$output" "'none.md#use' is not in the index"
}

@test "--get as JSON has all fields, headings, and keeps to a limit" {
    pressmark-search --json --get r2 --get guide.md >"$work/out"
    "$BATS_TEST_DIRNAME/../schema.py" documents <"$work/out"
    equal '["Stark"]' "$(jq -c '.[0].fields.county' "$work/out")"
    equal '1 Guide|2 Setting up|3 Details|2 Use' "$(jq -r '.[1].headings[] | "\(.level) \(.text)"' "$work/out" | paste -sd '|')"
    equal 13 "$(jq '.[1].headings[3].line' "$work/out")"
    equal "$(pressmark-search --get guide.md)" "$(jq -r '.[1].text' "$work/out")"
    pressmark-search --jsonl --get r1 --get r2 | while read -r line; do jq -e .ref <<<"$line" >/dev/null; done
    whole=$(pressmark-search --json --get guide.md | wc -c)
    for limit in $((whole - 1)) $((whole - 30)) $((whole - 70)); do
        pressmark-search --json --get guide.md --max-bytes $limit >"$work/cut"
        [ "$(wc -c <"$work/cut")" -le $limit ]
        [ "$(jq '.[0].omitted_bytes' "$work/cut")" -gt 0 ]
    done
    [ "$(pressmark-search --get guide.md --max-bytes 80 | wc -c)" -le 80 ]
    contains "$(pressmark-search --get guide.md --max-bytes 80)" 'bytes of text'
    run -2 pressmark-search --json --get guide.md --max-bytes 20
}

@test "--open N: the editor at the line, in its own way, or a viewer" {
    unset VISUAL
    mkdir "$work/bin"
    for name in ed-like code hx xdg-open; do
        # shellcheck disable=SC2016 # the script's
        printf '#!/bin/sh\nprintf "%%s|" "${0##*/}" "$@"\n' >"$work/bin/$name"
        chmod +x "$work/bin/$name"
    done
    PATH=$work/bin:$PATH
    equal "ed-like|+7|$PWD/guide.md|" "$(EDITOR=ed-like pressmark-search --open 1 'kestrel path:guide.md')"
    equal "ed-like|-n|+7|$PWD/guide.md|" "$(EDITOR='ed-like -n' pressmark-search --open 1 'kestrel path:guide.md')"
    equal "code|--wait|-g|$PWD/guide.md:7|" "$(EDITOR='code --wait' pressmark-search --open 1 'kestrel path:guide.md')"
    equal "hx|$PWD/guide.md:7|" "$(EDITOR=vi VISUAL=hx pressmark-search --open 1 'kestrel path:guide.md')"
    equal "ed-like|+1|$PWD/odd name:12|" "$(EDITOR=ed-like pressmark-search --open 1 'kestrel path:odd')"
    # The second hit is the second hit.
    second=$(pressmark-search --format '{path}' -n 1 --offset 1 'kestrel type:text -packed')
    contains "$(EDITOR=ed-like pressmark-search --open 2 'kestrel type:text -packed')" "$PWD/$second|"
    printf '<p>A kestrel page' >page.html
    pressmark-index -q .
    equal "xdg-open|$PWD/page.html|" "$(pressmark-search --open 1 'kestrel type:html')"
    equal "ed-like|$PWD/page.html|" "$(PRESSMARK_VIEWER=ed-like pressmark-search --open 1 'kestrel type:html')"
    run -1 pressmark-search --open 50 kestrel
    run -2 pressmark-search --open 1 'packed kestrel path:x.tar'
    contains "$output" '--get '
    run -2 pressmark-search --open 0 kestrel
    run -2 pressmark-search --open 1 --json kestrel
}

@test "a document that is called otherwise is an error that names the one that may be meant" {
    document notes/deep/Kestrel.md 'A falcon.'
    pressmark-index -q -i "$work/i" .
    for name in kestrel.md Kestrel KESTREL other/kestrel.md "$PWD/kestrel"; do
        run -2 pressmark-search -i "$work/i" --get "$name"
        contains "$output" "'$name' is not in the index, by path or by id; did you mean 'notes/deep/Kestrel.md'?"
    done
    run -2 pressmark-search -i "$work/i" --like kestrel.md
    contains "$output" "did you mean 'notes/deep/Kestrel.md'?"
    run -2 pressmark-search -i "$work/i" --get kest
    lacks "$output" 'did you mean'
    contains "$output" 'index it first'
    run -2 pressmark-search -i "$work/i" --get guide
    contains "$output" "did you mean 'guide.md'?"
}
