/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_ANSWER_H
#define PRESSMARK_SEARCH_ANSWER_H

/* What was retrieved -> printed hits with their passages, within a limit. */

#include "search/options.h"
#include "search/print/printer.h"
#include "search/retrieve/retrieve.h"

enum print_form answer_form(const struct options *o);

struct print_settings answer_print_settings(const struct options *o);

/* Becomes an editor or a viewer of the first hit that was retrieved. Returns only on failure, or
 * where there is no hit. */
enum err_code answer_open(const struct options *o, struct searcher *source,
                          const struct retrieved *retrieved, struct err *err);

/* Prints an answer: its hits, and what stands before and behind them in the form that is asked for.
 * explanations: of all hits, or NULL. Where the whole is to keep to --max-bytes or --max-words,
 * passages are left out and shortened first and hits then, and *answer says how many. An error
 * between the hits leaves a JSON document whole. ERR_LIMIT: not even an answer without hits keeps
 * to the limit; nothing is printed then. */
enum err_code answer_print(const struct options *o, struct searcher *source,
                           const struct retrieved *retrieved, struct explanation *explanations,
                           struct answer *answer, FILE *out, struct err *err);

#endif
