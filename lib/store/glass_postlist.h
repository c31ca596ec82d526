/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_GLASS_POSTLIST_H
#define PRESSMARK_STORE_GLASS_POSTLIST_H

/* The postlist table: metadata, values, document lengths and posting lists, to be written in that
 * order, which is the order of their keys. */

#include "store/glass_btree.h"

struct glass_postlist;

/* As glass_btree_open(), glass_btree_end() and glass_btree_close(). */
struct glass_postlist *glass_postlist_open(const char *folder);
void glass_postlist_end_table(struct glass_postlist *p);
enum err_code glass_postlist_close(struct glass_postlist *p, struct glass_root *ret_root,
                                   struct err *err);

/* Keys ascending; value not empty. */
void glass_postlist_add_metadata(struct glass_postlist *p, struct str key, struct str value);

/* What the documents have in a slot: how many have a value, the least and the greatest. In the
 * order of glass_compare_slot_statistics(). */
void glass_postlist_add_slot_statistics(struct glass_postlist *p, uint32_t slot, uint32_t n,
                                        struct str lower, struct str upper);
int glass_compare_slot_statistics(uint32_t a, uint32_t b);

/* The values of a slot, documents ascending; slots in the order of glass_compare_slots(). */
void glass_postlist_start_slot(struct glass_postlist *p, uint32_t slot);
void glass_postlist_add_value(struct glass_postlist *p, uint32_t docid, const void *value,
                              size_t n);
void glass_postlist_end_slot(struct glass_postlist *p);
int glass_compare_slots(uint32_t a, uint32_t b);

/* A list of (document, wdf), documents ascending, at least one: first that of the documents'
 * lengths, of which the length counts as the wdf, then those of the terms, ascending. */
void glass_postlist_start_lengths(struct glass_postlist *p);
void glass_postlist_start_term(struct glass_postlist *p, struct str term, uint32_t n_documents,
                               uint32_t collection_frequency);
void glass_postlist_add(struct glass_postlist *p, uint32_t docid, uint32_t wdf);
void glass_postlist_end(struct glass_postlist *p);

#endif
