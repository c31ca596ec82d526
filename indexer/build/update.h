/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_UPDATE_H
#define PRESSMARK_INDEXER_BUILD_UPDATE_H

#include "indexer/build/job.h"

/* Carries the changes out on the database at path, which engine reads, in one commit. When *stop is
 * raised, what was not read yet stays as it was, and report->interrupted is set. */
enum err_code update_database(const struct build_job *job, const char *path,
                              const struct store_engine *engine, struct err *err);

/* Puts down in the report what is known of a file that is not read. */
void update_report_known(struct report *report, const struct known_file *known);

/* As build_new(), through libxapian alone. */
enum err_code build_through_libxapian(const struct build_job *job, const char *path,
                                      struct err *err);

#endif
