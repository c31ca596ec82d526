/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_GLASS_BTREE_H
#define PRESSMARK_STORE_GLASS_BTREE_H

/* Writes one table of a glass database: a B-tree, from the bottom up, of keys that come in
 * ascending order. Each block is written once and the file from its beginning to its end. */

#include "store/glass.h"

struct glass_btree;

/* Makes the file folder/name.glass. Failures are kept until glass_btree_close(). */
struct glass_btree *glass_btree_open(const char *folder, const char *name);

/* Adds an entry. key: 1 .. GLASS_MAX_KEY_BYTES, above all keys before it. tag: n bytes, raw deflate
 * of it where is_deflated. */
void glass_btree_add(struct glass_btree *t, const uint8_t *key, size_t key_bytes, const void *tag,
                     size_t n, bool is_deflated);

/* The first failure so far, copied to err. */
enum err_code glass_btree_failure(const struct glass_btree *t, struct err *err);

/* Hands over what is left to be written, and does not wait for that; nothing can be added after. */
void glass_btree_end(struct glass_btree *t);

/* Waits until the file is written and synced, closes it and frees t. Without glass_btree_end()
 * before, the table is given up. */
enum err_code glass_btree_close(struct glass_btree *t, struct glass_root *ret_root,
                                struct err *err);

#endif
