/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_PER_FILE_H
#define PRESSMARK_SEARCH_RETRIEVE_PER_FILE_H

/* Searches for the best hits of each file: records of one file do not take all places. */

#include "store/engine.h"

/* As store_reader_search(), with at most max_per_file hits of any file, of the first
 * PER_FILE_MAX_RANKED of the ranking. search may not have choose. */
enum { PER_FILE_MAX_RANKED = 100000 };
enum err_code per_file_search(struct store_reader *reader, const struct store_search *search,
                              uint32_t max_per_file, struct store_results **ret_results,
                              struct err *err);

#endif
