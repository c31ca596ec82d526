/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_OPTIONS_H
#define PRESSMARK_SEARCH_OPTIONS_H

/* The options of pressmark-search, from its command line and from the configuration file. */

#include "base/opt.h"
#include "search/config.h"
#include "search/pager.h"
#include "search/print/columns.h"
#include "search/print/template.h"
#include "search/retrieve/retrieve.h"

enum options_when { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER };

struct options {
    struct searcher_settings source;
    struct opt_list words; /* the operands: the query */
    struct retrieve_settings retrieve;
    bool json, jsonl, csv, tsv, markdown, vimgrep, grep, counts, paths;
    const char *prefer_language; /* as given, or NULL */
    const char *html;            /* the file for a page, "-" for standard output, or NULL */
    const char *format;          /* a template, or NULL */
    struct template template;
    const char *fields; /* as given, or NULL for the columns of the form */
    struct columns columns;
    uint64_t max_bytes, max_words; /* limits of a whole answer; 0 means no limit */
    bool nul;
    bool count; /* print only how many documents match */
    struct opt_list facets;
    struct opt_list get;
    const char *section;          /* print only this section of the documents, or NULL */
    uint64_t open;                /* the rank of the hit to open, or 0 */
    int color;                    /* enum options_when */
    int hyperlinks;               /* enum options_when */
    const char *page_link_format; /* for links in the page of --html */
    const char *hyperlink_format; /* as given, then the format itself; NULL for no links */
    bool no_pager;
    struct pager_terminal terminal; /* set by main.c */
    uint64_t n_passages;
    uint64_t n_before, n_after, n_around; /* lines of context; n_around sets the others */
    int heading;                          /* enum options_when */
    uint64_t passage_bytes;
    const char *topics, *run, *tag;
    bool run_by_path;
    bool show_plan, explain;
    bool quiet;
    bool update; /* update the indexes first */
    bool no_config;
    bool help, version;
    struct opt_words given; /* options on the command line that the configuration may set too */
    struct search_config config;
    struct hints notes; /* hints about what was done before the search */
    struct arena arena; /* for columns, template and languages */
};

/* Parses the command line, checks which options go together, and applies the configuration file.
 * options_done() frees what *o owns, also after an error. ERR_USAGE if an option is wrong, and the
 * errors of config_apply(). */
enum err_code options_parse(struct options *o, int argc, char **argv, struct err *err);
void options_print_help(FILE *out);
void options_done(struct options *o);

#endif
