/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Points in time as the index stores them and as ISO 8601 writes them. */
#include "base/stamp.h"

enum { DAY_DIGITS = 8, ALL_DIGITS = STAMP_BYTES - 1 };

/* What stands before each digit in ISO 8601. */
static const char before[] = "\0\0\0\0-\0-\0T\0:\0:\0";

void stamp_append_iso(struct buf *out, struct str date, bool day_only)
{
    size_t n = date.n < ALL_DIGITS ? date.n : ALL_DIGITS;

    for (size_t i = 0; i < n; i++)
        if (!ascii_is_digit(date.p[i]))
            return;
    if (day_only && n > DAY_DIGITS)
        n = DAY_DIGITS;
    for (size_t i = 0; i < n; i++) {
        if (before[i])
            buf_append_char(out, before[i]);
        buf_append_char(out, date.p[i]);
    }
    if (n > DAY_DIGITS)
        buf_append_char(out, 'Z');
}

bool stamp_of_iso(struct str iso, char ret[STAMP_BYTES])
{
    size_t n = 0, i = 0;
    while (i < iso.n && n < ALL_DIGITS) {
        size_t digit = i + (before[n] != 0);
        if ((before[n] && iso.p[i] != before[n]) || digit >= iso.n || !ascii_is_digit(iso.p[digit]))
            break;
        ret[n++] = iso.p[digit];
        i = digit + 1;
    }
    bool is_day = n == 4 || n == 6 || n == DAY_DIGITS;
    bool has_time = n == ALL_DIGITS && i < iso.n && iso.p[i++] == 'Z';
    bool is_read = i == iso.n && (is_day || has_time);
    ret[is_read ? n : 0] = '\0';
    return is_read;
}
