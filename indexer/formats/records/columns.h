/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_RECORDS_COLUMNS_H
#define PRESSMARK_INDEXER_FORMATS_RECORDS_COLUMNS_H

/* The members of a record, or columns of a table, that mean something by themselves. */

#include "indexer/formats/shared/reader.h"

enum column { COLUMN_ID, COLUMN_TITLE, COLUMN_TEXT, COLUMN_LANGUAGE, COLUMN_LIMIT };

/* What a name says; of several members that mean the same the one of the lowest rank counts. */
struct column_role {
    enum column column;
    unsigned rank; /* 0: its name is the one that the user gave */
};

/* Whether a name means something by itself, in small letters or capitals. */
bool column_of_name(const struct reader_input *input, struct str name, struct column_role *ret);

/* Whether an id is more than a number, and may be looked for as it stands. */
bool columns_is_id_searched(struct str id);

#endif
