/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_ANALYSIS_ANALYSE_H
#define PRESSMARK_INDEXER_ANALYSIS_ANALYSE_H

/* A described document -> its postings, values and record, as schema.h says. */

#include "bulk/bulk.h"
#include "indexer/document/document.h"
#include "text/analyser.h"

struct analysis; /* one thread at a time; holds the term_ids and what was learnt of its terms */

struct analysis_settings {
    struct analyser_settings analyser;
    int compression_level; /* zstd's, of the stored text */
    struct str dictionary; /* of the stored text: see record.h; empty: none */
    bool position_table;   /* positions go with the postings, and not into the records */
};

/* What of a document depends on where it stands. */
struct placed {
    struct str path, id;
    size_t member_bytes;               /* of the id */
    struct str file_name, member_name; /* that are searched with it; empty: not with this one */
    language_id language;
    uint32_t first_line;
    struct str fingerprint; /* of the document before it was moved; empty: it has none */
};
/* names_file, names_member: as in struct document. */
struct placed placed_of(struct str path, struct str id, size_t member_bytes, bool names_file,
                        bool names_member);

struct analysis *analysis_new(const struct analysis_settings *settings);
void analysis_free(struct analysis *a);

/* The term_ids that the postings' terms belong to. It grows with the documents. */
struct term_ids *analysis_term_ids(struct analysis *a);
/* Forgets the term_ids, for a caller whose runs over it are finished. */
void analysis_clear(struct analysis *a);

/* The result is valid until the next call on a. */
const struct bulk_document *analyse(struct analysis *a, const struct document *document);

/* The same document with its terms by name, as xapian_writer_add() wants it. Valid as long as it
 * is.
 */
struct store_document analysis_by_name(struct analysis *a, const struct bulk_document *document);

/* Appends the value of SLOT_ORDER of a document. */
void analysis_append_order(struct buf *out, struct str path, struct str id, uint32_t first_line);

/* The terms that words of links give the document that they lead to (lib/store/links.md), in three
 * steps: analyse_links_start(), the different wordings, and the terms of all of them, valid as
 * those of analyse(), without values or data. n_pages: that use the wording. */
void analyse_links_start(struct analysis *a);
void analyse_link(struct analysis *a, struct str words, struct str language, uint32_t n_pages);
const struct bulk_document *analyse_links_end(struct analysis *a);

/* The terms and values that depend on nothing but the path and place of a document: what a renamed
 * file changes. Names and positions are on arena, by name ascending; the value is valid until the
 * next call on a. The positions that belong into the record are appended to ret_positions, which
 * may be NULL. */
struct store_document analyse_path(struct analysis *a, const struct placed *placed,
                                   struct arena *arena, struct buf *ret_positions);

#endif
