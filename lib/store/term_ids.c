/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers terms in the order in which they come, by a hash table. */
#include "store/term_ids.h"

#include "base/arena.h"
#include "base/mem.h"

/* Open addressing with linear probing; the capacity is a power of two. A slot has the whole hash,
 * so that a probe rarely reads another term than the wanted one. */

enum { FIRST_CAPACITY = 1 << 10 };

struct slot {
    uint32_t hash;
    uint32_t id_plus_one; /* 0 if the slot is free */
};

struct entry {
    const char *p;
    uint32_t n;
    struct head head;
};

struct term_ids {
    struct slot *slots;
    size_t n_slots;
    struct entry *entries;
    size_t n_entries, entries_capacity;
    struct arena bytes;
};

struct term_ids *term_ids_new(void)
{
    struct term_ids *d = mem_alloc_zeroed(1, sizeof *d);
    d->n_slots = FIRST_CAPACITY;
    d->slots = mem_alloc_zeroed(d->n_slots, sizeof *d->slots);
    d->bytes = (struct arena)ARENA_INIT;
    return d;
}

void term_ids_free(struct term_ids *d)
{
    if (!d)
        return;
    arena_done(&d->bytes);
    mem_free(d->entries);
    mem_free(d->slots);
    mem_free(d);
}

void term_ids_clear(struct term_ids *d)
{
    memset(d->slots, 0, d->n_slots * sizeof *d->slots);
    d->n_entries = 0;
    arena_clear(&d->bytes);
}

static uint64_t mix_head(struct head head, uint64_t hash)
{
    return term_ids_mix(le64toh(head.low) ^ hash, le64toh(head.high) ^ TERM_IDS_ODD_2);
}

uint32_t term_ids_hash_beyond(struct str term, uint64_t hash)
{
    const char *end = term.p + term.n;
    for (const char *p = term.p + 16; end - p > 16; p += 16)
        hash = mix_head(head_at((struct str){p, 16}), hash);
    hash = mix_head(head_at((struct str){end - 16, 16}), hash); /* may overlap */
    return (uint32_t)(hash ^ hash >> 32);
}

uint32_t term_ids_hash(struct str term)
{
    return term_ids_hash_of(term, head_of(term));
}

void term_ids_prefetch(const struct term_ids *d, uint32_t hash)
{
    __builtin_prefetch(&d->slots[hash & (d->n_slots - 1)]);
}

uint32_t term_ids_guess(const struct term_ids *d, uint32_t hash)
{
    size_t at = hash & (d->n_slots - 1);
    while (d->slots[at].id_plus_one && d->slots[at].hash != hash)
        at = (at + 1) & (d->n_slots - 1);
    if (!d->slots[at].id_plus_one)
        return TERM_IDS_NONE;
    uint32_t id = d->slots[at].id_plus_one - 1;
    __builtin_prefetch(&d->entries[id]);
    return id;
}

static void grow(struct term_ids *d)
{
    size_t n_slots = d->n_slots * 2;
    struct slot *slots = mem_alloc_zeroed(n_slots, sizeof *slots);
    mem_touch(slots, n_slots * sizeof *slots);
    for (size_t i = 0; i < d->n_slots; i++) {
        if (!d->slots[i].id_plus_one)
            continue;
        size_t at = d->slots[i].hash & (n_slots - 1);
        while (slots[at].id_plus_one)
            at = (at + 1) & (n_slots - 1);
        slots[at] = d->slots[i];
    }
    mem_free(d->slots);
    d->slots = slots;
    d->n_slots = n_slots;
}

static bool is_same(const struct entry *e, struct str term, struct head head)
{
    return e->n == term.n && head_equal(e->head, head) &&
           (term.n <= HEAD_BYTES ||
            memcmp(e->p + HEAD_BYTES, term.p + HEAD_BYTES, term.n - HEAD_BYTES) == 0);
}

uint32_t term_ids_intern_head(struct term_ids *d, struct str term, struct head head, uint32_t hash,
                              bool *is_new)
{
    size_t at = hash & (d->n_slots - 1);
    for (; d->slots[at].id_plus_one; at = (at + 1) & (d->n_slots - 1)) {
        uint32_t id = d->slots[at].id_plus_one - 1;
        if (d->slots[at].hash == hash && is_same(&d->entries[id], term, head)) {
            *is_new = false;
            return id;
        }
    }
    MEM_GROW(d->entries, d->n_entries, d->entries_capacity);
    d->entries[d->n_entries] = (struct entry){arena_copy(&d->bytes, term).p, (uint32_t)term.n,
                                              head};
    uint32_t id = (uint32_t)d->n_entries++;
    d->slots[at] = (struct slot){hash, id + 1};
    if (d->n_entries > d->n_slots / 2 + d->n_slots / 8)
        grow(d);
    *is_new = true;
    return id;
}

uint32_t term_ids_intern(struct term_ids *d, struct str term, uint32_t hash, bool *is_new)
{
    return term_ids_intern_head(d, term, head_of(term), hash, is_new);
}

struct str term_ids_term(const struct term_ids *d, uint32_t id)
{
    return (struct str){d->entries[id].p, d->entries[id].n};
}

struct head term_ids_head(const struct term_ids *d, uint32_t id)
{
    return d->entries[id].head;
}

uint32_t term_ids_count(const struct term_ids *d)
{
    return (uint32_t)d->n_entries;
}
