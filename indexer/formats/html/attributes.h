/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_HTML_ATTRIBUTES_H
#define PRESSMARK_INDEXER_FORMATS_HTML_ATTRIBUTES_H

/* The attributes of HTML elements: reads them from a tag, and looks them up. */

#include "base/str.h"

enum html_attribute_name {
    ATTRIBUTE_OTHER, /* one that the reader of HTML does not use */
    ATTRIBUTE_CLASS,
    ATTRIBUTE_HREF,
    ATTRIBUTE_ID,
    ATTRIBUTE_NAME,
    ATTRIBUTE_TITLE,
    ATTRIBUTE_ADD_DATE,
    ATTRIBUTE_ALT,
    ATTRIBUTE_CONTENT,
    ATTRIBUTE_DATETIME,
    ATTRIBUTE_HTTP_EQUIV,
    ATTRIBUTE_ITEMPROP,
    ATTRIBUTE_LANG,
    ATTRIBUTE_PROPERTY,
    ATTRIBUTE_PUBDATE,
    ATTRIBUTE_REL,
    ATTRIBUTE_ROLE,
    ATTRIBUTE_SHADOWROOT,
    ATTRIBUTE_SHADOWROOTMODE,
    ATTRIBUTE_SHORTCUTURL,
    ATTRIBUTE_TAGS,
    ATTRIBUTE_TYPE,
    ATTRIBUTE_XML_LANG,
    ATTRIBUTE_LIMIT,
};

struct html_attribute {
    enum html_attribute_name name;
    struct str value; /* trimmed; p is NULL if the attribute has no value */
};

/* The attributes of an element, without those called ATTRIBUTE_OTHER. The first of several with the
 * same name is the one that counts. */
struct html_attributes {
    const struct html_attribute *items;
    size_t n;
};

/* Reads the next attribute of a tag from *at on, as browsers do, and moves *at behind it. Name and
 * value are parts of the page, with references and white space; the value's p is NULL if there is
 * none. Returns false at the end of the tag: *at is then at its ">" or "/>", or at the end of the
 * page. */
bool html_next_attribute(struct str page, size_t *at, struct str *ret_name, struct str *ret_value);
enum html_attribute_name html_attribute_named(struct str name);

/* Returns the value of an attribute; empty if there is none. */
struct str html_attribute_text(struct html_attributes attributes, enum html_attribute_name name);
/* Returns whether an attribute is given, with or without a value. */
bool html_has_attribute(struct html_attributes attributes, enum html_attribute_name name);

/* Attributes that any element may have. */
struct html_common {
    struct str role, class_names, id, property; /* p is NULL if not given */
    unsigned words;                             /* class_words() of class_names */
};

struct html_common html_common_of(struct html_attributes attributes);

#endif
