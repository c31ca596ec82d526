/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks, decodes and repairs UTF-8. */
#include "text/utf8.h"

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <uniwidth.h>

#define REPLACEMENT "\xEF\xBF\xBD"

static bool is_ascii_word(const char *p)
{
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return (word & UINT64_C(0x8080808080808080)) == 0;
}

/* Returns the length of the run of ASCII at the beginning of [p, p + n). Most runs are either very
 * short or very long. */
static size_t ascii_run(const char *p, size_t n)
{
    enum { WORD_BYTES = 8, BLOCK_BYTES = 64 };
    size_t i = 0;

    while (n - i >= WORD_BYTES && is_ascii_word(p + i)) {
        i += WORD_BYTES;
        while (n - i >= BLOCK_BYTES && str_is_ascii((struct str){p + i, BLOCK_BYTES}))
            i += BLOCK_BYTES;
    }
    while (i < n && (unsigned char)p[i] < 0x80)
        i++;
    return i;
}

/* Returns the length of the character at p, where n >= 1. If it is ill-formed, returns 0, and
 * *bad_n is the length of the maximal part that one U+FFFD replaces. */
static size_t checked_length(const unsigned char *p, size_t n, size_t *bad_n)
{
    unsigned char lead = p[0], low = 0x80, high = 0xBF;
    size_t length;

    *bad_n = 1;
    if (lead < 0x80)
        return 1;
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    /* The range of the second byte excludes overlong forms, surrogates and values above
     * U+10FFFF. */
    if (lead == 0xE0)
        low = 0xA0;
    else if (lead == 0xED)
        high = 0x9F;
    else if (lead == 0xF0)
        low = 0x90;
    else if (lead == 0xF4)
        high = 0x8F;
    for (size_t i = 1; i < length; i++) {
        if (i == n || p[i] < low || p[i] > high) {
            *bad_n = i;
            return 0;
        }
        low = 0x80;
        high = 0xBF;
    }
    return length;
}

bool utf8_is_valid(struct str s, size_t *bad_offset)
{
    size_t i = 0;

    while (i < s.n) {
        size_t bad_n, length;

        i += ascii_run(s.p + i, s.n - i);
        if (i == s.n)
            break;
        length = checked_length((const unsigned char *)s.p + i, s.n - i, &bad_n);
        if (!length) {
            if (bad_offset)
                *bad_offset = i;
            return false;
        }
        i += length;
    }
    return true;
}

size_t utf8_append_repaired(struct buf *out, struct str s)
{
    size_t n_replaced = 0, bad_offset;

    while (!utf8_is_valid(s, &bad_offset)) {
        size_t bad_n;

        checked_length((const unsigned char *)s.p + bad_offset, s.n - bad_offset, &bad_n);
        buf_append(out, s.p, bad_offset);
        buf_append_str(out, STR_LITERAL(REPLACEMENT));
        n_replaced++;
        s = str_slice(s, bad_offset + bad_n, s.n);
    }
    buf_append_str(out, s);
    return n_replaced;
}

uint32_t utf8_decode(struct str s, size_t offset, size_t *next)
{
    const unsigned char *p = (const unsigned char *)s.p + offset;

    if (p[0] < 0x80) {
        *next = offset + 1;
        return p[0];
    }
    if (p[0] < 0xE0) {
        *next = offset + 2;
        return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
    }
    if (p[0] < 0xF0) {
        *next = offset + 3;
        return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    }
    *next = offset + 4;
    return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 |
           (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
}

size_t utf8_put(uint32_t c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

static uint32_t utf16_unit(struct str s, size_t i, bool is_big_endian)
{
    uint32_t first = (unsigned char)s.p[i], second = (unsigned char)s.p[i + 1];
    return is_big_endian ? first << 8 | second : second << 8 | first;
}

static void append_utf16(struct buf *out, struct str s, bool is_big_endian)
{
    for (size_t i = 0; i + 1 < s.n; i += 2) {
        char bytes[4];
        uint32_t c = utf16_unit(s, i, is_big_endian), low = 0;
        if (c >= 0xD800 && c < 0xDC00 && i + 3 < s.n)
            low = utf16_unit(s, i + 2, is_big_endian);
        if (low >= 0xDC00 && low < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            i += 2;
        }
        bool is_unpaired = c >= 0xD800 && c < 0xE000;
        buf_append(out, bytes, utf8_put(is_unpaired ? 0xFFFD : c, bytes));
    }
    if (s.n % 2)
        buf_append_str(out, STR_LITERAL(REPLACEMENT));
}

void utf8_append_unmarked(struct buf *out, struct str bytes)
{
    static const struct str utf8 = {"\xEF\xBB\xBF", 3}, little = {"\xFF\xFE", 2},
                            big = {"\xFE\xFF", 2};
    if (str_starts_with(bytes, little) || str_starts_with(bytes, big))
        append_utf16(out, str_slice(bytes, 2, bytes.n), bytes.p[0] == big.p[0]);
    else
        buf_append_str(out, str_slice(bytes, str_starts_with(bytes, utf8) ? utf8.n : 0, bytes.n));
}

size_t utf8_floor(struct str s, size_t offset)
{
    if (offset >= s.n)
        return s.n;
    while (offset > 0 && ((unsigned char)s.p[offset] & 0xC0) == 0x80)
        offset--;
    return offset;
}

uint32_t utf8_compose(uint32_t base, uint32_t mark)
{
    return uc_composition(base, mark);
}

size_t utf8_columns(struct str s)
{
    size_t columns = 0;

    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_decode(s, i, &i);
        int width = c < 0x80 ? (c >= 0x20 && c != 0x7F) : uc_width(c, "UTF-8");

        if (width > 0)
            columns += (size_t)width;
    }
    return columns;
}

bool utf8_is_blank(uint32_t c)
{
    return c <= ' ' || c == 0x7F || uc_is_property_white_space(c);
}

uint32_t utf8_lower(uint32_t c)
{
    return uc_tolower(c);
}

bool utf8_is_word(uint32_t c)
{
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M |
                                                   UC_CATEGORY_MASK_Nd | UC_CATEGORY_MASK_Pc);
}
