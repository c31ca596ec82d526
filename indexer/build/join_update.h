/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_JOIN_UPDATE_H
#define PRESSMARK_INDEXER_BUILD_JOIN_UPDATE_H

/* An update that makes a new database of the one there is and of the files that have changed: it
 * costs what copying costs, and what is left has full blocks again. */

#include "indexer/build/build.h"

struct join_paths {
    const char *old;   /* the database of the index, which is only read */
    const char *new;   /* the one to be made */
    const char *files; /* databases on the way: of the files that were read... */
    const char *moved; /* ...of those that have moved... */
    const char *words; /* ...and of words of links. They stay for the caller to remove */
};

/* Whether a database can be joined with others. */
bool join_is_possible(const struct index_manifest *manifest);

/* Carries the changes out in a new database. ERR_INTERRUPTED: *stop was raised. ERR_INPUT: a file
 * with links that has moved cannot be read just now; update_database() keeps its documents. */
enum err_code join_update(const struct build_job *job, const struct join_paths *paths,
                          struct built *ret, struct err *err);

#endif
