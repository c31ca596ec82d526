/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_HEAD_H
#define PRESSMARK_BASE_HEAD_H

/* The first 16 bytes of a string as two numbers, in memory order and padded with zeros. Most words
 * can be told apart by their head and length, without a look at the string itself. */

#include "base/str.h"

#include <endian.h>
#include <stdint.h>

enum { HEAD_BYTES = 16 };

struct head {
    uint64_t low, high;
};

/* Replaces the bytes after the first n by zeros. */
static inline struct head head_cut(struct head head, size_t n)
{
    static const uint64_t masks[2 * HEAD_BYTES / 8] = {UINT64_MAX, UINT64_MAX, 0, 0};
    struct head mask;
    memcpy(&mask, (const char *)masks + HEAD_BYTES - (n < HEAD_BYTES ? n : HEAD_BYTES),
           sizeof mask);
    return (struct head){head.low & mask.low, head.high & mask.high};
}

/* HEAD_BYTES bytes must be readable at s.p, even if s is shorter. */
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

/* The first n <= HEAD_BYTES bytes as a string, which is valid as long as *head is. */
static inline struct str head_str(const struct head *head, size_t n)
{
    return (struct str){(const char *)head, n};
}

/* The first eight bytes as a number; such numbers are ordered as the bytes are. */
static inline uint64_t head_order(struct head head)
{
    return be64toh(head.low);
}

#endif
