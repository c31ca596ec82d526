/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_CHARSET_DECODE_H
#define PRESSMARK_INDEXER_CHARSET_DECODE_H

/* The bytes of a file -> valid UTF-8. */

#include "base/buf.h"
#include "base/err.h"

struct decoded {
    struct str text;      /* in bytes where nothing had to change, else in the caller's buffer */
    char charset[32];     /* what it was decoded from, an IANA name: "UTF-8", "Shift_JIS" */
    const char *evidence; /* "bom", "valid", "declared", "statistics", "fallback"; static storage */
    size_t n_replaced;    /* ill-formed sequences that became U+FFFD */
};

/* Decodes bytes: a BOM (UTF-8, UTF-16, UTF-32) decides, else validity as UTF-8, else the charset
 * that the text itself declares (<meta charset>, XML declaration, Emacs and Vim file variables),
 * else UTF-16 without a BOM where the NULs say so, else uchardet's statistics, else windows-1252.
 * The WHATWG labels hold: ISO-8859-1 is read as windows-1252. UTF-8 that was taken for
 * windows-1252 and encoded again is undone (mojibake.h), its charset is "UTF-8 (mojibake)". U+0000
 * becomes U+FFFD. ERR_INPUT: the bytes are binary, not text (NULs and control characters); the
 * message says how that was seen. buffer is cleared first and holds text where bytes do not.
 * Thread-safe. */
enum err_code decode(struct str bytes, struct buf *buffer, struct decoded *ret, struct err *err);
/* As decode(), for bytes out of the middle of what is text: nothing is taken for a sign of binary
 * data but NULs of a text that is none. */
enum err_code decode_text(struct str bytes, struct buf *buffer, struct decoded *ret,
                          struct err *err);

#endif
