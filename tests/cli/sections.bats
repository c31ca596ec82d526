# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154
# The section that a passage is in: its headings, and the anchor at which programs show it.

load helper

prepare_file() {
    local filler
    filler=$(printf 'Some other words about nothing at all stand in this place. %.0s' {1..12})
    document page.html '<title>Birds</title><h1 id=top>Birds</h1>' "<p>$filler" '<h2 id=water>Water &amp; more</h2>' "<p>$filler" \
        '<dl><dt id=api.find>find(bird)<dd>Looks for a kestrel.' '<dt>lose(bird)</dl>' '<h3>Deep</h3>' '<p>The bittern hides.'
    printf '<title>Line</title><h2 id="one">First</h2><p>A godwit.</p><h2 id="two">Second</h2><p>A godwit and a dunlin.</p>' >line.html
    document notes.md '# Field notes' '' "$filler" '' '## See & hear!' '' 'A wigeon.' '' '## Über Größe' '' 'A gadwall.' '' \
        '## See & hear!' '' 'A pochard.' '' '### Named {#smew-here .x}' '' 'A smew.'
    document guide.rst Guide ===== '' "$filler" '' '2. Setting_up it' '----------------' '' 'A scoter.'
    document guide.adoc '= Guide' '' "$filler" '' '== Set up - now' '' 'A goosander.' '' '[[given]]' '=== Given' '' 'A merganser.' '' \
        '[#short,role=x]' '=== Short' '' 'A goldeneye.'
    document guide.org '#+TITLE: Guide' '* Setting up' "$filler" '** Own' ':PROPERTIES:' ':CUSTOM_ID: my-own' ':END:' 'A garganey.' \
        '** Its ways' 'A shoveler.'
    document tool.1 '.TH TOOL 1' '.SH NAME' 'tool \- a tool' '.SH "RETURN VALUE"' 'An eider.'
    printf '<h2 id=inside>Inside</h2><p>A dotterel.' >inside.html
    tar -cf packed.tar inside.html
    rm inside.html
    printf '<h2 id=old>Old</h2><p>A ruff.' >stale.html
    pressmark-index -q .
    printf '<h2 id=new>New</h2><p>Now a stork.' >stale.html
}

# Section and anchor of the best passage.
section() {
    pressmark-search -q --jsonl -n 1 "$1" | jq -r '.passages[0] | "\(.section // [] | join(" > "))|\(.anchor // "-")"'
}

@test "a page opens at the nearest id of its section" {
    equal 'Birds > Water & more|api.find' "$(section kestrel)"
    equal 'Birds > Water & more > Deep|water' "$(section bittern)"
    equal 'Second|two' "$(section dunlin)"
    equal 'First|one' "$(section 'godwit path:line')"
}

@test "sources open where the usual programs have the heading" {
    equal 'Field notes > See & hear!|see--hear' "$(section wigeon)"
    equal 'Field notes > Über Größe|über-größe' "$(section gadwall)"
    equal 'Field notes > See & hear!|see--hear-1' "$(section pochard)"
    equal 'Field notes > See & hear! > Named|smew-here' "$(section smew)"
    equal 'Guide > 2. Setting_up it|setting-up-it' "$(section scoter)"
    equal 'Guide > Set up - now|_set_up_now' "$(section goosander)"
    equal 'Guide > Set up - now > Given|given' "$(section merganser)"
    equal 'Guide > Set up - now > Short|short' "$(section goldeneye)"
    equal 'Setting up > Own|my-own' "$(section garganey)"
    equal 'Setting up > Its ways|its-ways' "$(section shoveler)"
    equal 'RETURN VALUE|RETURN_VALUE' "$(section eider)"
}

@test "no anchor is guessed: in an archive, in a changed file, for a page that is found by its title" {
    equal 'Inside|-' "$(section dotterel)"
    equal 'Old|-' "$(section ruff)"
    equal 'First|-' "$(section 'title:line')"
}

@test "the answer for people has the headings, and its links have the anchor" {
    contains "$(pressmark-search -q kestrel)" '§ Water & more'
    contains "$(pressmark-search -q bittern)" '§ Water & more › Deep'
    contains "$(pressmark-search -q --hyperlinks=always kestrel)" "$PWD/page.html#api.find"
    contains "$(pressmark-search -q --hyperlinks=always wigeon)" "$PWD/notes.md"$'\033'
    contains "$(pressmark-search -q --hyperlinks --hyperlink-format=kitty kestrel)" "$PWD/page.html#5"$'\033'
    contains "$(pressmark-search -q --html bittern)" "href=\"file://$PWD/page.html#water\""
    contains "$(pressmark-search -q --html bittern)" '§ Water &amp; more › Deep'
    contains "$(pressmark-search -q --markdown gadwall)" '(./notes.md#%C3%BCber-gr%C3%B6%C3%9Fe)'
}

@test "columns and templates have both, and JSON is as its schema says" {
    equal 'Birds; Water & more,api.find' "$(pressmark-search -q --csv --fields section,anchor kestrel | tail -n 1)"
    equal 'page.html#api.find' "$(pressmark-search -q --format '{path}#{anchor}' kestrel)"
    pressmark-search --json -p 3 kestrel bittern godwit wigeon | "$BATS_TEST_DIRNAME/../schema.py" answer
    pressmark-search --jsonl --fields section,anchor,heading kestrel | "$BATS_TEST_DIRNAME/../schema.py" hit --lines
}

@test "--open shows a page at its anchor, and everything else as before" {
    # shellcheck disable=SC2016 # the script's
    printf '#!/bin/sh\nprintf "%%s|" "$@"\n' >"$work/viewer"
    chmod +x "$work/viewer"
    equal "file://$PWD/page.html#api.find|" "$(PRESSMARK_VIEWER=$work/viewer pressmark-search --open 1 kestrel)"
    equal "$PWD/line.html|" "$(PRESSMARK_VIEWER=$work/viewer pressmark-search --open 1 'title:line')"
    equal "+7|$PWD/notes.md|" "$(EDITOR=$work/viewer VISUAL='' pressmark-search --open 1 wigeon)"
}
