#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs the commands that README.md shows ("    $ command"), those of each section in order in a folder with
# a copy of the sample corpus, and checks that they give the output shown below them and that every option
# in its other examples exists.
#
#     readme_test.sh BIN_DIR
set -euo pipefail

bin=$(readlink -f "$1")
cd "$(dirname "$(readlink -f "$0")")/.."
# shellcheck source=tests/mail.sh
. tests/mail.sh
skip_without_mail "$bin" corpus
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PATH=$bin:$PATH PRESSMARK_CONFIG='' LC_ALL=C.UTF-8 EDITOR="echo >$work/opened"
unset PRESSMARK_INDEX VISUAL
sources=$PWD

n_commands=0 n_problems=0
# The time a run takes is its own.
no_times() { sed -E 's/ in [0-9.]+ s$//'; }

is_new_section=1
begin_section() {
    is_new_section=
    rm -rf "$work/folder"
    mkdir "$work/folder"
    cp -R "$sources/corpus" "$work/folder"
    cd "$work/folder"
}

check() { # COMMAND; the wanted lines are in $work/wanted
    local wanted
    n_commands=$((n_commands + 1))
    [ -z "$is_new_section" ] || begin_section
    bash -c "$1" 2>&1 | no_times >"$work/found" || true
    while IFS= read -r wanted; do
        grep -qxF -- "$wanted" "$work/found" && continue
        echo "README.md: '$1' does not print: $wanted"
        n_problems=$((n_problems + 1))
    done < <(no_times <"$work/wanted" | grep -v '^$')
}

command=
: >"$work/wanted"
while IFS= read -r line; do
    case $line in
    '    $ '*)
        [ -n "$command" ] && check "$command"
        command=${line#'    $ '}
        : >"$work/wanted"
        ;;
    '    '*) [ -n "$command" ] && printf '%s\n' "${line#    }" >>"$work/wanted" ;;
    '') ;;
    *)
        [ -n "$command" ] && check "$command"
        command=
        [[ $line != '## '* ]] || is_new_section=1
        ;;
    esac
done <"$sources/README.md"

{ pressmark-index --help && pressmark-search --help; } | sed 's/\[no-\]//' >"$work/help"
while IFS= read -r option; do
    grep -qE -- "(^|[ ,])$option([=, ]|\[|$)" "$work/help" && continue
    echo "README.md: there is no option $option"
    n_problems=$((n_problems + 1))
done < <(grep -E '^    pressmark-(index|search) ' "$sources/README.md" | grep -oE -- ' --[a-z-]+' | tr -d ' ' | sort -u)

# What the walk leaves behind besides what it prints.
expect() { # WHAT COMMAND...
    "${@:2}" && return
    echo "README.md: $1"
    n_problems=$((n_problems + 1))
}
expect 'the editor was not opened' grep -qxF "+11 $PWD/corpus/releases/canton-bridge-closing.txt" "$work/opened"
expect 'there is no page' grep -q '<svg' bridge.html
expect 'there is no table' grep -q '^2012-06-11,' bridge.csv

echo "$n_commands commands, $n_problems problems"
[ "$n_commands" -ge 12 ] && [ "$n_problems" -eq 0 ]
