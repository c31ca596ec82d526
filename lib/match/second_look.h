/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_MATCH_SECOND_LOOK_H
#define PRESSMARK_MATCH_SECOND_LOOK_H

/* The second look at the best hits of a search (store/query.h). For this folder only. */

#include "match/shard.h"

struct second_look_hit {
    uint32_t docid;
    double score; /* that of the search, then the one that the caller computed */
};

/* Scores n hits, given in descending order of score. Their order does not change. */
enum err_code db_second_look(struct db_reader *r, const struct store_second_look *look,
                             struct second_look_hit *hits, size_t n, struct err *err);

#endif
