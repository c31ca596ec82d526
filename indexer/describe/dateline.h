/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DESCRIBE_DATELINE_H
#define PRESSMARK_INDEXER_DESCRIBE_DATELINE_H

/* Finds the date and the place in a dateline. */

#include "base/str.h"
#include "dates/dates.h"

/* What a line says as a dateline, or by the dateline that it begins with. */
struct dateline {
    char date[STAMP_BYTES]; /* "": none */
    struct str place;       /* empty: none */
    struct str body;        /* the text after a dateline; all of it if there is none */
};

/* Looks for a dateline in a line, which *line then borrows from. Returns true if the line is
 * nothing else. */
bool dateline_read(struct str text, enum date_order order, struct dateline *line);

#endif
