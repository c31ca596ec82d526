/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Provides our weighting to libxapian, and the names of its own schemes. */
#include "xapian_engine/weighting.h"

#include "base/mem.h"
#include "xapian_engine/status.h"

#include <stdio.h>

static void *open_term(void *ctx, const struct xap_weight_statistics *s)
{
    const struct weighting *w = ctx;
    const struct db_facts facts = {
        .termfreq = s->termfreq, .max_wdf = s->max_wdf, .collection_frequency = s->collection_freq};
    struct weight *weight = mem_alloc(sizeof *weight);
    weight_init(weight, w->search, &w->collection, &facts, s->wqf, s->factor);
    return weight;
}

static double weigh_term(const void *state, uint32_t wdf, uint32_t length)
{
    return db_weigh(state, wdf, length);
}

static double max_of_term(const void *state)
{
    return ((const struct weight *)state)->max;
}

/* Writes all digits of a double, with a decimal point in any locale. */
static void write_bm25(struct weighting *w, const struct store_search *s)
{
    snprintf(w->scheme, sizeof w->scheme, "bm25 %.17g 0 %.17g %.17g %.17g", s->k1, s->k3, s->b,
             s->min_length);
    for (char *p = w->scheme; *p; p++)
        if (*p == ',')
            *p = '.';
}

enum err_code weighting_init(struct weighting *w, const struct xapian_reader *r,
                             const struct db_collection *collection,
                             const struct store_search *search, struct xap_search *asked,
                             struct err *err)
{
    *w = (struct weighting){
        .search = search,
        .collection = *collection,
        .functions = {w, open_term, mem_free, weigh_term, max_of_term},
    };
    struct xap_error error = {XAP_OK, ""};
    asked->scheme = w->scheme;
    switch (search->weighting) {
    case STORE_BURST:
        if (r->is_remote)
            return err_set(err, ERR_USAGE, "another machine does not support this weighting");
        asked->weight = &w->functions;
        return ERR_OK;
    case STORE_BM25:
        write_bm25(w, search);
        return ERR_OK;
    case STORE_SCHEME:
        asked->scheme = search->scheme;
        xap_check_scheme(search->scheme, &error);
        return error.code ? err_set(err, ERR_USAGE, "%s", error.message) : ERR_OK;
    default:
        asked->scheme = "bool";
        return ERR_OK;
    }
}
