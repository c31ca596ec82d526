/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_HEAD_H
#define PRESSMARK_BASE_HEAD_H

/* The first 16 bytes of a string in two numbers, as they are in memory, and zeros behind its end:
 * most words are known by their head and their length without a look at their bytes. */

#include "base/str.h"

#include <endian.h>
#include <stdint.h>

enum { HEAD_BYTES = 16 };

struct head {
    uint64_t low, high;
};

/* Puts zeros behind the first n bytes. */
static inline struct head head_cut(struct head head, size_t n)
{
    static const uint64_t masks[2 * HEAD_BYTES / 8] = {UINT64_MAX, UINT64_MAX, 0, 0};
    struct head mask;
    memcpy(&mask, (const char *)masks + HEAD_BYTES - (n < HEAD_BYTES ? n : HEAD_BYTES),
           sizeof mask);
    return (struct head){head.low & mask.low, head.high & mask.high};
}

/* HEAD_BYTES can be read at s.p. */
static inline struct head head_at(struct str s)
{
    struct head head;
    memcpy(&head, s.p, sizeof head);
    return head_cut(head, s.n);
}

static inline struct head head_of(struct str s)
{
    struct head head = {0, 0};
    if (s.n >= HEAD_BYTES)
        return head_at(s);
    if (s.n)
        memcpy(&head, s.p, s.n);
    return head;
}

static inline bool head_equal(struct head a, struct head b)
{
    return a.low == b.low && a.high == b.high;
}

/* A string of n <= HEAD_BYTES, which stays as long as its head does. */
static inline struct str head_str(const struct head *head, size_t n)
{
    return (struct str){(const char *)head, n};
}

/* The first eight bytes as a number: numbers are in the order of the bytes. */
static inline uint64_t head_order(struct head head)
{
    return be64toh(head.low);
}

#endif
