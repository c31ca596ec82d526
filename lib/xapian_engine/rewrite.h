/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_REWRITE_H
#define PRESSMARK_XAPIAN_ENGINE_REWRITE_H

#include "xapian_engine/query.h"

/* Appends the nodes of libxapian's query for the search of q. ERR_USAGE if a phrase or a synonym
 * has children that are not words. */
enum err_code rewrite_query(struct query *q, struct err *err);

#endif
