/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_LENGTHS_H
#define PRESSMARK_STORE_LENGTHS_H

/* How long the documents of an index are, as a histogram: those of several indexes are added up.
 *
 * Lengths are sums of wdf, as the database has them. Those below 16 have a bucket each, larger ones
 * eight an octave, so that a bucket is at most an eighth wide. */

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

/* How far a few long documents make the mean: the logarithm of the arithmetic mean over the
 * geometric one of all documents that are not empty (Theil's L, the mean logarithmic deviation). 0:
 * all are alike, or there are none. Abstracts and paragraphs have 0.04 to 0.3, manuals and folders
 * of files 0.6 and more. It hardly hangs on a single document, however long that is. */
double lengths_skew(const struct lengths *l);

void lengths_encode(const struct lengths *l, struct buf *out);
/* Adds what encoded has to l. ERR_CORRUPT: it is no such histogram, and l is as it was. */
enum err_code lengths_decode(struct str encoded, struct lengths *l, struct err *err);

#ifdef __cplusplus
}
#endif
#endif
