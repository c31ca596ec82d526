# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154
# shellcheck disable=SC2030,SC2031 # each test is a subshell, and means to be
# --update: the index is updated before it is searched.

load helper

prepare() {
    document a.txt 'The harbour was closed.'
    rest
    pressmark-index -q .
}

@test "what has changed, is new or is gone is known first" {
    document b.txt 'A second harbour'
    equal a.txt "$(pressmark-search -l harbour)"
    rest
    equal 'a.txt b.txt' "$(answers --update harbour)"
    document a.txt 'Nothing'
    rm b.txt
    rest
    run -1 --separate-stderr pressmark-search --update harbour
    equal '' "$output$stderr"
    run -1 --separate-stderr pressmark-search --update --json harbour
    equal null "$(jq .notes <<<"$output")"
    document c.txt 'harbour three'
    rest
    equal 1 "$(pressmark-search --update --count harbour)"
    document d.txt 'harbour four'
    rest
    equal 'harbour four' "$(pressmark-search --update --get d.txt)"
    document e.txt 'harbour five'
    rest
    equal 3 "$(pressmark-search --update -T <(printf '1\tharbour\n') | wc -l)"
    # From below, by name, and through the other engine.
    document sub/f.txt 'harbour six'
    rest
    equal 4 "$(cd sub && pressmark-search --update --count harbour)"
    document g.txt 'harbour seven'
    rest
    equal 5 "$(cd / && pressmark-search --update -i "$work/folder/.pressmark" --count harbour)"
    document h.txt 'harbour eight'
    rest
    equal 6 "$(pressmark-search --update --engine=xapian --count harbour)"
}

@test "what takes long is given up, said, and leaves the index whole" {
    mkdir "$work/bin"
    printf '#!/bin/sh\n/bin/sleep 20\n' >"$work/bin/antiword"
    chmod +x "$work/bin/antiword"
    printf '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more' >slow.doc
    rest
    SECONDS=0
    PATH=$work/bin:$PATH run -0 --separate-stderr pressmark-search --update -l harbour
    [ "$SECONDS" -lt 10 ]
    equal a.txt "$output"
    contains "$stderr" "folder/.pressmark' was not updated: that would take longer than a second"
    PATH=$work/bin:$PATH run -0 --separate-stderr pressmark-search --update --json harbour
    contains "$(jq -r '.notes[0]' <<<"$output")" 'was not updated'
    PATH=$work/bin:$PATH run -0 --separate-stderr pressmark-search --update --engine=xapian -l harbour
    contains "$stderr" 'was not updated'
    PATH=$work/bin:$PATH run -0 --separate-stderr pressmark-search --update --get a.txt
    contains "$stderr" 'was not updated'
    pressmark-index --check
}

@test "an index that another program writes to, or that may not be written, is searched as it is" {
    document b.txt 'A second harbour'
    hold_lock .pressmark
    run -0 --separate-stderr pressmark-search --update -l harbour 4>&-
    equal a.txt "$output"
    contains "$stderr" 'was not updated: pressmark-index failed'
    release_lock
    run -0 --separate-stderr pressmark-search --update -q -l harbour
    equal 2 "${#lines[@]}"
}

@test "where there is no index none is made" {
    cd "$work"
    mkdir bare
    cd bare
    run -2 pressmark-search --update harbour
    run -2 pressmark-search --update -i none harbour
    equal '' "$(ls -A)"
}

@test "it can be a default, and be taken back; alerts know nothing of it" {
    printf '[search]\nupdate\n' >"$work/config"
    export PRESSMARK_CONFIG=$work/config
    document b.txt 'A second harbour'
    rest
    equal 1 "$(pressmark-search --no-update --count harbour)"
    equal 2 "$(pressmark-search --count harbour)"
    printf 'x\tharbour\n' >"$work/alerts"
    document c.txt 'A third harbour'
    rest
    equal 'x: c.txt:1: A third harbour' "$(pressmark-index -q --alerts="$work/alerts")"
}
