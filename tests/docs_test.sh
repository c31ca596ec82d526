#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The options in --help are those in the man page and in the completions, no more and no fewer; the
# man pages are well-formed, and the completions complete.
#
#     docs_test.sh BIN_DIR
set -euo pipefail

bin=$(readlink -f "$1")
cd "$(dirname "$(readlink -f "$0")")/.."
export LC_ALL=C
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

problem() {
    printf '%s\n' "$*" | tee -a "$work/problems"
}

# Prints the lines that only one of two lists has: file of the first, file of the second, their names.
compare() {
    comm -23 "$1" "$2" | while read -r line; do problem "$line is in $3, not in $4"; done
    comm -13 "$1" "$2" | while read -r line; do problem "$line is in $4, not in $3"; done
}

# ---- the lists of options: "-x" and "--name", one a line ----

# Of --help: the lines "  -x, --name=ARG  text" and "      --[no-]name".
options_of_help() {
    sed -E 's/^( .*)--\[no-\]([a-z0-9-]+)(.*)/\1--\2\3\n      --no-\2/' |
        sed -nE 's/^  (-[^ -]), (--[a-z0-9-]+).*/\1\n\2/p; s/^      (--[a-z0-9-]+).*/\1/p' | sort
}

# Of a man page: ".It Fl x , Fl -name ...".
options_of_man() {
    grep -E '^\.It Fl' "$1" | grep -oE 'Fl [^ ]+' | sed 's/^Fl /-/' | sort
}

# Of a completion for bash: the words of the variable options, with the "=" behind those that need
# an argument.
words_of_bash() {
    awk "/local options='/ { on = 1; next } on { print } /'\$/ { on = 0 }" "$1" |
        tr -d "'" | tr ' ' '\n' | grep -E '^-' | sort
}

# Of a completion for zsh: "{-x,--name}[" and "'--name[", with what _arguments wants behind the name.
options_of_zsh() {
    sed -n '/^_arguments/,$p' "$1" | sed 's/([^)]*)//; s/\[.*//' | grep -oE "(^|[{,' ])-[-a-zA-Z0-9]+" |
        sed -E "s/^[{,' ]//; s/-\$//" | grep -vxE -- '-s|-S' >"$work/zsh" || true
    # -s and -S are options of _arguments itself, apart from one between braces.
    grep -oE '\{-[sS][+,]' "$1" | cut -c2-3 >>"$work/zsh" || true
    sort "$work/zsh"
}

# Of a completion for fish: "-s x" and "-l name".
options_of_fish() {
    grep "^complete -c $2 " "$1" | sed "s/ -d '.*//" | grep -oE -- " -([sl]) [a-zA-Z0-9-]+" |
        sed 's/^ -s /-/; s/^ -l /--/' | sort
}

for tool in index search; do
    room=${tool/index/indexer}
    name=pressmark-$tool
    "$bin/$name" --help | options_of_help >"$work/help"
    options_of_man "$room/$name.1" >"$work/man"
    words_of_bash "$room/$name.bash" | sed 's/=$//' | sort >"$work/bash"
    options_of_zsh "$room/$name.zsh" >"$work/zsh_options"
    [ "$(wc -l <"$work/help")" -gt 20 ] || problem "$name --help: options not found"
    compare "$work/help" "$work/man" "$name --help" "$name.1"
    compare "$work/help" "$work/bash" "$name --help" "$name.bash"
    compare "$work/help" "$work/zsh_options" "$name --help" "$name.zsh"
    options_of_fish "$room/$name.fish" "$name" >"$work/fish"
    compare "$work/help" "$work/fish" "$name --help" "$name.fish"

    # An option takes an argument in all of them or in none.
    "$bin/$name" --help | sed 's/--\[no-\]/--/' | grep -oE -- '--[a-z-]+=' | sort -u >"$work/help"
    grep -E '^\.It Fl' "$room/$name.1" | grep -oE 'Fl -[a-z-]+ Ns = ' |
        sed -E 's/^Fl (.*) Ns = /-\1=/' | sort -u >"$work/man"
    words_of_bash "$room/$name.bash" | grep '=$' >"$work/bash"
    compare "$work/help" "$work/man" "$name --help" "$name.1"
    compare "$work/help" "$work/bash" "$name --help" "$name.bash"
done

# ---- man pages ----

