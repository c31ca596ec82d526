/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_GLASS_TERMLIST_WRITER_H
#define PRESSMARK_GLASS_TERMLIST_WRITER_H

/* The tag of a document in the termlist table: its terms, each without what it shares with the one
 * before it. It does not depend on the document's number. */

#include "glass/format.h"

struct termlist_writer {
    uint8_t *p; /* the tag so far */
    size_t n;
    size_t capacity;
    const uint8_t *last; /* the term before; borrowed */
    size_t last_bytes;
    uint32_t *ends; /* where in the tag each term's own end begins, with its length */
    size_t n_terms, ends_capacity;
};

#define TERMLIST_WRITER_INIT                                                                       \
    {                                                                                              \
        NULL, 0, 0, NULL, 0, NULL, 0, 0                                                            \
    }

/* Starts a document of n_terms terms whose wdfs add up to length. */
void termlist_writer_start(struct termlist_writer *t, uint32_t length, uint32_t n_terms);
/* Adds a term, above the one before it. It must stay until the next is added, and so many bytes
 * must be readable behind its end: reads of fixed sizes are faster. */
enum { TERMLIST_WRITER_READABLE_BYTES = 16 };
void termlist_writer_add(struct termlist_writer *t, const uint8_t *term, size_t n, uint32_t wdf);
/* Adds n terms of a table of names, each a byte with the length and the bytes; an entry is the
 * place of a term in the table above its wdf of 32 bits. */
void termlist_writer_add_entries(struct termlist_writer *t, const uint8_t *const *names,
                                 const uint64_t *entries, size_t n);
void termlist_writer_done(struct termlist_writer *t);

#endif
