/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DESCRIBE_DESCRIBE_H
#define PRESSMARK_INDEXER_DESCRIBE_DESCRIBE_H

/* What a document says of itself without markup: its title, date, place and language. */

#include "indexer/document/document.h"

/* Fills in what d lacks:
 *   - date: fields "date", "published", "article:published_time", ... in any common form; else a
 *     dateline near the head of the text, such as "MAY 10, 2011 TOLEDO, OH" or "Berlin, 10. Mai
 *     2011"; else a date in the file's name. The file's own time is never taken for the document's
 *     date;
 *   - place: field "place", from a dateline;
 *   - title: the first line that reads like a headline and not like navigation, a section name
 *     ("News Releases"), a dateline, "FOR IMMEDIATE RELEASE" or a mail-like header; at most 200
 *     bytes; else the file's name without its ending;
 *   - language: language_detect() of the text. */
void describe(struct document *d);

#endif
