/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the inline markup of AsciiDoc. */
#include "indexer/formats/markup/asciidoc.h"

#include "indexer/formats/shared/html_strip.h"
#include "indexer/formats/shared/spans.h"

enum { MAX_NAME_BYTES = 64, MAX_TARGET_BYTES = 500, MAX_LABEL_BYTES = 500 };

static const struct span_kind kinds[] = {
    {'+', 3, true, true},   {'$', 2, true, true},   {'+', 2, true, true},   {'*', 2, false, true},
    {'_', 2, false, true},  {'`', 2, false, true},  {'#', 2, false, true},  {'*', 1, false, false},
    {'_', 1, false, false}, {'`', 1, false, false}, {'#', 1, false, false}, {'+', 1, false, false},
    {'^', 1, false, true},
};

static const struct {
    const char *name, *value;
} attributes[] = {
    {"nbsp", "\xC2\xA0"},
    {"amp", "&"},
    {"lt", "<"},
    {"gt", ">"},
    {"asterisk", "*"},
    {"caret", "^"},
    {"tilde", "~"},
    {"plus", "+"},
    {"backtick", "`"},
    {"startsb", "["},
    {"endsb", "]"},
    {"apos", "'"},
    {"quot", "\""},
    {"vbar", "|"},
    {"litdd", "--"},
    {"backslash", "\\"},
    {"empty", ""},
    {"blank", ""},
    {"zwsp", ""},
    {"wj", ""},
    {"sp", " "},
    {"two-colons", "::"},
    {"two-semicolons", ";;"},
    {"cpp", "C++"},
};

/* Replaces "{name}" by the value of the attribute. */
static bool take_attribute(struct spans *s, const struct document *d, struct budget *budget)
{
    char name[MAX_NAME_BYTES];
    struct str source = s->pen->source;
    size_t n = 0, i = s->at + 1;
    for (; i < s->end && n + 1 < sizeof name &&
           (spans_is_word(source.p[i]) || source.p[i] == '-' || source.p[i] == '_');
         i++)
        name[n++] = ascii_lower(source.p[i]);
    name[n] = '\0';
    if (n == 0 || i == s->end || source.p[i] != '}')
        return false;

    struct str value = document_field(d, name);
    bool is_known = value.n > 0;
    for (size_t k = 0; k < sizeof attributes / sizeof *attributes && !is_known; k++) {
        is_known = strcmp(attributes[k].name, name) == 0;
        if (is_known)
            value = str_of(attributes[k].value);
    }
    if (!is_known) {
        spans_replace(s, i + 1, s->at + 1, i);
        return true;
    }
    size_t at = s->at;
    spans_skip(s, i + 1);
    pen_pass(s->pen, at, i + 1);
    bool is_short = value.n <= MAX_NAME_BYTES;
    if (is_short || budget_repeat(budget, value.n))
        pen_put(s->pen, value, at);
    return true;
}

/* Adds the link of a cross-reference: "page.adoc#place" and "page#" are other pages, "place" is in
 * this one. */
static void note_reference(const struct spans *s, struct str target, struct str words)
{
    bool is_page = str_find_char(target, '#', 0) < target.n ||
                   str_ends_with_ignoring_case(target, ".adoc") ||
                   str_ends_with_ignoring_case(target, ".asciidoc");
    if (is_page)
        document_add_link(s->pen->document, LINK_PATH, target, words);
}

/* Reads "<<id,text>>". */
static bool take_reference(struct spans *s)
{
    struct str rest = str_slice(
        s->pen->source, 0, s->end - s->at < MAX_LABEL_BYTES ? s->end : s->at + MAX_LABEL_BYTES);
    size_t end = str_find(rest, STR_LITERAL(">>"), s->at + 2);
    if (end == rest.n)
        return false;
    size_t comma = str_find_char(str_slice(rest, 0, end), ',', s->at + 2);
    size_t from = comma < end ? comma + 1 : s->at + 2;
    while (from < end && ascii_is_space(rest.p[from]))
        from++;
    if (comma < end)
        note_reference(s, str_slice(rest, s->at + 2, comma), str_slice(rest, from, end));
    spans_replace(s, end + 2, from, end);
    return true;
}

