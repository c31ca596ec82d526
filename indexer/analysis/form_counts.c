/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Implements the hash table of the forms in a text. */
#include "indexer/analysis/form_counts.h"

#include "base/mem.h"

enum { FIRST_SLOTS = 1024 };

void form_counts_init(struct form_counts *h)
{
    *h = (struct form_counts){
        .n_slots = FIRST_SLOTS, .slots_capacity = FIRST_SLOTS, .bytes = ARENA_INIT};
    h->slots = mem_alloc_zeroed(FIRST_SLOTS, sizeof *h->slots);
}

void form_counts_done(struct form_counts *h)
{
    mem_free(h->forms);
    mem_free(h->slots);
    arena_done(&h->bytes);
}

void form_counts_start(struct form_counts *h, struct str text)
{
    h->text = text;
    if (h->n > 0) {
        h->n_slots = FIRST_SLOTS;
        memset(h->slots, 0, h->n_slots * sizeof *h->slots);
    }
    h->n = 0;
    arena_clear(&h->bytes);
}

static size_t free_slot(const struct form_counts *h, uint32_t hash)
{
    size_t at = hash & (h->n_slots - 1);
    while (h->slots[at])
        at = (at + 1) & (h->n_slots - 1);
    return at;
}

/* Doubles the number of slots in use. */
static void add_slots(struct form_counts *h)
{
    h->n_slots *= 2;
    if (h->n_slots > h->slots_capacity) {
        h->slots_capacity = h->n_slots;
        h->slots = mem_resize(h->slots, h->n_slots, sizeof *h->slots);
    }
    memset(h->slots, 0, h->n_slots * sizeof *h->slots);
    for (size_t i = 0; i < h->n; i++)
        h->slots[free_slot(h, h->forms[i].hash)] = (uint32_t)i + 1;
}

/* Copies s unless it is in the text: strings of a token are valid only until the next one. */
static const char *keep(struct form_counts *h, struct str s)
{
    bool stays = s.p >= h->text.p && s.p < h->text.p + h->text.n;
    return stays ? s.p : arena_copy(&h->bytes, s).p;
}

/* Inserts a form that is not in the table. */
static uint32_t insert(struct form_counts *h, struct str form, struct head head, uint32_t hash,
                       struct str term)
{
    if (h->n >= h->n_slots / 2)
        add_slots(h);
    MEM_GROW(h->forms, h->n, h->capacity);
    struct form_count *count = &h->forms[h->n];
    *count = (struct form_count){.head = head,
                                 .bytes = form.n > HEAD_BYTES ? keep(h, form) : NULL,
                                 .term = term.p != form.p ? keep(h, term) : NULL,
                                 .form_bytes = (uint16_t)form.n,
                                 .term_bytes = (uint16_t)term.n,
                                 .hash = hash,
                                 .n = 1};
    h->slots[free_slot(h, hash)] = (uint32_t)++h->n;
    return (uint32_t)(h->n - 1);
}

uint32_t form_counts_add_other(struct form_counts *h, struct str form, struct head head,
                               uint32_t hash, struct str term)
{
    for (size_t at = hash & (h->n_slots - 1); h->slots[at]; at = (at + 1) & (h->n_slots - 1)) {
        struct form_count *count = &h->forms[h->slots[at] - 1];
        if (form_count_is_of(count, form, head)) {
            count->n++;
            return h->slots[at] - 1;
        }
    }
    return insert(h, form, head, hash, term);
}
