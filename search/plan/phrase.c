/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Plans phrases: as they were typed, and with other spellings of their words that documents have.
 */
#include "base/digits.h"
#include "base/mem.h"
#include "search/plan/planner.h"
#include "search/plan/rank.h"
#include "search/plan/split.h"
#include "text/spellings.h"

enum {
    MIN_TWO_TOKENS = 3, /* letters of a word that is written as two tokens */
    MAX_TWICE = 3,      /* such words in one phrase */
    MAX_FORMS = 12,     /* other spellings in one phrase */
    MAX_CANDIDATES = 100,
    MIN_LETTERS = 3, /* of a word from which an apostrophe may be left out */
    MIN_NUMBER = 4,  /* digits of a number that may be written in groups, */
    MIN_GROUPS = 7,  /* and of one whose groups may have any lengths */
};

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
            if (field->prefix.n == 0 && !tokens[i].is_other_spelling)
                planner_note_free(p, word, tokens[i].kind);
        }
        p->span_part++;
    }
    return n_terms;
}

/* Returns the number of positions from the first token to the last. A gap in the text of the query
 * is a gap in the phrase. */
uint32_t planner_window(const struct planner_token *tokens, size_t n)
{
    return n ? tokens[n - 1].position - tokens[0].position + 1 : 0;
}

uint32_t planner_push_phrase(struct planner *p, const struct planner_field *field,
                             const struct planner_token *tokens, size_t n, uint32_t slop,
                             enum plan_span_kind kind)
{
    uint32_t phrase = n > 1 && !p->is_negative ? ++p->n_phrases : 0;
    n = planner_limit_together(p, (uint32_t)n);
    uint32_t window = planner_window(tokens, n) + slop;
    bool is_span = n > 1 && field->class != CLASS_FILTER;
    if (is_span)
        planner_open_span(p);
    uint32_t n_terms = planner_tokens_exact(p, field, tokens, n, phrase);
    if (is_span)
        planner_close_span(p, kind, window);
    return planner_phrase(p, STORE_PHRASE, n_terms, window);
}

/* ---- other spellings ---- */

/* What documents have in place of the tokens [at, end) of the phrase. */
struct form {
    size_t at, end;
    struct planner_token *tokens;
    size_t n;
    bool is_other; /* it is not what was typed, and counts less */
};

/* A term that is such a form if some document has it. */
struct candidate {
    size_t at, end;
    struct str term;
};

struct spelled {
    struct planner *p;
    const struct planner_field *field;
    struct str text;
    const struct planner_token *tokens;
    size_t n;
    struct store_frequency *typed; /* the tokens' own terms */
    struct form forms[MAX_FORMS];
    size_t n_forms;
    struct candidate candidates[MAX_CANDIDATES];
    size_t n_candidates;
};

static void add_form(struct spelled *s, struct form form)
{
    if (s->n_forms < MAX_FORMS)
        s->forms[s->n_forms++] = form;
}

/* Adds the term of a folded form, unless it is what was typed. */
static void add_candidate(struct spelled *s, size_t at, size_t end, struct str form)
{
    struct planner *p = s->p;
    struct str term = arena_copy(p->arena, analyser_term(p->index->analyser, form));
    if (s->n_candidates == MAX_CANDIDATES || form.n == 0 || form.n > ANALYSER_MAX_TERM_BYTES ||
        (end == at + 1 && str_equal(term, s->tokens[at].term)))
        return;
    for (size_t i = 0; i < s->n_candidates; i++)
        if (s->candidates[i].at == at && str_equal(s->candidates[i].term, term))
            return;
    s->candidates[s->n_candidates++] = (struct candidate){at, end, term};
}

