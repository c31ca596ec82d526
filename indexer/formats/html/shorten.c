/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Removes the attributes from a page that the reader of HTML does not use, and keeps what some of
 * them say to people. */
#include "indexer/formats/html/shorten.h"

#include "indexer/formats/html/elements.h"
#include "indexer/formats/shared/html_strip.h"

#include "base/mem.h"

struct shortener {
    struct str page;
    struct buf *out;
    size_t done; /* what precedes this offset in the page has been copied or left out */
    struct extras *extras;
    size_t counted; /* the line of this offset is known */
    uint32_t line;
};

static bool has_tag_name(struct str page, size_t tag, const char *name)
{
    return str_starts_with_ignoring_case(str_slice(page, tag + 1, page.n), name);
}

enum { UNREAD = 1, FOR_PEOPLE = 2 };

/* Does what use_of() does for names like "aria-label" and "data-tooltip", which scripts show. */
static unsigned use_of_long(struct str name)
{
    static const char *const aria[] = {"label",       "description", "roledescription",
                                       "placeholder", "valuetext",   NULL};
    static const char *const data[] = {
        "title",         "tooltip",           "tip",         "original-title", "bs-title",
        "content",       "bs-original-title", "bs-content",  "caption",        "alt",
        "tippy-content", "description",       "placeholder", "label",          NULL};
    struct str rest = str_slice(name, 5, name.n);
    if (str_starts_with_ignoring_case(name, "data-"))
        return str_is_one_of_ignoring_case(rest, data) ? FOR_PEOPLE : 0;
    if (!str_starts_with_ignoring_case(name, "aria-"))
        return 0;
    if (str_is_one_of_ignoring_case(rest, aria))
        return UNREAD | FOR_PEOPLE;
    return str_equal_ignoring_case(rest, STR_LITERAL("hidden")) ? UNREAD : 0;
}

/* Returns what an attribute is for, judging by its name: UNREAD if the reader of HTML never reads
 * it, FOR_PEOPLE if it has a text that is not shown as text of the page, such as tool tips, labels
 * for screen readers and hints in forms. */
static unsigned use_of(struct str name)
{
    static const struct {
        struct str name;
        unsigned use;
    } attributes[] = {
        {{"alt", 3}, FOR_PEOPLE},
        {{"alttext", 7}, FOR_PEOPLE},
        {{"height", 6}, UNREAD},
        {{"label", 5}, FOR_PEOPLE},
        {{"onclick", 7}, UNREAD},
        {{"onkeydown", 9}, UNREAD},
        {{"placeholder", 11}, UNREAD | FOR_PEOPLE},
        {{"src", 3}, UNREAD},
        {{"srcdoc", 6}, FOR_PEOPLE},
        {{"style", 5}, UNREAD},
        {{"summary", 7}, FOR_PEOPLE},
        {{"tabindex", 8}, UNREAD},
        {{"target", 6}, UNREAD},
        {{"title", 5}, UNREAD | FOR_PEOPLE},
        {{"value", 5}, FOR_PEOPLE},
        {{"width", 5}, UNREAD},
    };
    char first = name.n ? ascii_lower(name.p[0]) : '\0';
    if (first == 'c' || first == 'i' || first == 'n') /* class, id, name: most attributes */
        return 0;
    if (name.n > 5 && name.p[4] == '-')
        return use_of_long(name);
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
        if (attributes[i].name.n == name.n && attributes[i].name.p[0] == first &&
            str_equal_ignoring_case(name, attributes[i].name))
            return attributes[i].use;
    return 0;
}

/* Returns whether a tag is such that its attribute is not what use_of() says. */
static bool is_used_otherwise(struct str page, size_t tag, struct str name, unsigned use)
{
    char first = ascii_lower(name.p[0]);
    if (use & UNREAD) /* the title of an abbreviation may be a date, that of a link is a name */
        return first == 't' && has_tag_name(page, tag, "abbr");
    if (first == 'a' && name.n == 3)
        return has_tag_name(page, tag, "img"); /* whose alternative text is text of the page */
    if (first != 'v' || has_tag_name(page, tag, "option"))
        return false;
    struct str rest = str_slice(page, tag, str_find_char(page, '>', tag));
    return !has_tag_name(page, tag, "input") || str_find(rest, STR_LITERAL("hidden"), 0) < rest.n;
}

/* Returns whether an attribute is a class that does not matter for its element. */
static bool is_silent_class(struct str name, struct str value)
{
    return str_equal_ignoring_case(name, STR_LITERAL("class")) &&
           str_find_char(value, '&', 0) == value.n && !html_class_says(value);
}