for page in indexer/pressmark-index.1 search/pressmark-search.1 search/pressmark-query.7; do
    mandoc -T lint -W warning "$page" >"$work/lint" 2>&1 || problem "$(cat "$work/lint")"
    mandoc -T html "$page" >"$work/html"
    grep -q 'id="SEE_ALSO"' "$work/html" || problem "$page: not rendered to the end"
done

# Names of JSON members in a page, from the code that prints them on standard input.
expect_members() {
    grep -oE '"[a-z_]+"' | tr -d '"' | sort -u | while read -r member; do
        grep -qE "^\.(It )?Li .*\b$member\b" "$1" || problem "$1: no word of '$member'"
    done
}
cat search/print/json.c search/print/facets.c search/get.c | grep -E '(put_member|put_key|put_member_integer)\(' |
    expect_members search/pressmark-search.1
grep -hE '(put_member|put_key|put_member_integer|put_flag|put_names)\(' indexer/report/report.c indexer/status.c |
    expect_members indexer/pressmark-index.1

# ---- completions ----

sources=$PWD

# What bash would offer for a command line, its words given one by one.
complete_words() {
    PATH=$bin:$PATH bash -c '
        set -u
        source "$1"
        compopt() { :; } # there is no line being edited
        shift
        function=$(complete -p "$1" | sed -E "s/.*-F ([a-z_]+) .*/\1/")
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        "$function" "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        [ ${#COMPREPLY[@]} -eq 0 ] || printf "%s\n" "${COMPREPLY[@]}"
    ' bash "$@"
}

# Arguments: what is to be offered (one line, "|" between), completion, words.
expect() {
    local wanted=$1 got
    shift
    got=$(complete_words "$@" | sort | paste -sd '|')
    [ "$got" = "$wanted" ] || problem "completing '${*:2}' gave '$got', not '$wanted'"
}

search=search/pressmark-search.bash
index=indexer/pressmark-index.bash
mkdir -p "$work/a folder/below" "$work/indexed"
printf -- '---\nspeaker: Ann\nplace: [Stow, Upper Arlington]\n---\nHello\n' >"$work/indexed/a.md"
"$bin/pressmark-index" -q -i "$work/indexed/.pressmark" "$work/indexed"
printf '[query "recent"]\nquery = date:7d\n[index "recipes"]\npath = x\n' >"$work/config"
export PRESSMARK_CONFIG=$work/config PRESSMARK_INDEX=$work/none
touch "$work/a folder/below.txt"
expect '--vimgrep' $search pressmark-search --vim
expect '--json|--jsonl' $search pressmark-search --js
expect 'newest' $search pressmark-search --sort = n
expect 'newest' $search pressmark-search -s n
expect 'date|language|mtime|newest|oldest|path|relevance|size|title|type' $search pressmark-search --sort =
expect 'always|auto|never' $search pressmark-search --color =
expect 'never' $search pressmark-search --color = n
expect 'date:' $search pressmark-search --color da
expect "$work/a folder/below" $search pressmark-search -i "$work/a folder/b"
expect "$work/a folder/below|$work/a folder/below.txt" $search pressmark-search -T "$work/a folder/b"
expect '' $search pressmark-search -n ''
export PRESSMARK_INDEX=$work/indexed/.pressmark
expect 'speaker' $search pressmark-search --facet spea
expect 'path,speaker' $search pressmark-search --fields path,spea
expect 'date:' $search pressmark-search da
expect 'speaker:' $search pressmark-search spea
expect 'Stow' $search pressmark-search place : st
expect 'Ann' $search pressmark-search -speaker :
expect '\"Upper\ Arlington\"' $search pressmark-search place : u
expect 'recent' $search pressmark-search @ re
expect '@recent' $search pressmark-search @re
expect 'recipes' $search pressmark-search -i @ r
export PRESSMARK_INDEX=$work/none
expect 'Ann' $search pressmark-search -i "$work/indexed/.pressmark" speaker : ''
expect '--rebuild|--report=|--retry' $index pressmark-index --re
expect 'da|de' $index pressmark-index --lang = d
expect 'de' $index pressmark-index -l de
expect "$work/a folder/below" $index pressmark-index --index = "$work/a folder/b"
expect "$work/a folder/below|$work/a folder/below.txt" $index pressmark-index -q "$work/a folder/b"
expect '' $index pressmark-index --wait = ''
expect '@recipes' $index pressmark-index -i @r
expect 'recipes' $index pressmark-index --index = @ re
expect '@recipes' $index pressmark-index --index = @
expect '' $index pressmark-index @r

