/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_LANGUAGE_H
#define PRESSMARK_TEXT_LANGUAGE_H

/* Languages: their codes, their stop words, and in which one a text is written.
 *
 * All data are compiled in, so that the same text gives the same language on every machine. */

#include "base/str.h"

#include <stdint.h>

/* A small number for a language, valid only within one process: an index stores the code. 0 stands
 * for an unknown language, see language_or_default(). */
typedef uint8_t language_id;
enum { LANGUAGE_UNKNOWN = 0, LANGUAGE_LIMIT = 64 };

language_id language_count(void); /* ids are 1 .. language_count() */
/* Returns the language for a code of ISO 639 ("de", also "de-AT", "de_DE.UTF-8", "DE", "deu",
 * "ger") or a name ("german", "Deutsch"). */
language_id language_by_code(struct str code);
/* Returns true if the code is in ISO 639-1, whether the language is known here or not. */
bool language_is_code(struct str code);
const char *language_code(language_id id); /* "de"; "" for LANGUAGE_UNKNOWN */
/* Returns the language whose rules apply to a text: id, or English for LANGUAGE_UNKNOWN (short
 * texts, tables of figures). */
language_id language_or_default(language_id id);

/* Returns the language in which text is most likely written, or LANGUAGE_UNKNOWN if it says too
 * little. text must be valid UTF-8; a few thousand bytes of it are examined. Scripts decide first,
 * then the share of each language's most frequent words. */
language_id language_detect(struct str text);

/* Returns true if form (folded, with marks, as token.form in analyser.h) is a stop word of the
 * language, by the lists of the Snowball project. Always false for LANGUAGE_UNKNOWN.
 * Thread-safe. */
bool language_is_stop_word(language_id id, struct str form);
/* Returns all stop words of a language, folded, with a space before and after each. */
const char *language_stop_words(language_id id);

#endif
