/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_COLLAPSE_H
#define PRESSMARK_SEARCH_RETRIEVE_COLLAPSE_H

/* One hit for several copies of a document (store/fingerprint.h): the best of them, or the first in
 * the order that was asked for, with the others behind it. Where translations are folded, the one
 * in the dearest language stands in the place of the best. */

#include "base/arena.h"
#include "store/engine.h"
#include "store/fingerprint.h"

/* What stands behind a hit, in the order of the ranking. */
/* What is one hit. */
struct collapse_settings {
    unsigned kinds; /* sum of enum fingerprint */
    /* With FINGERPRINT_TRANSLATION: codes of languages with commas between, the first the dearest;
     * what is written in the dearest of those that are ranked stands for the others. */
    struct str languages;
};

struct collapse_copies {
    struct collapse_copy {
        struct store_hit hit; /* its data stay the results' */
        enum fingerprint fingerprint;
    } * items;
    size_t n;
};

enum {
    COLLAPSE_EXTRA = 10,          /* hits that are ranked beyond those wanted, at first */
    COLLAPSE_GROWTH = 8,          /* times as many are ranked where these are copies */
    COLLAPSE_TRANSLATIONS = 1000, /* hits that are ranked at least where these are folded */
    COLLAPSE_MAX_RANKED = 10000   /* that are folded */
};

/* As store_reader_search(), with the hits [first, first + max) of those that remain when copies, or
 * what else the settings say, are folded. *ret_copies gets, on arena, what
 * each of the results' hits stands for: those of its copies that are ranked not far behind the last
 * hit. The first COLLAPSE_MAX_RANKED hits of the ranking are folded, those behind them follow as
 * they are: a hit has the same place whichever of them are wanted. *ret_n_ranked: how many were
 * looked at. */
enum err_code collapse_search(struct store_reader *reader, const struct store_search *search,
                              const struct collapse_settings *settings, struct arena *arena,
                              struct store_results **ret_results,
                              struct collapse_copies **ret_copies, uint32_t *ret_n_ranked,
                              struct err *err);

#endif
