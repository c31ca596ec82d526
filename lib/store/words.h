/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_WORDS_H
#define PRESSMARK_STORE_WORDS_H

/* The terms of a database that a pattern is compared with, in memory. Each has marks: a few bits
 * that say which bytes and pairs of bytes it contains. Most terms lack one of the marks that a
 * pattern needs and need not be compared (the signature files of Faloutsos and Christodoulakis,
 * 1984). */

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

/* Zero-initialise. */
struct store_words {
    size_t n;
    uint64_t *marks;
    uint32_t *ends; /* where each name ends in names */
    uint32_t *termfreqs;
    size_t marks_capacity, ends_capacity, termfreqs_capacity;
    struct buf names;
};

void store_words_add(struct store_words *w, struct str name, uint32_t termfreq);
void store_words_free(struct store_words *w); /* accepts NULL */

static inline struct str store_words_name(const struct store_words *w, size_t i)
{
    size_t start = i ? w->ends[i - 1] : 0;
    return str_slice(buf_str(&w->names), start, w->ends[i]);
}

/* Returns the marks that each term has which contains part: at its beginning if is_start is set,
 * and at its end if is_end is set. */
uint64_t store_marks_of_part(struct str part, bool is_start, bool is_end);
/* Returns the marks for the length of a term, of which each term has exactly one: for n bytes that
 * are all ASCII, and for any term that is not ASCII. */
uint64_t store_marks_of_length(size_t n);
#define STORE_MARK_NOT_ASCII (UINT64_C(1) << 63)

#endif
