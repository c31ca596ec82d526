/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_SPELLINGS_H
#define PRESSMARK_TEXT_SPELLINGS_H

/* Other spellings of a word, by which it is found too, though ranked below the words as they were
 * asked for:
 *
 *   - the parts of camelCase and of letters next to digits: "get" and "user" for "getUser",
 *     "html" and "html5" for "HTML5Parser";
 *   - the parts that non-joiners divide in Arabic script, and the part behind an article, as in
 *     "l'eau";
 *   - without the apostrophe ("dont", "obrien"), letters like it ("hawaii"), the ampersand ("att"),
 *     the middle dot of Catalan, or the "v" of a version number;
 *   - numbers without the separators of groups and with a full stop before decimals, and without
 *     the decimals if these are ".00"; the digits alone of a number in groups, as those of
 *     telephones and books have ("212-456-7890");
 *   - with ae, oe and ue for the German letters with dots, and aa and oe for those of Scandinavia;
 *   - without the prefix "and" (wa) in Arabic, prefixes of one letter in Hebrew, and endings of
 *     Bengali, for which there is no stemmer;
 *   - two tokens as one word: broken at the end of a line ("imple-", "mentation"), "e-mail" as
 *     "email", "UTF-8" as "utf8", "Ph.D." as "phd", "[S]ecure" as "secure".
 *
 * Folding provides the rest: nukta, half letters, traditional characters (fold.h). */

#include "base/buf.h"
#include "text/language.h"
#include "text/token.h"

enum {
    SPELLINGS_MAX = 16,
    SPELLINGS_MIN_DIGITS = 9,  /* of a number in groups, which is more than a date has, */
    SPELLINGS_MAX_DIGITS = 15, /* and the most */
};

/* Folded forms. Zero-initialise it and free it with spellings_done(). */
struct spellings {
    struct str items[SPELLINGS_MAX];
    size_t n, n_parts; /* the first n_parts are parts, the others spellings of the whole word */
    struct buf bytes;  /* of the items */
    size_t starts[SPELLINGS_MAX], ends[SPELLINGS_MAX];
};

void spellings_done(struct spellings *s);

/* Returns false if a word certainly has no other spellings: if it is ASCII without signs, and
 * without capitals or digits after its first letter. */
bool spellings_may_have(struct str typed);

/* Fills in the spellings of a word in a language, from the word as it was typed and its form. If
 * typed is empty, only those that follow from the form, which has no parts. */
void spellings_of_word(struct spellings *s, struct str typed, struct str form,
                       language_id language);

/* Returns a form without the signs inside that people leave out and that no language has as
 * letters, as "att" for "at&t", or an empty string if it has none; valid until the next call on s.
 * Apostrophes are not among them. */
struct str spellings_without_signs(struct spellings *s, struct str form);

/* Returns true if a soft hyphen, which then belongs to the token, is the last before offset. */
static inline bool spellings_ends_softly(struct str text, size_t offset)
{
    return offset >= 2 && text.p[offset - 1] == '\xAD' && text.p[offset - 2] == '\xC2';
}

/* Returns false if a token that ends at offset certainly is not one word with the next: no hyphen,
 * full stop or closing bracket follows. */
static inline bool spellings_may_go_on(struct str text, size_t offset)
{
    static const char signs[] = {'-', '.', ']', ')', '\xC2', '\xE2'};
    return (offset < text.n && memchr(signs, text.p[offset], sizeof signs)) ||
           spellings_ends_softly(text, offset);
}

/* Returns true if two tokens, [*first, first_end) and [second, end) of text, are parts of one word.
 * Moves *first back to the start of the word if that is in an earlier token, as in "E[x]tract". */
bool spellings_are_one(struct str text, size_t *first, size_t first_end, size_t second, size_t end);
/* Returns the form of such a word, which is its folded letters and digits; valid until the next
 * call on s. */
struct str spellings_join(struct spellings *s, struct str word);

/* Returns the digits of a number whose groups are separated by no-break spaces and whose last group
 * is the token [start, end) of text; valid until the next call on s. *ret_first is where the number
 * begins. Returns an empty string if the token is not the last of several groups. */
struct str spellings_number(struct spellings *s, struct str text, size_t start, size_t end,
                            size_t *ret_first);

/* Does the same for the digits of several groups that hyphens separate, where the token is the last
 * of them: "(212) 456-7890". */
struct str spellings_digits(struct spellings *s, struct str text, size_t start, size_t end,
                            size_t *ret_first);

#endif
