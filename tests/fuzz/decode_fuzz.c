/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Fuzzes decode() and dates_parse(): any bytes are refused or become valid UTF-8 without NULs. */

#include "base/mem.h"
#include "dates/dates.h"
#include "indexer/charset/decode.h"
#include "text/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(buf_done) struct buf buffer = BUF_INIT;
    struct str bytes = {(const char *)data, n};
    struct decoded decoded;
    struct err err = ERR_INIT;
    char date[STAMP_BYTES];

    if (decode(bytes, &buffer, &decoded, &err))
        return 0;
    if (!utf8_is_valid(decoded.text, NULL) || memchr(decoded.text.p, 0, decoded.text.n))
        abort();
    if (dates_parse(decoded.text, DATE_ORDER_UNKNOWN, date) > decoded.text.n)
        abort();
    return 0;
}