static void add_forms_of_candidates(struct spelled *s)
{
    struct planner *p = s->p;
    struct store_frequency frequencies[MAX_CANDIDATES];
    for (size_t i = 0; i < s->n_candidates; i++)
        frequencies[i] = (struct store_frequency){
            .name = planner_concat(p, s->field->prefix, s->candidates[i].term)};
    if (s->n_candidates == 0 ||
        store_reader_frequencies(p->index->reader, frequencies, s->n_candidates, p->err))
        return;
    for (size_t i = 0; i < s->n_candidates; i++) {
        const struct candidate *c = &s->candidates[i];
        if (frequencies[i].termfreq == 0)
            continue;
        struct planner_token *token = arena_alloc(p->arena, sizeof *token);
        *token = (struct planner_token){
            .kind = TOKEN_WORD, .form = c->term, .term = c->term, .is_other_spelling = true};
        add_form(s, (struct form){c->at, c->end, token, 1, .is_other = true});
    }
}

/* ---- words ---- */

static bool is_year(struct str form)
{
    return form.n == 4 && str_is_digits(form) &&
           (str_starts_with(form, STR_LITERAL("19")) || str_starts_with(form, STR_LITERAL("20")));
}

static bool has_language(const struct planner *p, const char *codes)
{
    if (p->index->n_languages == 0)
        return true;
    for (size_t i = 0; i < p->index->n_languages; i++) {
        const char *code = language_code(p->index->languages[i]);
        if (*code == '\0' || strstr(codes, code))
            return true;
    }
    return false;
}

static void add_spellings(struct spelled *s, size_t at)
{
    const struct planner_token *token = &s->tokens[at];
    const struct plan_index *index = s->p->index;
    AUTO(spellings_done) struct spellings spellings = {0};
    for (size_t i = 0; i < index->n_languages; i++) {
        spellings_of_word(&spellings, token->shown, token->form, index->languages[i]);
        for (size_t k = spellings.n_parts; k < spellings.n; k++)
            add_candidate(s, at, at + 1, spellings.items[k]);
    }
}

/* Adds a word with a sign in it at offset i: "don't" for "dont". */
static void add_with_apostrophe(struct spelled *s, size_t at, size_t i)
{
    struct str form = s->tokens[at].form;
    add_candidate(
        s, at, at + 1,
        arena_format(s->p->arena, "%.*s'%.*s", (int)i, form.p, (int)(form.n - i), form.p + i));
}

static void add_apostrophes(struct spelled *s, size_t at)
{
    struct str form = s->tokens[at].form;
    if (form.n < MIN_LETTERS || !str_is_letters(form) || !str_is_ascii(form))
        return;
    char first = form.p[0], last = form.p[form.n - 1];
    bool is_vowel = memchr("aeiou", form.p[1], 5) != NULL;
    bool is_known = s->typed[at].termfreq > 0; /* "drivers" need not be "driver's" */
    if ((last == 's' && !is_known) || (last == 't' && form.p[form.n - 2] == 'n'))
        add_with_apostrophe(s, at, form.n - 1);
    if ((first == 'o' && !is_vowel) || (first == 'd' && is_vowel)) /* "O'Brien", "D'Angelo" */
        add_with_apostrophe(s, at, 1);
    static const char articles[] = {'l', 'd', 'n', 's', 'j', 'm', 'c', 't'};
    for (size_t i = 0; at == 0 && i < sizeof articles && has_language(s->p, "fr it ca"); i++)
        add_candidate(s, at, at + 1,
                      arena_format(s->p->arena, "%c'%.*s", articles[i], STR_PRINT(form)));
}

/* Returns true if the letters at i may stand for one with dots or a stroke: "ue" for "ü", but not
 * in "neue" or "que". */
static bool is_digraph(struct str form, size_t i)
{
    if (i + 1 >= form.n || (i > 0 && memchr("aeq", form.p[i - 1], 3)))
        return false;
    return (form.p[i + 1] == 'e' && memchr("aou", form.p[i], 3)) ||
           (form.p[i] == 'a' && form.p[i + 1] == 'a');
}

/* Adds a word with one letter in place of each two that stand for it, of which diacritics are left
 * out: "zurich" for "zuerich". */
static void add_without_digraphs(struct spelled *s, size_t at)
{
    struct str form = s->tokens[at].form;
    char *out = arena_alloc_bytes(s->p->arena, form.n);
    size_t n = 0;
    for (size_t i = 0; i < form.n; i++) {
        out[n++] = form.p[i];
        i += is_digraph(form, i);
    }
    if (n < form.n && has_language(s->p, "de da no nb nn sv"))
        add_candidate(s, at, at + 1, (struct str){out, n});
}

