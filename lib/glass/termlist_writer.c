/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Encodes the list of a document's terms. */
#include "glass/termlist_writer.h"

#include "base/mem.h"

/* The bytes of an entry: two counts, the term, and the wdf. */
enum {
    MAX_ENTRY_BYTES = 2 + GLASS_MAX_TERM_BYTES + GLASS_VINT_BYTES + TERMLIST_WRITER_READABLE_BYTES,
    MAX_ENTRY_TRIES = 2 + GLASS_MAX_TERM_BYTES,
    RESERVED_ENTRIES = 64, /* entries for which room is made at once */
    /* Longer ends of terms are looked for without their length too, which is often another one. */
    MAX_WHOLE_BYTES = 5,
    AHEAD_NAME = 8, /* how many terms in advance names are prefetched */
};

static void reserve(struct termlist_writer *t, size_t n_entries)
{
    size_t n = t->n + n_entries * MAX_ENTRY_BYTES;
    size_t n_tries = t->n_tries + n_entries * MAX_ENTRY_TRIES;
    if (n > t->capacity) {
        t->capacity = n * 2;
        t->p = mem_resize(t->p, t->capacity, 1);
    }
    if (n_tries > t->tries_capacity) {
        t->tries_capacity = n_tries * 2;
        t->tries = mem_resize(t->tries, t->tries_capacity, sizeof *t->tries);
    }
}

void termlist_writer_done(struct termlist_writer *t)
{
    mem_free(t->p);
    mem_free(t->tries);
    *t = (struct termlist_writer)TERMLIST_WRITER_INIT;
}

void termlist_writer_start(struct termlist_writer *t, uint32_t length, uint32_t n_terms)
{
    t->n = 0;
    t->last = NULL;
    t->last_bytes = 0;
    t->n_tries = 0;
    if (n_terms == 0)
        return; /* the tag of a document without terms is empty */
    reserve(t, 1);
    uint8_t *end = glass_put_vint(t->p, length);
    t->n = (size_t)(glass_put_vint(end, n_terms) - t->p);
}

/* Notes where the words of a path or a name begin, which are terms of their own too. Returns their
 * number. at is the offset of p. */
static __attribute__((noinline)) size_t find_words(const uint8_t *p, size_t n, uint32_t at,
                                                   uint32_t *words)
{
    size_t n_words = 0;
    for (size_t i = 0; i < n; i++) {
        words[n_words] = at + (uint32_t)i + 1;
        n_words += p[i] < '0'; /* a slash, a full stop, a dash or a blank */
    }
    return n_words;
}

/* Writes a term at p and notes its place in t->tries. Returns where the next one goes. */
static inline uint8_t *put_term(struct termlist_writer *t, uint8_t *p, const uint8_t *term,
                                size_t n, uint32_t wdf)
{
    size_t shared = 0;
    bool is_packed = false;
    if (t->last) {
        shared = glass_count_shared(t->last, term, t->last_bytes < n ? t->last_bytes : n);
        /* A small wdf is packed into the byte of the shared length, above all values that this can
         * have. */
        uint64_t packed = ((uint64_t)wdf + 1) * (t->last_bytes + 1) + shared;
        is_packed = wdf < 127 && packed < 256;
        *p++ = (uint8_t)(is_packed ? packed : shared);
    }
    size_t rest = n - shared;
    t->tries[t->n_tries++] = (uint32_t)(p - t->p);
    *p++ = (uint8_t)rest;
    t->tries[t->n_tries] = (uint32_t)(p - t->p);
    t->n_tries += rest > MAX_WHOLE_BYTES;
    memcpy(p, term + shared, TERMLIST_WRITER_READABLE_BYTES);
    if (rest > TERMLIST_WRITER_READABLE_BYTES && rest <= GLASS_MAX_TERM_BYTES) {
        memcpy(p, term + shared, rest);
        t->n_tries += find_words(p, rest, (uint32_t)(p - t->p), t->tries + t->n_tries);
    }
    p += rest;
    t->last = term;
    t->last_bytes = n;
    return is_packed ? p : glass_put_vint(p, wdf);
}

void termlist_writer_add(struct termlist_writer *t, const uint8_t *term, size_t n, uint32_t wdf)
{
    reserve(t, 1);
    t->n = (size_t)(put_term(t, t->p + t->n, term, n, wdf) - t->p);
}

void termlist_writer_add_entries(struct termlist_writer *t, const uint8_t *const *names,
                                 const uint64_t *entries, size_t n)
{
    struct termlist_writer local = *t; /* a copy that no store can alias */
    for (size_t i = 0, end; i < n; i = end) {
        end = n - i < RESERVED_ENTRIES ? n : i + RESERVED_ENTRIES;
        reserve(&local, end - i);
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
