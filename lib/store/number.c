/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads numbers, and encodes them so that their bytes sort in numeric order. */
#include "store/number.h"

#include "base/buf.h"
#include "base/digits.h"
#include "base/mem.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

enum {
    MAX_NUMBER_BYTES = 40,
    FIRST_SLOT = 256, /* after the slots of schema.h */
};

/* ---- signs and units ---- */

static const char *const SIGNS[] = {"$", "%", "€", "£", "¥", "₹", "₽", "₩", "₺", "₴", NULL};

static struct str trim_blanks(struct str s)
{
    struct str before;
    do {
        before = s;
        s = str_trim(s);
        while (s.n > 1 && memcmp(s.p, "\xC2\xA0", 2) == 0)
            s = str_slice(s, 2, s.n);
        while (s.n > 1 && memcmp(s.p + s.n - 2, "\xC2\xA0", 2) == 0)
            s.n -= 2;
    } while (s.n < before.n);
    return s;
}

/* Returns true for three capitals, as in the code of a currency: "EUR". */
static bool is_code(struct str s)
{
    return s.n == 3 && ascii_is_upper(s.p[0]) && ascii_is_upper(s.p[1]) && ascii_is_upper(s.p[2]);
}

/* Removes a currency or a per cent sign at either end. */
static struct str without_unit(struct str s)
{
    for (size_t i = 0; SIGNS[i]; i++) {
        struct str sign = str_of(SIGNS[i]);
        if (s.n > sign.n && str_starts_with(s, sign))
            return trim_blanks(str_slice(s, sign.n, s.n));
        if (s.n > sign.n && memcmp(s.p + s.n - sign.n, sign.p, sign.n) == 0)
            return trim_blanks(str_slice(s, 0, s.n - sign.n));
    }
    if (s.n > 4 && is_code(str_slice(s, 0, 3)))
        return trim_blanks(str_slice(s, 3, s.n));
    if (s.n > 4 && is_code(str_slice(s, s.n - 3, s.n)))
        return trim_blanks(str_slice(s, 0, s.n - 3));
    return s;
}

/* Removes a sign, which may also be a typographic minus. */
static struct str without_sign(struct str s, bool *ret_is_negative)
{
    static const struct str minus = {"\xE2\x88\x92", 3};
    *ret_is_negative = s.n && (s.p[0] == '-' || str_starts_with(s, minus));
    if (str_starts_with(s, minus))
        return str_slice(s, minus.n, s.n);
    return s.n && (s.p[0] == '-' || s.p[0] == '+') ? str_slice(s, 1, s.n) : s;
}

/* ---- numbers ---- */

static size_t exponent_of(struct str s)
{
    size_t i = str_find_char(s, 'e', 0);
    return i < s.n ? i : str_find_char(s, 'E', 0);
}

/* Reads digits without a sign, and an optional exponent. */
static bool read_digits(struct str s, enum digits_reading reading, double *ret)
{
    AUTO(buf_done) struct buf plain = BUF_INIT;
    size_t exponent = exponent_of(s);
    if (!digits_append_plain(&plain, str_slice(s, 0, exponent), reading))
        return false;
    for (size_t i = exponent; i < s.n; i++)
        if (!ascii_is_digit(s.p[i]) && !memchr("+-eE", s.p[i], 4))
            return false;
    buf_append_str(&plain, str_slice(s, exponent, s.n));
    char *end;
    *ret = strtod(buf_c_string(&plain), &end);
    return *end == '\0' && isfinite(*ret);
}

static bool read_number(struct str s, enum digits_reading reading, double *ret)
{
    bool is_negative, is_negative_inside = false;
    s = trim_blanks(s);
    if (s.n == 0 || s.n > MAX_NUMBER_BYTES)
        return false;
    s = without_sign(s, &is_negative);
    struct str bare = without_unit(s);
    if (bare.n < s.n)
        bare = without_sign(bare, &is_negative_inside); /* "$-5" */
    if (!read_digits(bare, reading, ret))
        return false;
    if (is_negative != is_negative_inside)
        *ret = -*ret;
    return true;
}

