/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds where a word of the query may stand in a text, 32 bytes at a time. */
#include "search/passage/beginnings.h"

#include <endian.h>

enum {
    BLOCK_BYTES = 32,
    BLOCK_LETTERS = 3,         /* of a beginning that are compared in a block */
    AHEAD = BLOCK_LETTERS - 1, /* bytes after a block that are compared, too */
    NEAR_BYTES = 32,           /* stretches that are this close are joined, which costs less */
};

/* The result of a comparison has all bits of a byte set, or none. */
typedef uint8_t block __attribute__((vector_size(BLOCK_BYTES)));

/* ---- the beginnings ---- */

static char simple_of(char c)
{
    char small = (char)(c | 0x20);
    return small == 'y' ? 'i' : small;
}

/* How many letters of match its words certainly begin with. A word may lack the last letter of its
 * English stem ("using" has the stem "use"), but of a stem of three letters only an "e". */
static size_t count_telling(const struct plan_match *match, size_t kept_letters)
{
    size_t n = match->text.n;
    bool is_last_unsure = match->kind == MATCH_STEM && n >= BLOCK_LETTERS &&
                          (n > BLOCK_LETTERS || match->text.p[n - 1] == 'e');
    n -= is_last_unsure;
    if (match->kind == MATCH_STEM && n > kept_letters)
        n = kept_letters;
    return n < BEGINNING_BYTES ? n : BEGINNING_BYTES;
}

static bool is_part_of(const struct beginning *part, const struct beginning *whole)
{
    return part->n <= whole->n && memcmp(part->letters, whole->letters, part->n) == 0;
}

static void add(struct beginnings *b, const struct beginning *item)
{
    size_t n = 0;
    for (size_t i = 0; i < b->n; i++) {
        if (is_part_of(&b->items[i], item))
            return;
        if (!is_part_of(item, &b->items[i]))
            b->items[n++] = b->items[i];
    }
    b->n = n;
    if (n < MAX_BEGINNINGS)
        b->items[b->n++] = *item;
    else
        b->is_everywhere = true;
}

void beginnings_add(struct beginnings *b, const struct plan_match *match, size_t kept_letters)
{
    struct beginning item = {.n = (uint8_t)count_telling(match, kept_letters)};
    if (!str_is_ascii(
            match->text)) /* matches only words outside ASCII, which are in a part anyway */
        return;
    for (size_t i = 0; i < item.n; i++) {
        item.letters[i] = simple_of(match->text.p[i]);
        b->is_everywhere |= (match->text.p[i] & 0x20) == 0;
    }
    item.third_mask = item.n >= BLOCK_LETTERS ? 0xFF : 0;
    b->is_everywhere |= item.n < BLOCK_LETTERS - 1;
    if (!b->is_everywhere)
        add(b, &item);
}

/* ---- a block ---- */

#define INLINE static inline __attribute__((always_inline))

INLINE void load(const char *p, block *ret)
{
    memcpy(ret, p, sizeof *ret);
}

/* Converts text as the letters of beginnings are. */
INLINE void simplify(block *b)
{
    *b |= 0x20;
    *b ^= (block)(*b == 'y') & ('y' ^ 'i');
}

/* Finds the signs that may stand in a word but not in its term or other spellings, as in "O'Neill",
 * "U.S.", "1,000" and "e-mail", and a few others. */
INLINE void find_signs(block *b)
{
    *b = (block)(*b - '"' <= '.' - '"') | (block)(*b == ';');
}

INLINE void find_non_letters(block *b)
{
    *b = (block)((*b | 0x20) - 'a' > 'z' - 'a');
}

/* The first place in a block where a word may begin, or BLOCK_BYTES. One byte before p and AHEAD
 * bytes after the block must be readable. */
INLINE size_t find_in_block(const struct beginnings *b, const char *p)
{
    block first, second, third, sign, signs, start;
    load(p - 1, &start);
    load(p, &first);
    load(p + 1, &second);
    load(p + 2, &third);
    sign = second;
    signs = third;
    find_non_letters(&start);
    find_signs(&sign);
    find_signs(&signs);
    sign &= start;
    signs = sign | (signs & start);
    block found = (block)(first >= 0x80);
    simplify(&first);
    simplify(&second);
    simplify(&third);
    for (size_t i = 0; i < b->n; i++) {
        const struct beginning *item = &b->items[i];
        block is_third = signs | (block)((third & item->third_mask) == (uint8_t)item->letters[2]);
        found |= (block)(first == (uint8_t)item->letters[0]) & is_third &
                 (sign | (block)(second == (uint8_t)item->letters[1]));
    }
    uint64_t words[BLOCK_BYTES / sizeof(uint64_t)];
    memcpy(words, &found, sizeof words);
    if ((words[0] | words[1] | words[2] | words[3]) == 0)
        return BLOCK_BYTES;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i])
            return 8 * i + (size_t)__builtin_ctzll(le64toh(words[i])) / 8;
    return BLOCK_BYTES;
}

