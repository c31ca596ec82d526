/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Examines what is between two tokens, a byte at a time. */
#include "text/between.h"

#include "text/byte_kinds.h"

/* Returns the length of a non-ASCII sign at p that joins as "-" and "'" do, or 0. n bytes are
 * left. */
static size_t wide_joiner(const char *p, size_t n)
{
    if (n >= 3 &&
        (memcmp(p, "\u2010", 3) == 0 || memcmp(p, "\u2011", 3) == 0 || memcmp(p, "\u2019", 3) == 0))
        return 3;
    return n >= 2 && memcmp(p, "\u05BE", 2) == 0 ? 2 : 0; /* the Hebrew hyphen */
}

bool between_is_joined(struct str text, size_t last_end, size_t start)
{
    size_t i = last_end;

    while (i < start) {
        uint8_t kind = kind_at(text, i);
        size_t n = kind & JOINS ? 1 : kind & HIGH ? wide_joiner(text.p + i, start - i) : 0;

        if (n == 0)
            return false;
        i += n;
    }
    return true;
}

/* Returns the length of the sign of a list's item at i, with a blank after it, or 0. */
static size_t bullet_at(struct str text, size_t i, size_t end)
{
    static const char bullet[] = "\u2022";
    size_t n = memchr("-*+:.", text.p[i], 5)                                       ? 1
               : end - i > 3 && memcmp(text.p + i, bullet, sizeof bullet - 1) == 0 ? 3
                                                                                   : 0;
    return n && i + n < end && ascii_is_space(text.p[i + n]) ? n : 0;
}

static bool is_between_blanks(struct str text, size_t start, size_t i, size_t end)
{
    return i > start && i + 1 < end && ascii_is_space(text.p[i - 1]) &&
           ascii_is_space(text.p[i + 1]);
}

uint32_t between_gap_inside(struct str text, size_t start, size_t end)
{
    bool is_line_empty = false;
    uint32_t gap = 0;

    for (size_t i = start; i < end; i++) {
        char c = text.p[i];

        if (c == '\n') {
            if (is_line_empty)
                return ANALYSER_GAP;
            is_line_empty = true;
            if (i > start && text.p[i - 1] == '\t')
                gap = ANALYSER_ITEM_GAP;
        } else if (c == '\f') {
            return ANALYSER_GAP;
        } else if (!ascii_is_space(c)) {
            if (c == '|' ? is_between_blanks(text, start, i, end)
                         : is_line_empty && bullet_at(text, i, end))
                return ANALYSER_GAP;
            is_line_empty = false;
        }
    }
    return gap;
}
