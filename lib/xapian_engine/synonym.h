/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_SYNONYM_H
#define PRESSMARK_XAPIAN_ENGINE_SYNONYM_H

#include "xapian_engine/query.h"

/* Returns the list, on q's arena, of the documents that contain any term of node i, a
 * STORE_SYNONYM, weighed as lib/match does. Errors while it is read are put in q->problem.
 * ERR_USAGE if the node is not a list of terms. */
const struct xap_source *synonym_new(struct query *q, size_t i, struct err *err);

#endif
