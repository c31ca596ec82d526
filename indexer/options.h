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
    struct config config;    /* read if the index is a name in it */
    struct opt_list sources; /* operands */
    bool rebuild;
    bool bulk; /* write the tables directly if possible */
    /* The given options that are remembered for a source, see options_settings(). */
    struct opt_words given;
    struct settings settings; /* the defaults, changed by given */
    /* Options for new indexes only. For an existing index, its own values apply unless given_new
     * has the option. */
    bool keep_marks, hangul_bigrams, position_table;
    struct opt_words given_new;
    bool retry;             /* also read files that could not be read before */
    bool prune;             /* remove the documents of sources that have no files any more */
    struct opt_list forget; /* sources to remove from the index */
    const char *files_from; /* a list of files, one a line or, if is_null, NUL-terminated */
    bool is_null;
    uint64_t memory_bytes; /* by default a quarter of the machine's memory, at most 1 GiB */
    uint64_t n_threads;    /* 0: the number of processors */
    uint64_t wait_s;       /* seconds to wait for the lock; UINT64_MAX: forever */
    bool watch;
    const char *alerts; /* a file of queries to ask after each run */
    double settle_s;    /* seconds without changes before --watch updates */
    bool check;
    bool status;
    bool dry_run;
    bool json, quiet, verbose;
    const char *report;
    int emit; /* enum options_emit */
    bool help, version;
};

/* Parses the command line. Returns ERR_USAGE, or the errors of config_read(). Call options_done()
 * also after a failure. */
enum err_code options_parse(struct options *o, int argc, char **argv, struct err *err);
/* Applies options to the default settings. Strings are borrowed from words. Returns ERR_USAGE if
 * one is invalid. */
enum err_code options_settings(const struct opt_words *words, struct settings *ret,
                               struct err *err);
void options_print_help(FILE *out);
void options_done(struct options *o);

#endif
