/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the words and numbers that a text has as several tokens. */
#include "text/spellings.h"

#include "base/digits.h"
#include "text/fold.h"
#include "text/utf8.h"

#define SOFT_HYPHEN "\u00AD"

enum {
    MIN_PART = 2,        /* letters of either half of a broken word */
    MAX_NUMBER = 3,      /* the most digits after a hyphen that join a word, */
    MAX_BEFORE = 6,      /* and the most letters before it: "covid-19" */
    MAX_INDENT = 40,     /* blanks before the second half of a broken word */
    MAX_IN_BRACKETS = 3, /* letters in the brackets */
};

static const uint32_t SHARP_S = 0xDF; /* which is folded to "ss" */

/* ---- two tokens ---- */

/* Returns the length of the hyphen that s begins with, or 0. */
static size_t hyphen_length(struct str s)
{
    static const struct str hyphens[] = {{"-", 1}, {SOFT_HYPHEN, 2}, {"\u2010", 3}, {"\u2011", 3}};
    for (size_t i = 0; i < sizeof hyphens / sizeof *hyphens; i++)
        if (str_starts_with(s, hyphens[i]))
            return hyphens[i].n;
    return 0;
}

/* Returns true for the end of a line and blanks. */
static bool is_line_end(struct str s)
{
    size_t n_breaks = 0;
    for (size_t i = 0; i < s.n; i++) {
        n_breaks += s.p[i] == '\n';
        if (!ascii_is_space(s.p[i]) || s.p[i] == '\f')
            return false;
    }
    return n_breaks == 1 && s.n < MAX_INDENT && (s.p[0] == '\n' || s.p[0] == '\r');
}

/* Returns true if the sign between two parts of these lengths may be within a word. */
static bool may_be_one(struct str text, struct str left, struct str between, struct str right)
{
    size_t hyphen = hyphen_length(between);
    if (hyphen && between.n > hyphen)
        return is_line_end(str_slice(between, hyphen, between.n)) && left.n >= MIN_PART &&
               right.n >= MIN_PART && !ascii_is_upper(right.p[0]);
    if (str_equal(between, STR_LITERAL("."))) /* "Ph.D.", "M.Sc." */
        return left.n <= MIN_PART && right.n <= MIN_PART && ascii_is_upper(left.p[0]) &&
               ascii_is_upper(right.p[0]);
    /* "e-mail", but not "b-c", nor "x-e-mail"; "utf-8", "covid-19", but no year */
    const char *behind = right.p + right.n;
    bool is_number = ascii_is_digit(right.p[0]) && right.n <= MAX_NUMBER && left.n <= MAX_BEFORE;
    return hyphen > 0 && (is_number || (left.n == 1 && right.n > MIN_PART)) &&
           !(left.p > text.p && memchr("-'.", left.p[-1], 3)) &&
           !(behind < text.p + text.n && *behind == '-');
}

/* Returns true if the letters [*first, first_end), which are followed by a closing bracket and more
 * letters, are the part of a word that is in brackets, as in "[S]ecure", "(re)open" and
 * "E[x]tract". Moves *first back to the start of that word. */
static bool are_in_brackets(struct str text, size_t *first, size_t first_end)
{
    char open = text.p[first_end] == ']' ? '[' : '(';
    if (first_end - *first > MAX_IN_BRACKETS || *first == 0 || text.p[*first - 1] != open)
        return false;
    --*first;
    while (*first > 0 && ascii_is_alpha(text.p[*first - 1]))
        --*first;
    return true;
}

bool spellings_are_one(struct str text, size_t *first, size_t first_end, size_t second, size_t end)
{
    if (spellings_ends_softly(text, first_end))
        first_end -= strlen(SOFT_HYPHEN);
    struct str left = str_slice(text, *first, first_end), right = str_slice(text, second, end);
    struct str between = str_slice(text, first_end, second);
    bool is_closer = between.n && (between.p[0] == ']' || between.p[0] == ')');
    bool is_stop = between.n && between.p[0] == '.';
    if (between.n == 0 || (between.n > 1 && (is_closer || is_stop)) || !str_is_letters(left))
        return false;
    if (is_closer)
        return str_is_letters(right) && are_in_brackets(text, first, first_end);
    return may_be_one(text, left, between, right) &&
           (str_is_letters(right) || str_is_digits(right));
}

/* Appends a folded character, and *last is where it begins. A mark is composed with the character
 * before it. */
