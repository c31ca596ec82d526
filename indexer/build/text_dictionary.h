/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_TEXT_DICTIONARY_H
#define PRESSMARK_INDEXER_BUILD_TEXT_DICTIONARY_H

/* What the texts of a corpus have in common: the dictionary that its records are compressed with.
 */

#include "base/buf.h"
#include "indexer/intake/intake.h"
#include "indexer/sources/changes.h"

/* Appends a dictionary made from texts of all over the files (see store/record.h); nothing where
 * the files are few or small, which it would not pay for. The same files give the same bytes. */
void text_dictionary_make(const struct changes *changes, const char *index_dir, struct buf *out);

#endif
