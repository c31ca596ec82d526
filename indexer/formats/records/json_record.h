/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_RECORDS_JSON_RECORD_H
#define PRESSMARK_INDEXER_FORMATS_RECORDS_JSON_RECORD_H

/* A JSON object as a document. */

#include "indexer/formats/shared/reader.h"

#include <jansson.h>

/* Reads id (else d->first_line), title, text (else all strings) and language; other members become
 * fields. What --emit wrote is read as emitted.h says. Returns the name of the member that is the
 * text, NULL when it is made of others. */
const char *json_record_read(struct document *d, json_t *record, const struct reader_input *input);
/* All of the text stands on one line of the file. */
void json_record_mark_lines(struct document *d, uint32_t line);

#endif
