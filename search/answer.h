/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_ANSWER_H
#define PRESSMARK_SEARCH_ANSWER_H

/* Prints the hits of a search with their passages, in the form and within the limits that the
 * options ask for. */

#include "search/options.h"
#include "search/print/printer.h"
#include "search/retrieve/retrieve.h"

enum print_form answer_form(const struct options *o);

struct print_settings answer_print_settings(const struct options *o);

/* Replaces the process by an editor or a viewer for the first hit. Returns only if there is no hit
 * or on failure. */
enum err_code answer_open(const struct options *o, struct searcher *source,
                          const struct retrieved *retrieved, struct err *err);

/* Prints a whole answer: the hits, and what the output form prints before and after them.
 * explanations has one element for each hit, or is NULL. If --max-bytes or --max-words limits the
 * answer, passages are shortened and dropped first and hits after that, and *answer says how many.
 * A JSON document is closed properly even if an error occurs between the hits. ERR_LIMIT if not
 * even an answer without hits keeps to the limit; nothing is printed then. */
enum err_code answer_print(const struct options *o, struct searcher *source,
                           const struct retrieved *retrieved, struct explanation *explanations,
                           struct answer *answer, FILE *out, struct err *err);

#endif