/* ---- a text ---- */

/* The same for the block at i near an end of the text, with zeros around the text. */
INLINE size_t find_at_edge(const struct beginnings *b, struct str text, size_t i)
{
    char copy[1 + BLOCK_BYTES + AHEAD] = {i > 0 ? text.p[i - 1] : 0};
    size_t n = text.n - i < BLOCK_BYTES + AHEAD ? text.n - i : BLOCK_BYTES + AHEAD;
    memcpy(copy + 1, text.p + i, n);
    return find_in_block(b, copy + 1);
}

/* Where the next word may begin, from i on; text.n or more if nowhere. */
INLINE size_t find(const struct beginnings *b, struct str text, size_t i)
{
    for (; i < text.n; i += BLOCK_BYTES) {
        bool is_inside = i > 0 && text.n - i >= BLOCK_BYTES + AHEAD;
        size_t at = is_inside ? find_in_block(b, text.p + i) : find_at_edge(b, text, i);
        if (at < BLOCK_BYTES)
            return i + at;
    }
    return i;
}

#ifdef __x86_64__
__attribute__((target("avx2"))) static size_t find_by_32(const struct beginnings *b,
                                                         struct str text, size_t i)
{
    return find(b, text, i);
}
#endif

static size_t find_any(const struct beginnings *b, struct str text, size_t i)
{
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2"))
        return find_by_32(b, text, i);
#endif
    return find(b, text, i);
}

static bool is_letter_or_digit(char c)
{
    return ascii_is_alpha(c) || ascii_is_digit(c);
}

/* Whether the text at i agrees with a beginning up to the first sign. */
static bool goes_on(const struct beginning *item, struct str text, size_t i)
{
    for (size_t k = 0; k < item->n && i + k < text.n && is_letter_or_digit(text.p[i + k]); k++)
        if (simple_of(text.p[i + k]) != item->letters[k])
            return false;
    return true;
}

/* Whether a word, or a part of one, may really begin at i. Parts never begin with a lower case
 * letter that follows another letter. */
static bool is_beginning(const struct beginnings *b, struct str text, size_t i)
{
    char c = text.p[i];
    if ((unsigned char)c >= 0x80)
        return true;
    if (i > 0 && c >= 'a' && c <= 'z' && ascii_is_alpha(text.p[i - 1]))
        return false;
    for (size_t k = 0; k < b->n; k++)
        if (goes_on(&b->items[k], text, i))
            return true;
    return false;
}

static size_t find_next(const struct beginnings *b, size_t i)
{
    for (i = find_any(b, b->text, i); i < b->text.n; i = find_any(b, b->text, i + 1))
        if (is_beginning(b, b->text, i))
            return i;
    return b->text.n;
}

static size_t skip_stretch(struct str text, size_t i)
{
    while (i < text.n && !ascii_is_space(text.p[i]))
        i++;
    return i;
}

static size_t skip_blanks(struct str text, size_t i)
{
    while (i < text.n && ascii_is_space(text.p[i]))
        i++;
    return i;
}

/* The end of the stretch without blanks at i, and of the next one if it ends with a hyphen. */
static size_t stretch_end(struct str text, size_t i)
{
    size_t end = skip_stretch(text, i);
    while (end < text.n && end > i && text.p[end - 1] == '-')
        end = skip_stretch(text, skip_blanks(text, end));
    return end;
}

void beginnings_start(struct beginnings *b, struct str text, size_t from)
{
    b->text = text;
    b->done = from;
    b->next = find_next(b, from);
}

bool beginnings_next(struct beginnings *b, struct cut_range *ret)
{
    if (b->next >= b->text.n)
        return false;
    ret->start = b->next;
    while (ret->start > b->done && !ascii_is_space(b->text.p[ret->start - 1]))
        ret->start--;
    do {
        b->done = stretch_end(b->text, b->next);
        b->next = find_next(b, b->done);
    } while (b->next < b->text.n && b->next - b->done <= NEAR_BYTES);
    ret->end = b->done;
    return true;
}
