/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_ANALYSIS_ANALYSE_H
#define PRESSMARK_INDEXER_ANALYSIS_ANALYSE_H

/* Turns a described document into postings, values and a record, as schema.h defines them. */

#include "bulk/bulk.h"
#include "indexer/document/document.h"
#include "text/analyser.h"

/* For one thread at a time; owns the term_ids and a cache of what it learnt about their terms. */
struct analysis;

struct analysis_settings {
    struct analyser_settings analyser;
    int compression_level; /* zstd's, for the stored text */
    struct str dictionary; /* for the stored text, see record.h; empty: none */
    bool position_table;   /* positions go into the position table instead of the records */
};

/* What depends on the path of a document rather than on its contents. */
struct placed {
    struct str path, id;
    size_t member_bytes;               /* of id, which name the archive member */
    struct str file_name, member_name; /* names that the document is searched by; empty: none */
    language_id language;
    uint32_t first_line;
    struct str fingerprint; /* of the document before it was moved; empty: none */
};
/* Sets all members but language, first_line and fingerprint. names_file and names_member are as in
 * struct document. */
struct placed placed_of(struct str path, struct str id, size_t member_bytes, bool names_file,
                        bool names_member);

struct analysis *analysis_new(const struct analysis_settings *settings);
void analysis_free(struct analysis *a);

/* Returns the term_ids that the terms of the postings belong to. They grow with each document. */
struct term_ids *analysis_term_ids(struct analysis *a);
/* Clears the term_ids, once the caller's runs that use them are finished. */
void analysis_clear(struct analysis *a);

/* Analyses a document. The result is valid until the next call on a. */
const struct bulk_document *analyse(struct analysis *a, const struct document *document);

/* Returns the same document with its terms by name, as xapian_writer_add() takes it. Valid as long
 * as that document. */
struct store_document analysis_by_name(struct analysis *a, const struct bulk_document *document);

/* Appends a document's value for SLOT_ORDER. */
void analysis_append_order(struct buf *out, struct str path, struct str id, uint32_t first_line);

/* Compute the terms that a document gets from the words of links to it (lib/store/links.md): call
 * analyse_links_start(), then analyse_link() for each wording, with the number of pages that use
 * it, then analyse_links_end(). The result has no values or data and is valid until the next call
 * on a. */
void analyse_links_start(struct analysis *a);
void analyse_link(struct analysis *a, struct str words, struct str language, uint32_t n_pages);
const struct bulk_document *analyse_links_end(struct analysis *a);

/* Returns the terms and values that depend only on the path and place of a document, which change
 * when a file is renamed. Names and positions are on arena, names in ascending order; the values
 * are valid until the next call on a. Positions for the record are appended to ret_positions,
 * unless that is NULL. */
struct store_document analyse_path(struct analysis *a, const struct placed *placed,
                                   struct arena *arena, struct buf *ret_positions);

#endif
