/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds out what the path of a file says about its content. */
#include "base/path.h"

struct str path_ending(struct str path)
{
    for (size_t i = path.n; i > 0 && path.p[i - 1] != '/'; i--)
        if (path.p[i - 1] == '.')
            return str_slice(path, i, path.n);
    return STR_EMPTY;
}

static bool is_ending(struct str s)
{
    enum { MAX_BYTES = 16 };
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_alpha(s.p[i]) && !ascii_is_digit(s.p[i]) && !memchr("-_+", s.p[i], 3))
            return false;
    return s.n > 0 && s.n <= MAX_BYTES && (s.n == 1 || !str_is_digits(s));
}

struct str path_without_compression(struct str name)
{
    static const char *const endings[] = {".gz", ".bz2", ".xz", ".zst", ".lzma", ".z", NULL};
    for (size_t i = 0; endings[i]; i++) {
        struct str ending = str_of(endings[i]);
        if (name.n > ending.n && str_ends_with_ignoring_case(name, ending.p))
            return str_slice(name, 0, name.n - ending.n);
    }
    return name;
}

struct str path_stem(struct str name)
{
    name = path_without_compression(name);
    struct str ending = path_ending(name);
    if (is_ending(ending) && ending.n + 1 < name.n)
        name.n -= ending.n + 1;
    return name;
}
