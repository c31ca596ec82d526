# SPDX-License-Identifier: GPL-2.0-or-later
# Completion of pressmark-search for fish. Names and values of fields are those of the index that is
# asked, names of indexes and queries those of the configuration.

# The index that the command line names, as options.
function __pressmark_search_index
    set -l words (commandline -opc)
    argparse --ignore-unknown 'i/index=+' -- $words[2..] 2>/dev/null
    set -q _flag_index; and printf '%s\n' -i $_flag_index
end

function __pressmark_search_fields
    set -l index (__pressmark_search_index)
    pressmark-index $index[1..2] --status --json 2>/dev/null |
        string match -rg '"fields":(\[.*\]),"biggest"' |
        string match -rag '"name":"([^"\\\\]+)","documents":[0-9]+,"values"'
end

# What a field has, behind its name in a query.
function __pressmark_search_values
    set -l parts (commandline -ct | string match -rg '^([-+]?)([^:]+):'); or return
    for value in (pressmark-search (__pressmark_search_index) --no-update --facet $parts[2] --tsv '*' 2>/dev/null |
        tail -n +2 | cut -f 2 | head -n 200)
        string match -qr '[ "]' -- $value; and set value "\"$value\""
        printf '%s\n' $parts[1]$parts[2]:$value
    end
end

# Names of the configuration's: "index" or "query".
function __pressmark_search_named
    set -l config $XDG_CONFIG_HOME
    test -n "$config"; or set config ~/.config
    set config $config/pressmark/config
    set -q PRESSMARK_CONFIG; and set config $PRESSMARK_CONFIG
    test -n "$config"; and string match -rg "^\s*\[$argv +\"([^\"]+)\"\]" <$config 2>/dev/null | string replace -r '^' @
end

function __pressmark_search_columns
    string split ' ' 'rank score path ref id title date language type size mtime line column page heading section anchor passage passages collapsed copies stale fields'
    __pressmark_search_fields
end

function __pressmark_search_filters
    __pressmark_search_values; and return
    printf '%s:\n' author date ext lang path tag title type (__pressmark_search_fields)
    __pressmark_search_named query
end

