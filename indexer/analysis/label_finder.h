/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_ANALYSIS_LABEL_FINDER_H
#define PRESSMARK_INDEXER_ANALYSIS_LABEL_FINDER_H

/* Finds the positions of a document's title, headings and defined terms, which are its labels. */

#include "indexer/analysis/postings.h"
#include "indexer/document/document.h"
#include "store/labels.h"

struct label_finder {
    struct text_part *parts; /* parts of the current text */
    enum label_kind *kinds;  /* of the parts */
    size_t n, capacity, kinds_capacity;
    struct label_list found;
};

void label_finder_done(struct label_finder *f);
void label_finder_start(struct label_finder *f); /* starts the next document */

/* Call one of these before a text is added to postings: for the headings and defined terms in the
 * first n_bytes of the document's text, or for the title, which is added as a text of its own. */
void label_finder_expect_headings(struct label_finder *f, const struct document *d, size_t n_bytes,
                                  struct postings *postings);
void label_finder_expect_title(struct label_finder *f, const struct document *d,
                               struct postings *postings);
/* Call this after adding the text; it collects what was found. */
void label_finder_take(struct label_finder *f);

#endif
