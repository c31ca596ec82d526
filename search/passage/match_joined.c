/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the words and numbers of the query that a text has as several tokens. */
#include "search/passage/match_joined.h"

#include "base/mem.h"
#include "text/field_name.h"
#include "text/spellings.h"
#include "text/utf8.h"

#include <stdlib.h>

/* ---- words of two tokens ---- */

/* Returns where the letters that end, or begin, at i begin, or end. */
static size_t skip_letters_back(struct str text, size_t i)
{
    for (size_t end = i; i > 0 && end - i <= ANALYSER_MAX_TERM_BYTES;) {
        size_t before = utf8_floor(text, i - 1), next;
        if (!field_name_is_letter(utf8_decode(text, before, &next)))
            break;
        i = before;
    }
    return i;
}

static size_t skip_letters(struct str text, size_t i)
{
    for (size_t start = i, next; i < text.n && i - start <= ANALYSER_MAX_TERM_BYTES; i = next)
        if (!field_name_is_letter(utf8_decode(text, i, &next)))
            break;
    return i;
}

/* The position of the token at offset, or of the next one. */
static uint32_t count_to(struct matcher *m, struct str text, size_t offset, struct counted *c)
{
    struct token token;
    bool is_there;
    analyser_start(m->analyser, str_slice(text, c->offset, text.n), c->position);
    do
        is_there = analyser_next(m->analyser, &token);
    while (is_there && c->offset + token.start < offset);
    *c = (struct counted){offset, is_there ? token.position : analyser_position(m->analyser)};
    return c->position;
}

/* Sets the position of the matches of a joined word from n_before on. If positions tell whether
 * phrases occur, the matches are there once more, at the position of the last token. */
static void place_joined(struct matcher *m, struct str text, size_t first, size_t last,
                         struct counted *counted, size_t n_before, struct found_list *found)
{
    size_t n = found->n;
    uint32_t position = n > n_before ? count_to(m, text, first, counted) : 0;
    for (size_t i = n_before; i < n; i++)
        found->items[i].position = position;
    if (n == n_before || m->plan->n_spans == 0)
        return;
    position = count_to(m, text, last, counted);
    for (size_t i = n_before; i < n; i++) {
        MEM_GROW(found->items, found->n, found->capacity);
        found->items[found->n] = found->items[i];
        found->items[found->n++].position = position;
    }
}

/* Looks up the word that the letters before and after a sign form together. */
static void match_word(struct matcher *m, struct str text, size_t sign, size_t sign_bytes,
                       struct counted *counted, struct found_list *found)
{
    size_t second = sign + sign_bytes, first = skip_letters_back(text, sign), n_before = found->n;
    while (second < text.n && ascii_is_space(text.p[second]))
        second++;
    size_t end = skip_letters(text, second);
    if (first < counted->offset || first == sign || end == second ||
        !spellings_are_one(text, &first, sign, second, end))
        return;
    struct str joined = spellings_join(m->spellings, str_slice(text, first, end));
    struct token token = {.start = first, .end = end, .position = UINT32_MAX};
    matcher_look_up(m, analyser_term(m->analyser, joined), MATCH_TERM, &token, 0, found);
    matcher_look_up(m, analyser_stem(m->analyser, m->language, joined), MATCH_STEM, &token, 0,
                    found);
    place_joined(m, text, first, second, counted, n_before, found);
}

static int by_start(const void *left, const void *right)
{
    const struct found *a = left, *b = right;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->word != b->word)
        return a->word < b->word ? -1 : 1;
    return a->position < b->position ? -1 : a->position > b->position;
}

/* Merges the items from n_before on, which are sorted here, into those before them. */
static void merge(struct found_list *l, size_t n_before)
{
    size_t n_new = l->n - n_before, at = l->n;
    AUTO(mem_free_pointer) struct found *added = mem_alloc(n_new * sizeof *added);
    memcpy(added, l->items + n_before, n_new * sizeof *added);
    qsort(added, n_new, sizeof *added, by_start);
    while (n_new)
        l->items[--at] = n_before && l->items[n_before - 1].start > added[n_new - 1].start
                             ? l->items[--n_before]
                             : added[--n_new];
}

