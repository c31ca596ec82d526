/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the headings that a place in a text is under. */
#include "search/passage/section.h"

/* Returns how many headings begin at or before offset. */
static uint32_t count_headings(const struct record *r, size_t offset)
{
    uint32_t low = 0, high = r->n_headings;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (r->headings[middle].offset <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct str section_heading(const struct record *r, struct str text, uint32_t number)
{
    static const struct str signs[] = {STR_LITERAL("¶"), STR_LITERAL("🔗")};
    size_t start = r->headings[number].offset;
    struct str heading = str_trim(str_slice(text, start, str_find_char(text, '\n', start)));
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (str_ends_with(heading, signs[i]))
            heading = str_trim(str_slice(heading, 0, heading.n - signs[i].n));
    return heading;
}

struct section section_at(const struct record *r, struct str text, size_t offset,
                          struct arena *arena)
{
    enum { MAX_LEVEL = 6 };
    struct str headings[MAX_LEVEL];
    uint32_t behind = count_headings(r, offset), n = 0, level = MAX_LEVEL + 1;
    if (behind == 0)
        return (struct section){0};
    for (uint32_t i = behind; i-- > 0 && level > 1 && n < MAX_LEVEL;) {
        if (r->headings[i].level >= level)
            continue;
        level = r->headings[i].level;
        headings[n++] = section_heading(r, text, i);
    }
    struct section section = {behind - 1, arena_alloc(arena, n * sizeof *headings), n};
    for (uint32_t i = 0; i < n; i++)
        section.headings[i] = headings[n - 1 - i];
    return section;
}
