/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sums up the lists of words that count as one. */
#include "match/alternatives.h"

struct alternatives *alternatives_new(struct arena *arena, struct postlist_reader *const *lists,
                                      size_t n, uint64_t *n_steps)
{
    struct alternatives *a = arena_alloc(arena, sizeof *a);
    a->lists = arena_alloc(arena, n * sizeof *a->lists);
    if (n)
        memcpy(a->lists, lists, n * sizeof *lists);
    a->n = n;
    a->n_steps = n_steps;
    a->end = 0;
    a->next = 1;
    return a;
}

/* Adds the postings of a list within the window, and leaves the list at the first one after it. */
static void add_list(struct alternatives *a, struct postlist_reader *l)
{
    if (l->docid < a->window.start)
        postlist_reader_seek(l, a->window.start);
    while (l->docid < a->end) {
        const uint8_t *p = l->p;
        postlist_reader_add(l, &a->window);
        *a->n_steps += (uint64_t)(l->p - p) / POSTING_BYTES_A_STEP + 1;
        if (l->docid < a->end) /* the last one of its chunk */
            postlist_reader_seek(l, l->docid + 1);
    }
}

void alternatives_fill(struct alternatives *a, uint32_t docid)
{
    posting_window_start(&a->window, docid, a->n);
    a->end = GLASS_END - docid < POSTING_WINDOW ? GLASS_END : docid + POSTING_WINDOW;
    a->next = GLASS_END;
    *a->n_steps += a->n;
    for (size_t i = 0; i < a->n; i++) {
        add_list(a, a->lists[i]);
        a->next = a->lists[i]->docid < a->next ? a->lists[i]->docid : a->next;
    }
    posting_window_end(&a->window);
}

/* Returns the first document in the window from docid on, or the window's end if there is none. */
static uint32_t find_in_window(const struct alternatives *a, uint32_t docid)
{
    for (uint32_t i = docid - a->window.start; i < a->end - a->window.start; i = (i | 63) + 1) {
        uint64_t bits = a->window.bits[i / 64] >> i % 64;
        if (bits)
            return a->window.start + i + (uint32_t)__builtin_ctzll(bits);
    }
    return a->end;
}

uint32_t alternatives_go_on(struct alternatives *a, uint32_t docid)
{
    for (;;) {
        uint32_t found = docid < a->end ? find_in_window(a, docid) : a->end;
        if (docid < a->end && found < a->end)
            return found;
        docid = docid > a->next ? docid : a->next;
        if (a->next == GLASS_END || docid == GLASS_END)
            return GLASS_END;
        alternatives_fill(a, docid);
    }
}

void alternatives_rewind(struct alternatives *a)
{
    for (size_t i = 0; i < a->n; i++)
        postlist_reader_rewind(a->lists[i]);
    a->end = 0;
    a->next = 1;
}
