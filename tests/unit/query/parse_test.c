/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the parser of the query language. */
#include "search/query/parse.h"

#include "base/buf.h"
#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static const struct row {
    const char *query, *printed;
} ROWS[] = {
    {"", ""},
    {"  \t\n ", ""},
    {"word", "word"},
    {"two words", "( two words )"},
    {"Secure Communities, Ohio!", "( Secure Communities, Ohio! )"},
    /* phrases */
    {"\"a phrase\"", "\"a phrase\""},
    {"\xE2\x80\x9C"
     "a phrase\xE2\x80\x9D x",
     "( \"a phrase\" x )"},
    {"\xE2\x80\x9E"
     "ein Satz\xE2\x80\x9C",
     "\"ein Satz\""},
    {"\xC2\xABune phrase\xC2\xBB", "\"une phrase\""},
    {"\"a b\"c", "( \"a b\" c )"},
    {"\"\"", ""},
    {"\" - \" x", "x"},
    {"\"never closed", "( never closed )"},
    {"a \" b", "( a b )"},
    {"5\" disk", "( 5\" disk )"},
    {"a\"b c\"d", "( a\"b c\"d )"},
    /* signs */
    {"+aye b", "( +aye b )"},
    {"+aye", "( +aye )"},
    {"-aye", "( -aye )"},
    {"a -bee", "( a -bee )"},
    {"counties -Stark -ohio -PDF -2011 -by*", "( counties -Stark -ohio -PDF -2011 -by* )"},
    {"-\xC3\xA9 -iPhone -covid19 -well-known", "( -\xC3\xA9 -iPhone -covid19 -well-known )"},
    /* options of commands are words */
    {"set -o pipefail", "( set -o pipefail )"},
    {"call +49 (0)89 9876543 now", "( call +49 0 89 9876543 now )"},
    {"+4917612345678 +2011 +2011-05-10 +5", "( +4917612345678 +2011 +2011-05-10 +5 )"},
    {"21:52:11 2008 -0700", "( 21:52:11 2008 -0700 )"},
    {"set -euo pipefail", "( set -euo pipefail )"},
    {"-c:v libx264", "( -c:v libx264 )"},
    {"sed -i.bak x", "( sed -i.bak x )"},
    {"margin -1px auto", "( margin -1px auto )"},
    {"mov -0x8(%rbp)", "( mov -0x8(%rbp) )"},
    {"@@ -1,3 +1,4 @@", "( -1,3 +1,4 )"},
    {"Get-ChildItem -Path x -Recurse", "( Get-ChildItem Path x Recurse )"},
    {"Get-Item x -Force", "( Get-Item x Force )"},
    {"century -20th", "( century -20th )"},
    {"video -3D", "( video -3D )"},
    {"python -2.7", "( python -2.7 )"},
    {"hotels -U.S.", "( hotels -U.S. )"},
    {"New-York -Boston", "( New-York -Boston )"},
    {"tar -xzf a -C /b", "( tar -xzf a -C /b )"},
    {"gcc -Wall -O2 -std=c99 -fPIC -Wno-unused", "( gcc -Wall -O2 -std=c99 -fPIC -Wno-unused )"},
    {"rm -rf x; rsync -avz (ls -la)", "( rm -rf x; rsync -avz ( ls -la ) )"},
    {"kill -9, chmod +x, set +e", "( kill -9, chmod +x, set +e )"},
    {"ls -lah -aR; ps -aux; rsync -avzP; grep -rIn x",
     "( ls -lah -aR; ps -aux; rsync -avzP; grep -rIn x )"},
    {"x -(o)", "( x -( o ) )"},
    /* and so are those that have names of several parts */
    {"tblgen -gen-clang-attrs -ddump-asm", "( tblgen -gen-clang-attrs -ddump-asm )"},
    {"ghc -Wunused-parameter", "( ghc -Wunused-parameter )"},
    {"a -out-of-date -state-of-the-art -Rhein-Main-Kreis -mp3-player -post-war",
     "( a -out-of-date -state-of-the-art -Rhein-Main-Kreis -mp3-player -post-war )"},
    /* or are called so */
    {"llc option -help", "( llc option help )"},
    {"-version tblgen command line Option", "( version tblgen command line Option )"},
    {"stock -put of an option", "( stock -put of an option )"},
    {"./x option NOT help", "( ./x option -( help ) )"},
    {"options of stock -put", "( options of stock -put )"},
    /* all of a command are */
    {"find . -name x -type f -exec rm {} \\;", "( find name x type f exec rm )"},
    {"java -Xmx512m -jar a.jar -NOT +b", "( java -Xmx512m jar a.jar -NOT +b )"},
    {"./configure -disable x -title:y", "( ./configure disable x -title:y )"},
    {"vote -uk -ohio", "( vote -uk -ohio )"},
    /* full-width signs */
    {"\xEF\xBC\x88"
     "a\xE3\x80\x80\xEF\xBC\xAF\xEF\xBC\xB2 b\xEF\xBC\x89 \xEF\xBC\x8D"
     "cee \xEF\xBC\x8Btitle\xEF\xBC\x9A"
     "d com\xEF\xBC\x8A",
     "( ( a OR b ) -cee +title:d com* )"},
    {"\xEF\xBC\x82"
     "a b\xEF\xBC\x82",
     "\"a b\""},
    {"\xE6\xB3\xA8\xEF\xBC\x9Ax", "\xE6\xB3\xA8\xEF\xBC\x9Ax"},
    {"\xE3\x80\x8C"
     "a b\xE3\x80\x8D c",
     "( \"a b\" c )"},
    /* a sign before a value is the field's */
    {"status:-draft", "( -status:draft )"},
    {"a status:-\"b c\" tag:+draft", "( a -status:\"b c\" +tag:draft )"},
    {"-status:-draft", "status:draft"},
    {"a -\"b c\"", "( a -\"b c\" )"},
    {"a -(b c)", "( a -( b c ) )"},
    {"a -title:b", "( a -title:b )"},
    {"(-aye b)", "( -aye b )"},
    {"well-known 3-4 a+b C++", "( well-known 3-4 a+b C++ )"},
    {"a - b + c", "( a b c )"},
    {"--help -v", "( --help -v )"},
    {"+-aye -+bee", "( +-aye -+bee )"},
    {"-\" a", "a"},
    {"-... a", "a"},
    {"-AND +NEAR/3", "( -AND +NEAR/3 )"},
    /* operators */
    {"a AND b", "( a AND b )"},
    {"a && !b || c", "( a !b c )"},
    {"a&&b c||d", "( a&&b c||d )"},
    {"a OR b AND c", "( a OR ( b AND c ) )"},
    {"a OR b c", "( ( a OR b ) c )"},
    {"a AND b AND c", "( a AND b AND c )"},
    {"(a AND b) AND c", "( ( a AND b ) AND c )"},
    {"a and b or not c near d", "( a and b or not c near d )"},
    {"NOT a", "( -( a ) )"},
    {"NOT NOT a", "a"},
    {"NOT NOT NOT aye", "( -aye )"},
    {"NOT -aye", "aye"},
    {"a AND NOT b", "( a AND NOT b )"},
    {"a AND -bee", "( a AND NOT bee )"},
    {"a OR +bee", "( a OR bee )"},
    {"a NOT bee", "( a -bee )"},
    {"NOT a AND b", "( NOT a AND b )"},
    {"NOT (a b)", "( -( a b ) )"},
    {"a AND (b OR c)", "( a AND ( b OR c ) )"},
    {"a AND ...", "a"},
    {"a OR () OR b", "( a OR b )"},
    {"a AND (b OR c", "( a AND ( b OR c ) )"},
    /* operators without operands are words, as are operators among capitals */
    {"foo AND", "( foo ( AND ) )"},
    {"(a OR) b", "( ( a ( OR ) ) b )"},
    {"AND foo", "( ( AND ) foo )"},
    {"foo AND OR bar", "( foo ( AND ) ( OR ) bar )"},
    {"foo NOT", "( foo ( NOT ) )"},
    {"a AND NOT", "( a ( AND ) ( NOT ) )"},
    {"MAN NOT GUILTY", "( MAN ( NOT ) GUILTY )"},
    {"COUNTY AND CITY RATES", "( COUNTY ( AND ) CITY RATES )"},
    {"see NAME AND SYNOPSIS there", "( see NAME ( AND ) SYNOPSIS there )"},
    {"404 NOT FOUND", "( 404 ( NOT ) FOUND )"},
    {"x NOT NULL, y NOT IN (z) NOT LIKELY", "( x ( NOT ) NULL, y ( NOT ) IN z -LIKELY )"},
    {"FBI NOT guilty", "( FBI -guilty )"},
    {"+FBI NOT CIA", "( +FBI -CIA )"},
    {"(FBI) AND CIA", "( ( FBI ) AND ( CIA ) )"},
    {"A AND B", "( A AND B )"},
    /* brackets */
    {"(a)", "a"},
    {"((a b))", "( a b )"},
    {"()", ""},
    {"(foo", "foo"},
    {"foo)", "foo"},
    {"f(x) g(y", "( f(x) g(y )"},
    {"(see f(x))", "( see f(x) )"},
    {":-) :-(", ""},
    {"a (b c)", "( a ( b c ) )"},
    /* fields */
    {"title:word", "title:word"},
    {"Title:Word", "title:Word"},
    {"title:\"a phrase\"", "title:\"a phrase\""},
    {"title:(a b)", "title:( title:a title:b )"},
    {"title:(a OR b) c", "( title:( title:a OR title:b ) c )"},
    {"title:(a author:b)", "title:( title:a author:b )"},
    {"title:pre*", "title:pre*"},
    {"x-county:stark", "x-county:stark"},
    {"title:\"never closed", "( title:never closed )"},
    {"title: word", "( title: word )"},
    {"+title:a b", "( +title:a b )"},
    {"http://www.ice.gov/x?y=1&z=*", "http://www.ice.gov/x?y=1&z=*"},
    {"std::vector c:\\x a:b 10:30", "( std::vector c:\\x a:b 10:30 )"},
    {"2011-05-10T10:30 ERR AND OUT", "( 2011-05-10T10:30 ERR ( AND ) OUT )"},
    {"2017_votes:8 and AND out", "( 2017_votes:8 ( and AND out ) )"},
    {"10:>30 and AND out", "( 10:>30 ( and AND out ) )"},
    {"fields.type:5 main.c:42", "( fields.type:5 main.c:42 )"},
    {"title:AND", "title:AND"},
    {"note:-( x", "( note:-( x )"},
    {"größe:rot 作者:(王 芳)", "( größe:rot 作者:( 作者:王 作者:芳 ) )"},
    {"人:王 é:x 5é:x", "( 人:王 é:x 5é:x )"},
    {"dc.creator:lee", "dc.creator:lee"},
    {"main.c:42 dc.size:\"42\" dc.size:(4)", "( main.c:42 dc.size:\"42\" dc.size:( 4 ) )"},
    /* dates */
    {"date:2011", "date:2011..2011"},
    {"date:2011-05", "date:2011-05..2011-05"},
    {"date:2011-05..2011-07", "date:2011-05..2011-07"},
    {"date:..2012", "date:..2012"},
    {"date:2011-05..", "date:2011-05.."},
    {"date:today", "date:today..today"},
    {"date:7d", "date:7d..today"},
    {"date:3w..1w", "date:3w..1w"},
    {"date:\"3 weeks ago\" date:2days", "( date:\"3 weeks ago..today\" date:2days..today )"},
    {"date:2011-2013", "date:2011..2013"},
    {"date:2011-05-01/2011-06-30", "date:2011-05-01..2011-06-30"},
    {"date:[2011 TO 2013] size:[* TO 5] size:[a b", "( date:2011..2013 size:..5 size:[a b )"},
    {"date:{2011 TO 2013} size:{3 TO *} size:[* TO 5} size:***",
     "( date:>2011..<2013 size:>3.. size:..<5 size:* )"},
    {"date:(2011 2013)", "date:( date:2011..2011 date:2013..2013 )"},
    {"date:\"2011-05\"", "date:2011-05..2011-05"},
    {"date:*", "date:*"},
    {"-date:2011 a", "( -date:2011..2011 a )"},
    /* NEAR */
    {"a NEAR b", "( a NEAR/10 b )"},
    {"a NEAR/3 b", "( a NEAR/3 b )"},
    {"a NEAR/3 b NEAR/5 c", "( a NEAR/5 b NEAR/5 c )"},
    {"(a NEAR b) NEAR c", "( ( a NEAR/10 b ) NEAR/10 c )"},
    {"a NEAR (b OR c)", "( a NEAR/10 ( b OR c ) )"},
    {"a AND b NEAR c", "( a AND ( b NEAR/10 c ) )"},
    {"a ADJ b ADJ/3 c", "( a ADJ/10 b ADJ/10 c )"},
    {"a ADJ b NEAR/3 c", "( a NEAR/10 b NEAR/10 c )"},
    {"ADJ a", "( ( ADJ ) a )"},
    {"\"a b\"~3 \"a\"~x \"b\"~ +\"a b\"~12)", "( \"a b\"~3 \"a\" ~x \"b\" +\"a b\"~12 )"},
    {"NOT a NEAR b", "( -( a NEAR/10 b ) )"},
    {"NEAR miss", "( ( NEAR ) miss )"},
    {"a NEAR", "( a ( NEAR ) )"},
    {"a NEAR/x b", "( a NEAR/x b )"},
    {"a NEAR/99999999999 b", "( a NEAR/100000 b )"},
    /* prefixes, patterns, fuzzy */
    {"com*", "com*"},
    {"docs/rel*", "docs/rel*"},
    {"w?rd *word* w*d *end", "( w?rd *word* w*d *end )"},
    {"who? what?? ?", "( who? what?? )"},
    {"word~ word~1 word~2 word~3", "( word~ word~ word~2 word~3 )"},
    {"~/x a~b", "( ~/x a~b )"},
    {"'~1 ''~2 '~ o'~1", "( '~1 ''~2 o'~ )"},
    {"*", "*"},
    {"* a bullet", "( * a bullet )"},
    {"** a", "a"},
    /* what separates */
    {"a\xE3\x80\x80"
     "b\xC2\xA0"
     "c",
     "( a b c )"},
    {"a\xFF"
     "b",
     "a\xEF\xBF\xBD"
     "b"},
    {"\xE2\x80\x94 x", "( \xE2\x80\x94 x )"},
    {"AT&T R&D U.S. $5 #tag @me 50%", "( AT&T R&D U.S. $5 #tag @me 50% )"},
};

