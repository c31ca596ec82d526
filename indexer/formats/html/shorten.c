/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Removes the attributes from a page that the reader of HTML does not use. */
#include "indexer/formats/html/shorten.h"

#include "indexer/formats/html/elements.h"
#include "indexer/formats/shared/html_strip.h"

struct shortener {
    struct str page;
    struct buf *out;
    size_t done; /* what precedes this offset in the page has been copied or left out */
};

static bool has_tag_name(struct str page, size_t tag, const char *name)
{
    return str_starts_with_ignoring_case(str_slice(page, tag + 1, page.n), name);
}

/* Returns whether the attribute of a tag is never read. */
static bool is_unread(struct str page, size_t tag, struct str name)
{
    static const char *const unread[] = {"src",         "style",    "onclick",    "onkeydown",
                                         "placeholder", "tabindex", "aria-label", "aria-hidden",
                                         "target",      "width",    "height",     NULL};
    if (str_equal_ignoring_case(name, STR_LITERAL("title")))
        return !has_tag_name(page, tag, "abbr"); /* there it may be a date */
    return str_is_one_of_ignoring_case(name, unread);
}

/* Returns whether an attribute is a class that does not matter for its element. */
static bool is_silent_class(struct str name, struct str value)
{
    return str_equal_ignoring_case(name, STR_LITERAL("class")) &&
           str_find_char(value, '&', 0) == value.n && !html_class_says(value);
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
    if (page.p[end] != '=' || page.p[start - 1] != ' ' || !ends_attribute(page, close + 1) ||
        str_find_char(value, '\n', 0) < value.n)
        return;
    if (is_silent_class(name, value))
        leave_out(s, open + 1, close);
    else if (is_unread(page, tag, name))
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

struct str html_shorten(struct str page, struct buf *buffer, bool *ret_is_monstrous)
{
    struct shortener s = {.page = page, .out = buffer};
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
