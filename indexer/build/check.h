/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_CHECK_H
#define PRESSMARK_INDEXER_BUILD_CHECK_H

#include "base/err.h"

#include <signal.h>

/* Checks all of an index: the hashes of its files (unless it was updated in place), the contents of
 * the tables (match/check.h), each document's record and text, and what is known about the files.
 * Prints what was examined to standard output. Returns ERR_CORRUPT with a message that tells what
 * is wrong and how to repair it, and ERR_INTERRUPTED if *stop was set. */
enum err_code check_index(const char *dir, const volatile sig_atomic_t *stop, struct err *err);

/* Checks the tables of the database at path, for use before a program that trusts them changes it.
 * Errors as above. */
enum err_code check_tables(const char *path, const volatile sig_atomic_t *stop, struct err *err);

/* Adds advice on repairing the index at dir to err if that says that it is damaged. */
enum err_code check_advise(const char *dir, struct err *err);

#endif
