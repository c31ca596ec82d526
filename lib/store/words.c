/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps terms in memory with marks that tell which of them a pattern cannot match. */
#include "store/words.h"

#include "base/mem.h"

/* The marks: bits 0 to 31 for bytes, 32 to 55 for pairs of bytes, 56 to 63 for the length. */
enum { N_BYTE_MARKS = 32, N_PAIR_MARKS = 24, FIRST_LENGTH = 56, LONGEST = 7 };

static uint64_t mark_of_pair(uint8_t a, uint8_t b)
{
    return UINT64_C(1) << (N_BYTE_MARKS + (a * 5u + b * 11u) % N_PAIR_MARKS);
}

/* There is a zero before the first byte of a term and after its last. */
uint64_t store_marks_of_part(struct str part, bool is_start, bool is_end)
{
    uint64_t marks = 0;
    for (size_t i = 0; i < part.n; i++) {
        uint8_t here = (uint8_t)part.p[i];
        marks |= UINT64_C(1) << here % N_BYTE_MARKS;
        if (i > 0 || is_start)
            marks |= mark_of_pair(i ? (uint8_t)part.p[i - 1] : 0, here);
    }
    if (is_end && part.n)
        marks |= mark_of_pair((uint8_t)part.p[part.n - 1], 0);
    return marks;
}

uint64_t store_marks_of_length(size_t n)
{
    return UINT64_C(1) << (FIRST_LENGTH + (n < LONGEST ? n : LONGEST) - (n > 0));
}

void store_words_add(struct store_words *w, struct str name, uint32_t termfreq)
{
    size_t n = w->n;
    MEM_GROW(w->marks, n, w->marks_capacity);
    MEM_GROW(w->ends, n, w->ends_capacity);
    MEM_GROW(w->termfreqs, n, w->termfreqs_capacity);
    buf_append_str(&w->names, name);
    w->marks[n] = store_marks_of_part(name, true, true) |
                  (str_is_ascii(name) ? store_marks_of_length(name.n) : STORE_MARK_NOT_ASCII);
    w->ends[n] = (uint32_t)w->names.n;
    w->termfreqs[n] = termfreq;
    w->n++;
}

void store_words_free(struct store_words *w)
{
    if (!w)
        return;
    mem_free(w->marks);
    mem_free(w->ends);
    mem_free(w->termfreqs);
    buf_done(&w->names);
    mem_free(w);
}
