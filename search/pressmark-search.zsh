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
    _pressmark_search_word rank score path ref id title date language type size mtime line column page heading section \
        anchor passage passages collapsed copies stale fields
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
    '(-F --plain)'{-F,--plain}'[the query is plain words, without operators]' \
    '--like=[documents similar to this one]:path or id:_files' \
    '*'--not-like='[no documents similar to this one]:path or id:_files' \
    '--expand[also search for words that characterise the best hits]' \
    '--engine=[what reads the indexes]:engine:(auto glass xapian)' \
    '--scheme=[rank by a scheme of Xapian]:scheme:(bb2 bm25 bm25+ bool coord dlh dph ifb2 ineb2 inl2 lm pl2 pl2+ tfidf)' \
    '(--partial)--no-partial[an index that cannot be opened is an error]' \
    '(--no-partial)--partial[search without the indexes that cannot be opened]' \
    '--timeout=[longest time for another machine to answer]:seconds' \
    '--ssh=[the program for ssh addresses]:program:_command_names -e' \
    '(-n --limit)'{-n+,--limit=}'[maximum number of hits]:number' \
    '--offset=[skip the first hits]:number' \
    '(-s --sort)'{-s+,--sort=}'[order of the hits]:order:{_pressmark_search_word relevance date newest oldest path title type language size mtime}' \
    '--since=[not older]:date' \
    '--until=[not newer]:date' \
    '--max-per-file=[maximum number of hits per file]:number' \
    '--fold=[what is shown as one hit]:what:(exact page near no)' \
    '--prefer-lang=[show translations as one hit, in the first of these languages]:codes:' \
    '--no-prefer-lang[each translation is a hit]' \
    '(-p --passages)'{-p+,--passages=}'[maximum number of passages per hit]:number' \
    '(-w --passage-size)'{-w+,--passage-size=}'[approximate length of a passage]:bytes' \
    '--json[one JSON object]' \
    '--jsonl[one JSON object per hit]' \
    '--csv[comma-separated values]' \
    '--tsv[the same with tabs]' \
    '--fields=[what tables and JSON print of a hit]:names:_pressmark_search_columns' \
    '--format=[one line per hit, by a template]:template' \
    '--markdown[a list for pasting]' \
    '--html=-[a self-contained page to hand on]::file:_files' \
    '--max-bytes=[maximum size of the whole answer]:size' \
    '--max-words=[maximum number of words in the whole answer]:number' \
    '--grep[path\:line\:text, best documents first]' \
    '(-A --after-context)'{-A+,--after-context=}'[lines after each match]:number' \
    '(-B --before-context)'{-B+,--before-context=}'[lines before each match]:number' \
    '(-C --context)'{-C+,--context=}'[lines on both sides of each match]:number' \
    '(-m --max-count)'{-m+,--max-count=}'[maximum number of lines per file]:number' \
    '--heading=-[print the path above the lines of a file]::when:(auto always never)' \
    '(-c --count-lines)'{-c,--count-lines}'[number of matching lines per file]' \
    '--facet=[count the values of a field over all matches]:field:{_pressmark_search_word type language ext folder date year month day}' \
    '--count[print only the exact number of matching documents]' \
    '--vimgrep[path\:line\:column\:text, best documents first]' \
    '(-l --files-with-matches)'{-l,--files-with-matches}'[only the paths]' \
    '(-0 --null)'{-0,--null}'[with -l\: end paths with a NUL byte]' \
    '--color=-[color the output]::when:(auto always never)' \
    '--hyperlinks=-[make paths links]::when:(auto always never)' \
    '--hyperlink-format=[form of a link]:format:(file none vscode vscodium cursor kitty grep+ textmate macvim)' \
    '(--pager)--no-pager[use no pager]' \
    '(--no-pager)--pager[use a pager on a terminal]' \
    '(-q --quiet --no-quiet)'{-q,--quiet}'[print only hits]' \
    '(-q --quiet)--no-quiet[also print hints]' \
    '--show-plan[print how the query was understood]' \
    '--explain[show what each term contributes to the score]' \
    '*'--get='[print the stored text of a document]:ref, path or id:_files' \
    '--section=[only the section under this heading]:heading' \
    '--open=[open this hit in an editor]:number' \
    '(-T --topics)'{-T+,--topics=}'[answer the queries in a file]:file:_files' \
    '--run=[write a TREC run to a file]:file:_files' \
    '--tag=[the tag of the run]:word' \
    '--run-by-path[name documents in the run by path]' \
    '--no-config[ignore the configuration file]' \
    '(- *)'{-h,--help}'[show a short help]' \
    '(- *)'{-V,--version}'[show the version]' \
    '*:query:_pressmark_search_query'
