/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_REPORT_PROBLEMS_H
#define PRESSMARK_INDEXER_REPORT_PROBLEMS_H

/* Collects what could not be read, and why, to be reported at the end of a run. */

#include "base/arena.h"
#include "base/str.h"

#include <stdint.h>

enum problem_kind {
    PROBLEM_FAILED,   /* a file or record that should have been read: exit status 1 */
    PROBLEM_NOT_TEXT, /* a file found in a folder that no reader recognises: only counted */
    PROBLEM_KNOWN,    /* from an earlier run, of a file that is not tried again: only counted */
};

struct problem {
    enum problem_kind kind;
    struct str path;
    uint32_t line; /* 0 if the whole file is meant */
    struct str reason;
    uint64_t n; /* how many problems it stands for */
};

struct problems {
    struct problem *items;
    size_t n, capacity;
    struct arena arena;
};

#define PROBLEMS_INIT                                                                              \
    {                                                                                              \
        0                                                                                          \
    }
void problems_done(struct problems *p);
/* Turns the failures from first on into problems known from an earlier run. */
void problems_are_known(struct problems *p, size_t first);
/* Appends a problem, copying path and reason. line is 0 if the whole file is meant. */
void problems_add(struct problems *p, enum problem_kind kind, struct str path, uint32_t line,
                  struct str reason);
/* Adds n more failures of a file at once, with reasons like those before. */
void problems_add_more(struct problems *p, struct str path, uint64_t n);
/* Appends copies of all problems in from. */
void problems_append(struct problems *to, const struct problems *from);

#endif
