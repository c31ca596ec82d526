/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_LOCATE_H
#define PRESSMARK_SEARCH_RETRIEVE_LOCATE_H

/* Finds documents by their names. */

#include "search/retrieve/searcher.h"

enum { LOCATE_MAX_DOCUMENTS = 1000 }; /* for one name */

/* Finds the documents of a name, which may be a path, as shown or as stored, for all documents of a
 * file; path "#" id; path "#" member, for everything in that member; the id of a record; or a
 * reference (document_name.h). They are returned on arena in the order of their paths and of their
 * places in the file; *ret_n is 1 .. LOCATE_MAX_DOCUMENTS. ERR_NOT_FOUND if there is none. */
enum err_code locate_documents(const struct searcher *source, struct str name, struct arena *arena,
                               uint32_t **ret_docids, size_t *ret_n, struct err *err);

/* Returns only the first of these documents. */
enum err_code locate_document(const struct searcher *source, struct str name, struct arena *arena,
                              uint32_t *ret_docid, struct err *err);

#endif
