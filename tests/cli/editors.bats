# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154
# Runs the examples for editors in README.md. A test whose program is not installed is skipped with a
# message.

load helper

prepare() {
    document sub/a.txt 'Nothing' 'The heron stood at the weir' 'more'
    document b.txt 'heron, heron' 'none' 'a heron'
    document "it's.txt" 'heron'
    rest
    pressmark-index -q .
}

# The block of README.md in that language.
recipe() {
    local block
    block=$(awk -v fence="\`\`\`$1" '$0 == fence { on = 1; next } /^```$/ { on = 0 } on' "$BATS_TEST_DIRNAME/../../README.md")
    [ -n "$block" ] || return 1
    printf '%s\n' "$block"
}

needs() {
    type -P "$1" >/dev/null || skip "$1 is not installed"
}

@test "vim: the quickfix list" {
    needs vim
    recipe vim >"$work/vimrc"
    vim -Nes -u "$work/vimrc" -c 'silent grep! heron' \
        -c "call writefile(map(getqflist(), 'bufname(v:val.bufnr).\":\".v:val.lnum.\":\".v:val.col.\":\".v:val.text'), '$work/list')" \
        -c 'cfirst' -c 'cnext' -c "call writefile([expand('%').':'.line('.')], '$work/second')" -c 'qa!' </dev/null >/dev/null 2>&1 || true
    equal "$(pressmark-search --vimgrep heron)" "$(cat "$work/list")"
    equal "$(pressmark-search --vimgrep heron | sed -n '2s/\(:[0-9]*\):.*/\1/p')" "$(cat "$work/second")"
    vim -Nes -u NONE -q <(pressmark-search --vimgrep 'weir stood') \
        -c "call writefile([expand('%').':'.line('.')], '$work/first')" -c 'qa!' </dev/null >/dev/null 2>&1 || true
    equal sub/a.txt:2 "$(cat "$work/first")"
}

@test "Emacs: grep-mode and next-error" {
    needs emacs
    recipe elisp >"$work/recipe.el"
    cat >"$work/run.el" <<'END'
(pressmark "heron stood")
(let ((process (get-buffer-process "*grep*")))
  (while (and process (process-live-p process)) (accept-process-output process 0.1)))
(dotimes (_ 20) (accept-process-output nil 0.02))
(dotimes (_ 3)
  (next-error)
  (with-current-buffer (window-buffer (selected-window))
    (princ (format "%s:%d\n" (file-relative-name buffer-file-name (getenv "PWD")) (line-number-at-pos)))))
END
    emacs -Q --batch -l "$work/recipe.el" -l "$work/run.el" >"$work/visited" 2>"$work/log" || true
    equal "$(pressmark-search --grep 'heron stood' | cut -d : -f 1,2 | head -n 3)" "$(cat "$work/visited")"
    # What is typed is no command.
    cat >"$work/quote.el" <<'END'
(pressmark "heron $(touch was-run) 'x; touch was-run")
(let ((process (get-buffer-process "*grep*")))
  (while (and process (process-live-p process)) (accept-process-output process 0.1)))
END
    emacs -Q --batch -l "$work/recipe.el" -l "$work/quote.el" >/dev/null 2>&1 || true
    [ ! -e was-run ]
}

@test "fzf: asks at each key, and shows the text around" {
    needs fzf
    needs_terminal
    recipe sh >"$work/recipe.sh"
    # shellcheck disable=SC1091
    . "$work/recipe.sh"
    declare -f pressmark-fzf >"$work/run.sh"
    printf 'stty rows 40 cols 120\npressmark-fzf weir >%q\n' "$work/chosen" >>"$work/run.sh"
    # Enter, once there are hits.
    for seconds in 0.5 1 2 4 8; do
        { pause "$seconds" && printf '\r'; } 2>/dev/null |
            timeout 20 script -qec "bash $work/run.sh" /dev/null >/dev/null 2>&1 || true
        [ ! -s "$work/chosen" ] || break
    done
    equal 'sub/a.txt:2:The heron stood at the weir' "$(cat "$work/chosen")"
    # Its preview.
    preview=$(sed -n "s/.*--preview '\(.*\)'.*/\1/p" "$work/recipe.sh")
    preview=${preview//\{1\}/sub/a.txt}
    preview=${preview//\{2\}/2}
    equal $'The heron stood at the weir\nmore' "$(bash -c "$preview")"
}
