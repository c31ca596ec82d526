/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_HTML_PAGE_PARTS_H
#define PRESSMARK_INDEXER_FORMATS_HTML_PAGE_PARTS_H

/* Tells the text of a page from lists of links, pagers and what is only named as navigation. */

#include "indexer/document/flow.h"

/* The part [start, end) of a flow that may have to be moved. */
struct page_part {
    enum {
        PART_LINKS,    /* a list in the article that consists of links to other pages */
        PART_PAGER,    /* links in the article to the next page and the like */
        PART_SECTIONS, /* a line in the article of links within the page */
        PART_LEAD,     /* links in the article that the page begins with */
        PART_CONTENTS, /* a list outside the article of links within the page */
        PART_CALLED,   /* is outside the article only by its name */
    } kind;
    size_t start, end;
    size_t link_bytes;
};

/* Blocks of the article that follow each other and are nothing but links. */
struct page_run {
    size_t start, end, link_bytes;
    size_t n_blocks, n_links, n_local_links;
};

/* Zero-initialise it. */
struct page_parts {
    struct page_part *items;
    size_t n, capacity;
    /* The open element with a name of navigation; depth 0: none is open. */
    size_t called_depth, called_start, called_link_bytes;
    /* The outermost open list, or the innermost unit outside of lists; depth 0: none is open. */
    size_t list_depth, list_start;
    const struct flow *list_flow;
    unsigned list_flags;
    bool is_unit;
    /* The links within it, or else since the last block of the page. */
    size_t link_bytes, n_links, n_local_links, n_pagers, link_letters, pager_letters;
    size_t loose_start;
    const struct flow *loose_flow; /* what loose_start is an offset of; NULL: nothing */
    struct page_run run;
    size_t link_depth, link_start; /* of the open link; 0: none is open */
    bool link_is_pager;            /* by its class */
    struct buf link_target;
};

/* Starts a part if the element at depth may be one. own_flags are those of the element alone. */
void page_parts_begin(struct page_parts *p, unsigned own_flags, unsigned flags, size_t depth,
                      const struct flow *flow);
/* Is called where a block begins or ends: what stood between blocks may be a part. */
void page_parts_break(struct page_parts *p, unsigned flags, const struct flow *flow);
/* Starts a link unless target is empty or another link is open. */
void page_parts_begin_link(struct page_parts *p, size_t depth, const struct flow *flow,
                           struct str target, bool is_pager);
/* Ends the part, list or link that was opened at depth + 1. Links are added to d. */
void page_parts_end(struct page_parts *p, unsigned flags, size_t depth, const struct flow *flow,
                    struct document *d);

/* Delivers the article, the table of contents, and then what surrounds them. */
void page_parts_deliver(struct page_parts *p, const struct flow *article, const struct flow *beside,
                        struct buf *text, struct document *d);
void page_parts_done(struct page_parts *p);

#endif
