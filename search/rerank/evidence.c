/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Measures the evidence of relevance that the positions of a query's words in a document give. */
#include "search/rerank/evidence.h"

#include "base/mem.h"

#include <math.h>

void evidence_scratch_done(struct evidence_scratch *s)
{
    mem_free(s->shares);
    mem_free(s->counts);
    mem_free(s->terms);
}

/* Provides n empty cells. */
static void clear(struct evidence_scratch *s, size_t n)
{
    if (n > s->capacity) {
        s->capacity = 2 * n;
        s->shares = mem_resize(s->shares, s->capacity, sizeof *s->shares);
        s->counts = mem_resize(s->counts, s->capacity, sizeof *s->counts);
        s->terms = mem_resize(s->terms, s->capacity, sizeof *s->terms);
    }
    if (n == 0)
        return;
    memset(s->shares, 0, n * sizeof *s->shares);
    memset(s->counts, 0, n * sizeof *s->counts);
    memset(s->terms, 0xFF, n * sizeof *s->terms);
}

/* ---- labels ---- */

/* Returns how many labels begin at or before position, given that the first `from` do. The last of
 * these is the one that may contain it. */
static size_t last_before(const struct label_list *labels, size_t from, uint32_t position)
{
    size_t low = from, high = labels->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (labels->items[middle].position <= position)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Counts the occurrences of a term in each label, and adds its share once to each that has it. */
static void count_in_labels(const struct positions_list *list, uint32_t term, double share,
                            const struct label_list *labels, struct evidence_scratch *s)
{
    size_t behind = 0;
    for (size_t i = 0; i < list->n; i++) {
        behind = last_before(labels, behind, list->p[i]);
        if (behind == 0)
            continue;
        const struct label *label = &labels->items[behind - 1];
        if (list->p[i] - label->position >= label->n_words)
            continue;
        s->counts[behind - 1]++;
        if (s->terms[behind - 1] != term)
            s->shares[behind - 1] += share;
        s->terms[behind - 1] = term;
    }
}

struct evidence_labels evidence_labels(const struct evidence_terms *terms,
                                       const struct label_list *labels, struct evidence_scratch *s)
{
    static const double NEARLY_ALL = 1 - 1e-9;
    struct evidence_labels result = {0};
    clear(s, labels->n);
    for (uint32_t t = 0; t < terms->n; t++)
        count_in_labels(&terms->positions[t], t, terms->shares[t], labels, s);
    for (size_t i = 0; i < labels->n; i++) {
        const struct label *label = &labels->items[i];
        double share = s->shares[i];
        double value = (label->kind == LABEL_TITLE ? share : share * share) *
                       sqrt((double)s->counts[i] / label->n_words);
        if (value > result.best[label->kind])
            result.best[label->kind] = value;
        if (label->kind == LABEL_TERM && share >= NEARLY_ALL)
            result.is_term |= s->counts[i] >= label->n_words;
        if (label->kind == LABEL_TITLE && result.title_words == 0) {
            result.title_words = label->n_words;
            result.has_all_in_title = share >= NEARLY_ALL;
        }
    }
    return result;
}

/* ---- nearness ---- */

double evidence_pair(const struct positions_list *first, const struct positions_list *second,
                     uint32_t near_words, double near)
{
    double best = 0;
    size_t from = 0;
    for (size_t i = 0; i < first->n; i++) {
        uint32_t at = first->p[i];
        while (from < second->n && second->p[from] + near_words < at)
            from++;
        for (size_t k = from; k < second->n && second->p[k] <= at + near_words; k++) {
            if (second->p[k] == at + 1)
                return 1;
            if (second->p[k] != at)
                best = near;
        }
    }
    return best;
}

/* ---- parts ---- */

static double saturate(double n)
{
    return n / (n + 1);
}

double evidence_part(const struct evidence_terms *terms, uint32_t n_words, uint32_t part_words,
                     struct evidence_scratch *s)
{
    enum { MAX_PARTS = 1 << 20 };
    double whole = 0, best = 0;
    uint32_t last = n_words;
    for (size_t t = 0; t < terms->n; t++)
        if (terms->positions[t].n && terms->positions[t].p[terms->positions[t].n - 1] > last)
            last = terms->positions[t].p[terms->positions[t].n - 1];
    if (n_words <= part_words || last / part_words >= MAX_PARTS)
        return 0;
    double kept = log2(1 + (double)part_words / n_words);
    clear(s, last / part_words + 1);
    for (size_t t = 0; t < terms->n; t++) {
        const struct positions_list *list = &terms->positions[t];
        whole += terms->shares[t] * saturate((double)list->n * kept);
        for (size_t i = 0, end; i < list->n; i = end) {
            size_t part = list->p[i] / part_words;
            for (end = i; end < list->n && list->p[end] / part_words == part;)
                end++;
            s->shares[part] += terms->shares[t] * saturate((double)(end - i));
        }
    }
    for (size_t i = 0; i <= last / part_words; i++)
        best = fmax(best, s->shares[i]);
    return best > whole ? best - whole : 0;
}
