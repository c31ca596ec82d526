/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_BUF_H
#define PRESSMARK_BASE_BUF_H

/* Owned bytes that grow. Zero-initialise (BUF_INIT), free with buf_done(). */

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct buf {
    char *p;
    size_t n;        /* bytes used */
    size_t capacity; /* bytes there are */
};

#define BUF_INIT                                                                                   \
    {                                                                                              \
        NULL, 0, 0                                                                                 \
    }

void buf_done(struct buf *b);
void buf_clear(struct buf *b);                 /* n = 0, keeps the memory */
void buf_reserve(struct buf *b, size_t extra); /* room for extra bytes beyond n */
void buf_append(struct buf *b, const void *bytes, size_t n);
void buf_append_str(struct buf *b, struct str s);
void buf_append_char(struct buf *b, char c);
void buf_append_format(struct buf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The bytes as a C string, valid until b changes. */
const char *buf_c_string(struct buf *b);

static inline struct str buf_str(const struct buf *b)
{
    return (struct str){b->p ? b->p : "", b->n};
}

/* Small numbers of either sign as small numbers: 0, -1, 1, -2 ... */
static inline uint64_t zigzag(int64_t value)
{
    return ((uint64_t)value << 1) ^ (uint64_t)(value >> 63);
}

static inline int64_t unzigzag(uint64_t value)
{
    return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

/* Little-endian base 128: seven bits a byte, low bits first, high bit set where more follow. */
enum { BUF_MAX_VARINT_BYTES = 10 };
void buf_append_varint(struct buf *b, uint64_t value);
/* A varint length and the bytes. */
void buf_append_counted(struct buf *b, struct str s);

/* Readers of the same: take the value off the front of *in; false, with *in unchanged, when it is
 * cut short or does not fit. */
bool str_take_varint(struct str *in, uint64_t *value);
bool str_take_counted(struct str *in, struct str *s);

#endif
