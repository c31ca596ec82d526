/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the character set that a page declares in its <meta> elements, by the prescan algorithm of
 * the HTML standard. */
#include "indexer/charset/charset.h"

/* The current position in the page. */
struct reader {
    struct str page;
    size_t at;
};

struct attribute {
    struct str name, value;
};

static bool at_end(const struct reader *r)
{
    return r->at >= r->page.n;
}

static void skip_space(struct reader *r, bool also_slashes)
{
    while (!at_end(r) &&
           (ascii_is_space(r->page.p[r->at]) || (also_slashes && r->page.p[r->at] == '/')))
        r->at++;
}

static bool ends_name(char c)
{
    return ascii_is_space(c) || c == '/' || c == '>' || c == '=';
}

static void read_value(struct reader *r, struct attribute *ret)
{
    r->at++;
    skip_space(r, false);
    char quote = at_end(r) ? ' ' : r->page.p[r->at];
    if (quote == '"' || quote == '\'') {
        size_t end = str_find_char(r->page, quote, r->at + 1);
        ret->value = str_slice(r->page, r->at + 1, end);
        r->at = end + 1;
        return;
    }
    size_t start = r->at;
    while (!at_end(r) && !ascii_is_space(r->page.p[r->at]) && r->page.p[r->at] != '>')
        r->at++;
    ret->value = str_slice(r->page, start, r->at);
}

/* Reads the next attribute of the current tag. Returns false at the end of the tag. */
static bool read_attribute(struct reader *r, struct attribute *ret)
{
    skip_space(r, true);
    if (at_end(r) || r->page.p[r->at] == '>')
        return false;
    size_t start = r->at++; /* a name may begin with "=" */
    while (!at_end(r) && !ends_name(r->page.p[r->at]))
        r->at++;
    *ret = (struct attribute){str_slice(r->page, start, r->at), STR_EMPTY};
    skip_space(r, false);
    if (!at_end(r) && r->page.p[r->at] == '=')
        read_value(r, ret);
    return true;
}

static bool starts_with(struct str s, size_t at, const char *start)
{
    return str_starts_with_ignoring_case(str_slice(s, at, s.n), start);
}

/* Returns the label in "text/html; charset=LABEL", or the empty string. */
static struct str label_of_content(struct str content)
{
    for (size_t i = 0; i < content.n; i++) {
        struct reader r = {content, i + strlen("charset")};
        if (!starts_with(content, i, "charset"))
            continue;
        skip_space(&r, false);
        if (at_end(&r) || content.p[r.at] != '=')
            continue;
        struct attribute label;
        read_value(&r, &label);
        return str_slice(label.value, 0, str_find_char(label.value, ';', 0));
    }
    return STR_EMPTY;
}

/* Returns the character set declared by a <meta> whose attributes follow. */
static const struct charset *read_meta(struct reader *r)
{
    struct str label = STR_EMPTY, pragma_label = STR_EMPTY;
    struct attribute a;
    bool is_pragma = false;
    while (read_attribute(r, &a)) {
        if (str_equal_ignoring_case(a.name, STR_LITERAL("http-equiv")))
            is_pragma = str_equal_ignoring_case(a.value, STR_LITERAL("content-type"));
        else if (str_equal_ignoring_case(a.name, STR_LITERAL("content")))
            pragma_label = label_of_content(a.value);
        else if (str_equal_ignoring_case(a.name, STR_LITERAL("charset")))
            label = a.value;
    }
    if (at_end(r)) /* a tag without an end does not count */
        return NULL;
    if (label.n == 0 && is_pragma)
        label = pragma_label;
    return label.n ? charset_by_label(label) : NULL;
}

/* Skips the tag or comment that starts at "<". Returns the character set if it is a <meta> that
 * declares one. */
static const struct charset *read_tag(struct reader *r)
{
    const struct str page = r->page;
    const size_t start = r->at;
    char next = start + 1 < page.n ? page.p[start + 1] : ' ';
    struct attribute a;
    if (starts_with(page, start, "<!--")) {
        r->at = str_find(page, STR_LITERAL("-->"), start + 2);
        return NULL;
    }
    if (starts_with(page, start, "<meta") && start + 5 < page.n &&
        (ascii_is_space(page.p[start + 5]) || page.p[start + 5] == '/')) {
        r->at = start + 5;
        return read_meta(r);
    }
    size_t name = start + 1 + (next == '/');
    if (name < page.n && ascii_is_alpha(page.p[name])) {
        while (!at_end(r) && !ascii_is_space(page.p[r->at]) && page.p[r->at] != '>')
            r->at++;
        while (read_attribute(r, &a))
            ;
    } else if (next == '!' || next == '/' || next == '?') {
        r->at = str_find_char(page, '>', start);
    } else {
        r->at++;
    }
    return NULL;
}

const struct charset *charset_of_meta(struct str page)
{
    struct reader r = {page, 0};
    const struct charset *found = NULL;
    for (r.at = str_find_char(page, '<', 0); !found && r.at < page.n;
         r.at = str_find_char(page, '<', r.at))
        found = read_tag(&r);
    return found;
}
