/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_MATCH_PLACES_H
#define PRESSMARK_MATCH_PLACES_H

/* Where the terms of a document stand: read from its record, or from Xapian's table where the
 * database has one. For this folder alone. */

#include "match/shard.h"
#include "positions/positions.h"

/* Zero-initialise all but shard and err. */
struct places {
    struct shard *shard;
    struct table_cursor docdata, position; /* opened when they are needed */
    struct str record;                     /* of the document record_docid: its beginning */
    uint32_t record_docid;
    struct err *err; /* says why something could not be read, which is then not there */
};

void places_done(struct places *p);

/* The beginning of the document's record, as far as record_positions_end() says. Valid until the
 * next call on p. */
struct str places_record(struct places *p, uint32_t docid);
/* Whether positions stand in a table, and not in the records. */
bool places_are_in_table(const struct places *p);
/* Appends the positions of a term, which has to be one of the document's. hash: positions_hash().
 */
void places_read(struct places *p, struct str term, uint64_t hash, uint32_t docid,
                 struct positions_list *list);

#endif
