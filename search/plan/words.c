/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Plans words and phrases: their terms and stems, stop words, and extra weight for words that
 * adjoin. */
#include "base/buf.h"
#include "base/mem.h"
#include "search/plan/planner.h"
#include "search/plan/rank.h"
#include "store/schema.h"
#include "text/spellings.h"

#include <math.h>
#include <stdlib.h>

enum { STEMS_MAX = 2 * LANGUAGE_LIMIT }; /* of one word, in all languages */

static const struct planner_field FREE = {
    .class = CLASS_FREE, .kind = FIELD_WORDS, .prefix = {"", 0}, .has_stems = true};

struct planner_token *planner_tokens(struct planner *p, struct str text, size_t *ret_n)
{
    struct planner_token *tokens = NULL;
    size_t n = 0, capacity = 0, last_end = 0;
    struct token t;
    analyser_start(p->index->analyser, text, 1);
    while (analyser_next(p->index->analyser, &t)) {
        MEM_GROW(tokens, n, capacity);
        struct str term = arena_copy(p->arena, t.term);
        tokens[n] = (struct planner_token){
            .kind = t.kind,
            .form = str_equal(t.form, t.term) ? term : arena_copy(p->arena, t.form),
            .term = term,
            .shown = str_slice(text, t.start, t.end),
            .position = t.position,
            .joined = n > 0 && analyser_is_joined(text, last_end, t.start),
        };
        last_end = t.end;
        n++;
    }
    struct planner_token *copy = arena_alloc(p->arena, n * sizeof *copy);
    if (n)
        memcpy(copy, tokens, n * sizeof *copy);
    mem_free(tokens);
    *ret_n = n;
    return copy;
}

/* ---- one word ---- */

/* Keeps only the stems that some document has, or one if there are none. Otherwise an index of many
 * languages would be asked for a dozen terms for each word that nobody wrote. */
static size_t drop_unknown_stems(struct planner *p, struct str *stems, size_t n)
{
    struct store_frequency frequencies[STEMS_MAX];
    for (size_t i = 0; i < n; i++) {
        struct str name = planner_concat(p, STR_LITERAL(PREFIX_STEM), stems[i]);
        frequencies[i] = (struct store_frequency){.name = name};
    }
    if (store_reader_frequencies(p->index->reader, frequencies, n, p->err))
        return n;
    size_t n_kept = 0;
    for (size_t i = 0; i < n; i++)
        if (frequencies[i].termfreq)
            stems[n_kept++] = stems[i];
    return n_kept ? n_kept : 1;
}

struct stem_list {
    struct str *items; /* has room for STEMS_MAX */
    size_t n;
};

static void add_stem(struct planner *p, struct stem_list *list, language_id language,
                     struct str form)
{
    struct str stem = analyser_stem(p->index->analyser, language, form);
    if (stem.n == 0 || list->n == STEMS_MAX)
        return;
    for (size_t i = 0; i < list->n; i++)
        if (str_equal(list->items[i], stem))
            return;
    list->items[list->n++] = arena_copy(p->arena, stem);
}

/* Returns the distinct stems of a word and of its other spellings in the languages of the index,
 * but not of its parts, which are words of their own. */
static struct str *stems_of(struct planner *p, const struct planner_token *token, size_t *ret_n)
{
    static const language_id unknown = LANGUAGE_UNKNOWN;
    const language_id *languages = p->index->n_languages ? p->index->languages : &unknown;
    size_t n_languages = p->index->n_languages ? p->index->n_languages : 1;
    struct stem_list stems = {.items = arena_alloc(p->arena, STEMS_MAX * sizeof *stems.items)};
    AUTO(spellings_done) struct spellings spellings = {0};
    for (size_t i = 0; i < n_languages; i++)
        add_stem(p, &stems, languages[i], token->form);
    for (size_t i = 0; i < n_languages && spellings_may_have(token->form); i++) {
        spellings_of_word(&spellings, STR_EMPTY, token->form, languages[i]);
        for (size_t k = 0; k < spellings.n; k++)
            add_stem(p, &stems, languages[i], spellings.items[k]);
    }
    *ret_n = stems.n > 1 ? drop_unknown_stems(p, stems.items, stems.n) : stems.n;
    return stems.items;
}

