/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_PER_FILE_H
#define PRESSMARK_SEARCH_RETRIEVE_PER_FILE_H

/* Limits the number of hits from one file, so that the records of one file do not fill the answer.
 */

#include "store/engine.h"

/* Does what store_reader_search() does, with at most max_per_file hits of any file. It examines the
 * first PER_FILE_MAX_RANKED hits of the ranking. search->choose must be NULL. */
enum { PER_FILE_MAX_RANKED = 100000 };
enum err_code per_file_search(struct store_reader *reader, const struct store_search *search,
                              uint32_t max_per_file, struct store_results **ret_results,
                              struct err *err);

#endif
