#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # variables that load helper and run set
# Which files are read, and which are not.

load helper

# So that bats can remove what a test has closed.
teardown() {
    chmod -R u+rwX "$work"
}

@test "hidden files are left out, and --hidden takes them in" {
    document seen.txt 'word'
    document .hidden.txt 'word'
    document .git/config.txt 'word'
    document .folder/inside.txt 'word'
    indexes .
    equal 'seen.txt' "$(answers word)"
    indexes --hidden .
    equal '.folder/inside.txt .git/config.txt .hidden.txt seen.txt' "$(answers word)"
}

@test "the index itself is never read" {
    document seen.txt 'word'
    indexes --hidden .
    indexes --hidden .
    equal '1 1' "$documents $unchanged"
    indexes --hidden -i visible-index .
    indexes --hidden -i visible-index .
    run -0 pressmark-search -i visible-index -l -n 100 '*'
    lacks "$output" visible-index
}

@test ".gitignore, .ignore and .pressmarkignore are heeded" {
    document .gitignore '*.log' '!keep.log' '/only-here.txt' 'build/'
    document .ignore 'by-ignore.txt'
    document .pressmarkignore 'by-ours.txt'
    document a.log 'word'
    document keep.log 'word'
    document only-here.txt 'word'
    document sub/only-here.txt 'word'
    document sub/build/x.txt 'word'
    document by-ignore.txt 'word'
    document by-ours.txt 'word'
    document sub/.gitignore '!a.log'
    document sub/a.log 'word'
    indexes .
    equal 'keep.log sub/a.log sub/only-here.txt' "$(answers word)"
    indexes --no-ignore .
    equal '8' "$documents"
}

@test "an ignore file above the source counts in a git work tree, and only there" {
    document .gitignore 'draft.txt'
    document sub/draft.txt 'word'
    document sub/final.txt 'word'
    indexes -i "$work/one" sub
    equal '2' "$documents"
    mkdir .git
    indexes -i "$work/two" sub
    equal '1' "$documents"
}

@test "a new line in .gitignore takes files out of the index" {
    document a.txt 'word'
    document b.txt 'word'
    indexes .
    document .gitignore 'a.txt'
    indexes .
    equal '1 1' "$removed $documents"
}

@test "--include takes only what matches" {
    document a.md 'word'
    document b.txt 'word'
    document sub/c.md 'word'
    document sub/d.html '<p>word'
    indexes -i "$work/one" --include '*.md' .
    equal '2' "$documents"
    indexes -i "$work/two" -g '*.md' -g '*.html' .
    equal '3' "$documents"
    indexes -i "$work/three" -g '**/sub/*' .
    equal '2' "$documents"
}

@test "--exclude leaves out files and folders" {
    document a.md 'word'
    document b.txt 'word'
    document sub/c.md 'word'
    document sub/deep/d.txt 'word'
    indexes -i "$work/one" --exclude '*.md' .
    equal '2' "$documents"
    indexes -i "$work/two" -x sub/ .
    equal '2' "$documents"
    indexes -i "$work/three" -x deep -x '*.md' .
    equal '1' "$documents"
}

@test "--exclude wins over --include" {
    document a.md 'word'
    document b.md 'word'
    indexes -g '*.md' -x 'b.*' .
    equal 'a.md' "$(answers '*')"
}

@test "--include and --exclude with a slash begin at the source, or at the root" {
    document docs/a.md 'word'
    document docs/sub/docs/b.md 'word'
    document build/c.txt 'word'
    document docs/build/d.txt 'word'
    indexes -i "$work/one" -x docs/a.md -x /build .
    equal 'docs/build/d.txt docs/sub/docs/b.md' "$(answers -i "$work/one" '*')"
    indexes -i "$work/one" -x "$PWD/docs/sub/" .
    equal 'build/c.txt docs/a.md docs/build/d.txt' "$(answers -i "$work/one" '*')"
    indexes -i "$work/two" -g 'docs/*.md' -g '/build/*' .
    equal 'build/c.txt docs/a.md' "$(answers -i "$work/two" '*')"
    indexes -i "$work/two" -g "$PWD/docs/build/*" .
    equal 'docs/build/d.txt' "$(answers -i "$work/two" '*')"
    indexes -i "$work/three" -x docs/build .
    indexes -i "$work/three" docs
    equal 'build/c.txt docs/a.md docs/sub/docs/b.md' "$(answers -i "$work/three" '*')"
    (cd docs && indexes -i "$work/four" -x docs/build -x sub/docs --files-from - < <(find "$PWD" -type f))
    equal 'docs/a.md docs/build/d.txt' "$(answers -i "$work/four" '*')"
}

@test "symbolic links in a folder are not followed, so there are no loops" {
    document sub/a.txt 'word'
    ln -s .. sub/up
    ln -s a.txt sub/again.txt
    ln -s loop sub/loop
    ln -s / sub/root
    indexes .
    equal '0 1' "$index_status $documents"
}

