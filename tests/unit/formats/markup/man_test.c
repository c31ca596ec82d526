/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the reader of man pages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/formats/collect.h"

static void reads_man_macros(void **state)
{
    (void)state;
    assert_extracts(FORMAT_MAN,
                    ".\\\" comment\n"
                    ".ie \\n(.g .ds Aq \\(aq\n"
                    ".el       .ds Aq '\n"
                    ".de Sp\n"
                    ".if t .sp .5v\n"
                    "..\n"
                    ".TH FOO 1 \"2020-01-31\" \"foo 1.0\" \"User Commands\"\n"
                    ".SH NAME\n"
                    "foo \\- do \\fBsomething\\fR\n"
                    ".SH \"SEE ALSO\"\n"
                    ".TP\n"
                    "\\fB\\-x\\fR, \\fB\\-\\-long\\fR=\\fIARG\\fR\n"
                    "The text\\(em of it\\*(Aqs.\n"
                    ".IP \"\" 4\n"
                    ".IX Item \"x\"\n"
                    "Pod text.\n"
                    ".BR bar (1),\n"
                    ".B bold text\n"
                    ".nf\n"
                    "  code\n"
                    "    more\n"
                    ".fi\n"
                    ".TS\n"
                    "tab(|);\n"
                    "l l.\n"
                    "a|b\n"
                    "T{\n"
                    "cell text\n"
                    "T}|d\n"
                    ".TE\n"
                    ".if n \\{\\\n"
                    "shown\n"
                    ".\\}\n"
                    ".if t \\{\\\n"
                    "hidden\n"
                    ".\\}\n"
                    ".UR http://e.org\n"
                    "site\n"
                    ".UE .\n",
                    WORDS("something", "hidden", "bar", "cell", "shown"),
                    "title: foo - do something\n"
                    "section = 1\n"
                    "date = 2020-01-31\n"
                    "source = foo 1.0\n"
                    "manual = User Commands\n"
                    "h1: NAME\n"
                    "h7: foo - do something\n"
                    "h1: SEE ALSO\n"
                    "h7: -x, --long=ARG\n"
                    "9:0 something\n"
                    "no hidden\n"
                    "17:0 bar\n"
                    "28:0 cell\n"
                    "32:0 shown\n"
                    "[NAME\n"
                    "\n"
                    "foo - do something\n"
                    "\n"
                    "SEE ALSO\n"
                    "\n"
                    "-x, --long=ARG\n"
                    "The text— of it's.\n"
                    "\n"
                    "Pod text.\n"
                    "bar(1),\n"
                    "bold text\n"
                    "  code\n"
                    "    more\n"
                    "\n"
                    "a | b\n"
                    "cell text | d\n"
                    "\n"
                    "shown\n"
                    "site\n"
                    "⟨http://e.org⟩.]\n");
}