static void add_two(struct spelled *s, size_t at, const char *sign)
{
    struct str left = s->tokens[at].form, right = s->tokens[at + 1].form;
    add_candidate(s, at, at + 2,
                  arena_format(s->p->arena, "%.*s%s%.*s", STR_PRINT(left), sign, STR_PRINT(right)));
}

/* Adds the word that two words are when they are written together. */
static void add_pair(struct spelled *s, size_t at)
{
    const struct planner_token *left = &s->tokens[at], *right = left + 1;
    if (at + 1 == s->n || right->position != left->position + 1)
        return;
    if (planner_may_be_one(s->p, left, right))
        add_two(s, at, "");
    const char *end = left->shown.p + left->shown.n;
    struct str between = {end, (size_t)(right->shown.p - end)};
    if (planner_may_join_ampersand(left, right) && str_equal(str_trim(between), STR_LITERAL("&")))
        add_two(s, at, "&");
}

/* Adds the name that all words of the phrase are when they are written together: "getUserById". */
static void add_name(struct spelled *s)
{
    enum { MIN_WORDS = 3, MAX_WORDS = 6 };
    AUTO(buf_done) struct buf name = BUF_INIT;
    if (s->n < MIN_WORDS || s->n > MAX_WORDS || planner_window(s->tokens, s->n) != s->n)
        return;
    for (size_t i = 0; i < s->n; i++)
        if (s->tokens[i].kind == TOKEN_WORD)
            buf_append_str(&name, s->tokens[i].form);
    if (str_is_letters(buf_str(&name)))
        add_candidate(s, 0, s->n, buf_str(&name));
}

/* ---- numbers ---- */

static void add_grouped(struct spelled *s, size_t at, size_t end, struct str digits, char sign,
                        size_t group, const char *decimals)
{
    AUTO(buf_done) struct buf out = BUF_INIT;
    digits_append_grouped(&out, digits, sign, group);
    buf_append_str(&out, str_of(decimals));
    add_candidate(s, at, end, buf_str(&out));
}

/* Adds the ways to write a number, which has a "." before decimals if it has any. */
static void add_number(struct spelled *s, size_t at, size_t end, struct str plain)
{
    struct str parts[SPLIT_MAX_PARTS];
    size_t point = str_find_char(plain, '.', 0);
    add_candidate(s, at, end, plain);
    if (point < plain.n) {
        char *comma = arena_alloc_bytes(s->p->arena, plain.n);
        memcpy(comma, plain.p, plain.n);
        comma[point] = ',';
        add_candidate(s, at, end, (struct str){comma, plain.n});
        return;
    }
    if (plain.n < MIN_NUMBER)
        return;
    add_grouped(s, at, end, plain, ',', 3, "");
    add_grouped(s, at, end, plain, '.', 3, "");
    add_grouped(s, at, end, plain, '\'', 3, "");
    add_grouped(s, at, end, plain, ',', 2, "");
    add_grouped(s, at, end, plain, ',', 3, ".00");
    add_grouped(s, at, end, plain, '.', 3, ",00");
    if (s->field->class != CLASS_FREE || s->p->n_apart++ >= PLANNER_MAX_APART)
        return;
    size_t n = planner_groups(s->p, plain, parts);
    if (n > 0) {
        struct planner_token *tokens = planner_side_by_side(s->p, &s->tokens[at], parts, n, true);
        add_form(s, (struct form){at, end, tokens, n, .is_other = true});
    }
}

/* Returns where the groups of digits that begin at a token end. */
static size_t end_of_groups(const struct spelled *s, size_t at, size_t *ret_digits)
{
    bool are_thousands = s->tokens[at].form.n <= 3;
    size_t end = at;
    *ret_digits = 0;
    for (; end < s->n && str_is_digits(s->tokens[end].form); end++) {
        if (end > at && (s->tokens[end].position != s->tokens[end - 1].position + 1))
            break;
        are_thousands = are_thousands && (end == at || s->tokens[end].form.n == 3);
        *ret_digits += s->tokens[end].form.n;
    }
    return are_thousands || *ret_digits >= MIN_GROUPS ? end : at + 1;
}

