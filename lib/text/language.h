/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_LANGUAGE_H
#define PRESSMARK_TEXT_LANGUAGE_H

/* Languages: their codes, which one a text is written in, their stop words.
 *
 * All of it is data compiled in, so that the same text gives the same language on every machine. */

#include "base/str.h"

#include <stdint.h>

/* A small number for a language, valid inside one process only: an index stores the code. 0 is
 * "not known": see language_or_default(). */
typedef uint8_t language_id;
enum { LANGUAGE_UNKNOWN = 0, LANGUAGE_LIMIT = 64 };

language_id language_count(void); /* ids are 1 .. language_count() */
/* By code of ISO 639 ("de", also "de-AT", "de_DE.UTF-8", "DE", "deu", "ger") or name ("german",
 * "Deutsch"). */
language_id language_by_code(struct str code);
/* Whether ISO 639-1 has the code, of a language known here or not. */
bool language_is_code(struct str code);
const char *language_code(language_id id); /* "de"; "" for LANGUAGE_UNKNOWN */
/* The language whose rules apply to a text: id, and English for LANGUAGE_UNKNOWN (short texts,
 * tables of figures). */
language_id language_or_default(language_id id);

/* The language that text (valid UTF-8; the first few thousand bytes are looked at) is most likely
 * written in; LANGUAGE_UNKNOWN where it says too little. Scripts decide first, then the share of
 * each language's most frequent words. */
language_id language_detect(struct str text);

/* Whether form (folded, marks kept: token.form of analyser.h) is one of the language's stop words:
 * the Snowball project's list. Always false for LANGUAGE_UNKNOWN. Safe in any number of threads. */
bool language_is_stop_word(language_id id, struct str form);

#endif
