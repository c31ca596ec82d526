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
