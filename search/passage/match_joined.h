/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PASSAGE_MATCH_JOINED_H
#define PRESSMARK_SEARCH_PASSAGE_MATCH_JOINED_H

/* Finds the words and numbers of the query that a text has as several tokens. */

#include "search/passage/matcher.h"

/* Adds the words and numbers that the text has as several tokens, from a place on whose position is
 * known. They are merged into found by their places. */
void match_joined(struct matcher *m, struct str text, struct counted from,
                  struct found_list *found);

#endif
