#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Checks the rules about dependencies between folders, in the sources and in the built files:
#
#     layering_test.sh BUILD_DIR
#
# Every offender is printed.
set -euo pipefail

build=$(readlink -f "$1")
cd "$(dirname "$(readlink -f "$0")")/.."
export LC_ALL=C
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

offender() {
    printf '%s\n' "$*" | tee -a "$work/offenders"
}

# Each line of standard input is one.
offenders() {
    awk -v rule="$1" '{ print rule ": " $0 }' | tee -a "$work/offenders"
}

mapfile -t sources < <(find lib indexer search \( -name '*.c' -o -name '*.cc' -o -name '*.h' \) | sort)
[ ${#sources[@]} -gt 50 ] || offender "the sources were not found"

# The code without comments and strings, as "file:line:code".
for file in "${sources[@]}"; do
    perl -0777 -pe 's{(/\*.*?\*/)|//[^\n]*|"(?:\\.|[^"\\\n])*"|\x27(?:\\.|[^\x27\\\n])*\x27}
                     {$1 ? "\n" x ($1 =~ tr/\n//) : "\"\""}gsex' "$file" |
        awk -v file="$file" '{ print file ":" NR ":" $0 }'
done >"$work/code"
grep -nE '^[[:space:]]*#[[:space:]]*include' "${sources[@]}" >"$work/includes"

# ---- who may include whom ----

# Lines "file folder file folder": an include of the second file, a .c and its .h as one.
sed -E 's/^([^:]*):[0-9]+:[^"<]*"([^"]*)".*/\1 \2/; t; d' "$work/includes" |
    sed -E 's#^(.*) (indexer/|search/)#\1 \2#; t; s#^(.*) #\1 lib/#' |
    sed -E 's/\.(c|h|cc)( |$)/\2/g' |
    awk '{ from = $1; to = $2; sub("/[^/]*$", "", from); sub("/[^/]*$", "", to); print $1, from, $2, to }' |
    sort -u >"$work/graph"
[ "$(wc -l <"$work/graph")" -gt 200 ] || offender "the includes were not found"

# What the folders may include besides themselves: of each tool and of lib, those that come before.
# Top-level files of a tool stand above all its folders; a folder may include those that are named
# here besides itself.
readers='lib/(base|text|dates)|indexer/(charset|document|unpack|formats/shared)'
declare -A may_include=(
    [lib/base]='none'
    [lib/text]='lib/base'
    [lib/dates]='lib/(base|text)'
    [lib/positions]='lib/base'
    [lib/glass]='lib/(base|positions)'
    [lib/store]='lib/(base|positions|glass)'
    [lib/match]='lib/(base|positions|glass|store)'
    [lib/bulk]='lib/(base|positions|glass|store)'
    [lib/xap]='none'
    [lib/xapian_engine]='lib/(base|positions|glass|store|match|bulk|xap)'

    [indexer/document]='lib/(base|text|dates|store)'
    [indexer/charset]='lib/(base|text)'
    [indexer/unpack]='lib/(base|text)|indexer/charset'
    [indexer/sources]='lib/(base|text|store|match)|indexer/unpack'
    [indexer/alerts]='lib/(base|text|store)'
    [indexer/report]='lib/(base|text)'
    [indexer/formats/shared]='lib/(base|text|dates)|indexer/(charset|document|unpack)'
    [indexer/formats/html]="$readers"
    [indexer/formats/markup]="$readers"
    [indexer/formats/tex]="$readers"
    [indexer/formats/office]="$readers"
    [indexer/formats/mail]="$readers"
    [indexer/formats/records]="$readers|lib/store|indexer/formats/mail"
    [indexer/formats/packed]="$readers|indexer/formats/office"
    [indexer/formats]='lib/(base|store)|indexer/formats/(shared|mail|packed|records)'
    [indexer/describe]='lib/(base|text|dates)|indexer/document'
    [indexer/links]='lib/(base|store)|indexer/document'
    [indexer/analysis]='lib/(base|text|positions|store|bulk)|indexer/document'
    [indexer/intake]='lib/(base|store)|indexer/(charset|describe|document|formats|report|sources|unpack)'
    [indexer/build]='lib/(base|text|store|match|bulk|xapian_engine)|indexer/(analysis|charset|document|formats|formats/records|intake|links|report|sources)'
    [indexer]='lib/.*|indexer/.*'

    [search/query]='lib/(base|text|dates)'
    [search/plan]='lib/(base|text|store)|search/query'
    [search/passage]='lib/(base|text|store)|search/plan'
    [search/anchor]='lib/(base|text|store)|search/passage'
    [search/rerank]='lib/(base|text|store|positions)|search/plan'
    [search/retrieve]='lib/(base|text|store|positions)|search/(query|plan|rerank)'
    [search/print]='lib/(base|text|store)|search/(passage|retrieve)'
    [search]='lib/(base|text|store)|search/.*'
)
while read -r file folder included included_folder; do
    rule=${may_include[$folder]:-none}
    [ "$folder" = "$included_folder" ] || [[ $included_folder =~ ^($rule)$ ]] ||
        offender "an include that $folder may not have: $file of $included"
done <"$work/graph"

# Neither files nor folders include each other in a circle.
for what in files folders; do
    columns=1,3
    [ $what = files ] || columns=2,4
    cut -d' ' -f$columns "$work/graph" | awk '$1 != $2' | sort -u >"$work/edges"
    tsort "$work/edges" 2>&1 >"$work/order" | sed "s/^tsort: //; s#^$work/edges: .*#a circle of $what:#" |
        tee -a "$work/offenders"
done

# A folder can be seen at a glance.
max_files=20
find lib indexer search -name '*.c' -o -name '*.cc' | sed 's#/[^/]*$##' | sort | uniq -c |
    awk -v max=$max_files '$1 > max { print "more than " max " source files: " $2 }' |
    tee -a "$work/offenders"

# Each source file begins with what it is for.
for file in "${sources[@]}"; do
    [[ $file = *.h ]] || sed -n 2p "$file" | grep -qE '^/[*/]' || echo "$file"
done | offenders "a file that does not begin with what it is for"

# A library that only one place knows: pattern of its headers, pattern of the files.
only_in() {
    grep -E "<($1)>" "$work/includes" | grep -vE "^($2)" | offenders "a header that has another place" || true
}
only_in 'xapian.*' 'lib/xap/internal\.h:'
only_in 'uni(str|case|norm|ctype|wbrk|gbrk|lbrk|types|width|conv|name)\.h|unistring/.*' 'lib/text/'
only_in 'libstemmer\.h' 'lib/text/stem\.c:'
only_in 'md4c.*' 'indexer/formats/markup/markdown\.c:'
only_in 'libxml/.*' 'indexer/'

# ---- who may call what ----

# Calls of the functions that match a pattern, outside of the files that match another.
calls_only_in() {
    grep -E "(^|[^A-Za-z0-9_.>])($1)[[:space:]]*\(" "$work/code" | grep -vE "^($2):" |
        offenders "a call that has another place" || true
}
calls_only_in 'malloc|calloc|realloc|reallocarray|strdup|strndup|aligned_alloc' 'lib/base/mem\.c'

# Only these write to the user. opt.c prints the help and print*.c the hits to a FILE they are given;
# check.c is a child process whose output is libxapian's; pipeline.c and topics.c write results that
# are no hits, and so does emit.c: what a dry run would do, how a query was understood, a run, the lines it cannot read.
writers='indexer/(main|options|pipeline|status|(build/(emit|check)|report/(report|progress)|sources/dry_run))\.c'
writers="$writers|search/(main|options|pipeline|answer|get|pager|topics|print/[a-z]+)\\.c"
writers="$writers|lib/base/opt\\.c|lib/xap/example\\.c"
calls_only_in 'v?f?printf|v?dprintf|perror|puts|fputs|putchar|fputc|putc|fwrite' "$writers"
grep -E '\b(stdout|stderr)\b' "$work/code" | grep -vE "^($writers):" |
    offenders "a standard stream, and no writer" || true

# These depend on the locale, or are not safe with threads.
calls_only_in 'tolower|toupper|is(alpha|alnum|space|upper|lower|punct|digit)|strcoll|setlocale' nowhere
calls_only_in 'strtok|localtime|gmtime|ctime|asctime|rand|srand' nowhere

# ---- what the objects define and who asks for it ----

# By names within the build: those of the folders above it may have blanks.
nm=$(command -v gcc-nm || command -v nm)
(
    cd "$build"
    for library in base text dates positions glass store match bulk xap xapian_engine indexer search; do
        "$nm" -A -P "libpressmark_$library.a" 2>/dev/null
    done
    for tool in indexer/main.c index/main.c search/main.c; do
        object=$(find CMakeFiles -path "*$tool.o" | head -1)
        [ -z "$object" ] || "$nm" -A -P "$object"
    done
) >"$work/symbols"
grep -q 'main T' "$work/symbols" || offender "no objects of the tools in $build"

# Lines "object: symbol kind ...": ours are what no compiler adds by itself.
awk '$3 ~ /^[TDRBGS]$/ && $2 !~ /^_/ && $2 != "main" { print $2, $1 }' "$work/symbols" |
    sort -u >"$work/defined"
awk '$3 == "U" { print $2 }' "$work/symbols" | sort -u >"$work/asked_for"
[ "$(wc -l <"$work/defined")" -gt 50 ] || offender "the symbols were not found"

# The property test of the analyser compares its two ways through a text, and of reading a block;
# the unit test of formats names them.
for_tests='analyser_disable_ascii_path ascii_block_by_16 ascii_block_by_words format_name'
# A build without GMime finds messages, and takes none apart.
! grep -qF "[mail_none.c.o]" "$work/symbols" || for_tests="$for_tests mailbox_next"
for symbol in $for_tests; do
    grep -rqw --include='*.c' "$symbol" tests/unit tests/property ||
        offender "meant for tests, and no test asks for it: $symbol"
done
# What the binding gives beyond what the tools need, its example or its test shows.
grep -ohE '\bxap_[a-z_]+' lib/xap/example.c tests/unit/xap/*.c | sort -u >"$work/shown"
join -v 1 "$work/defined" "$work/asked_for" | grep -vwE "${for_tests// /|}" | grep -vwFf "$work/shown" |
    offenders "defined, and no other file asks for it" || true

# A search asks engines through lib/store/engine.h and knows nothing of what is behind it.
awk '/libpressmark_search\.a/ && $3 == "U" { print $2 }' "$work/symbols" | sort -u >"$work/search_asks_for"
awk '/libpressmark_match\.a/ && $3 ~ /^[TDRBGS]$/ { print $2 }' "$work/symbols" | sort -u >"$work/of_engine"
grep -qx store_glass "$work/of_engine" || offender "the glass engine was not found"
comm -12 "$work/search_asks_for" "$work/of_engine" | grep -vx store_glass |
    offenders "asked for by search/, and not through lib/store/engine.h" || true

# Every symbol of ours stands in a header.
find lib indexer search -name '*.h' -exec cat {} + >"$work/headers"
while read -r symbol object; do
    grep -qw -- "$symbol" "$work/headers" || offender "in no header: $symbol $object"
done <"$work/defined"

# lib/xap gives what xap.h declares and nothing else.
grep -h '^lib/xap/xap\.h:' "$work/code" | cut -d: -f3- | tr '\n' ' ' |
    grep -oE '\bxap_[a-z_]+[[:space:]]*\(' | tr -d ' (' | sort -u >"$work/xap_declared"
grep -F 'libpressmark_xap.a' "$work/defined" | cut -d' ' -f1 | sort -u >"$work/xap_defined"
awk '/libpressmark_xap\.a/ && $3 ~ /^[TDRBGS]$/ && $2 ~ /^_Z/ && $2 !~ /^_ZN3xap/ { print $2 }' "$work/symbols" |
    offenders "lib/xap exports a C++ symbol"
comm -3 "$work/xap_declared" "$work/xap_defined" | offenders "xap.h (left) and lib/xap (right) differ"

if [ -s "$work/offenders" ]; then
    echo "$(wc -l <"$work/offenders") offenders"
    exit 1
fi
echo "the layers: all rules kept"