static uint32_t push_stems(struct planner *p, struct str prefix, const struct str *stems, size_t n,
                           uint32_t wqf)
{
    uint32_t n_terms = 0;
    struct str stem_prefix = planner_concat(p, STR_LITERAL(PREFIX_STEM), prefix);
    for (size_t i = 0; i < n; i++)
        n_terms += planner_term(p, stem_prefix, stems[i], wqf);
    if (n_terms < 2)
        return n_terms;
    planner_combine(p, STORE_SYNONYM, n_terms);
    /* A STORE_SYNONYM has no wqf. */
    return wqf > 1 ? planner_scale(p, pow(wqf, RANK_WQF_POWER)) : 1;
}

/* Returns the terms under prefix for a word's stems, or for the word itself if n_stems is 0, that
 * some document has; few words occur in names of files or in links. The terms are on the plan's
 * arena. */
static struct str *terms_behind(struct planner *p, struct str prefix,
                                const struct planner_token *token, const struct str *stems,
                                size_t n_stems, size_t *ret_n)
{
    struct store_frequency frequencies[STEMS_MAX + 1];
    struct str stem_prefix = planner_concat(p, STR_LITERAL(PREFIX_STEM), prefix);
    size_t n = 0;
    for (; n < n_stems; n++)
        frequencies[n] = (struct store_frequency){.name = planner_concat(p, stem_prefix, stems[n])};
    if (n == 0)
        frequencies[n++] = (struct store_frequency){.name = planner_concat(p, prefix, token->term)};
    struct str *terms = arena_alloc(p->arena, n * sizeof *terms);
    *ret_n = 0;
    if (store_reader_frequencies(p->index->reader, frequencies, n, p->err))
        return terms;
    for (size_t i = 0; i < n; i++)
        if (frequencies[i].termfreq)
            terms[(*ret_n)++] = frequencies[i].name;
    return terms;
}

static void match_word(struct planner *p, struct str prefix, const struct planner_token *token,
                       const struct str *stems, size_t n_stems)
{
    if (p->is_negative)
        return;
    uint32_t word = planner_word(p, token->term);
    if (p->err->code || p->words[word].is_matched)
        return;
    p->words[word].is_matched = true;
    if (prefix.n == 0)
        planner_note_free(p, word, token->kind);
    if (prefix.n == 0 && p->index->has_links)
        p->words[word].link_terms = terms_behind(p, STR_LITERAL(PREFIX_LINK), token, stems, n_stems,
                                                 &p->words[word].n_link_terms);
    planner_match(p, MATCH_TERM, token->term, planner_concat(p, prefix, token->term), word, 0);
    struct str stem_prefix = planner_concat(p, STR_LITERAL(PREFIX_STEM), prefix);
    for (size_t i = 0; i < n_stems; i++)
        planner_match(p, MATCH_STEM, stems[i], planner_concat(p, stem_prefix, stems[i]), word, 0);
}

static uint32_t push_behind(struct planner *p, struct str prefix, double factor,
                            const struct planner_token *token, const struct str *stems,
                            size_t n_stems, uint32_t wqf)
{
    uint32_t n = n_stems ? push_stems(p, prefix, stems, n_stems, wqf)
                         : planner_term(p, prefix, token->term, wqf);
    return n ? planner_scale(p, factor) : 0;
}

/* Appends the same word in file names and in links that lead to a document; links do not count
 * where the word is excluded. Returns how many. */
static uint32_t push_evidence(struct planner *p, const struct planner_token *token,
                              const struct str *stems, size_t n_stems, uint32_t wqf)
{
    size_t n_names;
    uint32_t n = 0, word = planner_word(p, token->term);
    terms_behind(p, STR_LITERAL(PREFIX_NAME_WORD), token, stems, n_stems, &n_names);
    if (n_names)
        n = push_behind(p, STR_LITERAL(PREFIX_NAME_WORD), RANK_NAME_WORD, token, stems, n_stems,
                        wqf);
    if (!p->is_negative && !p->err->code && p->words[word].n_link_terms)
        n += push_behind(p, STR_LITERAL(PREFIX_LINK), RANK_LINK_WORD, token, stems, n_stems, wqf);
    return n;
}