static void prints_the_tree(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        AUTO(arena_done) struct arena arena = ARENA_INIT;
        struct err err = ERR_INIT;
        struct query_node *root = NULL;
        if (parse_query(str_of(ROWS[i].query), &arena, &root, &err))
            fail_msg("%s: %s", ROWS[i].query, err.message);
        struct str printed = unparse(root, &arena);
        if (!str_equal(printed, str_of(ROWS[i].printed)))
            fail_msg("%s: printed %.*s, not %s", ROWS[i].query, STR_PRINT(printed),
                     ROWS[i].printed);
        struct query_node *again = NULL;
        assert_int_equal(parse_query(printed, &arena, &again, &err), ERR_OK);
        struct str twice = unparse(again, &arena);
        if (!str_equal(printed, twice))
            fail_msg("%.*s: printed again %.*s", STR_PRINT(printed), STR_PRINT(twice));
    }
}

static void tells_kinds_and_columns(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        enum query_kind kinds[3];
        uint32_t columns[3];
    } rows[] = {
        {"w \"w\" w*", {QUERY_WORDS, QUERY_PHRASE, QUERY_PREFIX}, {1, 3, 7}},
        {"*w  w~2 *", {QUERY_PATTERN, QUERY_FUZZY, QUERY_ALL}, {1, 5, 9}},
        {"\xC3\xA9\xC3\xA9 date:2011 w?\xC3\xA9",
         {QUERY_WORDS, QUERY_RANGE, QUERY_PATTERN},
         {1, 9, 14}},
        {"path:a/b* w?\xC2\xA0+who?", {QUERY_PREFIX, QUERY_WORDS, QUERY_WORDS}, {6, 11, 15}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        AUTO(arena_done) struct arena arena = ARENA_INIT;
        struct err err = ERR_INIT;
        struct query_node *root = NULL;
        assert_int_equal(parse_query(str_of(rows[i].query), &arena, &root, &err), ERR_OK);
        assert_int_equal(root->kind, QUERY_LIST);
        if (root->n_children != 3)
            fail_msg("%s: %u parts", rows[i].query, root->n_children);
        for (size_t j = 0; j < 3; j++) {
            assert_int_equal(root->children[j]->kind, rows[i].kinds[j]);
            assert_int_equal(root->children[j]->column, rows[i].columns[j]);
        }
    }
}

