/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets up a search with the numbers of the default ranking. */
#include "search/plan/rank.h"

#include <math.h>

/* Returns 0 if the documents are alike in length and 1 if a few giants determine the mean. */
static double share_of_giants(double length_skew)
{
    double share = (length_skew - RANK_SKEW_ALIKE) / (RANK_SKEW_GIANTS - RANK_SKEW_ALIKE);
    return fmin(fmax(share, 0), 1);
}

static double between(double alike, double giants, double share)
{
    return alike * pow(giants / alike, share);
}

void rank_defaults(struct store_search *search, double length_skew, uint32_t n_documents)
{
    double share = share_of_giants(length_skew);
    *search = (struct store_search){
        .weighting = STORE_BURST,
        .burst = {.c = between(RANK_C_ALIKE, RANK_C_GIANTS, share),
                  .power = between(RANK_BURST_POWER_ALIKE, RANK_BURST_POWER_GIANTS, share),
                  .max = RANK_MAX_BURST,
                  .log_share = RANK_LOG_SHARE,
                  .wqf_power = RANK_WQF_POWER,
                  .n_documents = n_documents},
        .max = 10,
        .max_steps = RANK_MAX_STEPS,
        .sort_slot = -1,
        .order_slot = -1,
    };
}
