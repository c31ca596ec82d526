/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/visible.h"

#include "text/utf8.h"

/* Controls, and what reorders or breaks the lines around it. */
static bool acts_on_terminal(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029;
}

static bool is_blank_or_break(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029;
}

/* s is valid UTF-8. */
static void append_valid(struct buf *out, struct str s, enum visible_blanks blanks)
{
    size_t plain = 0, run_end = SIZE_MAX, next;
    for (size_t i = 0; i < s.n; i = next) {
        uint32_t c = utf8_decode(s, i, &next);
        bool is_run = blanks == VISIBLE_ONE_BLANK && is_blank_or_break(c);
        if (!is_run &&
            (!acts_on_terminal(c) || (blanks == VISIBLE_AS_IT_IS && (c == '\n' || c == '\t'))))
            continue;
        buf_append(out, s.p + plain, i - plain);
        plain = next;
        if (!is_run)
            buf_append_format(out, "\\u{%x}", (unsigned)c);
        else if (i != run_end)
            buf_append_char(out, ' ');
        if (is_run)
            run_end = next;
    }
    buf_append(out, s.p + plain, s.n - plain);
}

void visible_append(struct buf *out, struct str s, enum visible_blanks blanks)
{
    size_t bad;
    while (!utf8_is_valid(s, &bad)) {
        append_valid(out, str_slice(s, 0, bad), blanks);
        buf_append_format(out, "\\x{%02x}", (unsigned)(unsigned char)s.p[bad]);
        s = str_slice(s, bad + 1, s.n);
    }
    append_valid(out, s, blanks);
}
