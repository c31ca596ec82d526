/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_LOCATE_H
#define PRESSMARK_SEARCH_RETRIEVE_LOCATE_H

/* Finds documents by name. */

#include "search/retrieve/searcher.h"

enum { LOCATE_MAX_DOCUMENTS = 1000 }; /* of one name */

/* The documents that are meant, in the order of their paths and places: a path as it is shown or
 * stored, with all records of the file; path "#" id, or path "#" member with all that is in it; the
 * id of a record; a short name (document_name.h). *ret_docids is on arena; *ret_n is at least 1 and
 * at most LOCATE_MAX_DOCUMENTS. ERR_NOT_FOUND: none is in the index. */
enum err_code locate_documents(const struct searcher *source, struct str name, struct arena *arena,
                               uint32_t **ret_docids, size_t *ret_n, struct err *err);

/* The first of them. */
enum err_code locate_document(const struct searcher *source, struct str name, struct arena *arena,
                              uint32_t *ret_docid, struct err *err);

#endif
