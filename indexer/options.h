/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_OPTIONS_H
#define PRESSMARK_INDEXER_OPTIONS_H

#include "base/opt.h"

struct options {
    const char *index;
    struct opt_list sources; /* operands */
    bool rebuild;
    bool bulk; /* write the tables directly where that is possible */
    bool keep_marks, hangul_bigrams;
    const char *language;
    bool hidden, no_ignore;
    struct opt_list include, exclude;
    uint64_t max_file_bytes;
    uint64_t memory_bytes; /* 0: a quarter of the machine's, 1 GiB at most */
    uint64_t n_threads;    /* 0: as many as there are processors */
    const char *wait;      /* NULL: not at all; "": without end; else seconds */
    bool check;
    bool dry_run;
    bool json, quiet, verbose;
    const char *report;
    bool help, version;
};

/* ERR_USAGE. The lists are freed by options_done(). */
enum err_code options_parse(struct options *o, int argc, char **argv, struct err *err);
void options_print_help(FILE *out);
void options_done(struct options *o);

#endif
