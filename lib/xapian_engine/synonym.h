/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_SYNONYM_H
#define PRESSMARK_XAPIAN_ENGINE_SYNONYM_H

#include "xapian_engine/query.h"

/* The documents that have any term of node i, a STORE_SYNONYM, with the weight that lib/match gives
 * them. What goes wrong while it is read is in q->problem. On q's arena. ERR_USAGE: the node is no
 * list of terms. */
const struct xap_source *synonym_new(struct query *q, size_t i, struct err *err);

#endif