@test "a symbolic link as SOURCE is followed" {
    document real/a.txt 'word'
    ln -s real link
    indexes link
    equal '0 1' "$index_status $documents"
    ln -s real/a.txt file-link
    indexes -i "$work/two" file-link
    equal '0 1' "$index_status $documents"
}

@test "a FIFO, a socket or a device in a folder is passed over" {
    document a.txt 'word'
    mkfifo pipe
    timeout 10 pressmark-index -q .
    equal 'a.txt' "$(answers '*')"
}

@test "a device as SOURCE is refused at once" {
    run -2 timeout 10 pressmark-index /dev/zero
    contains "$output" 'neither a file nor a folder'
}

@test "a pipe as SOURCE is read to its end, under whatever name" {
    mkfifo pipe
    echo '{"id":"1","text":"first"}' >pipe &
    indexes pipe
    equal '0 1' "$index_status $documents"
    indexes /dev/stdin <<<'{"id":"2","text":"second"}'
    equal '0 2' "$index_status $documents"
    indexes <(echo '{"id":"3","text":"third"}')
    equal '0 3' "$index_status $documents"
    equal '1 2 3' "$(pressmark-search --jsonl 'first second third' | jq -r .id | sort | paste -sd ' ')"
    document a.txt 'fourth'
    indexes .
    equal '0 4 3' "$index_status $documents $unchanged"
    indexes - <<<'{"id":"5","text":"fifth"}'
    equal 0 "$(pressmark-search --json second | jq .total)"
    contains "$(pressmark-search first)" pipe
    lacks "$(pressmark-search first)" gone
}

@test "a signal ends the wait for who writes to a pipe" {
    mkfifo pipe
    run -143 timeout --preserve-status 1 pressmark-index -q pipe
}

@test "a file that may not be read is skipped, and read once it may" {
    document a.txt 'word'
    document secret.txt 'word'
    chmod 000 secret.txt
    let_anybody_in
    run -1 as_nobody "$work/pressmark-index" .
    contains "$output" 'secret.txt: skipped'
    contains "$output" 'Permission denied'
    contains "$output" '1 skipped'
    equal 'a.txt' "$(answers word)"
    run -1 as_nobody "$work/pressmark-index" .
    chmod 644 secret.txt
    run -0 as_nobody "$work/pressmark-index" .
    equal 'a.txt secret.txt' "$(answers word)"
}

@test "a file that may no longer be read keeps its document" {
    document a.txt 'word'
    document b.txt 'word'
    let_anybody_in
    run -0 as_nobody "$work/pressmark-index" .
    document b.txt 'word, and another'
    chmod 000 b.txt
    run -1 as_nobody "$work/pressmark-index" .
    contains "$output" 'b.txt: skipped'
    equal 'a.txt b.txt' "$(answers word)"
    run -1 as_nobody "$work/pressmark-index" .
    equal 'a.txt b.txt' "$(answers word)"
    chmod 644 b.txt
    run -0 as_nobody "$work/pressmark-index" .
    equal 'b.txt' "$(answers another)"
}

@test "a folder that may not be read is skipped" {
    document a.txt 'word'
    document closed/b.txt 'word'
    chmod 000 closed
    let_anybody_in
    run -1 as_nobody "$work/pressmark-index" .
    contains "$output" 'closed: skipped'
    equal 'a.txt' "$(answers word)"
}

@test "an index that may not be written is an error" {
    document a.txt 'word'
    let_anybody_in
    chmod 555 .
    run -2 as_nobody "$work/pressmark-index" .
    contains "$output" 'Permission denied'
}

@test "an empty folder" {
    indexes .
    equal '0 0' "$index_status $documents"
    run -1 pressmark-search word
}

@test "empty files are documents without words" {
    : >empty.txt
    : >empty.md
    : >empty.html
    : >empty.jsonl
    indexes .
    equal '0' "$index_status"
    run -0 pressmark-search -l 'path:empty'
}

@test "binary files in a folder are counted and not complained about" {
    document a.txt 'word'
    printf 'GIF89a\0\1\2\3' >picture.gif
    { head -c 4000 /dev/urandom; head -c 100 /dev/zero; } >noise
    run --separate-stderr -0 pressmark-index .
    contains "$stderr" '2 not text'
    lacks "$stderr" picture.gif
    run --separate-stderr -0 pressmark-index .
    contains "$stderr" '2 not text'
    run --separate-stderr -0 pressmark-index --verbose .
    contains "$stderr" picture.gif
    for i in {1..20}; do document "more-$i.txt" 'filler'; done
    indexes .
    document a.txt 'another word' # which is brought into the index that there is
    run --separate-stderr -0 pressmark-index --verbose .
    contains "$stderr" '1 changed'
    contains "$stderr" '2 not text'
    contains "$stderr" picture.gif
}

@test "a binary file as SOURCE is skipped" {
    printf 'GIF89a\0\1\2\3' >picture.gif
    run -1 pressmark-index picture.gif
    contains "$output" 'picture.gif: skipped'
}

