/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_ANALYSIS_FORM_COUNTS_H
#define PRESSMARK_INDEXER_ANALYSIS_FORM_COUNTS_H

/* Counts the distinct forms of words in a text. All further look-ups are done once for each form at
 * the end of the text, so that each word costs only an access to a table that fits into the nearest
 * cache. */

#include "base/arena.h"
#include "store/term_ids.h"

struct form_count {
    struct head head;  /* of the form */
    const char *bytes; /* of a form that is longer than its head */
    const char *term;  /* NULL: it is the form */
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

static inline bool form_count_is_of(const struct form_count *count, struct str form,
                                    struct head head)
{
    uint64_t differing = (count->head.low ^ head.low) | (count->head.high ^ head.high) |
                         (count->form_bytes ^ form.n);
    return differing == 0 && (form.n <= HEAD_BYTES || memcmp(count->bytes, form.p, form.n) == 0);
}

/* form_counts_add() of a form that is not found at once. */
uint32_t form_counts_add_other(struct form_counts *h, struct str form, struct head head,
                               uint32_t hash, struct str term);

/* Counts an occurrence of a form of up to UINT16_MAX bytes, with its term. Returns the number of
 * the form. */
static inline uint32_t form_counts_add(struct form_counts *h, struct str form, struct head head,
                                       struct str term)
{
    uint32_t hash = term_ids_hash_of(form, head), slot = h->slots[hash & (h->n_slots - 1)];
    if (slot && form_count_is_of(&h->forms[slot - 1], form, head)) {
        h->forms[slot - 1].n++;
        return slot - 1;
    }
    return form_counts_add_other(h, form, head, hash, term);
}

/* Returns the count of a form, or NULL if it was not counted. */
static inline const struct form_count *form_counts_find(const struct form_counts *h,
                                                        struct str form)
{
    struct head head = head_of(form);
    size_t at = term_ids_hash_of(form, head) & (h->n_slots - 1);
    for (; h->slots[at]; at = (at + 1) & (h->n_slots - 1))
        if (form_count_is_of(&h->forms[h->slots[at] - 1], form, head))
            return &h->forms[h->slots[at] - 1];
    return NULL;
}

/* As long as the count stays where it is. */
static inline struct str form_count_form(const struct form_count *count)
{
    return count->bytes ? (struct str){count->bytes, count->form_bytes}
                        : head_str(&count->head, count->form_bytes);
}
static inline struct str form_count_term(const struct form_count *count)
{
    return count->term ? (struct str){count->term, count->term_bytes} : form_count_form(count);
}

#endif
