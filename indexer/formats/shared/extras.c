/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Collects strings beside the text of a document, each once. */
#include "indexer/formats/shared/extras.h"

#include "base/mem.h"

#include <xxhash.h>

enum { FIRST_SLOTS = 64 };

void extras_done(struct extras *e)
{
    flow_done(&e->flow);
    mem_free(e->seen);
}

/* Returns the slot of a hash in a table whose size is a power of two. */
static uint64_t *slot_of(uint64_t *seen, size_t n_slots, uint64_t hash)
{
    size_t i = hash & (n_slots - 1);
    while (seen[i] && seen[i] != hash)
        i = (i + 1) & (n_slots - 1);
    return &seen[i];
}

static void grow(struct extras *e)
{
    size_t n_slots = e->n_slots ? e->n_slots * 2 : FIRST_SLOTS;
    uint64_t *seen = mem_alloc_zeroed(n_slots, sizeof *seen);
    for (size_t i = 0; i < e->n_slots; i++)
        if (e->seen[i])
            *slot_of(seen, n_slots, e->seen[i]) = e->seen[i];
    mem_free(e->seen);
    e->seen = seen;
    e->n_slots = n_slots;
}

/* Returns whether the string was not there yet. */
static bool is_new(struct extras *e, struct str s)
{
    uint64_t hash = XXH3_64bits(s.p, s.n) | 1; /* not 0 */
    if (e->n_seen * 2 >= e->n_slots)
        grow(e);
    uint64_t *slot = slot_of(e->seen, e->n_slots, hash);
    bool is_free = *slot == 0;
    *slot = hash;
    e->n_seen += is_free;
    return is_free;
}

void extras_add(struct extras *e, struct str s, uint32_t line)
{
    struct str part;
    s = str_trim(s);
    if (s.n == 0 || !is_new(e, s))
        return;
    for (; str_next_line(&s, &part); flow_gap(&e->flow, GAP_LINE))
        flow_append(&e->flow, str_trim(part), line, 0);
}

void extras_leave_out(struct extras *e, struct str s)
{
    (void)is_new(e, str_trim(s));
}

void extras_deliver(const struct extras *e, struct buf *text, struct document *d)
{
    size_t own_bytes = text->n;
    flow_deliver(&e->flow, text, d);
    if (own_bytes)
        d->navigation_bytes += text->n - own_bytes;
}
