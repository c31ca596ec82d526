/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_CONFIG_H
#define PRESSMARK_SEARCH_CONFIG_H

/* What the user's configuration file says to a search: defaults of options, indexes and queries
 * that have names. */

#include "base/config.h"
#include "base/opt.h"
#include "search/query/names.h"
#include "search/retrieve/indexes.h"

struct search_config {
    struct config file;
    struct query_names names;
};

/* Reads the file. Rows of the table that have words may have defaults, which set their targets
 * where the command line, given, does not. Names of indexes in source are replaced by what they
 * stand for. What is set borrows from *c, which is all zero before. ERR_INPUT or ERR_USAGE,
 * "PATH:LINE: ...", and those of config_read(). */
enum err_code config_apply(const struct opt *table, const struct opt_words *given,
                           struct searcher_settings *source, struct search_config *c,
                           struct err *err);
void search_config_done(struct search_config *c);

#endif
