/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_FOLD_H
#define PRESSMARK_SEARCH_FOLD_H

/* One hit for several copies of a document (store/likeness.h): the best of them, or the first in
 * the order that was asked for, with the others behind it. */

#include "base/arena.h"
#include "store/db.h"
#include "store/likeness.h"

/* What stands behind a hit, in the order of the ranking. */
struct fold_copies {
    struct fold_copy {
        struct db_hit hit; /* its data stay the results' */
        enum likeness likeness;
    } * items;
    size_t n;
};

/* As db_reader_search(), with the hits [first, first + max) of those that remain when copies, and
 * near copies where least is LIKENESS_NEAR, are folded. *ret_copies gets, on arena, what each of
 * the results' hits stands for: those of its copies that are ranked not far behind the last hit.
 * Past a thousand hits nothing is folded; *ret_copies is NULL then. */
enum err_code fold_search(struct db_reader *reader, const struct db_search *search,
                          enum likeness least, struct arena *arena, struct db_results **ret_results,
                          struct fold_copies **ret_copies, struct err *err);

#endif
