/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_QUESTION_H
#define PRESSMARK_XAPIAN_ENGINE_QUESTION_H

#include "xapian_engine/query.h"
#include "xapian_engine/weighting.h"

/* A search as libxapian is asked it. */
struct question {
    struct query query;
    struct weighting weighting;
    struct xap_sort_key keys[2];
    struct xap_search asked;
};

/* standing: as query_init() has it. All must outlive q, which is to be closed in either case and
 * must stay where it is. ERR_USAGE: as store_reader_search(). */
enum err_code question_init(struct question *q, struct xapian_reader *r,
                            const struct store_search *s, const unsigned char *standing,
                            struct err *err);
void question_done(struct question *q);

/* Asks q->asked of what q->query has by now. *ret is the caller's. */
enum err_code question_ask(struct question *q, struct xap_results **ret, struct err *err);

#endif
