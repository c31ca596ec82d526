/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_LEFT_OUT_H
#define PRESSMARK_SEARCH_RETRIEVE_LEFT_OUT_H

/* Whether a "-" or NOT that may have been pasted left out what was looked for. */

#include "search/retrieve/retrieve.h"

/* The best document that has every word of the query, those behind a "-" or NOT too, where the
 * query as it was understood leaves it out; 0: there is none, or nothing is excluded by a bare
 * word. */
enum err_code left_out_find(const struct searcher *source, const struct retrieved *asked,
                            struct str query, struct arena *arena, uint32_t *ret_docid,
                            struct err *err);

#endif
