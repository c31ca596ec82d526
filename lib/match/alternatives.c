/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Adds up the lists of words that count as one. */
#include "match/alternatives.h"

#include <assert.h>

struct alternatives *alternatives_new(struct match *m, struct match_node **terms, size_t n)
{
    struct alternatives *a = arena_alloc(&m->arena, sizeof *a);
    a->terms = arena_alloc(&m->arena, n * sizeof *a->terms);
    if (n)
        memcpy(a->terms, terms, n * sizeof *terms);
    a->n = n;
    a->end = 0;
    a->next = 1;
    return a;
}

/* Adds a term's postings in the window; returns its first document behind that. */
static uint32_t add_term(struct match *m, struct alternatives *a, struct match_node *term)
{
    struct postlist_reader *l = term->postings;
    uint32_t docid = match_node_seek(m, term, a->window.start);
    while (docid < a->end) {
        const uint8_t *p = l->p;
        postlist_reader_add(l, &a->window);
        m->n_steps += (uint64_t)(l->p - p) / MATCH_BYTES_A_STEP;
        if (l->docid < a->end) /* the last of its chunk */
            postlist_reader_seek(l, l->docid + 1);
        docid = term->docid = l->docid;
    }
    return docid;
}

static void fill(struct match *m, struct alternatives *a, uint32_t docid)
{
    struct posting_window *w = &a->window;
    memset(w->wdfs, 0, sizeof w->wdfs);
    memset(w->n_lists, 0, sizeof w->n_lists);
    memset(w->bits, 0, sizeof w->bits);
    w->start = docid;
    a->end = GLASS_END - docid < POSTING_WINDOW ? GLASS_END : docid + POSTING_WINDOW;
    a->next = GLASS_END;
    for (size_t i = 0; i < a->n; i++) {
        uint32_t next = add_term(m, a, a->terms[i]);
        a->next = next < a->next ? next : a->next;
    }
}

/* The first one in the window from docid on; its end: there is none. */
static uint32_t find_in_window(const struct alternatives *a, uint32_t docid)
{
    for (uint32_t i = docid - a->window.start; i < a->end - a->window.start; i = (i | 63) + 1) {
        uint64_t bits = a->window.bits[i / 64] >> i % 64;
        if (bits)
            return a->window.start + i + (uint32_t)__builtin_ctzll(bits);
    }
    return a->end;
}

uint32_t alternatives_go_on(struct match *m, struct alternatives *a, uint32_t docid)
{
    for (;;) {
        uint32_t found = docid < a->end ? find_in_window(a, docid) : a->end;
        if (docid < a->end && found < a->end)
            return found;
        docid = docid > a->next ? docid : a->next;
        if (a->next == GLASS_END || docid == GLASS_END || m->err->code)
            return GLASS_END;
        fill(m, a, docid);
    }
}
