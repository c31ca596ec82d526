/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_VALUE_RANGE_H
#define PRESSMARK_XAPIAN_ENGINE_VALUE_RANGE_H

#include "xapian_engine/query.h"

/* The documents with a value in the range that a STORE_VALUE_RANGE says. What goes wrong while it
 * is read is in q->problem. On q's arena. */
const struct xap_source *value_range_new(struct query *q, const struct store_node *node);

#endif
