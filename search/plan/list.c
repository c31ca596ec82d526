/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Plans the words of a query that are ranked: which of them count, and what adjoining ones add. */
#include "base/mem.h"
#include "search/plan/planner.h"
#include "search/plan/rank.h"

#include <stdlib.h>

void planner_list_done(struct planner_list *l)
{
    mem_free(l->words);
    mem_free(l->slots);
    mem_free(l->joins);
}

static bool same_stems(const struct planner_ranked *a, const struct planner_ranked *b)
{
    if (a->n_stems != b->n_stems)
        return false;
    for (size_t i = 0; i < a->n_stems; i++)
        if (!str_equal(a->stems[i], b->stems[i]))
            return false;
    return true;
}

static uint32_t hash_of(struct str s)
{
    uint32_t h = str_hash(STR_HASH_START, s);
    return h ^ h >> 15;
}

/* Returns the slot of a form, or the free one where it belongs. */
static uint32_t *find_slot(const struct planner_list *l, struct str form)
{
    size_t i = hash_of(form);
    for (;; i++) {
        uint32_t *slot = &l->slots[i & (l->n_slots - 1)];
        if (*slot == 0 || str_equal(l->words[*slot - 1].token.form, form))
            return slot;
    }
}

static void make_slots(struct planner_list *l)
{
    if (2 * (l->n_words + 1) <= l->n_slots)
        return;
    mem_free(l->slots);
    l->n_slots = l->n_slots ? 2 * l->n_slots : 64;
    l->slots = mem_alloc_zeroed(l->n_slots, sizeof *l->slots);
    for (size_t i = 0; i < l->n_words; i++)
        *find_slot(l, l->words[i].token.form) = (uint32_t)i + 1;
}

/* Returns the word, which is added with a wqf of 0 if it is new. */
static struct planner_ranked *find_or_add(struct planner_list *l, const struct planner_token *token)
{
    make_slots(l);
    uint32_t *slot = find_slot(l, token->form);
    if (*slot == 0) {
        MEM_GROW(l->words, l->n_words, l->words_capacity);
        l->words[l->n_words++] = (struct planner_ranked){.token = *token};
        *slot = (uint32_t)l->n_words;
    }
    return &l->words[*slot - 1];
}

void planner_list_add_token(struct planner *p, struct planner_list *l,
                            const struct planner_token *token)
{
    bool is_stop_word = token->kind == TOKEN_WORD &&
                        language_is_stop_word(p->stop_language, token->form);
    struct planner_ranked *word = find_or_add(l, token);
    word->is_in_span = token->is_in_span && (word->wqf == 0 || word->is_in_span);
    /* "it" is a stop word, but "I.T." is not, and one such occurrence is enough */
    word->is_stop_word = is_stop_word && (word->wqf == 0 || word->is_stop_word);
    word->wqf++;
}

void planner_list_add_join(struct planner_list *l, struct planner_token *tokens, size_t n,
                           double weight)
{
    MEM_GROW(l->joins, l->n_joins, l->joins_capacity);
    l->joins[l->n_joins++] = (struct planner_join){tokens, n, weight};
}

/* Adds the words that documents have in place of a word that none has, if there are any. */
static void add_apart(struct planner *p, struct planner_list *l, const struct planner_token *word)
{
    size_t n;
    struct planner_token *tokens = planner_apart(p, word, &n);
    if (tokens)
        planner_list_add_join(l, tokens, n, tokens->is_other_spelling ? RANK_OTHER_SPELLING : 1);
}

void planner_list_add(struct planner *p, struct planner_list *l, struct str text, bool is_quoted)
{
    size_t n;
    struct planner_token *tokens = planner_tokens(p, text, &n);
    struct str parts = n == 1 && !is_quoted ? planner_split_name(p, tokens) : STR_EMPTY;
    if (parts.n)
        tokens = planner_tokens(p, parts, &n);
    for (size_t i = 0, length; i < n; i += length) {
        length = planner_join_length(tokens + i, n - i);
        bool is_run = length > 1 && planner_is_run(tokens + i, length);
        bool is_in_span = is_quoted || is_run;
        for (size_t k = i; k < i + length; k++)
            tokens[k].is_in_span = is_in_span;
        if (length > 1)
            planner_list_add_join(l, tokens + i, length, is_run ? RANK_RUN : RANK_JOINED);
        else if (!is_quoted)
            add_apart(p, l, &tokens[i]);
    }
    for (size_t i = 0; i < n; i++)
        planner_list_add_token(p, l, &tokens[i]);
    for (size_t i = 0, length; i < n; i += length) {
        struct planner_token joined;
        length = planner_join_length(tokens + i, n - i);
        if (planner_joined(p, text, tokens + i, length, &joined))
            planner_list_add_token(p, l, &joined);
    }
}

