/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_REPORT_REPORT_H
#define PRESSMARK_INDEXER_REPORT_REPORT_H

/* What a run did and what it could not do. */

#include "base/err.h"
#include "indexer/report/problems.h"

#include <stdint.h>
#include <stdio.h>

struct report {
    /* Numbers of files: */
    uint64_t n_added, n_changed, n_renamed, n_removed, n_unchanged;
    uint64_t n_failed, n_not_text, n_known; /* by kind of problem; n_failed also counts records */
    uint64_t bytes_read;
    uint64_t n_documents; /* in the index after the run */
    double elapsed_s;
    bool is_new;            /* a new generation was built */
    bool interrupted;       /* a signal ended the run early */
    bool has_lost_settings; /* the old index's list of sources could not be read */
    struct problems problems;
};

/* Counts the problems into n_failed, n_not_text and n_known. */
void report_finish(struct report *r);
/* Prints a summary for people, "Indexed 120 documents ...". */
void report_print(const struct report *r, FILE *out);
/* Prints the summary of a run that wrote the documents out. */
void report_print_emitted(const struct report *r, FILE *out);
void report_print_json(const struct report *r, FILE *out);
/* Prints the problems for people: all of them, or failures up to a limit. */
void report_print_problems(const struct report *r, bool all, FILE *out);
/* Writes the problems to a file as JSON lines. */
enum err_code report_write_problems(const struct report *r, const char *path, struct err *err);

#endif
