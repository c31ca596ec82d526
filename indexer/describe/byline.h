/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DESCRIBE_BYLINE_H
#define PRESSMARK_INDEXER_DESCRIBE_BYLINE_H

/* The day that a page says in a line of its own. */

#include "indexer/document/document.h"

/* Looks for a short line with a day beside one of the first headings of the page's own text, or
 * only beside the one that is its title: "by Ann Lee | January 13, 2020 at 08:45". False: there is
 * none.
 */
bool byline_find(const struct document *d, bool is_title, enum date_order order,
                 char ret_date[STAMP_BYTES]);

/* The same for one that says what the day is of, published before updated: "Erstellt am:
 * 01.11.2023", "Last edited 2019-11-10". */
bool byline_labelled(const struct document *d, enum date_order order, char ret_date[STAMP_BYTES]);

#endif
