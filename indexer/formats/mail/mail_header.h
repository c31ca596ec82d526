/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_MAIL_MAIL_HEADER_H
#define PRESSMARK_INDEXER_FORMATS_MAIL_MAIL_HEADER_H

/* Headers of mail as programs really write them. */

#include "base/buf.h"
#include "indexer/charset/charset.h"

/* Appends a header's value as valid UTF-8 on one line. Encoded words (RFC 2047) that stand side by
 * side are one text, also where a character was cut in two; bytes that are neither ASCII nor UTF-8
 * are in charset (NULL: what they look like). */
void mail_header_decode(struct str raw, const struct charset *charset, struct buf *out);

/* Appends a date with the year in full: RFC 2822 (4.3) reads two digits as 1950 to 2049, three as
 * counted from 1900. */
void mail_header_expand_year(struct str date, struct buf *out);

/* The charset that bytes of headers which are no UTF-8 are in: what the message declares somewhere,
 * else what it looks like. NULL: all of it is UTF-8. */
const struct charset *mail_header_charset(struct str message);

/* The message with header lines that are none made into some, so that those behind them are read:
 * itself, or a copy in buffer, which has an empty line more where the text followed the head
 * without one. */
struct str mail_header_repair(struct str message, struct buf *buffer);

#endif
