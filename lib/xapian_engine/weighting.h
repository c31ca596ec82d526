/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_WEIGHTING_H
#define PRESSMARK_XAPIAN_ENGINE_WEIGHTING_H

/* The weighting of a search in the form that libxapian takes. */

#include "match/weight.h"
#include "xapian_engine/engine.h"

struct weighting {
    const struct store_search *search;
    struct db_collection collection;
    struct xap_weight functions;
    char scheme[200];
};

/* Sets the weighting of asked; w must outlive asked. ERR_USAGE if there is no such scheme, or if
 * another machine does not know it. */
enum err_code weighting_init(struct weighting *w, const struct xapian_reader *r,
                             const struct db_collection *collection,
                             const struct store_search *search, struct xap_search *asked,
                             struct err *err);

#endif
