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
    string split ' ' 'rank score path ref id title date language type size line column page heading passage passages collapsed copies stale fields'
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
complete -c pressmark-search -s F -l plain -d 'the query is words only, without operators'
complete -c pressmark-search -l like -r -F -d 'documents like that one'
complete -c pressmark-search -l not-like -r -F -d 'no documents like that one'
complete -c pressmark-search -l expand -d 'also ask for what the best hits say most'
complete -c pressmark-search -s n -l limit -x -d 'how many hits at most'
complete -c pressmark-search -l offset -x -d 'pass over the first hits'
complete -c pressmark-search -s s -l sort -x -a 'relevance date newest oldest path title type language size (__pressmark_search_fields)' -d 'order of the hits'
complete -c pressmark-search -l since -x -d 'not older'
complete -c pressmark-search -l until -x -d 'not newer'
complete -c pressmark-search -l max-per-file -x -d 'how many hits of a file at most'
complete -c pressmark-search -l fold -x -a 'exact page near no' -d 'one hit for several copies'
complete -c pressmark-search -l prefer-lang -x -d 'translations are one hit, in the first of these languages'
complete -c pressmark-search -l no-prefer-lang -d 'each translation is a hit'
complete -c pressmark-search -s p -l passages -x -d 'how many passages of a hit at most'
complete -c pressmark-search -s w -l passage-size -x -d 'about how long a passage is'
complete -c pressmark-search -l json -d 'one JSON object'
complete -c pressmark-search -l jsonl -d 'a JSON object a hit, one a line'
complete -c pressmark-search -l csv -d 'comma-separated values'
complete -c pressmark-search -l tsv -d 'the same with tabs'
complete -c pressmark-search -l fields -x -a '(__fish_complete_list , __pressmark_search_columns)' -d 'what tables and JSON give of a hit'
complete -c pressmark-search -l format -x -d 'a line a hit by a template'
complete -c pressmark-search -l html -r -F -d 'a page that can be handed on'
complete -c pressmark-search -l markdown -d 'a list for pasting'
complete -c pressmark-search -l max-bytes -x -d 'how long the whole answer is at most'
complete -c pressmark-search -l max-words -x -d 'the same in words'
complete -c pressmark-search -l grep -d 'path:line:text, best documents first'
complete -c pressmark-search -s A -l after-context -x -d 'lines below each that matches'
complete -c pressmark-search -s B -l before-context -x -d 'lines above it'
complete -c pressmark-search -s C -l context -x -d 'both'
complete -c pressmark-search -s m -l max-count -x -d 'how many lines of a file at most'
complete -c pressmark-search -l heading -f -a 'auto always never' -d 'the path above the lines of a file'
complete -c pressmark-search -s c -l count-lines -d 'how many lines of each file match'
complete -c pressmark-search -l facet -x -a 'type language ext folder date year month day (__pressmark_search_fields)' -d 'how many matches have each value of a field'
complete -c pressmark-search -l count -d 'only how many documents match, exactly'
complete -c pressmark-search -l vimgrep -d 'path:line:column:text, best documents first'
complete -c pressmark-search -s l -l files-with-matches -d 'only the paths'
complete -c pressmark-search -s 0 -l null -d 'with -l: end paths with a NUL'
complete -c pressmark-search -l color -f -a 'auto always never' -d 'color the output'
complete -c pressmark-search -l hyperlinks -f -a 'auto always never' -d 'paths as links'
complete -c pressmark-search -l hyperlink-format -x -a 'file none vscode vscodium cursor kitty grep+ textmate macvim' -d 'what a link is'
complete -c pressmark-search -l no-pager -d 'no pager, also on a terminal'
complete -c pressmark-search -l pager -d 'a pager, on a terminal'
complete -c pressmark-search -s q -l quiet -d 'only hits'
complete -c pressmark-search -l no-quiet -d 'also hints'
complete -c pressmark-search -l show-plan -d 'how the query was understood'
complete -c pressmark-search -l explain -d 'what each word gives to the score of a hit'
complete -c pressmark-search -l engine -x -a 'auto glass xapian' -d 'what reads the indexes'
complete -c pressmark-search -l scheme -x -a 'bb2 bm25 bm25+ bool coord dlh dph ifb2 ineb2 inl2 lm pl2 pl2+ tfidf' -d 'weigh by a scheme of Xapian'
complete -c pressmark-search -l partial -d 'search without indexes that cannot be opened'
complete -c pressmark-search -l no-partial -d 'not so'
complete -c pressmark-search -l timeout -x -d 'how long another machine may take'
complete -c pressmark-search -l ssh -x -a '(__fish_complete_command)' -d 'reach other machines by this program'
complete -c pressmark-search -l get -r -F -d 'print the stored text of a document'
complete -c pressmark-search -l section -x -d 'only what is below that heading'
complete -c pressmark-search -l open -x -d 'open that hit in an editor'
complete -c pressmark-search -s T -l topics -r -F -d 'answer a file of queries'
complete -c pressmark-search -l run -r -F -d 'write a TREC run to a file'
complete -c pressmark-search -l tag -x -d 'the tag of the run'
complete -c pressmark-search -l run-by-path -d 'name documents in the run by path'
complete -c pressmark-search -l no-config -d 'as if there were no configuration file'
complete -c pressmark-search -s h -l help -d 'show a short help'
complete -c pressmark-search -s V -l version -d 'show the version'
