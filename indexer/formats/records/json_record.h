/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_RECORDS_JSON_RECORD_H
#define PRESSMARK_INDEXER_FORMATS_RECORDS_JSON_RECORD_H

/* Converts a JSON object to a document. */

#include "indexer/formats/shared/json_node.h"
#include "indexer/formats/shared/reader.h"

/* Reads id (by default d->first_line), title, text and language; everything else, at any depth,
 * becomes fields. The text is the member named as such, and strings in lists and objects that read
 * like prose, or all strings if there is no text. Objects written by --emit are read as emitted.h
 * describes. text is the buffer of d->text. */
void json_record_read(struct document *d, const struct json_node *record,
                      const struct reader_input *input, struct buf *text);

/* Reads any value as a record: an object, also if it is JSON in a string, as json_record_read()
 * does, and the strings and numbers of a list as text. Returns false if there is nothing to be
 * read. */
bool json_record_read_value(struct document *d, const struct json_node *value,
                            const struct reader_input *input, struct buf *text);

/* Reports that a record was left out, and why. */
void json_record_report(const struct reader_output *output, const struct json_problem *problem);

/* Appends the strings in node, and the numbers in its lists, to the text of d, a paragraph for
 * each. */
void json_record_append_strings(struct document *d, const struct json_node *node, struct buf *text);

#endif
