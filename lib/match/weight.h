/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_MATCH_WEIGHT_H
#define PRESSMARK_MATCH_WEIGHT_H

/* The weight that a term gives to a document.
 *
 * STORE_BURST is the sum of two models of the divergence-from-randomness family (Amati and van
 * Rijsbergen, 2002), both applied to the wdf t normalised by the document's length. The InB2 part
 * measures how surprising t is for a word of this rarity, multiplied by the word's mean frequency
 * in the documents that have it: words that come in bursts say what a text is about. The
 * log-logistic part (LGD; Clinchant and Gaussier, 2010) grows slowly with t and so rewards
 * documents that have more of the words.
 *
 * STORE_BM25 is Okapi's (Robertson and others, 1994), as implemented in Xapian. */

#include "store/engine.h"

#include <math.h>

struct weight {
    enum store_weighting weighting;
    double burst, log_logistic; /* STORE_BURST: the factors of the two parts */
    double rarity;              /* documents per document that has the term */
    double length_unit;
    float length_scale; /* leaves a wdf unchanged in a document of average length */
    double scale;       /* STORE_BM25 */
    double k1, b, per_length, min_length;
    double max; /* an upper bound for all documents */
};

/* The statistics of a term over all shards. */
struct db_facts {
    uint32_t termfreq, max_wdf;
    uint64_t collection_frequency;
};

/* The statistics of all documents. */
struct db_collection {
    uint32_t n_documents;
    uint32_t min_length; /* of the documents that are not empty */
    uint64_t total_length;
};

/* Estimates the statistics of the documents that have either of two terms, as if the terms were
 * independent. */
struct db_facts db_join_facts(const struct db_facts *a, const struct db_facts *b,
                              const struct db_collection *all);
/* Does the same for n >= 1 terms, beginning with the rarest. facts is overwritten. */
struct db_facts db_join_all_facts(struct db_facts *facts, size_t n,
                                  const struct db_collection *all);

/* factor must be positive. */
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
    /* The logarithm of a float takes half the time, and its seven digits are more than enough. */
    float t = (float)wdf * w->length_scale * log2f((float)(1 + w->length_unit / length));
    return w->burst * t / (t + 1) + w->log_logistic * logf((float)(1 + t * w->rarity));
}

#endif
