/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_HTML_CLASS_WORDS_H
#define PRESSMARK_INDEXER_FORMATS_HTML_CLASS_WORDS_H

#include "base/str.h"

/* Classifies the words in the classes and ids of HTML elements. */

enum {
    CLASS_AROUND = 1,    /* anywhere in a class: names something around the article */
    CLASS_AROUND_ID = 2, /* the same in an id, which may instead be derived from a heading */
    CLASS_LAST = 4,      /* the same, at the end of a name only: "search-toolbar" */
    /* "cookie": together with CLASS_CONSENT_PART, something around the article. */
    CLASS_CONSENT = 8,
    CLASS_CONSENT_PART = 16, /* "banner" */
    CLASS_SECTION = 32,      /* a section of the text whose id is derived from its heading */
    CLASS_PUBLISHED = 64,    /* the element shows the date of publication, */
    CLASS_UPDATED = 128,     /* of the last change, */
    CLASS_DATE = 256,        /* or some other date */
    CLASS_COMMENT = 512,     /* a comment by a reader */
    CLASS_PAGER = 1024,      /* a link to the page before or after */
    CLASS_HEADLINE = 2048,   /* the headline of a generated page */
    CLASS_APART = 4096,      /* an inline element that is shown apart from the text before it */
};

/* Returns the kinds (CLASS_...) of all words in names, a list of names. A word is a run of
 * ASCII letters and also ends before a capital after a small letter; case is ignored.
 * Thread-safe. */
unsigned class_words(struct str names);

#endif
