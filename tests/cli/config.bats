# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154
# shellcheck disable=SC2030,SC2031 # each test is a subshell, and means to be
# shellcheck disable=SC1003 # lines that end in a backslash
# The user's configuration file: defaults, named indexes and named queries.

load helper

prepare() {
    document a.txt 'The harbour was closed.'
    document b.md '---' 'date: 2011-05-02' 'county: Stark' '---' '# Ohio jail' '' 'Secure communities and a jail' 'jail again'
    document c.txt 'A jail at the well' 'communities that are secure'
    rest
    pressmark-index -q .
    export PRESSMARK_CONFIG=$work/config
}

# Writes the configuration: its lines.
configure() {
    printf '%s\n' "$@" >"$work/config"
}

@test "the file is where XDG says, or where PRESSMARK_CONFIG does; an absent or empty one is none" {
    unset PRESSMARK_CONFIG
    export HOME=$work/home XDG_CONFIG_HOME=
    mkdir -p "$work/home/.config/pressmark" "$work/xdg/pressmark"
    equal 2 "$(pressmark-search -l jail | wc -l)"
    printf '[search]\nlimit = 1\n' >"$work/home/.config/pressmark/config"
    equal 1 "$(pressmark-search -l jail | wc -l)"
    equal 1 "$(XDG_CONFIG_HOME=relative pressmark-search -l jail | wc -l)"
    equal 2 "$(XDG_CONFIG_HOME=$work/xdg pressmark-search -l jail | wc -l)"
    printf '[search]\nlimit = 0\n' >"$work/xdg/pressmark/config"
    equal 0 "$(XDG_CONFIG_HOME=$work/xdg pressmark-search -l jail | wc -l)"
    equal 2 "$(PRESSMARK_CONFIG='' pressmark-search -l jail | wc -l)"
    equal 2 "$(pressmark-search --no-config -l jail | wc -l)"
    PRESSMARK_CONFIG=none run -2 pressmark-search -l jail
    contains "$output" "cannot open 'none'"
    printf '[search]\nlimit = 0\n' >"$work/other"
    equal 0 "$(PRESSMARK_CONFIG=$work/other pressmark-search -l jail | wc -l)"
}

@test "defaults hold where the command line says nothing, also by another name" {
    configure '[search]' '  limit = 1' 'sort = newest' 'passages = 2' 'color = always' 'no-pager' 'quiet = yes'
    equal b.md "$(pressmark-search -l jail)"
    equal 2 "$(pressmark-search -n 5 -l jail | wc -l)"
    equal c.txt "$(pressmark-search --sort=-path -l jail)"
    equal 1 "$(pressmark-search --vimgrep -m 1 jail | wc -l)"
    equal 2 "$(pressmark-search --vimgrep jail | wc -l)"
    contains "$(pressmark-search jail)" $'\033['
    lacks "$(pressmark-search --color=never jail)" $'\033['
    run -0 --separate-stderr pressmark-search --fields cuonty --csv jail
    equal '' "$stderr"
    run -0 --separate-stderr pressmark-search --no-quiet --fields cuonty --csv jail
    contains "$stderr" 'did you mean'
    configure '[search]' 'quiet = false' 'no-pager = off'
    run -0 --separate-stderr pressmark-search --fields cuonty --csv jail
    contains "$stderr" 'did you mean'
}

@test "a default is never in the way of what the command line asks for" {
    configure '[search]' 'max-words = 1000' 'max-bytes = 100K' 'heading = always' 'fold = near' 'timeout = 3' 'engine = auto' \
        'prefer-lang = en' 'hyperlinks = never' 'hyperlink-format = vscode' 'passage-size = 100' 'partial'
    equal 'The harbour was closed.' "$(pressmark-search --get a.txt)"
    equal 2 "$(pressmark-search --count jail)"
    contains "$(pressmark-search --facet county jail)" 'Stark'
    printf '1\tjail\n' >"$work/topics"
    equal 2 "$(pressmark-search -T "$work/topics" | wc -l)"
    contains "$(pressmark-search --json --no-prefer-lang jail)" '"total":2'
}

