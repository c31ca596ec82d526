/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_OUTCOME_H
#define PRESSMARK_INDEXER_BUILD_OUTCOME_H

/* What became of the files of a run, for the report. */

#include "indexer/report/report.h"
#include "indexer/sources/changes.h"

/* Counts a file that stays in the index. read is what was read of it, NULL if it was not read. A
 * file of which nothing could be read, so that the index keeps what it had, counts as unchanged. */
void outcome_count(struct report *report, const struct change *change,
                   const struct known_file *read);

/* Adds the known problems of a file that is not read to the report. */
void outcome_report_known(struct report *report, const struct known_file *known);

/* Returns ERR_INPUT, with the reason, if replacing the old documents of a file by what could be
 * read of it now would lose documents. */
enum err_code outcome_refuse_loss(const struct change *change, const struct known_file *read,
                                  struct err *err);

#endif
