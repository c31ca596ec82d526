/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the words of parts of a text by comparing their offsets with the edges of the parts. */
#include "indexer/analysis/text_parts.h"

static void set_next_edge(struct text_parts *t)
{
    t->next_edge = t->n == 0 ? SIZE_MAX : t->is_inside ? t->parts->end : t->parts->start;
}

void text_parts_expect(struct text_parts *t, struct text_part *parts, size_t n)
{
    *t = (struct text_parts){.parts = parts, .n = n};
    set_next_edge(t);
}

void text_parts_pass(struct text_parts *t, size_t start, uint32_t position, size_t n_words)
{
    while (start >= t->next_edge) {
        if (t->is_inside) {
            t->parts->n_words = (uint32_t)n_words - t->parts->n_words;
            t->parts++;
            t->n--;
        } else {
            t->parts->position = position;
            /* Words before the part; subtracted at its end. */
            t->parts->n_words = (uint32_t)n_words;
        }
        t->is_inside = !t->is_inside;
        set_next_edge(t);
    }
}
