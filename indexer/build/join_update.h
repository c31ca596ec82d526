/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_JOIN_UPDATE_H
#define PRESSMARK_INDEXER_BUILD_JOIN_UPDATE_H

/* Updates an index by joining the old database and the changed files into a new one. It takes as
 * long as copying, and the result has full blocks again. */

#include "indexer/build/build.h"

struct join_paths {
    const char *old;           /* the database of the index, which is only read */
    struct index_files hashes; /* of its files, of as many as are known */
    const char *new;           /* the database to be made */
    const char *files;         /* temporary databases: of the files that were read, */
    const char *moved;         /* of those that were renamed, */
    const char *words;         /* and of words of links. The caller removes all three */
};

/* Returns whether a database can be joined with others. */
bool join_is_possible(const struct index_manifest *manifest);

/* Carries out the changes in a new database. Returns ERR_INTERRUPTED if *stop was set, and
 * ERR_INPUT if a renamed file with links cannot be read just now; update_database() keeps the
 * documents of such a file. */
enum err_code join_update(const struct build_job *job, const struct join_paths *paths,
                          struct built *ret, struct err *err);

#endif
