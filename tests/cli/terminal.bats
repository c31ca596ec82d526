#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154,SC2016,SC2059,SC2317 # variables that load helper and run set; bytes by number
# Colour, control characters, and output that cannot be written.

load helper

esc=$'\033'

prepare_file() {
    document a.txt 'A word of warning' '' 'And the word again.'
    pressmark-index -q .
}

@test "color: not into a pipe, always, never, and on a terminal" {
    needs_terminal
    lacks "$(pressmark-search word)" "$esc"
    contains "$(pressmark-search --color=always word)" "${esc}[1;31mword"
    contains "$(pressmark-search --color word)" "${esc}["
    contains "$(on_terminal pressmark-search word)" "${esc}["
    lacks "$(on_terminal pressmark-search --color=never word)" "${esc}["
}

@test "NO_COLOR and TERM=dumb turn color off, --color=always wins" {
    needs_terminal
    lacks "$(NO_COLOR=1 on_terminal pressmark-search word)" "${esc}["
    contains "$(NO_COLOR='' on_terminal pressmark-search word)" "${esc}["
    contains "$(NO_COLOR=1 on_terminal pressmark-search --color=always word)" "${esc}["
    lacks "$(TERM=dumb on_terminal pressmark-search word)" "${esc}["
    contains "$(NO_COLOR=1 pressmark-search --color=always word)" "${esc}["
}

@test "forms for machines have no color" {
    for form in --json --jsonl --csv --vimgrep -l; do
        lacks "$(pressmark-search --color=always "$form" word)" "$esc"
    done
}

@test "COLUMNS is the width that passages are folded to on a terminal" {
    needs_terminal
    own_copy
    for i in {1..60}; do printf 'lengthy word number %d. ' "$i"; done >a.txt
    pressmark-index -q .
    COLUMNS=40 on_terminal pressmark-search --color=never -w 1000 lengthy >"$work/out"
    [ "$(grep -v documents "$work/out" | wc -L)" -le 40 ]
    COLUMNS=40 pressmark-search -w 1000 lengthy >"$work/out"
    [ "$(wc -L <"$work/out")" -gt 40 ]
}

@test "--hyperlinks: where they are known to work, always, never" {
    needs_terminal
    local link host
    host=$(uname -n)
    link="${esc}]8;;file://$host$PWD/a.txt$esc\\"
    contains "$(pressmark-search --hyperlinks=always word)" "$link"
    contains "$(pressmark-search --grep --hyperlinks=always word)" "$link"
    lacks "$(VTE_VERSION=7200 pressmark-search word)" "${esc}]8"
    lacks "$(on_terminal pressmark-search word)" "${esc}]8"
    contains "$(VTE_VERSION=7200 on_terminal pressmark-search word)" "$link"
    lacks "$(VTE_VERSION=4900 on_terminal pressmark-search word)" "${esc}]8"
    lacks "$(VTE_VERSION=7200 TMUX=x on_terminal pressmark-search word)" "${esc}]8"
    lacks "$(TERM=xterm-kitty on_terminal pressmark-search --hyperlinks=never word)" "${esc}]8"
    for form in --json --csv --vimgrep -l; do
        lacks "$(TERM=xterm-kitty on_terminal pressmark-search "$form" word)" "${esc}]8"
    done
}

@test "--hyperlink-format: names of editors, and a URL with variables" {
    contains "$(pressmark-search --hyperlinks --hyperlink-format=vscode word)" "]8;;vscode://file$PWD/a.txt:3:9$esc"
    contains "$(pressmark-search --hyperlinks --grep --hyperlink-format=kitty again)" "a.txt#3$esc"
    contains "$(pressmark-search --hyperlinks --hyperlink-format='x-ed:{path}?l={line}' word)" "]8;;x-ed:$PWD/a.txt?l=3$esc"
    lacks "$(pressmark-search --hyperlinks --hyperlink-format=none word)" "${esc}]8"
    for format in nonesuch 'file://{line}' 'file://{path}{x}' 'file://{path' '{path}' 'f:{path} x'; do
        run -2 pressmark-search --hyperlink-format="$format" word
        contains "$output" vscode
    done
    own_copy
    cp a.txt 'odd;name "x".txt'
    pressmark-index -q .
    contains "$(pressmark-search --hyperlinks 'path:odd word')" 'odd%3Bname%20%22x%22.txt'
}

