/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Takes what the attributes of <html>, <meta>, <link> and <base> say about a page. */
#include "indexer/formats/html/head.h"

/* Takes each property of a list such as "dcterms:title og:title". */
static void take_properties(struct html_meta *m, struct document *d, struct str names,
                            struct str content)
{
    for (size_t start = 0; start < names.n;) {
        size_t end = str_find_char(names, ' ', start);
        struct str name = str_slice(names, start, end);
        bool is_one = str_find_char(name, ':', 0) == name.n && end < names.n;
        if (is_one) /* a single name that contains a blank */
            end = names.n;
        html_meta_take(m, d, str_slice(names, start, end), content);
        start = end + 1;
    }
}

/* Reads the content of <meta http-equiv="refresh">, "0; url=other.html". With a long delay, the
 * page itself is meant to be read. */
static void take_refresh(struct document *d, struct str content)
{
    enum { MAX_SECONDS = 10 };
    unsigned seconds = 0;
    size_t i = 0;
    for (; i < content.n && ascii_is_digit(content.p[i]) && seconds <= MAX_SECONDS; i++)
        seconds = seconds * 10 + (unsigned)(content.p[i] - '0');
    size_t at = str_find_char(content, '=', i);
    if (seconds > MAX_SECONDS || at == content.n || d->moved_to.n)
        return;
    struct str target = str_trim(str_slice(content, at + 1, content.n));
    if (target.n > 1 && (target.p[0] == '\'' || target.p[0] == '"'))
        target = str_slice(target, 1, str_find_char(target, target.p[0], 1));
    d->moved_to = arena_copy(d->arena, target);
}

static void take_meta(struct html_meta *m, struct document *d, struct html_attributes attributes)
{
    static const char *const dates[] = {"date", "last-modified", NULL};
    struct str header = html_attribute_text(attributes, ATTRIBUTE_HTTP_EQUIV);
    struct str content = html_attribute_text(attributes, ATTRIBUTE_CONTENT);
    if (content.n == 0)
        content = html_attribute_text(attributes, ATTRIBUTE_DATETIME);
    if (str_equal_ignoring_case(header, STR_LITERAL("refresh")))
        take_refresh(d, content);
    else if (str_is_one_of_ignoring_case(header, dates))
        html_meta_take(m, d, header, content);
    static const enum html_attribute_name names[] = {ATTRIBUTE_NAME, ATTRIBUTE_PROPERTY,
                                                     ATTRIBUTE_ITEMPROP};
    for (size_t i = 0; i < 3; i++) {
        struct str name = html_attribute_text(attributes, names[i]);
        if (name.n) {
            take_properties(m, d, name, content);
            return;
        }
    }
}

bool html_head_take(struct html_meta *m, struct document *d, const char *name,
                    struct html_attributes attributes)
{
    if (strcmp(name, "meta") == 0) {
        take_meta(m, d, attributes);
    } else if (strcmp(name, "html") == 0) {
        struct str language = html_attribute_text(attributes, ATTRIBUTE_LANG);
        if (language.n == 0)
            language = html_attribute_text(attributes, ATTRIBUTE_XML_LANG);
        if (language.n)
            m->language = arena_copy(d->arena, language);
    } else if (strcmp(name, "link") == 0) {
        if (str_equal_ignoring_case(html_attribute_text(attributes, ATTRIBUTE_REL),
                                    STR_LITERAL("canonical"))) {
            m->canonical = arena_copy(d->arena, html_attribute_text(attributes, ATTRIBUTE_HREF));
            document_add_field(d, STR_LITERAL("url"), m->canonical);
        }
    } else if (strcmp(name, "base") == 0) {
        if (d->base.n == 0)
            d->base = arena_copy(d->arena, html_attribute_text(attributes, ATTRIBUTE_HREF));
    } else {
        return false;
    }
    return true;
}
