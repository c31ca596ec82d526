/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_UNPACK_BUDGET_H
#define PRESSMARK_INDEXER_UNPACK_BUDGET_H

/* What reading one file may cost, and what was spent of that. */

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

/* What a file and everything in it may cost; options.c has the defaults. */
struct unpack_limits {
    uint64_t max_bytes;   /* unpacked, all members together */
    uint64_t max_ratio;   /* unpacked bytes a byte of the file, beyond the first MiB */
    uint64_t max_members; /* all levels together */
    uint64_t max_depth;   /* of archives in archives; 0: none is opened */
    uint64_t max_s;       /* processor time of an archive or a text, wall clock of a child
                             process */
    uint64_t child_bytes; /* address space of a child process */
};

/* What was spent of the limits. One a file on disk. */
struct budget {
    const struct unpack_limits *limits;
    uint64_t file_bytes; /* size of the file on disk */
    uint64_t unpacked_bytes, n_members;
    bool may_go_well;       /* the next time: a limit of time was met, or memory ran out */
    uint64_t settled_bytes; /* unpacked, and given back: they count for the ratio only */
    uint64_t repeated_bytes;
    struct err cut; /* why text that is repeated was left out; ERR_OK: none was */
};

/* Takes n bytes of the budget. ERR_LIMIT: they are not there, and nothing was taken. */
enum err_code budget_spend(struct budget *budget, uint64_t n, struct err *err);
/* As budget_spend(), for a member. */
enum err_code budget_spend_member(struct budget *budget, struct err *err);
/* Takes n bytes for what was read before and is to be written, or read, once more: a string that
 * many cells name, the value of an attribute. All of it together may take an eighth of what a file
 * may unpack to. false: it has to be left out, and budget->cut says why. budget may be NULL: then
 * there is no limit. */
bool budget_repeat(struct budget *budget, uint64_t n);
/* Gives back what was spent since before: the limits are for a part of a file of many records. */
void budget_settle(struct budget *budget, const struct budget *before);

#endif
