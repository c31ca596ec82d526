/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_ANALYSER_H
#define PRESSMARK_TEXT_ANALYSER_H

/* The analyser: it turns the text of documents, queries and passages into terms, so that all of
 * them agree.
 *
 * Words are those of UAX #29 (libunistring), with these differences, each of which helps to find
 * more:
 *   - '.', ':' and '_' between letters separate words ("www.ice.gov" and "secure_communities" are
 *     several), as "/" and "-" do in the standard; "3.14" and "1,000" stay whole;
 *   - single letters with full stops are an acronym and lose the stops: "U.S." is "us";
 *   - an apostrophe inside a word is kept ("don't"; U+2019 counts as "'");
 *   - "C++", "C#" and "F#" keep their signs; "&" joins one or two ASCII letters on each side
 *     ("AT&T", "R&D");
 *   - subscript digits stay in the word ("CO2"); other signs that NFKC turns into letters, such as
 *     the trademark sign, are words by themselves;
 *   - a pictograph or a flag is a token, together with its modifiers;
 *   - runs of Han, Hiragana, Katakana, Thai, Lao, Khmer and Myanmar (and of Hangul, if the settings
 *     ask for it) become overlapping pairs of characters; a run of one character is that character.
 *
 * Every word is then folded: NFKC, full case folding (U+0130 and U+0131 as i), and normalisation of
 * letters that people do not distinguish when they type (Cyrillic yo, Arabic alef forms, tatweel
 * and vowel signs, Persian kaf and yeh, Hebrew points, Romanian comma and cedilla, traditional
 * Chinese characters, digits of any script). The result is the token's form, which the stemmers
 * expect. The term is the form without marks in Latin and Greek ("café" has the term "cafe", "Łódź"
 * "lodz") and with heh for teh marbuta. Both are stable: analysed again, they give the same token.
 *
 * Text without bytes above 0x7F takes a separate path that never calls libunistring. */

#include "base/buf.h"
#include "base/head.h"
#include "text/language.h"
#include "text/token.h"

#include <stdint.h>

/* Incremented whenever the same text gives other terms than before. An index records it. */
enum { ANALYSER_VERSION = 2 };

struct analyser_settings {
    bool keep_marks;     /* terms keep their marks: "cafe" does not find "café" */
    bool hangul_bigrams; /* Hangul runs become pairs too */
};

struct token {
    enum token_kind kind;
    struct str form;   /* folded, with marks: the input of analyser_stem() and of the stop words */
    struct str term;   /* what is indexed and searched; equal to form for ASCII */
    size_t start, end; /* bytes [start, end) of the text, on boundaries of characters */
    uint32_t position; /* The word's position. Each token's is one above that of the token before
                        * it, also within a run of pairs, but more by ANALYSER_GAP if an empty line,
                        * a form feed, a "|" between blanks or, at the beginning of a line, the sign
                        * of a list's item separates them, and by ANALYSER_ITEM_GAP if a tab at the
                        * end of a line does. */
};

struct analyser; /* for one thread at a time; holds caches */

struct analyser *analyser_new(struct analyser_settings settings);
void analyser_free(struct analyser *a);

/* Starts on text, which must be valid UTF-8 and stay in place until the last analyser_next(). The
 * first token gets the position first_position. */
void analyser_start(struct analyser *a, struct str text, uint32_t first_position);

/* Returns the next token, or false at the end of the text. form and term are valid until the next
 * call on a. The range of a TOKEN_PAIR covers both characters, so that neighbouring pairs
 * overlap. */
bool analyser_next(struct analyser *a, struct token *token);

/* Returns the position that a next token would have, at the end of the text. */
uint32_t analyser_position(const struct analyser *a);
/* Where the last token ended; 0 where there was none. */
size_t analyser_end(const struct analyser *a);

/* A faster way through a text, instead of analyser_next(). Returns the next tokens that are plain
 * words, as most are: ASCII letters and digits followed by a separator. Each is a TOKEN_WORD whose
 * term equals its form. Returns their number; if it is less than PLAIN_WORDS, analyser_next_other()
 * must be called next, which says whether there is more. */
enum { PLAIN_WORDS = 32 };
struct plain_word {
    struct head head; /* of the form */
    size_t start;     /* in the text */
    uint32_t n, position;
    bool is_mixed; /* it has parts: camelCase, or letters next to digits (spellings.h) */
    bool may_join; /* it may be one word or number with the previous token */
};
size_t analyser_plain_words(struct analyser *a, struct plain_word words[PLAIN_WORDS]);
/* Returns the form of a plain word. It is valid as long as the word, and until the next call on a.
 */
struct str analyser_plain_form(struct analyser *a, const struct plain_word *word);
/* Does what analyser_plain_words() does, but skips words that are not wanted, whose positions are
 * counted. Bit n of wanted[first byte of the form] says whether forms of n bytes are wanted; bit 63
 * stands for 63 bytes or more. Mixed words are always wanted. */
enum { WANTED_FIRST_BYTES = 128 };
size_t analyser_wanted_words(struct analyser *a, const uint64_t wanted[WANTED_FIRST_BYTES],
                             struct plain_word words[PLAIN_WORDS]);
/* Returns the next token after one of these two returned fewer than PLAIN_WORDS, or false at the
 * end of the text. */
bool analyser_next_other(struct analyser *a, struct token *token);

/* Returns the stem of form in a language, of at most ANALYSER_MAX_TERM_BYTES and, like terms,
 * without marks, or the term itself if the language has no stemmer. LANGUAGE_UNKNOWN is replaced by
 * language_or_default(). In French, Italian, Catalan and Irish elided articles (l', d', qu', dell')
 * are removed first, and in Turkish what follows an apostrophe. The result is valid until the next
 * call on a. */
struct str analyser_stem(struct analyser *a, language_id language, struct str form);

/* Returns the term for a form, as in struct token. It is valid until the next call on a. */
struct str analyser_term(struct analyser *a, struct str form);

/* Folds a whole string without splitting it into words, for values that are compared as a whole
 * (tags, file name extensions). Appends the result to out. */
void analyser_fold(struct analyser *a, struct str s, struct buf *out);

/* Makes ASCII text take the general path too. Only tests use this, to compare the two paths. */
void analyser_disable_ascii_path(struct analyser *a);

/* Returns the names and versions of the stemming and the Unicode library, for the manifest: an
 * index whose stems another version made may answer a little differently. In static storage. */
const char *analyser_libraries(void);

#endif
