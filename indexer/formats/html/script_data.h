/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_HTML_SCRIPT_DATA_H
#define PRESSMARK_INDEXER_FORMATS_HTML_SCRIPT_DATA_H

/* Reads the data that a page has for its scripts: JSON in a script element. */

#include "indexer/formats/shared/extras.h"

/* Adds the strings of several words in the data of a page, which begins on line first_line. For
 * pages that a script fills, since these have no other text. */
void script_data_add(struct str page, uint32_t first_line, struct extras *extras);

#endif
