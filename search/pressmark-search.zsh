#compdef pressmark-search
# SPDX-License-Identifier: GPL-2.0-or-later
# Completion of pressmark-search for zsh. Names and values of fields are those of the index that is
# asked, names of indexes and queries those of the configuration.

# The index that the command line names, as options, in $reply.
__pressmark_search_index() {
    local i
    reply=()
    for ((i = 2; i < CURRENT; i++)); do
        case $words[i] in
        -i | --index) reply+=(-i "${(Q)words[++i]/#\~\//$HOME/}") ;;
        --index=*) reply+=(-i "${(Q)words[i]#--index=}") ;;
        esac
    done
}

__pressmark_search_fields() {
    local reply
    __pressmark_search_index
    pressmark-index $reply[1,2] --status --json 2>/dev/null |
        sed 's/.*"fields":\[//; s/\],"biggest".*//' |
        grep -oE '"name":"[^"\\]+","documents":[0-9]+,"values"' | cut -d '"' -f 4
}

# The values of a field.
__pressmark_search_values() {
    local reply
    __pressmark_search_index
    pressmark-search $reply --no-update --facet "$1" --tsv '*' 2>/dev/null | tail -n +2 | cut -f 2 |
        head -n 200
}

# Names of the configuration's: "index" or "query".
__pressmark_search_named() {
    local file=${PRESSMARK_CONFIG-${XDG_CONFIG_HOME:-$HOME/.config}/pressmark/config}
    [[ ! -r $file ]] || sed -nE 's/^[[:space:]]*\['"$1"' +"([^"]+)"\].*/@\1/p' "$file"
}

# One of the words, or a field.
_pressmark_search_word() {
    compadd -- "$@" ${(f)"$(__pressmark_search_fields)"}
}

_pressmark_search_columns() {
    compset -P '*,'
    compset -S ',*'
    _pressmark_search_word rank score path ref id title date language type size line column page heading section anchor \
        passage passages collapsed copies stale fields
}

_pressmark_search_place() {
    _alternative 'directories:index directory:_directories' \
        'names:name:compadd -- ${(f)"$(__pressmark_search_named index)"}'
}

_pressmark_search_query() {
    local -a values matcher=(-M 'm:{[:lower:]}={[:upper:]}')
    if compset -P '(|[-+])[^:]##:'; then
        values=(${(f)"$(__pressmark_search_values "${${IPREFIX%:}#[-+]}")"})
        compadd $matcher -- ${values:#* *}
        compadd $matcher -P '\"' -S '\"' -- ${(M)values:#* *}
        return
    fi
    compset -P '[-+]'
    compadd -S : -- author date ext lang path tag title type ${(f)"$(__pressmark_search_fields)"}
    compadd -- ${(f)"$(__pressmark_search_named query)"}
}

_arguments -s -S \
    '*'{-i+,--index=}'[an index]:index:_pressmark_search_place' \
    '(--no-update)--update[first read what has changed]' \
    '(--update)--no-update[search the index as it is]' \
    '(-F --plain)'{-F,--plain}'[the query is words only, without operators]' \
    '--like=[documents like that one]:path or id:_files' \
    '*'--not-like='[no documents like that one]:path or id:_files' \
    '--expand[also ask for what the best hits say most]' \
    '--engine=[what reads the indexes]:engine:(auto glass xapian)' \
    '--scheme=[weigh by a scheme of Xapian]:scheme:(bb2 bm25 bm25+ bool coord dlh dph ifb2 ineb2 inl2 lm pl2 pl2+ tfidf)' \
    '(--partial)--no-partial[not so]' \
    '(--no-partial)--partial[search without indexes that cannot be opened]' \
    '--timeout=[how long another machine may take]:seconds' \
    '--ssh=[reach other machines by this program]:program:_command_names -e' \
    '(-n --limit)'{-n+,--limit=}'[how many hits at most]:number' \
    '--offset=[pass over the first hits]:number' \
    '(-s --sort)'{-s+,--sort=}'[order of the hits]:order:{_pressmark_search_word relevance date newest oldest path title type language size}' \
    '--since=[not older]:date' \
    '--until=[not newer]:date' \
    '--max-per-file=[how many hits of a file at most]:number' \
    '--fold=[one hit for several copies]:what:(exact page near no)' \
    '--prefer-lang=[translations are one hit, in the first of these languages]:codes:' \
    '--no-prefer-lang[each translation is a hit]' \
    '(-p --passages)'{-p+,--passages=}'[how many passages of a hit at most]:number' \
    '(-w --passage-size)'{-w+,--passage-size=}'[about how long a passage is]:bytes' \
    '--json[one JSON object]' \
    '--jsonl[a JSON object a hit, one a line]' \
    '--csv[comma-separated values]' \
    '--tsv[the same with tabs]' \
    '--fields=[what tables and JSON give of a hit]:names:_pressmark_search_columns' \
    '--format=[a line a hit by a template]:template' \
    '--markdown[a list for pasting]' \
    '--html=-[a page that can be handed on]::file:_files' \
    '--max-bytes=[how long the whole answer is at most]:size' \
    '--max-words=[the same in words]:number' \
    '--grep[path\:line\:text, best documents first]' \
    '(-A --after-context)'{-A+,--after-context=}'[lines below each that matches]:number' \
    '(-B --before-context)'{-B+,--before-context=}'[lines above it]:number' \
    '(-C --context)'{-C+,--context=}'[both]:number' \
    '(-m --max-count)'{-m+,--max-count=}'[how many lines of a file at most]:number' \
    '--heading=-[the path above the lines of a file]::when:(auto always never)' \
    '(-c --count-lines)'{-c,--count-lines}'[how many lines of each file match]' \
    '--facet=[how many matches have each value of a field]:field:{_pressmark_search_word type language ext folder date year month day}' \
    '--count[only how many documents match, exactly]' \
    '--vimgrep[path\:line\:column\:text, best documents first]' \
    '(-l --files-with-matches)'{-l,--files-with-matches}'[only the paths]' \
    '(-0 --null)'{-0,--null}'[with -l\: end paths with a NUL]' \
    '--color=-[color the output]::when:(auto always never)' \
    '--hyperlinks=-[paths as links]::when:(auto always never)' \
    '--hyperlink-format=[what a link is]:format:(file none vscode vscodium cursor kitty grep+ textmate macvim)' \
    '(--pager)--no-pager[no pager, also on a terminal]' \
    '(--no-pager)--pager[a pager, on a terminal]' \
    '(-q --quiet --no-quiet)'{-q,--quiet}'[only hits]' \
    '(-q --quiet)--no-quiet[also hints]' \
    '--show-plan[how the query was understood]' \
    '--explain[what each word gives to the score of a hit]' \
    '*'--get='[print the stored text of a document]:ref, path or id:_files' \
    '--section=[only what is below that heading]:heading' \
    '--open=[open that hit in an editor]:number' \
    '(-T --topics)'{-T+,--topics=}'[answer a file of queries]:file:_files' \
    '--run=[write a TREC run to a file]:file:_files' \
    '--tag=[the tag of the run]:word' \
    '--run-by-path[name documents in the run by path]' \
    '--no-config[as if there were no configuration file]' \
    '(- *)'{-h,--help}'[show a short help]' \
    '(- *)'{-V,--version}'[show the version]' \
    '*:query:_pressmark_search_query'
