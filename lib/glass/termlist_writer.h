/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_GLASS_TERMLIST_WRITER_H
#define PRESSMARK_GLASS_TERMLIST_WRITER_H

/* Makes the tag of a document in the termlist table: its terms, each without the prefix that it
 * shares with the one before it. The tag does not depend on the document number. */

#include "glass/format.h"

struct termlist_writer {
    uint8_t *p; /* the tag so far */
    size_t n;
    size_t capacity;
    const uint8_t *last; /* the previous term; borrowed */
    size_t last_bytes;
    uint32_t *tries; /* offsets at which a repetition may begin, for glass_deflate() */
    size_t n_tries, tries_capacity;
};

#define TERMLIST_WRITER_INIT                                                                       \
    {                                                                                              \
        NULL, 0, 0, NULL, 0, NULL, 0, 0                                                            \
    }

/* Starts a document of n_terms terms whose wdfs add up to length. */
void termlist_writer_start(struct termlist_writer *t, uint32_t length, uint32_t n_terms);
/* Adds a term, which must be greater than the one before it and stay in place until the next one is
 * added. So many bytes after its end must be readable, because reads of fixed sizes are faster. */
enum { TERMLIST_WRITER_READABLE_BYTES = 16 };
void termlist_writer_add(struct termlist_writer *t, const uint8_t *term, size_t n, uint32_t wdf);
/* Adds n terms from a table of names, each of which is a byte with the length followed by the
 * bytes. An entry is the index of a term in the table, in the upper 32 bits, and its wdf. */
void termlist_writer_add_entries(struct termlist_writer *t, const uint8_t *const *names,
                                 const uint64_t *entries, size_t n);
void termlist_writer_done(struct termlist_writer *t);

#endif
