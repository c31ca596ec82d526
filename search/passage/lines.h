/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PASSAGE_LINES_H
#define PRESSMARK_SEARCH_PASSAGE_LINES_H

/* Where a part of a document's text stands in its source file. */

#include "search/passage/cut.h"
#include "store/record.h"

/* Remembers how far lines were counted, so that questions in ascending order are cheap. */
struct lines {
    const struct record *record;
    struct str text;
    size_t offset; /* line_breaks of them stand before it */
    uint32_t line_breaks;
};

/* Line and column of offset, from 1; column 0 where the extractor could not tell. */
void lines_locate(struct lines *s, size_t offset, uint32_t *line, uint32_t *column);

/* The part of a document's text that stands on lines from .. to of its file, or pages where those
 * are its lines; empty where there is none. */
struct cut_range lines_between(const struct record *record, struct str text, uint32_t from,
                               uint32_t to);

/* The part of the text under the first heading that is called so, or that begins so where none is,
 * ASCII case aside, up to the next of its level or above; empty where there is none. */
struct cut_range lines_section(const struct record *record, struct str text, struct str heading);

/* The source line around offset, as far as the text has it: to line breaks, or to marks of another
 * line. Without its line break. */
struct cut_range lines_around(struct lines *s, size_t offset);

/* The nearest heading at or above offset; empty when there is none. */
struct str lines_heading_above(const struct lines *s, size_t offset);

#endif
