/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Determines the title of a document that declares none, from its text. */
#include "indexer/describe/title.h"

#include "indexer/describe/file_name.h"
#include "indexer/describe/headline.h"
#include "text/utf8.h"

enum { MAX_TITLE_BYTES = 1000 };

/* Returns the title in fields that a text begins with, "Title: ..." below others, as in the
 * descriptions of Debian's documents; empty if there is none. */
static struct str title_among_fields(const struct head *h)
{
    struct str name = STR_LITERAL("Title:");
    for (size_t i = 0; i < h->n && h->lines[i].paragraph == h->lines[0].paragraph; i++) {
        struct str line = h->lines[i].text;
        size_t colon = str_find_char(line, ':', 0);
        if (i == 0 && (colon == line.n || str_find_char(line, ' ', 0) < colon))
            break;
        if (str_starts_with_ignoring_case(line, name.p) && str_trim(line).n > name.n)
            return str_trim(str_slice(line, name.n, line.n));
    }
    return STR_EMPTY;
}

/* Returns the title of a manual in the form of Info, the first line that is underlined with stars;
 * empty if the text is none. */
static struct str title_of_info(struct str text)
{
    static const struct str start = {"This is ", 8}, rule = {"\n****", 5};
    struct str first = str_slice(text, 0, str_find_char(text, '\n', 0));
    if (!str_starts_with(first, start) ||
        str_find(first, STR_LITERAL(", produced by "), 0) == first.n)
        return STR_EMPTY;
    struct str above = str_slice(text, 0, str_find(text, rule, 0));
    return above.n < text.n ? str_trim(str_slice(above, str_after_last(above, '\n'), above.n))
                            : STR_EMPTY;
}

static bool is_postscript(struct str text)
{
    return str_starts_with(text, STR_LITERAL("%!PS-"));
}

/* Returns whether the first text is an item of a list below lines of another kind, as in a log of
 * changes. */
static bool is_log(struct head *h)
{
    static const char *const bullets[] = {"* ", "- ", "+ ", NULL};
    size_t i = 0;
    while (i < h->n && head_kind(h, i) != HEAD_TEXT)
        i++;
    for (size_t k = 0; i > 0 && i < h->n && bullets[k]; k++)
        if (str_starts_with(h->lines[i].text, str_of(bullets[k])))
            return true;
    return false;
}

/* Returns whether the format has headings, so that a text without one was not given a title. */
static bool has_headings(const struct document *d)
{
    static const char *const types[] = {"markdown", "rst", "asciidoc", "org", NULL};
    return str_is_one_of(d->type, types);
}

void title_from_text(struct document *d, struct head *head)
{
    bool is_sentence;
    struct str title = headline_find(head, has_headings(d), d->arena, &is_sentence);
    if (str_equal(d->type, STR_LITERAL("text"))) {
        struct str field = title_of_info(d->text);
        if (field.n == 0)
            field = title_among_fields(head);
        bool tells = !is_postscript(d->text) && !head_is_record(head) &&
                     !(head->is_comment &&
                       (is_sentence || str_ends_with(title, STR_LITERAL(".")))) &&
                     !(is_sentence && is_log(head));
        title = field.n ? field : tells ? title : STR_EMPTY;
        is_sentence = is_sentence && field.n == 0;
    }
    /* "# Title" of Markdown, also without its blank, or in a file that is not called Markdown. */
    while (title.n > 1 && title.p[0] == '#')
        title = str_trim(str_slice(title, 1, title.n));
    d->has_own_title = title.n && !is_sentence;
    bool is_named = has_headings(d) ? file_name_tells(d->path) : file_name_is_title(d->path);
    if (d->has_own_title || !is_named)
        d->title = title;
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
    return str_trim((struct str){p, n});
}
