/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_TERM_IDS_H
#define PRESSMARK_STORE_TERM_IDS_H

/* A dictionary that numbers terms: the first term is 0, the next new one 1, and so on. It may be
 * used by one thread at a time. */

#include "base/head.h"

struct term_ids;

struct term_ids *term_ids_new(void);
void term_ids_free(struct term_ids *d);
void term_ids_clear(struct term_ids *d); /* forgets all terms but keeps the memory */

#define TERM_IDS_ODD_1 UINT64_C(0x9E3779B97F4A7C15)
#define TERM_IDS_ODD_2 UINT64_C(0xD1B54A32D192ED03)
/* Folds both halves of the product, so that every bit of a and b affects the low bits. */
static inline uint64_t term_ids_mix(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint32_t term_ids_hash_beyond(struct str term, uint64_t hash); /* for term_ids_hash_of() */
/* Returns the hash of the term that has this head. */
static inline uint32_t term_ids_hash_of(struct str term, struct head head)
{
    uint64_t h = term_ids_mix(le64toh(head.low) ^ TERM_IDS_ODD_1 ^ term.n,
                              le64toh(head.high) ^ TERM_IDS_ODD_2);
    return term.n > 16 ? term_ids_hash_beyond(term, h) : (uint32_t)(h ^ h >> 32);
}

uint32_t term_ids_hash(struct str term);

/* Returns the number of a term. A new term is copied and *is_new set to true. hash is
 * term_ids_hash(term). */
uint32_t term_ids_intern(struct term_ids *d, struct str term, uint32_t hash, bool *is_new);
/* Does the same for a term whose head is known. */
uint32_t term_ids_intern_head(struct term_ids *d, struct str term, struct head head, uint32_t hash,
                              bool *is_new);
/* Returns the probable number of the term with this hash, TERM_IDS_NONE if it is new or unknown.
 * This is for callers that prefetch memory ahead of its use; term_ids_prefetch() prefetches for
 * this function. */
enum { TERM_IDS_NONE = UINT32_MAX };
uint32_t term_ids_guess(const struct term_ids *d, uint32_t hash);
void term_ids_prefetch(const struct term_ids *d, uint32_t hash);
struct str term_ids_term(const struct term_ids *d, uint32_t id); /* valid until _clear/_free */
struct head term_ids_head(const struct term_ids *d, uint32_t id);
uint32_t term_ids_count(const struct term_ids *d);

#endif
