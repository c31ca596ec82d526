/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_SORT_H
#define PRESSMARK_SEARCH_RETRIEVE_SORT_H

/* What hits are ordered by, other than relevance. */

#include "search/plan/hints.h"
#include "search/retrieve/searcher.h"

enum { SORT_MAX_RECORDS = 100000 }; /* that are read to be ordered */

struct sort_order {
    enum sort_kind {
        SORT_RELEVANCE,
        SORT_VALUE,  /* by a value of the index */
        SORT_RECORD, /* by what the records of the matches say */
    } kind;
    bool is_turned; /* the greatest first; of a value: the latest */
    int slot;       /* SORT_VALUE */
    enum sort_key { SORT_TITLE, SORT_TYPE, SORT_LANGUAGE, SORT_SIZE, SORT_FIELD } key;
    struct str field; /* SORT_FIELD: its name, folded */
};

/* "relevance", "newest", "oldest", "date", "path", "title", "type", "language", "size" of the text,
 * the name of a field, or that behind "fields."; a "-" before the last seven turns the order
 * around. A field that has numbers is ordered by them. ERR_USAGE: there is no such field. On arena.
 */
enum err_code sort_understand(const struct searcher *searcher, const char *name,
                              struct arena *arena, struct sort_order *ret, struct err *err);

/* The hits [first, first + max) of a search by SORT_RECORD: text as it is compared without case and
 * marks, a field by its first value, documents without one last, equal ones by relevance. Of more
 * than SORT_MAX_RECORDS matches the best are ordered, which is a hint. max_per_file as in
 * retrieve.h. */
enum err_code sort_by_records(const struct searcher *searcher, const struct store_search *search,
                              const struct sort_order *order, uint64_t max_per_file,
                              struct arena *arena, struct hints *hints,
                              struct store_results **ret_results, struct err *err);

#endif
