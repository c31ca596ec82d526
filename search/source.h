/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_SOURCE_H
#define PRESSMARK_SEARCH_SOURCE_H

/* The indexes that are searched, opened. */

#include "base/arena.h"
#include "base/opt.h"
#include "search/plan.h"
#include "store/index.h"
#include "store/record.h"

struct source {
    struct source_index {
        char *dir; /* absolute */
        uint32_t generation;
        struct record_decoder *decoder; /* NULL until source_decoder() */
    } * indexes;
    size_t n_indexes;
    bool is_in_order; /* as in struct index_manifest, of all documents */
    struct db_reader *reader;
    struct analyser *analyser;
    language_id languages[LANGUAGE_LIMIT]; /* the most frequent first */
    size_t n_languages;
    char *here; /* the working directory, "" when there is none */
};

/* Opens the indexes named (none: index_find()). They must have been built with the same analyser
 * settings. */
enum err_code source_open(struct source *s, const struct opt_list *dirs, struct err *err);
void source_close(struct source *s); /* also one that is all zero */

/* Whether a generation was replaced since it was opened: an error may come from that. */
bool source_is_replaced(const struct source *s);

/* For struct db_search: what equal hits are ordered by. */
int source_order_slot(const struct source *s);

/* What the text of a document's record is read with; stays the source's. */
enum err_code source_decoder(struct source *s, uint32_t docid, struct record_decoder **ret_decoder,
                             struct err *err);

/* The file of a hit: absolute, NUL-terminated; and as it is shown: relative to the working
 * directory where it lies below it. */
struct str source_absolute_path(const struct source *s, uint32_t docid, struct str stored,
                                struct arena *arena);
struct str source_shown_path(const struct source *s, struct str absolute);

#endif
