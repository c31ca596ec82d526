/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_PLACES_H
#define PRESSMARK_XAPIAN_ENGINE_PLACES_H

#include "xapian_engine/query.h"

/* The documents in which the words of node i, a STORE_PHRASE or STORE_NEAR, stand as it says, by
 * libxapian's table of positions or by the records. What goes wrong while it is read is in
 * q->problem. On q's arena. ERR_USAGE: the words are none. */
const struct xap_source *places_new(struct query *q, size_t i, struct err *err);

#endif
