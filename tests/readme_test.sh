#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs the commands that README.md shows with their output ("    $ command") on the sample corpus and
# looks whether that output comes out, and whether every option in its other examples exists.
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
export PATH=$bin:$PATH PRESSMARK_INDEX=$work/index PRESSMARK_CONFIG='' LC_ALL=C.UTF-8

n_commands=0 n_problems=0
# The time a run takes is its own.
no_times() { sed -E 's/ in [0-9.]+ s$//'; }

check() { # COMMAND; the wanted lines are in $work/wanted
    local wanted
    n_commands=$((n_commands + 1))
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
        ;;
    esac
done <README.md

{ pressmark-index --help && pressmark-search --help; } >"$work/help"
while IFS= read -r option; do
    grep -qE -- "(^|[ ,])$option([=, ]|\[|$)" "$work/help" && continue
    echo "README.md: there is no option $option"
    n_problems=$((n_problems + 1))
done < <(grep -E '^    pressmark-(index|search) ' README.md | grep -oE -- ' --[a-z-]+' | tr -d ' ' | sort -u)

echo "$n_commands commands, $n_problems problems"
[ "$n_commands" -ge 4 ] && [ "$n_problems" -eq 0 ]
