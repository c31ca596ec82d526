/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_VERIFY_H
#define PRESSMARK_XAPIAN_ENGINE_VERIFY_H

#include "xapian_engine/question.h"

/* The result of examining a hit of a server that has no position table and therefore returns too
 * many hits, with scores that are upper bounds. */
struct verdict {
    bool matches;
    bool is_scored;                /* the score is exact */
    const unsigned char *standing; /* as in struct query */
    struct str id;                 /* the document's unique term */
    struct str data, value, order; /* its values of search->choose_slot and order_slot */
};

/* Examines the terms, values and record of a document. *ret points to memory on arena. */
enum err_code verify_document(struct query *q, uint32_t docid, struct arena *arena,
                              struct verdict *ret, struct err *err);

/* Restricts q to the documents that have one of these unique terms (verdict.id). */
void verify_ask_for(struct question *q, const struct str *ids, size_t n);

#endif
