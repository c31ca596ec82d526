/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_PACKED_FOREIGN_H
#define PRESSMARK_INDEXER_FORMATS_PACKED_FOREIGN_H

/* Recognises documents in formats that only other programs read: DjVu, which is read through one,
 * and books, mailboxes and the like, which are reported with the program that converts them. */

#include "base/str.h"

/* Returns whether a file with these first bytes is such a document. */
bool foreign_is(struct str name, struct str bytes);

#endif
