/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The signs that formats are recognised by: the first words of a text, the first bytes of a file.
 */
#include "indexer/formats/signs.h"

#include "indexer/formats/mail/mailbox.h"
#include "indexer/formats/packed/ole.h"
#include "indexer/formats/records/csv_syntax.h"
#include "store/index.h"

enum {
    PDF_SIGN_BYTES = 1024, /* a PDF begins within these, whatever precedes it */
    MIN_MAN_LINES = 20,
    MAX_SECTION_BYTES = 16, /* of the name of a man page, "3readline" */
};

/* ---- signs of text: s is its beginning, trimmed ---- */

/* Returns whether a tag in s begins with one of the names. */
static bool has_tag(struct str s, const char *const *names)
{
    for (size_t i = str_find_char(s, '<', 0); i < s.n; i = str_find_char(s, '<', i + 1))
        if (str_starts_with_one_of_ignoring_case(str_slice(s, i, s.n), names))
            return true;
    return false;
}

bool sign_is_rtf(struct str name, struct str s)
{
    (void)name;
    return str_starts_with(s, STR_LITERAL("{\\rtf"));
}

bool sign_is_jsonl(struct str name, struct str s)
{
    struct str rest = s, first, second;
    (void)name;
    return str_next_line(&rest, &first) && str_next_line(&rest, &second) &&
           str_starts_with(first, STR_LITERAL("{\"")) && first.p[first.n - 1] == '}' &&
           str_starts_with(second, STR_LITERAL("{\""));
}

bool sign_is_html(struct str name, struct str s)
{
    static const char *const tags[] = {"<!doctype html", "<html", NULL};
    (void)name;
    /* A cache of KDE's help has "<FILENAME filename='index.html'>" first. */
    size_t end = s.n && s.p[0] == '<' ? str_find_char(s, '>', 0) : s.n;
    struct str inner = str_trim(str_slice(s, end < s.n ? end + 1 : s.n, s.n));
    return str_starts_with_one_of_ignoring_case(s, tags) ||
           str_starts_with_one_of_ignoring_case(inner, tags) ||
           ((str_starts_with_ignoring_case(s, "<?xml") ||
             str_starts_with_ignoring_case(s, "<!--")) &&
            has_tag(s, tags));
}

/* Returns the name of the root element without its prefix, after declarations and comments. Empty
 * if s ends before it or begins with text. */
static struct str root_of(struct str s)
{
    size_t at = 0;
    while (at + 1 < s.n && s.p[at] == '<' && !ascii_is_alpha(s.p[at + 1])) {
        bool is_comment = str_starts_with(str_slice(s, at, s.n), STR_LITERAL("<!--"));
        size_t end = is_comment ? str_find(s, STR_LITERAL("-->"), at + 4)
                                : str_find_char(s, '>', at);
        if (str_find_char(str_slice(s, 0, end < s.n ? end : s.n), '[', at) < end && !is_comment)
            /* The end of a DOCTYPE with an internal subset. */
            end = str_find_char(s, '>', str_find_char(s, ']', at));
        at = end + (is_comment ? 3 : 1);
        while (at < s.n && ascii_is_space(s.p[at]))
            at++;
    }
    if (at >= s.n || s.p[at] != '<')
        return STR_EMPTY;
    size_t end = ++at;
    while (end < s.n && !ascii_is_space(s.p[end]) && s.p[end] != '>' && s.p[end] != '/')
        end++;
    struct str name = str_slice(s, at, end);
    size_t colon = str_find_char(name, ':', 0);
    return colon < name.n ? str_slice(name, colon + 1, name.n) : name;
}

bool sign_begins_with_remark(struct str head)
{
    struct str s = str_trim(head);
    return s.n > 1 && s.p[0] == '<' && (s.p[1] == '!' || s.p[1] == '?') && root_of(s).n == 0;
}

static bool has_root(struct str s, const char *const *names)
{
    return str_is_one_of_ignoring_case(root_of(s), names);
}

bool sign_is_feed(struct str name, struct str s)
{
    static const char *const roots[] = {"rss", "feed", "rdf", "en-export", "mediawiki", NULL};
    static const char *const items[] = {"<item", "<channel", "<title", NULL};
    (void)name;
    bool is_rdf = str_equal_ignoring_case(root_of(s), STR_LITERAL("rdf"));
    bool is_entry = str_equal_ignoring_case(root_of(s), STR_LITERAL("entry")) &&
                    str_find(s, STR_LITERAL("//www.w3.org/2005/Atom"), 0) < s.n;
    return is_entry || (has_root(s, roots) && (!is_rdf || has_tag(s, items)));
}

bool sign_is_xml(struct str name, struct str s)
{
    static const char *const roots[] = {"opml", "FictionBook", "svg", "kml", "gpx", NULL};
    return str_starts_with_ignoring_case(s, "<?xml") || sign_is_feed(name, s) || has_root(s, roots);
}

bool sign_is_sgml(struct str name, struct str s)
{
    static const char *const tags[] = {"<reuters ", "<docno>", "<!doctype lewis", NULL};
    (void)name;
    return str_starts_with_ignoring_case(s, tags[0]) || str_starts_with_ignoring_case(s, tags[2]) ||
           (str_starts_with_ignoring_case(s, "<doc") && has_tag(s, tags));
}

/* ---- weak signs, used if neither the name nor another sign tells; s is not trimmed ---- */

static bool has_no_name(struct str name)
{
    return str_equal(name, STR_LITERAL(INDEX_INPUT));
}

bool sign_is_nameless_jsonl(struct str name, struct str s)
{
    return has_no_name(name) && str_starts_with(str_trim(s), STR_LITERAL("{\""));
}

