/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expands prefixes, patterns and fuzzy words into terms of the index. */
#include "base/buf.h"
#include "base/mem.h"
#include "search/plan/fuzzy.h"
#include "search/plan/pattern.h"
#include "search/plan/planner.h"
#include "search/plan/rank.h"
#include "text/utf8.h"

#include <stdlib.h>

enum {
    PREFIX_MAX_WALK = 20000,
    PATTERN_MAX_WALK = 2000000, /* terms that are compared with a pattern */
    PATTERN_MAX_TERMS = 100000, /* matching terms, of which the most frequent are chosen */
    FUZZY_MAX_TERMS = 50,
    FUZZY_MAX_WALK = 1000000,
    STEPS_OF_FUZZY = 4, /* how many times as long a fuzzy word takes for a term as a pattern */
    SINGLE_MAX_WALK = 200,
};

/* The first character of the scripts that are indexed by pairs: U+0E00, where Thai begins. All
 * others of these scripts come after it. */
#define FIRST_UNSPACED "\xE0\xB8\x80"

/* ---- the choice of terms ---- */

struct candidate {
    struct str term; /* without the prefix */
    uint32_t termfreq, distance;
};

/* The best max of all terms that are offered: the nearest and, at the same distance, the most
 * frequent. */
struct selection {
    struct candidate *items;
    size_t n, capacity, max;
    bool is_full; /* nothing worse than floor is accepted any more */
    struct candidate floor;
};

static int compare_candidates(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    if (a->distance != b->distance)
        return a->distance < b->distance ? -1 : 1;
    if (a->termfreq != b->termfreq)
        return a->termfreq > b->termfreq ? -1 : 1;
    return str_compare(a->term, b->term);
}

static void selection_done(struct selection *s)
{
    mem_free(s->items);
}

static void selection_cut(struct selection *s)
{
    if (s->n)
        qsort(s->items, s->n, sizeof *s->items, compare_candidates);
    if (s->n <= s->max)
        return;
    s->n = s->max;
    s->is_full = true;
    s->floor = s->items[s->n - 1];
}

static void selection_offer(struct selection *s, struct candidate c, struct arena *arena)
{
    if (s->is_full && compare_candidates(&c, &s->floor) > 0)
        return;
    c.term = arena_copy(arena, c.term);
    MEM_GROW(s->items, s->n, s->capacity);
    s->items[s->n++] = c;
    if (s->n >= 4 * s->max)
        selection_cut(s);
}

/* ---- the vocabulary ---- */

/* Returns this pattern's share of a limit that all patterns share: at least 1, at most enough. */
static size_t share_of(const struct planner *p, size_t all, size_t enough)
{
    size_t share = all / (p->n_patterns ? p->n_patterns : 1);
    return share > enough ? enough : share ? share : 1;
}

/* Returns how many terms may be examined. Each try halves this, so that all of them together
 * examine at most twice as many as the first. */
static size_t max_walk(const struct planner *p)
{
    return PLANNER_MAX_WALK >> p->n_tries;
}

/* Keeps the best terms that were found. Counts the pattern in p->n_cut if the limit on postings cut
 * it, or the limit that it shares with others, where max_terms would be that of a pattern alone. */
static void choose_terms(struct planner *p, struct selection *s, size_t max_terms)
{
    size_t n_before = s->n, n = 0;
    uint64_t postings = 0, max_postings = share_of(p, PLANNER_MAX_POSTINGS, SIZE_MAX);
    selection_cut(s);
    while (n < s->n && (n == 0 || postings + s->items[n].termfreq <= max_postings))
        postings += s->items[n++].termfreq;
    bool is_for_others = s->max < max_terms && (s->is_full || n_before > s->max);
    p->n_cut += n < s->n || is_for_others;
    s->n = n;
}

/* Offers the terms under prefix that start with start. */
static void walk(struct planner *p, struct str prefix, struct str start, size_t max,
                 struct selection *s)
{
    struct str from = planner_concat(p, prefix, start);
    struct store_vocabulary *v;
    if (p->err->code || store_reader_terms(p->index->reader, from, max, &v, p->err))
        return;
    for (size_t i = 0; i < v->n; i++) {
        struct candidate c = {.term = str_slice(v->terms[i].name, prefix.n, v->terms[i].name.n),
                              .termfreq = v->terms[i].termfreq};
        if (c.term.n)
            selection_offer(s, c, p->arena);
    }
    store_vocabulary_free(v);
}

