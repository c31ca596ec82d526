/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_VALUE_RANGE_H
#define PRESSMARK_XAPIAN_ENGINE_VALUE_RANGE_H

#include "xapian_engine/query.h"

/* Returns the list, on q's arena, of the documents with a value in the range of a
 * STORE_VALUE_RANGE. Errors while it is read are put in q->problem. */
const struct xap_source *value_range_new(struct query *q, const struct store_node *node);

#endif
