/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_TEX_LETTERS_H
#define PRESSMARK_INDEXER_FORMATS_TEX_LETTERS_H

/* The characters that TeX writes as commands. */

#include "base/str.h"

enum { TEX_LETTER_BYTES = 32 };

/* An accent and its letter at offset at of s, which holds a backslash: \'e, \"{o}, \c c, \^{\i},
 * \'{\^e}. Writes them to ret_utf8 and their length to *ret_n; returns where they end, or 0 where
 * no accent is. */
size_t tex_accent(struct str s, size_t at, char ret_utf8[TEX_LETTER_BYTES], size_t *ret_n);

/* What the command of that name stands for ("ss": "ß", "alpha": "α", "LaTeX": "LaTeX"); a NULL
 * pointer where it stands for no text. */
struct str tex_symbol(struct str name);

/* What a quotation mark and the next character are in German text by the rules of babel ("\"a":
 * "ä"); a NULL pointer: they are no such pair. */
struct str tex_german_pair(char c);

#endif
