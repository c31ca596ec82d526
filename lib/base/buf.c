/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A growing array of bytes. */
#include "base/buf.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>

void buf_done(struct buf *b)
{
    mem_free(b->p);
    *b = (struct buf)BUF_INIT;
}

void buf_clear(struct buf *b)
{
    b->n = 0;
}

void buf_reserve(struct buf *b, size_t extra)
{
    if (extra <= b->capacity - b->n)
        return;
    size_t wanted = b->n + extra;
    size_t capacity = b->capacity ? b->capacity : 64;
    while (capacity < wanted && capacity <= SIZE_MAX / 2)
        capacity *= 2;
    if (wanted < extra || capacity < wanted)
        capacity = SIZE_MAX; /* mem_resize() refuses this */
    b->p = mem_resize(b->p, capacity, 1);
    b->capacity = capacity;
}

void buf_append(struct buf *b, const void *bytes, size_t n)
{
    if (n == 0)
        return;
    buf_reserve(b, n);
    memcpy(b->p + b->n, bytes, n);
    b->n += n;
}

void buf_append_str(struct buf *b, struct str s)
{
    buf_append(b, s.p, s.n);
}

void buf_append_char(struct buf *b, char c)
{
    buf_reserve(b, 1);
    b->p[b->n++] = c;
}

void buf_append_format(struct buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n <= 0)
        return;
    buf_reserve(b, (size_t)n + 1);
    va_start(args, format);
    vsnprintf(b->p + b->n, (size_t)n + 1, format, args);
    va_end(args);
    b->n += (size_t)n;
}

const char *buf_c_string(struct buf *b)
{
    buf_reserve(b, 1);
    b->p[b->n] = '\0';
    return b->p;
}

void buf_append_varint(struct buf *b, uint64_t value)
{
    buf_reserve(b, 10);
    while (value >= 0x80) {
        b->p[b->n++] = (char)(value | 0x80);
        value >>= 7;
    }
    b->p[b->n++] = (char)value;
}

void buf_append_counted(struct buf *b, struct str s)
{
    buf_append_varint(b, s.n);
    buf_append_str(b, s);
}

void buf_append_shell_quoted(struct buf *b, struct str s)
{
    buf_append_char(b, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\'')
            buf_append_str(b, STR_LITERAL("'\\''"));
        else if (s.p[i])
            buf_append_char(b, s.p[i]);
    }
    buf_append_char(b, '\'');
}

bool str_take_varint(struct str *in, uint64_t *value)
{
    uint64_t result = 0;
    for (size_t i = 0; i < in->n && i < 10; i++) {
        uint64_t byte = (unsigned char)in->p[i];
        if (i == 9 && byte > 1)
            return false;
        result |= (byte & 0x7F) << (7 * i);
        if (byte < 0x80) {
            *value = result;
            *in = str_slice(*in, i + 1, in->n);
            return true;
        }
    }
    return false;
}

bool str_take_counted(struct str *in, struct str *s)
{
    struct str rest = *in;
    uint64_t n;
    if (!str_take_varint(&rest, &n) || n > rest.n)
        return false;
    *s = str_slice(rest, 0, (size_t)n);
    *in = str_slice(rest, (size_t)n, rest.n);
    return true;
}
