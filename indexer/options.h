/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_OPTIONS_H
#define PRESSMARK_INDEXER_OPTIONS_H

#include "base/config.h"
#include "base/opt.h"
#include "indexer/sources/settings.h"

#include <stdio.h>

enum options_emit { EMIT_NOTHING = -1, EMIT_JSONL };

struct options {
    const char *index;
    struct config config;    /* read where the index is one that it names */
    struct opt_list sources; /* operands */
    bool rebuild;
    bool bulk;                /* write the tables directly where that is possible */
    struct opt_words given;   /* of what is remembered of a source: options_settings() */
    struct settings settings; /* what given makes of the defaults */
    /* What only a new index can be given; an old one's own holds where it is not in given_new. */
    bool keep_marks, hangul_bigrams, position_table;
    struct opt_words given_new;
    bool retry;             /* also files that could not be read */
    bool prune;             /* sources of which nothing is there any more lose their documents */
    struct opt_list forget; /* sources that are to leave the index */
    const char *files_from; /* a list of files, one a line or (is_null) NUL-terminated */
    bool is_null;
    uint64_t memory_bytes; /* 0: a quarter of the machine's, 1 GiB at most */
    uint64_t n_threads;    /* 0: as many as there are processors */
    uint64_t wait_s;       /* for the lock; UINT64_MAX: without end */
    bool watch;
    const char *alerts; /* a file of queries that are asked after each run */
    double settle_s;    /* how long nothing must change before a watch updates */
    bool check;
    bool status;
    bool dry_run;
    bool json, quiet, verbose;
    const char *report;
    int emit; /* enum options_emit */
    bool help, version;
};

/* ERR_USAGE, and those of config_read(). The lists are freed by options_done(). */
enum err_code options_parse(struct options *o, int argc, char **argv, struct err *err);
/* The settings that words of the given kind make of the defaults; strings are borrowed from words.
 * ERR_USAGE. */
enum err_code options_settings(const struct opt_words *words, struct settings *ret,
                               struct err *err);
void options_print_help(FILE *out);
void options_done(struct options *o);

#endif
