/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_TEX_LETTERS_H
#define PRESSMARK_INDEXER_FORMATS_TEX_LETTERS_H

/* Converts the commands that TeX uses for characters. */

#include "base/str.h"

enum { TEX_LETTER_BYTES = 32 };

/* Decodes an accent and its letter at offset `at` of s, which is a backslash: \'e, \"{o}, \c c,
 * \^{\i}, \'{\^e}. Writes the result to ret_utf8 and its length to *ret_n. Returns the offset after
 * it, or 0 if it is not an accent. */
size_t tex_accent(struct str s, size_t at, char ret_utf8[TEX_LETTER_BYTES], size_t *ret_n);

/* Returns the text of the command with that name ("ss": "ß", "alpha": "α", "LaTeX": "LaTeX"), or a
 * NULL pointer if it does not stand for text. */
struct str tex_symbol(struct str name);

/* Returns the text of a quotation mark followed by c in German by the rules of babel ("\"a": "ä"),
 * or a NULL pointer if they are not such a pair. */
struct str tex_german_pair(char c);

#endif