@test "what is wrong in it is told with its line" {
    wrong() {
        configure "${@:2}"
        run -2 pressmark-search jail
        contains "$output" "$work/config:$1"
    }
    wrong "2: option '--limit' takes a whole number" '[search]' 'limit = many'
    wrong "3: unknown option 'limt'; did you mean 'limit'?" '[search]' '' 'limt = 3'
    wrong "2: 'json' belongs on the command line" '[search]' 'json'
    wrong "2: 'limit' needs a value" '[search]' 'limit'
    wrong "2: 'quiet' must be true or false, not 'perhaps'" '[search]' 'quiet = perhaps'
    wrong "1: unknown section 'serach'" '[serach]' 'limit = 1'
    wrong '1: a section is written' '[search' 'limit = 1'
    wrong "1: a section's name is not closed" '[query "x]' 'query = 1'
    wrong '1: a key stands below a [section]' 'limit = 1'
    wrong '2: here a [section]' '[search]' '= 1'
    wrong '2: behind a key an "="' '[search]' 'limit 1'
    wrong '2: a quotation mark is not closed' '[search]' 'sort = "newest'
    wrong '2: behind a \' '[search]' 'sort = new\est'
    wrong '1: a name is needed' '[query]' 'query = jail'
    wrong "1: the name 'a b'" '[query "a b"]' 'query = jail'
    wrong '2: a [query "NAME"] has "query = ..."' '[query "a"]' 'sort = newest'
    wrong "4: the query 'a' is that of line 2" '[query "a"]' 'query = jail' '[query "a"]' 'query = well'
    wrong '2: an [index "NAME"] has "path = ..."' '[index "a"]' 'pat = x'
    printf '[search]\nlimit = 1\0\n' >"$work/config"
    run -2 pressmark-search jail
    contains "$output" 'is not text'
    configure '[search]' 'limit = many'
    run -2 --separate-stderr pressmark-search --json jail
    equal input "$(jq -r .error.kind <<<"${stderr/usage/input}")"
}

@test "it is git's format" {
    configure $'\xef\xbb\xbf# mine' '; and this' '[Search] Limit = 1 # one' '[index "x\"y"]' '[query "q"]' 'query = jail'
    run -2 pressmark-search jail
    contains "$output" 'the name '"'"'x"y'"'"
    git config -f "$work/config" --remove-section 'index.x"y' || skip 'git is not installed'
    equal 1 "$(pressmark-search -l jail | wc -l)"
    git config -f "$work/config" search.max-words 100
    git config -f "$work/config" query.phrase.query '"secure communities" OR "well\"'
    git config -f "$work/config" index.it.path "$PWD/.pressmark # not ; a comment"
    cp -r .pressmark '.pressmark # not ; a comment'
    equal 1 "$(pressmark-search -l jail | wc -l)"
    equal "query: ( \"secure communities\" OR \"well\\\" )" "$(pressmark-search --show-plan @phrase 2>&1 >/dev/null)"
    equal 1 "$(cd / && pressmark-search -i @it -l jail | wc -l)"
    printf '[search]\r\nsort = \\\r\n   -pa\\\r\nth\r\nlimit = 1\r\n' >"$work/config"
    equal c.txt "$(pressmark-search -l jail)"
}

@test "@NAME stands for a query, as a whole" {
    configure '[query "sc"]' 'query = "secure communities" # no comment' '[query "old"]' 'query = date:..2012 -well' \
        '[query "both"]' 'query = @sc OR \' '   @old' '[query "dates"]' 'query = date:2011' '[query "words"]' 'query = jail harbour'
    plan() {
        pressmark-search --show-plan "$@" 2>&1 >/dev/null | sed -n 's/^query: //p'
    }
    equal '( "secure communities" no comment )' "$(plan @sc)"
    equal '( jail ( date:..2012 -well ) )' "$(plan jail @old)"
    equal "$(plan 'jail (date:..2012 -well)')" "$(plan jail @old)"
    equal "$(plan 'jail -(date:2011)')" "$(plan jail -- -@dates)"
    equal "$(plan 'jail +(jail harbour)')" "$(plan jail +@words)"
    equal "$(plan '(secure OR (jail harbour)) NOT date:2011')" "$(plan '(secure OR @words) NOT @dates')"
    contains "$(plan @both)" 'OR ( date:..2012 -well )'
    # What it is no name in.
    for query in '"@dates"' title:@dates me@dates @date2; do
        lacks "$(plan "$query")" date:
    done
    equal 'query: ( @dates )' "$(pressmark-search -F --show-plan @dates 2>&1 >/dev/null | tail -n 1)"
    run -1 --separate-stderr pressmark-search @dotes
    contains "$stderr" "No query is called 'dotes'; did you mean '@dates'?"
    # In every way of asking.
    equal 1 "$(pressmark-search --count @dates)"
    contains "$(pressmark-search --facet county @dates)" Stark
    printf '1\t@dates\n' >"$work/topics"
    equal b.md "$(pressmark-search -T "$work/topics" | cut -d ' ' -f 3)"
    equal '( date:2011..2011 )' "$(pressmark-search --json @dates | jq -r .query | sed 's/^( ( /( /')"
}

