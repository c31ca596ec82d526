/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_SORT_H
#define PRESSMARK_SEARCH_RETRIEVE_SORT_H

/* Orders hits by something other than relevance. */

#include "search/plan/hints.h"
#include "search/retrieve/searcher.h"

enum { SORT_MAX_RECORDS = 100000 }; /* the most that are read for sorting */

struct sort_order {
    enum sort_kind {
        SORT_RELEVANCE,
        SORT_VALUE,  /* by a value of the index */
        SORT_RECORD, /* by something in the records of the matches */
    } kind;
    bool is_turned; /* descending: the greatest or latest first */
    int slot;       /* SORT_VALUE */
    enum sort_key { SORT_TITLE, SORT_TYPE, SORT_LANGUAGE, SORT_SIZE, SORT_MTIME, SORT_FIELD } key;
    struct str field; /* SORT_FIELD: its folded name */
};

/* Understands the name of an order: "relevance", "newest", "oldest", "date", "path", "title",
 * "type", "language", "size" (of the text), "mtime" (when the file was last modified, which the
 * file system is asked for), or the name of a field, which may be preceded by "fields.". A "-"
 * before a name other than the first three reverses the order. A field that has numbers is ordered
 * by them. *ret is on arena. ERR_USAGE if there is no such field. */
enum err_code sort_understand(const struct searcher *searcher, const char *name,
                              struct arena *arena, struct sort_order *ret, struct err *err);

/* Returns the hits [first, first + max) of a search in the order SORT_RECORD. Text is compared
 * without regard to case and diacritics, and a field by its first value. Documents without a value
 * come last, and ties are broken by relevance. If there are more than SORT_MAX_RECORDS matches only
 * the best of them are ordered, and a hint says so. max_per_file is as in retrieve.h. */
enum err_code sort_by_records(const struct searcher *searcher, const struct store_search *search,
                              const struct sort_order *order, uint64_t max_per_file,
                              struct arena *arena, struct hints *hints,
                              struct store_results **ret_results, struct err *err);

#endif