@test "a pager is used on a terminal only, and named by the environment" {
    needs_terminal
    export PRESSMARK_PAGER='sed s/^/paged:/'
    contains "$(on_terminal pressmark-search --color=never word)" 'paged:1  A word of warning'
    contains "$(on_terminal pressmark-search word)" "${esc}[1;31mword"
    lacks "$(pressmark-search word)" paged:
    lacks "$(on_terminal pressmark-search --no-pager word)" paged:
    # Hints and errors come out with the rest.
    contains "$(on_terminal pressmark-search --color=never word)" 'paged:1 to 1 of 1 hits'
    contains "$(on_terminal pressmark-search wordd)" 'paged:Did you mean'
    run -2 on_terminal pressmark-search -i "$work/none" word
    contains "$output" 'paged:pressmark-search: there is no index'
    run -1 on_terminal pressmark-search nonesuch
    PAGER='sed s/^/other:/' on_terminal pressmark-search word >"$work/out"
    lacks "$(<"$work/out")" other:
    unset PRESSMARK_PAGER
    contains "$(PAGER='sed s/^/other:/' on_terminal pressmark-search word)" other:
    for none in '' cat "$work/no-such-pager"; do
        contains "$(PAGER=$none on_terminal pressmark-search --color=never word)" '1  A word of warning'
    done
    # Left before all was read: no message, no trouble.
    PAGER='head -n 1' on_terminal pressmark-search --color=never word >"$work/out" || true
    equal 1 "$(wc -l <"$work/out")"
    equal FRX "$(PAGER='printenv LESS; cat >/dev/null' on_terminal pressmark-search word)"
}

# Nothing that a terminal could obey: C0 but for tab and line feed, DEL, C1, bidirectional controls
# and line separators; nor what it would not show: zero-width characters, marks of direction, tags.
is_clean() { # FILE...
    perl -CSD -ne '
        exit 1 if /[\x00-\x08\x0b-\x1f\x7f-\x9f\x{202a}-\x{202e}\x{2060}-\x{206f}\x{2028}\x{2029}]/;
        exit 1 if /[\x{200b}-\x{200f}\x{feff}\x{e0000}-\x{e0fff}]/;
    ' "$@"
}

@test "control characters of documents never come out" {
    own_copy
    local c name=$'esc\033]0;title\007.txt'
    for c in {1..8} {11..31} 127; do
        printf -v c '\\x%02x' "$c"
        printf 'before %s ' "$c"
        printf "before ${c}marker$c after\n\n"
    done >controls.txt
    printf 'c1 \xc2\x9b31m marker \xc2\x85 bidi \xe2\x80\xae marker \xe2\x81\xa6 sep \xe2\x80\xa8 marker\n' >more.txt
    printf '<title>esc \033[31m marker</title><p>&#27;[31m marker &#x9b;2J</p>' >page.html
    printf '{"id":"\\u001b[2J","title":"t \\u001b[31m marker","text":"marker \\u0007\\u009b2J","k\\u001b":"v"}\n' >r.jsonl
    printf -- '---\ntitle: "t \\e[31m marker"\nauthor: "\\x9b"\n---\nmarker \033c\n' >n.md
    printf 'marker in a bad name\n' >"$name"
    printf 'marker \u200b\u200e\ufeff\U000e0041 x\n' >$'zero\u200bwidth\U000e0041.txt'
    printf '{"id":"a\u200b","title":"hid\u200bden\u200e marker","k\u2060":"\ufeff marker"}\n' >s.jsonl
    pressmark-index -q . || [ $? -eq 1 ]
    for form in --color=never --json --jsonl --csv --vimgrep -l '-p 100' '--show-plan'; do
        # shellcheck disable=SC2086 # "-p 100" is two words
        pressmark-search $form -n 100 marker >"$work/out" 2>"$work/err"
        if ! is_clean "$work/out" "$work/err"; then
            echo "form $form" >&2
            cat -v "$work/out" "$work/err" >&2
            return 1
        fi
    done
    run -0 pressmark-search --jsonl -n 100 marker
    [ "${#lines[@]}" -ge 6 ]
}

