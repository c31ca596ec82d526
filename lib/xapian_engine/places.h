/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_PLACES_H
#define PRESSMARK_XAPIAN_ENGINE_PLACES_H

/* Words that have to stand beside each other. */

#include "positions/positions.h"
#include "xapian_engine/query.h"

/* A STORE_PHRASE or STORE_NEAR. */
struct places {
    struct query *query;
    struct xap_source source;
    bool is_phrase;
    uint32_t window;
    struct places_word {
        const struct str *names; /* any of these terms */
        size_t n;
    } * words;
    size_t n_words;
};

/* Reads node i. On q's arena. ERR_USAGE: its words are none. */
struct places *places_new(struct query *q, size_t i, struct err *err);

/* Whether the words stand so, by the positions of each; sorts these. */
bool places_compare(const struct places *p, struct positions_list *lists);

/* Appends the positions of a term in a document that libxapian's table has; how many. */
size_t places_read_table(const struct xapian_reader *r, const struct xap_database *db,
                         uint32_t docid, struct str name, struct positions_list *list,
                         struct xap_error *error);

/* The documents in which they do, by libxapian's table of positions or by the records. What goes
 * wrong while it is read is in the query's problem. */
const struct xap_source *places_source(struct places *p);

#endif
