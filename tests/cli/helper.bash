# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # BATS_* are bats's variables
# Loaded by every file of tests here. PRESSMARK_BIN is the folder of the two tools.
#
# A test starts in an empty folder, $work/folder, in which the file's function "prepare" has put what
# all of its tests need. A file whose tests mostly read has "prepare_file" instead: it is called once,
# the tests start in the folder that it has filled, and a test that changes something there calls
# own_copy first. $work is always the test's own.

bats_require_minimum_version 1.5.0

# Here and not in setup_file(): what the tests say with \u is read in this locale.
export LC_ALL=C.UTF-8

# Nothing from the caller's surroundings, and a pipe that never says anything: see pause.
setup_file() {
    : "${PRESSMARK_BIN:?the folder of pressmark-index and pressmark-search}"
    PATH=$(readlink -f "$PRESSMARK_BIN"):$PATH
    export PATH TERM=xterm PRESSMARK_PAGER=
    unset PRESSMARK_INDEX NO_COLOR COLUMNS PAGER LESS
    export PRESSMARK_CONFIG=
    # What says which terminal it is.
    unset TERM_PROGRAM VTE_VERSION KONSOLE_VERSION WT_SESSION TMUX STY
    chmod a+x "$BATS_RUN_TMPDIR" # for as_nobody
    mkfifo "$BATS_FILE_TMPDIR/silence"
    if declare -F prepare_file >/dev/null; then
        mkdir "$BATS_FILE_TMPDIR/folder"
        cd "$BATS_FILE_TMPDIR/folder" || return
        prepare_file
        : >"$BATS_FILE_TMPDIR/prepared"
    fi
}

# A test that changed what all share is an error of the test.
teardown_file() {
    [ ! -e "$BATS_FILE_TMPDIR/prepared" ] ||
        equal '' "$(find "$BATS_FILE_TMPDIR/folder" -newer "$BATS_FILE_TMPDIR/prepared")"
}

setup() {
    work=$BATS_TEST_TMPDIR
    if [ -e "$BATS_FILE_TMPDIR/prepared" ]; then
        cd "$BATS_FILE_TMPDIR/folder" || return
        return
    fi
    mkdir "$work/folder"
    cd "$work/folder" || return
    ! declare -F prepare >/dev/null || prepare
}

own_copy() {
    cp -a "$BATS_FILE_TMPDIR/folder" "$work/folder"
    cd "$work/folder" || return
}

# Does nothing for some seconds, without a process.
pause() {
    read -rt "$1" <>"$BATS_FILE_TMPDIR/silence" || true
}

# Files that were changed within a tick of the file system's clock are read again the next time, to be
# sure: tests mean files that have rested.
rest() {
    pause 0.03
}

pressmark-index() {
    rest
    command pressmark-index "$@"
}

# Writes a document: name, lines.
document() {
    [[ $1 != */* || -d ./${1%/*} ]] || mkdir -p "./${1%/*}"
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

# Indexes with --json and sets each member of the summary as a variable: $added, $changed ...
# shellcheck disable=SC2034 # index_status is for the caller
indexes() {
    local json='' member='"([a-z_]+)":([^,}]+)'
    index_status=0
    pressmark-index -q --json "$@" >"$work/summary" 2>"$work/stderr" || index_status=$?
    read -r json <"$work/summary" || true
    echo "# pressmark-index $* -> $index_status: $json $(<"$work/stderr")"
    while [[ $json =~ $member ]]; do
        printf -v "${BASH_REMATCH[1]}" %s "${BASH_REMATCH[2]}"
        json=${json#*"${BASH_REMATCH[0]}"}
    done
}

# The paths that answer a query, sorted, on one line.
answers() {
    local paths i k path
    pressmark-search -l -n 1000 "$@" >"$work/answers" || true
    mapfile -t paths <"$work/answers"
    for ((i = 1; i < ${#paths[@]}; i++)); do
        path=${paths[i]}
        for ((k = i; k > 0; k--)); do
            [[ ${paths[k - 1]} > $path ]] || break
            paths[k]=${paths[k - 1]}
        done
        paths[k]=$path
    done
    echo "${paths[*]}"
}

# Holds the lock of an index, as an indexer does, until release_lock. What a test starts meanwhile to
# run beside it has to be started with 4>&-.
hold_lock() {
    exec 4<>"$1/lock"
    flock -x 4
}

release_lock() {
    exec 4>&-
}

# Lets somebody in whom permissions bind: into the folder, to write there, and to the indexer, which is
# copied to $work.
let_anybody_in() {
    chmod 777 . "$work"
    cp "$(type -P pressmark-index)" "$work"
}

# Runs a command as such a one.
nobody=()
[ "$EUID" -ne 0 ] || nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
as_nobody() {
    "${nobody[@]}" "$@"
}

onto_full_disk() {
    "$@" >/dev/full
}

# Skips a test where there are no terminals to be had, as in a chroot without /dev/pts.
needs_terminal() {
    script -qec true /dev/null </dev/null >/dev/null 2>&1 || skip "no pseudo-terminals here"
}

# Runs a command on a terminal of its own; what the terminal gets is standard output, without CR.
on_terminal() {
    local line status=0
    script -qec "${*@Q}" /dev/null </dev/null >"$work/terminal" || status=$?
    while IFS= read -r line || [ -n "$line" ]; do
        printf '%s\n' "${line//$'\r'}"
    done <"$work/terminal"
    return "$status"
}

# Whether the programs were built with the address sanitizer, which reserves terabytes of addresses
# and takes signals for itself.
is_sanitized() {
    grep -q __asan_init "$(type -P pressmark-index)"
}

# Limits the address space, in KiB, of what follows in this shell.
limit_address_space() {
    is_sanitized || ulimit -v "$1"
}