static void refuses_with_a_column(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"date:2011-99", "column 6: '2011-99' is not a date"},
        {"date:2011-02-29", "column 6: '2011-02-29' is not a date"},
        {"a date:2011..soon", "column 8: 'soon' is not a date"},
        {"date:2011..2012..2013", "column 6: '2012..2013' is not a date"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        AUTO(arena_done) struct arena arena = ARENA_INIT;
        struct err err = ERR_INIT;
        struct query_node *root = (struct query_node *)&arena;
        if (parse_query(str_of(rows[i].query), &arena, &root, &err) != ERR_USAGE)
            fail_msg("%s: not refused", rows[i].query);
        assert_ptr_equal(root, &arena); /* results are untouched */
        if (!str_starts_with(str_of(err.message), str_of(rows[i].printed)))
            fail_msg("%s: %s", rows[i].query, err.message);
    }
}

static enum err_code parse_repeated(const char *piece, size_t n_bytes, char message[100])
{
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct err err = ERR_INIT;
    struct query_node *root;
    while (text.n + strlen(piece) <= n_bytes)
        buf_append_str(&text, str_of(piece));
    enum err_code code = parse_query(buf_str(&text), &arena, &root, &err);
    snprintf(message, 100, "%.99s", err.message);
    return code;
}

