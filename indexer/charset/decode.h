/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_CHARSET_DECODE_H
#define PRESSMARK_INDEXER_CHARSET_DECODE_H

/* Decodes the bytes of a file to valid UTF-8. */

#include "base/buf.h"
#include "base/err.h"

struct decoded {
    /* Points into the input if nothing had to change, otherwise into the caller's buffer. */
    struct str text;
    char charset[32];     /* the IANA name of what it was decoded from: "UTF-8", "Shift_JIS" */
    const char *evidence; /* "bom", "valid", "declared", "statistics", "fallback"; static storage */
    size_t n_replaced;    /* ill-formed sequences replaced by U+FFFD */
};

/* Decodes bytes. The character set is determined by the first of these that applies: a byte order
 * mark (UTF-8, UTF-16, UTF-32), validity as UTF-8, what the text declares (<meta charset>, XML
 * declaration, file variables of Emacs and Vim), the pattern of NULs in UTF-16 without a byte order
 * mark, uchardet's statistics, and windows-1252 as the fallback. Labels mean what the WHATWG
 * standard says: ISO-8859-1 is read as windows-1252. UTF-8 that was taken for windows-1252 and
 * encoded again is repaired (mojibake.h); its charset is "UTF-8 (mojibake)". U+0000 becomes U+FFFD.
 * Returns ERR_INPUT if the bytes are binary, not text (NULs and control characters); the message
 * gives the reason. buffer is cleared first and holds the text if bytes cannot. Thread-safe. */
enum err_code decode(struct str bytes, struct buf *buffer, struct decoded *ret, struct err *err);
/* Decodes bytes from the middle of a text that decode() has accepted. Only NULs, unless those of
 * UTF-16 or UTF-32, make it refuse them as binary. */
enum err_code decode_text(struct str bytes, struct buf *buffer, struct decoded *ret,
                          struct err *err);

#endif
