/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_BUF_H
#define PRESSMARK_BASE_BUF_H

/* A growing array of bytes. Initialise it with BUF_INIT or zeros, free it with buf_done(). */

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct buf {
    char *p;
    size_t n;        /* bytes in use */
    size_t capacity; /* bytes allocated */
};

#define BUF_INIT                                                                                   \
    {                                                                                              \
        NULL, 0, 0                                                                                 \
    }

void buf_done(struct buf *b);
void buf_clear(struct buf *b);                 /* sets n to 0 and keeps the memory */
void buf_reserve(struct buf *b, size_t extra); /* makes room for extra bytes beyond n */
void buf_append(struct buf *b, const void *bytes, size_t n);
void buf_append_str(struct buf *b, struct str s);
void buf_append_char(struct buf *b, char c);
void buf_append_format(struct buf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Returns the bytes as a C string, valid until b changes. */
const char *buf_c_string(struct buf *b);

static inline struct str buf_str(const struct buf *b)
{
    return (struct str){b->p ? b->p : "", b->n};
}

/* Maps numbers of small magnitude to small unsigned numbers: 0, -1, 1, -2 ... to 0, 1, 2, 3 ... */
static inline uint64_t zigzag(int64_t value)
{
    return ((uint64_t)value << 1) ^ (uint64_t)(value >> 63);
}

static inline int64_t unzigzag(uint64_t value)
{
    return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

/* Appends a number in little-endian base 128: seven bits per byte, the low ones first, with the
 * high bit set if more bytes follow. */
enum { BUF_MAX_VARINT_BYTES = 10 };
void buf_append_varint(struct buf *b, uint64_t value);
/* Appends the length of s as a varint, and its bytes. */
void buf_append_counted(struct buf *b, struct str s);

/* Appends s, but not its NULs, in single quotes, so that a shell takes it for one word. */
void buf_append_shell_quoted(struct buf *b, struct str s);

/* Read these encodings and remove them from the front of *in. Return false, with *in unchanged, if
 * the value is cut short or does not fit. */
bool str_take_varint(struct str *in, uint64_t *value);
bool str_take_counted(struct str *in, struct str *s);

#endif
