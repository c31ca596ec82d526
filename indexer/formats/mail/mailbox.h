/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_MAIL_MAILBOX_H
#define PRESSMARK_INDEXER_FORMATS_MAIL_MAILBOX_H

/* Recognises mail in files: single messages, and where the messages of an mbox begin. */

#include "base/str.h"

#include <stdint.h>

/* Returns whether a file is a single message. It must begin with headers that only mail has; if it
 * is named like mail (".eml", ":2,S" in a maildir), the headers of any memo suffice. */
bool mailbox_is_message(struct str name, struct str bytes);

/* Returns the name of the header in a line, or the empty string. */
struct str mailbox_header_name(struct str line);

/* Returns bytes without a byte order mark and empty lines at the start: where a message may
 * begin. */
struct str mailbox_beginning(struct str bytes);

/* Returns the message of an Apple Mail file (.emlx), between the line with its length and the
 * property list. It begins in the second line. Returns the empty string for other files. */
struct str mailbox_emlx_message(struct str bytes);

/* Returns whether a file is an mbox. */
bool mailbox_is(struct str bytes);

struct mailbox_message {
    struct str bytes;    /* without the "From " line */
    uint32_t first_line; /* the line of the mbox where bytes begins, from 1 */
};

/* Removes the next message from *rest, which begins on *line. Returns false at the end. */
bool mailbox_next(struct str *rest, uint32_t *line, struct mailbox_message *ret);

#endif
