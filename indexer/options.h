/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_OPTIONS_H
#define PRESSMARK_INDEXER_OPTIONS_H

#include "base/opt.h"
#include "indexer/unpack/budget.h"

#include <stdio.h>

enum options_emit { EMIT_NOTHING = -1, EMIT_JSONL };

struct options {
    const char *index;
    struct opt_list sources; /* operands */
    bool rebuild;
    bool bulk; /* write the tables directly where that is possible */
    bool keep_marks, hangul_bigrams, position_table;
    const char *language;
    const char *id_field, *title_field, *text_field; /* of records; NULL: the usual names */
    bool hidden, no_ignore;
    struct opt_list include, exclude;
    struct opt_list type_names;
    uint64_t types;         /* of type_names, see formats.h; 0: all */
    const char *files_from; /* a list of files, one a line or (is_null) NUL-terminated */
    bool is_null;
    uint64_t max_file_bytes;
    struct unpack_limits unpack;
    uint64_t memory_bytes; /* 0: a quarter of the machine's, 1 GiB at most */
    uint64_t n_threads;    /* 0: as many as there are processors */
    uint64_t wait_s;       /* for the lock; UINT64_MAX: without end */
    bool watch;
    bool check;
    bool dry_run;
    bool json, quiet, verbose;
    const char *report;
    int emit; /* enum options_emit */
    bool help, version;
};

/* ERR_USAGE. The lists are freed by options_done(). */
enum err_code options_parse(struct options *o, int argc, char **argv, struct err *err);
void options_print_help(FILE *out);
void options_done(struct options *o);

#endif