bool sign_is_nameless_table(struct str name, struct str s)
{
    return has_no_name(name) && csv_is_table(s);
}

/* Returns whether the name ends in a section of the manual, ".1" or ".3pm", or is otherwise that of
 * a man page. */
static bool is_man_name(struct str path)
{
    size_t dot = path.n;
    while (dot > 0 && path.p[dot - 1] != '.' && path.p[dot - 1] != '/')
        dot--;
    struct str ending = str_slice(path, dot, path.n);
    return (ending.n >= 1 && ending.n <= MAX_SECTION_BYTES && ending.p[0] >= '1' &&
            ending.p[0] <= '9' && (ending.n == 1 || ascii_is_alpha(ending.p[1]))) ||
           str_equal(ending, STR_LITERAL("man")) || str_equal(ending, STR_LITERAL("mdoc")) ||
           str_equal(ending, STR_LITERAL("roff"));
}

bool sign_is_man(struct str name, struct str s)
{
    static const char *const starts[] = {".TH ", ".TH\t", ".Dd ", ".Dd\t", ".so ", ".Dt ", NULL};
    struct str line;
    size_t n_lines = 0;
    if (!is_man_name(name))
        return false;
    for (bool in_macro = false; str_next_line(&s, &line); n_lines++) {
        if (str_starts_with_one_of(line, starts))
            return true;
        in_macro = str_starts_with(line, STR_LITERAL(".de")) ||
                   str_starts_with(line, STR_LITERAL(".ig")) ||
                   (in_macro && !str_starts_with(line, STR_LITERAL("..")));
        if (!in_macro && line.n && !memchr(".'\\", line.p[0], 3))
            return false;
    }
    return n_lines > MIN_MAN_LINES;
}

bool sign_is_card(struct str name, struct str s)
{
    (void)name;
    s = str_trim(s);
    return str_starts_with(s, STR_LITERAL("BEGIN:VCALENDAR")) ||
           str_starts_with(s, STR_LITERAL("BEGIN:VCARD"));
}

bool sign_is_subtitles(struct str name, struct str s)
{
    (void)name;
    s = str_trim(s);
    return str_starts_with(s, STR_LITERAL("WEBVTT")) ||
           str_starts_with(s, STR_LITERAL("1\n00:00:")) ||
           str_starts_with(s, STR_LITERAL("1\r\n00:00:"));
}

/* ---- signs of bytes ---- */

bool sign_is_zip(struct str name, struct str bytes)
{
    (void)name;
    return str_starts_with(bytes, STR_LITERAL("PK\x03\x04")) ||
           str_starts_with(bytes, STR_LITERAL("PK\x05\x06"));
}

static const struct str seven_zip = {"7z\xBC\xAF\x27\x1C", 6};

/* Returns whether bytes begin with the header of a member in a cpio archive, which is digits. */
static bool is_cpio(struct str bytes)
{
    enum { HEADER_BYTES = 76 };
    static const char *const signs[] = {"070701", "070702", "070707", NULL};
    size_t n = 0;
    if (!str_starts_with_one_of(bytes, signs))
        return false;
    while (n < bytes.n && n < HEADER_BYTES &&
           (ascii_is_digit(bytes.p[n]) || strchr("abcdefABCDEF", bytes.p[n])))
        n++;
    return n == HEADER_BYTES;
}

bool sign_is_archive(struct str name, struct str bytes)
{
    static const struct str signs[] = {
        {"\x1F\x8B", 2},
        {"BZh", 3},
        {"\xFD"
         "7zXZ",
         5},
        {"\x28\xB5\x2F\xFD", 4},
        {"\x1F\x9D", 2},
        {"Rar!\x1A\x07", 6},
    };
    enum { TAR_SIGN_AT = 257 };
    (void)name;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (str_starts_with(bytes, signs[i]))
            return true;
    return str_starts_with(bytes, seven_zip) || is_cpio(bytes) ||
           (bytes.n > TAR_SIGN_AT + 5 && memcmp(bytes.p + TAR_SIGN_AT, "ustar", 5) == 0);
}

/* Some programs write a header before the PDF. Text about PDF has no NULs. */
bool sign_is_pdf(struct str name, struct str bytes)
{
    struct str head = str_slice(bytes, 0, bytes.n < PDF_SIGN_BYTES ? bytes.n : PDF_SIGN_BYTES);
    size_t at = str_find(head, STR_LITERAL("%PDF-"), str_find_char(head, '%', 0));
    (void)name;
    return at < head.n && (at == 0 || str_find_char(bytes, '\0', 0) < bytes.n);
}

bool sign_is_doc(struct str name, struct str bytes)
{
    return ole_kind(name, bytes) == OLE_WORD;
}

bool sign_is_xls(struct str name, struct str bytes)
{
    return ole_kind(name, bytes) == OLE_EXCEL;
}

bool sign_is_ppt(struct str name, struct str bytes)
{
    return ole_kind(name, bytes) == OLE_POWERPOINT;
}

bool sign_is_msg(struct str name, struct str bytes)
{
    return ole_kind(name, bytes) == OLE_MESSAGE;
}

bool sign_is_ps(struct str name, struct str bytes)
{
    (void)name;
    bool has_mark = bytes.n && bytes.p[0] == '\x04'; /* from a printer driver */
    return str_starts_with(str_slice(bytes, has_mark, bytes.n), STR_LITERAL("%!PS"));
}

bool sign_is_stream(struct str bytes)
{
    return sign_is_archive(STR_EMPTY, bytes) && !str_starts_with(bytes, seven_zip) &&
           !str_starts_with(bytes, STR_LITERAL("Rar!"));
}

bool sign_is_mbox(struct str name, struct str bytes)
{
    (void)name;
    return mailbox_is(bytes);
}