/* Returns false if a sign is certainly not within a word. Few hyphens are at the end of a line or
 * after a single letter, few full stops before a capital, and few brackets between letters. */
static bool may_join(struct str text, size_t sign, size_t sign_bytes)
{
    if (sign == 0 || sign + sign_bytes >= text.n)
        return false;
    char behind = text.p[sign + sign_bytes];
    if (text.p[sign] == '.')
        return ascii_is_upper(behind);
    if (text.p[sign] == ']' || text.p[sign] == ')')
        return ascii_is_alpha(behind) && ascii_is_alpha(text.p[sign - 1]);
    bool is_single = sign == 1 || !ascii_is_alpha(text.p[sign - 2]);
    return is_single || behind == '\n' || behind == '\r';
}

/* ---- numbers in groups ---- */

/* Looks up the number whose last group of digits ends at end. */
static void match_number(struct matcher *m, struct str text, size_t start, size_t end,
                         struct counted *counted, struct found_list *found)
{
    size_t first = start, n_before = found->n;
    bool is_hyphen = start > 0 && text.p[start - 1] == '-';
    struct str joined = is_hyphen ? spellings_digits(m->spellings, text, start, end, &first)
                                  : spellings_number(m->spellings, text, start, end, &first);
    if (joined.n == 0 || first < counted->offset)
        return;
    struct token token = {.start = first, .end = end, .position = UINT32_MAX};
    matcher_look_up(m, joined, MATCH_TERM, &token, 0, found);
    matcher_look_up(m, joined, MATCH_STEM, &token, 0, found);
    place_joined(m, text, first, start, counted, n_before, found);
}

/* Looks up the numbers whose groups are divided by hyphens or no-break spaces. */
static void match_numbers(struct matcher *m, struct str text, struct counted from,
                          struct found_list *found)
{
    struct counted counted = from;
    for (size_t i = from.offset, end; i < text.n; i = end) {
        for (end = i; end < text.n && ascii_is_digit(text.p[end]);)
            end++;
        if (end > i && i > 0 && (text.p[i - 1] == '-' || (unsigned char)text.p[i - 1] >= 0x80))
            match_number(m, text, i, end, &counted, found);
        end += end == i;
    }
}

/* Returns a bit for each byte that a sign begins with and that the text has from a place on. */
static unsigned first_bytes_from(struct str text, size_t from)
{
    static const uint8_t bits[256] = {
        ['-'] = 1, ['.'] = 2, [']'] = 4, [')'] = 8, [0xC2] = 16, [0xE2] = 32};
    unsigned seen = 0;
    for (size_t i = from; i < text.n; i++)
        seen |= bits[(unsigned char)text.p[i]];
    return seen;
}

/* Returns where the sign is next, or text.n. Few texts have much that begins like one. */
static size_t find_sign(struct str text, struct str sign, size_t from)
{
    size_t at = str_find_char(text, sign.p[0], from);
    while (at < text.n && !str_starts_with(str_slice(text, at, text.n), sign))
        at = str_find_char(text, sign.p[0], at + 1);
    return at;
}

void match_joined(struct matcher *m, struct str text, struct counted from, struct found_list *found)
{
    static const struct {
        struct str sign;
        unsigned first_byte; /* as first_bytes_from() returns it */
    } signs[] = {{{"-", 1}, 1},       {{".", 1}, 2},       {{"]", 1}, 4},      {{")", 1}, 8},
                 {{"\u00AD", 2}, 16}, {{"\u2010", 3}, 32}, {{"\u2011", 3}, 32}};
    size_t n_before = found->n;
    const unsigned first_bytes = first_bytes_from(text, from.offset);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        struct counted counted = from;
        const struct str sign = signs[i].sign;
        size_t at = first_bytes & signs[i].first_byte ? find_sign(text, sign, from.offset) : text.n;
        for (; at < text.n; at = find_sign(text, sign, at + 1))
            if (may_join(text, at, sign.n))
                match_word(m, text, at, sign.n, &counted, found);
    }
    if (m->has_digits)
        match_numbers(m, text, from, found);
    if (found->n > n_before)
        merge(found, n_before);
}
