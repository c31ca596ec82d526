/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DESCRIBE_H
#define PRESSMARK_INDEXER_DESCRIBE_H

/* What a document says of itself without markup: its title, date, place and language. */

#include "indexer/document.h"

/* Fills in what d lacks:
 *   - date: fields "date", "published", "article:published_time", ... in any common form, else a
 *     dateline near the head of the text ("MAY 10, 2011 TOLEDO, OH", "CANTON, Ohio (May 3, 2012)
 * -", "Berlin, 10. Mai 2011"), else a date in the file's name; else the file's own time is not
 *     taken for the document's date but document.mtime stays to be shown;
 *   - place: field "place", from a dateline;
 *   - title: the first line that reads like a headline and not like navigation, a section name
 *     ("News Releases"), a dateline, "FOR IMMEDIATE RELEASE" or a mail-like header; at most 200
 *     bytes; else the file's name without its ending;
 *   - language: language_detect() of the text. */
void describe(struct document *d);

/* Reads a date in s, whole or at its beginning: ISO 8601, RFC 5322, "May 10, 2011", "10 May 2011",
 * "10. Mai 2011", "10 de mayo de 2011", "10/05/2011" only where the day is above 12 or both agree,
 * "2011年5月10日". Month names of the languages that language.h knows. Writes "YYYYMMDD",
 * "YYYYMMDDhhmmss" (UTC), "YYYYMM" or "YYYY" and returns the number of bytes of s that it took; 0
 * when there is no date. Years 1000 to 2999, days that exist. */
size_t describe_parse_date(struct str s, char ret_date[16]);

#endif
