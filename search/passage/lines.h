/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PASSAGE_LINES_H
#define PRESSMARK_SEARCH_PASSAGE_LINES_H

/* Relates offsets in a document's text to the lines of its source file. */

#include "search/passage/cut.h"
#include "store/record.h"

/* Remembers how far lines have been counted, so that calls with ascending offsets are cheap. */
struct lines {
    const struct record *record;
    struct str text;
    size_t offset; /* line_breaks line breaks precede it */
    uint32_t line_breaks;
};

/* Returns the line and the column of offset, from 1; the column is 0 if it is unknown. */
void lines_locate(struct lines *s, size_t offset, uint32_t *line, uint32_t *column);

/* Returns the part of a document's text that comes from the lines from .. to of its file, or from
 * these pages if its lines are pages; empty if there is none. */
struct cut_range lines_between(const struct record *record, struct str text, uint32_t from,
                               uint32_t to);

/* Returns the section under a heading, up to the next heading of its level or above. */
struct cut_range lines_under(const struct record *record, struct str text, uint32_t heading);

/* Returns the section under the first heading that equals heading or else begins with it,
 * regardless of ASCII case; empty if there is none. */
struct cut_range lines_section(const struct record *record, struct str text, struct str heading);

/* Returns the part of the text that comes from the same source line as offset, without its line
 * break. */
struct cut_range lines_around(struct lines *s, size_t offset);

#endif