/* Skips "[[id]]" and the role in "[.role]#...". */
static bool take_bracket(struct spans *s)
{
    struct str rest = str_slice(s->pen->source, 0,
                                s->end - s->at < MAX_NAME_BYTES ? s->end : s->at + MAX_NAME_BYTES);
    size_t end = str_find_char(rest, ']', s->at);
    bool is_anchor = s->at + 1 < s->end && rest.p[s->at + 1] == '[' && end + 1 < rest.n &&
                     rest.p[end + 1] == ']';
    bool is_role = end + 1 < rest.n &&
                   (rest.p[end + 1] == '#' || rest.p[end + 1] == '*' || rest.p[end + 1] == '`') &&
                   s->at + 1 < end &&
                   (rest.p[s->at + 1] == '.' || ascii_is_alpha(rest.p[s->at + 1]));
    if (!is_anchor && !is_role)
        return false;
    spans_skip(s, end + (is_anchor ? 2 : 1));
    return true;
}

/* Returns the length of the macro name or URL scheme before the ":" at s->at. */
static size_t name_before(const struct spans *s)
{
    size_t n = 0;
    while (n < MAX_NAME_BYTES && s->at - n > s->written &&
           ascii_is_alpha(s->pen->source.p[s->at - n - 1]))
        n++;
    return n;
}

/* Reads "name:target[text]" or "http://target[text]". The ":" is at s->at. */
static bool take_macro(struct spans *s)
{
    struct str source = s->pen->source;
    size_t name_n = name_before(s), open = s->at + 1;
    size_t limit = s->end - s->at < MAX_TARGET_BYTES ? s->end : s->at + MAX_TARGET_BYTES;
    if (name_n < 2)
        return false;
    while (open < limit && source.p[open] != '[' && !ascii_is_space(source.p[open]))
        open++;
    if (open >= limit || source.p[open] != '[')
        return false;
    size_t close = str_find_char(
        str_slice(source, 0, s->end - open < MAX_LABEL_BYTES ? s->end : open + MAX_LABEL_BYTES),
        ']', open);
    if (close >= s->end || source.p[close] != ']')
        return false;

    struct str name = str_slice(source, s->at - name_n, s->at);
    struct str label = str_slice(source, open + 1, close);
    /* A manual section: "linkgit:git-log[1]". */
    bool is_page = label.n == 1 && ascii_is_digit(label.p[0]);
    size_t behind = s->at + 1;
    struct str words = str_slice(label, 0, str_find_char(label, ',', 0));
    if (str_equal(name, STR_LITERAL("link")))
        document_add_link(s->pen->document, LINK_PATH, str_slice(source, behind, open), words);
    else if (str_equal(name, STR_LITERAL("xref")))
        note_reference(s, str_slice(source, behind, open), words);
    s->at -= name_n;
    spans_flush(s);
    if (behind < open && source.p[behind] == '/')
        behind = s->at; /* a URL is shown as a whole */
    else
        pen_pass(s->pen, s->at, behind);
    if (is_page)
        spans_replace(s, close + 1, behind, close + 1);
    else if (label.n && !str_equal(name, STR_LITERAL("pass")))
        spans_replace(s, close + 1, open + 1,
                      str_find_char(str_slice(source, 0, close), ',', open + 1));
    else if (label.n)
        spans_replace(s, close + 1, open + 1, close);
    else
        spans_replace(s, close + 1, behind, open);
    return true;
}

static bool take_own(struct spans *s, const struct document *d, struct budget *budget)
{
    struct str source = s->pen->source;
    size_t at = s->at, n, utf8_n;
    char utf8[4];
    switch (source.p[at]) {
    case '\\':
        if (at + 1 == s->end || spans_is_word(source.p[at + 1]) || ascii_is_space(source.p[at + 1]))
            return false;
        spans_skip(s, at + 1);
        s->at++;
        return true;
    case '{':
        return take_attribute(s, d, budget);
    case '<':
        return at + 1 < s->end && source.p[at + 1] == '<' && take_reference(s);
    case '[':
        return take_bracket(s);
    case ':':
        return take_macro(s);
    case '&':
        n = html_reference(str_slice(source, at, s->end), utf8, &utf8_n);
        if (n == 0)
            return false;
        spans_skip(s, at + n);
        pen_pass(s->pen, at, at + n);
        pen_put(s->pen, (struct str){utf8, utf8_n}, at);
        return true;
    case ' ': /* " +" at the end of a line */
        if (at + 2 > s->end || source.p[at + 1] != '+' ||
            (at + 2 < s->end && source.p[at + 2] != '\n'))
            return false;
        spans_skip(s, at + 2);
        return true;
    default:
        return false;
    }
}

void asciidoc_write_inline(struct pen *pen, const struct document *d, struct budget *budget,
                           size_t start, size_t end)
{
    struct spans s;
    spans_init(&s, pen, kinds, sizeof kinds / sizeof *kinds, start, end);
    while (s.at < s.end)
        if (!take_own(&s, d, budget))
            spans_step(&s);
    spans_flush(&s);
}
