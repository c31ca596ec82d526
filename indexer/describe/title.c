/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Determines the title of a document that declares none, from its text. */
#include "indexer/describe/title.h"

#include "indexer/describe/file_name.h"
#include "indexer/describe/headline.h"
#include "indexer/describe/title_doubts.h"
#include "text/utf8.h"

enum { MAX_TITLE_BYTES = 1000 };

static bool is_info(struct str text)
{
    struct str first = str_slice(text, 0, str_find_char(text, '\n', 0));
    return str_starts_with(first, STR_LITERAL("This is ")) &&
           str_find(first, STR_LITERAL(", produced by "), 0) < first.n;
}

/* Returns the title of a manual in the form of Info, the line of its first node that is underlined
 * with stars. */
static struct str title_of_info(struct str text)
{
    static const struct str rule = {"\n****", 5}, node = {" Node: ", 7}, top = {"Top,", 4};
    struct str above = str_slice(text, 0, str_find(text, rule, 0));
    struct str name = str_slice(above, str_find(above, node, 0), above.n);
    bool is_of_chapter = name.n == 0 || !str_starts_with(str_slice(name, node.n, name.n), top) ||
                         str_find(name, node, 1) < name.n;
    return above.n < text.n && !is_of_chapter
               ? str_trim(str_slice(above, str_after_last(above, '\n'), above.n))
               : STR_EMPTY;
}

static bool is_mark(char c)
{
    return memchr("=*-#~_+!", c, 8) != NULL;
}

/* Returns a headline without the signs that mark it as one: "# Title" of Markdown, "== Title ==" of
 * wikis, "= Title" of RDoc, "---++ Title" of TWiki, "h1. Title" of Textile, "*** Title ***". */
static struct str without_marks(struct str title)
{
    size_t n = 0, n_end = 0;
    while (n < title.n && is_mark(title.p[n]))
        n++;
    if (n == title.n)
        return title;
    bool is_level = title.p[0] == '#' || title.p[0] == '=';
    bool is_rule = n > 1 && (title.p[n] == ' ' || title.p[0] == '=');
    if (is_level || is_rule)
        title = str_trim(str_slice(title, n, title.n));
    while (n_end < title.n && is_mark(title.p[title.n - 1 - n_end]))
        n_end++;
    bool is_apart = n_end < title.n && title.p[title.n - 1 - n_end] == ' ';
    if ((n_end > 1 && is_apart) || (n && title.p[title.n - 1] == '='))
        title = str_trim(str_slice(title, 0, title.n - n_end));
    bool is_textile = title.n > 4 && title.p[0] == 'h' && ascii_is_digit(title.p[1]) &&
                      title.p[2] == '.' && title.p[3] == ' ';
    return is_textile ? str_trim(str_slice(title, 4, title.n)) : title;
}

/* Returns a headline without the roles of reStructuredText in it: ":mod:`walnut` -- trees". */
static struct str without_roles(struct str title, struct arena *arena)
{
    bool in_role = false;
    size_t n = 0;
    if (str_find(title, STR_LITERAL(":`"), 0) == title.n)
        return title;
    char *p = arena_alloc_bytes(arena, title.n);
    for (size_t i = 0; i < title.n; i++) {
        size_t end = i + 1;
        while (title.p[i] == ':' && end < title.n && ascii_is_alpha(title.p[end]))
            end++;
        bool begins = end > i + 1 &&
                      str_starts_with(str_slice(title, end, title.n), STR_LITERAL(":`"));
        if (begins)
            i = end + 1;
        else if (!in_role || title.p[i] != '`')
            p[n++] = title.p[i];
        in_role = begins || (in_role && title.p[i] != '`');
    }
    return (struct str){p, n};
}

/* Returns whether the format has headings, so that a text without one was not given a title. */
static bool has_headings(const struct document *d)
{
    static const char *const types[] = {"markdown", "rst", "asciidoc", "org", "latex", NULL};
    return str_is_one_of(d->type, types);
}

void title_from_text(struct document *d, struct head *head)
{
    bool is_sentence;
    struct str found = headline_find(head, has_headings(d), d->arena, &is_sentence);
    struct str title = without_roles(without_marks(found), d->arena);
    if (str_equal(d->type, STR_LITERAL("text"))) {
        bool is_manual = is_info(d->text);
        if (is_manual)
            title = title_of_info(d->text);
        else if (title_is_doubtful(d, head, title, is_sentence))
            title = STR_EMPTY;
        is_sentence = is_sentence && !is_manual;
    }
    d->has_own_title = title.n && !is_sentence;
    bool is_named = has_headings(d) ? file_name_tells(d->path) : file_name_is_title(d->path);
    if (d->has_own_title || !is_named)
        d->title = title;
}

/* Returns s without blanks at either end, also those that no line may be broken at. */
static struct str without_edges(struct str s)
{
    struct str blank = STR_LITERAL("\xC2\xA0");
    for (s = str_trim(s); str_starts_with(s, blank); s = str_trim(s))
        s = str_slice(s, blank.n, s.n);
    for (; str_ends_with(s, blank); s = str_trim(s))
        s.n -= blank.n;
    return s;
}

struct str title_on_one_line(struct document *d)
{
    struct str title = str_slice(
        d->title, 0,
        utf8_floor(d->title, d->title.n < MAX_TITLE_BYTES ? d->title.n : MAX_TITLE_BYTES));
    char *p = arena_alloc_bytes(d->arena, title.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < title.n; i++) {
        bool is_space = ascii_is_space(title.p[i]);
        if (!is_space || (n && p[n - 1] != ' '))
            p[n++] = is_space ? ' ' : title.p[i];
    }
    p[n] = '\0';
    return without_edges((struct str){p, n});
}
