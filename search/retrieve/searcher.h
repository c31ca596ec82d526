/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_SEARCHER_H
#define PRESSMARK_SEARCH_RETRIEVE_SEARCHER_H

/* A searcher: the open indexes, with what is needed to read their documents. */

#include "search/retrieve/indexes.h"

/* Opens the indexes, which must have been built with the same analyser settings. ERR_ENGINE if
 * libxapian is needed and the program does not contain it (search/retrieve/engines.h). */
enum err_code searcher_open(struct searcher *s, const struct searcher_settings *settings,
                            struct err *err);
void searcher_close(struct searcher *s); /* accepts a zero-initialised one */

/* Returns true if an index became unreachable, it is known which one, and the settings allow it to
 * be left out. Adds the index's name to err, which says what failed. */
bool searcher_broken(const struct searcher *s, const struct searcher_settings *settings,
                     struct err *err);
/* Reopens all indexes except that one, after which documents have other numbers. err contains the
 * reason and receives the result. */
enum err_code searcher_go_on(struct searcher *s, const struct searcher_settings *settings,
                             struct err *err);

/* Returns the order_slot for struct store_search, by which ties are broken. */
int searcher_order_slot(const struct searcher *s);

/* Does what record_open() does for a document; errors name the document and its index. */
enum err_code searcher_open_record(const struct searcher *s, uint32_t docid, struct str data,
                                   struct record_reader **ret_reader, struct err *err);

/* Returns the decoder for the text of a document's record. It belongs to the searcher. */
enum err_code searcher_decoder(struct searcher *s, uint32_t docid,
                               struct record_decoder **ret_decoder, struct err *err);

/* Returns the place of a document's index. */
const struct place *searcher_place(const struct searcher *s, uint32_t docid);
/* Returns the absolute path of a hit's file (place_shown_path()), and the path as it is shown,
 * which is relative to the working directory for files below that. */
struct str searcher_absolute_path(const struct searcher *s, uint32_t docid, struct str stored,
                                  struct arena *arena);
struct str searcher_shown_path(const struct searcher *s, struct str absolute);
/* Does the same for the file of a document with its stored path, but returns "-" if the document
 * came from standard input and thus has no file. */
struct str searcher_shown_file(const struct searcher *s, uint32_t docid, struct str stored,
                               struct str absolute);

#endif
