/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_GLASS_FILE_READER_H
#define PRESSMARK_GLASS_FILE_READER_H

/* Reads a file from its beginning to its end in large pieces, and hashes it meanwhile.
 *
 * The pieces bypass the page cache if the file system allows it: a file that is read once and then
 * removed need not fill the cache, and touching so many of its pages costs several times as much as
 * everything else that is done with the bytes. A reader is used by one thread at a time. */

#include "base/dir.h"

enum { FILE_READER_BYTES = 512 * 1024 }; /* of a piece */

struct file_reader;

/* Opens a file of a directory. Returns NULL with err set, as dir_open_file() does. */
struct file_reader *file_reader_open(const struct dir *dir, const char *name, struct err *err);
/* Copies the n bytes at an offset, which must not extend over the end of a piece, and reads up to
 * there first. Returns false if that piece has been left behind, if the file ends before, or if
 * reading has failed, which file_reader_end() reports. */
bool file_reader_copy(struct file_reader *r, uint64_t at, uint8_t *to, size_t n);
/* Reads the rest of the file. *ret_hash is the 64-bit XXH3 of all of it. */
enum err_code file_reader_end(struct file_reader *r, uint64_t *ret_hash, struct err *err);
void file_reader_close(struct file_reader *r); /* accepts NULL */

#endif