static void reads_mdoc_macros(void **state)
{
    (void)state;
    assert_extracts(FORMAT_MAN,
                    ".Dd November 1, 2020\n"
                    ".Dt LS 1\n"
                    ".Os\n"
                    ".Sh NAME\n"
                    ".Nm ls\n"
                    ".Nd list things\n"
                    ".Sh SYNOPSIS\n"
                    ".Nm\n"
                    ".Op Fl al\n"
                    ".Op Fl o Ar file Ns = Ns Ar x\n"
                    ".Ar\n"
                    ".Sh DESCRIPTION\n"
                    "The\n"
                    ".Nm\n"
                    "utility (see\n"
                    ".Xr cat 1 ) .\n"
                    ".Bl -bullet\n"
                    ".It\n"
                    "First\n"
                    ".It\n"
                    "Second\n"
                    ".El\n"
                    ".Bl -tag\n"
                    ".It Fl a , Fl b\n"
                    "Def.\n"
                    ".Fn open \"const char *p\" \"int f\"\n"
                    ".Dq quoted text .\n"
                    ".El\n"
                    ".Bd -literal\n"
                    "  code here\n"
                    ".Ed\n",
                    WORDS("list", "ls", "Second", "quoted", "here"),
                    "title: ls\n"
                    "- list things\n"
                    "date = November 1, 2020\n"
                    "section = 1\n"
                    "h1: NAME\n"
                    "h7: ls\n"
                    "h1: SYNOPSIS\n"
                    "h1: DESCRIPTION\n"
                    "6:0 list\n"
                    "5:0 ls\n"
                    "21:0 Second\n"
                    "27:0 quoted\n"
                    "30:0 here\n"
                    "[NAME\n"
                    "\n"
                    "ls\n"
                    "- list things\n"
                    "\n"
                    "SYNOPSIS\n"
                    "\n"
                    "ls\n"
                    "[-al]\n"
                    "[-o file=x]\n"
                    "file ...\n"
                    "\n"
                    "DESCRIPTION\n"
                    "\n"
                    "The\n"
                    "ls\n"
                    "utility (see\n"
                    "cat(1)).\n"
                    "\n"
                    "- First\n"
                    "- Second\n"
                    "\n"
                    "-a, -b\n"
                    "Def.\n"
                    "open(const char *p, int f)\n"
                    "“quoted text”.\n"
                    "\n"
                    "  code here]\n");
}

static void mdoc_shows_included_files_and_authors(void **state)
{
    (void)state;
    assert_extracts(FORMAT_MAN,
                    ".Dd May 1, 2020\n"
                    ".Dt CPU 9\n"
                    ".Sh SYNOPSIS\n"
                    ".In sys/param.h\n"
                    ".In sys/cpu.h\n"
                    ".Ft void\n"
                    ".Sh AUTHORS\n"
                    ".An -nosplit\n"
                    "See\n"
                    ".In a.h .\n"
                    ".An Ann Lee\n",
                    WORDS("Lee"),
                    "title: CPU(9)\n"
                    "date = May 1, 2020\n"
                    "section = 9\n"
                    "h1: SYNOPSIS\n"
                    "h1: AUTHORS\n"
                    "11:0 Lee\n"
                    "[SYNOPSIS\n"
                    "\n"
                    "#include <sys/param.h>\n"
                    "#include <sys/cpu.h>\n"
                    "void\n"
                    "\n"
                    "AUTHORS\n"
                    "\n"
                    "See\n"
                    "<a.h>.\n"
                    "Ann Lee]\n");
}

static void escapes_of_roff_are_resolved(void **state)
{
    (void)state;
    assert_extracts(FORMAT_MAN,
                    ".TH A 1\n"
                    ".SH NAME\n"
                    "a \\- b\n"
                    ".SH X\n"
                    "\\fBb\\fP\\fIi\\fR \\(bu \\[u20AC] \\*(lqq\\*(rq \\s-1S\\s0 \\e \\&x\\|y "
                    "\\h'2m'z \\N'65'w \\(:a \\-\\- \\\"comment\n"
                    ".ds me \\fIself\\fR\n"
                    "\\*(me \\*[unknown]!\n"
                    ".BI \"a b\" c \" d\"\n",
                    WORDS("self"),
                    "title: a - b\n"
                    "section = 1\n"
                    "h1: NAME\n"
                    "h7: a - b\n"
                    "h1: X\n"
                    "7:0 self\n"
                    "[NAME\n"
                    "\n"
                    "a - b\n"
                    "\n"
                    "X\n"
                    "\n"
                    "bi • € “q” S \\ xy z w ä --\n"
                    "self !\n"
                    "a bc d]\n");
}

static void names_and_tags_are_terms(void **state)
{
    (void)state;
    assert_extracts(
        FORMAT_MAN,
        ".TH CHOWN 2\n.SH NAME\nchown, lchown \\- change owner\n.SH OPTIONS\n"
        ".TP\n.B \\-v\nTalk.\n.TP\n.PP\nMore.\n",
        NULL,
        "title: chown, lchown - change owner\nsection = 2\nh1: NAME\n"
        "h7: chown, lchown - change owner\nh7: lchown - change owner\nh1: OPTIONS\n"
        "h7: -v\n[NAME\n\nchown, lchown - change owner\n\nOPTIONS\n\n-v\nTalk.\n\nMore.]\n");
}

