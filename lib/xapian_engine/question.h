/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_QUESTION_H
#define PRESSMARK_XAPIAN_ENGINE_QUESTION_H

#include "xapian_engine/query.h"
#include "xapian_engine/weighting.h"

/* A search in the form that libxapian takes. */
struct question {
    struct query query;
    struct weighting weighting;
    struct xap_sort_key keys[2];
    struct xap_search asked;
};

/* Initialises q for a search; standing is as for query_init(). All arguments must outlive q, which
 * must not move, and question_done() must be called even on failure. ERR_USAGE as for
 * store_reader_search(). */
enum err_code question_init(struct question *q, struct xapian_reader *r,
                            const struct store_search *s, const unsigned char *standing,
                            struct err *err);
void question_done(struct question *q);

/* Runs q->asked with the nodes in q->query. The caller frees *ret. */
enum err_code question_ask(struct question *q, struct xap_results **ret, struct err *err);

#endif
