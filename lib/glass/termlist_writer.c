/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Encodes the list of a document's terms. */
#include "glass/termlist_writer.h"

#include "base/mem.h"

#include <endian.h>

/* The bytes of an entry: two counts, the term, and the wdf. */
enum {
    MAX_ENTRY_BYTES = 2 + GLASS_MAX_TERM_BYTES + GLASS_VINT_BYTES + TERMLIST_WRITER_READABLE_BYTES,
    RESERVED_ENTRIES = 64, /* entries for which room is made at once */
    AHEAD_NAME = 8,        /* how many terms in advance names are prefetched */
};

static void reserve(struct termlist_writer *t, size_t extra)
{
    if (extra <= t->capacity - t->n)
        return;
    t->capacity = (t->n + extra) * 2;
    t->p = mem_resize(t->p, t->capacity, 1);
}

void termlist_writer_done(struct termlist_writer *t)
{
    mem_free(t->p);
    mem_free(t->ends);
    *t = (struct termlist_writer)TERMLIST_WRITER_INIT;
}

void termlist_writer_start(struct termlist_writer *t, uint32_t length, uint32_t n_terms)
{
    t->n = 0;
    t->last = NULL;
    t->last_bytes = 0;
    t->n_terms = 0;
    if (n_terms > t->ends_capacity) {
        t->ends_capacity = n_terms * 2;
        t->ends = mem_resize(t->ends, t->ends_capacity, sizeof *t->ends);
    }
    if (n_terms == 0)
        return; /* the tag of a document without terms is empty */
    reserve(t, 2 * GLASS_VINT_BYTES);
    uint8_t *end = glass_put_vint(t->p, length);
    t->n = (size_t)(glass_put_vint(end, n_terms) - t->p);
}

/* Returns how many of the first 8 bytes at a and b are equal. */
static size_t count_same_of_8(const uint8_t *a, const uint8_t *b)
{
    uint64_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    uint64_t difference = le64toh(x ^ y);
    return difference ? (size_t)__builtin_ctzll(difference) / 8 : 8;
}

static size_t count_shared(const uint8_t *a, size_t a_bytes, const uint8_t *b, size_t b_bytes)
{
    size_t max = a_bytes < b_bytes ? a_bytes : b_bytes, n = 0, same;
    do {
        same = count_same_of_8(a + n, b + n);
        n += same;
    } while (same == 8 && n < max);
    return n < max ? n : max;
}

/* Writes a term at p and notes its place in t->ends. Returns where the next one goes. */
static inline uint8_t *put_term(struct termlist_writer *t, uint8_t *p, const uint8_t *term,
                                size_t n, uint32_t wdf)
{
    size_t shared = 0;
    bool is_packed = false;
    if (t->last) {
        shared = count_shared(t->last, t->last_bytes, term, n);
        /* A small wdf is packed into the byte of the shared length, above all values that this can
         * have. */
        uint64_t packed = ((uint64_t)wdf + 1) * (t->last_bytes + 1) + shared;
        is_packed = wdf < 127 && packed < 256;
        *p++ = (uint8_t)(is_packed ? packed : shared);
    }
    size_t rest = n - shared;
    t->ends[t->n_terms++] = (uint32_t)(p - t->p);
    *p++ = (uint8_t)rest;
    memcpy(p, term + shared, TERMLIST_WRITER_READABLE_BYTES);
    if (rest > TERMLIST_WRITER_READABLE_BYTES && rest <= GLASS_MAX_TERM_BYTES)
        memcpy(p, term + shared, rest);
    p += rest;
    t->last = term;
    t->last_bytes = n;
    return is_packed ? p : glass_put_vint(p, wdf);
}

void termlist_writer_add(struct termlist_writer *t, const uint8_t *term, size_t n, uint32_t wdf)
{
    reserve(t, MAX_ENTRY_BYTES);
    t->n = (size_t)(put_term(t, t->p + t->n, term, n, wdf) - t->p);
}

void termlist_writer_add_entries(struct termlist_writer *t, const uint8_t *const *names,
                                 const uint64_t *entries, size_t n)
{
    struct termlist_writer local = *t; /* a copy that no store can alias */
    for (size_t i = 0, end; i < n; i = end) {
        end = n - i < RESERVED_ENTRIES ? n : i + RESERVED_ENTRIES;
        reserve(&local, (end - i) * MAX_ENTRY_BYTES);
        uint8_t *p = local.p + local.n;
        for (size_t k = i; k < end; k++) {
            if (k + AHEAD_NAME < n)
                __builtin_prefetch(names[entries[k + AHEAD_NAME] >> 32]);
            const uint8_t *name = names[entries[k] >> 32];
            p = put_term(&local, p, name + 1, name[0], (uint32_t)entries[k]);
        }
        local.n = (size_t)(p - local.p);
    }
    *t = local;
}
