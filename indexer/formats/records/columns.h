/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_RECORDS_COLUMNS_H
#define PRESSMARK_INDEXER_FORMATS_RECORDS_COLUMNS_H

/* The members of a record, or columns of a table, that mean something by themselves. */

#include "indexer/formats/shared/reader.h"

enum column { COLUMN_ID, COLUMN_TITLE, COLUMN_TEXT, COLUMN_LANGUAGE, COLUMN_LIMIT };

/* The i-th name that a column may have, the better first: the one that the user gave, then the
 * usual ones. NULL: there are no more. */
const char *column_name(const struct reader_input *input, enum column column, size_t i);

/* Whether an id is more than a number, and may be looked for as it stands. */
bool columns_is_id_searched(struct str id);

#endif
