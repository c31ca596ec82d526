/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Determines the title of a document that declares none, from its text. */
#include "indexer/describe/title.h"

#include "indexer/describe/file_name.h"
#include "indexer/describe/headline.h"
#include "indexer/describe/line.h"
#include "text/utf8.h"

enum { MAX_TITLE_BYTES = 1000 };

/* Returns whether a word of a heading names a version: it has a digit, or there is no number yet.
 */
static bool names_version(struct str word)
{
    static const char *const words[] = {"dev", "devel", "development", "unreleased", "head", NULL};
    bool has_digit = false;
    for (size_t i = 0; i < word.n && !has_digit; i++)
        has_digit = ascii_is_digit(word.p[i]);
    return has_digit || str_is_one_of_ignoring_case(word, words);
}

/* Returns whether a word may be beside those that name a version. */
static bool is_beside_version(struct str word)
{
    static const char *const words[] = {
        "commit", "release", "released", "version", "changes", "change", "in", "since",
        "from",   "for",     "to",       "and",     "the",     "new",    "of", NULL};
    return !line_has_letter(word) || str_is_one_of_ignoring_case(word, words);
}

/* Returns whether a title only tells a version, as the first entry of a log of changes does: "===
 * dev ===", "Release 2.2.40", "commit 4491bb740a95". */
static bool is_version(struct str title)
{
    bool has_version = false;
    for (size_t i = 0, end; i < title.n; i = end + 1) {
        end = str_find_char(title, ' ', i);
        struct str word = str_slice(title, i, end);
        bool names = names_version(word);
        if (!names && !is_beside_version(word))
            return false;
        has_version |= names;
    }
    return has_version;
}

/* Returns whether a title is the first of questions that are answered. */
static bool is_question(struct str title)
{
    return str_starts_with(title, STR_LITERAL("Q:")) || str_starts_with(title, STR_LITERAL("Q."));
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
        struct str manual = title_of_info(d->text);
        bool tells = !is_postscript(d->text) && !head_is_record(head) &&
                     !(head->is_comment &&
                       (is_sentence || str_ends_with(title, STR_LITERAL(".")))) &&
                     !(is_sentence && is_log(head)) && !is_version(title) && !is_question(title);
        title = manual.n ? manual : tells ? title : STR_EMPTY;
        is_sentence = is_sentence && manual.n == 0;
    }
    /* "# Title" of Markdown, also without its blank, or in a file that is not called Markdown. */
    while (title.n > 1 && title.p[0] == '#')
        title = str_trim(str_slice(title, 1, title.n));
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
