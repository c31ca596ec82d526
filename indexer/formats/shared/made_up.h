/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SHARED_MADE_UP_H
#define PRESSMARK_INDEXER_FORMATS_SHARED_MADE_UP_H

/* Titles and names that programs put where their users said nothing, in many languages. */

#include "base/str.h"

/* Whether a title of a document is one: "Microsoft Word - Brief.doc", "untitled", "Dokument1". */
bool made_up_is_title(struct str title);

/* Whether a title of a page is one: "Untitled Document", "index.html", "React App". */
bool made_up_is_page_title(struct str title);

/* Whether the name of a sheet is one: "Sheet1", "Tabelle 2", "Лист3 (2)". */
bool made_up_is_sheet(struct str name);

#endif
