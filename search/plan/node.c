/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Appends nodes, matches and spans to a plan in the making. */
#include "base/mem.h"
#include "search/plan/planner.h"
#include "store/schema.h"

uint32_t planner_push(struct planner *p, struct store_node node)
{
    if (p->err->code)
        return 1;
    if (p->n_nodes == PLANNER_MAX_NODES) {
        p->is_full = true;
        err_set(p->err, ERR_USAGE, "the query stands for more than %d terms", PLANNER_MAX_NODES);
        return 1;
    }
    MEM_GROW(p->nodes, p->n_nodes, p->nodes_capacity);
    p->nodes[p->n_nodes++] = node;
    return 1;
}

struct str planner_concat(struct planner *p, struct str prefix, struct str term)
{
    char *name = arena_alloc_bytes(p->arena, prefix.n + term.n);
    memcpy(name, prefix.p, prefix.n);
    memcpy(name + prefix.n, term.p, term.n);
    return (struct str){name, prefix.n + term.n};
}

uint32_t planner_term(struct planner *p, struct str prefix, struct str term, uint32_t wqf)
{
    size_t cost = prefix.n + term.n;
    for (size_t i = 0; i < term.n; i++)
        cost += term.p[i] == '\0';
    if (cost > SCHEMA_MAX_TERM_BYTES || cost == 0) /* too long for any document to have it */
        return planner_push(p, (struct store_node){.op = STORE_NONE});
    struct str name = planner_concat(p, prefix, term);
    return planner_push(p, (struct store_node){.op = STORE_TERM, .name = name, .wqf = wqf});
}

uint32_t planner_scale(struct planner *p, double factor)
{
    return planner_push(p,
                        (struct store_node){.op = STORE_SCALE, .n_children = 1, .factor = factor});
}

uint32_t planner_combine(struct planner *p, enum store_op op, uint32_t n)
{
    if (n < 2)
        return n;
    return planner_push(p, (struct store_node){.op = op, .n_children = n});
}

uint32_t planner_phrase(struct planner *p, enum store_op op, uint32_t n, uint32_t window)
{
    if (n < 2)
        return n;
    return planner_push(p, (struct store_node){.op = op, .n_children = n, .window = window});
}

uint32_t planner_word(struct planner *p, struct str term)
{
    for (size_t i = 0; i < p->n_words; i++)
        if (str_equal(p->words[i].term, term))
            return (uint32_t)i;
    if (p->n_words == PLANNER_MAX_WORDS)
        return PLANNER_MAX_WORDS - 1;
    MEM_GROW(p->words, p->n_words, p->words_capacity);
    p->words[p->n_words++] = (struct planner_word){.term = term};
    return (uint32_t)p->n_words - 1;
}

uint32_t planner_limit_together(struct planner *p, uint32_t n)
{
    if (n <= PLANNER_MAX_TOGETHER)
        return n;
    hints_add(p->index->hints,
              "%u words stand together in the query; that the first %d do was searched for", n,
              PLANNER_MAX_TOGETHER);
    return PLANNER_MAX_TOGETHER;
}

void planner_note_free(struct planner *p, uint32_t word, enum token_kind kind)
{
    p->words[word].is_free = true;
    p->words[word].is_of_run = kind == TOKEN_PAIR || kind == TOKEN_SINGLE;
}

void planner_open_span(struct planner *p)
{
    if (p->is_negative || p->is_span_open)
        return;
    MEM_GROW(p->spans, p->n_spans, p->spans_capacity);
    p->spans[p->n_spans] = (struct plan_span){.first = (uint32_t)p->n_span_words};
    p->is_span_open = true;
    p->span_part = 0;
}

void planner_close_span(struct planner *p, enum plan_span_kind kind, uint32_t window)
{
    if (!p->is_span_open)
        return;
    struct plan_span *span = &p->spans[p->n_spans];
    span->kind = kind;
    span->window = window;
    span->n = (uint32_t)p->n_span_words - span->first;
    span->n_parts = p->span_part;
    p->is_span_open = false;
    if (span->n_parts > 1)
        p->n_spans++;
    else
        p->n_span_words = span->first;
}

static void note_word(struct planner *p, uint32_t word)
{
    if (!p->is_span_open) {
        p->words[word].is_alone |= !p->is_in_span;
        return;
    }
    MEM_GROW(p->span_words, p->n_span_words, p->span_words_capacity);
    p->span_words[p->n_span_words++] = (struct plan_span_word){word, p->span_part};
}

struct planner_match *planner_match(struct planner *p, enum plan_match_kind kind, struct str text,
                                    struct str name, uint32_t word, uint32_t phrase)
{
    if (p->is_negative || p->err->code)
        return NULL;
    note_word(p, word);
    MEM_GROW(p->matches, p->n_matches, p->matches_capacity);
    struct planner_match *m = &p->matches[p->n_matches++];
    *m = (struct planner_match){
        .match = {.text = text, .kind = kind, .word = word, .phrase = phrase}, .name = name};
    return m;
}
