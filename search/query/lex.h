/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_QUERY_LEX_H
#define PRESSMARK_SEARCH_QUERY_LEX_H

/* Query text -> lexemes, for parse.c. What is an operator and what is only punctuation is decided
 * here. */

#include "base/arena.h"

#include <stdint.h>

enum { LEX_MAX_DEPTH = 64 }; /* of brackets; others are punctuation */

enum lexeme_kind {
    LEX_END,
    LEX_WORD,   /* a piece without blanks */
    LEX_PHRASE, /* text: what stands between the quotes */
    LEX_FIELD,  /* text: the name in lower case; a word, a phrase or LEX_OPEN follows */
    LEX_OPEN,
    LEX_CLOSE, /* only where one is open */
    LEX_PLUS,
    LEX_MINUS,
    LEX_AND,
    LEX_OR,
    LEX_NOT,
    LEX_NEAR, /* window: how many words may stand between */
    LEX_ADJ,  /* the same, in that order */
};

struct lexeme {
    enum lexeme_kind kind;
    struct str text;
    uint32_t column; /* from 1, in characters */
    uint32_t window;
};

/* All lexemes of text (valid UTF-8), the last is LEX_END. On arena; texts borrow from text. Linear.
 */
struct lexeme *lex_query(struct str text, struct arena *arena);

/* text with those signs and operators in ASCII that stand in it as wide as an ideograph
 * ("（ａ　ＯＲ　ｂ）"), where they act; each character is one still. */
struct str lex_narrow(struct str text, struct arena *arena);

/* Whether a bare word is an operator: AND, OR, NOT, NEAR, NEAR/n, ADJ, ADJ/n. Fills in kind and
 * window. */
bool lex_operator(struct str word, struct lexeme *lexeme);

/* Makes words of those operators of n lexemes that can be nothing else. Linear. */
void lex_settle_operators(struct lexeme *lexemes, size_t n, struct arena *arena);

/* Whether there is anything in s but blanks and ASCII punctuation. */
bool lex_has_word(struct str s);

/* Whether a word is in capitals, of which it has two at least: "GUILTY", "FBI". */
bool lex_is_in_capitals(struct str word);

/* Whether what stands behind a "-" reads as an option of a command, and not as a word to leave out:
 * one letter, letters that are no word ("xzf"), a letter with a number or a value ("O2",
 * "std=c99").
 */
bool lex_is_option(struct str s);

/* Whether a text is a command line, in which all that begins with a "-" is an option: one is there
 * that reads as such and has not just two letters, or one with "--", or what only a shell is told ("{}", "./x"). */
bool lex_is_command(struct str text);

/* Whether text behind "name:" is the field's value: "note://x", "std::x" and "main.c:42" are plain
 * text. */
bool lex_is_value(struct str name, struct str text);

#endif
