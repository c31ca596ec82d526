/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_MATCH_BOUND_H
#define PRESSMARK_MATCH_BOUND_H

/* An upper bound of the weight that a term gives a document, without a logarithm: most documents
 * are skipped because of it and need not be weighed. Lengths and normalised wdfs are sorted into
 * cells, eight for each power of two. The value of a cell is that at its upper edge and is computed
 * when the cell is first used. */

#include "match/weight.h"

#include <string.h>

enum {
    BOUND_LENGTH_CELLS = 8 + 30 * 8,
    BOUND_CELLS = 30 * 8,
    BOUND_STEP_BITS = 20,          /* of a float, below the exponent and three bits */
    BOUND_FIRST = (127 - 12) << 3, /* the cell that begins at 2^-12; everything below is one cell */
};

/* Zero-initialise. The normalised value of a wdf of 1 in documents of similar length; the same for
 * all terms of a query. */
struct bound_lengths {
    float cells[BOUND_LENGTH_CELLS];
};
/* Zero-initialise. The weight of one term for normalised wdfs. */
struct bound_weights {
    float cells[BOUND_CELLS];
};

float bound_fill_length(struct bound_lengths *l, const struct weight *w, unsigned cell);
float bound_fill_weight(struct bound_weights *b, const struct weight *w, unsigned cell);

static inline unsigned bound_length_cell(uint32_t length)
{
    if (length < 8)
        return length;
    unsigned exponent = 31 - (unsigned)__builtin_clz(length);
    return ((exponent - 2) << 3) + ((length >> (exponent - 3)) & 7);
}

/* At least the result of db_weigh(), apart from an error of one in a million. */
static inline double bound_weigh(struct bound_weights *b, struct bound_lengths *l,
                                 const struct weight *w, uint32_t wdf, uint32_t length)
{
    if (w->weighting == STORE_BM25)
        return db_weigh(w, wdf, length) * (1 + 1e-6);
    unsigned cell = bound_length_cell(length);
    float norm = l->cells[cell] > 0 ? l->cells[cell] : bound_fill_length(l, w, cell);
    float t = (float)wdf * norm;
    uint32_t bits;
    memcpy(&bits, &t, sizeof bits);
    bits >>= BOUND_STEP_BITS;
    cell = bits < BOUND_FIRST ? 0 : bits - BOUND_FIRST;
    if (cell >= BOUND_CELLS)
        return w->max;
    return b->cells[cell] > 0 ? b->cells[cell] : bound_fill_weight(b, w, cell);
}

#endif