static bool read_plain(struct str s, double *ret)
{
    return read_number(s, DIGITS_COMMA_GROUPS, ret);
}

bool number_read_otherwise(struct str s, double *ret)
{
    double first;
    return read_number(s, DIGITS_BOTH_GROUP, ret) && read_plain(s, &first) && first != *ret;
}

/* Reads the letter before an optional "B", for thousands, millions and thousand millions, and
 * returns the factor, or 0 if there is none. */
static double take_scale(struct str *s)
{
    static const char letters[] = "kmg";
    struct str left = *s;
    if (str_ends_with(left, STR_LITERAL("bn"))) {
        *s = str_slice(left, 0, left.n - 2);
        return 1e9;
    }
    double step = 1000, factor = 1;
    if (left.n > 3 && left.p[left.n - 1] == 'B' && left.p[left.n - 2] == 'i') { /* "MiB" */
        step = 1024;
        left.n -= 2;
    } else if (left.n > 2 && ascii_lower(left.p[left.n - 1]) == 'b') {
        left.n--;
    }
    const char *letter = left.n > 1 ? memchr(letters, ascii_lower(left.p[left.n - 1]), 3) : NULL;
    if (!letter)
        return 0;
    for (const char *l = letters; l <= letter; l++)
        factor *= step;
    left.n--;
    *s = left;
    return factor;
}

bool number_read_scaled(struct str s, double *ret)
{
    s = trim_blanks(s);
    double factor = take_scale(&s);
    if (!read_plain(s, ret))
        return false;
    if (factor > 0)
        *ret *= factor;
    return true;
}

/* Reads an amount of money in thousands, millions or thousand millions: "$1.25M", "3k EUR". */
static bool read_money(struct str s, bool is_negative, double *ret)
{
    struct str bare = without_unit(s);
    if (bare.n && ascii_lower(bare.p[bare.n - 1]) == 'b') /* an amount of bytes has no currency */
        return false;
    if (!number_read_scaled(bare, ret))
        return false;
    if (is_negative)
        *ret = -*ret;
    return true;
}

bool number_read_value(struct str s, double *ret)
{
    bool is_negative;
    s = trim_blanks(s);
    struct str unsigned_value = without_sign(s, &is_negative);
    bool has_unit = without_unit(unsigned_value).n < unsigned_value.n; /* "$1.25M" */
    bool is_amount_of_bytes = s.n > 2 && s.p[s.n - 1] == 'B';
    return read_plain(s, ret) || (is_amount_of_bytes && !has_unit && number_read_scaled(s, ret)) ||
           (has_unit && read_money(unsigned_value, is_negative, ret));
}

size_t number_put_plain(double number, char ret_text[NUMBER_TEXT_BYTES])
{
    if (number == 0) /* also a negative zero */
        number = 0;
    return (size_t)snprintf(ret_text, NUMBER_TEXT_BYTES, "%.15g", number);
}

size_t number_encode(double number, char ret_value[NUMBER_BYTES])
{
    const uint64_t sign = UINT64_C(1) << 63;
    uint64_t bits;
    size_t n = NUMBER_BYTES;
    if (number == 0) /* also a negative zero */
        number = 0;
    memcpy(&bits, &number, sizeof bits);
    bits = bits & sign ? ~bits : bits | sign;
    for (int i = NUMBER_BYTES - 1; i >= 0; i--, bits >>= 8)
        ret_value[i] = (char)(bits & 0xFF);
    while (n > 1 && ret_value[n - 1] == '\0')
        n--;
    return n;
}

uint32_t number_slot(struct str name)
{
    return FIRST_SLOT + (uint32_t)(XXH3_64bits(name.p, name.n) & 0x3FFFFFFF);
}
