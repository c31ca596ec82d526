/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PRINT_ESCAPE_H
#define PRESSMARK_SEARCH_PRINT_ESCAPE_H

/* Escapes text and names, which may contain anything, for a shell, a URL, HTML and Markdown. */

#include "base/buf.h"

/* Appends s as one word for a POSIX shell, in apostrophes if necessary. A NUL, which no word can
 * contain, is dropped; all other bytes are unchanged. */
void escape_append_sh(struct buf *out, struct str s);

/* Appends s as the path of a URL: letters, digits and "/-._~" unchanged, other bytes as %XX. */
void escape_append_url(struct buf *out, struct str s);

/* Appends "#" and the fragment of a URL; nothing if anchor is empty. */
void escape_append_fragment(struct buf *out, struct str anchor);

/* Appends s as text of an HTML document or of an attribute in double quotes: made safe by
 * print_append_safe() on one line, with character references for whatever could be markup. */
void escape_append_html(struct buf *out, struct str s);

/* Appends s as text of a CommonMark paragraph, on one line and safe for a terminal, with a
 * backslash before whatever could be markup. is_start is true at the beginning of the paragraph. */
void escape_append_markdown(struct buf *out, struct str s, bool is_start);

#endif
