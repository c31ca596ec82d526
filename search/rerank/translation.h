/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RERANK_TRANSLATION_H
#define PRESSMARK_SEARCH_RERANK_TRANSLATION_H

/* Pages in other languages than that of the query. Many are not translated yet, or only in part,
 * and have the same words as the page that they are copies of. */

#include "base/str.h"

/* Returns whether a folder or a part of a file's name, as in "cs-CZ/install.html" or
 * "install.html.pt_BR", is the code of a language other than the given one of ISO 639-1, and none
 * is the code of that. Returns false if language is empty. */
bool translation_is(struct str path, struct str language);

#endif
