/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/rank.h"

void rank_defaults(struct xap_search *search)
{
    *search = (struct xap_search){
        .weighting = XAP_BM25,
        .k1 = RANK_K1,
        .k2 = 0.0,
        .k3 = RANK_K3,
        .b = RANK_B,
        .min_length = RANK_MIN_LENGTH,
        .c = RANK_C,
        .max = 10,
        .sort_slot = -1,
        .collapse_slot = -1,
    };
}
