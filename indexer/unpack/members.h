/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_UNPACK_MEMBERS_H
#define PRESSMARK_INDEXER_UNPACK_MEMBERS_H

/* The members of an archive, one after the other: zip, tar, 7z, each also behind gzip,
 * bzip2, xz, zstd; a compressed file that holds no archive has one member. */

#include "base/buf.h"
#include "base/input.h"
#include "indexer/unpack/budget.h"

struct members;

struct member {
    struct str name; /* valid UTF-8 without control characters; empty for a compressed file */
    int64_t n_bytes; /* unpacked, as the archive says; -1: it does not */
    bool is_encrypted;
};

/* The archive is bytes and what rest (which may be NULL) gives; both stay borrowed. ERR_INPUT: no
 * archive. */
enum err_code members_open(struct str bytes, const struct input *rest, struct budget *budget,
                           struct members **ret, struct err *err);
void members_close_pointer(struct members **m); /* closes what a variable holds, for AUTO() */

/* The next regular file; false at the end, and with err set where the archive is damaged or a limit
 * reached. member->name is valid until the next call. */
bool members_next(struct members *m, struct member *member, struct err *err);

/* Replaces out by the contents of the current member, which the budget pays for. ERR_INPUT: it is
 * damaged; ERR_LIMIT. */
enum err_code members_read(struct members *m, struct buf *out, struct err *err);
/* The same bit by bit: appends n bytes or a little more to out, fewer only at the end. */
enum err_code members_read_some(struct members *m, struct buf *out, size_t n, bool *ret_is_end,
                                struct err *err);
/* Lets the time that the archive may take begin anew. */
void members_settle(struct members *m);

#endif
