/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_INTAKE_INTAKE_OUTPUT_H
#define PRESSMARK_INDEXER_INTAKE_INTAKE_OUTPUT_H

#include "indexer/document/document.h"

/* Receives a described document, which is valid during the call. ERR_INPUT means that the document
 * is refused, which is reported; any other error ends the run. */
typedef enum err_code intake_output(void *ctx, const struct document *document, struct err *err);

#endif
