/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_STR_H
#define PRESSMARK_BASE_STR_H

/* A borrowed string: a pointer and a length. It is never freed through this struct, and need not
 * end in a NUL. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
    const char *p;
    size_t n;
};

#define STR_EMPTY ((struct str){"", 0})
#define STR_LITERAL(s) ((struct str){(s), sizeof(s) - 1})
/* For printf("%.*s", STR_PRINT(s)). */
#define STR_PRINT(s) (int)(s).n, (s).p

static inline struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

static inline struct str str_slice(struct str s, size_t start, size_t end)
{
    return (struct str){s.p + start, end - start};
}

static inline bool str_equal(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool str_starts_with(struct str s, struct str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

static inline bool str_ends_with(struct str s, struct str suffix)
{
    return s.n >= suffix.n &&
           (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

/* Compares bytewise, a prefix before a longer string. Returns <0, 0 or >0. */
static inline int str_compare(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

/* ASCII only, regardless of the locale. */
static inline bool ascii_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}
static inline bool ascii_is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static inline bool ascii_is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}
static inline bool ascii_is_alpha(char c)
{
    return ascii_is_upper(c) || (c >= 'a' && c <= 'z');
}
static inline char ascii_lower(char c)
{
    return ascii_is_upper(c) ? (char)(c + 32) : c;
}

static inline bool str_is_ascii(struct str s)
{
    unsigned char bits = 0;
    for (size_t i = 0; i < s.n; i++) /* no early exit, so that the loop can be vectorised */
        bits |= (unsigned char)s.p[i];
    return bits < 0x80;
}

#define STR_HASH_START UINT32_C(2166136261)
/* Adds the bytes of s to a hash that began with STR_HASH_START (FNV-1a). The low bits are the
 * worst: fold the high ones into them before use as an index. */
static inline uint32_t str_hash(uint32_t hash, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        hash = (hash ^ (unsigned char)s.p[i]) * 16777619u;
    return hash;
}

/* These ignore ASCII case. */
bool str_equal_ignoring_case(struct str a, struct str b);
bool str_starts_with_ignoring_case(struct str s, const char *prefix);
bool str_ends_with_ignoring_case(struct str s, const char *suffix);

struct str str_trim(struct str s); /* removes ASCII white space from both ends */
/* Returns the first occurrence of needle in s at or after from, or s.n if there is none. */
size_t str_find(struct str s, struct str needle, size_t from);
size_t str_find_char(struct str s, char c, size_t from);
/* Does the same for any of three bytes, which may be equal. */
size_t str_find_one_of(struct str s, char a, char b, char c, size_t from);
/* Returns the offset after the last c, or 0 if there is none. */
static inline size_t str_after_last(struct str s, char c)
{
    size_t i = s.n;
    while (i > 0 && s.p[i - 1] != c)
        i--;
    return i;
}
/* Removes the next line from *rest and returns it in *line, without its "\n", "\r\n" or "\r".
 * Returns false at the end. */
bool str_next_line(struct str *rest, struct str *line);

/* Returns true if s equals one of names, an array that ends with NULL. */
bool str_is_one_of(struct str s, const char *const *names);
bool str_is_one_of_ignoring_case(struct str s, const char *const *names); /* ignores ASCII case */
bool str_has_letter(struct str s); /* an ASCII letter, or any byte outside ASCII */
/* Return true if s is not empty and all of it are digits, or letters and bytes outside ASCII. */
bool str_is_digits(struct str s);
bool str_is_letters(struct str s);
/* Return true if s begins or ends with one of an array that ends with NULL. */
bool str_starts_with_one_of(struct str s, const char *const *starts);
bool str_ends_with_one_of(struct str s, const char *const *ends);
bool str_starts_with_one_of_ignoring_case(struct str s, const char *const *starts);
bool str_ends_with_one_of_ignoring_case(struct str s, const char *const *ends);

/* Returns the number of bytes with which both begin. */
size_t str_count_shared(struct str a, struct str b);
/* Counts the runs of bytes between ASCII white space. */
size_t str_count_words(struct str s);
/* Counts the line feeds. */
uint32_t str_count_breaks(struct str s);

#endif
