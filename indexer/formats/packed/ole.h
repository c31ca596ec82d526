/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_PACKED_OLE_H
#define PRESSMARK_INDEXER_FORMATS_PACKED_OLE_H

/* Documents that only programs of others read: the compound files that Microsoft Office wrote until
 * 2007, Outlook's messages and attachments, WordPerfect's files. */

#include "base/str.h"

enum ole_kind { OLE_NONE, OLE_WORD, OLE_EXCEL, OLE_POWERPOINT, OLE_MESSAGE };

/* What a file is, by its first bytes and the names of its streams, else by its own name. */
enum ole_kind ole_kind(struct str name, struct str bytes);

#endif
