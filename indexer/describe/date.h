/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DESCRIBE_DATE_H
#define PRESSMARK_INDEXER_DESCRIBE_DATE_H

/* Determines the date of a document. The functions leave a date that it has as it is. */

#include "indexer/document/document.h"

/* Sets the date, unless date is empty. */
void date_set(struct document *d, const char *date);

/* Returns the order of numeric dates in the document. The month comes first only in English texts
 * that mention the United States. The language must be known. */
enum date_order date_order_of(const struct document *d);

/* Takes the date from a field ("date", "published", "article:published_time" ...), the address of a
 * page, or what a page shows next to its headings or with a label. */
void date_from_statements(struct document *d, enum date_order order);

/* Takes the date from the path, or else from the time that the program which wrote the file stored
 * in it. */
void date_from_file(struct document *d, enum date_order order);

#endif
