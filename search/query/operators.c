/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds operators that cannot be operators but are words of a pasted text. */
#include "search/query/lex.h"

/* The lexemes of a query. */
struct lexed {
    struct lexeme *lexemes;
    size_t n;
};

static bool is_binary(enum lexeme_kind kind)
{
    return kind == LEX_AND || kind == LEX_OR || kind == LEX_NEAR || kind == LEX_ADJ;
}

static bool is_operator(enum lexeme_kind kind)
{
    return is_binary(kind) || kind == LEX_NOT;
}

bool lex_is_in_capitals(struct str word)
{
    size_t n_capitals = 0;
    for (size_t i = 0; i < word.n; i++) {
        if (word.p[i] >= 'a' && word.p[i] <= 'z')
            return false;
        n_capitals += ascii_is_upper(word.p[i]);
    }
    return n_capitals > 1;
}

static bool is_in_capitals(const struct lexeme *lexeme)
{
    return lexeme->kind == LEX_WORD && lex_is_in_capitals(lexeme->text);
}

/* Returns true for a word without letters, as "404" and "1.2", which is neither in capitals nor
 * not. */
static bool is_without_letters(const struct lexeme *lexeme)
{
    for (size_t i = 0; i < lexeme->text.n; i++)
        if (ascii_is_alpha(lexeme->text.p[i]) || (unsigned char)lexeme->text.p[i] >= 0x80)
            return false;
    return lexeme->kind == LEX_WORD;
}

/* Recognises "NOT NULL", "NOT IN (1, 2)" and "NOT EXISTS" of SQL, which exclude nothing. */
static bool is_of_sql(const struct lexed *l, size_t first, size_t end)
{
    static const char *const behind[] = {"NULL", "IN", "EXISTS", "LIKE", "BETWEEN", NULL};
    if (end != first + 1 || end >= l->n || l->lexemes[first].kind != LEX_NOT ||
        l->lexemes[end].kind != LEX_WORD)
        return false;
    struct str word = l->lexemes[end].text;
    for (size_t i = 0; behind[i]; i++) {
        struct str name = str_of(behind[i]);
        if (str_starts_with(word, name) && (word.n == name.n || !ascii_is_alpha(word.p[name.n])))
            return true;
    }
    return false;
}

/* Returns true if the operators [first, end) are words between words that are all in capitals, as
 * in a heading. After a sign or the name of a field, the text was written as a query. */
static bool is_among_capitals(const struct lexed *l, size_t first, size_t end)
{
    bool has_before = first > 0, has_after = end < l->n;
    bool is_bare = first < 2 || l->lexemes[first - 2].kind == LEX_WORD ||
                   is_operator(l->lexemes[first - 2].kind);
    return (has_before || has_after) && is_bare &&
           (!has_before || is_in_capitals(&l->lexemes[first - 1]) ||
            (first == 1 && has_after && is_without_letters(&l->lexemes[0]))) &&
           (!has_after || is_in_capitals(&l->lexemes[end]));
}

static void settle_among_capitals(const struct lexed *l, bool *is_word)
{
    for (size_t i = 0, end; i < l->n; i = end) {
        for (end = i; end < l->n && is_operator(l->lexemes[end].kind);)
            end++;
        bool is_heading = end > i && (is_among_capitals(l, i, end) || is_of_sql(l, i, end));
        for (size_t k = i; k < end; k++)
            is_word[k] = is_heading;
        if (end == i)
            end++;
    }
}

static bool may_end_operand(const struct lexed *l, size_t i)
{
    return i > 0 && (l->lexemes[i - 1].kind == LEX_WORD || l->lexemes[i - 1].kind == LEX_PHRASE ||
                     l->lexemes[i - 1].kind == LEX_CLOSE);
}

static bool may_start_operand(const struct lexed *l, size_t i, bool may_be_signed)
{
    if (i >= l->n)
        return false;
    switch (l->lexemes[i].kind) {
    case LEX_WORD:
    case LEX_PHRASE:
    case LEX_FIELD:
    case LEX_OPEN:
        return true;
    case LEX_PLUS:
    case LEX_MINUS:
    case LEX_NOT:
        return may_be_signed;
    default:
        return false;
    }
}

/* Operators become words where they cannot be operators: between words in capitals, and where they
 * have no operand on one side. Such a word is no operand of another operator, so that "a OR AND b"
 * has four words. */
void lex_settle_operators(struct lexeme *lexemes, size_t n, struct arena *arena)
{
    struct lexed lexed = {lexemes, n}, *l = &lexed;
    bool *is_word = arena_alloc(arena, n + 1);
    memset(is_word, 0, n + 1);
    settle_among_capitals(l, is_word);
    for (size_t i = n; i-- > 0;) {
        enum lexeme_kind kind = l->lexemes[i].kind;
        bool is_near = kind == LEX_NEAR || kind == LEX_ADJ;
        bool is_sign = kind == LEX_NOT || kind == LEX_PLUS || kind == LEX_MINUS;
        if (is_binary(kind) || is_sign)
            is_word[i] = is_word[i] || is_word[i + 1] || !may_start_operand(l, i + 1, !is_near);
    }
    for (size_t i = 0; i < n; i++) {
        enum lexeme_kind kind = l->lexemes[i].kind;
        if (is_binary(kind) && ((i > 0 && is_word[i - 1]) || !may_end_operand(l, i)))
            is_word[i] = true;
    }
    for (size_t i = 0; i < n; i++)
        if (is_word[i])
            l->lexemes[i].kind = LEX_WORD;
}
