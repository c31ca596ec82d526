/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_MAIL_UUENCODE_H
#define PRESSMARK_INDEXER_FORMATS_MAIL_UUENCODE_H

/* Finds files that are part of a text in uuencode, as mail had attachments before MIME. */

#include "base/str.h"

struct uuencoded {
    struct str name;   /* of the file */
    size_t start, end; /* offsets of the lines in the text, from "begin" to after "end" */
};

/* Finds the first file that begins at or after `from`. A file without "end" ends before the first
 * line that cannot belong to it. Returns false if there is none. */
bool uuencode_find(struct str text, size_t from, struct uuencoded *ret);

#endif
