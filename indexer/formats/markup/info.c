/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds headings and defined terms in manuals in the form of Info. */
#include "indexer/formats/markup/info.h"

/* Returns whether a text is, by its first line, a manual that makeinfo has made, or a part of it.
 */
static bool is_info(struct str text)
{
    struct str first = str_slice(text, 0, str_find_char(text, '\n', 0));
    return str_starts_with(first, STR_LITERAL("This is ")) &&
           str_find(first, STR_LITERAL(", produced by "), 0) < first.n;
}

static size_t n_characters(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

/* Returns the level of the heading that a line of n equal signs underlines; 0 if it is no rule. */
static unsigned level_of_rule(struct str line)
{
    static const char signs[] = "*=-.";
    enum { MIN_SIGNS = 3 };
    const char *sign = line.n >= MIN_SIGNS ? strchr(signs, line.p[0]) : NULL;
    for (size_t i = 1; sign && i < line.n; i++)
        if (line.p[i] != *sign)
            return 0;
    return sign ? (unsigned)(sign - signs) + 1 : 0;
}

static void add_term(struct document *d, struct str name)
{
    size_t start = (size_t)(name.p - d->text.p);
    if (name.n == 0)
        return;
    document_add_heading(d, start, RECORD_TERM_LEVEL);
    if (start + name.n < d->text.n)
        document_add_heading(d, start + name.n, RECORD_TERM_END_LEVEL);
}

/* Returns what precedes the first blank, "=" or "(" in s: "--output" of "--output=FILE". */
static struct str first_name(struct str s)
{
    size_t end = 0;
    while (end < s.n && !ascii_is_space(s.p[end]) && (end == 0 || !strchr("=([", s.p[end])))
        end++;
    return str_slice(s, 0, end);
}

/* Marks the name in " -- Function: name ARGUMENTS" or " -- Function: int name (ARGUMENTS)". */
static void take_declaration(struct document *d, struct str line)
{
    size_t colon = str_find(line, STR_LITERAL(": "), 0);
    if (colon == line.n)
        return;
    struct str rest = str_trim(str_slice(line, colon + 2, line.n));
    size_t open = str_find(rest, STR_LITERAL(" ("), 0);
    struct str name = str_trim(str_slice(rest, 0, open));
    bool is_typed = open < rest.n && open > 0;
    add_term(d, is_typed ? str_slice(name, str_after_last(name, ' '), name.n) : first_name(rest));
}

/* Marks the name in an item of a table, a line that is all in quotation marks: "'-o FILE'". */
static void take_item(struct document *d, struct str line)
{
    static const struct {
        struct str open, close;
    } marks[] = {
        {{"\xE2\x80\x98", 3}, {"\xE2\x80\x99", 3}}, {{"'", 1}, {"'", 1}}, {{"`", 1}, {"'", 1}}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (line.n <= marks[i].open.n + marks[i].close.n || !str_starts_with(line, marks[i].open) ||
            !str_ends_with(line, marks[i].close))
            continue;
        add_term(d, first_name(str_slice(line, marks[i].open.n, line.n - marks[i].close.n)));
        return;
    }
}

void info_mark_parts(struct document *d)
{
    if (!is_info(d->text))
        return;
    struct str rest = d->text, line, above = STR_EMPTY;
    while (str_next_line(&rest, &line)) {
        unsigned level = level_of_rule(line);
        if (level && above.n && n_characters(above) == line.n)
            document_add_heading(d, (size_t)(above.p - d->text.p), level);
        else if (str_starts_with(line, STR_LITERAL(" -- ")))
            take_declaration(d, line);
        else
            take_item(d, line);
        above = line;
    }
}
