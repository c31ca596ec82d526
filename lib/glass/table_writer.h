/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_GLASS_TABLE_WRITER_H
#define PRESSMARK_GLASS_TABLE_WRITER_H

/* Writes one table of a glass database: a B-tree that is built bottom-up from keys in ascending
 * order. Each block is written once, and the file from its beginning to its end. */

#include "glass/format.h"

struct table_writer;

/* Creates the file folder/name.glass. Errors are kept until table_writer_close(). */
struct table_writer *table_writer_open(const char *folder, const char *name);

/* Adds an entry. The key has 1 .. GLASS_MAX_KEY_BYTES bytes and is greater than all keys before it.
 * The tag has n bytes and is raw deflate if is_deflated. */
void table_writer_add(struct table_writer *t, const uint8_t *key, size_t key_bytes, const void *tag,
                      size_t n, bool is_deflated);

/* Copies the first error so far to err. */
enum err_code table_writer_failure(const struct table_writer *t, struct err *err);

/* Passes on what is left to be written, and does not wait for it. Nothing can be added
 * afterwards. */
void table_writer_end(struct table_writer *t);

/* Waits until the file is written and synced, closes it and frees t. Without table_writer_end()
 * before, the table is abandoned. */
enum err_code table_writer_close(struct table_writer *t, struct glass_root *ret_root,
                                 struct err *err);

#endif
