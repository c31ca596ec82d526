/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_CHECK_H
#define PRESSMARK_INDEXER_BUILD_CHECK_H

#include "base/err.h"

/* Checks an index: the hashes of its files, and every table by Xapian in a child process, which
 * damage may crash or send into a loop. ERR_CORRUPT says what was found. */
enum err_code check_index(const char *dir, struct err *err);

#endif
