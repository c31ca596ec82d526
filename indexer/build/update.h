/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_UPDATE_H
#define PRESSMARK_INDEXER_BUILD_UPDATE_H

#include "indexer/build/build.h"

/* build_new() through libxapian alone: --no-bulk, and where the bulk writer does not know the
 * format. */
enum err_code build_through_libxapian(const struct build_job *b, const char *path, struct err *err);

#endif
