/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Distinguishes matches that are part of a phrase or NEAR from words that merely occur. */
#include "search/passage/spans.h"

#include "base/mem.h"

enum {
    MAX_PARTS = 256,     /* of a span that are followed */
    MAX_STEPS = 4000000, /* comparisons for a document; beyond, every match counts */
};

/* What is found out about the list of matches. */
struct spans {
    const struct plan *plan;
    const struct found *found;
    size_t n_found;
    bool *is_in_span;  /* for each match */
    bool *is_standing; /* for each word, whether one of its spans occurs */
    uint64_t n_steps;
};

static void spans_init(struct spans *s, const struct plan *plan, const struct found_list *found)
{
    *s = (struct spans){.plan = plan, .found = found->items, .n_found = found->n};
    s->is_in_span = mem_alloc_zeroed(found->n + 1, sizeof *s->is_in_span);
    s->is_standing = mem_alloc_zeroed(plan->n_words + 1, sizeof *s->is_standing);
}

static void spans_done(struct spans *s)
{
    mem_free(s->is_in_span);
    mem_free(s->is_standing);
}

static bool is_of_part(struct spans *s, const struct plan_span *span, size_t i, uint32_t part)
{
    const struct plan_span_word *words = s->plan->span_words + span->first;
    s->n_steps += span->n;
    for (uint32_t k = 0; k < span->n; k++)
        if (words[k].part == part && words[k].word == s->found[i].word)
            return true;
    return false;
}

static void keep(struct spans *s, const size_t *places, size_t n)
{
    for (size_t i = 0; i < n; i++)
        s->is_in_span[places[i]] = true;
}

static bool is_within(struct spans *s, const struct plan_span *span, size_t first, size_t i)
{
    s->n_steps++;
    return i < s->n_found && s->n_steps < MAX_STEPS &&
           s->found[i].position - s->found[first].position < span->window;
}

/* Follows the parts in their order, taking the first match of each that is possible. */
static bool follow_in_order(struct spans *s, const struct plan_span *span, size_t first)
{
    size_t places[MAX_PARTS] = {first};
    uint32_t n_parts = span->n_parts < MAX_PARTS ? span->n_parts : MAX_PARTS;
    size_t i = first;
    for (uint32_t part = 1; part < n_parts; part++) {
        size_t before = places[part - 1];
        while (is_within(s, span, first, i) &&
               (s->found[i].position <= s->found[before].position || !is_of_part(s, span, i, part)))
            i++;
        if (!is_within(s, span, first, i))
            return false;
        places[part] = i;
    }
    keep(s, places, n_parts);
    return true;
}

static bool is_taken(const struct spans *s, const size_t *places, uint32_t n, size_t i)
{
    for (uint32_t k = 0; k < n; k++)
        if (s->found[places[k]].position == s->found[i].position)
            return true;
    return false;
}

/* Follows all parts in any order, at distinct positions, from the first match on. */
static bool follow_near(struct spans *s, const struct plan_span *span, size_t first)
{
    size_t places[MAX_PARTS] = {first};
    uint32_t n_parts = span->n_parts < MAX_PARTS ? span->n_parts : MAX_PARTS, n = 1;
    bool is_first_used = false;
    for (uint32_t part = 0; part < n_parts; part++) {
        if (!is_first_used && is_of_part(s, span, first, part)) {
            is_first_used = true;
            continue;
        }
        size_t i = first;
        while (is_within(s, span, first, i) &&
               (!is_of_part(s, span, i, part) || is_taken(s, places, n, i)))
            i++;
        if (!is_within(s, span, first, i))
            return false;
        places[n < MAX_PARTS ? n++ : n - 1] = i;
    }
    if (!is_first_used)
        return false;
    keep(s, places, n);
    return true;
}

/* Finds two adjoining parts of a run. Longer parts of it are found pair by pair. */
static bool follow_part_of_run(struct spans *s, const struct plan_span *span, size_t first)
{
    for (size_t i = first + 1; i < s->n_found; i++) {
        uint32_t distance = s->found[i].position - s->found[first].position;
        if (distance > 1)
            break;
        for (uint32_t part = 0; distance == 1 && part + 1 < span->n_parts; part++) {
            if (!is_of_part(s, span, first, part) || !is_of_part(s, span, i, part + 1))
                continue;
            keep(s, (size_t[]){first, i}, 2);
            return true;
        }
    }
    return false;
}

static bool find_span(struct spans *s, const struct plan_span *span)
{
    bool stands = false;
    for (size_t i = 0; i < s->n_found && s->n_steps < MAX_STEPS; i++) {
        if (span->kind == SPAN_NEAR)
            stands |= follow_near(s, span, i);
        else if (is_of_part(s, span, i, 0))
            stands |= follow_in_order(s, span, i);
    }
    bool stands_in_part = false;
    for (size_t i = 0;
         !stands && span->kind == SPAN_RUN && i < s->n_found && s->n_steps < MAX_STEPS; i++)
        stands_in_part |= follow_part_of_run(s, span, i);
    return stands || stands_in_part;
}

bool spans_all_stand(const struct plan *plan, const struct found_list *found)
{
    struct spans s;
    bool all = true;
    if (plan->n_spans == 0)
        return true;
    spans_init(&s, plan, found);
    for (size_t i = 0; i < plan->n_spans && all; i++)
        all = find_span(&s, &plan->spans[i]) || s.n_steps >= MAX_STEPS;
    spans_done(&s);
    return all;
}

void spans_choose(const struct plan *plan, struct found_list *found, bool is_strict)
{
    struct spans s;
    size_t n = 0;
    if (plan->n_spans == 0)
        return;
    spans_init(&s, plan, found);
    for (size_t i = 0; i < plan->n_spans; i++) {
        const struct plan_span *span = &plan->spans[i];
        bool stands = find_span(&s, span);
        if (s.n_steps >= MAX_STEPS)
            break;
        if (!stands && !is_strict)
            continue;
        for (uint32_t k = 0; k < span->n; k++)
            s.is_standing[plan->span_words[span->first + k].word] = true;
    }
    for (size_t i = 0; i < found->n; i++) {
        const struct found *f = &found->items[i], *before = n ? &found->items[n - 1] : NULL;
        bool counts = s.is_in_span[i] || plan->is_alone[f->word] || !s.is_standing[f->word];
        bool is_twice = before && before->start == f->start && before->word == f->word;
        if (counts && !is_twice) /* a word that consists of two tokens has two positions */
            found->items[n++] = *f;
    }
    found->n = n;
    spans_done(&s);
}
