/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DESCRIBE_BYLINE_H
#define PRESSMARK_INDEXER_DESCRIBE_BYLINE_H

/* Finds the date that a web page states in a line of its own. */

#include "indexer/document/document.h"

/* Looks for a short line with a date next to one of the first headings of the page's own text, or
 * only next to the one that is its title (is_title): "by Ann Lee | January 13, 2020 at 08:45".
 * Returns false if there is none. */
bool byline_find(const struct document *d, bool is_title, enum date_order order,
                 char ret_date[STAMP_BYTES]);

/* Looks for a date with a label that tells what it is, in the first or last lines of the page:
 * "Erstellt am: 01.11.2023", "Last edited 2019-11-10". Labels for the date of publication take
 * precedence over those for updates. Returns false if there is none. */
bool byline_labelled(const struct document *d, enum date_order order, char ret_date[STAMP_BYTES]);

#endif
