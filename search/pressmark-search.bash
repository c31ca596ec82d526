# SPDX-License-Identifier: GPL-2.0-or-later
# Completion of pressmark-search for bash. Names and values of fields are those of the index that is
# asked, names of indexes and queries those of the configuration.

_pressmark_search_files() {
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -A "$1" -- "$2")
}

# The index that the command line names, as options.
_pressmark_search_index() {
    local i word
    for ((i = 1; i < COMP_CWORD; i++)); do
        [[ ${COMP_WORDS[i]} == -i || ${COMP_WORDS[i]} == --index ]] || continue
        word=${COMP_WORDS[++i]-}
        [[ $word != = ]] || word=${COMP_WORDS[++i]-}
        [[ $word != @ ]] || word=@${COMP_WORDS[++i]-}
        printf '%s\n' -i "${word/#\~\//$HOME/}"
    done
}

_pressmark_search_fields() {
    local index
    mapfile -t index < <(_pressmark_search_index | head -n 2)
    pressmark-index "${index[@]}" --status --json 2>/dev/null | sed 's/.*"fields":\[//; s/\],"biggest".*//' |
        grep -oE '"name":"[^"\\]+","documents":[0-9]+,"values"' | cut -d '"' -f 4
}

# The values of a field that begin so, each as a word of a query: field, beginning.
_pressmark_search_values() {
    local index value
    mapfile -t index < <(_pressmark_search_index)
    pressmark-search "${index[@]}" --no-update --facet "$1" --tsv '*' 2>/dev/null | tail -n +2 | cut -f 2 | head -n 200 |
        while IFS= read -r value; do
            [[ ${value,,} == "${2,,}"* ]] || continue
            [[ $value != *[\ \"]* ]] || value='"'$value'"'
            printf '%q\n' "$value"
        done
}

# Names of the configuration's that begin so, without "@": "index" or "query", beginning.
_pressmark_search_named() {
    local name
    sed -nE 's/^[[:space:]]*\['"$1"' +"([^"]+)"\].*/\1/p' \
        "${PRESSMARK_CONFIG-${XDG_CONFIG_HOME:-$HOME/.config}/pressmark/config}" 2>/dev/null |
        while IFS= read -r name; do
            [[ $name != "$2"* ]] || printf '%s\n' "$name"
        done
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
    # So do "field:value", and perhaps "@name".
    if [[ $cur == : || $prev == : ]] && ((COMP_CWORD > 1)); then
        local field=${COMP_WORDS[COMP_CWORD - 1]}
        [[ $prev == : ]] && field=${COMP_WORDS[COMP_CWORD - 2]}
        mapfile -t COMPREPLY < <(_pressmark_search_values "${field##[-+]}" "${cur#:}")
        return 0
    elif [[ $cur == @* || $prev == @ ]]; then
        local before=$prev kind=query at=
        [[ $cur == @* ]] && at=@ || before=${COMP_WORDS[COMP_CWORD - 2]}
        [[ $before != -i && $before != --index* && $before != = ]] || kind=index
        mapfile -t COMPREPLY < <(_pressmark_search_named "$kind" "${cur#@}" | sed "s/^/$at/")
        return 0
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
        words="relevance date newest oldest path title type language size mtime $(_pressmark_search_fields)"
        ;;
    --fold | --fold=)
        words='exact page near no'
        ;;
    --color= | --hyperlinks= | --heading=)
        words='auto always never'
        ;;
    --facet | --facet=)
        words="type language ext folder date year month day $(_pressmark_search_fields)"
        ;;
    --since | --since= | --until | --until= | --section | --section= | --open | --open= | --max-per-file | --max-per-file=)
        return 0
        ;;
    --fields | --fields=)
        # The last of several, behind those that are there.
        words="rank score path ref id title date language type size mtime line column page heading section anchor passage passages
            collapsed copies stale fields $(_pressmark_search_fields)"
        local before=
        [[ $cur != *,* ]] || before=${cur%,*},
        mapfile -t COMPREPLY < <(compgen -P "$before" -W "$words" -- "${cur##*,}")
        return 0
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
        if [[ $cur == -* ]]; then
            words=$options
        else
            words="author date ext lang path tag title type $(_pressmark_search_fields)"
            mapfile -t COMPREPLY < <(compgen -S : -W "$words" -- "$cur" | sort -u)
            compopt -o nospace
            return 0
        fi
        ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
    [[ ${COMPREPLY[0]-} == *[=:] ]] && compopt -o nospace
    return 0
}

complete -F _pressmark_search pressmark-search
