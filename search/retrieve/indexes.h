/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_INDEXES_H
#define PRESSMARK_SEARCH_RETRIEVE_INDEXES_H

/* Opens the indexes that are searched, local or remote, with the engine that can read them. */

#include "base/arena.h"
#include "base/opt.h"
#include "search/plan/plan.h"
#include "search/retrieve/place.h"
#include "store/index.h"
#include "store/record.h"

struct searcher_missing {
    struct str place, reason; /* the reason contains the name of the place */
};

struct searcher_settings {
    struct opt_list indexes;   /* their names (place.h); if empty, index_find() is used */
    struct opt_list otherwise; /* names to use if that finds no index */
    int engine;                /* enum searcher_engine */
    const char *scheme;        /* a weighting scheme of Xapian's, or NULL for that of rank.h */
    const char *shell;         /* the program that reaches other machines, NULL for ssh */
    uint64_t timeout_s;        /* how long to wait for an answer of another machine */
    bool is_partial;           /* leave out indexes that cannot be opened */
    const struct searcher_missing *broken; /* remote indexes that are left out in any case */
    size_t n_broken;
};
enum searcher_engine { ENGINE_AUTO, ENGINE_GLASS, ENGINE_XAPIAN };

struct searcher {
    struct searcher_index {
        struct place place;
        uint32_t generation;            /* of a local index */
        struct record_decoder *decoder; /* NULL until searcher_decoder() is called */
    } * indexes;
    size_t n_indexes;
    struct searcher_missing *missing; /* indexes that could not be opened */
    size_t n_missing;
    const char *scheme; /* as in struct searcher_settings */
    bool is_in_order;   /* as in struct index_manifest, for all indexes together */
    struct store_reader *reader;
    double length_skew; /* of the documents of all indexes (store/lengths.h) */
    struct analyser *analyser;
    language_id languages[LANGUAGE_LIMIT]; /* the most frequent first */
    size_t n_languages;
    bool has_links; /* as in struct plan_index */
    char *here;     /* the working directory, "" if it is unknown */
    struct arena arena;
};

/* Opens the places of s->indexes: with store_glass if all of them are local, in a format that it
 * knows, and the settings do not ask for another engine; otherwise with libxapian. Sets s->reader,
 * s->is_in_order and s->missing, and removes the missing indexes from s->indexes. *ret_manifest has
 * the settings that all indexes share. ERR_ENGINE if libxapian is needed and the program does not
 * contain it, ERR_USAGE if the indexes have different settings. */
enum err_code indexes_open(struct searcher *s, const struct searcher_settings *settings,
                           struct index_manifest *ret_manifest, struct err *err);

/* Returns true if a generation was replaced after it was opened, which may be the cause of an
 * error. */
bool indexes_are_replaced(const struct searcher *s);

#endif
