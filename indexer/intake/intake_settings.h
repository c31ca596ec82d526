/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_INTAKE_INTAKE_SETTINGS_H
#define PRESSMARK_INDEXER_INTAKE_INTAKE_SETTINGS_H

/* What intake is told: how files are to be read, and who takes their documents. */

#include "indexer/document/document.h"
#include "indexer/unpack/budget.h"

struct intake_settings {
    const char *index_dir; /* absolute */
    const char *language;  /* the code of all documents' language; NULL: found out for each */
    const char *id_field, *title_field, *text_field; /* of records; NULL: the usual names */
    uint64_t max_file_bytes;                         /* of records: of one record */
    struct unpack_limits limits;
};

/* Takes a described document, valid during the call. ERR_INPUT: it is refused, and reported;
 * anything else ends the run. */
typedef enum err_code intake_output(void *ctx, const struct document *document, struct err *err);

#endif
