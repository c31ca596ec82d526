/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_GENERATION_H
#define PRESSMARK_STORE_GENERATION_H

/* A generation of an index: the directory "gen-N", which holds one database and nothing else. Only
 * lib/store uses this. */

#include "store/manifest.h"

#include <signal.h>

enum { GENERATION_NAME_BYTES = 32 };

void generation_put_name(uint32_t generation, char name[GENERATION_NAME_BYTES]);
/* Returns the number of the generation with this name, 0 if no generation is named so. */
uint32_t generation_of(const char *name);
enum err_code generation_open(const struct dir *index, uint32_t generation, struct dir *ret,
                              struct err *err);
/* Removes the files that a generation may hold, and then its directory if that is empty. */
void generation_remove(const struct dir *index, uint32_t generation);

/* Syncs and hashes the files of the generation that are not in files yet, and adds them to it.
 * *ret_moment is that of generation_moment(). If it is not 0 it covers the version file, which is
 * then left out of files. */
enum err_code generation_finish(const struct dir *generation, struct index_files *files,
                                uint64_t *ret_moment, struct err *err);
/* Compares a file with its hash. ERR_CORRUPT if they differ, ERR_INTERRUPTED if *stop was set. */
enum err_code generation_verify(const struct dir *generation, const struct index_file *file,
                                const volatile sig_atomic_t *stop, struct err *err);
/* Checks that the generation's files may be changed in place. ERR_CORRUPT if one is not a regular
 * file, ERR_INPUT if one has a second hard link. */
enum err_code generation_check_files(const struct dir *generation, struct err *err);

/* Returns the moment that the files belong to (glass/moment.h), or 0 if it cannot be determined. */
uint64_t generation_moment(const struct dir *generation);

/* Records sizes and times of the generation's files. */
void generation_put_stamp(const struct dir *generation);
/* Returns true if sizes and times still are those that were recorded. */
bool generation_is_as_left(const struct dir *generation);

#endif
