/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The numbers of the default ranking. */
#include "search/plan/rank.h"

void rank_defaults(struct store_search *search, uint32_t n_documents)
{
    *search = (struct store_search){
        .weighting = STORE_BURST,
        .burst = {RANK_C, RANK_LOG_SHARE, RANK_WQF_POWER, n_documents},
        .max = 10,
        .max_steps = RANK_MAX_STEPS,
        .sort_slot = -1,
        .order_slot = -1,
    };
}
