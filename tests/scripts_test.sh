#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Checks all shell scripts of the project for what fails only on some machines: what shellcheck finds,
# such as splitting a path that contains a blank, and dependence on the locale.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
export LC_ALL=C

mapfile -t scripts < <(
    find .ci corpus indexer search tests -type f -print0 |
        xargs -0 awk 'FILENAME ~ /\.(sh|bash|bats)$/ || FNR == 1 && /^#!.*bash$/ { print FILENAME }
                      { nextfile }' | sort -u
)
[ ${#scripts[@]} -gt 25 ] || {
    echo "the scripts were not found: only ${scripts[*]}"
    exit 1
}

n_problems=0
# SC2154: a variable that is set by a file that is loaded, or by bats.
shellcheck --external-sources --exclude=SC2154 "${scripts[@]}" || n_problems=$((n_problems + 1))

# In $'' a \u is a character where the locale is one of UTF-8, and elsewhere stays as it is.
if awk -v quote="'" '
    BEGIN { character = "[$]" quote "([^" quote "\\\\]|\\\\[^uU])*\\\\[uU][0-9A-Fa-f]" }
    FNR == 1 { is_utf8 = 0 }
    /^ *export .*LC_ALL=C.UTF-8|^load helper/ { is_utf8 = 1 }
    !is_utf8 && $0 ~ character { print FILENAME ":" FNR ": " $0; found = 1 }
    END { exit !found }' "${scripts[@]}"; then
    echo "\\u in \$'' where no locale is set: export LC_ALL=C.UTF-8 above it"
    n_problems=$((n_problems + 1))
fi

[ "$n_problems" -eq 0 ] && echo "${#scripts[@]} scripts: no problems"
