/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the words that documents have in place of a word of the query: joined, or apart. */
#include "base/buf.h"
#include "base/mem.h"
#include "search/plan/planner.h"
#include "search/plan/split.h"
#include "text/spellings.h"
#include "text/utf8.h"

enum { MAX_JOINED = 6 }; /* parts of a word that are looked for as one */

size_t planner_join_length(const struct planner_token *tokens, size_t n)
{
    size_t length = 1;
    while (length < n && tokens[length].joined)
        length++;
    return length;
}

/* Returns true if some document has the word or a form of it. */
static bool is_known(struct planner *p, const struct planner_token *token)
{
    size_t n_stems, n_known;
    struct str *stems = planner_stems(p, token, &n_stems);
    planner_terms_behind(p, STR_EMPTY, token, stems, n_stems, &n_known);
    return n_known > 0;
}

/* ---- several words that are one ---- */

static struct planner_token one_word(struct planner *p, struct str form, struct str shown)
{
    struct planner_token word = {.kind = TOKEN_WORD, .is_other_spelling = true, .shown = shown};
    word.form = arena_copy(p->arena, form);
    word.term = arena_copy(p->arena, analyser_term(p->index->analyser, word.form));
    return word;
}

/* Returns true if nothing but hyphens and full stops stand between the tokens, which are words. */
static bool may_be_one(struct str text, const struct planner_token *tokens, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (tokens[i].kind != TOKEN_WORD)
            return false;
        if (i == 0)
            continue;
        const char *end = tokens[i - 1].shown.p + tokens[i - 1].shown.n;
        struct str sign = {end, (size_t)(tokens[i].shown.p - end)};
        bool is_wide = str_equal(sign, STR_LITERAL("\u2010")) ||
                       str_equal(sign, STR_LITERAL("\u2011"));
        if (!is_wide && !(sign.n == 1 && (sign.p[0] == '-' || sign.p[0] == '.')))
            return false;
    }
    return text.n > 0;
}

bool planner_joined(struct planner *p, struct str text, const struct planner_token *tokens,
                    size_t n, struct planner_token *ret)
{
    AUTO(spellings_done) struct spellings spellings = {0};
    AUTO(buf_done) struct buf whole = BUF_INIT;
    if (n < 2 || n > MAX_JOINED)
        return false;
    struct str left = tokens[0].shown, right = tokens[n - 1].shown;
    struct str shown = {left.p, (size_t)(right.p + right.n - left.p)};
    size_t first = (size_t)(left.p - text.p), second = (size_t)(right.p - text.p);
    if (n == 2 && spellings_are_one(text, &first, first + left.n, second, second + right.n)) {
        struct str whole_text = str_slice(text, first, second + right.n);
        *ret = one_word(p, spellings_join(&spellings, whole_text), shown);
        ret->is_exact = true;
        return true;
    }
    if (!may_be_one(text, tokens, n) || p->n_checked++ >= PLANNER_MAX_CHECKED)
        return false;
    for (size_t i = 0; i < n; i++)
        buf_append_str(&whole, tokens[i].form);
    if (whole.n > ANALYSER_MAX_TERM_BYTES)
        return false;
    *ret = one_word(p, buf_str(&whole), shown);
    return is_known(p, ret);
}

/* ---- one word that is several ---- */

struct str planner_split_name(struct planner *p, const struct planner_token *token)
{
    AUTO(spellings_done) struct spellings spellings = {0};
    AUTO(buf_done) struct buf parts = BUF_INIT;
    if (token->kind != TOKEN_WORD || !spellings_may_have(token->shown))
        return STR_EMPTY;
    spellings_of_word(&spellings, token->shown, token->form, LANGUAGE_UNKNOWN);
    for (size_t i = 0; i < spellings.n_parts; i++)
        buf_append_format(&parts, "%s%.*s", i ? " " : "", STR_PRINT(spellings.items[i]));
    if (spellings.n_parts < 2 || is_known(p, token))
        return STR_EMPTY;
    return arena_copy(p->arena, buf_str(&parts));
}

/* Returns true if a word may be split there: no part is a single letter. */
static bool is_likely(const struct split *split)
{
    struct str left = split->left, right = split->right;
    bool is_digit_before = ascii_is_digit(left.p[left.n - 1]);
    size_t next;
    if (is_digit_before != ascii_is_digit(right.p[0]))
        return true;
    utf8_decode(left, 0, &next);
    bool is_left_single = next == left.n;
    utf8_decode(right, 0, &next);
    return !is_left_single && next < right.n;
}

/* Returns the split of a word whose parts stand side by side in most documents, or none. */
static struct split best_split(struct planner *p, struct str term)
{
    struct split splits[PLANNER_MAX_SPLITS], best = {.frequency = 0};
    size_t n = split_find(p->index->reader, term, splits, PLANNER_MAX_SPLITS, p->err);
    for (size_t i = 0; i < n && !p->err->code; i++) {
        uint32_t count = is_likely(&splits[i]) ? split_count(p->index->reader, &splits[i], 1,
                                                             PLANNER_SPLIT_STEPS, p->err)
                                               : 0;
        if (count > best.frequency)
            best = (struct split){splits[i].left, splits[i].right, count};
    }
    return best;
}

static struct planner_token part_of(struct str shown, struct str term, uint32_t position)
{
    return (struct planner_token){.kind = TOKEN_WORD,
                                  .form = term,
                                  .term = term,
                                  .shown = shown,
                                  .position = position,
                                  .joined = position > 1,
                                  .is_in_span = true};
}

struct planner_token *planner_apart(struct planner *p, const struct planner_token *word)
{
    if (word->kind != TOKEN_WORD || p->is_negative || p->n_apart == PLANNER_MAX_APART ||
        p->n_checked++ >= PLANNER_MAX_CHECKED || p->err->code || is_known(p, word))
        return NULL;
    p->n_apart++;
    struct split split = best_split(p, word->term);
    if (split.frequency == 0)
        return NULL;
    struct planner_token *tokens = arena_alloc(p->arena, 2 * sizeof *tokens);
    tokens[0] = part_of(word->shown, split.left, 1);
    tokens[1] = part_of(word->shown, split.right, 2);
    return tokens;
}
