/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_UNPACK_MEMBERS_H
#define PRESSMARK_INDEXER_UNPACK_MEMBERS_H

/* Iterates over the members of an archive: zip, tar, 7z or rar, also compressed with gzip, bzip2,
 * xz, lzma, zstd or compress. A compressed file that is not an archive has one member. */

#include "base/buf.h"
#include "base/input.h"
#include "indexer/unpack/budget.h"

struct members;

struct member {
    struct str name; /* valid UTF-8 without control characters; empty for a compressed file */
    int64_t n_bytes; /* unpacked, as declared by the archive; -1: not declared */
    bool is_encrypted;
};

/* Opens the archive that consists of bytes and, unless rest is NULL, what rest reads. Both are
 * borrowed. Returns ERR_INPUT if it is not an archive. */
enum err_code members_open(struct str bytes, const struct input *rest, struct budget *budget,
                           struct members **ret, struct err *err);
void members_close_pointer(struct members **m); /* for AUTO() */

/* Advances to the next regular file. Returns false at the end, and with err set if the archive is
 * damaged or a limit is reached. member->name is valid until the next call. */
bool members_next(struct members *m, struct member *member, struct err *err);

/* Appends the next n bytes or more of the current member to out, fewer only at the end, and spends
 * that much of the budget. Returns ERR_INPUT if the member is damaged, or ERR_LIMIT. */
enum err_code members_read_some(struct members *m, struct buf *out, size_t n, bool *ret_is_end,
                                struct err *err);
/* Restarts the time limit of the archive. */
void members_settle(struct members *m);

#endif
