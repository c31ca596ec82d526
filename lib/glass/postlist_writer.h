/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_GLASS_POSTLIST_WRITER_H
#define PRESSMARK_GLASS_POSTLIST_WRITER_H

/* The postlist table: metadata, values, document lengths and posting lists, to be written in that
 * order, which is the order of their keys. */

#include "glass/table_writer.h"

struct postlist_writer;

/* As table_writer_open(), table_writer_failure(), table_writer_end() and table_writer_close(). */
struct postlist_writer *postlist_writer_open(const char *folder);
enum err_code postlist_writer_failure(const struct postlist_writer *p, struct err *err);
void postlist_writer_end_table(struct postlist_writer *p);
enum err_code postlist_writer_close(struct postlist_writer *p, struct glass_root *ret_root,
                                    struct err *err);

/* Keys ascending; value not empty. */
void postlist_writer_add_metadata(struct postlist_writer *p, struct str key, struct str value);

/* What the documents have in a slot: how many have a value, the least and the greatest. In the
 * order of glass_compare_slot_statistics(). */
void postlist_writer_add_slot_statistics(struct postlist_writer *p, uint32_t slot, uint32_t n,
                                         struct str lower, struct str upper);
int glass_compare_slot_statistics(uint32_t a, uint32_t b);

/* The values of a slot, documents ascending; slots in the order of glass_compare_slots(). */
void postlist_writer_start_slot(struct postlist_writer *p, uint32_t slot);
void postlist_writer_add_value(struct postlist_writer *p, uint32_t docid, const void *value,
                               size_t n);
void postlist_writer_end_slot(struct postlist_writer *p);
int glass_compare_slots(uint32_t a, uint32_t b);

/* A list of (document, wdf), documents ascending, at least one: first that of the documents'
 * lengths, of which the length counts as the wdf, then those of the terms, ascending. */
void postlist_writer_start_lengths(struct postlist_writer *p);
void postlist_writer_start_term(struct postlist_writer *p, struct str term, uint32_t n_documents,
                                uint32_t collection_frequency);
/* As postlist_writer_start_term(), of a term as it stands in a key. */
void postlist_writer_start_key(struct postlist_writer *p, struct str key, uint32_t n_documents,
                               uint32_t collection_frequency);
void postlist_writer_add(struct postlist_writer *p, uint32_t docid, uint32_t wdf);
struct glass_posting {
    uint32_t docid, wdf;
};
void postlist_writer_add_all(struct postlist_writer *p, const struct glass_posting *postings,
                             size_t n);
void postlist_writer_end(struct postlist_writer *p);

#endif
