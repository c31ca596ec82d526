/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_GENERATION_H
#define PRESSMARK_STORE_GENERATION_H

/* A generation of an index: the directory "gen-N", which holds a database and nothing else. For
 * lib/store alone. */

#include "store/manifest.h"

#include <signal.h>

enum { GENERATION_NAME_BYTES = 32 };

void generation_put_name(uint32_t generation, char name[GENERATION_NAME_BYTES]);
/* The number in the name of a generation; 0: it is none that we give. */
uint32_t generation_of(const char *name);
enum err_code generation_open(const struct dir *index, uint32_t generation, struct dir *ret,
                              struct err *err);
/* Removes the files that a generation may hold, and its directory if it then is empty. */
void generation_remove(const struct dir *index, uint32_t generation);

/* Syncs and hashes the files that there are and that are not among files yet. */
enum err_code generation_finish(const struct dir *generation, struct index_files *files,
                                struct err *err);
/* ERR_CORRUPT: a file has another hash. ERR_INTERRUPTED: *stop was raised. */
enum err_code generation_verify(const struct dir *generation, const struct index_file *file,
                                const volatile sig_atomic_t *stop, struct err *err);
/* Whether the files may be changed in place. ERR_CORRUPT: one is no regular file; ERR_INPUT: one
 * has another name too. */
enum err_code generation_check_files(const struct dir *generation, struct err *err);

/* Remembers what the tables look like from outside, and whether they still do. */
void generation_put_stamp(const struct dir *generation);
bool generation_is_as_left(const struct dir *generation);

#endif
