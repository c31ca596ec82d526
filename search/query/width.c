/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Converts signs of the query language from the full-width forms that East Asian keyboards
 * produce. */
#include "search/query/lex.h"

#include "text/utf8.h"

enum { FIRST_WIDE = 0xFF01, LAST_WIDE = 0xFF5E, OFFSET = 0xFF01 - '!', MAX_OPERATOR = 16 };

/* Returns the ASCII form of the full-width character at offset, or 0 if there is none. */
static char narrow_at(struct str s, size_t offset, size_t *ret_next)
{
    if ((unsigned char)s.p[offset] != 0xEF)
        return 0;
    uint32_t c = utf8_decode(s, offset, ret_next);
    return c >= FIRST_WIDE && c <= LAST_WIDE ? (char)(c - OFFSET) : 0;
}

static bool is_blank_before(struct str s, size_t offset)
{
    if (offset == 0 || (unsigned char)s.p[offset - 1] <= ' ')
        return true;
    if (offset >= 3 && memcmp(s.p + offset - 3, "\xE3\x80\x80", 3) == 0)
        return true;
    size_t ignored;
    char bracket = offset >= 3 ? narrow_at(s, offset - 3, &ignored) : 0;
    return s.p[offset - 1] == '(' || bracket == '(';
}

/* Returns true if letters that can be the name of a field are directly before offset. */
static bool is_name_before(struct str s, size_t offset)
{
    size_t i = offset;
    while (i > 0 && (ascii_is_alpha(s.p[i - 1]) || s.p[i - 1] == '_' || s.p[i - 1] == '-'))
        i--;
    if (offset - i < 2)
        return false;
    size_t ignored;
    char sign = i >= 3 ? narrow_at(s, i - 3, &ignored) : 0;
    bool has_sign = i > 0 && (s.p[i - 1] == '+' || sign == '+' || sign == '-');
    return is_blank_before(s, i - (has_sign ? (sign ? 3 : 1) : 0));
}

/* Returns true if a full-width sign acts as one. Elsewhere it is punctuation of the text. */
static bool is_sign(struct str s, size_t offset, char narrow)
{
    switch (narrow) {
    case '"':
    case '(':
    case ')':
        return true;
    case '+':
    case '-':
        return is_blank_before(s, offset);
    case ':':
        return is_name_before(s, offset);
    case '*':
        return offset > 0 && !is_blank_before(s, offset);
    default:
        return false;
    }
}

/* Returns the length of the full-width operator at offset ("ＡＮＤ"), which is copied to word, or 0
 * if there is none. */
static size_t operator_at(struct str s, size_t offset, char word[MAX_OPERATOR], size_t *ret_n)
{
    size_t i = offset, next = offset, n = 0;
    struct lexeme ignored;
    for (char c; i < s.n && n < MAX_OPERATOR && (c = narrow_at(s, i, &next)) && c != ')'; i = next)
        word[n++] = c;
    *ret_n = n;
    return n && lex_operator((struct str){word, n}, &ignored) ? i - offset : 0;
}

struct str lex_narrow(struct str text, struct arena *arena)
{
    if (str_find_char(text, (char)0xEF, 0) == text.n)
        return text;
    char *out = arena_alloc_bytes(arena, text.n);
    size_t n = 0, next = 0;
    for (size_t i = 0; i < text.n; i = next) {
        char word[MAX_OPERATOR], narrow = narrow_at(text, i, &next);
        size_t n_word, n_operator = narrow && is_blank_before(text, i)
                                        ? operator_at(text, i, word, &n_word)
                                        : 0;
        if (n_operator) {
            memcpy(out + n, word, n_word);
            n += n_word;
            next = i + n_operator;
        } else if (narrow && is_sign(text, i, narrow)) {
            out[n++] = narrow;
        } else {
            if (!narrow)
                next = i + 1;
            memcpy(out + n, text.p + i, next - i);
            n += next - i;
        }
    }
    return (struct str){out, n};
}
