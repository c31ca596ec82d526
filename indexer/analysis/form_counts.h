/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_ANALYSIS_FORM_COUNTS_H
#define PRESSMARK_INDEXER_ANALYSIS_FORM_COUNTS_H

/* Counts the distinct forms of words in a text. All further look-ups are done once for each form at
 * the end of the text, so that each word costs only an access to a table that fits into the nearest
 * cache. */

#include "base/arena.h"
#include "store/term_ids.h"

struct form_count {
    struct term_ids_head head; /* of the form */
    const char *form, *term;
    uint16_t form_bytes, term_bytes;
    uint32_t hash;           /* of the form */
    uint32_t n, n_unstemmed; /* occurrences, and how many of these are not stemmed */
    uint32_t form_id, posting;
};

/* An open-addressing hash table; a slot holds the number of a form plus 1, or 0 if it is free. */
struct form_counts {
    struct str text;
    struct form_count *forms;
    size_t n, capacity;
    uint32_t *slots;
    size_t n_slots, slots_capacity; /* slots in use, a power of two */
    struct arena bytes;             /* forms and terms that are not in the text */
};

void form_counts_init(struct form_counts *h);
void form_counts_done(struct form_counts *h);

/* Clears the table. Forms and terms within text, which must remain valid, are not copied; others
 * are. */
void form_counts_start(struct form_counts *h, struct str text);

/* Inserts a form that is not in the table; called by form_counts_add(). */
uint32_t form_counts_insert(struct form_counts *h, struct str form, struct term_ids_head head,
                            uint32_t hash, struct str term);

/* Counts an occurrence of a form of up to UINT16_MAX bytes, with its term. Returns the number of
 * the form. */
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
