/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PRINT_ESCAPE_H
#define PRESSMARK_SEARCH_PRINT_ESCAPE_H

/* Text and names, which may hold anything, written so that they stay text where other characters
 * act: in a shell, a URL, HTML, Markdown. */

#include "base/buf.h"

/* One word of a POSIX shell: between apostrophes where it needs them. The bytes are unchanged. A
 * NUL, which no word can hold, is left out. */
void escape_append_sh(struct buf *out, struct str s);

/* The path of a URL: letters, digits and "/-._~" as they are, other bytes as %XX. */
void escape_append_url(struct buf *out, struct str s);

/* Text of an HTML document, or of an attribute between double quotes: made harmless as for a
 * terminal (print_append_safe() on one line), with references for what could be markup. */
void escape_append_html(struct buf *out, struct str s);

/* Text in a paragraph of CommonMark, on one line, harmless for a terminal, with a backslash before
 * what could be markup. is_start: it begins the paragraph. */
void escape_append_markdown(struct buf *out, struct str s, bool is_start);

#endif