/* Appends a word outside phrases: its stems with a weight of 1 and its exact form with RANK_EXACT
 * or RANK_EXACT_IN_FIELD, or its exact form alone if it has no stems. Returns how many. */
static uint32_t push_word(struct planner *p, const struct planner_field *field,
                          const struct planner_token *token)
{
    bool has_stems = field->has_stems && !token->is_exact &&
                     (token->kind == TOKEN_WORD || token->kind == TOKEN_ACRONYM);
    size_t n_stems = 0;
    struct str *stems = has_stems ? stems_of(p, token, &n_stems) : NULL;
    match_word(p, field->prefix, token, stems, n_stems);
    if (token->kind == TOKEN_SINGLE)
        return planner_single(p, field->prefix, token->term);
    uint32_t n = push_stems(p, field->prefix, stems, n_stems, 1);
    planner_term(p, field->prefix, token->term, 1);
    if (n)
        planner_scale(p, field->prefix.n ? RANK_EXACT_IN_FIELD : RANK_EXACT);
    n++;
    if (field->class == CLASS_FREE)
        n += push_evidence(p, token, stems, n_stems, 1);
    return planner_combine(p, STORE_OR, n);
}

/* ---- phrases ---- */

uint32_t planner_tokens_exact(struct planner *p, const struct planner_field *field,
                              const struct planner_token *tokens, size_t n, uint32_t phrase)
{
    uint32_t n_terms = 0;
    for (size_t i = 0; i < n && !p->err->code; i++) {
        n_terms += planner_term(p, field->prefix, tokens[i].term, 1);
        if (field->class != CLASS_FILTER && !p->is_negative) {
            uint32_t word = planner_word(p, tokens[i].term);
            planner_match(p, MATCH_TERM, tokens[i].term,
                          planner_concat(p, field->prefix, tokens[i].term), word, phrase);
            if (field->prefix.n == 0)
                planner_note_free(p, word, tokens[i].kind);
        }
        p->span_part++;
    }
    return n_terms;
}

/* Returns the number of positions from the first token to the last. A gap in the text of the query
 * is a gap in the phrase. */
static uint32_t window_of(const struct planner_token *tokens, size_t n)
{
    return n ? tokens[n - 1].position - tokens[0].position + 1 : 0;
}

static uint32_t push_phrase(struct planner *p, const struct planner_field *field,
                            const struct planner_token *tokens, size_t n, uint32_t slop,
                            enum plan_span_kind kind)
{
    uint32_t phrase = n > 1 && !p->is_negative ? ++p->n_phrases : 0;
    n = planner_limit_together(p, (uint32_t)n);
    uint32_t window = window_of(tokens, n) + slop;
    bool is_span = n > 1 && field->class != CLASS_FILTER;
    if (is_span)
        planner_open_span(p);
    uint32_t n_terms = planner_tokens_exact(p, field, tokens, n, phrase);
    if (is_span)
        planner_close_span(p, kind, window);
    return planner_phrase(p, STORE_PHRASE, n_terms, window);
}

uint32_t planner_exact(struct planner *p, const struct planner_field *field, struct str text,
                       uint32_t slop)
{
    size_t n;
    struct planner_token *tokens = planner_tokens(p, text, &n);
    return push_phrase(p, field, tokens, n, slop, SPAN_ORDERED);
}

uint32_t planner_leaves(struct planner *p, const struct planner_field *field, struct str text)
{
    size_t n;
    struct planner_token *tokens = planner_tokens(p, text, &n);
    return planner_tokens_exact(p, field, tokens, n, 0);
}

static bool is_run(const struct planner_token *tokens, size_t n)
{
    size_t n_pairs = 0;
    while (n_pairs < n && tokens[n_pairs].kind == TOKEN_PAIR)
        n_pairs++;
    return n_pairs == n;
}