static void append_folded(struct buf *out, uint32_t c, size_t *last)
{
    char bytes[4];
    size_t ignored;
    uint32_t composed = 0;
    if (*last < out->n && c >= 0x80)
        composed = utf8_compose(utf8_decode(buf_str(out), *last, &ignored), c);
    if (composed)
        out->n = *last;
    *last = out->n;
    buf_append(out, bytes, utf8_put(composed ? composed : c, bytes));
}

struct str spellings_join(struct spellings *s, struct str word)
{
    size_t last = 0;
    buf_clear(&s->bytes);
    for (size_t i = 0, next; i < word.n; i = next) {
        uint32_t c = utf8_decode(word, i, &next);
        bool is_sign = c < 0x80 ? !ascii_is_alpha(word.p[i]) && !ascii_is_digit(word.p[i])
                                : hyphen_length(str_slice(word, i, word.n)) > 0;
        if (c == SHARP_S)
            append_folded(&s->bytes, 's', &last);
        c = is_sign        ? 0
            : c == SHARP_S ? 's'
            : c < 0x80     ? (uint32_t)ascii_lower(word.p[i])
                           : fold_character(c);
        if (c)
            append_folded(&s->bytes, c, &last);
    }
    return buf_str(&s->bytes);
}

/* ---- groups of digits that are separate tokens ---- */

/* Returns the length of the no-break space before offset, or 0 if there is none. */
static size_t blank_before(struct str text, size_t offset)
{
    for (size_t n = 2; n <= 3 && n <= offset; n++)
        if ((unsigned char)text.p[offset - n] >= 0xC0)
            return digits_separator_at(str_slice(text, 0, offset), offset - n) == n ? n : 0;
    return 0;
}

static bool is_group_at(struct str text, size_t start)
{
    enum { GROUP = 3 };
    size_t end = start;
    while (end < text.n && ascii_is_digit(text.p[end]))
        end++;
    return end == start + GROUP;
}

static size_t digits_before(struct str text, size_t end)
{
    size_t start = end;
    while (start > 0 && ascii_is_digit(text.p[start - 1]))
        start--;
    return start;
}

struct str spellings_number(struct spellings *s, struct str text, size_t start, size_t end,
                            size_t *ret_first)
{
    size_t n, first = start;
    size_t behind = end < text.n && (unsigned char)text.p[end] >= 0x80
                        ? digits_separator_at(text, end)
                        : 0;
    buf_clear(&s->bytes);
    if (behind && is_group_at(text, end + behind))
        return STR_EMPTY;
    while (end - first <= ANALYSER_MAX_TERM_BYTES && is_group_at(text, first) &&
           (n = blank_before(text, first)) > 0)
        first = digits_before(text, first - n);
    *ret_first = first;
    if (first < start)
        digits_append_plain(&s->bytes, str_slice(text, first, end), DIGITS_COMMA_GROUPS);
    return buf_str(&s->bytes);
}

/* Returns where the area code before offset begins, as in "(555) 123", or offset. */
static size_t skip_area_back(struct str text, size_t offset)
{
    size_t end = offset > 0 && text.p[offset - 1] == ' ' ? offset - 1 : offset;
    if (end == 0 || text.p[end - 1] != ')')
        return offset;
    size_t start = digits_before(text, end - 1);
    return start > 0 && start < end - 1 && text.p[start - 1] == '(' ? start : offset;
}

struct str spellings_digits(struct spellings *s, struct str text, size_t start, size_t end,
                            size_t *ret_first)
{
    size_t first = start;
    bool goes_on = end + 1 < text.n && text.p[end] == '-' && ascii_is_digit(text.p[end + 1]);
    if (goes_on || !str_is_digits(str_slice(text, start, end)))
        return STR_EMPTY;
    while (first > 1 && text.p[first - 1] == '-' && ascii_is_digit(text.p[first - 2]) &&
           end - first < 2 * SPELLINGS_MAX_DIGITS)
        first = digits_before(text, first - 1);
    first = first < start ? skip_area_back(text, first) : first;
    bool is_behind = first > 0 && (text.p[first - 1] == '-' || text.p[first - 1] == '.' ||
                                   ascii_is_alpha(text.p[first - 1]));
    if (first == start || is_behind)
        return STR_EMPTY;
    buf_clear(&s->bytes);
    for (size_t i = first; i < end; i++)
        if (ascii_is_digit(text.p[i]))
            buf_append_char(&s->bytes, text.p[i]);
    *ret_first = first;
    bool has_length = s->bytes.n >= SPELLINGS_MIN_DIGITS && s->bytes.n <= SPELLINGS_MAX_DIGITS;
    return has_length ? buf_str(&s->bytes) : STR_EMPTY;
}
