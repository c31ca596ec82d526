/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_TEX_SYNTAX_H
#define PRESSMARK_INDEXER_FORMATS_TEX_SYNTAX_H

/* Parses the syntactic elements of LaTeX. Each function returns the offset after its element, or
 * `at` itself if there is none, if it is longer than arguments may be, or if it is not closed. */

#include "base/str.h"

/* Parses a group "{...}"; *ret_inside is its contents. An empty line ends the search unless
 * is_long. */
size_t tex_group_end(struct str s, size_t at, bool is_long, struct str *ret_inside);
/* Parses a group on one line in which only braces are special: an address or code. */
size_t tex_raw_group_end(struct str s, size_t at, struct str *ret_inside);
/* Parses an option "[...]". */
size_t tex_option_end(struct str s, size_t at, struct str *ret_inside);
/* Parses a command; s.p[at] is its backslash. Its name consists of letters or of one other
 * character. */
size_t tex_command_end(struct str s, size_t at, struct str *ret_name);
/* Parses a length such as "3.5pt plus 1fil minus 2pt", possibly after "=". */
size_t tex_length_end(struct str s, size_t at);

/* Skips blanks and at most one line break. */
size_t tex_skip_blanks(struct str s, size_t at);
/* Returns whether s reads like words rather than settings. */
bool tex_is_prose(struct str s);

#endif
