/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_SAMPLE_H
#define PRESSMARK_INDEXER_SAMPLE_H

/* What the texts of a corpus have in common: the dictionary that its records are compressed with.
 */

#include "base/buf.h"
#include "indexer/options.h"
#include "indexer/plan.h"

/* Appends a dictionary made from texts of all over the plan (see store/record.h); nothing where the
 * files are few or small, which it would not pay for. The same plan gives the same bytes. */
void sample_dictionary(const struct plan *plan, const struct options *options,
                       const char *index_dir, struct buf *out);

#endif
