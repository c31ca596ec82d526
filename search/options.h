/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_OPTIONS_H
#define PRESSMARK_SEARCH_OPTIONS_H

#include "base/opt.h"
#include "search/retrieve/retrieve.h"

enum options_when { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER };

struct options {
    struct opt_list indexes;
    struct opt_list words; /* operands: the query */
    struct retrieve_settings retrieve;
    bool json, jsonl, csv, vimgrep, paths;
    bool nul;
    bool count;     /* only how many documents match */
    int color;      /* enum options_when */
    int hyperlinks; /* enum options_when */
    uint64_t n_passages;
    uint64_t passage_bytes;
    const char *topics, *run, *tag;
    bool run_by_path;
    bool show_plan, explain;
    bool quiet;
    bool help, version;
};

/* ERR_USAGE. The lists are freed by options_done(). */
enum err_code options_parse(struct options *o, int argc, char **argv, struct err *err);
void options_print_help(FILE *out);
void options_done(struct options *o);

#endif
