/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads numbers and writes them so that their bytes sort as they do. */
#include "store/number.h"

#include <math.h>
#include <stdlib.h>
#include <xxhash.h>

enum {
    MAX_NUMBER_BYTES = 40,
    FIRST_SLOT = 256, /* behind the slots of schema.h */
    GROUP = 3,        /* digits between two separators */
};

/* Digits, as they are or in groups, are copied to out; returns where they end, 0: they are none. */
static size_t take_digits(struct str s, size_t i, char *out, size_t *n_out)
{
    size_t start = i, in_group = 0;
    bool is_grouped = false;
    for (; i < s.n; i++) {
        if (ascii_is_digit(s.p[i])) {
            out[(*n_out)++] = s.p[i];
            in_group++;
        } else if (s.p[i] == ',' &&
                   (is_grouped ? in_group == GROUP : in_group && i - start <= GROUP)) {
            is_grouped = true;
            in_group = 0;
        } else {
            break;
        }
    }
    return i == start || (is_grouped && in_group != GROUP) ? 0 : i;
}

bool number_read(struct str s, double *ret)
{
    char text[MAX_NUMBER_BYTES + 1];
    size_t n = 0, i = 0;
    s = str_trim(s);
    if (s.n == 0 || s.n > MAX_NUMBER_BYTES)
        return false;
    if (s.p[0] == '-' || s.p[0] == '+')
        text[n++] = s.p[i++];
    i = take_digits(s, i, text, &n);
    if (i == 0)
        return false;
    /* What follows is a fraction and an exponent, or nothing. */
    for (; i < s.n; i++)
        text[n++] = s.p[i];
    text[n] = '\0';
    for (size_t k = 0; k < n; k++)
        if (!ascii_is_digit(text[k]) && !memchr("+-.eE", text[k], 5))
            return false;
    char *end;
    *ret = strtod(text, &end);
    return *end == '\0' && isfinite(*ret);
}

bool number_read_scaled(struct str s, double *ret)
{
    static const char letters[] = "kmg";
    double factor = 1;
    s = str_trim(s);
    if (s.n > 2 && ascii_lower(s.p[s.n - 1]) == 'b')
        s.n--;
    const char *letter = s.n > 1 ? memchr(letters, ascii_lower(s.p[s.n - 1]), 3) : NULL;
    if (letter) {
        for (const char *l = letters; l <= letter; l++)
            factor *= 1000;
        s.n--;
    }
    if (!number_read(s, ret))
        return false;
    *ret *= factor;
    return true;
}

size_t number_encode(double number, char ret_value[NUMBER_BYTES])
{
    const uint64_t sign = UINT64_C(1) << 63;
    uint64_t bits;
    size_t n = NUMBER_BYTES;
    if (number == 0) /* of either sign */
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
