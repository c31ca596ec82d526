/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_RECORDS_JSON_RECORD_H
#define PRESSMARK_INDEXER_FORMATS_RECORDS_JSON_RECORD_H

/* A JSON object as a document. */

#include "indexer/formats/shared/json_node.h"
#include "indexer/formats/shared/reader.h"

/* Reads id (else d->first_line), title, text and language; all else, at any depth, becomes fields.
 * The text is the member that is one, and what reads like text in lists and objects; where nothing
 * does, all strings. What --emit wrote is read as emitted.h says. text is the buffer of d->text. */
void json_record_read(struct document *d, const struct json_node *record,
                      const struct reader_input *input, struct buf *text);

/* Says that a record was left out, and why. */
void json_record_report(const struct reader_output *output, const struct json_problem *problem);

/* Appends the strings of node to the text of d, each a paragraph; wanted: only those of members of
 * that name. */
void json_record_append_strings(struct document *d, const struct json_node *node,
                                const char *wanted, struct buf *text);

#endif
