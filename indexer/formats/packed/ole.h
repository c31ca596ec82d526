/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_PACKED_OLE_H
#define PRESSMARK_INDEXER_FORMATS_PACKED_OLE_H

/* Recognises documents that only external programs can read: the compound files of Microsoft Office
 * until 2007, Outlook's messages and attachments, WordPerfect's files. */

#include "base/str.h"

enum ole_kind { OLE_NONE, OLE_WORD, OLE_EXCEL, OLE_POWERPOINT, OLE_MESSAGE };

/* Returns the kind of a file by its first bytes and the names of its streams, or else by its
 * name. */
enum ole_kind ole_kind(struct str name, struct str bytes);

#endif
