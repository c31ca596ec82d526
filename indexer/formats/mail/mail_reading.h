/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_MAIL_MAIL_READING_H
#define PRESSMARK_INDEXER_FORMATS_MAIL_MAIL_READING_H

/* What the reader of mail (mail.c) and that of its parts (mail_parts.c) share. */

#include "indexer/charset/charset.h"
#include "indexer/formats/mail/mail_text.h"
#include "indexer/formats/shared/reader.h"

#include <gmime/gmime.h>

struct mail_reading {
    const struct container_input *input;
    const struct container_output *output;
    struct document document;
    struct mail_text text;
    struct str raw;        /* the message */
    struct buf limited;    /* a copy of it if its addresses had to be changed */
    struct buf repaired;   /* a copy of it if its head had to be repaired */
    struct buf unix_lines; /* a copy of it if its lines end as on old Macs */
    size_t n_added;        /* lines of raw, after the head, that the file does not have */
    struct str received;   /* the date of the first "Received" header in time; empty: none */
    const struct charset *charset; /* of raw 8-bit headers; NULL: they are UTF-8 */
    uint32_t first_line;           /* the line of the file where the message begins */
    size_t counted;                /* the offset in raw that `line` belongs to */
    uint32_t line;
    bool has_too_many_parts;
    struct str prefix;      /* of the names of attachments: "", or the message's id and "/" */
    GPtrArray *attachments; /* of GMimeObject pointers, borrowed */
    GPtrArray *own_parts;   /* what signatures and texts contain: GMimeObject pointers, owned */
    GMimePart *signature;   /* the outermost signature around the current part, or NULL */
    bool has_encrypted;
};

/* Returns the value of a header as UTF-8 on one line, on arena. */
struct str mail_header_value(const struct mail_reading *r, struct arena *arena,
                             GMimeHeader *header);

/* Releases the GObject at *variable unless it is NULL; for AUTO(). */
void mail_unref(void *variable);

/* Decodes the contents of a part to a stream in memory, which the caller frees. NULL if it has
 * none. */
GMimeStream *mail_part_contents(GMimePart *part, struct str *ret_bytes);

/* Reads the text of a message from its root part, and collects its attachments. */
void mail_parts_read(struct mail_reading *r, GMimeObject *root);

#endif
