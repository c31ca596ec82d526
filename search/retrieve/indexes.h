/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_INDEXES_H
#define PRESSMARK_SEARCH_RETRIEVE_INDEXES_H

/* The indexes that are searched, wherever they are, and the engine that this takes. */

#include "base/arena.h"
#include "base/opt.h"
#include "search/plan/plan.h"
#include "search/retrieve/place.h"
#include "store/index.h"
#include "store/record.h"

struct searcher_missing {
    struct str place, reason; /* the reason names the place, too */
};

struct searcher_settings {
    struct opt_list indexes;   /* their names (place.h); none: index_find() */
    struct opt_list otherwise; /* the same, where that finds none */
    int engine;                /* enum searcher_engine */
    const char *scheme;        /* of Xapian's, that hits are weighed by; NULL: as rank.h says */
    const char *shell;         /* that reaches other machines; NULL: ssh */
    uint64_t timeout_s;        /* that another machine may take to answer */
    bool is_partial;           /* what cannot be opened is left out */
    const struct searcher_missing *broken; /* of other machines: what is left out in any case */
    size_t n_broken;
};
enum searcher_engine { ENGINE_AUTO, ENGINE_GLASS, ENGINE_XAPIAN };

struct searcher {
    struct searcher_index {
        struct place place;
        uint32_t generation;            /* of a local one */
        struct record_decoder *decoder; /* NULL until searcher_decoder() */
    } * indexes;
    size_t n_indexes;
    struct searcher_missing *missing; /* what could not be opened */
    size_t n_missing;
    const char *scheme; /* that hits are weighed by; NULL: as rank.h says */
    bool is_in_order;   /* as in struct index_manifest, of all documents */
    struct store_reader *reader;
    double length_skew; /* of the documents' lengths, in all indexes (store/lengths.h) */
    struct analyser *analyser;
    language_id languages[LANGUAGE_LIMIT]; /* the most frequent first */
    size_t n_languages;
    bool has_links; /* as in struct plan_index */
    char *here;     /* the working directory, "" when there is none */
    struct arena arena;
};

/* Opens the places of s->indexes: with store_glass where all are local, in a format that it knows,
 * and nothing else was asked for, otherwise with libxapian (ERR_ENGINE: the program has it not).
 * Sets s->reader, s->is_in_order and s->missing; indexes that are missing are taken out.
 * *ret_manifest: what all indexes have in common; ERR_USAGE where they have not. */
enum err_code indexes_open(struct searcher *s, const struct searcher_settings *settings,
                           struct index_manifest *ret_manifest, struct err *err);

/* Whether a generation was replaced since it was opened: an error may come from that. */
bool indexes_are_replaced(const struct searcher *s);

#endif
