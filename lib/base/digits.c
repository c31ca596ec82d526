/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads numbers whose digits are grouped, in the conventions of several countries. */
#include "base/digits.h"

enum { MAX_RUNS = 16, GROUP = 3, SMALL_GROUP = 2 };

/* The runs of digits between separators. */
struct runs {
    struct str items[MAX_RUNS];
    char signs[MAX_RUNS]; /* the sign after each run but the last; ' ' for all kinds of blanks */
    size_t n;
};

static const struct {
    const char *bytes;
    char sign;
} SEPARATORS[] = {
    {",", ','},
    {".", '.'},
    {"'", '\''},
    {" ", ' '},
    {"\xC2\xA0", ' '},
    {"\xE2\x80\x89", ' '},
    {"\xE2\x80\xAF", ' '},
    {"\xE2\x80\x99", '\''},
};

static size_t read_separator(struct str s, size_t offset, char *ret_sign)
{
    for (size_t i = 0; i < sizeof SEPARATORS / sizeof *SEPARATORS; i++) {
        struct str bytes = str_of(SEPARATORS[i].bytes);
        if (offset + bytes.n <= s.n && memcmp(s.p + offset, bytes.p, bytes.n) == 0) {
            *ret_sign = SEPARATORS[i].sign;
            return bytes.n;
        }
    }
    return 0;
}

size_t digits_separator_at(struct str s, size_t offset)
{
    char ignored;
    return read_separator(s, offset, &ignored);
}

static bool read_runs(struct str s, struct runs *r)
{
    size_t i = 0;
    for (r->n = 0; r->n < MAX_RUNS;) {
        size_t start = i;
        while (i < s.n && ascii_is_digit(s.p[i]))
            i++;
        if (i == start)
            return false;
        r->items[r->n++] = str_slice(s, start, i);
        if (i == s.n)
            return true;
        size_t n = read_separator(s, i, &r->signs[r->n - 1]);
        if (n == 0)
            return false;
        i += n;
    }
    return false;
}

/* Returns true if the first n runs are groups: of three digits, or of two before the last one of
 * three. */
static bool are_groups(const struct runs *r, size_t n)
{
    size_t middle = n > 2 ? r->items[1].n : GROUP;
    if (n < 2 || r->items[n - 1].n != GROUP || (middle != GROUP && middle != SMALL_GROUP) ||
        r->items[0].n > middle)
        return false;
    if (middle == SMALL_GROUP && r->signs[0] != ',')
        return false;
    for (size_t i = 1; i + 1 < n; i++)
        if (r->items[i].n != middle)
            return false;
    return true;
}

/* Returns true if the first n signs are the same. */
static bool have_one_sign(const struct runs *r, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (r->signs[i] != r->signs[0])
            return false;
    return true;
}

static bool is_decimal_sign(char sign)
{
    return sign == '.' || sign == ',';
}

/* Returns how many runs precede the decimals, or 0 if the runs are not a number. */
static size_t whole_runs(const struct runs *r, enum digits_reading reading)
{
    size_t n = r->n;
    if (n == 1)
        return 1;
    char last = r->signs[n - 2];
    if (n == 2) {
        bool may_group = last != '.' || reading == DIGITS_BOTH_GROUP;
        if (may_group && are_groups(r, 2) && r->items[0].p[0] != '0')
            return 2;
        return is_decimal_sign(last) ? 1 : 0;
    }
    if (have_one_sign(r, n - 1))
        return are_groups(r, n) ? n : 0;
    bool has_decimals = is_decimal_sign(last) && last != r->signs[0] && have_one_sign(r, n - 2) &&
                        are_groups(r, n - 1);
    return has_decimals ? n - 1 : 0;
}

bool digits_append_plain(struct buf *out, struct str s, enum digits_reading reading)
{
    struct runs r;
    size_t n_whole = read_runs(s, &r) ? whole_runs(&r, reading) : 0;
    if (n_whole == 0)
        return false;
    for (size_t i = 0; i < n_whole; i++)
        buf_append_str(out, r.items[i]);
    if (n_whole < r.n) {
        buf_append_char(out, '.');
        buf_append_str(out, r.items[n_whole]);
    }
    return true;
}

void digits_append_grouped(struct buf *out, struct str digits, char sign, size_t group)
{
    for (size_t i = 0; i < digits.n; i++) {
        size_t left = digits.n - i;
        if (i > 0 && left >= GROUP && (left - GROUP) % group == 0)
            buf_append_char(out, sign);
        buf_append_char(out, digits.p[i]);
    }
}
