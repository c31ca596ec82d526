/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_GLASS_POSTLIST_WRITER_H
#define PRESSMARK_GLASS_POSTLIST_WRITER_H

/* Writes the postlist table: metadata, values, document lengths and posting lists, in that order,
 * which is the order of their keys. */

#include "glass/table_writer.h"

struct postlist_writer;

/* Do what the functions of the same names in table_writer.h do. */
struct postlist_writer *postlist_writer_open(const char *folder);
enum err_code postlist_writer_failure(const struct postlist_writer *p, struct err *err);
void postlist_writer_end_table(struct postlist_writer *p);
enum err_code postlist_writer_close(struct postlist_writer *p, struct glass_root *ret_root,
                                    struct err *err);

/* Adds an entry of metadata. Keys must be ascending and values not empty. */
void postlist_writer_add_metadata(struct postlist_writer *p, struct str key, struct str value);

/* Adds what the documents have in a slot: how many have a value, and the least and the greatest
 * value. Slots must be in the order of glass_compare_slot_statistics(). */
void postlist_writer_add_slot_statistics(struct postlist_writer *p, uint32_t slot, uint32_t n,
                                         struct str lower, struct str upper);
int glass_compare_slot_statistics(uint32_t a, uint32_t b);

/* Add the values of a slot, by ascending documents. Slots must be in the order of
 * glass_compare_slots(). */
void postlist_writer_start_slot(struct postlist_writer *p, uint32_t slot);
void postlist_writer_add_value(struct postlist_writer *p, uint32_t docid, const void *value,
                               size_t n);
void postlist_writer_end_slot(struct postlist_writer *p);
int glass_compare_slots(uint32_t a, uint32_t b);

/* Add a list of (document, wdf), of at least one, by ascending documents: first that of the
 * document lengths, which take the place of the wdfs, and then those of the terms, ascending. */
void postlist_writer_start_lengths(struct postlist_writer *p);
void postlist_writer_start_term(struct postlist_writer *p, struct str term, uint32_t n_documents,
                                uint32_t collection_frequency);
/* Does what postlist_writer_start_term() does, for a term in the form that keys have. */
void postlist_writer_start_key(struct postlist_writer *p, struct str key, uint32_t n_documents,
                               uint32_t collection_frequency);
void postlist_writer_add(struct postlist_writer *p, uint32_t docid, uint32_t wdf);
struct glass_posting {
    uint32_t docid, wdf;
};
void postlist_writer_add_all(struct postlist_writer *p, const struct glass_posting *postings,
                             size_t n);
/* Adds n bytes of postings in the form of a chunk (glass.md). The first gap is that to the document
 * before first_docid, minus 1. */
void postlist_writer_add_encoded(struct postlist_writer *p, uint32_t first_docid,
                                 uint32_t last_docid, const uint8_t *postings, size_t n);
void postlist_writer_end(struct postlist_writer *p);

#endif
