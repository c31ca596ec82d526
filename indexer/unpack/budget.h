/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_UNPACK_BUDGET_H
#define PRESSMARK_INDEXER_UNPACK_BUDGET_H

/* Limits what reading one file may cost, and counts what has been spent of them. */

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

/* Limits for one file and everything in it; options.c has the defaults. */
struct unpack_limits {
    uint64_t max_bytes;   /* unpacked bytes of all members together */
    uint64_t max_ratio;   /* unpacked bytes for each byte of the file, beyond the first MiB */
    uint64_t max_members; /* members of all levels together */
    uint64_t max_depth;   /* levels of archives within archives; 0: archives are not opened */
    /* seconds: processor time for an archive or a text, wall clock for a child process. */
    uint64_t max_s;
    uint64_t child_bytes; /* address space of a child process */
};

/* The memory of a run. It does not depend on the file, so an index does not remember it. */
struct memory_limits {
    uint64_t max_bytes;
    /* What may be used at any time. What needs more waits until wait_for_turn() returns, so that
     * only one thread at a time has as much. */
    uint64_t shared_bytes;
    void (*wait_for_turn)(void *ctx); /* NULL: there is only one thread */
    void *ctx;
};

/* How many times its size something takes, roughly, while it is read and analysed. */
enum held_as { HELD_PACKED = 1, HELD_TEXT = 4 };

/* What has been spent of the limits. Each file on disk has a budget of its own. */
struct budget {
    const struct unpack_limits *limits;
    const struct memory_limits *memory; /* NULL: not limited */
    uint64_t file_bytes;                /* size of the file on disk */
    uint64_t unpacked_bytes, n_members;
    bool may_go_well; /* reading again may succeed: a time limit was reached, or memory ran out */
    /* Unpacked and given back by budget_settle(): counts only for max_ratio. */
    uint64_t settled_bytes;
    /* Spent through budget_repeat(); also included in unpacked_bytes. */
    uint64_t repeated_bytes;
    struct err cut; /* why repeated text was left out; ERR_OK: none was */
};

/* Spends n unpacked bytes. Returns ERR_LIMIT, and spends nothing, if that exceeds a limit. */
enum err_code budget_spend(struct budget *budget, uint64_t n, struct err *err);
/* Counts one more member. Returns ERR_LIMIT if there are too many. */
enum err_code budget_spend_member(struct budget *budget, struct err *err);
/* Spends n bytes for text that is written or read once more, such as a string that many cells refer
 * to or the value of an attribute. All such text together may take an eighth of what a file may
 * unpack to. Returns false if the text has to be left out; budget->cut then says why. Always
 * returns true if budget is NULL. */
bool budget_repeat(struct budget *budget, uint64_t n);
/* Asks for the memory for n bytes that have to be in memory as a whole. Returns ERR_LIMIT if a run
 * may not use as much; as another run may, budget->may_go_well is set. */
enum err_code budget_hold(struct budget *budget, uint64_t n, enum held_as as, struct err *err);
/* Returns how large something may be for budget_hold(). */
uint64_t budget_most_held(const struct budget *budget, enum held_as as);
/* Returns how many bytes of text may still be unpacked and held in memory. */
uint64_t budget_rest(const struct budget *budget);
/* Gives back what has been spent since the budget was copied to before, so that the limits apply to
 * each part of a file of many records. The ratio still applies to the whole. */
void budget_settle(struct budget *budget, const struct budget *before);

#endif
