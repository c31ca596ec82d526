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

bool planner_is_known(struct planner *p, const struct planner_token *token)
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

/* Returns true if nothing but hyphens, full stops and underscores stand between the tokens, which
 * are words. */
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
        if (!is_wide && !(sign.n == 1 && memchr("-._", sign.p[0], 3)))
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
    return planner_is_known(p, ret);
}

bool planner_concatenated(struct planner *p, struct str left, struct str right,
                          struct planner_token *ret)
{
    AUTO(buf_done) struct buf whole = BUF_INIT;
    buf_append_str(&whole, left);
    buf_append_str(&whole, right);
    *ret = one_word(p, buf_str(&whole), STR_EMPTY);
    ret->shown = ret->form;
    struct store_frequency frequency = {.name = ret->term};
    return whole.n <= ANALYSER_MAX_TERM_BYTES && p->n_checked++ < PLANNER_MAX_CHECKED &&
           !store_reader_frequencies(p->index->reader, &frequency, 1, p->err) &&
           frequency.termfreq > 0;
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
    if (spellings.n_parts < 2 || planner_is_known(p, token))
        return STR_EMPTY;
    return arena_copy(p->arena, buf_str(&parts));
}

/* Returns the split of a word whose parts stand side by side in most documents, or none. */
static struct split best_split(struct planner *p, struct str term)
{
    struct split splits[PLANNER_MAX_SPLITS], best = {.frequency = 0};
    size_t n = split_find(p->index->reader, term, splits, PLANNER_MAX_SPLITS, p->err);
    for (size_t i = 0; i < n && !p->err->code; i++) {
        uint32_t count = split_is_likely(&splits[i])
                             ? split_count(p->index->reader, splits[i].parts, 2, 1,
                                           PLANNER_SPLIT_STEPS, p->err)
                             : 0;
        if (count > best.frequency) {
            best = splits[i];
            best.frequency = count;
        }
    }
    return best;
}

/* Returns where the number of a name begins, as in "http2" and "libfoo12", or 0 if this is none. */
static size_t number_of_name(struct str term)
{
    enum { MIN_LETTERS = 3, MAX_DIGITS = 3 };
    size_t n_letters = 0;
    while (n_letters < term.n && ascii_is_alpha(term.p[n_letters]))
        n_letters++;
    struct str number = str_slice(term, n_letters, term.n);
    return n_letters >= MIN_LETTERS && number.n <= MAX_DIGITS && str_is_digits(number) ? n_letters
                                                                                       : 0;
}

/* Finds the words at the sides of an ampersand, which may have blanks around it. Returns how many,
 * or 0 if there is none. */
static size_t parts_of_ampersand(struct str term, struct str parts[])
{
    size_t at = str_find_char(term, '&', 0);
    parts[0] = str_slice(term, 0, at);
    if (at == term.n)
        return 0;
    parts[1] = str_slice(term, at + 1, term.n);
    return 2;
}

/* Returns where the unit of an amount begins, as in "12kg" and "3.5mm", or 0 if this is none. */
static size_t unit_of_amount(struct str term)
{
    enum { MAX_UNIT = 4 };
    size_t i = 0;
    while (i < term.n && (ascii_is_digit(term.p[i]) || (i > 0 && term.p[i] == '.')))
        i++;
    size_t unit = i;
    while (i < term.n && (ascii_is_alpha(term.p[i]) || (unsigned char)term.p[i] >= 0x80))
        i++;
    return i == term.n && unit > 0 && i > unit && i - unit <= MAX_UNIT ? unit : 0;
}

/* Finds the parts of a name in camelCase if some document has them side by side, as in snake_case.
 * Returns how many there are, or 0. */
static size_t parts_of_name(struct planner *p, const struct planner_token *word,
                            struct str parts[SPLIT_MAX_PARTS])
{
    AUTO(spellings_done) struct spellings spellings = {0};
    size_t n_bytes = 0;
    if (!spellings_may_have(word->shown))
        return 0;
    spellings_of_word(&spellings, word->shown, word->form, LANGUAGE_UNKNOWN);
    size_t n = spellings.n_parts;
    for (size_t i = 0; i < n && n <= SPLIT_MAX_PARTS; i++) {
        parts[i] = arena_copy(p->arena, spellings.items[i]);
        n_bytes += parts[i].n;
    }
    bool is_name = n > 1 && n <= SPLIT_MAX_PARTS && n_bytes == word->form.n;
    return is_name &&
                   split_count(p->index->reader, parts, (uint32_t)n, 1, PLANNER_TWICE_STEPS, p->err)
               ? n
               : 0;
}

/* Finds the parts that documents have in place of a word. Returns how many there are, or 0. */
static size_t parts_of(struct planner *p, const struct planner_token *word,
                       struct str parts[SPLIT_MAX_PARTS])
{
    size_t unit = unit_of_amount(word->term), second = unit + number_of_name(word->term);
    if (second) { /* these are written in both ways, whichever is known */
        parts[0] = str_slice(word->term, 0, second);
        parts[1] = str_slice(word->term, second, word->term.n);
        if (split_count(p->index->reader, parts, 2, 1, PLANNER_SPLIT_STEPS, p->err))
            return 2;
    }
    if (unit)
        return 0;
    size_t n_sides = parts_of_ampersand(word->term, parts);
    if (n_sides)
        return split_count(p->index->reader, parts, 2, 1, PLANNER_SPLIT_STEPS, p->err) ? n_sides
                                                                                       : 0;
    if (planner_is_known(p, word))
        return parts_of_name(p, word, parts);
    size_t n = planner_groups(p, word->term, parts);
    if (n)
        return n;
    struct split split = best_split(p, word->term);
    parts[0] = split.parts[0];
    parts[1] = split.parts[1];
    return split.frequency ? 2 : 0;
}

struct planner_token *planner_side_by_side(struct planner *p, const struct planner_token *word,
                                           const struct str *parts, size_t n, bool is_other)
{
    struct planner_token *tokens = arena_alloc(p->arena, n * sizeof *tokens);
    for (size_t i = 0; i < n; i++)
        tokens[i] = (struct planner_token){.kind = TOKEN_WORD,
                                           .form = arena_copy(p->arena, parts[i]),
                                           .term = arena_copy(p->arena, parts[i]),
                                           .shown = word->shown,
                                           .position = (uint32_t)i + 1,
                                           .joined = i > 0,
                                           .is_in_span = true,
                                           .is_other_spelling = is_other};
    return tokens;
}

struct planner_token *planner_apart(struct planner *p, const struct planner_token *word,
                                    size_t *ret_n)
{
    struct str parts[SPLIT_MAX_PARTS];
    *ret_n = 0;
    if (word->kind != TOKEN_WORD || p->is_negative || p->n_apart == PLANNER_MAX_APART ||
        p->n_checked++ >= PLANNER_MAX_CHECKED || p->err->code)
        return NULL;
    size_t n = parts_of(p, word, parts);
    p->n_apart += n > 0;
    *ret_n = n;
    return n ? planner_side_by_side(p, word, parts, n, planner_is_known(p, word)) : NULL;
}
