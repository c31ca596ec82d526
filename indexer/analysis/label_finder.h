/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_ANALYSIS_LABEL_FINDER_H
#define PRESSMARK_INDEXER_ANALYSIS_LABEL_FINDER_H

/* Finds where a document's title, its headings and the terms it defines stand among its words. */

#include "indexer/analysis/postings.h"
#include "indexer/document/document.h"
#include "store/labels.h"

struct label_finder {
    struct text_part *parts; /* of the text at hand */
    enum label_kind *kinds;      /* of the parts */
    size_t n, capacity, kinds_capacity;
    struct label_list found;
};

void label_finder_done(struct label_finder *f);
void label_finder_start(struct label_finder *f); /* the next document */

/* Before a text is added to postings: the headings and terms in the first n_bytes of the text; the
 * title, which is a text by itself. */
void label_finder_expect_headings(struct label_finder *f, const struct document *d, size_t n_bytes,
                                  struct postings *postings);
void label_finder_expect_title(struct label_finder *f, const struct document *d,
                               struct postings *postings);
/* And after it: adds what was found. */
void label_finder_take(struct label_finder *f);

#endif