# The languages that can be chosen.
grep -oE '^LANGUAGE\("[a-z]+"' lib/text/stopwords.def | cut -d'"' -f2 | sort >"$work/languages"
complete_words $index pressmark-index -l '' | sort >"$work/bash"
grep -oE 'language:\([a-z ]*\)' indexer/pressmark-index.zsh | sed 's/.*(//; s/)//' | tr ' ' '\n' |
    sort >"$work/zsh"
compare "$work/languages" "$work/bash" stopwords.def pressmark-index.bash
compare "$work/languages" "$work/zsh" stopwords.def pressmark-index.zsh

if command -v fish >/dev/null; then
    # What fish offers for a command line in the folder that has an index with the field "speaker".
    # shellcheck disable=SC2016 # they are fish's variables
    complete_in_fish() {
        (cd "$work/indexed" && PATH=$bin:$PATH HOME=$work fish --no-config -c '
            source $argv[1]
            complete -C $argv[2]' "$sources/$1" "$2" | cut -f1 | sort | paste -sd '|')
    }
    expect_in_fish() {
        local got
        got=$(complete_in_fish "$2" "$3")
        [ "$got" = "$1" ] || problem "fish, completing '$3', gave '$got', not '$1'"
    }
    unset PRESSMARK_INDEX
    expect_in_fish '--vimgrep' search/pressmark-search.fish 'pressmark-search --vim'
    expect_in_fish '--color=never' search/pressmark-search.fish 'pressmark-search --color=n'
    expect_in_fish 'newest' search/pressmark-search.fish 'pressmark-search -s n'
    expect_in_fish 'date:' search/pressmark-search.fish 'pressmark-search da'
    expect_in_fish 'speaker:' search/pressmark-search.fish 'pressmark-search spea'
    expect_in_fish '' search/pressmark-search.fish 'pressmark-search --facet Upp'
    expect_in_fish 'place:"Upper Arlington"' search/pressmark-search.fish 'pressmark-search place:\"U'
    expect_in_fish 'place:Stow' search/pressmark-search.fish 'pressmark-search place:S'
    expect_in_fish '@recent' search/pressmark-search.fish 'pressmark-search @re'
    expect_in_fish '@recipes' search/pressmark-search.fish 'pressmark-search -i @r'
    expect_in_fish 'speaker' search/pressmark-search.fish 'pressmark-search --facet spea'
    expect_in_fish 'path,speaker' search/pressmark-search.fish 'pressmark-search --fields path,spea'
    expect_in_fish '--rebuild|--report|--retry' indexer/pressmark-index.fish 'pressmark-index --re'
    expect_in_fish 'da|de' indexer/pressmark-index.fish 'pressmark-index -l d'
    expect_in_fish 'a.md' indexer/pressmark-index.fish 'pressmark-index -q a'
else
    echo "fish is not installed: its completions are only compared, not loaded"
fi

if command -v zsh >/dev/null; then
    for tool in index search; do
        zsh -n "${tool/index/indexer}/pressmark-$tool.zsh" || problem "pressmark-$tool.zsh: syntax"
    done
    # What its functions find in the folder that has an index.
    expect_of_zsh() {
        local got
        # shellcheck disable=SC2016 # they are zsh's variables
        got=$(cd "$work/indexed" && PATH=$bin:$PATH zsh -fc '
            _arguments() { : }
            words=(pressmark-search) CURRENT=2
            source $1; shift; "$@"' zsh "$sources/search/pressmark-search.zsh" "${@:2}" | sort | paste -sd '|')
        [ "$got" = "$1" ] || problem "zsh: '${*:2}' gave '$got', not '$1'"
    }
    unset PRESSMARK_INDEX
    expect_of_zsh 'place|speaker' __pressmark_search_fields
    expect_of_zsh 'Stow|Upper Arlington' __pressmark_search_values place
    expect_of_zsh '@recent' __pressmark_search_named query
else
    echo "zsh is not installed: its completions are only compared, not loaded"
fi

if [ -s "$work/problems" ]; then
    echo "$(wc -l <"$work/problems") problems"
    exit 1
fi
echo "the documents: all agree with --help"
