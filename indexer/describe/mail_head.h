/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DESCRIBE_MAIL_HEAD_H
#define PRESSMARK_INDEXER_DESCRIBE_MAIL_HEAD_H

/* Reads the headers of a mail message that was saved as text. */

#include "indexer/document/document.h"

/* Takes subject, date and author from the headers that d's text begins with. The first line must be
 * a known header, and there must be at least two; otherwise d stays as it is. */
void mail_head_read(struct document *d);

#endif
