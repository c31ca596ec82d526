/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_WEIGHTING_H
#define PRESSMARK_XAPIAN_ENGINE_WEIGHTING_H

/* How a search weighs, as libxapian is told it. */

#include "match/weight.h"
#include "xapian_engine/engine.h"

struct weighting {
    const struct store_search *search;
    struct db_collection collection;
    struct xap_weight functions;
    char scheme[200];
};

/* Sets the scheme of asked, which w must outlive. ERR_USAGE: it is none, or none that another
 * machine knows. */
enum err_code weighting_init(struct weighting *w, const struct xapian_reader *r,
                             const struct db_collection *collection,
                             const struct store_search *search, struct xap_search *asked,
                             struct err *err);

#endif