static void terms_done(struct pattern_terms *terms)
{
    mem_free(terms->items);
}

static void offer_terms(struct planner *p, struct str prefix, const struct pattern_terms *terms,
                        struct selection *s)
{
    for (size_t i = 0; i < terms->n; i++)
        selection_offer(s,
                        (struct candidate){.term = str_slice(terms->items[i].name, prefix.n,
                                                             terms->items[i].name.n),
                                           .termfreq = terms->items[i].termfreq},
                        p->arena);
}

/* ---- leaves ---- */

static uint32_t push_terms(struct planner *p, struct str prefix, const struct candidate *items,
                           size_t n)
{
    uint32_t n_terms = 0;
    for (size_t i = 0; i < n; i++)
        n_terms += planner_term(p, prefix, items[i].term, 1);
    return n_terms;
}

static void match_terms(struct planner *p, const struct planner_field *field, struct str typed,
                        const struct selection *s)
{
    if (p->is_negative || field->class == CLASS_FILTER)
        return;
    uint32_t word = planner_word(p, typed);
    for (size_t i = 0; i < s->n; i++) {
        struct planner_match *m = planner_match(p, MATCH_TERM, s->items[i].term, STR_EMPTY, word,
                                                0);
        if (m) {
            m->termfreq = s->items[i].termfreq;
            m->has_termfreq = true;
        }
    }
}

