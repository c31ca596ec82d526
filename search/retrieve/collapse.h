/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_COLLAPSE_H
#define PRESSMARK_SEARCH_RETRIEVE_COLLAPSE_H

/* Folds copies of a document (store/fingerprint.h) into one hit: the best of them, or the first one
 * if hits are sorted, with the others attached. If translations are folded, the one in the
 * preferred language takes the place of the best. */

#include "base/arena.h"
#include "store/engine.h"
#include "store/fingerprint.h"

/* Says which documents are folded into one hit. */
struct collapse_settings {
    unsigned kinds; /* sum of enum fingerprint */
    /* For FINGERPRINT_TRANSLATION: language codes separated by commas, the most preferred first.
     * The ranked translation in the most preferred language represents the others. */
    struct str languages;
};

/* The copies that are folded into a hit, in the order of the ranking. */
struct collapse_copies {
    struct collapse_copy {
        struct store_hit hit; /* its data belong to the results */
        enum fingerprint fingerprint;
    } * items;
    size_t n;
};

enum {
    COLLAPSE_EXTRA = 10,          /* hits that are ranked at first beyond those wanted */
    COLLAPSE_GROWTH = 8,          /* factor by which more are ranked if these are copies */
    COLLAPSE_TRANSLATIONS = 1000, /* hits that are at least ranked to fold translations */
    COLLAPSE_MAX_RANKED = 10000   /* hits that are folded at most */
};

/* Does what store_reader_search() does, but returns the hits [first, first + max) of those that
 * remain after folding. *ret_copies has, on arena, the copies of each hit that are ranked not far
 * behind the last one. Only the first COLLAPSE_MAX_RANKED hits of the ranking are folded, and those
 * after them follow as they are, so that a hit's place does not depend on which hits are wanted.
 * *ret_n_ranked is the number of hits that were examined. */
enum err_code collapse_search(struct store_reader *reader, const struct store_search *search,
                              const struct collapse_settings *settings, struct arena *arena,
                              struct store_results **ret_results,
                              struct collapse_copies **ret_copies, uint32_t *ret_n_ranked,
                              struct err *err);

#endif
