/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PASSAGE_SECTION_H
#define PRESSMARK_SEARCH_PASSAGE_SECTION_H

/* The sections of a document: which headings a place is under. */

#include "base/arena.h"
#include "store/record.h"

struct section {
    uint32_t number;      /* of its heading in the record, from 0 */
    struct str *headings; /* from the outermost to its own; they point into the text */
    uint32_t n;           /* of headings; 0 above the first heading, and all else is then 0, too */
};

/* Returns the section that contains offset of the text, which may be cut off behind offset. The
 * array is on arena. */
struct section section_at(const struct record *r, struct str text, size_t offset,
                          struct arena *arena);

/* Returns the text of a heading, without the sign of a link to itself. */
struct str section_heading(const struct record *r, struct str text, uint32_t number);

#endif
