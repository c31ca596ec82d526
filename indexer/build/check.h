/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_CHECK_H
#define PRESSMARK_INDEXER_BUILD_CHECK_H

#include "base/err.h"

#include <signal.h>

/* Checks all of an index: the hashes of its files, where it was not updated since it was built,
 * what the tables hold (match/check.h), every document's record and text, and what is known of the
 * files. Says on standard output what it has looked at. ERR_CORRUPT says what is wrong, and how to
 * mend it; ERR_INTERRUPTED: *stop was raised. */
enum err_code check_index(const char *dir, const volatile sig_atomic_t *stop, struct err *err);

/* Checks the tables of the database at path, before a program changes them that believes what they
 * say. Errors as above. */
enum err_code check_tables(const char *path, const volatile sig_atomic_t *stop, struct err *err);

/* Compares the files of an index with the hashes in its manifest, where there are any. Errors as
 * above. */
enum err_code check_hashes(const char *dir, const volatile sig_atomic_t *stop, struct err *err);

/* Where err says that the index at dir is damaged, says how to mend it, too. */
enum err_code check_advise(const char *dir, struct err *err);

#endif
