/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_MATCH_WEIGHT_H
#define PRESSMARK_MATCH_WEIGHT_H

/* What a term gives to the score of a document that has it.
 *
 * STORE_BURST is the sum of two models of the divergence-from-randomness family (Amati and van
 * Rijsbergen, 2002), both over the wdf t normalised by the document's length. InB2's tells how
 * surprising t is for a word as rare as this, taken times how often it comes where it comes at all:
 * words that come in bursts say what a text is about. The log-logistic one (LGD; Clinchant and
 * Gaussier, 2010) grows slowly with t and so rewards documents with more of the words.
 *
 * STORE_BM25 is Okapi's (Robertson and others, 1994), as Xapian has it. */

#include "store/engine.h"

#include <math.h>

struct weight {
    enum store_weighting weighting;
    double burst, log_logistic; /* STORE_BURST: what the two parts are multiplied by */
    double rarity;              /* documents there are for one with the term */
    double length_unit;
    float length_scale; /* the wdf of a document of mean length is as it is */
    double scale;       /* STORE_BM25 */
    double k1, b, per_length, min_length;
    double max; /* that any document gets */
};

/* What there is to know of a term, in all shards together. */
struct db_facts {
    uint32_t termfreq, max_wdf;
    uint64_t collection_frequency;
};

/* And of the collection. */
struct db_collection {
    uint32_t n_documents;
    uint32_t min_length; /* of a document that is not empty */
    uint64_t total_length;
};

/* What there is to know of documents that have one of two terms or the other, as far as that can be
 * told without looking: as if neither had to do with the other. */
struct db_facts db_join_facts(const struct db_facts *a, const struct db_facts *b,
                              const struct db_collection *all);
/* The same of all of n, the rarest first. n >= 1; facts is overwritten. */
struct db_facts db_join_all_facts(struct db_facts *facts, size_t n,
                                  const struct db_collection *all);

/* factor > 0. */
void weight_init(struct weight *w, const struct store_search *search,
                 const struct db_collection *collection, const struct db_facts *term, uint32_t wqf,
                 double factor);

static inline double db_weigh(const struct weight *w, uint32_t wdf, uint32_t length)
{
    if (wdf == 0)
        return 0;
    if (w->weighting == STORE_BM25) {
        double relative = fmax(length * w->per_length, w->min_length);
        return w->scale * (wdf / (w->k1 * (relative * w->b + (1 - w->b)) + wdf));
    }
    /* Logarithms of floats take half the time; their seven digits are more than enough. */
    float t = (float)wdf * w->length_scale * log2f((float)(1 + w->length_unit / length));
    return w->burst * t / (t + 1) + w->log_logistic * logf((float)(1 + t * w->rarity));
}

#endif
