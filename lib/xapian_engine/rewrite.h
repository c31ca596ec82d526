/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_REWRITE_H
#define PRESSMARK_XAPIAN_ENGINE_REWRITE_H

#include "xapian_engine/query.h"

/* Appends the nodes that libxapian is asked for the search of q. ERR_USAGE: words of a phrase or a
 * synonym are none. */
enum err_code rewrite_query(struct query *q, struct err *err);

#endif
