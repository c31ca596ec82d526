/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_HTML_META_H
#define PRESSMARK_INDEXER_FORMATS_HTML_META_H

/* What the head of a page says of it, into the fields of a document. */

#include "indexer/document/document.h"

struct html_meta {
    struct str title;      /* of <title> */
    struct str meta_title; /* og:title and the like */
    struct str headline;   /* of JSON-LD */
    struct str heading;    /* the page's own, of the highest level */
    struct str site;       /* og:site_name */
    struct str language;   /* of <html lang> */
    struct str meta_language;
    struct str url;
};

/* <meta name=... content=...> or property or itemprop instead of name. */
void html_meta_take(struct html_meta *m, struct document *d, struct str name, struct str content);

/* The contents of <script type="application/ld+json">: what the page has not said otherwise. */
void html_meta_take_json(struct html_meta *m, struct document *d, struct str json);

/* Chooses title and language of d. A site's name at the end of the title goes where the page's own
 * heading or og:title is the title without it. */
void html_meta_finish(const struct html_meta *m, struct document *d);

#endif
