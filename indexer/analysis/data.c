/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells data from language by the words of a text and what is between them. */
#include "indexer/analysis/data.h"

/* Returns whether one of eight bytes is a digit. With the highest bits cleared, the first addition
 * carries into them from "0" up, the second above "9". */
static bool is_digit_among(uint64_t bytes)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones * 0x80, low = bytes & ~high;
    return ((low + ones * (0x80 - '0')) & ~(low + ones * (0x7F - '9')) & ~bytes & high) != 0;
}

static bool has_digit(const struct form_count *count)
{
    if (is_digit_among(count->head.low) || is_digit_among(count->head.high))
        return true;
    for (size_t i = HEAD_BYTES; i < count->form_bytes; i++)
        if (ascii_is_digit(count->bytes[i]))
            return true;
    return false;
}

/* Returns whether a few words make up most of a text: two random words of it are the same at least
 * as often as in a text of FEW_WORDS equally frequent words (Simpson's index, 1949). Prose is like
 * one of about a hundred. */
static bool is_of_few_words(const struct form_counts *h, size_t n_words)
{
    enum { FEW_WORDS = 20 };
    double n_same = 0;
    for (size_t i = 0; i < h->n; i++)
        n_same += (double)h->forms[i].n * h->forms[i].n;
    return n_same * FEW_WORDS >= (double)n_words * (double)n_words;
}

/* Returns whether a program wrote a text for programs, such as a search index or minified code:
 * there is next to no white space between its words, or its lines are endless and full of quotation
 * marks, as in `{"names": ["find", "seek"], "at": [[14, 3], [2, 1]]}`. Scripts other than Latin may
 * do without white space. */
static bool is_packed(struct str text, size_t n_words)
{
    enum { WORDS_A_BLANK = 5, MIN_PART_ASCII = 2, LINE_BYTES = 500, WORDS_A_QUOTE = 4 };
    size_t n_blanks = 0, n_lines = 1, n_quotes = 0, n_other = 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        n_blanks += c <= ' ';
        n_lines += c == '\n';
        n_quotes += c == '"';
        n_other += c >= 0x80;
    }
    return (n_blanks < n_words / WORDS_A_BLANK && n_other < text.n / MIN_PART_ASCII) ||
           (n_lines < text.n / LINE_BYTES && n_quotes > n_words / WORDS_A_QUOTE);
}

bool data_is(const struct form_counts *h, size_t n_words)
{
    enum { MIN_WORDS = 300, MIN_PERCENT_DIGITS = 60 };
    size_t n_digits = 0;
    if (n_words < MIN_WORDS)
        return false;
    for (size_t i = 0; i < h->n; i++)
        n_digits += has_digit(&h->forms[i]) ? h->forms[i].n : 0;
    return n_digits >= n_words / 100 * MIN_PERCENT_DIGITS || is_packed(h->text, n_words) ||
           (h->n < n_words / h->n && is_of_few_words(h, n_words));
}
