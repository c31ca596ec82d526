/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SHARED_HEADING_TITLE_H
#define PRESSMARK_INDEXER_FORMATS_SHARED_HEADING_TITLE_H

/* Chooses the heading that is the title of a document in a markup language. */

#include "indexer/document/flow.h"

/* Zero-initialise, and set document_level. */
struct heading_title {
    /* The level of headings that title the document, as 1 in Markdown; 0 if the language has only
     * headings of sections. */
    unsigned document_level;
    unsigned level;   /* of the heading that is the title; 0: there is no title yet */
    bool is_section;  /* that heading has text above it */
    unsigned n_peers; /* later headings of that level or above */
    bool is_declared; /* no heading is the title */
    /* Parts [start, end) of the flow in the current heading that are pictures, such as badges. */
    struct {
        size_t start, end;
    } pictures[16];
    size_t n_pictures;
};

/* Reads the front matter at the start of source, if any, and returns its length. */
size_t heading_title_begin(struct heading_title *t, struct document *d, struct str source);

/* Sets the title that the document declares, in place of any heading. */
void heading_title_declare(struct heading_title *t, struct document *d, struct str title);

/* Is called for the description of a picture in a heading, which is not part of the title unless
 * the heading has no other text. */
void heading_title_picture(struct heading_title *t, size_t start, size_t end);

/* Is called after each heading, whose level is given, has been written to flow. The first heading
 * of the document's level is the title, or else the first heading. Doubts a title of another level
 * if there is text above the heading or if many headings of its level follow, since it is then that
 * of a section (document.doubts_title). */
void heading_title_end(struct heading_title *t, struct document *d, struct flow *flow,
                       unsigned level);

#endif
