/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/dictionary.h"

#include "base/arena.h"
#include "base/mem.h"

#include <endian.h>

/* Open addressing, linear probing, capacity a power of two. A slot keeps the whole hash, so that a
 * probe rarely looks at a term that is not the one asked for. */

enum { FIRST_CAPACITY = 1 << 10, HEAD_BYTES = 12 };

struct slot {
    uint32_t hash;
    uint32_t id_plus_one; /* 0: free */
};

/* Most words are compared in here, without a look at the bytes that p points to. */
struct entry {
    const char *p;
    uint32_t n;
    uint32_t head_8_12; /* bytes [8, 12) of the term, zeros behind its end */
    uint64_t head_0_8;
};

struct dictionary {
    struct slot *slots;
    size_t n_slots;
    struct entry *entries;
    size_t n_entries, entries_capacity;
    struct arena bytes;
};

struct dictionary *dictionary_new(void)
{
    struct dictionary *d = mem_alloc_zeroed(1, sizeof *d);
    d->n_slots = FIRST_CAPACITY;
    d->slots = mem_alloc_zeroed(d->n_slots, sizeof *d->slots);
    d->bytes = (struct arena)ARENA_INIT;
    return d;
}

void dictionary_free(struct dictionary *d)
{
    if (!d)
        return;
    arena_done(&d->bytes);
    mem_free(d->entries);
    mem_free(d->slots);
    mem_free(d);
}

void dictionary_clear(struct dictionary *d)
{
    memset(d->slots, 0, d->n_slots * sizeof *d->slots);
    d->n_entries = 0;
    arena_clear(&d->bytes);
}

static uint64_t load_8(const char *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof v);
    return le64toh(v);
}

static uint64_t load_4(const char *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return le32toh(v);
}

/* Fills in the length and the head of a term, by loads of fixed sizes that may overlap. */
static struct entry make_entry(struct str term)
{
    struct entry e = {.n = (uint32_t)term.n};
    if (term.n >= HEAD_BYTES) {
        e.head_0_8 = load_8(term.p);
        e.head_8_12 = (uint32_t)load_4(term.p + 8);
    } else if (term.n >= 8) {
        e.head_0_8 = load_8(term.p);
        e.head_8_12 = (uint32_t)(load_4(term.p + term.n - 4) >> (8 * (HEAD_BYTES - term.n)));
    } else if (term.n >= 4) {
        e.head_0_8 = load_4(term.p) | load_4(term.p + term.n - 4) << (8 * (term.n - 4));
    } else {
        for (size_t i = 0; i < term.n; i++)
            e.head_0_8 |= (uint64_t)(unsigned char)term.p[i] << (8 * i);
    }
    return e;
}

static bool is_same(const struct entry *e, const struct entry *wanted, struct str term)
{
    return e->n == wanted->n && e->head_0_8 == wanted->head_0_8 &&
           e->head_8_12 == wanted->head_8_12 &&
           (term.n <= HEAD_BYTES ||
            memcmp(e->p + HEAD_BYTES, term.p + HEAD_BYTES, term.n - HEAD_BYTES) == 0);
}

/* Both halves of the product, so that every bit of a and b reaches the low bits. */
static uint64_t mix(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint32_t dictionary_hash(struct str term)
{
    const uint64_t odd_1 = 0x9E3779B97F4A7C15u, odd_2 = 0xD1B54A32D192ED03u;
    const char *p = term.p;
    size_t n = term.n;
    uint64_t h = odd_1 ^ n, a = 0, b = 0;
    for (; n > 16; n -= 16, p += 16)
        h = mix(load_8(p) ^ h, load_8(p + 8) ^ odd_2);
    if (n >= 8) { /* the two reads may overlap */
        a = load_8(p);
        b = load_8(p + n - 8);
    } else if (n >= 4) {
        a = load_4(p);
        b = load_4(p + n - 4);
    } else if (n > 0) {
        a = (uint64_t)(unsigned char)p[0] << 16 | (uint64_t)(unsigned char)p[n / 2] << 8 |
            (unsigned char)p[n - 1];
    }
    h = mix(a ^ h, b ^ odd_2);
    return (uint32_t)mix(h ^ odd_2, odd_1);
}

void dictionary_prefetch(const struct dictionary *d, uint32_t hash)
{
    __builtin_prefetch(&d->slots[hash & (d->n_slots - 1)]);
}

uint32_t dictionary_guess(const struct dictionary *d, uint32_t hash)
{
    const struct slot *slot = &d->slots[hash & (d->n_slots - 1)];
    if (!slot->id_plus_one || slot->hash != hash)
        return DICTIONARY_NONE;
    __builtin_prefetch(&d->entries[slot->id_plus_one - 1]);
    return slot->id_plus_one - 1;
}

static void grow(struct dictionary *d)
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

uint32_t dictionary_intern(struct dictionary *d, struct str term, uint32_t hash, bool *is_new)
{
    struct entry wanted = make_entry(term);
    size_t at = hash & (d->n_slots - 1);
    for (; d->slots[at].id_plus_one; at = (at + 1) & (d->n_slots - 1)) {
        uint32_t id = d->slots[at].id_plus_one - 1;
        if (d->slots[at].hash == hash && is_same(&d->entries[id], &wanted, term)) {
            *is_new = false;
            return id;
        }
    }
    wanted.p = arena_copy(&d->bytes, term).p;
    MEM_GROW(d->entries, d->n_entries, d->entries_capacity);
    d->entries[d->n_entries] = wanted;
    uint32_t id = (uint32_t)d->n_entries++;
    d->slots[at] = (struct slot){hash, id + 1};
    if (d->n_entries > d->n_slots / 2 + d->n_slots / 8)
        grow(d);
    *is_new = true;
    return id;
}

struct str dictionary_term(const struct dictionary *d, uint32_t id)
{
    return (struct str){d->entries[id].p, d->entries[id].n};
}

uint32_t dictionary_count(const struct dictionary *d)
{
    return (uint32_t)d->n_entries;
}