/* Adds the ways to write the number that begins at a token, and returns where it ends. */
static size_t add_numbers(struct spelled *s, size_t at)
{
    AUTO(buf_done) struct buf plain = BUF_INIT;
    size_t n_digits, end = end_of_groups(s, at, &n_digits);
    if (end > at + 1) {
        for (size_t i = at; i < end; i++)
            buf_append_str(&plain, s->tokens[i].form);
        add_number(s, at, end, arena_copy(s->p->arena, buf_str(&plain)));
        return end;
    }
    struct str form = s->tokens[at].form;
    if (is_year(form))
        return at + 1;
    if (digits_append_plain(&plain, form, DIGITS_BOTH_GROUP))
        add_number(s, at, at + 1, arena_copy(s->p->arena, buf_str(&plain)));
    else if (str_find_char(form, '.', 0) < form.n)
        add_candidate(s, at, at + 1, arena_format(s->p->arena, "v%.*s", STR_PRINT(form)));
    return at + 1;
}

/* ---- the phrase ---- */

/* Adds the words that documents have in place of those that none has, and those that an amount or a
 * name in camelCase is. */
static void add_apart(struct spelled *s, size_t at)
{
    const struct planner_token *token = &s->tokens[at];
    size_t n;
    if (s->field->class != CLASS_FREE || str_is_digits(token->form) ||
        (s->typed[at].termfreq > 0 && !spellings_may_have(token->shown)))
        return;
    struct str parts = planner_split_name(s->p, token);
    struct planner_token *tokens = parts.n ? planner_tokens(s->p, parts, &n)
                                           : planner_apart(s->p, token, &n);
    if (tokens)
        add_form(s, (struct form){at, at + 1, tokens, n, .is_other = true});
}

static bool look_up_typed(struct spelled *s)
{
    struct planner *p = s->p;
    s->typed = arena_alloc(p->arena, s->n * sizeof *s->typed);
    for (size_t i = 0; i < s->n; i++)
        s->typed[i] = (struct store_frequency){
            .name = planner_concat(p, s->field->prefix, s->tokens[i].term)};
    return !store_reader_frequencies(p->index->reader, s->typed, s->n, p->err);
}

static void add_joined(struct spelled *s, size_t at)
{
    struct planner_token *joined = arena_alloc(s->p->arena, sizeof *joined);
    size_t n = planner_join_length(s->tokens + at, s->n - at);
    if (n > 1 && planner_joined(s->p, s->text, s->tokens + at, n, joined))
        add_form(s, (struct form){at, at + n, joined, 1, .is_other = true});
}

static void find_spellings(struct spelled *s)
{
    size_t number_end = 0;
    if (!look_up_typed(s))
        return;
    for (size_t i = 0; i < s->n; i++) {
        struct str form = s->tokens[i].form;
        if (s->tokens[i].kind != TOKEN_WORD)
            continue;
        add_joined(s, i);
        if (ascii_is_digit(form.p[0]) && i >= number_end)
            number_end = add_numbers(s, i);
        if (spellings_may_have(form))
            add_spellings(s, i);
        add_apostrophes(s, i);
        add_without_digraphs(s, i);
        add_pair(s, i);
    }
    add_name(s);
    add_forms_of_candidates(s);
    for (size_t i = 0; i < s->n; i++)
        add_apart(s, i);
}

static bool may_be_two_tokens(const struct planner *p, const struct planner_token *word)
{
    return word->kind == TOKEN_WORD && word->form.n >= MIN_TWO_TOKENS &&
           !language_is_stop_word(p->stop_language, word->form);
}

/* Returns true if some document has a word at two adjoining positions between its neighbours in the
 * phrase, as it has words that are written as two tokens. */
