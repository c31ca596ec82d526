# SPDX-License-Identifier: GPL-2.0-or-later
# Completion of pressmark-search for bash.

_pressmark_search_files() {
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -A "$1" -- "$2")
}

_pressmark_search() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
    local options='
        --index= --update --no-update --plain --like= --not-like= --expand
        --engine= --scheme= --partial --no-partial --timeout= --ssh=
        --limit= --offset= --sort= --since= --until= --max-per-file= --fold= --prefer-lang= --no-prefer-lang
        --passages= --passage-size= --max-bytes= --max-words=
        --json --jsonl --csv --tsv --fields= --format= --markdown --html
        --grep --after-context= --before-context= --context= --max-count= --heading --vimgrep
        --count-lines --facet= --count --files-with-matches --null
        --color --hyperlinks --hyperlink-format= --no-pager --pager --quiet --no-quiet
        --show-plan --explain
        --get= --section= --open=
        --topics= --run= --tag= --run-by-path
        --no-config --help --version
        -i -F -n -s -p -w -A -B -C -m -c -l -0 -q -T -h -V'
    local words=

    COMPREPLY=()
    # "--option=value" comes as three words.
    if [ "$cur" = "=" ]; then
        cur=
        prev=$prev=
    elif [ "$prev" = "=" ] && ((COMP_CWORD > 1)); then
        prev=${COMP_WORDS[COMP_CWORD - 2]}=
    fi
    case $prev in
    --index | --index= | -i)
        _pressmark_search_files directory "$cur"
        return 0
        ;;
    --get | --get= | --topics | --topics= | -T | --like | --like= | --not-like | --not-like= | --run | --run=)
        _pressmark_search_files file "$cur"
        return 0
        ;;
    --engine | --engine=)
        words='auto glass xapian'
        ;;
    --scheme | --scheme=)
        words='bb2 bm25 bm25+ bool coord dlh dph ifb2 ineb2 inl2 lm pl2 pl2+ tfidf'
        ;;
    --ssh | --ssh=)
        _pressmark_search_files command "$cur"
        return 0
        ;;
    --sort | --sort= | -s)
        words='relevance date newest oldest path title type language size'
        ;;
    --fold | --fold=)
        words='exact page near no'
        ;;
    --color= | --hyperlinks= | --heading=)
        words='auto always never'
        ;;
    --facet | --facet=)
        words='type language ext folder date year month day'
        ;;
    --since | --since= | --until | --until= | --section | --section= | --open | --open= | --max-per-file | --max-per-file=)
        return 0
        ;;
    --fields | --fields=)
        words='rank score path ref id title date language type size line column page heading passage passages
            collapsed copies stale fields'
        ;;
    --hyperlink-format | --hyperlink-format=)
        words='file none vscode vscodium cursor kitty grep+ textmate macvim'
        ;;
    --prefer-lang | --prefer-lang= | --format | --format= | --max-bytes | --max-bytes= | --max-words | --max-words= | \
        --after-context | --after-context= | -A | --before-context | --before-context= | -B | \
        --context | --context= | -C | --max-count | --max-count= | -m)
        return 0
        ;;
    --limit | --limit= | -n | --offset | --offset= | --passages | --passages= | -p | \
        --passage-size | --passage-size= | -w | --timeout | --timeout= | --tag | --tag=)
        return 0
        ;;
    *)
        # A query begins with a word, or with the name of a field.
        words='author: date: ext: lang: path: tag: title: type:'
        [[ $cur == -* ]] && words=$options
        ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
    [[ ${COMPREPLY[0]-} == *[=:] ]] && compopt -o nospace
    return 0
}

complete -F _pressmark_search pressmark-search
