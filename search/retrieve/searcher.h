/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_SEARCHER_H
#define PRESSMARK_SEARCH_RETRIEVE_SEARCHER_H

/* The indexes that are searched, opened. */

#include "search/retrieve/indexes.h"

/* Opens the indexes. They must have been built with the same analyser settings. ERR_ENGINE: this
 * takes libxapian, and the program has it not (search/retrieve/engines.h). */
enum err_code searcher_open(struct searcher *s, const struct searcher_settings *settings,
                            struct err *err);
void searcher_close(struct searcher *s); /* also one that is all zero */

/* Whether an index broke off, it is known which, and the settings allow to go on without it. err,
 * which says that something did, gets its name. */
bool searcher_broken(const struct searcher *s, const struct searcher_settings *settings,
                     struct err *err);
/* Opens all but that one anew; documents have other numbers then. err, which held the reason, gets
 * what comes of it. */
enum err_code searcher_go_on(struct searcher *s, const struct searcher_settings *settings,
                             struct err *err);

/* For struct store_search: what equal hits are ordered by. */
int searcher_order_slot(const struct searcher *s);

/* record_open() for a document; an error says which, and of which index. */
enum err_code searcher_open_record(const struct searcher *s, uint32_t docid, struct str data,
                                   struct record_reader **ret_reader, struct err *err);

/* What the text of a document's record is read with; stays the source's. */
enum err_code searcher_decoder(struct searcher *s, uint32_t docid,
                               struct record_decoder **ret_decoder, struct err *err);

/* The place of a document's index. */
const struct place *searcher_place(const struct searcher *s, uint32_t docid);
/* The file of a hit, as place_shown_path() has it, and as it is shown: relative to the working
 * directory where it lies below it. */
struct str searcher_absolute_path(const struct searcher *s, uint32_t docid, struct str stored,
                                  struct arena *arena);
struct str searcher_shown_path(const struct searcher *s, struct str absolute);

#endif
