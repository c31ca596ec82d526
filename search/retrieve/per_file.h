/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_PER_FILE_H
#define PRESSMARK_SEARCH_RETRIEVE_PER_FILE_H

/* Limits the number of hits from one file, so that the records of one file do not fill the answer.
 */

#include "base/buf.h"
#include "store/engine.h"
#include "store/term_ids.h"

/* Does what store_reader_search() does, with at most max_per_file hits of any file. It examines the
 * first PER_FILE_MAX_RANKED hits of the ranking. search->choose must be NULL. */
enum { PER_FILE_MAX_RANKED = 100000 };
enum err_code per_file_search(struct store_reader *reader, const struct store_search *search,
                              size_t n_indexes, uint32_t max_per_file,
                              struct store_results **ret_results, struct err *err);

/* Counts the files of documents. Zero-initialise it. */
struct per_file_counter {
    size_t n_indexes; /* that the reader reads: equal paths of two of them are two files */
    struct term_ids *files;
    uint32_t *counts;
    size_t n, capacity;
    struct buf key;
};
void per_file_counter_done(struct per_file_counter *c);
/* Returns how many documents of the file with this stored path there are so far, with this one. */
uint32_t per_file_count(struct per_file_counter *c, uint32_t docid, struct str path);

#endif