static void take_text(struct shortener *s, size_t at, struct str value)
{
    enum { MAX_BYTES = 4096 }; /* longer values are data */
    AUTO(buf_done) struct buf resolved = BUF_INIT;
    s->line += str_count_breaks(str_slice(s->page, s->counted, at));
    s->counted = at;
    if (value.n > MAX_BYTES)
        return;
    if (str_find_char(value, '<', 0) < value.n)
        value = html_text_of(value, &resolved);
    else if (str_find_char(value, '&', 0) < value.n)
        value = html_resolve(value, &resolved);
    extras_add(s->extras, value, s->line);
}

static bool is_name_byte(char c)
{
    return ascii_is_alpha(c) || ascii_is_digit(c) || c == '-';
}

/* Returns whether what follows the value of an attribute ends the attribute. */
static bool ends_attribute(struct str page, size_t i)
{
    return i < page.n && (ascii_is_space(page.p[i]) || page.p[i] == '>' || page.p[i] == '/');
}

static void leave_out(struct shortener *s, size_t start, size_t end)
{
    buf_append_str(s->out, str_slice(s->page, s->done, start));
    s->done = end;
}

/* Handles the attribute whose value is between the quotation marks at open and close. Of a
 * class only the value is removed, since the first of several classes is the one that counts. */
static void shorten_attribute(struct shortener *s, size_t tag, size_t open, size_t close)
{
    const struct str page = s->page, value = str_slice(page, open + 1, close);
    size_t end = open - 1, start = end; /* of the name */
    while (start > tag && is_name_byte(page.p[start - 1]))
        start--;
    struct str name = str_slice(page, start, end);
    if (page.p[end] != '=')
        return;
    unsigned use = use_of(name);
    bool is_other = use && is_used_otherwise(page, tag, name, use);
    if ((use & FOR_PEOPLE) && (!is_other || (use & UNREAD)) && !has_tag_name(page, tag, "link"))
        take_text(s, open, value);
    if (page.p[start - 1] != ' ' || !ends_attribute(page, close + 1) ||
        str_find_char(value, '\n', 0) < value.n)
        return;
    if (is_silent_class(name, value))
        leave_out(s, open + 1, close);
    else if ((use & UNREAD) && !is_other)
        leave_out(s, start - 1, close + 1);
}

/* Handles the tag at start. Returns its end. */
static size_t shorten_tag(struct shortener *s, size_t start, size_t *n_words)
{
    size_t i = start, open;
    *n_words = 0;
    while (html_next_value(s->page, &i, &open, n_words))
        shorten_attribute(s, start, open, i - 1);
    return i;
}

/* Returns the end of a comment, script or style sheet that begins at start, or start if there is
 * none. */
static size_t raw_end(struct str page, size_t start)
{
    static const char *const names[] = {"script", "style", NULL};
    if (str_starts_with(str_slice(page, start, page.n), STR_LITERAL("<!--")))
        return str_find(page, STR_LITERAL("-->"), start);
    for (size_t i = 0; names[i]; i++) {
        if (!has_tag_name(page, start, names[i]))
            continue;
        size_t end = str_find(page, STR_LITERAL("</"), start);
        while (end < page.n && !has_tag_name(page, end + 1, names[i]))
            end = str_find(page, STR_LITERAL("</"), end + 1);
        return end;
    }
    return start;
}

struct str html_shorten(struct str page, uint32_t first_line, struct buf *buffer,
                        struct extras *extras, bool *ret_is_monstrous)
{
    struct shortener s = {.page = page, .out = buffer, .extras = extras, .line = first_line};
    *ret_is_monstrous = false;
    buf_reserve(buffer, page.n);
    for (size_t i = str_find_char(page, '<', 0), n_words; i + 1 < page.n;
         i = str_find_char(page, '<', i + 1)) {
        size_t raw = raw_end(page, i);
        if (raw > i) {
            *ret_is_monstrous |= html_has_monstrous_tag(str_slice(page, i, raw));
            i = raw - 1;
        } else if (ascii_is_alpha(page.p[i + 1])) {
            i = shorten_tag(&s, i, &n_words);
            *ret_is_monstrous |= n_words > HTML_MAX_TAG_WORDS;
        }
        if (*ret_is_monstrous)
            return page;
    }
    if (s.done == 0)
        return page;
    buf_append_str(buffer, str_slice(page, s.done, page.n));
    return buf_str(buffer);
}
