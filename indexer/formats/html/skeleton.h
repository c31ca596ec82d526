/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_HTML_SKELETON_H
#define PRESSMARK_INDEXER_FORMATS_HTML_SKELETON_H

/* Reduces a page to its skeleton for libxml2, which executes a hundred instructions for each
 * character: tags without attributes, and stand-ins for texts. libxml2 then tells which elements
 * the page has, and where they begin and end; their attributes and texts are those of the page. */

#include "indexer/formats/html/attributes.h"
#include "indexer/formats/shared/extras.h"

/* A part of the page that is not in the skeleton. */
struct html_cut {
    uint32_t at;           /* the offset in the skeleton behind its stand-in */
    uint32_t start, end;   /* in the page */
    uint32_t n_attributes; /* of all tags so far, including this one */
};

/* Zero-initialise it. */
struct html_skeleton {
    struct str page;
    uint32_t first_line; /* of the page */
    struct buf text;     /* what libxml2 is to read */
    struct html_cut *cuts;
    size_t n_cuts, cuts_capacity;
    struct html_attribute *attributes;
    size_t n_attributes, attributes_capacity;
    /* Where the parser is: an offset in the skeleton, and the first cut that is not before it. */
    size_t at, cut;
    size_t counted; /* the line of this offset in the page is known */
    uint32_t line;
};

/* Makes the skeleton of a page, already processed by html_repair(), that begins on line first_line.
 * The page has to remain as long as the skeleton does. Attributes with texts for people, such as
 * tool tips and labels, are added to extras. */
void html_skeleton_make(struct html_skeleton *s, struct str page, uint32_t first_line,
                        struct arena *arena, struct extras *extras);
void html_skeleton_done(struct html_skeleton *s);

/* Moves to an offset of the skeleton, which must not be before the last one. */
void html_skeleton_move(struct html_skeleton *s, size_t at);
/* Returns the offset in the page of what is at the current offset, and its line. */
size_t html_skeleton_page_offset(const struct html_skeleton *s);
uint32_t html_skeleton_line(struct html_skeleton *s);
/* Returns the attributes of the tag called name whose ">" or "/>" is at the current offset. An
 * element called name that is not in the page, but implied by what is there, has none. */
struct html_attributes html_skeleton_attributes(const struct html_skeleton *s, struct str name);
/* Returns the text for which text, which ends at the current offset, stands in the skeleton.
 * *ret_line is the line on which it begins. */
struct str html_skeleton_text(struct html_skeleton *s, struct str text, uint32_t *ret_line);

#endif