@test "--max-file-size" {
    document small.txt 'word'
    head -c 5000 /dev/zero | tr '\0' 'x' >large.txt
    indexes --max-file-size 4K .
    equal '1 1 1' "$index_status $documents $skipped"
    contains "$(cat "$work/stderr")" 'large.txt'
    indexes --max-file-size 4K .
    equal '0 0 1' "$index_status $skipped $skipped_before"
    indexes .
    equal '0 0 1' "$index_status $skipped $skipped_before"
    indexes --no-max-file-size .
    equal '0 2' "$index_status $documents"
}

@test "long names and deep folders, also where a path is too long for one call of the system" {
    local name
    name=$(printf 'n%.0s' {1..250})
    document "$name.txt" 'word'
    (
        for _ in {1..14}; do mkdir "$name" && cd "$name" || exit 1; done
        echo 'deep word' >deep.txt
    )
    indexes .
    equal '0 2' "$index_status $documents"
    contains "$(pressmark-search -l deep)" 'deep.txt'
    (
        for _ in {1..14}; do cd "$name" || exit 1; done
        for _ in {1..5}; do mkdir "$name" && cd "$name" || exit 1; done
        echo 'deeper word' >deeper.txt
    )
    indexes .
    equal '0 3 0' "$index_status $documents $skipped"
    indexes --json
    equal '0 3' "$index_status $unchanged"
    local deep
    deep=$(pressmark-search -l deeper)
    [ ${#deep} -gt 4095 ]
    contains "$deep" 'deeper.txt'
    equal false "$(pressmark-search --json deeper | jq '.hits[0].stale')"
    echo 'an egret' >sub.txt && mv sub.txt "$(printf "$name/%.0s" {1..14})" # further up
    (for _ in {1..19}; do cd "./$name" || exit 1; done && echo 'a heron' >deeper.txt)
    indexes
    equal '0 1 1' "$index_status $added $changed"
    contains "$(pressmark-search -l heron)" 'deeper.txt'
}

@test "what git ignores beside .gitignore: info/exclude, the user's file, marks and classes" {
    command -v git >/dev/null || skip 'git is not installed'
    git init -q .
    document .git/info/exclude 'private*'
    mkdir -p "$work/home"
    printf '[core]\n\texcludesFile = ~/rules\n' >"$work/home/.gitconfig"
    printf '*.bak\nkept.bak\n' >"$work/home/rules"
    printf '\xEF\xBB\xBFbuild/\nlog.[[:digit:]]\n!kept.bak\n' >.gitignore
    document private.txt words
    document a.bak words
    document kept.bak words
    document build/x.txt words
    document log.1 words
    document log.x words
    document sub/private2.txt words
    HOME=$work/home XDG_CONFIG_HOME='' pressmark-index -q .
    equal 'kept.bak log.x' "$(answers words)"
    printf '[user] name = x\n[core] excludesFile = ~/rules\n' >"$work/home/.gitconfig"
    HOME=$work/home pressmark-index -q sub
    equal 'kept.bak log.x' "$(answers words)"
}

@test "a work tree whose .git is a file has the rules of its repository" {
    mkdir -p ../repository/info tree
    document tree/.git "gitdir: $(readlink -f ../repository)"
    echo 'private*' >../repository/info/exclude
    document tree/private.txt words
    document tree/public.txt words
    HOME=$work pressmark-index -q tree
    equal 'tree/public.txt' "$(answers words)"
}

@test "a source far below the top of a work tree, with rules in each folder above it" {
    mkdir .git
    local path=
    for i in {1..600}; do
        path+=d/
        mkdir "$path"
        echo "private$i" >"${path}.gitignore"
    done
    document "${path}private600" words
    document "${path}public" words
    pressmark-index -q "$path"
    equal "${path}public" "$(answers words)"
}

@test "a pattern that is only right from the working directory is an error before anything is read" {
    document notes/private/diary.md 'A secret of the heron.'
    document notes/public.md 'A heron.'
    run -2 pressmark-index -x notes/private notes
    contains "$output" "'notes/private' begins at the source and matches nothing there; did you mean '/private'?"
    run -2 pressmark-index -x './notes/private/*.md' notes
    contains "$output" "did you mean '/private/*.md'?"
    run -2 pressmark-index -g 'notes/pub*' "$PWD/notes"
    contains "$output" "did you mean '/pub*'?"
    [ ! -e .pressmark/pressmark.json ]
    for pattern in /private private private/ ./private "$PWD/notes/private" '**/private'; do
        indexes -i "$work/i" -x "$pattern" notes
        equal "0 1 $pattern" "$index_status $documents $pattern"
    done
    indexes -i "$work/all" -x notes/private .
    equal '0 1' "$index_status $documents"
    indexes -i "$work/all" -x ./notes/private -g './notes/*' .
    equal '0 1' "$index_status $documents"
    # What is in neither place may come to exist in the source.
    indexes -i "$work/i" -x later/drafts notes
    equal 0 "$index_status"
    mkdir -p notes/notes/private
    indexes -i "$work/i" -x notes/private notes
    equal '0 2' "$index_status $documents"
}
