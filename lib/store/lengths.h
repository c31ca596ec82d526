/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_LENGTHS_H
#define PRESSMARK_STORE_LENGTHS_H

/* A histogram of the document lengths of an index. The histograms of several indexes can be added.
 *
 * A length is a sum of wdf, as in the database. Each length below 16 has a bucket of its own; above
 * that there are eight buckets for each power of two, so that the lengths in a bucket differ by at
 * most an eighth. */

#include "base/buf.h"
#include "base/err.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { LENGTHS_EXACT = 16, LENGTHS_PER_OCTAVE = 8, LENGTHS_BUCKETS = 16 + 28 * 8 };

struct lengths {
    uint64_t counts[LENGTHS_BUCKETS];
};

static inline void lengths_count(struct lengths *l, uint32_t length)
{
    unsigned octave = 31 - (unsigned)__builtin_clz(length | 1);
    unsigned bucket = length < LENGTHS_EXACT ? length
                                             : LENGTHS_EXACT + (octave - 4) * LENGTHS_PER_OCTAVE +
                                                   (length >> (octave - 3) & 7);
    l->counts[bucket]++;
}

void lengths_join(struct lengths *l, const struct lengths *other);

/* Returns how unequal the lengths are: the logarithm of the ratio of their arithmetic mean to their
 * geometric mean (Theil's L, the mean logarithmic deviation), empty documents left out. It is 0 if
 * all lengths are equal or there are none, 0.04 to 0.3 for abstracts and paragraphs, and 0.6 and
 * more for manuals and folders of files. A single document, however long, hardly changes it. */
double lengths_skew(const struct lengths *l);

void lengths_encode(const struct lengths *l, struct buf *out);
/* Adds an encoded histogram to l. ERR_CORRUPT if it is damaged; l is then unchanged. */
enum err_code lengths_decode(struct str encoded, struct lengths *l, struct err *err);

#ifdef __cplusplus
}
#endif
#endif
