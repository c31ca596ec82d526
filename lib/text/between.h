/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_BETWEEN_H
#define PRESSMARK_TEXT_BETWEEN_H

/* What two neighbouring tokens of a text have to do with each other, by what is between them. */

#include "base/str.h"

/* Returns true if a token that begins at start adjoins the previous one, which ended at last_end:
 * there is nothing but "." ":" "_" "-" "'" "/" "@" or "&" (or a non-ASCII hyphen or apostrophe)
 * between them, as in "ice.gov" or "well-known", or it is another pair of the same run. A query
 * makes a phrase of joined tokens. */
bool between_is_joined(struct str text, size_t last_end, size_t start);

/* Does what between_has_break() does for any number of bytes. */
bool between_has_break_inside(struct str text, size_t start, size_t end);

/* Returns true if a paragraph, an item of a list, a page or a cell ends between two tokens, the
 * first of which ended at last_end. They may overlap. */
static inline bool between_has_break(struct str text, size_t last_end, size_t start)
{
    if (start <= last_end)
        return false;
    const char *p = text.p + last_end;
    bool breaks = p[0] == '\f';
    if (start - last_end == 2) /* as usual if it is more than a blank: ", " */
        breaks |= p[1] == '\f' || (p[0] == '\n' && p[1] == '\n');
    else if (start - last_end > 2)
        breaks |= between_has_break_inside(text, last_end, start);
    return breaks;
}

#endif
