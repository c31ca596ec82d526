/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_HTML_ELEMENTS_H
#define PRESSMARK_INDEXER_FORMATS_HTML_ELEMENTS_H

/* A table of what each HTML element means for extracting the text of a page. */

#include "indexer/document/flow.h"

enum {
    ELEMENT_HEAD = 1, /* metadata: the only text in it is the title */
    ELEMENT_TITLE = 2,
    ELEMENT_SKIPPED = 4,  /* its contents are not text */
    ELEMENT_SCRIPT = 8,   /* skipped, but may be JSON-LD */
    ELEMENT_PRE = 16,     /* white space is significant */
    ELEMENT_BESIDE = 32,  /* around the article: navigation, footers, cookie banners */
    ELEMENT_ARTICLE = 64, /* the article: headers within it belong to it */
    ELEMENT_HEADER = 128,
    ELEMENT_OF_HEAD = 512, /* may be in the head */
    ELEMENT_LINK = 1024,
    ELEMENT_LIST = 4096,
    ELEMENT_CALLED = 16384, /* outside the article, judging by its name only */
    ELEMENT_ASIDE = 8192,   /* outside the article unless it is inside it */
    ELEMENT_WHOLE = 32768,  /* holds the whole page: its name never makes it ELEMENT_BESIDE */
    ELEMENT_SAYS = 65536,   /* has attributes with information about the page */
    ELEMENT_UNIT = 131072,  /* may be a list of links if no other is inside it */
};

struct html_element {
    const char *name;
    enum flow_gap gap; /* before and after it */
    unsigned flags;    /* ELEMENT_...; they apply to everything inside */
};

/* A cache of the elements that were looked up. Zero-initialise it. */
struct html_elements {
    struct html_known_element {
        const char *name;
        const struct html_element *element;
    } known[128];
};

/* Returns the element with that name, in lower case. Unknown elements are inline text. Names are
 * compared by their addresses, so no other name may get the same address while e is in use. This is
 * so in libxml2, which stores each name of a page once. */
const struct html_element *html_elements_find(struct html_elements *e, const char *name);

/* Returns whether an element's role (empty: none) means that it is outside the article. */
bool html_is_beside_role(struct str role);
/* Returns whether an element's class or id (empty: none) is one that elements around the article
 * have. words is class_words(class_names). */
bool html_is_called_beside(const struct html_element *element, struct str class_names,
                           unsigned words, struct str id);

#endif
