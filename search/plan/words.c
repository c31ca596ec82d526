/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Plans words and phrases: their terms and stems, stop words, and extra weight for words that
 * adjoin. */
#include "base/buf.h"
#include "base/mem.h"
#include "search/plan/planner.h"
#include "search/plan/rank.h"
#include "store/schema.h"
#include "text/between.h"
#include "text/spellings.h"

#include <math.h>
#include <stdlib.h>

enum { STEMS_MAX = 2 * LANGUAGE_LIMIT }; /* of one word, in all languages */

const struct planner_field PLANNER_FREE = {
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
            .joined = n > 0 && between_is_joined(text, last_end, t.start),
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

/* Keeps only the stems that the text or the name of some document has, or one if there are none.
 * Otherwise an index of many languages would be asked for a dozen terms for each word that nobody
 * wrote. */
static size_t drop_unknown_stems(struct planner *p, struct str *stems, size_t n)
{
    static const struct str prefixes[] = {
        {PREFIX_STEM, sizeof PREFIX_STEM - 1},
        {PREFIX_STEM PREFIX_NAME_WORD, sizeof PREFIX_STEM PREFIX_NAME_WORD - 1}};
    struct store_frequency frequencies[2 * STEMS_MAX];
    for (size_t i = 0; i < 2 * n; i++)
        frequencies[i] = (struct store_frequency){
            .name = planner_concat(p, prefixes[i / n], stems[i % n])};
    if (store_reader_frequencies(p->index->reader, frequencies, 2 * n, p->err))
        return n;
    size_t n_kept = 0;
    for (size_t i = 0; i < n; i++)
        if (frequencies[i].termfreq || frequencies[i + n].termfreq)
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
struct str *planner_stems(struct planner *p, const struct planner_token *token, size_t *ret_n)
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

uint32_t planner_push_stems(struct planner *p, struct str prefix, const struct str *stems, size_t n,
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
struct str *planner_terms_behind(struct planner *p, struct str prefix,
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

void planner_match_word(struct planner *p, struct str prefix, const struct planner_token *token,
                        const struct str *stems, size_t n_stems)
{
    if (p->is_negative)
        return;
    uint32_t word = planner_word(p, token->term);
    if (p->err->code || p->words[word].is_matched)
        return;
    p->words[word].is_matched = true;
    if (prefix.n == 0 && !token->is_other_spelling) /* the second look wants what was typed */
        planner_note_free(p, word, token->kind);
    if (prefix.n == 0 && p->index->has_links)
        p->words[word].link_terms = planner_terms_behind(p, STR_LITERAL(PREFIX_LINK), token, stems,
                                                         n_stems, &p->words[word].n_link_terms);
    planner_match(p, MATCH_TERM, token->term, planner_concat(p, prefix, token->term), word, 0);
    struct str stem_prefix = planner_concat(p, STR_LITERAL(PREFIX_STEM), prefix);
    for (size_t i = 0; i < n_stems; i++)
        planner_match(p, MATCH_STEM, stems[i], planner_concat(p, stem_prefix, stems[i]), word, 0);
}

static uint32_t push_behind(struct planner *p, struct str prefix, double factor,
                            const struct planner_token *token, const struct str *stems,
                            size_t n_stems, uint32_t wqf)
{
    uint32_t n = n_stems ? planner_push_stems(p, prefix, stems, n_stems, wqf)
                         : planner_term(p, prefix, token->term, wqf);
    return n ? planner_scale(p, factor) : 0;
}

/* Appends the same word in file names and in links that lead to a document; links do not count
 * where the word is excluded. Returns how many. */
uint32_t planner_push_evidence(struct planner *p, const struct planner_token *token,
                               const struct str *stems, size_t n_stems, uint32_t wqf)
{
    size_t n_names;
    uint32_t n = 0, word = planner_word(p, token->term);
    planner_terms_behind(p, STR_LITERAL(PREFIX_NAME_WORD), token, stems, n_stems, &n_names);
    if (n_names)
        n = push_behind(p, STR_LITERAL(PREFIX_NAME_WORD), RANK_NAME_WORD, token, stems, n_stems,
                        wqf);
    if (!p->is_negative && !p->err->code && p->words[word].n_link_terms)
        n += push_behind(p, STR_LITERAL(PREFIX_LINK), RANK_LINK_WORD, token, stems, n_stems, wqf);
    return n;
}

uint32_t planner_push_word(struct planner *p, const struct planner_field *field,
                           const struct planner_token *token)
{
    bool has_stems = field->has_stems && !token->is_exact &&
                     (token->kind == TOKEN_WORD || token->kind == TOKEN_ACRONYM);
    size_t n_stems = 0;
    struct str *stems = has_stems ? planner_stems(p, token, &n_stems) : NULL;
    planner_match_word(p, field->prefix, token, stems, n_stems);
    if (token->kind == TOKEN_SINGLE)
        return planner_single(p, field->prefix, token->term);
    uint32_t n = planner_push_stems(p, field->prefix, stems, n_stems, 1);
    planner_term(p, field->prefix, token->term, 1);
    if (n)
        planner_scale(p, field->prefix.n ? RANK_EXACT_IN_FIELD : RANK_EXACT);
    n++;
    if (field->class == CLASS_FREE)
        n += planner_push_evidence(p, token, stems, n_stems, 1);
    planner_combine(p, STORE_OR, n);
    return token->is_other_spelling ? planner_scale(p, RANK_OTHER_SPELLING) : 1;
}

/* ---- adjoining words ---- */

uint32_t planner_leaves(struct planner *p, const struct planner_field *field, struct str text)
{
    size_t n;
    struct planner_token *tokens = planner_tokens(p, text, &n);
    return planner_tokens_exact(p, field, tokens, n, 0);
}

bool planner_is_run(const struct planner_token *tokens, size_t n)
{
    size_t n_pairs = 0;
    while (n_pairs < n && tokens[n_pairs].kind == TOKEN_PAIR)
        n_pairs++;
    return n_pairs == n;
}

static uint32_t push_joined(struct planner *p, const struct planner_field *field, struct str text,
                            const struct planner_token *tokens, size_t n)
{
    struct planner_token joined;
    uint32_t n_parts = planner_push_phrase(p, field, tokens, n, 0,
                                           planner_is_run(tokens, n) ? SPAN_RUN : SPAN_ORDERED);
    if (field->class != CLASS_FILTER && planner_joined(p, text, tokens, n, &joined))
        n_parts += planner_push_word(p, field, &joined);
    return planner_combine(p, STORE_OR, n_parts);
}

/* Appends a word, and the words that documents have in its place if none has it. */
static uint32_t push_single(struct planner *p, const struct planner_field *field,
                            const struct planner_token *word)
{
    uint32_t n = planner_push_word(p, field, word);
    size_t n_apart;
    struct planner_token *apart = field->class == CLASS_FREE ? planner_apart(p, word, &n_apart)
                                                             : NULL;
    uint32_t n_others = 0;
    if (apart && n_apart == 1)
        n_others = planner_push_word(p, field, apart);
    else if (apart)
        n_others = planner_push_phrase(p, field, apart, n_apart, 0, SPAN_ORDERED);
    if (n_others && apart->is_other_spelling)
        planner_scale(p, RANK_OTHER_SPELLING);
    return planner_combine(p, STORE_OR, n + n_others);
}

uint32_t planner_all_words(struct planner *p, const struct planner_field *field, struct str text)
{
    size_t n_tokens;
    struct planner_token *tokens = planner_tokens(p, text, &n_tokens);
    uint32_t n = 0;
    for (size_t i = 0, length; i < n_tokens; i += length) {
        length = planner_join_length(tokens + i, n_tokens - i);
        if (field->class == CLASS_FILTER || length > 1)
            n += push_joined(p, field, text, tokens + i, length);
        else
            n += push_single(p, field, &tokens[i]);
    }
    return planner_combine(p, STORE_AND, n);
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