/* ---- the rarest words ---- */

struct rarity {
    size_t word;
    uint32_t termfreq;
};

/* Words that no document has come last, because only their stems can find anything. */
static int by_rarity(const void *left, const void *right)
{
    const struct rarity *a = left, *b = right;
    uint32_t x = a->termfreq - 1, y = b->termfreq - 1;
    if (x != y)
        return x < y ? -1 : 1;
    return a->word < b->word ? -1 : a->word > b->word;
}

static int by_place(const void *left, const void *right)
{
    const struct rarity *a = left, *b = right;
    return a->word < b->word ? -1 : a->word > b->word;
}

/* Keeps the rarest PLANNER_MAX_WORDS words, in their order. If that drops any, all joins are
 * dropped. */
static void keep_rarest(struct planner *p, struct planner_list *l)
{
    size_t n = l->n_words;
    if (n <= PLANNER_MAX_WORDS)
        return;
    AUTO(mem_free_pointer)
    struct store_frequency *frequencies = mem_alloc_zeroed(n, sizeof *frequencies);
    AUTO(mem_free_pointer) struct rarity *rarities = mem_alloc_zeroed(n, sizeof *rarities);
    for (size_t i = 0; i < n; i++)
        frequencies[i] = (struct store_frequency){.name = l->words[i].token.term};
    if (store_reader_frequencies(p->index->reader, frequencies, n, p->err))
        return;
    for (size_t i = 0; i < n; i++)
        rarities[i] = (struct rarity){i, frequencies[i].termfreq};
    qsort(rarities, n, sizeof *rarities, by_rarity);
    qsort(rarities, PLANNER_MAX_WORDS, sizeof *rarities, by_place);
    for (size_t i = 0; i < PLANNER_MAX_WORDS; i++)
        l->words[i] = l->words[rarities[i].word];
    l->n_words = PLANNER_MAX_WORDS;
    l->n_joins = 0;
    hints_add(p->index->hints, "The query has %zu different words; the %d rarest count", n,
              PLANNER_MAX_WORDS);
}

/* ---- stems and parts ---- */

static void add_complete(struct planner *p, struct planner_list *l,
                         const struct planner_ranked *given);

static void add_parts(struct planner *p, struct planner_list *l, const struct planner_ranked *given)
{
    struct str parts[2];
    if (!planner_split_compound(p, given->token.form, &parts[0], &parts[1]))
        return;
    for (int i = 0; i < 2; i++) {
        struct planner_ranked part = {.wqf = 1};
        part.token = (struct planner_token){
            .kind = TOKEN_WORD, .form = parts[i], .shown = given->token.shown};
        part.token.term = arena_copy(p->arena, analyser_term(p->index->analyser, parts[i]));
        add_complete(p, l, &part);
    }
}

/* Adds a word with its stems and, if it is a compound, its parts. */
static void add_complete(struct planner *p, struct planner_list *l,
                         const struct planner_ranked *given)
{
    struct planner_ranked *word = find_or_add(l, &given->token);
    bool is_new = word->wqf == 0;
    enum token_kind kind = given->token.kind;
    word->wqf += given->wqf;
    if (!is_new)
        return;
    word->is_stop_word = given->is_stop_word;
    word->is_in_span = given->is_in_span;
    if ((kind == TOKEN_WORD || kind == TOKEN_ACRONYM) && !given->token.is_exact)
        word->stems = planner_stems(p, &given->token, &word->n_stems);
    if (kind == TOKEN_WORD && !given->is_stop_word && !given->token.is_exact)
        add_parts(p, l, given);
}

