/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_UPDATE_H
#define PRESSMARK_INDEXER_BUILD_UPDATE_H

#include "indexer/build/job.h"

/* Carries out the changes in one commit on the database at path, which engine reads. If *stop is
 * set, files that have not been read yet stay as they were, and report->interrupted is set. */
enum err_code update_database(const struct build_job *job, const char *path,
                              const struct store_engine *engine, struct err *err);

/* Does the same as build_new(), through libxapian alone. */
enum err_code build_through_libxapian(const struct build_job *job, const char *path,
                                      struct err *err);

#endif
