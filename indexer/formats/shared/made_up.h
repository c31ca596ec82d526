/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SHARED_MADE_UP_H
#define PRESSMARK_INDEXER_FORMATS_SHARED_MADE_UP_H

/* Recognises titles and names, in many languages, that programs fill in if their users give
 * none. */

#include "base/str.h"

/* Returns whether the title of a document is made up: "Microsoft Word - Brief.doc", "untitled",
 * "Dokument1". */
bool made_up_is_title(struct str title);

/* Returns whether the title of a web page is made up: "Untitled Document", "index.html", "React
 * App". */
bool made_up_is_page_title(struct str title);

/* Returns whether the name of a sheet is made up: "Sheet1", "Tabelle 2", "Лист3 (2)". */
bool made_up_is_sheet(struct str name);

#endif
