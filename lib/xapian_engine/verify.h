/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_VERIFY_H
#define PRESSMARK_XAPIAN_ENGINE_VERIFY_H

#include "xapian_engine/query.h"

/* Whether a document that libxapian takes for a match is one: a server without the table of
 * positions takes a phrase for an AND. Looks into the document's record. */
enum err_code verify_hit(struct query *q, uint32_t docid, bool *ret_matches, struct err *err);

#endif
