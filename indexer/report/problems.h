/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_REPORT_PROBLEMS_H
#define PRESSMARK_INDEXER_REPORT_PROBLEMS_H

/* What could not be read, and why: collected where it happens, reported when the run ends. */

#include "base/arena.h"
#include "base/str.h"

#include <stdint.h>

enum problem_kind {
    PROBLEM_FAILED,   /* a file or record that should have been read: exit status 1 */
    PROBLEM_NOT_TEXT, /* a file met in a folder that no reader is for: only counted */
    PROBLEM_KNOWN,    /* an earlier run's, of a file that is not tried again: only counted */
};

struct problem {
    enum problem_kind kind;
    struct str path;
    uint32_t line; /* 0: the whole file */
    struct str reason;
    uint64_t n; /* problems that it stands for */
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
/* Makes failures from first on such as were known before. */
void problems_are_known(struct problems *p, size_t first);
void problems_add(struct problems *p, enum problem_kind kind, struct str path, uint32_t line,
                  struct str reason);
/* Adds n failures of a file at once, whose reasons are those of failures before them. */
void problems_add_more(struct problems *p, struct str path, uint64_t n);
/* Adds copies of all of from to the end of to. */
void problems_append(struct problems *to, const struct problems *from);

#endif
