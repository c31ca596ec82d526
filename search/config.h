/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_CONFIG_H
#define PRESSMARK_SEARCH_CONFIG_H

/* Applies the user's configuration file to a search: defaults of options, named indexes and named
 * queries. */

#include "base/config.h"
#include "base/opt.h"
#include "search/query/names.h"
#include "search/retrieve/indexes.h"

struct search_config {
    struct config file;
    struct query_names names;
};

/* Reads the file. A default in it sets the target of a row of table, if the row collects words and
 * the command line, whose words are in given, has not set it. Names of indexes in source are
 * replaced by the paths that they stand for. *c must be zero-initialised and must outlive what is
 * set, which points into it. Errors are those of config_read(), and ERR_INPUT or ERR_USAGE with a
 * message "PATH:LINE: ...". */
enum err_code config_apply(const struct opt *table, const struct opt_words *given,
                           struct searcher_settings *source, struct search_config *c,
                           struct err *err);
void search_config_done(struct search_config *c);

#endif
