/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_QUERY_NAMES_H
#define PRESSMARK_SEARCH_QUERY_NAMES_H

/* Queries that have names, which a query uses as "@NAME". */

#include "base/arena.h"
#include "base/err.h"

struct query_name {
    struct str name, query;
    size_t line; /* of the file that says so, for messages */
};

struct query_names {
    const char *path; /* of that file */
    struct query_name *items;
    size_t n, capacity;
};

/* The query with what each "@NAME" stands for in its place, in brackets; "-@NAME" and "+@NAME" are
 * of a whole too. What is in quotes or behind a field's name, or is called like no query, stays as
 * it is. ERR_USAGE: a query that cannot be read or uses itself, with "PATH:LINE: ". On the arena.
 */
enum err_code names_write_out(const struct query_names *names, struct str query,
                              struct arena *arena, struct str *ret, struct err *err);

/* The first "@NAME" of a query that is none of them but nearly so, and which was meant, without
 * "@"; empty: there is none. */
struct str names_find_mistake(const struct query_names *names, struct str query,
                              struct arena *arena, struct str *ret_meant);

#endif
