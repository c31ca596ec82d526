/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_GLASS_TERMLIST_H
#define PRESSMARK_STORE_GLASS_TERMLIST_H

/* The tag of a document in the termlist table: its terms, each without what it shares with the one
 * before it. It does not depend on the document's number. */

#include "store/glass.h"

struct glass_termlist {
    uint8_t *p; /* the tag so far */
    size_t n;
    size_t capacity;
    const uint8_t *last; /* the term before; borrowed */
    size_t last_bytes;
    uint32_t *ends; /* where in the tag each term's own end begins, with its length */
    size_t n_terms, ends_capacity;
};

#define GLASS_TERMLIST_INIT                                                                        \
    {                                                                                              \
        NULL, 0, 0, NULL, 0, NULL, 0, 0                                                            \
    }

/* Starts a document of n_terms terms whose wdfs add up to length. */
void glass_termlist_start(struct glass_termlist *t, uint32_t length, uint32_t n_terms);
/* Adds a term, above the one before it. It must stay until the next is added, and so many bytes
 * must be readable behind its end: reads of fixed sizes are faster. */
enum { GLASS_TERMLIST_READABLE_BYTES = 16 };
void glass_termlist_add(struct glass_termlist *t, const uint8_t *term, size_t n, uint32_t wdf);
void glass_termlist_done(struct glass_termlist *t);

#endif
