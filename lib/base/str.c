/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Searches and compares borrowed strings. */
#include "base/str.h"

#include <endian.h>
#include <stdint.h>

bool str_equal_ignoring_case(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]))
            return false;
    return true;
}

bool str_starts_with_ignoring_case(struct str s, const char *prefix)
{
    size_t n = strlen(prefix);
    return s.n >= n && str_equal_ignoring_case(str_slice(s, 0, n), (struct str){prefix, n});
}

bool str_ends_with_ignoring_case(struct str s, const char *suffix)
{
    size_t n = strlen(suffix);
    return s.n >= n && str_equal_ignoring_case(str_slice(s, s.n - n, s.n), (struct str){suffix, n});
}

struct str str_trim(struct str s)
{
    while (s.n && ascii_is_space(s.p[0]))
        s = str_slice(s, 1, s.n);
    while (s.n && ascii_is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

size_t str_find(struct str s, struct str needle, size_t from)
{
    if (from > s.n)
        return s.n;
    if (needle.n == 0)
        return from;
    if (needle.n > 2) {
        const char *hit = memmem(s.p + from, s.n - from, needle.p, needle.n);
        return hit ? (size_t)(hit - s.p) : s.n;
    }
    /* For short needles memmem() would examine every byte. */
    size_t i = str_find_char(s, needle.p[0], from);
    while (i < s.n && !str_starts_with(str_slice(s, i, s.n), needle))
        i = str_find_char(s, needle.p[0], i + 1);
    return i;
}

size_t str_find_char(struct str s, char c, size_t from)
{
    if (from >= s.n)
        return s.n;
    const char *hit = memchr(s.p + from, c, s.n - from);
    return hit ? (size_t)(hit - s.p) : s.n;
}

/* Returns the index of the first of eight bytes that is not 0. */
static size_t first_byte(uint64_t bytes)
{
    return (size_t)__builtin_ctzll(le64toh(bytes)) / 8;
}

size_t str_find_one_of(struct str s, char a, char b, char c, size_t from)
{
    typedef char vector __attribute__((vector_size(16)));
    size_t i = from;
    for (; i + sizeof(vector) <= s.n; i += sizeof(vector)) {
        vector bytes;
        uint64_t hits[2];
        memcpy(&bytes, s.p + i, sizeof bytes);
        bytes = (vector)((bytes == a) | (bytes == b) | (bytes == c));
        memcpy(hits, &bytes, sizeof hits);
        if (hits[0])
            return i + first_byte(hits[0]);
        if (hits[1])
            return i + sizeof *hits + first_byte(hits[1]);
    }
    while (i < s.n && s.p[i] != a && s.p[i] != b && s.p[i] != c)
        i++;
    return i < s.n ? i : s.n;
}

bool str_next_line(struct str *rest, struct str *line)
{
    if (rest->n == 0)
        return false;
    size_t end = str_find_one_of(*rest, '\n', '\r', '\n', 0);
    *line = str_slice(*rest, 0, end);
    if (end < rest->n)
        end += rest->p[end] == '\r' && end + 1 < rest->n && rest->p[end + 1] == '\n' ? 2 : 1;
    *rest = str_slice(*rest, end, rest->n);
    return true;
}

static bool is_letter(char c)
{
    return ascii_is_alpha(c) || (unsigned char)c >= 0x80;
}

bool str_has_letter(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (is_letter(s.p[i]))
            return true;
    return false;
}

bool str_is_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_digit(s.p[i]))
            return false;
    return s.n > 0;
}

bool str_is_letters(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_letter(s.p[i]))
            return false;
    return s.n > 0;
}

bool str_starts_with_one_of(struct str s, const char *const *starts)
{
    for (size_t i = 0; starts[i]; i++)
        if (str_starts_with(s, str_of(starts[i])))
            return true;
    return false;
}

bool str_ends_with_one_of(struct str s, const char *const *ends)
{
    for (size_t i = 0; ends[i]; i++)
        if (str_ends_with(s, str_of(ends[i])))
            return true;
    return false;
}

bool str_starts_with_one_of_ignoring_case(struct str s, const char *const *starts)
{
    for (size_t i = 0; starts[i]; i++)
        if (str_starts_with_ignoring_case(s, starts[i]))
            return true;
    return false;
}

bool str_ends_with_one_of_ignoring_case(struct str s, const char *const *ends)
{
    for (size_t i = 0; ends[i]; i++)
        if (str_ends_with_ignoring_case(s, ends[i]))
            return true;
    return false;
}

size_t str_count_words(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += !ascii_is_space(s.p[i]) && (i == 0 || ascii_is_space(s.p[i - 1]));
    return n;
}

uint32_t str_count_breaks(struct str s)
{
    uint32_t n = 0;
    for (size_t i = str_find_char(s, '\n', 0); i < s.n; i = str_find_char(s, '\n', i + 1))
        n++;
    return n;
}

size_t str_count_shared(struct str a, struct str b)
{
    size_t n = 0;
    while (n < a.n && n < b.n && a.p[n] == b.p[n])
        n++;
    return n;
}

bool str_is_one_of(struct str s, const char *const *names)
{
    for (size_t i = 0; names[i]; i++)
        if ((s.n == 0 || names[i][0] == s.p[0]) && str_equal(s, str_of(names[i])))
            return true;
    return false;
}

bool str_is_one_of_ignoring_case(struct str s, const char *const *names)
{
    enum { CASE_BIT = 0x20 };
    int first = s.n ? s.p[0] | CASE_BIT : CASE_BIT; /* most names differ there */
    for (size_t i = 0; names[i]; i++)
        if ((names[i][0] | CASE_BIT) == first && str_equal_ignoring_case(s, str_of(names[i])))
            return true;
    return false;
}
