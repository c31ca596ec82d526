/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_ANALYSIS_FORM_COUNTS_H
#define PRESSMARK_INDEXER_ANALYSIS_FORM_COUNTS_H

/* The different forms that the words of a text have, and how often each is there. Everything else
 * is looked up once a form, when the text is over: words meet a table that fits into the nearest
 * cache. */

#include "base/arena.h"
#include "store/term_ids.h"

struct form_count {
    struct term_ids_head head; /* of the form */
    const char *form, *term;
    uint16_t form_bytes, term_bytes;
    uint32_t hash;           /* of the form */
    uint32_t n, n_unstemmed; /* words, and those of them that have no stem */
    uint32_t form_id, posting;
};

/* Open addressing; a slot holds a form's number plus 1, 0: it is free. */
struct form_counts {
    struct str text;
    struct form_count *forms;
    size_t n, capacity;
    uint32_t *slots;
    size_t n_slots, slots_capacity; /* in use, a power of two */
    struct arena bytes;             /* of forms and terms that are not in the text */
};

void form_counts_init(struct form_counts *h);
void form_counts_done(struct form_counts *h);

/* Forgets all. What is added may be a part of text, which must stay then; else it is copied. */
void form_counts_start(struct form_counts *h, struct str text);

/* A form that has none yet, for form_counts_add(). */
uint32_t form_counts_insert(struct form_counts *h, struct str form, struct term_ids_head head,
                            uint32_t hash, struct str term);

/* Counts a form once more, which has a term and is at most UINT16_MAX bytes long; returns its
 * number. */
static inline uint32_t form_counts_add(struct form_counts *h, struct str form,
                                       struct term_ids_head head, struct str term)
{
    uint32_t hash = term_ids_hash_of(form, head);
    for (size_t at = hash & (h->n_slots - 1); h->slots[at]; at = (at + 1) & (h->n_slots - 1)) {
        struct form_count *count = &h->forms[h->slots[at] - 1];
        if (count->hash == hash && count->form_bytes == form.n && count->head.low == head.low &&
            count->head.high == head.high &&
            (form.n <= sizeof head || memcmp(count->form, form.p, form.n) == 0)) {
            count->n++;
            return h->slots[at] - 1;
        }
    }
    return form_counts_insert(h, form, head, hash, term);
}

#endif
