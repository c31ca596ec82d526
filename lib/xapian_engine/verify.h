/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_VERIFY_H
#define PRESSMARK_XAPIAN_ENGINE_VERIFY_H

#include "xapian_engine/question.h"

/* What a document turns out to be that a server without the table of positions takes for a match,
 * with a score that is at least its own. */
struct verdict {
    bool matches;
    bool is_scored;                /* the score is its own */
    const unsigned char *standing; /* as struct query has it */
    struct str id;                 /* the term that no other document of its index has */
    struct str data, value, order; /* its values of search->choose_slot and order_slot */
};

/* Looks at the document's terms, values and record. What *ret points to is on arena. */
enum err_code verify_document(struct query *q, uint32_t docid, struct arena *arena,
                              struct verdict *ret, struct err *err);

/* Asks for the documents that have any of these terms (verdict.id), and no others. */
void verify_ask_for(struct question *q, const struct str *ids, size_t n);

#endif