/* Returns how many of the n tokens, beginning with the first, adjoin each other. */
static size_t join_length(const struct planner_token *tokens, size_t n)
{
    size_t length = 1;
    while (length < n && tokens[length].joined)
        length++;
    return length;
}

/* Finds the word that two joined tokens also form, as "e-mail" is "email". Returns false if there
 * is none. */
static bool joins_to_word(struct planner *p, struct str text, const struct planner_token *tokens,
                          size_t n, struct planner_token *ret)
{
    AUTO(spellings_done) struct spellings spellings = {0};
    if (n != 2)
        return false;
    struct str left = tokens[0].shown, right = tokens[1].shown;
    size_t first = (size_t)(left.p - text.p), second = (size_t)(right.p - text.p);
    if (!spellings_are_one(text, &first, first + left.n, second, second + right.n))
        return false;
    struct str joined = spellings_join(&spellings, str_slice(text, first, second + right.n));
    *ret = (struct planner_token){
        .kind = TOKEN_WORD, .form = arena_copy(p->arena, joined), .is_exact = true};
    ret->shown = (struct str){left.p, (size_t)(right.p + right.n - left.p)};
    ret->term = arena_copy(p->arena, analyser_term(p->index->analyser, ret->form));
    return true;
}

static uint32_t push_joined(struct planner *p, const struct planner_field *field, struct str text,
                            const struct planner_token *tokens, size_t n)
{
    struct planner_token joined;
    uint32_t n_parts = push_phrase(p, field, tokens, n, 0,
                                   is_run(tokens, n) ? SPAN_RUN : SPAN_ORDERED);
    if (field->class != CLASS_FILTER && joins_to_word(p, text, tokens, n, &joined))
        n_parts += push_word(p, field, &joined);
    return planner_combine(p, STORE_OR, n_parts);
}

uint32_t planner_all_words(struct planner *p, const struct planner_field *field, struct str text)
{
    size_t n_tokens;
    struct planner_token *tokens = planner_tokens(p, text, &n_tokens);
    uint32_t n = 0;
    for (size_t i = 0, length; i < n_tokens; i += length) {
        length = join_length(tokens + i, n_tokens - i);
        if (field->class == CLASS_FILTER || length > 1)
            n += push_joined(p, field, text, tokens + i, length);
        else
            n += push_word(p, field, &tokens[i]);
    }
    return planner_combine(p, STORE_AND, n);
}

/* ---- adjoining words ---- */

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
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 16777619u;
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

