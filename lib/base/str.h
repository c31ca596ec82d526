/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_STR_H
#define PRESSMARK_BASE_STR_H

/* Borrowed bytes: a pointer and a length. Never freed through this struct, no NUL promised. */

#include <stdbool.h>
#include <stddef.h>
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
    return s.n >= prefix.n && memcmp(s.p, prefix.p, prefix.n) == 0;
}

static inline bool str_ends_with(struct str s, struct str suffix)
{
    return s.n >= suffix.n && memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0;
}

/* Bytewise order, the shorter first: <0, 0, >0. */
static inline int str_compare(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

/* ASCII only, whatever the locale. */
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

bool str_equal_ignoring_case(struct str a, struct str b); /* ASCII case, as in the next two */
bool str_starts_with_ignoring_case(struct str s, const char *prefix);
bool str_ends_with_ignoring_case(struct str s, const char *suffix);
struct str str_trim(struct str s); /* ASCII space off both ends */
/* First occurrence of needle in s at or after from; s.n when there is none. */
size_t str_find(struct str s, struct str needle, size_t from);
size_t str_find_char(struct str s, char c, size_t from);
/* First occurrence of any of three bytes, which may be the same, likewise. */
size_t str_find_one_of(struct str s, char a, char b, char c, size_t from);
/* Where what follows the last c begins; 0: there is none. */
static inline size_t str_after_last(struct str s, char c)
{
    size_t i = s.n;
    while (i > 0 && s.p[i - 1] != c)
        i--;
    return i;
}
/* Takes the next line off *rest into *line, without its "\n", "\r\n" or "\r"; false at the end. */
bool str_next_line(struct str *rest, struct str *line);

/* Whether s equals one of names, a list that ends in NULL. */
bool str_is_one_of(struct str s, const char *const *names);
bool str_is_one_of_ignoring_case(struct str s, const char *const *names); /* of ASCII */
bool str_ends_with_one_of(struct str s, const char *const *ends);

/* How many runs of bytes stand between white space of ASCII. */
size_t str_count_words(struct str s);

#endif
