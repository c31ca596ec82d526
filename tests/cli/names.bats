#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154,SC2016 # variables that load helper and run set; names with signs
# Names of files that are not as one would like them.

load helper

# Indexes a file of that name, finds it and changes it.
check_name() {
    document "$1" 'peculiar word'
    indexes .
    equal '0 1' "$index_status $documents"
    pressmark-search -l0 peculiar >"$work/found"
    printf '%s\0' "$1" | cmp - "$work/found"
    indexes .
    equal '1 0' "$unchanged $bytes_read"
    rm -- "./$1"
    indexes .
    equal '0 1' "$documents $removed"
}

@test "blanks" {
    check_name '  two  blanks .txt'
}

@test "a line feed and a tab" {
    check_name $'line\nfeed\ttab.txt'
    document $'line\nfeed' 'peculiar'
    indexes .
    equal 'line\u{a}feed' "$(pressmark-search -l peculiar)"
    equal 'line\u{a}feed:1:1:peculiar' "$(pressmark-search --vimgrep peculiar)"
    equal $'line\nfeed' "$(pressmark-search --json peculiar | jq -r '.hits[0].path')"
}

@test "a leading dash, as a name and as SOURCE" {
    check_name '-rf.txt'
    document '--json' 'peculiar'
    indexes -- --json
    equal '--json' "$(answers peculiar)"
}

@test "signs of the shell and of patterns" {
    check_name '*?[a]$(true)`"'"'"'\{};&|<>!#~.txt'
}

@test "bytes that are not UTF-8" {
    local name=$'latin\xe9\xff.txt'
    check_name "$name"
    document "$name" 'peculiar'
    indexes .
    equal 'latin\x{e9}\x{ff}.txt' "$(pressmark-search -l peculiar)"
    pressmark-search --json peculiar >"$work/json"
    equal "latin$(printf '\xef\xbf\xbd\xef\xbf\xbd').txt" "$(jq -r '.hits[0].path' "$work/json")"
    jq -r '.hits[0].path_bytes' "$work/json" | base64 -d | cmp - <(printf '%s' "$name")
}

@test "other scripts, and names that differ only in normalisation" {
    document $'caf\u00e9.txt' 'peculiar one'
    document $'cafe\u0301.txt' 'peculiar two'
    document '図書館/письмо.txt' 'peculiar three'
    indexes .
    equal '3' "$documents"
    equal '図書館/письмо.txt' "$(answers path:письмо)"
}

@test "a SOURCE with dots and double slashes is the same source" {
    document sub/a.txt 'peculiar'
    indexes sub
    indexes ./sub/
    indexes sub/../sub//.
    indexes "$PWD/sub"
    equal '1 1' "$documents $unchanged"
    equal 'sub/a.txt' "$(answers peculiar)"
}

@test "overlapping sources give each file once" {
    document sub/a.txt 'peculiar'
    document b.txt 'peculiar'
    indexes . sub sub/a.txt
    equal '2' "$documents"
}

@test "the search shows paths from where it is called" {
    document sub/a.txt 'peculiar'
    document b.txt 'peculiar'
    indexes .
    cd sub
    equal "$(printf '%s\n' "$work/folder/b.txt" a.txt | sort | paste -sd ' ')" "$(answers peculiar)"
    cd "$work"
    equal 'folder/b.txt folder/sub/a.txt' "$(answers -i folder/.pressmark peculiar)"
}
