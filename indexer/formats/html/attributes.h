/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_HTML_ATTRIBUTES_H
#define PRESSMARK_INDEXER_FORMATS_HTML_ATTRIBUTES_H

/* The attributes of an element as libxml2 passes them: names and values by turns, then NULL. NULL
 * stands for an element without attributes. */

#include "base/str.h"

#include <libxml/xmlstring.h>

/* Returns the value of an attribute; NULL if it is not given or has no value. */
const char *html_attribute(const xmlChar **attributes, const char *name);
/* Returns the value of an attribute, trimmed; empty if there is none. */
struct str html_attribute_text(const xmlChar **attributes, const char *name);
/* Returns whether an attribute is given, with or without a value. attributes is not NULL. */
bool html_has_attribute(const xmlChar **attributes, const char *name);

/* Attributes that any element may have. */
struct html_common {
    const char *role, *class_names, *id, *property; /* NULL if not given */
    unsigned words;                                 /* class_words() of class_names */
};

struct html_common html_common_of(const xmlChar **attributes);

#endif
