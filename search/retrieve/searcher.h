/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_SEARCHER_H
#define PRESSMARK_SEARCH_RETRIEVE_SEARCHER_H

/* The indexes that are searched, opened. */

#include "base/arena.h"
#include "base/opt.h"
#include "search/plan/plan.h"
#include "store/index.h"
#include "store/record.h"

struct searcher {
    struct searcher_index {
        char *dir; /* absolute */
        uint32_t generation;
        struct record_decoder *decoder; /* NULL until searcher_decoder() */
    } * indexes;
    size_t n_indexes;
    bool is_in_order; /* as in struct index_manifest, of all documents */
    struct store_reader *reader;
    double length_skew; /* of the documents' lengths, in all indexes (store/lengths.h) */
    struct analyser *analyser;
    language_id languages[LANGUAGE_LIMIT]; /* the most frequent first */
    size_t n_languages;
    bool has_links; /* as in struct plan_index */
    char *here;     /* the working directory, "" when there is none */
};

/* Opens the indexes named (none: index_find()). They must have been built with the same analyser
 * settings. */
enum err_code searcher_open(struct searcher *s, const struct opt_list *dirs, struct err *err);
void searcher_close(struct searcher *s); /* also one that is all zero */

/* Whether a generation was replaced since it was opened: an error may come from that. */
bool searcher_is_replaced(const struct searcher *s);

/* For struct store_search: what equal hits are ordered by. */
int searcher_order_slot(const struct searcher *s);

/* What the text of a document's record is read with; stays the source's. */
enum err_code searcher_decoder(struct searcher *s, uint32_t docid,
                               struct record_decoder **ret_decoder, struct err *err);

/* The file of a hit: absolute, NUL-terminated; and as it is shown: relative to the working
 * directory where it lies below it. */
struct str searcher_absolute_path(const struct searcher *s, uint32_t docid, struct str stored,
                                  struct arena *arena);
struct str searcher_shown_path(const struct searcher *s, struct str absolute);

#endif
