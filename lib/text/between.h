/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_BETWEEN_H
#define PRESSMARK_TEXT_BETWEEN_H

/* What two neighbouring tokens of a text have to do with each other, by what is between them. */

#include "base/str.h"
#include "text/token.h"

#include <stdint.h>

/* Returns true if a token that begins at start adjoins the previous one, which ended at last_end:
 * there is nothing but "." ":" "_" "-" "'" "/" "@" or "&" (or a non-ASCII hyphen or apostrophe)
 * between them, as in "ice.gov" or "well-known", or it is another pair of the same run. A query
 * makes a phrase of joined tokens. */
bool between_is_joined(struct str text, size_t last_end, size_t start);

/* Does what between_gap() does for any number of bytes. */
uint32_t between_gap_inside(struct str text, size_t start, size_t end);

/* Returns how many positions are skipped between two tokens, the first of which ended at last_end:
 * ANALYSER_GAP or ANALYSER_ITEM_GAP, or 0. They may overlap. */
static inline uint32_t between_gap(struct str text, size_t last_end, size_t start)
{
    if (start <= last_end)
        return 0;
    const char *p = text.p + last_end;
    if (start - last_end > 2)
        return between_gap_inside(text, last_end, start);
    /* as usual if it is more than a blank: ", " */
    bool is_two = start - last_end == 2;
    if (p[0] == '\f' || (is_two && (p[1] == '\f' || (p[0] == '\n' && p[1] == '\n'))))
        return ANALYSER_GAP;
    return is_two && p[0] == '\t' && p[1] == '\n' ? ANALYSER_ITEM_GAP : 0;
}

#endif
