/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_SPELLINGS_H
#define PRESSMARK_TEXT_SPELLINGS_H

/* Other spellings of a word, by which it is found too, behind those that are spelt as asked for:
 *
 *   - the parts of camelCase and of letters beside digits: "get", "user" of "getUser", "html" and
 *     "html5" of "HTML5Parser";
 *   - without the apostrophe ("dont", "obrien") or the ampersand ("att");
 *   - numbers without the separators of their groups, and with a full stop before decimals; without
 *     these where they are ".00";
 *   - with ae, oe, ue for the letters with dots in German, aa and oe for those of Scandinavia;
 *   - without "and" in front (wa) in Arabic;
 *   - of two tokens that are one word: broken at the end of a line ("imple-", "mentation"),
 * "e-mail" as "email", "UTF-8" as "utf8", "Ph.D." as "phd".
 *
 * Folding has the rest: nukta, half letters, traditional characters (fold.h). */

#include "base/buf.h"
#include "text/language.h"
#include "text/token.h"

enum { SPELLINGS_MAX = 16 };

/* Forms, folded. Zero-initialise; spellings_done(). */
struct spellings {
    struct str items[SPELLINGS_MAX];
    size_t n, n_parts; /* the first are parts, the others the whole word */
    struct buf bytes;  /* of the items, */
    size_t starts[SPELLINGS_MAX], ends[SPELLINGS_MAX];
};

void spellings_done(struct spellings *s);

/* Whether a word may have any, so that it is worth asking: in ASCII where capitals or digits stand
 * inside of letters, or with a sign. */
bool spellings_may_have(struct str typed);

/* Fills in those of a word as it was typed, with its form, in a language. Without typed: those that
 * its form tells of, which has no parts. */
void spellings_of_word(struct spellings *s, struct str typed, struct str form,
                       language_id language);

/* Whether two tokens, [first, first_end) and [second, end) of text, are one word; then what is
 * between them is left out. */
bool spellings_are_one(struct str text, size_t first, size_t first_end, size_t second, size_t end);
/* The two as one form; valid until the next call on s. */
struct str spellings_join(struct spellings *s, struct str left, struct str right);

/* The digits of a number whose groups stand apart by blanks that do not break, of which the token
 * [start, end) of text is the last; valid until the next call on s. *ret_first is where the number
 * starts. Empty: it is no such token. */
struct str spellings_number(struct spellings *s, struct str text, size_t start, size_t end,
                            size_t *ret_first);

#endif
