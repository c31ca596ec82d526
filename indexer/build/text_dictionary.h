/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_TEXT_DICTIONARY_H
#define PRESSMARK_INDEXER_BUILD_TEXT_DICTIONARY_H

/* Makes the dictionary that the records of an index are compressed with, from what its texts have
 * in common. */

#include "base/buf.h"
#include "indexer/intake/intake.h"
#include "indexer/sources/changes.h"

/* Appends a dictionary made from texts sampled across the files (see store/record.h). Appends
 * nothing if the files are too few or too small to benefit. The same files give the same bytes. */
void text_dictionary_make(const struct changes *changes, const char *index_dir, struct buf *out);

#endif
