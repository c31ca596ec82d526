/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_ANALYSER_H
#define PRESSMARK_TEXT_ANALYSER_H

/* The one analyser: documents, queries and passages all become terms here.
 *
 * Words are those of UAX #29 (libunistring) with these differences, each for the sake of finding:
 *   - '.', ':' and '_' between letters separate ("www.ice.gov", "secure_communities" are several
 *     words), so do "/" and "-" as in the standard; "3.14" and "1,000" stay whole;
 *   - single letters with full stops are an acronym and lose the stops: "U.S." is "us";
 *   - an apostrophe inside a word is kept ("don't"; U+2019 counts as "'");
 *   - "C++", "C#", "F#" keep their signs; "&" joins one or two letters of ASCII on
 *     each side ("AT&T", "R&D");
 *   - digits set below the line stay in the word ("CO2"), other signs that NFKC makes letters of,
 *     such as the trademark sign, are words by themselves;
 *   - a pictograph or a flag is a token, with what modifies it;
 *   - runs of Han, Hiragana, Katakana, Thai, Lao, Khmer and Myanmar (and Hangul, where the settings
 *     ask for it) become overlapping pairs of characters; a run of one character is that character.
 * Every word is then folded: NFKC, full case folding (U+0130 and U+0131 as i), and normalised where
 * a script has letters that people do not tell apart when they type (Cyrillic yo, Arabic alef
 * forms, tatweel and vowel signs, Persian kaf and yeh, Hebrew points, Romanian comma and cedilla,
 * traditional Chinese characters, digits of any script). That is the token's form, which the
 * stemmers know. The term is the form without marks in Latin and Greek ("café" has the term "cafe",
 * "Łódź" "lodz") and with heh for teh marbuta. Both are stable: they give the same token as the
 * text they came from.
 *
 * Text without a byte over 0x7F takes a path of its own that never calls libunistring. */

#include "base/buf.h"
#include "text/language.h"
#include "text/token.h"

#include <stdint.h>

/* Raised whenever the same text gives other terms than before. An index records it. */
enum { ANALYSER_VERSION = 2 };
/* So many positions are left out between two paragraphs, pages or cells of a table, so that no
 * phrase reaches from one into the other. */
enum { ANALYSER_GAP = 10 };

struct analyser_settings {
    bool keep_marks;     /* terms keep their marks: "cafe" does not find "café" */
    bool hangul_bigrams; /* Hangul runs become pairs too */
};

struct token {
    enum token_kind kind;
    struct str form;   /* folded, marks kept: what analyser_stem() and the stop words take */
    struct str term;   /* what is indexed and searched; equal to form for ASCII */
    size_t start, end; /* bytes [start, end) of the text: slices of whole characters */
    uint32_t position; /* of the word; each token's is one above the one before it, also inside a
                          run of pairs, but for ANALYSER_GAP where an empty line, a form feed or a
                          "|" between blanks stands between the two. */
};

struct analyser; /* one thread at a time; holds caches */

struct analyser *analyser_new(struct analyser_settings settings);
void analyser_free(struct analyser *a);

/* Starts on text, valid UTF-8, which must stay until the last analyser_next(). The first token has
 * position first_position. */
void analyser_start(struct analyser *a, struct str text, uint32_t first_position);

/* The next token; false at the end of the text. form and term are valid until the next call on a.
 * kind TOKEN_PAIR's [start, end) spans both characters, so neighbouring pairs overlap. */
bool analyser_next(struct analyser *a, struct token *token);

/* The position of the next token, at the end of the text. */
uint32_t analyser_position(const struct analyser *a);

/* A faster way through a text, instead of analyser_next(): the next tokens that are plain words, as
 * most are, letters and digits of ASCII with a separator behind them. Returns how many; after fewer
 * than PLAIN_WORDS, analyser_next_other() is next, and says whether there is more. Each is a token
 * of TOKEN_WORD whose term is its form. Valid until the next call on a. */
enum { PLAIN_WORDS = 32, PLAIN_WORD_READABLE = 16 };
struct plain_word {
    const char *form; /* so many bytes can be read there, if n is less */
    size_t start;     /* in the text */
    uint32_t n, position;
    bool is_mixed;       /* it has parts: camelCase, or letters beside digits (spellings.h) */
    bool is_behind_sign; /* "-" or "." stands behind the token before it */
};
size_t analyser_plain_words(struct analyser *a, struct plain_word words[PLAIN_WORDS]);
/* The same, but words that are not wanted are passed over, counted in the positions: wanted tells
 * by a form's first byte, by bit n, of which of n bytes are; bit 63: of 63 or more. Words that are
 * mixed are wanted. */
enum { WANTED_FIRST_BYTES = 128 };
size_t analyser_wanted_words(struct analyser *a, const uint64_t wanted[WANTED_FIRST_BYTES],
                             struct plain_word words[PLAIN_WORDS]);
/* The next token after fewer than PLAIN_WORDS of either; false at the end of the text. */
bool analyser_next_other(struct analyser *a, struct token *token);

/* Whether a token that starts at start touches the one before it, which ended at last_end: nothing
 * but "." ":" "_" "-" "'" "/" "@" or "&" (or a hyphen or the apostrophe outside ASCII) stands
 * between the two, as in "ice.gov" or "well-known"; or it is a further pair of the same run. A
 * query makes a phrase of joined tokens. */
bool analyser_is_joined(struct str text, size_t last_end, size_t start);

/* The stem of form in a language, without marks (as terms are), at most ANALYSER_MAX_TERM_BYTES;
 * the term itself where the language has no stemmer; LANGUAGE_UNKNOWN is language_or_default().
 * Elided articles (l', d', qu', dell') are taken off in French, Italian, Catalan and Irish first,
 * and what follows an apostrophe in Turkish. The result is valid until the next call on a. */
struct str analyser_stem(struct analyser *a, language_id language, struct str form);

/* The term of a form: token.term without the token. Valid until the next call on a. */
struct str analyser_term(struct analyser *a, struct str form);

/* Folds a whole string with nothing cut out, for things that are compared but not divided into
 * words (tags, file name extensions). Appends to out. */
void analyser_fold(struct analyser *a, struct str s, struct buf *out);

/* Sends text in ASCII the general way too. Only the tests do that, to compare the two ways. */
void analyser_disable_ascii_path(struct analyser *a);

/* Names the stemming library and the Unicode library with their versions, for the manifest: an
 * index whose stems another version made may answer a little differently. Static storage. */
const char *analyser_libraries(void);

#endif
