/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks up the attributes of HTML elements. */
#include "indexer/formats/html/attributes.h"

#include "indexer/formats/html/class_words.h"

const char *html_attribute(const xmlChar **attributes, const char *name)
{
    for (size_t i = 0; attributes && attributes[i]; i += 2)
        if (strcmp((const char *)attributes[i], name) == 0)
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
        if (strcmp((const char *)attributes[i], name) == 0)
            return true;
    return false;
}

struct html_common html_common_of(const xmlChar **attributes)
{
    struct html_common c = {0};
    for (size_t i = 0; attributes && attributes[i]; i += 2) {
        const char *name = (const char *)attributes[i];
        const char **kept = strcmp(name, "class") == 0      ? &c.class_names
                            : strcmp(name, "id") == 0       ? &c.id
                            : strcmp(name, "role") == 0     ? &c.role
                            : strcmp(name, "itemprop") == 0 ? &c.property
                            : strcmp(name, "property") == 0 ? &c.property
                                                            : NULL;
        if (kept && !*kept)
            *kept = (const char *)attributes[i + 1];
    }
    c.words = class_words(c.class_names);
    return c;
}
