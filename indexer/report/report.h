/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_REPORT_REPORT_H
#define PRESSMARK_INDEXER_REPORT_REPORT_H

/* What a run did and what it could not do. */

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "indexer/sources/changes.h"

#include <stdint.h>
#include <stdio.h>

enum problem_kind {
    PROBLEM_FAILED,   /* a file or record that should have been read: exit status 1 */
    PROBLEM_NOT_TEXT, /* a file met in a folder that no reader is for: counted, not complained about
                       */
};

struct problem {
    enum problem_kind kind;
    struct str path;
    uint32_t line; /* 0: the whole file */
    struct str reason;
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
void problems_add(struct problems *p, enum problem_kind kind, struct str path, uint32_t line,
                  struct str reason);
/* Moves copies of all of from to the end of to. */
void problems_append(struct problems *to, const struct problems *from);

struct report {
    /* files */
    uint64_t n_added, n_changed, n_renamed, n_removed, n_unchanged;
    uint64_t n_failed, n_not_text; /* by kind of problem; records count in n_failed */
    uint64_t bytes_read;
    uint64_t n_documents; /* in the index afterwards */
    double elapsed_s;
    bool is_new;      /* a generation was built */
    bool interrupted; /* a signal ended it early */
    struct problems problems;
};

/* Counts the problems into n_failed and n_not_text. */
void report_finish(struct report *r);
/* "Indexed 120 documents ..." for people. */
void report_print(const struct report *r, FILE *out);
/* The same of a run that wrote the documents out. */
void report_print_emitted(const struct report *r, FILE *out);
void report_print_json(const struct report *r, FILE *out);
/* What a run would do: "add notes.md", a line a file. */
void report_print_plan(const struct changes *plan, FILE *out);
/* The problems for people: all of them, or the failures up to a limit. path_of shows a stored path.
 */
void report_print_problems(const struct report *r, bool all, FILE *out);
/* The problems as JSON lines. */
enum err_code report_write_problems(const struct report *r, const char *path, struct err *err);

#endif
