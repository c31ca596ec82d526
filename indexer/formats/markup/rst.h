/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_MARKUP_RST_H
#define PRESSMARK_INDEXER_FORMATS_MARKUP_RST_H

/* The interface between the two parts of the reStructuredText reader: blocks and inline markup. */

#include "indexer/formats/shared/pen.h"
#include "indexer/unpack/budget.h"

/* What "|name|" stands for, as ".. |name| replace:: text" says. */
enum { RST_MAX_NAMES = 1000 };
struct rst_names {
    struct {
        struct str name, text; /* in the source */
    } items[RST_MAX_NAMES];
    size_t n;
    struct budget *budget; /* pays for the texts wherever they are shown */
};

/* Finds the first RST_MAX_NAMES of them. The budget of the file is borrowed. */
void rst_find_names(struct str source, struct budget *budget, struct rst_names *ret);

/* Writes the paragraph [start, end) of the source without inline markup. */
void rst_write_inline(struct pen *pen, const struct rst_names *names, size_t start, size_t end);

#endif