complete -c pressmark-search -f -a '(__pressmark_search_filters)'
complete -c pressmark-search -s i -l index -x -a '(__fish_complete_directories; __pressmark_search_named index)' -d 'an index'
complete -c pressmark-search -l update -d 'first read what has changed'
complete -c pressmark-search -l no-update -d 'search the index as it is'
complete -c pressmark-search -s F -l plain -d 'the query is plain words, without operators'
complete -c pressmark-search -l like -r -F -d 'documents similar to this one'
complete -c pressmark-search -l not-like -r -F -d 'no documents similar to this one'
complete -c pressmark-search -l expand -d 'also search for words that characterise the best hits'
complete -c pressmark-search -s n -l limit -x -d 'maximum number of hits'
complete -c pressmark-search -l offset -x -d 'skip the first hits'
complete -c pressmark-search -s s -l sort -x -a 'relevance date newest oldest path title type language size mtime (__pressmark_search_fields)' -d 'order of the hits'
complete -c pressmark-search -l since -x -d 'not older'
complete -c pressmark-search -l until -x -d 'not newer'
complete -c pressmark-search -l max-per-file -x -d 'maximum number of hits per file'
complete -c pressmark-search -l fold -x -a 'exact page near no' -d 'what is shown as one hit'
complete -c pressmark-search -l prefer-lang -x -d 'show translations as one hit, in the first of these languages'
complete -c pressmark-search -l no-prefer-lang -d 'each translation is a hit'
complete -c pressmark-search -s p -l passages -x -d 'maximum number of passages per hit'
complete -c pressmark-search -s w -l passage-size -x -d 'approximate length of a passage'
complete -c pressmark-search -l json -d 'one JSON object'
complete -c pressmark-search -l jsonl -d 'one JSON object per hit'
complete -c pressmark-search -l csv -d 'comma-separated values'
complete -c pressmark-search -l tsv -d 'the same with tabs'
complete -c pressmark-search -l fields -x -a '(__fish_complete_list , __pressmark_search_columns)' -d 'what tables and JSON print of a hit'
complete -c pressmark-search -l format -x -d 'one line per hit, by a template'
complete -c pressmark-search -l html -r -F -d 'a self-contained page to hand on'
complete -c pressmark-search -l markdown -d 'a list for pasting'
complete -c pressmark-search -l max-bytes -x -d 'maximum size of the whole answer'
complete -c pressmark-search -l max-words -x -d 'maximum number of words in the whole answer'
complete -c pressmark-search -l grep -d 'path:line:text, best documents first'
complete -c pressmark-search -s A -l after-context -x -d 'lines after each match'
complete -c pressmark-search -s B -l before-context -x -d 'lines before each match'
complete -c pressmark-search -s C -l context -x -d 'lines on both sides of each match'
complete -c pressmark-search -s m -l max-count -x -d 'maximum number of lines per file'
complete -c pressmark-search -l heading -f -a 'auto always never' -d 'print the path above the lines of a file'
complete -c pressmark-search -s c -l count-lines -d 'number of matching lines per file'
complete -c pressmark-search -l facet -x -a 'type language ext folder date year month day (__pressmark_search_fields)' -d 'count the values of a field over all matches'
complete -c pressmark-search -l count -d 'print only the exact number of matching documents'
complete -c pressmark-search -l vimgrep -d 'path:line:column:text, best documents first'
complete -c pressmark-search -s l -l files-with-matches -d 'only the paths'
complete -c pressmark-search -s 0 -l null -d 'with -l: end paths with a NUL byte'
complete -c pressmark-search -l color -f -a 'auto always never' -d 'color the output'
complete -c pressmark-search -l hyperlinks -f -a 'auto always never' -d 'make paths links'
complete -c pressmark-search -l hyperlink-format -x -a 'file none vscode vscodium cursor kitty grep+ textmate macvim' -d 'form of a link'
complete -c pressmark-search -l no-pager -d 'use no pager'
complete -c pressmark-search -l pager -d 'use a pager on a terminal'
complete -c pressmark-search -s q -l quiet -d 'print only hits'
complete -c pressmark-search -l no-quiet -d 'also print hints'
complete -c pressmark-search -l show-plan -d 'print how the query was understood'
complete -c pressmark-search -l explain -d 'show what each term contributes to the score'
complete -c pressmark-search -l engine -x -a 'auto glass xapian' -d 'what reads the indexes'
complete -c pressmark-search -l scheme -x -a 'bb2 bm25 bm25+ bool coord dlh dph ifb2 ineb2 inl2 lm pl2 pl2+ tfidf' -d 'rank by a scheme of Xapian'
complete -c pressmark-search -l partial -d 'search without the indexes that cannot be opened'
complete -c pressmark-search -l no-partial -d 'an index that cannot be opened is an error'
complete -c pressmark-search -l timeout -x -d 'longest time for another machine to answer'
complete -c pressmark-search -l ssh -x -a '(__fish_complete_command)' -d 'the program for ssh addresses'
complete -c pressmark-search -l get -r -F -d 'print the stored text of a document'
complete -c pressmark-search -l section -x -d 'only the section under this heading'
complete -c pressmark-search -l open -x -d 'open this hit in an editor'
complete -c pressmark-search -s T -l topics -r -F -d 'answer the queries in a file'
complete -c pressmark-search -l run -r -F -d 'write a TREC run to a file'
complete -c pressmark-search -l tag -x -d 'the tag of the run'
complete -c pressmark-search -l run-by-path -d 'name documents in the run by path'
complete -c pressmark-search -l no-config -d 'ignore the configuration file'
complete -c pressmark-search -s h -l help -d 'show a short help'
complete -c pressmark-search -s V -l version -d 'show the version'
