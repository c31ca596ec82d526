/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TESTS_QUERY_MAKER_H
#define PRESSMARK_TESTS_QUERY_MAKER_H

/* Makes random query texts: pieces of the query language combined without regard for its rules, and
 * occasionally any byte. The same seed gives the same texts on every machine. */

#include "base/buf.h"

#include <stdint.h>

static const char *const QUERY_PIECES[] = {
    "(",
    ")",
    "\"",
    " ",
    " ",
    "+",
    "-",
    "*",
    "?",
    "~",
    "~1",
    "~2",
    "'",
    ":",
    " AND ",
    " OR ",
    " NOT ",
    " NEAR ",
    " NEAR/3 ",
    "&&",
    " || ",
    "title:",
    "author:",
    "county:",
    "date:",
    "tag:",
    "path:",
    "type:",
    "lang:",
    "(a b)",
    "\"ohio co\"",
    "2011",
    "..",
    "7d",
    "2011-05",
    "secure",
    "communities",
    "the",
    "U.S.",
    "a",
    "well-known",
    "ice.gov",
    "http://x/",
    "bio*",
    "co?nt*",
    "AND",
    "NEAR",
    "\xC3\xA9t\xC3\xA9",
    "\xE5\x9B\xB3\xE6\x9B\xB8\xE9\xA4\xA8",
    "\xE9\xA4\xA8",
    "\xE2\x80\x9C",
    "\xE2\x80\x9D",
    "\xE3\x80\x80",
    "\t",
    "dayton",
    "ohio",
    "gr\xC3\xB6\xC3\237e:", /* "\x9Fe" would be one escape sequence */
    "dc.size:",
};

static inline uint32_t query_random(uint64_t *seed, uint32_t limit)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % limit;
}

static inline void query_make(uint64_t *seed, struct buf *out)
{
    enum { N_PIECES = sizeof QUERY_PIECES / sizeof *QUERY_PIECES };
    buf_clear(out);
    for (uint32_t n = query_random(seed, 20); n > 0; n--) {
        if (query_random(seed, 40) == 0) {
            buf_append_char(out, (char)query_random(seed, 256));
            continue;
        }
        const char *piece = QUERY_PIECES[query_random(seed, N_PIECES)];
        buf_append(out, piece, strlen(piece));
        if (query_random(seed, 3) == 0)
            buf_append_char(out, ' ');
    }
}

#endif
