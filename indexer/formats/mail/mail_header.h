/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_MAIL_MAIL_HEADER_H
#define PRESSMARK_INDEXER_FORMATS_MAIL_MAIL_HEADER_H

/* Decodes and repairs mail headers as they occur in practice. */

#include "base/buf.h"
#include "indexer/charset/charset.h"

/* Appends a header's value as valid UTF-8 on one line. Adjacent encoded words (RFC 2047) are joined
 * before decoding, since a character may be split between them. Bytes that are neither ASCII nor
 * UTF-8 are in charset (NULL: guess). */
void mail_header_decode(struct str raw, const struct charset *charset, struct buf *out);

/* Appends a date with a four-digit year. By RFC 2822 (4.3), two digits mean 1950 to 2049, and three
 * digits count from 1900. */
void mail_header_expand_year(struct str date, struct buf *out);

/* Returns the character set of headers that are not UTF-8: the one that the message declares
 * somewhere, or else a guess. NULL if all of the message is UTF-8. */
const struct charset *mail_header_charset(struct str message);

/* Turns lines in the head that are not headers into headers, so that GMime reads those after them,
 * and inserts the empty line after the head if it is missing. Returns the message itself or a copy
 * in buffer. */
struct str mail_header_repair(struct str message, struct buf *buffer);

#endif