/* What a macro defines outlives the lines of its expansion. */
static void macros_can_define_macros(void **state)
{
    (void)state;
    assert_extracts(FORMAT_MAN,
                    ".de MAKE EOM\n"
                    ".de \\\\$1\n"
                    "the body of \\\\$2 has \\\\$3\n"
                    "..\n"
                    ".als \\\\$1ALIAS \\\\$1\n"
                    ".EOM\n"
                    ".SH MADE\n"
                    ".MAKE ONE first quinces\n"
                    ".MAKE TWO second medlars\n"
                    ".ONE\n"
                    ".br\n"
                    ".TWOALIAS\n",
                    WORDS("quinces", "medlars"),
                    "title: \n"
                    "h1: MADE\n"
                    "10:0 quinces\n"
                    "12:0 medlars\n"
                    "[MADE\n\nthe body of first has quinces\nthe body of second has medlars]\n");
}

static void macros_of_the_page_are_expanded(void **state)
{
    (void)state;
    assert_extracts(FORMAT_MAN,
                    ".TH Tk 3\n"
                    ".de AP\n"
                    ".ie !\"\\\\$4\"\" .TP \\\\$4\n"
                    ".el \\{\\\n"
                    ".   ie !\"\\\\$2\"\" .TP 3\n"
                    ".   el          .TP 15\n"
                    ".\\}\n"
                    ".ie !\"\\\\$3\"\" \\{\\\n"
                    "\\&\\\\$1 \\\\fI\\\\$2\\\\fP (\\\\$3)\n"
                    ".\\}\n"
                    ".el \\{\\\n"
                    "\\&\\\\fI\\\\$1\\\\fP\n"
                    ".\\}\n"
                    "..\n"
                    ".de  URL\n"
                    "\\fI\\\\$2\\fP <\\\\$1>\\\\$3\n"
                    "..\n"
                    ".als MTO URL\n"
                    ".am URL\n"
                    ".  ad l\n"
                    ".  .\n"
                    ".de LOOP\n"
                    "once\n"
                    ".LOOP\n"
                    "..\n"
                    ".de old end\n"
                    "\\\\$*\n"
                    ".end\n"
                    ".SH ARGUMENTS\n"
                    ".AP Drawable d in\n"
                    "For the pixmap.\n"
                    ".AP width\n"
                    "In pixels.\n"
                    ".ds T< \\\\FC\n"
                    "\\*(T<See\n"
                    ".URL \"http://e.org/\" \"the site\" \",\"\n"
                    "and\n"
                    ".MTO a@e.org Ann .\n"
                    ".old two words\n"
                    ".UNDEFINED x\n"
                    ".PP\n"
                    ".LOOP\n",
                    WORDS("site", "Ann"),
                    "title: Tk(3)\n"
                    "section = 3\n"
                    "h1: ARGUMENTS\n"
                    "h7: Drawable d (in)\n"
                    "h7: width\n"
                    "36:0 site\n"
                    "38:0 Ann\n"
                    "[ARGUMENTS\n"
                    "\n"
                    "Drawable d (in)\n"
                    "For the pixmap.\n"
                    "\n"
                    "width\n"
                    "In pixels.\n"
                    "See\n"
                    "the site <http://e.org/>,\n"
                    "and\n"
                    "Ann <a@e.org>.\n"
                    "two words\n"
                    "\n"
                    "once\n"
                    "once\n"
                    "once\n"
                    "once]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_man_macros),
        cmocka_unit_test(reads_mdoc_macros),
        cmocka_unit_test(escapes_of_roff_are_resolved),
        cmocka_unit_test(names_and_tags_are_terms),
        cmocka_unit_test(mdoc_shows_included_files_and_authors),
        cmocka_unit_test(macros_of_the_page_are_expanded),
        cmocka_unit_test(macros_can_define_macros),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
