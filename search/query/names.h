/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_QUERY_NAMES_H
#define PRESSMARK_SEARCH_QUERY_NAMES_H

/* Named queries of the configuration, which another query uses as "@NAME". */

#include "base/arena.h"
#include "base/err.h"

struct query_name {
    struct str name, query;
    size_t line; /* in the configuration file, for messages */
};

struct query_names {
    const char *path; /* of the configuration file */
    struct query_name *items;
    size_t n, capacity;
};

/* Replaces each "@NAME" in a query by the query of that name in brackets, so that "-@NAME" and
 * "+@NAME" apply to all of it. "@NAME" in quotes, after a field's name, or without a query of that
 * name stays as it is. The result is on arena. ERR_USAGE, with "PATH:LINE: ", if a named query
 * cannot be parsed or uses itself. */
enum err_code names_write_out(const struct query_names *names, struct str query,
                              struct arena *arena, struct str *ret, struct err *err);

/* Returns the first "@NAME" in a query that is not the name of a query but close to one, which is
 * put in *ret_meant without the "@". Returns an empty string if there is none. */
struct str names_find_mistake(const struct query_names *names, struct str query,
                              struct arena *arena, struct str *ret_meant);

#endif
