/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_BYTE_KINDS_H
#define PRESSMARK_TEXT_BYTE_KINDS_H

/* Which bytes belong to words and which separate them: the rules of the analyser for ASCII, and for
 * the few other characters that it recognises without libunistring. */

#include "base/str.h"

#include <stdint.h>

/* Classes of bytes. A segment is a run of bytes with one of the flags in WORDY. */
enum {
    LOWER = 1,
    UPPER = 2,
    DIGIT = 4,
    MIDDLE = 8, /* separates or not, see word_end() in analyser.c */
    HIGH = 16,  /* part of a character outside ASCII */
    JOINS = 32, /* see between_is_joined() */
    STOP = 64,  /* separates except between digits and after single letters */
    LETTER = LOWER | UPPER,
    WORDY = LETTER | DIGIT | MIDDLE | HIGH,
};

extern const uint8_t byte_kinds[256];

/* Returns the class of the byte at i, or 0 after the end of the text. */
static inline uint8_t kind_at(struct str text, size_t i)
{
    return i < text.n ? byte_kinds[(unsigned char)text.p[i]] : 0;
}

/* Returns the length of the character at i if it is outside ASCII and one of the frequent ones that
 * always separate: spaces, dashes, quotation marks that are no apostrophes, and East Asian stops
 * and brackets. Otherwise returns 0, also for rarer separators. */
static inline size_t wide_separator(struct str text, size_t i)
{
    unsigned char lead = (unsigned char)text.p[i], second, third;

    if (lead != 0xC2 && lead != 0xE2 && lead != 0xE3)
        return 0;
    second = (unsigned char)text.p[i + 1];
    if (lead == 0xC2)
        return second == 0xA0 || second == 0xAB || second == 0xBB ? 2 : 0;
    if (second != 0x80)
        return 0;
    third = (unsigned char)text.p[i + 2];
    if (lead == 0xE3) /* U+3000 .. U+3002, U+3008 .. U+3011 */
        return third <= 0x82 || (third >= 0x88 && third <= 0x91) ? 3 : 0;
    /* U+2000 .. U+200B, U+2010 .. U+2015, U+201A .. U+2023, U+2026, U+2039 and U+203A */
    return third <= 0x8B || (third >= 0x90 && third <= 0x95) || (third >= 0x9A && third <= 0xA3) ||
                   third == 0xA6 || third == 0xB9 || third == 0xBA
               ? 3
               : 0;
}

/* Returns true if the byte at i > 0 ends a segment. */
static inline bool separates(struct str text, size_t i)
{
    uint8_t kind = kind_at(text, i);

    if (kind & HIGH)
        return wide_separator(text, i) > 0;
    /* Hebrew acronyms have a quotation mark inside. */
    return !(kind & WORDY) && !(i + 1 < text.n && text.p[i] == '"' && kind_at(text, i - 1) & HIGH &&
                                kind_at(text, i + 1) & HIGH);
}

/* Returns true if the letters and digits [start, end) may be only a part of a word. */
static inline bool word_may_go_on(struct str text, size_t start, size_t end)
{
    uint8_t kind = kind_at(text, end);

    if (!(kind & WORDY))
        return false;
    if (kind & HIGH)
        return !wide_separator(text, end);
    if (text.p[end] == '#')
        return true;
    if (end + 1 >= text.n || separates(text, end + 1))
        return false;
    return !(kind & STOP && end - start > 1 && kind_at(text, end - 1) & LETTER &&
             kind_at(text, end + 1) & LETTER);
}

#endif
