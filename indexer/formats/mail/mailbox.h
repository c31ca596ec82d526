/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_MAIL_MAILBOX_H
#define PRESSMARK_INDEXER_FORMATS_MAIL_MAILBOX_H

/* Mail as it lies in files: what is a message, and where the messages of an mbox begin. */

#include "base/str.h"

#include <stdint.h>

/* Whether a file is a single message: it begins with a block of headers that only mail has; for a
 * file that is named like one (".eml", ":2,S" of a maildir) the headers of any memo are enough. */
bool mailbox_is_message(struct str name, struct str bytes);

/* The name of the header that a line is; empty: it is none. */
struct str mailbox_header_name(struct str line);

/* What stands behind a byte order mark and empty lines, where a message may begin. */
struct str mailbox_beginning(struct str bytes);

/* Of a file of Apple Mail (.emlx), the message between the line with its length and the property
 * list; empty: it is no such file. The message begins in the second line. */
struct str mailbox_emlx_message(struct str bytes);

/* Whether a file is an mbox. */
bool mailbox_is(struct str bytes);

struct mailbox_message {
    struct str bytes;    /* without the "From " line */
    uint32_t first_line; /* of bytes within the mbox, from 1 */
};

/* Takes the next message off *rest, which stands in *line; false at the end. */
bool mailbox_next(struct str *rest, uint32_t *line, struct mailbox_message *ret);

#endif
