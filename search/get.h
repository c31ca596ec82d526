/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_GET_H
#define PRESSMARK_SEARCH_GET_H

/* --get: the stored text of documents that are named, as text or as JSON. */

#include "search/options.h"

#include <stdio.h>

/* Prints what --get asks for. Files are not read: what the index holds is what they were.
 * ERR_NOT_FOUND: one of the documents, lines or sections is not there; then nothing is printed.
 * *ret_n: documents. */
enum err_code get_run(const struct options *o, FILE *out, size_t *ret_n, struct err *err);

#endif