@test "control characters of a query never come out" {
    pressmark-search --show-plan $'word "\033[31m x\007 \u202e\u200b" the\u200b' >"$work/out" 2>"$work/plan" || true
    contains "$(<"$work/plan")" '\u{1b}[31m x\u{7} \u{202e}\u{200b}'
    pressmark-search --show-plan --json $'word \033[31m "x\007' >"$work/out" 2>"$work/err" || true
    pressmark-search $'date:"x\033[31m"' >>"$work/out" 2>>"$work/err" || true
    pressmark-search -i $'no\033[31mwhere' word >>"$work/out" 2>>"$work/err" || true
    contains "$(<"$work/err")" date
    contains "$(<"$work/err")" where
    is_clean "$work/out" "$work/err" "$work/plan"
}

@test "control characters of file names never come out of the indexer" {
    own_copy
    printf 'GIF89a\0\1\2\3' >$'bin\033[31m.gif'
    printf 'not json\n' >$'bad\033]0;x\007.jsonl'
    pressmark-index -v . >"$work/out" 2>"$work/err" || true
    rm -r .pressmark
    pressmark-index -n . >>"$work/out" 2>>"$work/err" || true
    pressmark-index $'no\033[31mwhere' >>"$work/out" 2>>"$work/err" || true
    for name in bin bad no; do grep -q "$name" "$work/err"; done
    is_clean "$work/out" "$work/err"
}

@test "two paths do not look the same" {
    cd "$work" && mkdir same && cd same
    printf 'not json\n' | tee 'same.jsonl' $'sa\u200bme.jsonl' $'sa\u200dme.jsonl' $'same\U000e0041.jsonl' \
        'sa\u{200b}me.jsonl' $'sa\u00adme.jsonl' $'same\u200e.jsonl' $'same\n.jsonl' >/dev/null
    for file in *; do printf 'equal words\n' >"${file%.jsonl}.txt"; done
    pressmark-index -q -i "$work/i" . 2>"$work/err" || [ $? -eq 1 ]
    equal 8 "$(grep -c skipped "$work/err")"
    equal 8 "$(grep skipped "$work/err" | sort -u | wc -l)"
    is_clean "$work/err"
    equal 8 "$(pressmark-search -i "$work/i" -l --fold=no equal | sort -u | wc -l)"
    equal 8 "$(pressmark-search -i "$work/i" --vimgrep --fold=no equal | sort -u | wc -l)"
}

@test "a full disk is an error" {
    for form in --color=never --json --jsonl --csv --vimgrep -l; do
        run -2 onto_full_disk pressmark-search "$form" word
        contains "$output" 'cannot write'
    done
    printf '1\tword\n' >"$work/topics"
    run -2 onto_full_disk pressmark-search -T "$work/topics"
    run -2 pressmark-search -T "$work/topics" --run=/dev/full
}

@test "a reader that goes away early is no trouble" {
    own_copy
    for i in {1..300}; do document "many-$i.txt" "a word, number $i"; done
    pressmark-index -q .
    pressmark-search -n 300 -p 5 --json word 2>"$work/err" | head -c 10 >/dev/null
    equal '' "$(<"$work/err")"
    for form in --status --emit=jsonl; do
        { pressmark-index "$form" || echo "status $?"; } 2>"$work/err" | head -n 0
        { pressmark-index "$form" 2>"$work/err" || echo "status $?" >&3; } 3>"$work/status" | true
        equal '' "$(<"$work/err")"
        equal 'status 141' "$(<"$work/status")"
    done
    onto_full_disk pressmark-index --status 2>"$work/err" || equal 2 $?
    contains "$(<"$work/err")" 'cannot write'
}

@test "the number of hits is told on a terminal only, and not with --quiet" {
    needs_terminal
    contains "$(on_terminal pressmark-search word)" '1 to 1 of 1 hits'
    lacks "$(on_terminal pressmark-search -q word)" 'hits'
    contains "$(on_terminal pressmark-search nonesuch)" 'no hits'
    contains "$(on_terminal pressmark-search -n 0 word)" '1 hits ('
    contains "$(on_terminal pressmark-search --offset=1 word)" '1 hits ('
    run --separate-stderr -0 pressmark-search word
    equal '' "$stderr"
}