static void bears_hostile_input(void **state)
{
    (void)state;
    static const struct {
        const char *piece;
        enum err_code code;
    } rows[] = {
        {"(", ERR_OK},
        {")", ERR_OK},
        {"\"", ERR_OK},
        {"-", ERR_OK},
        {"+", ERR_OK},
        {"*", ERR_OK},
        {"NOT ", ERR_OK},
        {"AND ", ERR_OK},
        {"NEAR ", ERR_OK},
        {"-(", ERR_OK},
        {"-AB:(", ERR_OK},
        {"-a(", ERR_OK},
        {"xx:", ERR_OK},
        {"xx:\"", ERR_OK},
        {"a\" ", ERR_OK},
        {"\" a", ERR_OK},
        {"\xFF", ERR_OK},
        {"\xE2\x80", ERR_OK},
        {"\xE2\x80\x9C", ERR_OK},
        {"a ", ERR_OK},
        {"() ", ERR_OK},
        {"? ", ERR_OK},
        {"~", ERR_OK},
        {"date:", ERR_USAGE},
        {"a OR ", ERR_OK},
        {"\x1B[31m", ERR_OK},
    };
    char message[100];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (parse_repeated(rows[i].piece, PARSE_MAX_BYTES, message) != rows[i].code)
            fail_msg("%s: %s", rows[i].piece, message);
    assert_int_equal(parse_repeated("a", PARSE_MAX_BYTES, message), ERR_OK);
    assert_int_equal(parse_repeated("a", PARSE_MAX_BYTES + 1, message), ERR_USAGE);
}

