/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_REPORT_REPORT_H
#define PRESSMARK_INDEXER_REPORT_REPORT_H

/* What a run did and what it could not do. */

#include "base/err.h"
#include "indexer/report/problems.h"

#include <stdint.h>
#include <stdio.h>

struct report {
    /* files */
    uint64_t n_added, n_changed, n_renamed, n_removed, n_unchanged;
    uint64_t n_failed, n_not_text, n_known; /* by kind of problem; records count in n_failed */
    uint64_t bytes_read;
    uint64_t n_documents; /* in the index afterwards */
    double elapsed_s;
    bool is_new;            /* a generation was built */
    bool interrupted;       /* a signal ended it early */
    bool has_lost_settings; /* what an old index remembered of its sources was not to be read */
    struct problems problems;
};

/* Counts the problems into n_failed and n_not_text. */
void report_finish(struct report *r);
/* "Indexed 120 documents ..." for people. */
void report_print(const struct report *r, FILE *out);
/* The same of a run that wrote the documents out. */
void report_print_emitted(const struct report *r, FILE *out);
void report_print_json(const struct report *r, FILE *out);
/* The problems for people: all of them, or the failures up to a limit. */
void report_print_problems(const struct report *r, bool all, FILE *out);
/* The problems as JSON lines. */
enum err_code report_write_problems(const struct report *r, const char *path, struct err *err);

#endif
