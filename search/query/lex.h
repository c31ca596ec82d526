/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_QUERY_LEX_H
#define PRESSMARK_SEARCH_QUERY_LEX_H

/* Splits the text of a query into lexemes for parse.c. This is where operators are told from mere
 * punctuation. */

#include "base/arena.h"

#include <stdint.h>

enum { LEX_MAX_DEPTH = 64 }; /* of brackets; deeper ones are punctuation */

enum lexeme_kind {
    LEX_END,
    LEX_WORD,   /* a piece without blanks */
    LEX_PHRASE, /* text is what is between the quotes */
    LEX_FIELD,  /* text is the name in lower case; a word, a phrase or LEX_OPEN follows */
    LEX_OPEN,
    LEX_CLOSE, /* only if a bracket is open */
    LEX_PLUS,
    LEX_MINUS,
    LEX_AND,
    LEX_OR,
    LEX_NOT,
    LEX_NEAR, /* window is the most words that may be between the two */
    LEX_ADJ,  /* the same, but in the order of the query */
};

struct lexeme {
    enum lexeme_kind kind;
    struct str text;
    uint32_t column; /* in characters, from 1 */
    uint32_t window;
};

/* Returns all lexemes of text, which must be valid UTF-8; the last is LEX_END. The array is on
 * arena, and its texts point into text. Takes linear time. */
struct lexeme *lex_query(struct str text, struct arena *arena);

/* Returns text with the ASCII forms of full-width signs and operators ("（ａ　ＯＲ　ｂ）") where
 * these act as such. The number of characters does not change. */
struct str lex_narrow(struct str text, struct arena *arena);

/* Returns true if a bare word is one of the operators AND, OR, NOT, NEAR, NEAR/n, ADJ and ADJ/n,
 * and then fills in kind and window of lexeme. */
bool lex_operator(struct str word, struct lexeme *lexeme);

/* Turns those operators among n lexemes that have no operand, or are in capitals among capitals,
 * into words. Takes linear time. */
void lex_settle_operators(struct lexeme *lexemes, size_t n, struct arena *arena);

/* Returns true if s contains anything but blanks and ASCII punctuation. */
bool lex_has_word(struct str s);

/* Returns true for a word in capitals that has at least two letters: "GUILTY", "FBI". */
bool lex_is_in_capitals(struct str word);

/* Returns true if the text after a "-" reads as an option of a command and not as a word to
 * exclude: a single letter, letters that are no word ("xzf"), a letter with a number or a value
 * ("O2", "std=c99", "c:v"), a number with a unit ("1px"), or a name of several parts
 * ("gen-clang-attrs", "ddump-asm"). */
bool lex_is_option(struct str s);

/* Returns true if a text is a command line, so that everything that begins with "-" in it is an
 * option. This is so if one of these reads as an option and does not have exactly two letters, if
 * one begins with "--", if the text has something that only a shell is told ("{}", "./x",
 * "Get-ChildItem"), or if
 * it calls one an option: "option -help", "-version tblgen option". */
bool lex_is_command(struct str text);

/* Returns true if digits at offset, with a "+" before them, are those of a telephone: one to three
 * digits and then others in groups ("+49 176 1234567"), or ten and more at once. */
bool lex_is_telephone(struct str s, size_t offset);
/* Returns true if a word at offset, with a "-" before it, is a time zone and not a year to exclude:
 * "21:52:11 2008 -0700". */
bool lex_is_time_zone(struct str s, size_t offset, struct str word);

/* Returns true if s consists of "*". */
bool lex_are_stars(struct str s);

/* Returns true if the text after "name:" is the value of a field. "note://x", "std::x" and
 * "main.c:42" are plain text. */
bool lex_is_value(struct str name, struct str text);

#endif
