/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DESCRIBE_DESCRIBE_H
#define PRESSMARK_INDEXER_DESCRIBE_DESCRIBE_H

/* Determines the title, date, place and language of a document from what it says without markup. */

#include "indexer/document/document.h"

/* Fills in what d lacks:
 *   - date: from a field ("date", "published", "article:published_time" ...), in any common form;
 *     otherwise a dateline near the start of the text, such as "MAY 10, 2011 TOLEDO, OH" or
 *     "Berlin, 10. Mai 2011"; otherwise a date in the name of the file; otherwise the time that
 *     the program which wrote the file stored in it. The modification time is never used;
 *   - place: from a dateline;
 *   - title: the first line that reads like a headline and not like navigation, the name of a
 *     section ("News Releases"), a dateline, "FOR IMMEDIATE RELEASE" or a mail header, of up to
 *     200 bytes; otherwise the first sentence; otherwise the name of the file without its ending;
 *   - language: language_detect() of the text. */
void describe(struct document *d);

/* Titles a document by the name of a file, such as the archive that contains it. */
void describe_by_name(struct document *d, struct str path);

#endif
