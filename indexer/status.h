/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_STATUS_H
#define PRESSMARK_INDEXER_STATUS_H

#include "base/err.h"

#include <stdbool.h>
#include <stdio.h>

/* Prints, for --status, what the index in a directory (absolute) contains, and what it remembers of
 * its sources and of what could not be read, for people or as a JSON object. Reads the records of
 * the longest documents only. Returns the errors of opening and reading the index. */
enum err_code status_print(const char *index_dir, bool as_json, FILE *out, struct err *err);

#endif
