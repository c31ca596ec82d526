/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compares a misspelt name with known ones. */
#include "base/nearest.h"

static size_t smallest(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t distance_of(struct str a, struct str b)
{
    size_t rows[3][NEAREST_MAX_BYTES + 1];
    if (a.n > NEAREST_MAX_BYTES || b.n > NEAREST_MAX_BYTES)
        return SIZE_MAX;
    for (size_t j = 0; j <= b.n; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t *row = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            bool differs = ascii_lower(a.p[i - 1]) != ascii_lower(b.p[j - 1]);
            row[j] = smallest(last[j - 1] + differs, smallest(last[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
                row[j] = smallest(row[j], before[j - 2] + 1);
        }
    }
    return rows[a.n % 3][b.n];
}

bool nearest_is_better(struct str name, struct str candidate, size_t *distance)
{
    size_t max = name.n < 3 ? 0 : name.n < 5 ? 1 : name.n < 9 ? 2 : 3;
    size_t d = distance_of(name, candidate);
    /* "fold" for "folding", "exclude" for "excl", but not "ext" for "ext4_lookup" */
    bool is_most = 2 * candidate.n >= name.n || memchr("_-", name.p[candidate.n], 2);
    bool is_cut = name.n >= 3 && candidate.n >= 3 &&
                  (str_starts_with(candidate, name) ||
                   (str_starts_with(name, candidate) && is_most));
    if (d > max && is_cut)
        d = max + 1;
    else if (d > max)
        return false;
    /* Few people mistype the first letter. */
    d = 2 * d + (name.n && candidate.n && ascii_lower(name.p[0]) != ascii_lower(candidate.p[0]));
    if (d >= *distance)
        return false;
    *distance = d;
    return true;
}