static void reads_dates(void **state)
{
    (void)state;
    const int64_t now = 1709337600; /* 2024-03-02 00:00 */
    static const struct {
        const char *text, *first, *last;
    } rows[] = {
        {"2011", "20110101", "20111231"},
        {"2011-05", "20110501", "20110531"},
        {"2011-02", "20110201", "20110228"},
        {"2012-02", "20120201", "20120229"},
        {"1900-02", "19000201", "19000228"},
        {"2000-02", "20000201", "20000229"},
        {"2011-05-10", "20110510", "20110510"},
        {"0001", "00010101", "00011231"},
        {"9999-12-31", "99991231", "99991231"},
        {"today", "20240302", "20240302"},
        {"Tomorrow", "20240303", "20240303"},
        {"next week", "20240304", "20240310"},
        {"Next Month", "20240401", "20240430"},
        {"next year", "20250101", "20251231"},
        {"Yesterday", "20240301", "20240301"},
        {"2d", "20240229", "20240229"},
        {"2011-5", "20110501", "20110531"},
        {"20110510", "20110510", "20110510"},
        {"2011/05/10", "20110510", "20110510"},
        {"10.05.2011", "20110510", "20110510"},
        {"2011-05-10T23:30:00Z", "20110510", "20110510"},
        {"10 May 2011", "20110510", "20110510"},
        {"0d", "20240302", "20240302"},
        {"1w", "20240224", "20240224"},
        {"1m", "20240202", "20240202"},
        {"13m", "20230202", "20230202"},
        {"2y", "20220302", "20220302"},
        {"999999y", "00010101", "00010101"},
        {"999999d", "00010101", "00010101"},
        {"62D", "20231231", "20231231"},
    };
    static const char *const wrong[] = {
        "",  "0000", "201", "20115", "2011-00", "2011-13",  "2011-05-00", "2011-05-32",
        "d", "1",    "7x",  "2011-", "+7d",     "1000000d", "2023-02-29", "2011-05-10x",
    };
    char first[9], last[9];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!parse_date(str_of(rows[i].text), now, first, last))
            fail_msg("%s: not read", rows[i].text);
        assert_string_equal(first, rows[i].first);
        assert_string_equal(last, rows[i].last);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (parse_date(str_of(wrong[i]), now, first, last))
            fail_msg("%s: read as %s..%s", wrong[i], first, last);
    assert_true(parse_date(STR_LITERAL("1m"), 1711843200, first, last)); /* 2024-03-31 */
    assert_string_equal(first, "20240229");
    assert_true(parse_date(STR_LITERAL("today"), -1, first, last));
    assert_string_equal(first, "19691231");
    assert_true(parse_date(STR_LITERAL("today"), INT64_MAX, first, last));
    assert_string_equal(first, "99991231");
    assert_true(parse_date(STR_LITERAL("today"), INT64_MIN, first, last));
    assert_string_equal(first, "00010101");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_the_tree),       cmocka_unit_test(tells_kinds_and_columns),
        cmocka_unit_test(refuses_with_a_column), cmocka_unit_test(bears_hostile_input),
        cmocka_unit_test(reads_dates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
