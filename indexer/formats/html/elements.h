/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_HTML_ELEMENTS_H
#define PRESSMARK_INDEXER_FORMATS_HTML_ELEMENTS_H

/* What the elements of HTML mean for the text of a page. */

#include "indexer/document/flow.h"

enum {
    ELEMENT_HEAD = 1, /* metadata: no text but the title's */
    ELEMENT_TITLE = 2,
    ELEMENT_SKIPPED = 4,  /* its contents are no text */
    ELEMENT_SCRIPT = 8,   /* ... but may be JSON-LD */
    ELEMENT_PRE = 16,     /* white space counts */
    ELEMENT_BESIDE = 32,  /* around the article: navigation, footers, cookie banners */
    ELEMENT_ARTICLE = 64, /* the article itself: a header in it belongs to it */
    ELEMENT_HEADER = 128,
    ELEMENT_EMPTY = 256,   /* has no contents and no end tag */
    ELEMENT_OF_HEAD = 512, /* may stand in the head */
    ELEMENT_LINK = 1024,
    ELEMENT_LOCAL = 2048, /* a link within the page */
    ELEMENT_LIST = 4096,
    ELEMENT_CALLED = 16384, /* beside the article by its name */
    ELEMENT_ASIDE = 8192,   /* stands beside the article unless it is within it */
    ELEMENT_WHOLE = 32768,  /* holds all of the page: no name makes it stand beside the article */
    ELEMENT_SAYS = 65536,   /* has attributes of its own that say something of the page */
};

struct html_element {
    const char *name;
    enum flow_gap gap; /* before and behind it */
    unsigned flags;    /* ELEMENT_...; they hold for all that is inside */
};

/* The elements that were asked for. Zero-initialise. */
struct html_elements {
    const struct html_element *known[128];
};

/* The element of that name (lower case); one that nobody knows is inline text. */
const struct html_element *html_elements_find(struct html_elements *e, const char *name);

/* Whether its role (NULL: none) says that an element stands beside the article. */
bool html_is_beside_role(const char *role);
/* Whether its class, of which words are the class_words(), and its id (NULL: not given) are what
 * such elements are called. */
bool html_is_called_beside(const struct html_element *element, const char *class_names,
                           unsigned words, const char *id);

#endif
