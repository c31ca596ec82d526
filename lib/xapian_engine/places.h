/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_PLACES_H
#define PRESSMARK_XAPIAN_ENGINE_PLACES_H

/* Phrases and NEAR: words that must occur together in a document. */

#include "positions/positions.h"
#include "xapian_engine/query.h"

/* A STORE_PHRASE or STORE_NEAR. */
struct places {
    struct query *query;
    struct xap_source source;
    bool is_phrase;
    uint32_t window;
    struct places_word {
        const struct str *names; /* alternative terms */
        size_t n;
    } * words;
    size_t n_words;
};

/* Reads node i of the search; the result is on q's arena. ERR_USAGE if its children are not words.
 */
struct places *places_new(struct query *q, size_t i, struct err *err);

/* Returns true if the words with these positions occur together as required. Sorts the positions.
 */
bool places_compare(const struct places *p, struct positions_list *lists);

/* Appends the positions of a term in a document from libxapian's position table, and returns their
 * number. */
size_t places_read_table(const struct xapian_reader *r, const struct xap_database *db,
                         uint32_t docid, struct str name, struct positions_list *list,
                         struct xap_error *error);

/* Returns the list of the documents in which the words occur together, by libxapian's position
 * table or by the records. Errors while it is read are put in query->problem. */
const struct xap_source *places_source(struct places *p);

#endif