static uint32_t smallest(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static void match_prefix(struct planner *p, const struct planner_field *field, struct str prefix,
                         const struct selection *s, uint32_t phrase)
{
    if (p->is_negative || field->class == CLASS_FILTER)
        return;
    uint32_t word = planner_word(p, planner_concat(p, prefix, STR_LITERAL("*")));
    struct planner_match *m = planner_match(p, MATCH_PREFIX, prefix, STR_EMPTY, word, phrase);
    if (!m)
        return;
    m->has_termfreq = true;
    for (size_t i = 0; i < s->n; i++)
        m->termfreq = smallest(m->termfreq + s->items[i].termfreq, UINT32_MAX / 2);
}

/* Appends the selection as one subtree or as bare leaves. If it is empty, appends the term that was
 * typed, which does not exist either, because a NEAR or phrase accepts only terms. Returns how
 * many. */
static uint32_t push_selection(struct planner *p, struct str prefix, const struct selection *s,
                               struct str typed, bool as_leaves)
{
    if (s->n == 0)
        return planner_term(p, prefix, typed, 1);
    uint32_t n = push_terms(p, prefix, s->items, s->n);
    return as_leaves ? n : planner_combine(p, STORE_SYNONYM, n);
}

static struct str folded(struct planner *p, struct str text)
{
    AUTO(buf_done) struct buf form = BUF_INIT;
    analyser_fold(p->index->analyser, text, &form);
    return arena_copy(p->arena, analyser_term(p->index->analyser, buf_str(&form)));
}

static uint32_t expand_prefix(struct planner *p, const struct planner_field *field,
                              const struct query_node *leaf, bool as_leaves)
{
    bool has_tokens = field->kind == FIELD_WORDS;
    size_t n_tokens = 1;
    struct planner_token whole = {.term = folded(p, leaf->text)};
    struct planner_token *tokens = has_tokens ? planner_tokens(p, leaf->text, &n_tokens) : &whole;
    if (n_tokens == 0)
        return 0;
    struct str start = tokens[n_tokens - 1].term;
    if (start.n < 2) {
        hints_add(p->index->hints,
                  "'%.*s*' needs two letters before the '*'; it was taken as a word",
                  STR_PRINT(start));
        return as_leaves ? planner_leaves(p, field, leaf->text)
                         : planner_exact(p, field, leaf->text, 0);
    }
    bool is_phrase = n_tokens > 1;
    size_t max_terms = as_leaves || is_phrase ? PLANNER_MAX_EXPANSION_IN_PHRASE
                                              : PLANNER_MAX_EXPANSION;
    AUTO(selection_done)
    struct selection s = {.max = share_of(p, PLANNER_MAX_TERMS, max_terms)};
    walk(p, field->prefix, start, share_of(p, max_walk(p), PREFIX_MAX_WALK), &s);
    choose_terms(p, &s, max_terms);
    uint32_t phrase = is_phrase && !p->is_negative ? ++p->n_phrases : 0;
    uint32_t part = p->span_part;
    if (is_phrase && !as_leaves) {
        planner_open_span(p);
        part = 0;
    }
    p->span_part = part + (uint32_t)n_tokens - 1;
    match_prefix(p, field, start, &s, phrase);
    p->span_part = part;
    uint32_t n = planner_tokens_exact(p, field, tokens, n_tokens - 1, phrase);
    uint32_t n_last = push_selection(p, field->prefix, &s, start, as_leaves || is_phrase);
    p->span_part++;
    if (is_phrase)
        n_last = planner_combine(p, STORE_OR, n_last);
    if (as_leaves)
        return n + n_last;
    planner_close_span(p, SPAN_ORDERED, (uint32_t)n_tokens);
    return planner_phrase(p, STORE_PHRASE, n + n_last, n + n_last);
}

static uint32_t expand_pattern(struct planner *p, const struct planner_field *field,
                               const struct query_node *leaf, bool as_leaves)
{
    struct str pattern = folded(p, leaf->text);
    AUTO(terms_done) struct pattern_terms terms = {0};
    size_t max_terms = as_leaves ? PLANNER_MAX_EXPANSION_IN_PHRASE : PLANNER_MAX_EXPANSION;
    AUTO(selection_done)
    struct selection s = {.max = share_of(p, PLANNER_MAX_TERMS, max_terms)};
    struct pattern_limits limits = {share_of(p, PLANNER_MAX_LOOKUPS, PATTERN_MAX_TERMS),
                                    share_of(p, max_walk(p), PATTERN_MAX_WALK)};
    if (!p->err->code)
        pattern_find(p->index->reader, field->prefix, pattern, &limits, p->arena, &terms, p->err);
    p->n_cut += terms.is_cut;
    offer_terms(p, field->prefix, &terms, &s);
    choose_terms(p, &s, max_terms);
    match_terms(p, field, pattern, &s);
    return push_selection(p, field->prefix, &s, pattern, as_leaves);
}

/* Appends one subtree for each distance. The selection is sorted by distance: 0, 1, 2. Returns how
 * many. */
static uint32_t push_by_distance(struct planner *p, struct str prefix, const struct selection *s)
{
    static const double factors[] = {1.0, RANK_FUZZY_1, RANK_FUZZY_2};
    uint32_t n = 0;
    for (size_t i = 0, end; i < s->n; i = end) {
        uint32_t distance = s->items[i].distance;
        for (end = i; end < s->n && s->items[end].distance == distance;)
            end++;
        planner_combine(p, STORE_SYNONYM, push_terms(p, prefix, s->items + i, end - i));
        if (distance)
            planner_scale(p, factors[distance]);
        n++;
    }
    return planner_combine(p, STORE_MAX, n);
}

static uint32_t expand_fuzzy(struct planner *p, const struct planner_field *field,
                             const struct query_node *leaf, bool as_leaves)
{
    size_t n_tokens;
    struct planner_token *tokens = planner_tokens(p, leaf->text, &n_tokens);
    if (n_tokens != 1)
        return as_leaves ? planner_leaves(p, field, leaf->text)
                         : planner_exact(p, field, leaf->text, 0);
    struct str term = tokens[0].term;
    struct fuzzy_terms near = {0};
    struct fuzzy_limits limits = {FUZZY_MAX_TERMS,
                                  share_of(p, max_walk(p) / STEPS_OF_FUZZY, FUZZY_MAX_WALK)};
    AUTO(selection_done)
    struct selection s = {.max = share_of(p, PLANNER_MAX_TERMS, FUZZY_MAX_TERMS)};
    if (!p->err->code)
        fuzzy_find(p->index->reader, field->prefix, term, leaf->distance, &limits, p->arena, &near,
                   p->err);
    for (size_t i = 0; i < near.n; i++)
        selection_offer(&s,
                        (struct candidate){.term = near.items[i].term,
                                           .termfreq = near.items[i].termfreq,
                                           .distance = near.items[i].distance},
                        p->arena);
    choose_terms(p, &s, FUZZY_MAX_TERMS);
    match_terms(p, field, planner_concat(p, term, STR_LITERAL("~")), &s);
    if (s.n && !as_leaves)
        return push_by_distance(p, field->prefix, &s);
    return push_selection(p, field->prefix, &s, term, as_leaves);
}

uint32_t planner_expand(struct planner *p, const struct planner_field *field,
                        const struct query_node *leaf, bool as_leaves)
{
    switch (leaf->kind) {
    case QUERY_PREFIX:
        return expand_prefix(p, field, leaf, as_leaves);
    case QUERY_PATTERN:
        return expand_pattern(p, field, leaf, as_leaves);
    default:
        return expand_fuzzy(p, field, leaf, as_leaves);
    }
}

/* Offers the pairs that end with the given character: the last character of a run begins no pair.
 * Each first character has at most one such pair, so the walk jumps from one first character to the
 * next. */
static void walk_second(struct planner *p, struct str prefix, struct str second,
                        struct selection *s)
{
    struct str start = planner_concat(p, prefix, STR_LITERAL(FIRST_UNSPACED)), name = STR_EMPTY;
    AUTO(buf_done) struct buf wanted = BUF_INIT;
    AUTO(terms_done) struct pattern_terms names = {0};
    size_t n_walked = 0, end;
    if (p->err->code)
        return;
    struct store_cursor *cursor = store_cursor_open(p->index->reader);
    store_cursor_seek(cursor, start, &name, p->err);
    while (!p->err->code && name.p && name.n > prefix.n && str_starts_with(name, prefix) &&
           n_walked++ < PREFIX_MAX_WALK) {
        utf8_decode(name, prefix.n, &end);
        buf_clear(&wanted);
        buf_append_str(&wanted, str_slice(name, 0, end));
        buf_append_str(&wanted, second);
        store_cursor_seek(cursor, buf_str(&wanted), &name, p->err);
        bool is_twice = str_equal(str_slice(buf_str(&wanted), prefix.n, end), second);
        if (!is_twice && !p->err->code && name.p && str_equal(name, buf_str(&wanted))) {
            MEM_GROW(names.items, names.n, names.capacity);
            names.items[names.n++] = (struct store_frequency){.name = arena_copy(p->arena, name)};
        }
        wanted.n = end;
        buf_append_char(&wanted, '\xFF'); /* past all pairs with this first character */
        store_cursor_seek(cursor, buf_str(&wanted), &name, p->err);
    }
    store_cursor_close(cursor);
    if (!p->err->code)
        store_reader_frequencies(p->index->reader, names.items, names.n, p->err);
    offer_terms(p, prefix, &names, s);
}

static void match_character(struct planner *p, enum plan_match_kind kind, struct str prefix,
                            struct str text, uint32_t word, enum plan_match_part part)
{
    struct planner_match *m = planner_match(p, kind, text, planner_concat(p, prefix, text), word,
                                            0);
    if (m)
        m->match.part = part;
}

uint32_t planner_single(struct planner *p, struct str prefix, struct str term)
{
    AUTO(selection_done) struct selection s = {.max = SINGLE_MAX_WALK};
    AUTO(selection_done) struct selection ends = {.max = SINGLE_MAX_WALK};
    walk(p, prefix, term, SINGLE_MAX_WALK, &s);
    selection_cut(&s);
    walk_second(p, prefix, term, &ends);
    selection_cut(&ends);
    /* This finds the existing number, because the caller has matched the character itself. */
    uint32_t word = p->is_negative ? 0 : planner_word(p, term);
    match_character(p, MATCH_PREFIX, prefix, term, word, MATCH_FIRST);
    for (size_t i = 0; i < ends.n; i++)
        match_character(p, MATCH_TERM, prefix, ends.items[i].term, word, MATCH_SECOND);
    uint32_t n = push_terms(p, prefix, s.items, s.n) + push_terms(p, prefix, ends.items, ends.n);
    return n ? planner_combine(p, STORE_SYNONYM, n) : planner_term(p, prefix, term, 1);
}
