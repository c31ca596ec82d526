/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_RECORDS_NOTEBOOK_H
#define PRESSMARK_INDEXER_FORMATS_RECORDS_NOTEBOOK_H

/* Reads Jupyter notebooks of versions 3 and 4 (nbformat). */

#include "indexer/formats/shared/json_node.h"
#include "indexer/formats/shared/reader.h"

bool notebook_is(const struct json_node *root);

/* Makes one document of the cells: Markdown as such, and code with what it has printed. */
enum err_code notebook_read(const struct reader_input *input, const struct json_node *root,
                            struct arena *scratch, const struct reader_output *output,
                            struct err *err);

#endif