@test "a named query that cannot be read is told when it is used, and cannot use itself" {
    configure '[query "a"]' 'query = jail @b' '[query "b"]' 'query = well @a' '[query "c"]' 'query = date:2011-99' '[query "d"]' 'query = --'
    pressmark-search -l jail
    run -2 pressmark-search @a
    contains "$output" "uses itself"
    run -2 pressmark-search jail @c
    contains "$output" "$work/config:6: query 'c': column 6: '2011-99' is not a date"
    run -2 pressmark-search jail @d
    contains "$output" "$work/config:8: the query 'd' has no words"
    printf '1\t@c\n2\tjail\n' >"$work/topics"
    run -2 --separate-stderr pressmark-search -T "$work/topics"
    contains "$stderr" "topics:1: $work/config:6"
    equal 2 "${#lines[@]}"
    # Bytes of no encoding are repaired, as they are in a query.
    configure '[query "bad"]' $'query = jail \xff\xfe @bad2 \xe2\x80' '[query "bad2"]' $'query = "\xc3'
    equal 2 "$(pressmark-search --count @bad)"
    # Whatever is in it, it ends where it ends.
    configure '[query "open"]' 'query = ((well "x' '[query "close"]' 'query = well) x'
    for row in '@open "jail"|( ( well x ) "jail" )' '@open OR jail|( ( well x ) OR jail )' \
        '(@close OR jail) x|( ( ( well x ) OR jail ) x )'; do
        equal "query: ${row#*|}" "$(pressmark-search --show-plan "${row%%|*}" 2>&1 >/dev/null | head -n 1)"
    done
}

@test "@NAME stands for indexes, and paths are those of the file" {
    mkdir ../more
    document ../more/m.txt 'Another jail'
    pressmark-index -q -i ../more/ix ../more
    configure '[index "it"]' 'path = folder/.pressmark' '[index "all"]' 'path = folder/.pressmark' "path = $work/more/ix" '[index "home"]' 'path = ~/more/ix'
    cd /
    equal 2 "$(pressmark-search -i @it -l jail | wc -l)"
    equal 3 "$(pressmark-search -i @all -l jail | wc -l)"
    equal 3 "$(pressmark-search -i @it -i "$work/more/ix" -l jail | wc -l)"
    equal "$work/more/m.txt" "$(HOME=$work pressmark-search -i @home -l jail)"
    equal "$work/more/m.txt" "$(HOME=$work PRESSMARK_INDEX=@home pressmark-search -l jail)"
    run -2 pressmark-search -i @its jail
    contains "$output" "there is no [index \"its\"] in '$work/config'"
    document "$work/more/n.txt" 'A third jail'
    HOME=$work pressmark-index -q -i @home
    equal 2 "$(HOME=$work PRESSMARK_INDEX=@home pressmark-search -l jail | wc -l)"
    HOME=$work PRESSMARK_INDEX=@home pressmark-index --status | grep -q 'more'
    run -2 pressmark-index -i @all
    contains "$output" "'@all' names 2 indexes"
    run -2 pressmark-index -i @its
    # A folder that is called so stays one.
    cd "$work"
    mv more/ix @its
    equal 2 "$(pressmark-search -i @its -l jail | wc -l)"
    unset PRESSMARK_CONFIG
    equal 2 "$(HOME=$work pressmark-search -i @its -l jail | wc -l)"
    # None is made for want of a file that names one.
    HOME=$work run -2 pressmark-index -i @new folder
    contains "$output" 'no configuration file'
    [ ! -e @new ]
}

@test "[search] index is asked where there is none here or above" {
    mkdir "$work/bare"
    configure '[search]' 'index = folder/.pressmark'
    equal 2 "$(pressmark-search -l jail | wc -l)"
    cd "$work/bare"
    equal 2 "$(pressmark-search -l jail | wc -l)"
    document x.txt 'jail here'
    pressmark-index -q .
    equal x.txt "$(pressmark-search -l jail)"
    rm -r .pressmark
    configure '[search]' 'index = @it' '[index "it"]' 'path = folder/.pressmark'
    equal 2 "$(PRESSMARK_CONFIG=../config pressmark-search -l jail | wc -l)"
    run -2 pressmark-search --no-config jail
}

@test "none is read that lies with the documents or the index" {
    unset PRESSMARK_CONFIG
    export HOME=$work/home XDG_CONFIG_HOME=
    mkdir -p pressmark .config/pressmark
    for name in config pressmark/config .config/pressmark/config .pressmark/config .pressmarkrc; do
        printf '[search]\nssh = touch %s/was-run\nlimit = 0\n' "$work" >$name
    done
    equal 2 "$(pressmark-search -l jail | wc -l)"
    equal 2 "$(XDG_CONFIG_HOME=. pressmark-search -l jail | wc -l)"
    equal 2 "$(HOME=. pressmark-search -l jail | wc -l)"
    run -2 pressmark-search -i ssh://localhost.invalid/x jail
    [ ! -e "$work/was-run" ]
}

@test "an alert asks what it says, whatever the user's defaults" {
    configure '[search]' 'limit = 0' '[query "x"]' 'query = jail'
    printf 'one\tjail\ntwo\t@x\n' >"$work/alerts"
    equal 'one: b.md:7: Ohio jail|one: c.txt:1: A jail at the well' \
        "$(pressmark-index -q -i "$work/new" --alerts="$work/alerts" . | sort | paste -sd '|')"
}