static void complete(struct planner *p, struct planner_list *l)
{
    struct planner_list given = *l;
    l->words = NULL;
    l->slots = NULL;
    l->n_words = l->words_capacity = l->n_slots = 0;
    for (size_t i = 0; i < given.n_words && !p->err->code; i++)
        add_complete(p, l, &given.words[i]);
    mem_free(given.words);
    mem_free(given.slots);
}

/* Words with the same stems ("county counties") ask for these once, with the sum of their wqfs. */
static void share_stems(struct planner_list *l)
{
    for (size_t i = 0; i < l->n_words; i++) {
        struct planner_ranked *word = &l->words[i], *first = l->words;
        while (first < word && !same_stems(first, word))
            first++;
        first->stem_wqf += word->wqf;
    }
}

static uint32_t push_ranked(struct planner *p, const struct planner_ranked *word)
{
    p->is_in_span = word->is_in_span;
    planner_match_word(p, STR_EMPTY, &word->token, word->stems, word->n_stems);
    p->is_in_span = false;
    if (word->token.kind == TOKEN_SINGLE)
        return planner_single(p, STR_EMPTY, word->token.term);
    uint32_t n = 0;
    if (word->stem_wqf)
        n = planner_push_stems(p, STR_EMPTY, word->stems, word->n_stems, word->stem_wqf);
    n += planner_term(p, STR_EMPTY, word->token.term, word->wqf);
    if (word->n_stems)
        planner_scale(p, RANK_EXACT);
    if (word->stem_wqf || word->n_stems == 0)
        n += planner_push_evidence(p, &word->token, word->stems, word->n_stems,
                                   word->n_stems ? word->stem_wqf : word->wqf);
    if (!word->token.is_other_spelling)
        return n;
    planner_combine(p, STORE_OR, n);
    return planner_scale(p, RANK_OTHER_SPELLING);
}

/* Adds a span for a run that is too long to be searched for as a whole, so that it is marked where
 * it occurs. Returns 0, because it appends no node. */
static uint32_t note_run(struct planner *p, const struct planner_join *join)
{
    planner_open_span(p);
    for (size_t i = 0; i < join->n && p->is_span_open; i++, p->span_part++) {
        MEM_GROW(p->span_words, p->n_span_words, p->span_words_capacity);
        p->span_words[p->n_span_words++] = (struct plan_span_word){
            planner_word(p, join->tokens[i].term), p->span_part};
    }
    planner_close_span(p, SPAN_RUN, planner_window(join->tokens, join->n));
    return 0;
}

static uint32_t push_join(struct planner *p, const struct planner_join *join)
{
    bool has_pairs_only = planner_is_run(join->tokens, join->n);
    if (has_pairs_only && join->n > RANK_RUN_MAX_PAIRS)
        return note_run(p, join);
    if (join->n == 1)
        planner_push_word(p, &PLANNER_FREE, join->tokens);
    else
        planner_push_phrase(p, &PLANNER_FREE, join->tokens, join->n, 0,
                            has_pairs_only ? SPAN_RUN : SPAN_ORDERED);
    return planner_scale(p, join->weight);
}

/* Removes the stop words from the list, unless nothing else would be ranked. */
static void ignore_stop_words(struct planner *p, struct planner_list *l, bool has_others)
{
    for (size_t i = 0; i < l->n_words && !has_others; i++)
        has_others = !l->words[i].is_stop_word;
    size_t n = 0;
    for (size_t i = 0; i < l->n_words; i++) {
        if (!has_others || !l->words[i].is_stop_word) {
            l->words[n++] = l->words[i];
        } else {
            MEM_GROW(p->ignored, p->n_ignored, p->ignored_capacity);
            p->ignored[p->n_ignored++] = l->words[i].token.shown;
        }
    }
    l->n_words = n;
}

uint32_t planner_list_push(struct planner *p, struct planner_list *l, bool has_others)
{
    ignore_stop_words(p, l, has_others);
    keep_rarest(p, l);
    complete(p, l);
    share_stems(l);
    uint32_t n = 0;
    for (size_t i = 0; i < l->n_words && !p->err->code; i++)
        n += push_ranked(p, &l->words[i]);
    for (size_t i = 0; i < l->n_joins && !p->err->code; i++)
        n += push_join(p, &l->joins[i]);
    return n;
}
