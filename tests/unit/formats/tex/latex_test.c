/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the reader of LaTeX. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "tests/unit/formats/collect.h"

/* Asserts the text of a source without a title. */
static void assert_text(const char *source, const char *text)
{
    AUTO(buf_done) struct buf expected = BUF_INIT;
    struct collector c = {.out = BUF_INIT, .only_own = true};
    buf_append_format(&expected, "title: \n[%s]\n", text);
    collect_of(FORMAT_LATEX, source, &c);
    assert_string_equal(buf_c_string(&c.out), buf_c_string(&expected));
    buf_done(&c.out);
}

static void what_a_document_says_of_itself(void **state)
{
    (void)state;
    assert_extracts(FORMAT_LATEX,
                    "% \\title{In a comment}\n"
                    "\\documentclass[12pt]{article}\n"
                    "\\usepackage[pdftitle={Other}, pdfkeywords={fruit, late}]{hyperref}\n"
                    "\\setcounter{tocdepth}{2}\n"
                    "\\pagestyle{plain} stray words\n"
                    "\\title[Short]{The \\emph{Medlar} in K\\\"oln\\thanks{Paid for.}}\n"
                    "\\author{Ann Lee\\\\Canton \\and Bob \\'Ev\\'a}\n"
                    "\\date{February 3, 2021}\n"
                    "\\committee{The Board of Trustees}\n"
                    "\\begin{document}\n"
                    "\\maketitle\n"
                    "Medlars are late.\n"
                    "\\end{document}\n",
                    WORDS("Medlars"),
                    "title: The Medlar in Köln\n"
                    "pdf_title = Other\n"
                    "author = Ann Lee, Canton\n"
                    "author = Bob Évá\n"
                    "date = February 3, 2021\n"
                    "package = article hyperref\n"
                    "keywords = fruit\n"
                    "keywords = late\n"
                    "h1: The Medlar in Köln\n"
                    "12:1 Medlars\n"
                    "navigation: In a comment\n"
                    "[The Medlar in Köln\n"
                    "\n"
                    "The Board of Trustees\n"
                    "\n"
                    "Medlars are late.\n"
                    "\n"
                    "Paid for.\n"
                    "\n"
                    "In a comment\n"
                    "pdftitle=\n"
                    "pdfkeywords=\n"
                    "tocdepth\n"
                    "plain stray words\n"
                    "Short]\n");
}

static void a_chapter_is_titled_by_its_heading(void **state)
{
    (void)state;
    assert_extracts(FORMAT_LATEX,
                    "\\chapter{Grafting}\\label{ch:graft}\nText.\n"
                    "\\section*{On \\textbf{quince}}\nMore.\n"
                    "\\subsection[In short]{At length}\nEnd.\n",
                    WORDS("More"),
                    "title: Grafting\n"
                    "label = ch:graft\n"
                    "short_title = In short\n"
                    "h1: Grafting\nh2: On quince\nh3: At length\n"
                    "4:1 More\n"
                    "[Grafting\n\nText.\n\nOn quince\n\nMore.\n\nAt length\n\nEnd.]\n");
}

static void accents_and_symbols_are_characters(void **state)
{
    (void)state;
    assert_text("caf\\'e caf\\'{e} caf{\\'e} na\\\"{\\i}ve na\\\"\\i ve \\c{C}elik \\v Skoda",
                "café café café naïve naïve Çelik Škoda");
    assert_text("Erd\\H{o}s \\L\\'od\\'z Stra\\ss e {\\o}re \\OE uvre \\aa{} \\'{\\^e} q\\'{q}",
                "Erdős Łódź Straße øre Œuvre å ế qq\u0301");
    assert_text(
        "``quoted'' `x' 1--2 --- 50\\% \\$5 \\& a\\_b \\{x\\} A~B z.\\,B. \\~{} \\LaTeX{} is",
        "“quoted” ‘x' 1–2 — 50% $5 & a_b {x} A B z. B. ~ LaTeX is");
    assert_text("\\t{oo} sepa\\-rate dif\\/fer \\textquotesingle", "oo separate differ '");
}

static void german_shorthands_need_the_language(void **state)
{
    (void)state;
    assert_text("K\"oln", "K\"oln");
    assert_extracts(FORMAT_LATEX,
                    "\\usepackage[ngerman]{babel}\n\\begin{document}\n"
                    "Gr\"u\"se aus \"`K\"oln\"'\n\\end{document}\n",
                    NULL,
                    "title: \n"
                    "package = babel\n"
                    "navigation: ngerman\n"
                    "[Grüße aus „Köln“\n"
                    "\n"
                    "ngerman]\n");
}

