/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_INTAKE_INTAKE_OUTPUT_H
#define PRESSMARK_INDEXER_INTAKE_INTAKE_OUTPUT_H

#include "indexer/document/document.h"

/* Takes a described document, valid during the call. ERR_INPUT: it is refused, and reported;
 * anything else ends the run. */
typedef enum err_code intake_output(void *ctx, const struct document *document, struct err *err);

#endif
