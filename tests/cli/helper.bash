# SPDX-License-Identifier: GPL-2.0-or-later
# Loaded by every file of tests here. PRESSMARK_BIN is the folder of the two tools.

bats_require_minimum_version 1.5.0

# Here and not in setup(): what the tests below say with \u is read in this locale.
export LC_ALL=C.UTF-8

# A fresh folder for each test, as working directory, and nothing from the caller's surroundings.
setup() {
    : "${PRESSMARK_BIN:?the folder of pressmark-index and pressmark-search}"
    PATH=$(readlink -f "$PRESSMARK_BIN"):$PATH
    export TERM=xterm
    unset PRESSMARK_INDEX NO_COLOR COLUMNS
    work=$(mktemp -d)
    mkdir "$work/folder"
    cd "$work/folder" || return 1
    declare -F prepare >/dev/null && prepare
    return 0
}

teardown() {
    cd /
    chmod -R u+rwX "$work"
    rm -rf "$work"
}

# Files that were changed within a tick of the file system's clock are read again the next time, to be
# sure: tests mean files that have rested.
rest() {
    sleep 0.03
}

pressmark-index() {
    rest
    command pressmark-index "$@"
}

# Writes a document: name, lines.
document() {
    [[ $1 != */* ]] || mkdir -p "./${1%/*}"
    printf '%s\n' "${@:2}" >"./$1"
}

# Fails unless two strings are equal, and shows both.
equal() {
    [ "$1" = "$2" ] || {
        printf 'wanted: %q\nfound:  %q\n' "$1" "$2" >&2
        return 1
    }
}

contains() {
    [[ $1 == *"$2"* ]] || {
        printf 'not in the output: %q\noutput: %q\n' "$2" "$1" >&2
        return 1
    }
}

lacks() {
    [[ $1 != *"$2"* ]] || {
        printf 'should not be in the output: %q\noutput: %q\n' "$2" "$1" >&2
        return 1
    }
}

# Indexes with --json and sets each count of the summary as a variable: $added, $changed ...
# shellcheck disable=SC2034 # index_status is for the caller
indexes() {
    local json status=0
    json=$(pressmark-index -q --json "$@" 2>"$work/stderr") || status=$?
    echo "# pressmark-index $* -> $status: $json $(cat "$work/stderr")"
    eval "$(jq -r 'to_entries[] | "\(.key)=\(.value)"' <<<"$json")"
    index_status=$status
}

# The paths that answer a query, sorted, on one line.
answers() {
    pressmark-search -l -n 1000 "$@" | sort | paste -sd ' '
}

# Holds the lock of an index, as an indexer does, until release_lock.
hold_lock() {
    mkfifo "$work/hold"
    flock -x "$1/lock" cat "$work/hold" 3>&- &
    holder=$!
    exec 4>"$work/hold"
    while flock -n "$1/lock" true; do sleep 0.05; done
}

release_lock() {
    exec 4>&-
    wait "$holder"
}

# Runs a command as somebody whom permissions bind.
as_nobody() {
    if [ "$(id -u)" -ne 0 ]; then
        "$@"
    else
        setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
    fi
}

# Runs a command on a terminal of its own; what the terminal gets is standard output, without CR.
on_terminal() {
    script -qec "$(printf '%q ' "$@")" /dev/null </dev/null | tr -d '\r'
}