static void commands_are_no_words(void **state)
{
    (void)state;
    assert_text("\\noindent\\textcolor{red}{red} \\hspace{1cm}\\vskip 3pt plus 1fil minus .5em end",
                "red end");
    assert_text("{\\bf bold} {\\em x}\\unknown[left=1]{kept}\\other{a}{b}", "bold xkepta b");
    assert_text("a\\\\[2pt]b\\\\*c \\par d", "a\nb\nc\n\nd");
    assert_text("\\href{http://e.org}{site} \\url{http://e.org/a_b%20c} \\verb|\\x{%}| \\verb+y+",
                "site http://e.org/a_b%20c \\x{%} y");
    assert_text("\\makebox[1cm][s]{in} \\item<2->[Two] it", "in\n- Two\nit");
    assert_text("\\let\\a=\\b\\newlength{\\x}\\newenvironment{q}[1]{begin}{end}x", "x");
    assert_text("U.S.\\@ and \\@ifnextchar x", "U.S. and x");
}

static void keys_and_files_are_fields(void **state)
{
    (void)state;
    assert_extracts(FORMAT_LATEX,
                    "See \\cite[see][p.~5]{lee21,poe} and \\parencite{ann}, \\autoref{fig:a}.\n"
                    "\\includegraphics[width=3cm]{tree}\\input{one}\n"
                    "\\index{medlar!late}\\indexsee{quince}{fruit}fruit\n",
                    NULL,
                    "title: \n"
                    "cites = lee21,poe ann\n"
                    "label = fig:a\n"
                    "file = tree one\n"
                    "index = medlar!late quince fruit\n"
                    "navigation: width=3cm\n"
                    "[See see p. 5 and , .\n"
                    "fruit\n"
                    "\n"
                    "width=3cm]\n");
}

static void comments_are_left_out_and_code_is_kept(void **state)
{
    (void)state;
    assert_text("med% comment\n  lar\n% a line\nis\n%\n\nlate", "medlar\nis\n\nlate");
    assert_text("a\\begin{comment}\nx\n\\end{comment}\\iffalse y \\fi b", "a\n\nb");
    assert_text("\\begin{verbatim}\nint \\x{1}; % kept\n\n  $y\n\\end{verbatim}\nz",
                "int \\x{1}; % kept\n\n  $y\n\nz");
    assert_text("\\begin{lstlisting}[language=C]\nreturn 0;\n\\end{lstlisting}", "return 0;");
    assert_text("\\begin{minted}{c}\nreturn 1;\n\\end{minted}", "return 1;");
}

static void formulas_are_letters_and_signs(void **state)
{
    (void)state;
    assert_text("where $E=mc^2$ and $\\alpha \\leq \\frac{a}{b}$.", "where E=mc^2 and α ≤ a b.");
    assert_text("a\\[ x \\text{for all trees} \\]b", "a\n\nx for all trees\n\nb");
    assert_text("\\begin{align*}\nx &= 1 \\\\ y &= \\sin z\n\\end{align*}", "x = 1\ny = sin z");
}

static void tables_lists_and_drawings(void **state)
{
    (void)state;
    assert_text(
        "\\begin{tabular}{|l|c|}\\hline A & B \\\\ C & \\multicolumn{1}{c}{D}\\end{tabular}",
        "A | B\nC | D");
    assert_text("\\begin{tabular*}{3cm}{ll}A & B\\end{tabular*}", "A | B");
    assert_text("\\begin{figure}[htbp]\\caption{A tree.}\\end{figure}", "A tree.");
    assert_text("\\begin{tikzpicture}[x=1cm]\\draw (0,0) -- (1,1) node[right] {Branch};"
                "\\end{tikzpicture} text",
                "Branch\n\ntext");
    assert_text("\\begin{theorem}[Cauchy] Let.\\end{theorem}", "Cauchy Let.");
    assert_text("\\begin{tabbing}a\\=b\\>c\\end{tabbing}", "ab c");
}

static void notes_do_not_break_sentences(void **state)
{
    (void)state;
    assert_text("Medlars\\footnote{Old \\emph{fruit}.} are late\\marginpar{Late.}.",
                "Medlars are late.\n\nOld fruit.\n\nLate.");
}

static void macros_of_the_document_are_written_out(void **state)
{
    (void)state;
    assert_text("\\newcommand{\\fruit}{medlar jelly}\\def\\by{\\fruit\\ by Ann}\n"
                "\\newcommand\\pair[2]{#2 before #1} Eat \\by: \\pair{one}{two}.",
                "Eat medlar jelly by Ann: two before one.");
    assert_text("\\newcommand{\\jam}[2][medlar]{#1 jam and #2} \\jam{tea} \\jam[quince]{bread}.",
                "medlar jam and tea quince jam and bread.");
    assert_text("\\newcommand{\\a}{x \\a}\\a", "x");
    assert_text("\\newcommand{\\gone}[1]{}a\\gone{b}c", "ac");
}

