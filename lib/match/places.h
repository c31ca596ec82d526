/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_MATCH_PLACES_H
#define PRESSMARK_MATCH_PLACES_H

/* The positions of a document's terms, read from its record or from Xapian's position table if the
 * database has one. For this folder only. */

#include "match/shard.h"
#include "positions/positions.h"

/* Zero-initialise all members but shard and err. */
struct places {
    struct shard *shard;
    struct table_cursor docdata, position; /* opened on first use */
    struct str record;                     /* the beginning of record_docid's record */
    uint32_t record_docid;
    struct positions_reader positions; /* of the words of its path or of its other terms */
    bool is_open, is_of_path;          /* whether positions is open, and for which of them */
    struct err *err; /* set if something could not be read, which then counts as missing */
};

void places_done(struct places *p);

/* Returns the beginning of the document's record, up to record_positions_end(). It is valid until
 * the next call on p. */
struct str places_record(struct places *p, uint32_t docid);
/* Returns true if positions are in a table instead of the records. */
bool places_are_in_table(const struct places *p);
/* Appends the positions of a term, which must be a term of the document. hash is its
 * positions_hash(). */
void places_read(struct places *p, struct str term, uint64_t hash, uint32_t docid,
                 struct positions_list *list);
/* Finds the positions of a term in the document's record. Returns false if there are none. */
bool places_locate(struct places *p, struct str term, uint64_t hash, uint32_t docid,
                   struct positions_place *ret);

#endif
