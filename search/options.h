/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_OPTIONS_H
#define PRESSMARK_SEARCH_OPTIONS_H

#include "base/opt.h"
#include "search/config.h"
#include "search/pager.h"
#include "search/print/columns.h"
#include "search/print/template.h"
#include "search/retrieve/retrieve.h"

enum options_when { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER };

struct options {
    struct searcher_settings source;
    struct opt_list words; /* operands: the query */
    struct retrieve_settings retrieve;
    bool json, jsonl, csv, tsv, markdown, vimgrep, grep, counts, paths;
    const char *prefer_language; /* as it was given; NULL: none */
    const char *html;            /* a file for a page, "-": standard output; NULL: none */
    const char *format;          /* a template; NULL: none */
    struct template template;
    const char *fields; /* NULL: those of the form */
    struct columns columns;
    uint64_t max_bytes, max_words; /* of a whole answer; 0: any */
    bool nul;
    bool count; /* only how many documents match */
    struct opt_list facets;
    struct opt_list get;
    const char *section;          /* of what is gotten; NULL: all */
    uint64_t open;                /* the rank of a hit; 0: none */
    int color;                    /* enum options_when */
    int hyperlinks;               /* enum options_when */
    const char *page_link_format; /* the same for a page */
    const char *hyperlink_format; /* as given; then the format itself, NULL: none */
    bool no_pager;
    struct pager_terminal terminal; /* set by main.c */
    uint64_t n_passages;
    uint64_t n_before, n_after, n_around; /* lines of context; n_around is read into the others */
    int heading;                          /* enum options_when */
    uint64_t passage_bytes;
    const char *topics, *run, *tag;
    bool run_by_path;
    bool show_plan, explain;
    bool quiet;
    bool update; /* the indexes, first */
    bool no_config;
    bool help, version;
    struct opt_words given; /* of what may be a default, what the command line says */
    struct search_config config;
    struct hints notes; /* of what was done before the search */
    struct arena arena; /* of columns and template */
};

/* ERR_USAGE. The lists are freed by options_done(). */
enum err_code options_parse(struct options *o, int argc, char **argv, struct err *err);
void options_print_help(FILE *out);
void options_done(struct options *o);

#endif
