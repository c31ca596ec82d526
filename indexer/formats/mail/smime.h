/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_MAIL_SMIME_H
#define PRESSMARK_INDEXER_FORMATS_MAIL_SMIME_H

/* S/MIME messages that are signed but not encrypted: their text is within the signature. */

#include "base/buf.h"

/* Appends the content that a CMS SignedData structure (RFC 5652, in BER or DER) carries, which is a
 * part of a mail with its headers. Returns false if bytes is something else, such as encrypted
 * data, or has no content. The signature is not checked. */
bool smime_signed_content(struct str bytes, struct buf *out);

#endif
