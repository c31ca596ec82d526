/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_HTML_META_H
#define PRESSMARK_INDEXER_FORMATS_HTML_META_H

/* What the head of a page says of it, into the fields of a document. */

#include "indexer/document/document.h"

enum html_shown {
    SHOWN_PUBLISHED, /* a <time> or another element that is called so */
    SHOWN_HEADING,   /* one that stands close behind a heading of the page */
    SHOWN_TIME,      /* a plain <time> */
    SHOWN_DATE,      /* an element that is called a date */
    SHOWN_BESIDE,    /* the first kind, in what stands around the text */
    SHOWN_LIMIT,
};

/* Titles beside <title>, the most trusted first. */
enum html_title {
    TITLE_HEADLINE, /* of JSON-LD */
    TITLE_DUBLIN_CORE,
    TITLE_SOCIAL, /* og:title */
    TITLE_META,   /* <meta name=title> */
    TITLE_OTHER,
    TITLE_LIMIT,
};

struct html_meta {
    struct str title; /* of <title> */
    struct str titles[TITLE_LIMIT];
    struct str heading;  /* the page's own, of the highest level */
    struct str site;     /* og:site_name */
    struct str language; /* of <html lang> */
    struct str meta_language;
    struct str url;
    struct str shown[SHOWN_LIMIT]; /* dates in the text, the first of each kind */
    bool has_other[SHOWN_LIMIT];   /* there are some of the kind that differ */
    struct str shown_heading;      /* that SHOWN_HEADING is behind */
    bool is_announced;             /* the head says when the page was published */
};

/* What an element with a date says of it by the class_words() of its class and the like. */
enum html_shown html_meta_shown(bool is_time, unsigned words);
/* A date that the text shows. */
void html_meta_take_date(struct html_meta *m, struct document *d, enum html_shown kind,
                         struct str date);

/* <meta name=... content=...> or property or itemprop instead of name. */
void html_meta_take(struct html_meta *m, struct document *d, struct str name, struct str content);

/* The contents of <script type="application/ld+json">: what the page has not said otherwise. */
void html_meta_take_json(struct html_meta *m, struct document *d, struct str json);

/* Chooses title and language of d. A site's name at the end of the title goes where the page's own
 * heading or og:title is the title without it. */
void html_meta_finish(const struct html_meta *m, struct document *d);

#endif