static void list_add_token(struct planner *p, struct planner_list *l,
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

/* Returns true if some document has the word or a form of it. */
static bool is_known_word(struct planner *p, const struct planner_token *token)
{
    size_t n_stems, n_known;
    struct str *stems = stems_of(p, token, &n_stems);
    terms_behind(p, STR_EMPTY, token, stems, n_stems, &n_known);
    return n_known > 0;
}

/* Returns the parts of a name in camelCase that no document has, because documents may separate
 * them with other signs, or an empty string. */
static struct str split_name(struct planner *p, const struct planner_token *token)
{
    AUTO(spellings_done) struct spellings spellings = {0};
    AUTO(buf_done) struct buf parts = BUF_INIT;
    if (token->kind != TOKEN_WORD || !spellings_may_have(token->shown))
        return STR_EMPTY;
    spellings_of_word(&spellings, token->shown, token->form, LANGUAGE_UNKNOWN);
    for (size_t i = 0; i < spellings.n_parts; i++)
        buf_append_format(&parts, "%s%.*s", i ? " " : "", STR_PRINT(spellings.items[i]));
    if (spellings.n_parts < 2 || is_known_word(p, token))
        return STR_EMPTY;
    return arena_copy(p->arena, buf_str(&parts));
}

void planner_list_add(struct planner *p, struct planner_list *l, struct str text, bool is_quoted)
{
    size_t n;
    struct planner_token *tokens = planner_tokens(p, text, &n);
    struct str parts = n == 1 && !is_quoted ? split_name(p, tokens) : STR_EMPTY;
    if (parts.n)
        tokens = planner_tokens(p, parts, &n);
    for (size_t i = 0, length; i < n; i += length) {
        length = join_length(tokens + i, n - i);
        bool is_in_span = is_quoted || (length > 1 && is_run(tokens + i, length));
        for (size_t k = i; k < i + length; k++)
            tokens[k].is_in_span = is_in_span;
        if (length == 1)
            continue;
        MEM_GROW(l->joins, l->n_joins, l->joins_capacity);
        l->joins[l->n_joins++] = (struct planner_join){tokens + i, length};
    }
    for (size_t i = 0; i < n; i++)
        list_add_token(p, l, &tokens[i]);
    for (size_t i = 0, length; i < n; i += length) {
        struct planner_token joined;
        length = join_length(tokens + i, n - i);
        if (joins_to_word(p, text, tokens + i, length, &joined))
            list_add_token(p, l, &joined);
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
        word->stems = stems_of(p, &given->token, &word->n_stems);
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
    match_word(p, STR_EMPTY, &word->token, word->stems, word->n_stems);
    p->is_in_span = false;
    if (word->token.kind == TOKEN_SINGLE)
        return planner_single(p, STR_EMPTY, word->token.term);
    uint32_t n = 0;
    if (word->stem_wqf)
        n = push_stems(p, STR_EMPTY, word->stems, word->n_stems, word->stem_wqf);
    n += planner_term(p, STR_EMPTY, word->token.term, word->wqf);
    if (word->n_stems)
        planner_scale(p, RANK_EXACT);
    if (word->stem_wqf || word->n_stems == 0)
        n += push_evidence(p, &word->token, word->stems, word->n_stems,
                           word->n_stems ? word->stem_wqf : word->wqf);
    return n;
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
    planner_close_span(p, SPAN_RUN, window_of(join->tokens, join->n));
    return 0;
}

static uint32_t push_join(struct planner *p, const struct planner_join *join)
{
    bool has_pairs_only = is_run(join->tokens, join->n);
    if (has_pairs_only && join->n > RANK_RUN_MAX_PAIRS)
        return note_run(p, join);
    push_phrase(p, &FREE, join->tokens, join->n, 0, has_pairs_only ? SPAN_RUN : SPAN_ORDERED);
    return planner_scale(p, has_pairs_only ? RANK_RUN : RANK_JOINED);
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

/* ---- the language of the stop words ---- */

static void count_stop_words(struct planner *p, const struct query_node *node, uint32_t *counts)
{
    for (uint32_t i = 0; i < node->n_children; i++)
        count_stop_words(p, node->children[i], counts);
    if ((node->kind != QUERY_WORDS && node->kind != QUERY_PHRASE) || node->field.n)
        return;
    struct token t;
    analyser_start(p->index->analyser, node->text, 1);
    while (analyser_next(p->index->analyser, &t))
        for (size_t i = 0; t.kind == TOKEN_WORD && i < p->index->n_languages; i++)
            counts[i] += language_is_stop_word(p->index->languages[i], t.form);
}

void planner_guess_language(struct planner *p, const struct query_node *root)
{
    const struct plan_index *index = p->index;
    language_id english = language_by_code(STR_LITERAL("en"));
    uint32_t counts[LANGUAGE_LIMIT] = {0};
    size_t best = 0;
    if (index->n_languages == 0)
        return;
    count_stop_words(p, root, counts);
    for (size_t i = 1; i < index->n_languages; i++)
        if (counts[i] > counts[best] ||
            (counts[i] == counts[best] && index->languages[i] == english))
            best = i;
    p->stop_language = index->languages[best];
    if (counts[best] == 0 || index->n_languages == 1)
        return;
    struct str name = planner_concat(p, STR_LITERAL(PREFIX_LANGUAGE),
                                     str_of(language_code(p->stop_language)));
    struct store_frequency frequency = {.name = name};
    if (!store_reader_frequencies(index->reader, &frequency, 1, p->err))
        p->n_documents = frequency.termfreq;
}
