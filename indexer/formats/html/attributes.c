/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks up the attributes of HTML elements. */
#include "indexer/formats/html/attributes.h"

#include "indexer/formats/html/class_words.h"

/* Compares the first letters first, since most names differ there. */
static bool is_same(const char *a, const char *b)
{
    return a[0] == b[0] && strcmp(a, b) == 0;
}

const char *html_attribute(const xmlChar **attributes, const char *name)
{
    for (size_t i = 0; attributes && attributes[i]; i += 2)
        if (is_same((const char *)attributes[i], name))
            return (const char *)attributes[i + 1];
    return NULL;
}

struct str html_attribute_text(const xmlChar **attributes, const char *name)
{
    const char *value = html_attribute(attributes, name);
    return value ? str_trim(str_of(value)) : STR_EMPTY;
}

bool html_has_attribute(const xmlChar **attributes, const char *name)
{
    for (size_t i = 0; attributes[i]; i += 2)
        if (is_same((const char *)attributes[i], name))
            return true;
    return false;
}

struct html_common html_common_of(const xmlChar **attributes)
{
    struct html_common c = {0};
    for (size_t i = 0; attributes && attributes[i]; i += 2) {
        const char *name = (const char *)attributes[i];
        const char **kept = is_same(name, "class")      ? &c.class_names
                            : is_same(name, "id")       ? &c.id
                            : is_same(name, "role")     ? &c.role
                            : is_same(name, "itemprop") ? &c.property
                            : is_same(name, "property") ? &c.property
                                                        : NULL;
        if (kept && !*kept)
            *kept = (const char *)attributes[i + 1];
    }
    c.words = class_words(c.class_names);
    return c;
}
