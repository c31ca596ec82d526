/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_GET_H
#define PRESSMARK_SEARCH_GET_H

/* --get: prints the stored text of named documents, as text or as JSON. */

#include "search/options.h"

#include <stdio.h>

/* Prints what --get asks for from the index, without reading the files, and sets *ret_n to the
 * number of documents. ERR_NOT_FOUND if one of the documents, lines or sections does not exist;
 * nothing is printed then. */
enum err_code get_run(const struct options *o, FILE *out, size_t *ret_n, struct err *err);

#endif
