/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_HTML_CLASS_WORDS_H
#define PRESSMARK_INDEXER_FORMATS_HTML_CLASS_WORDS_H

/* What the words in the classes and ids of elements say of these. */

enum {
    CLASS_AROUND = 1, /* names what is around a page wherever it stands in the name of a class, */
    CLASS_AROUND_ID = 2,     /* and in that of one element, which may be called after a heading */
    CLASS_LAST = 4,          /* does at the end of a name: "search-toolbar" */
    CLASS_CONSENT = 8,       /* "cookie", which says it beside */
    CLASS_CONSENT_PART = 16, /* "banner" */
    CLASS_SECTION = 32,      /* a part of the text, called after its heading */
    CLASS_PUBLISHED = 64,    /* it shows a date: of the page, */
    CLASS_UPDATED = 128,     /* of its last change, */
    CLASS_DATE = 256,        /* or some other */
    CLASS_COMMENT = 512,     /* what readers said */
};

/* The kinds, CLASS_..., of all words in names; NULL: none. A word is in ASCII, letters up to a
 * sign, a digit or a capital behind a small letter, of any case. One thread or many. */
unsigned class_words(const char *names);

#endif
