/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_HTML_META_H
#define PRESSMARK_INDEXER_FORMATS_HTML_META_H

/* Collects metadata of a page from its head and from dates in its text, and derives fields, title,
 * language and date of the document from it. */

#include "indexer/document/document.h"

enum html_shown {
    SHOWN_PUBLISHED, /* a <time> or other element marked as the date of publication */
    SHOWN_HEADING,   /* shown shortly after a heading of the page */
    SHOWN_TIME,      /* a plain <time> */
    SHOWN_DATE,      /* an element whose name says that it is a date */
    SHOWN_BESIDE,    /* like SHOWN_PUBLISHED, but outside the article */
    SHOWN_LIMIT,
};

/* Titles other than <title>, the most trusted ones first. */
enum html_title {
    TITLE_HEADLINE, /* in JSON-LD */
    TITLE_DUBLIN_CORE,
    TITLE_SOCIAL, /* og:title */
    TITLE_META,   /* <meta name=title> */
    TITLE_OTHER,
    TITLE_LIMIT,
};

struct html_meta {
    struct str title; /* from <title> */
    struct str titles[TITLE_LIMIT];
    struct str heading;     /* the heading of the highest level in the page */
    bool heading_is_own;    /* it is in the article and of level 1 */
    bool heading_is_marked; /* the generator marks it as the headline */
    bool begins_with_code;  /* the text begins with highlighted code */
    struct str site;        /* og:site_name */
    struct str language;    /* from <html lang> */
    struct str meta_language;
    struct str url;
    struct str canonical;          /* <link rel=canonical> */
    struct str shown[SHOWN_LIMIT]; /* the first date of each kind that the text shows */
    bool has_other[SHOWN_LIMIT];   /* others of that kind differ from it */
    struct str shown_heading;      /* the heading before the date SHOWN_HEADING */
    bool is_announced;             /* the head tells when the page was published */
};

/* Returns the kind of date that an element shows, from the class_words() of its class and
 * properties; SHOWN_LIMIT if none that counts. */
enum html_shown html_meta_shown(bool is_time, unsigned words);
/* Takes a date that the text shows. */
void html_meta_take_date(struct html_meta *m, struct document *d, enum html_shown kind,
                         struct str date);

/* Takes <meta name=... content=...>, also with property or itemprop instead of name. */
void html_meta_take(struct html_meta *m, struct document *d, struct str name, struct str content);

/* Takes what <script type="application/ld+json"> adds to the metadata. */
void html_meta_take_json(struct html_meta *m, struct document *d, struct str json);

/* Sets title, language, URL and date of d. The name of the site is removed from the end of the
 * title if the page's heading or og:title shows where it begins. */
void html_meta_finish(const struct html_meta *m, struct document *d);

/* Sets d->moved_to for a page with next to no text whose canonical address is that of another page
 * of its site. Call it when d has its text. */
void html_meta_find_move(const struct html_meta *m, struct document *d);

#endif
