/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_TEX_SYNTAX_H
#define PRESSMARK_INDEXER_FORMATS_TEX_SYNTAX_H

/* The pieces that LaTeX is written in. Each function returns where its piece ends, and at itself
 * where it is none: the piece is not there, is larger than arguments are, or has no end. */

#include "base/str.h"

/* A group "{...}" at at; *ret_inside is what is in it. An empty line ends it unless is_long. */
size_t tex_group_end(struct str s, size_t at, bool is_long, struct str *ret_inside);
/* The same on one line, where nothing but braces is a sign: of an address or code. */
size_t tex_raw_group_end(struct str s, size_t at, struct str *ret_inside);
/* An option "[...]" at at. */
size_t tex_option_end(struct str s, size_t at, struct str *ret_inside);
/* A command at at, which is a backslash: its name, of letters or one other character. */
size_t tex_command_end(struct str s, size_t at, struct str *ret_name);
/* "3.5pt plus 1fil minus 2pt", perhaps behind "=". */
size_t tex_length_end(struct str s, size_t at);

/* Blanks, and one line break at most. */
size_t tex_skip_blanks(struct str s, size_t at);
/* Whether s is words and not settings. */
bool tex_is_prose(struct str s);

#endif
