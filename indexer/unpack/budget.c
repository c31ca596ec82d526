/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts what is unpacked from a file, so that a small file cannot grow without limit. */
#include "indexer/unpack/budget.h"

enum {
    FREE_BYTES = 1 << 20, /* are not subject to the ratio */
    REPEATED_SHARE = 8,   /* repeated text may take 1/REPEATED_SHARE of what may be unpacked */
};

enum err_code budget_spend(struct budget *budget, uint64_t n, struct err *err)
{
    const struct unpack_limits *limits = budget->limits;
    uint64_t unpacked = budget->unpacked_bytes + n, total = unpacked + budget->settled_bytes;
    if (unpacked > limits->max_bytes)
        return err_set(err, ERR_LIMIT, "more than %llu bytes unpacked (--max-unpacked)",
                       (unsigned long long)limits->max_bytes);
    if (total > FREE_BYTES && total / limits->max_ratio > budget->file_bytes)
        return err_set(err, ERR_LIMIT, "more than %llu times its size unpacked (--max-ratio)",
                       (unsigned long long)limits->max_ratio);
    budget->unpacked_bytes = unpacked;
    return ERR_OK;
}

enum err_code budget_spend_member(struct budget *budget, struct err *err)
{
    if (budget->n_members >= budget->limits->max_members)
        return err_set(err, ERR_LIMIT, "more than %llu members (--max-members)",
                       (unsigned long long)budget->limits->max_members);
    budget->n_members++;
    return ERR_OK;
}

bool budget_repeat(struct budget *budget, uint64_t n)
{
    struct err limit = ERR_INIT;
    if (!budget)
        return true;
    uint64_t repeated = budget->repeated_bytes + n;
    if (repeated > budget->limits->max_bytes / REPEATED_SHARE)
        err_set(&limit, ERR_LIMIT, "an eighth of what may be unpacked (--max-unpacked)");
    else if (budget_spend(budget, n, &limit) == ERR_OK)
        budget->repeated_bytes = repeated;
    if (limit.code && !budget->cut.code)
        err_set(&budget->cut, ERR_LIMIT, "text that is repeated was left out: %s", limit.message);
    return !limit.code;
}

uint64_t budget_most_held(const struct budget *budget, enum held_as as)
{
    return budget->memory ? budget->memory->max_bytes / as : UINT64_MAX;
}

enum err_code budget_hold(struct budget *budget, uint64_t n, enum held_as as, struct err *err)
{
    const struct memory_limits *memory = budget->memory;
    uint64_t most = budget_most_held(budget, as);
    if (n > most) {
        budget->may_go_well = true;
        return err_set(err, ERR_LIMIT, "larger than %llu bytes, which is all that fits (--memory)",
                       (unsigned long long)most);
    }
    if (memory && memory->wait_for_turn && n > memory->shared_bytes / as)
        memory->wait_for_turn(memory->ctx);
    return ERR_OK;
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

uint64_t budget_rest(const struct budget *budget)
{
    const struct unpack_limits *limits = budget->limits;
    uint64_t total = budget->unpacked_bytes + budget->settled_bytes;
    uint64_t most = budget->file_bytes < UINT64_MAX / limits->max_ratio
                        ? budget->file_bytes * limits->max_ratio
                        : UINT64_MAX;
    most = most < FREE_BYTES ? FREE_BYTES : most;
    uint64_t of_ratio = most > total ? most - total : 0;
    uint64_t of_all = least(limits->max_bytes - budget->unpacked_bytes, of_ratio);
    return least(of_all, budget_most_held(budget, HELD_TEXT));
}

void budget_settle(struct budget *budget, const struct budget *before)
{
    budget->settled_bytes += budget->unpacked_bytes - before->unpacked_bytes;
    budget->unpacked_bytes = before->unpacked_bytes;
    budget->n_members = before->n_members;
    budget->repeated_bytes = before->repeated_bytes;
}
