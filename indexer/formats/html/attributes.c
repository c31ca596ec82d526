/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the attributes of HTML elements and looks them up. */
#include "indexer/formats/html/attributes.h"

#include "indexer/formats/html/class_words.h"

/* The most common names are the first. */
static const struct str names[ATTRIBUTE_LIMIT] = {
    [ATTRIBUTE_CLASS] = {"class", 5},
    [ATTRIBUTE_HREF] = {"href", 4},
    [ATTRIBUTE_ID] = {"id", 2},
    [ATTRIBUTE_NAME] = {"name", 4},
    [ATTRIBUTE_TITLE] = {"title", 5},
    [ATTRIBUTE_ADD_DATE] = {"add_date", 8},
    [ATTRIBUTE_ALT] = {"alt", 3},
    [ATTRIBUTE_CONTENT] = {"content", 7},
    [ATTRIBUTE_DATETIME] = {"datetime", 8},
    [ATTRIBUTE_HTTP_EQUIV] = {"http-equiv", 10},
    [ATTRIBUTE_ITEMPROP] = {"itemprop", 8},
    [ATTRIBUTE_LANG] = {"lang", 4},
    [ATTRIBUTE_PROPERTY] = {"property", 8},
    [ATTRIBUTE_PUBDATE] = {"pubdate", 7},
    [ATTRIBUTE_REL] = {"rel", 3},
    [ATTRIBUTE_ROLE] = {"role", 4},
    [ATTRIBUTE_SHADOWROOT] = {"shadowroot", 10},
    [ATTRIBUTE_SHADOWROOTMODE] = {"shadowrootmode", 14},
    [ATTRIBUTE_SHORTCUTURL] = {"shortcuturl", 11},
    [ATTRIBUTE_TAGS] = {"tags", 4},
    [ATTRIBUTE_TYPE] = {"type", 4},
    [ATTRIBUTE_XML_LANG] = {"xml:lang", 8},
};

/* Compares the lengths and the first letters first, since most names differ there. */
enum html_attribute_name html_attribute_named(struct str name)
{
    char first = name.n ? ascii_lower(name.p[0]) : '\0';
    for (size_t i = 1; i < ATTRIBUTE_LIMIT; i++)
        if (names[i].n == name.n && names[i].p[0] == first &&
            str_equal_ignoring_case(name, names[i]))
            return (enum html_attribute_name)i;
    return ATTRIBUTE_OTHER;
}

static size_t skip_space(struct str page, size_t i)
{
    while (i < page.n && ascii_is_space(page.p[i]))
        i++;
    return i;
}

static bool ends_name(char c)
{
    return ascii_is_space(c) || c == '>' || c == '/' || c == '=';
}

/* Reads the value at i, behind "=". Returns its end. */
static size_t read_value(struct str page, size_t i, struct str *ret)
{
    size_t end = i;
    bool is_quoted = i < page.n && (page.p[i] == '"' || page.p[i] == '\'');
    if (is_quoted)
        end = str_find_char(page, page.p[i], i + 1);
    else
        while (end < page.n && !ascii_is_space(page.p[end]) && page.p[end] != '>')
            end++;
    *ret = str_slice(page, i + is_quoted, end);
    return end + (is_quoted && end < page.n);
}

bool html_next_attribute(struct str page, size_t *at, struct str *ret_name, struct str *ret_value)
{
    size_t i = skip_space(page, *at);
    while (i < page.n && page.p[i] == '/' && !(i + 1 < page.n && page.p[i + 1] == '>'))
        i = skip_space(page, i + 1);
    *at = i;
    if (i == page.n || page.p[i] == '>' || page.p[i] == '/')
        return false;
    size_t start = i++; /* "=" may begin a name */
    while (i < page.n && !ends_name(page.p[i]))
        i++;
    *ret_name = str_slice(page, start, i);
    *ret_value = (struct str){NULL, 0};
    *at = i;
    i = skip_space(page, i);
    if (i < page.n && page.p[i] == '=')
        *at = read_value(page, skip_space(page, i + 1), ret_value);
    return true;
}

struct str html_attribute_text(struct html_attributes attributes, enum html_attribute_name name)
{
    for (size_t i = 0; i < attributes.n; i++)
        if (attributes.items[i].name == name)
            return attributes.items[i].value.p ? attributes.items[i].value : STR_EMPTY;
    return STR_EMPTY;
}

bool html_has_attribute(struct html_attributes attributes, enum html_attribute_name name)
{
    for (size_t i = 0; i < attributes.n; i++)
        if (attributes.items[i].name == name)
            return true;
    return false;
}

struct html_common html_common_of(struct html_attributes attributes)
{
    struct html_common c = {0};
    for (size_t i = 0; i < attributes.n; i++) {
        enum html_attribute_name name = attributes.items[i].name;
        struct str *kept = name == ATTRIBUTE_CLASS      ? &c.class_names
                           : name == ATTRIBUTE_ID       ? &c.id
                           : name == ATTRIBUTE_ROLE     ? &c.role
                           : name == ATTRIBUTE_ITEMPROP ? &c.property
                           : name == ATTRIBUTE_PROPERTY ? &c.property
                                                        : NULL;
        if (kept && !kept->p)
            *kept = attributes.items[i].value;
    }
    c.words = class_words(c.class_names);
    return c;
}
