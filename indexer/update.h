/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_UPDATE_H
#define PRESSMARK_INDEXER_UPDATE_H

#include "indexer/build.h"

/* build_new() through libxapian alone: --no-bulk, and where the bulk writer does not know the
 * format. */
enum err_code update_build_new(const struct build *b, const char *path, struct err *err);

#endif
