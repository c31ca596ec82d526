/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the reader of news wire in SGML. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/formats/collect.h"

static void reads_stories_of_reuters_21578(void **state)
{
    (void)state;
    assert_extracts(FORMAT_SGML,
                    "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n"
                    "<REUTERS TOPICS=\"YES\" LEWISSPLIT=\"TRAIN\" CGISPLIT=\"TRAINING-SET\" "
                    "OLDID=\"5544\" NEWID=\"1\">\n"
                    "<DATE>26-FEB-1987 15:01:01.79</DATE>\n"
                    "<TOPICS><D>cocoa</D><D>tea</D></TOPICS>\n"
                    "<PLACES><D>usa</D></PLACES>\n"
                    "<PEOPLE></PEOPLE>\n"
                    "<UNKNOWN> \n"
                    "&#5;&#5;&#5;C T\n"
                    "&#22;&#22;&#1;f0704&#31;reute\n"
                    "</UNKNOWN>\n"
                    "<TEXT>&#2;\n"
                    "<TITLE>BAHIA &lt;XY> REVIEW</TITLE>\n"
                    "<AUTHOR>    By Ann Author</AUTHOR>\n"
                    "<DATELINE>    SALVADOR, Feb 26 - </DATELINE><BODY>Showers continued\n"
                    "in the zone &lt;ABC.N> said.\n"
                    "    New paragraph here.\n"
                    " Reuter\n"
                    "&#3;</BODY></TEXT>\n"
                    "</REUTERS>\n"
                    "<REUTERS NEWID=\"2\">\n"
                    "<TEXT TYPE=\"BRIEF\">&#2;\n"
                    "<TITLE>BRIEF ONE</TITLE>\n"
                    "Blah blah blah.\n"
                    "&#3;\n"
                    "</TEXT>\n"
                    "</REUTERS>\n",
                    WORDS("Showers", "New", "Blah"),
                    "id: 1\n"
                    "title: BAHIA <XY> REVIEW\n"
                    "lewissplit = TRAIN\n"
                    "cgisplit = TRAINING-SET\n"
                    "oldid = 5544\n"
                    "date = 26-FEB-1987 15:01:01.79\n"
                    "topics = cocoa\n"
                    "topics = tea\n"
                    "places = usa\n"
                    "author = Ann Author\n"
                    "14:51 Showers\n"
                    "16:5 New\n"
                    "no Blah\n"
                    "[SALVADOR, Feb 26 - Showers continued\n"
                    "in the zone <ABC.N> said.\n"
                    "\n"
                    "New paragraph here.\n"
                    "Reuter]\n"
                    "id: 2\n"
                    "title: BRIEF ONE\n"
                    "no Showers\n"
                    "no New\n"
                    "23:1 Blah\n"
                    "[Blah blah blah.]\n");
}

static void reads_documents_of_trec(void **state)
{
    (void)state;
    assert_extracts(FORMAT_SGML,
                    "<DOC>\n"
                    "<DOCNO> FT911-3 </DOCNO>\n"
                    "<DATE>910514</DATE>\n"
                    "<HEADLINE>\n"
                    "<P>FT  14 MAY 91 / International</P>\n"
                    "</HEADLINE>\n"
                    "<TEXT>\n"
                    "First para\n"
                    "more.\n"
                    "\n"
                    "Second &amp; last.\n"
                    "</TEXT>\n"
                    "<PUB>The FT</PUB>\n"
                    "</DOC>\n"
                    "<doc>\n"
                    "<docno>X-2</docno>\n"
                    "<text><p>lower</p></text>\n"
                    "</doc>\n",
                    WORDS("more", "Second", "lower"),
                    "id: FT911-3\n"
                    "title: FT 14 MAY 91 / International\n"
                    "date = 19910514\n"
                    "pub = The FT\n"
                    "9:1 more\n"
                    "11:1 Second\n"
                    "no lower\n"
                    "[First para\n"
                    "more.\n"
                    "\n"
                    "Second & last.]\n"
                    "id: X-2\n"
                    "title: \n"
                    "no more\n"
                    "no Second\n"
                    "17:10 lower\n"
                    "[lower]\n");
}

static void elements_that_are_not_closed_end_with_the_document(void **state)
{
    (void)state;
    assert_extracts(FORMAT_SGML,
                    "<DOC>\n"
                    "<DOCNO>1\n"
                    "<DOC><DOCNO>2</DOCNO>a < b &unknown; <3\n"
                    "<TEXT>t",
                    WORDS("unknown"),
                    "id: 1\n"
                    "title: \n"
                    "no unknown\n"
                    "[]\n"
                    "id: 2\n"
                    "title: \n"
                    "3:29 unknown\n"
                    "[a < b &unknown; <3\n"
                    "\n"
                    "t]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_stories_of_reuters_21578),
        cmocka_unit_test(reads_documents_of_trec),
        cmocka_unit_test(elements_that_are_not_closed_end_with_the_document),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
