/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the words that neighbouring words of a query also form: "data base" is "database", "5 kg"
 * is "5kg", and "0800 123 456" is "0800123456". */
#include "base/buf.h"
#include "base/mem.h"
#include "search/plan/planner.h"
#include "text/spellings.h"

enum {
    MIN_LETTERS = 3, /* bytes of each of two words */
    MAX_UNIT = 4,
    MIN_DIGITS = 7, /* of a number in groups of any lengths */
    GROUP = 3,
    MAX_BESIDE_AMPERSAND = 2, /* letters, as in the analyser */
};

static size_t count_digits(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ascii_is_digit(s.p[i]);
    return n;
}

static bool is_number(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_digit(s.p[i]) && s.p[i] != '.')
            return false;
    return s.n > 0;
}

/* Returns true for digits with signs between groups: "(0800)", "123-456", "+49". */
static bool is_groups(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!ascii_is_digit(text.p[i]) && !memchr("()-/+", text.p[i], 5))
            return false;
    return count_digits(text) > 0;
}

/* ---- two words ---- */

static bool may_be_word(const struct planner *p, const struct planner_token *word)
{
    return word->form.n >= MIN_LETTERS && str_is_letters(word->form) &&
           !language_is_stop_word(p->stop_language, word->form);
}

/* Returns true for the second word of a verb that is also written as one word when it is a noun:
 * "log in", "hand off". */
static bool is_particle(struct str form)
{
    static const char *const particles[] = {"in", "on", "up", "off", "out", "over", "down", "back"};
    for (size_t i = 0; i < sizeof particles / sizeof *particles; i++)
        if (str_equal(form, str_of(particles[i])))
            return true;
    return false;
}

bool planner_may_join_ampersand(const struct planner_token *left, const struct planner_token *right)
{
    return str_is_letters(left->form) && str_is_letters(right->form) &&
           left->form.n <= MAX_BESIDE_AMPERSAND && right->form.n <= MAX_BESIDE_AMPERSAND;
}

/* Returns true for the sign of a unit: "kg", "\u03A9". */
static bool is_unit(struct str form)
{
    return form.n <= MAX_UNIT && (str_is_ascii(form) ? str_is_letters(form) : true);
}

bool planner_may_be_one(const struct planner *p, const struct planner_token *left,
                        const struct planner_token *right)
{
    if (left->kind != TOKEN_WORD || right->kind != TOKEN_WORD)
        return false;
    bool is_amount = is_number(left->form) && is_unit(right->form);
    bool is_name = may_be_word(p, left) && is_number(right->form) && right->form.n <= GROUP;
    return is_amount || is_name ||
           (may_be_word(p, left) && (may_be_word(p, right) || is_particle(right->form)));
}

/* Adds a word that says as much as the n words of the query that it consists of. */
static void add_whole(struct planner *p, struct planner_list *l, struct planner_token word,
                      size_t n)
{
    struct planner_token *copy = arena_alloc(p->arena, sizeof *copy);
    word.is_other_spelling = false;
    *copy = word;
    planner_list_add_join(l, copy, 1, (double)n);
}

static void add_pair(struct planner *p, struct planner_list *l, struct str left, struct str right)
{
    size_t n_left, n_right;
    struct planner_token joined;
    const struct planner_token *a = planner_tokens(p, left, &n_left);
    const struct planner_token *b = planner_tokens(p, right, &n_right);
    if (n_left != 1 || n_right != 1 || !planner_may_be_one(p, a, b) ||
        !planner_concatenated(p, a->form, b->form, &joined))
        return;
    if (is_number(a->form) || is_number(b->form)) /* which alone says little */
        add_whole(p, l, joined, 1);
    else
        planner_list_add_token(p, l, &joined);
}

/* Adds "at&t" for "AT & T", of which the parser drops the sign, and for "AT and T". */
static void add_around_ampersand(struct planner *p, struct planner_list *l, struct str left,
                                 struct str right)
{
    size_t n_left, n_right;
    struct planner_token joined;
    if (left.n > MAX_BESIDE_AMPERSAND || right.n > MAX_BESIDE_AMPERSAND)
        return;
    const struct planner_token *a = planner_tokens(p, left, &n_left);
    const struct planner_token *b = planner_tokens(p, right, &n_right);
    if (n_left == 1 && n_right == 1 && planner_may_join_ampersand(a, b) &&
        planner_concatenated(p, planner_concat(p, a->form, STR_LITERAL("&")), b->form, &joined))
        add_whole(p, l, joined, 1);
}

/* ---- the groups of a number ---- */

/* Returns true if all groups of digits but the first have three. */
static bool are_thousands(const struct str *texts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!is_number(texts[i]) || (i ? texts[i].n != GROUP : texts[i].n > GROUP))
            return false;
    return n > 1;
}

/* Adds the groups in which documents write a number, which say as much together. */
static void add_apart(struct planner *p, struct planner_list *l, const struct planner_token *number,
                      size_t n_groups)
{
    size_t n;
    struct planner_token *tokens = planner_apart(p, number, &n);
    if (tokens)
        planner_list_add_join(l, tokens, n, n < n_groups ? (double)n_groups / (double)n : 1);
}

static void add_number(struct planner *p, struct planner_list *l, const struct str *texts, size_t n)
{
    AUTO(buf_done) struct buf digits = BUF_INIT;
    struct planner_token joined;
    size_t n_tokens = 0, n_parts;
    for (size_t i = 0; i < n; i++) {
        planner_tokens(p, texts[i], &n_parts);
        n_tokens += n_parts;
        for (size_t k = 0; k < texts[i].n; k++)
            if (ascii_is_digit(texts[i].p[k]))
                buf_append_char(&digits, texts[i].p[k]);
    }
    bool is_long = digits.n >= MIN_DIGITS && digits.n <= SPELLINGS_MAX_DIGITS;
    if (n_tokens < 2 || (!is_long && !are_thousands(texts, n)))
        return;
    if (planner_concatenated(p, buf_str(&digits), STR_EMPTY, &joined) ||
        planner_is_known(p, &joined)) /* with signs between its groups */
        add_whole(p, l, joined, n_tokens);
    else if (digits.n >= SPELLINGS_MIN_DIGITS) /* which is more than a date has */
        add_apart(p, l, &joined, n_tokens);
}

void planner_list_add_neighbours(struct planner *p, struct planner_list *l, const struct str *texts,
                                 size_t n)
{
    for (size_t i = 0, end; i < n && p->n_checked < PLANNER_MAX_CHECKED; i = end) {
        end = i;
        while (end < n && is_groups(texts[end]))
            end++;
        if (end > i)
            add_number(p, l, texts + i, end - i);
        else
            end = i + 1;
        if (end < n && texts[end - 1].n && texts[end].n)
            add_pair(p, l, texts[end - 1], texts[end]);
        if (end < n)
            add_around_ampersand(p, l, texts[end - 1], texts[end]);
        if (end + 1 < n && str_equal(texts[end], STR_LITERAL("and")))
            add_around_ampersand(p, l, texts[end - 1], texts[end + 1]);
    }
}