static bool stands_twice(struct planner *p, const struct planner_field *field,
                         const struct planner_token *word)
{
    const struct planner_token *order[] = {word - 1, word, word, word + 1};
    enum { N = sizeof order / sizeof *order };
    struct str parts[N];
    for (size_t i = 0; i < N; i++)
        parts[i] = planner_concat(p, field->prefix, order[i]->term);
    return p->n_checked++ < PLANNER_MAX_CHECKED &&
           split_count(p->index->reader, parts, N, 1, PLANNER_TWICE_STEPS, p->err) > 0;
}

/* Finds the words in the middle of the phrase that documents write as two tokens, both of which
 * they then are: "new e-mail address" for "new email address". */
static void find_twice(struct spelled *s)
{
    size_t n_twice = 0;
    for (size_t i = 1; i + 1 < s->n && n_twice < MAX_TWICE; i++) {
        const struct planner_token *word = &s->tokens[i];
        if (!may_be_two_tokens(s->p, word) || !stands_twice(s->p, s->field, word))
            continue;
        struct planner_token *tokens = arena_alloc(s->p->arena, 2 * sizeof *tokens);
        tokens[0] = tokens[1] = *word;
        add_form(s, (struct form){i, i + 1, tokens, 2, .is_other = false});
        n_twice++;
    }
}

/* Appends the phrase with n of its forms, which follow each other. Returns how many. */
static uint32_t push_with(struct spelled *s, const struct form *const *forms, size_t n)
{
    size_t n_all = 0, at = 0, n_max = s->n;
    uint32_t shift = 0; /* of positions, modulo 2^32 */
    bool is_other = false;
    for (size_t i = 0; i < n; i++)
        n_max += forms[i]->n;
    struct planner_token *all = arena_alloc(s->p->arena, n_max * sizeof *all);
    for (size_t i = 0; i <= n; i++) {
        size_t end = i < n ? forms[i]->at : s->n;
        for (; at < end; at++) {
            all[n_all] = s->tokens[at];
            all[n_all++].position += shift;
        }
        if (i == n)
            break;
        uint32_t first = s->tokens[at].position + shift;
        for (size_t k = 0; k < forms[i]->n; k++) {
            all[n_all] = forms[i]->tokens[k];
            all[n_all++].position = first + (uint32_t)k;
        }
        at = forms[i]->end;
        uint32_t last = s->tokens[at - 1].position + shift;
        shift += first + (uint32_t)forms[i]->n - 1 - last;
        is_other |= forms[i]->is_other;
    }
    uint32_t n_pushed = planner_push_phrase(s->p, s->field, all, n_all, 0, SPAN_ORDERED);
    return is_other ? planner_scale(s->p, RANK_OTHER_SPELLING) : n_pushed;
}

/* Appends the phrase once more for each form, and once with the first form of each place. Returns
 * how many. */
static uint32_t push_spelled(struct spelled *s)
{
    const struct form *all[MAX_FORMS];
    size_t n_all = 0, from = 0;
    uint32_t n = 0;
    for (size_t i = 0; i < s->n_forms; i++) {
        const struct form *one = &s->forms[i];
        n += push_with(s, &one, 1);
    }
    for (size_t at = 0; at < s->n; at++)
        for (size_t i = 0; i < s->n_forms && at >= from; i++)
            if (s->forms[i].at == at) {
                all[n_all++] = &s->forms[i];
                from = s->forms[i].end;
            }
    return n + (n_all > 1 ? push_with(s, all, n_all) : 0);
}

uint32_t planner_exact(struct planner *p, const struct planner_field *field, struct str text,
                       uint32_t slop)
{
    size_t n;
    struct planner_token *tokens = planner_tokens(p, text, &n);
    uint32_t n_phrases = planner_push_phrase(p, field, tokens, n, slop, SPAN_ORDERED);
    bool may_differ = n > 1 && slop == 0 && field->class != CLASS_FILTER && !p->is_negative;
    if (may_differ && n < PLANNER_MAX_TOGETHER) {
        struct spelled s = {.p = p, .field = field, .text = text, .tokens = tokens, .n = n};
        find_twice(&s);
        find_spellings(&s);
        n_phrases += push_spelled(&s);
    }
    return planner_combine(p, STORE_MAX, n_phrases);
}
