/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_TYPES_H
#define PRESSMARK_INDEXER_FORMATS_TYPES_H

/* --type: formats by name, each a bit of a set. */

#include "base/err.h"
#include "base/str.h"

#include <stdint.h>

/* Adds the type or group of types called name to *types. ERR_USAGE: the message lists what there
 * is. */
enum err_code types_add(uint64_t *types, const char *name, struct err *err);

/* The type of a file by its name and its beginning, as a set of one; of a compressed file that of
 * the file in it, by its name. Empty: the file cannot be read. */
uint64_t type_of_file(const char *path);

#endif