static void environments_of_the_document_are_written_out(void **state)
{
    (void)state;
    assert_text("\\newenvironment{note}[1]{\\textbf{Walnut #1:} }{\\emph{the end}}"
                "\\newtheorem{thm}{Theorem of figs}"
                "\\begin{note}{one}body\\end{note} \\begin{thm}x\\end{thm}",
                "Walnut one: body the end\n\nTheorem of figs x");
    assert_text("\\newenvironment{loop}{\\begin{loop}}{}a\\begin{loop}b\\end{loop}", "a\n\nb");
}

/* Neither time nor text grows with macros that call each other. */
static void macros_do_not_multiply(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf source = BUF_INIT;
    for (char c = 'b'; c <= 'z'; c++)
        buf_append_format(&source, "\\def\\x%c{\\x%c\\x%c}", c, c - 1, c - 1);
    buf_append_format(&source, "\\def\\xa{word }\\xz\\xz end");
    struct collector c = {.out = BUF_INIT, .only_own = true};
    struct reader_input input = {.path = STR_LITERAL("file"), .text = buf_str(&source)};
    struct reader_output output = {collect, collect_skip, &c};
    struct arena scratch = ARENA_INIT;
    struct err err = ERR_INIT;
    assert_int_equal(format_read(FORMAT_LATEX, &input, &scratch, &output, &err), ERR_OK);
    assert_true(c.out.n < 16 * source.n);
    assert_true(str_find(buf_str(&c.out), STR_LITERAL("end]"), 0) < c.out.n);
    arena_done(&scratch);
    buf_done(&c.out);
}

static void what_is_broken_is_read(void **state)
{
    (void)state;
    assert_extracts(FORMAT_LATEX, "\\title{Open\n\nText {{ $x\n\n\\section{Open, too\n\nMore }}",
                    NULL,
                    "title: Open\nh1: Open\nh2: Open, too\n"
                    "[Open\n\nText x\n\nOpen, too\n\nMore]\n");
    assert_text("\\begin{verbatim}\nkept", "kept");
    assert_text("a \\begin{comment} kept", "a\n\nkept");
    assert_text("a \\footnote{never closed\n\nb", "a\n\nnever closed\n\nb");
    assert_text("\\textcolor{red \n\nkept", "red\n\nkept");
    assert_text("\\verb|no end\nkept \\", "|no end\nkept");
    assert_text("\\é \\verb€x€", "é €x€");
    assert_text("", "");
}

static void what_is_not_text_is_beside_it(void **state)
{
    (void)state;
    assert_extracts(FORMAT_LATEX,
                    "% A remark on \\emph{medlars}\n"
                    "\\documentclass{article}\n"
                    "\\title[Short]{Long}\n"
                    "\\newacronym{key}{BLET}{bletted fruit}\n"
                    "\\begin{document}\n"
                    "See \\href{http://e.org/orchard}{trees}, caf\\'e.\n"
                    "\\begin{lstlisting}[caption={Jam \\& jelly},label=lst:jam]\n"
                    "boil();\n"
                    "\\end{lstlisting}\n"
                    "\\includegraphics[width=3cm,alt={A quince}]{quince.png}\n"
                    "\\iffalse Cut away. \\fi\n"
                    "\\end{document}\n",
                    WORDS("orchard"),
                    "title: Long\n"
                    "file = quince.png\n"
                    "package = article\n"
                    "h1: Long\n"
                    "6:0 orchard\n"
                    "navigation: A remark on medlars\n"
                    "[Long\n"
                    "\n"
                    "BLET\n"
                    "\n"
                    "See trees, café.\n"
                    "\n"
                    "boil();\n"
                    "\n"
                    "A remark on medlars\n"
                    "Short\n"
                    "key\n"
                    "bletted fruit\n"
                    "http://e.org/orchard\n"
                    "caption= Jam jelly ,label=lst:jam\n"
                    "width=3cm,alt= A quince\n"
                    "Cut away.]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_document_says_of_itself),
        cmocka_unit_test(a_chapter_is_titled_by_its_heading),
        cmocka_unit_test(accents_and_symbols_are_characters),
        cmocka_unit_test(german_shorthands_need_the_language),
        cmocka_unit_test(commands_are_no_words),
        cmocka_unit_test(keys_and_files_are_fields),
        cmocka_unit_test(comments_are_left_out_and_code_is_kept),
        cmocka_unit_test(formulas_are_letters_and_signs),
        cmocka_unit_test(tables_lists_and_drawings),
        cmocka_unit_test(notes_do_not_break_sentences),
        cmocka_unit_test(environments_of_the_document_are_written_out),
        cmocka_unit_test(macros_of_the_document_are_written_out),
        cmocka_unit_test(macros_do_not_multiply),
        cmocka_unit_test(what_is_broken_is_read),
        cmocka_unit_test(what_is_not_text_is_beside_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
