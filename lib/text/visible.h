/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_VISIBLE_H
#define PRESSMARK_TEXT_VISIBLE_H

/* Text from documents, file names and queries, made harmless for a terminal. */

#include "base/buf.h"

enum visible_blanks {
    VISIBLE_ONE_BLANK, /* a run of blanks and line breaks is one blank */
    VISIBLE_AS_IT_IS,  /* line feeds and tabs stay */
    VISIBLE_ESCAPED,   /* line feeds and tabs are shown as escapes too */
};

/* Appends s, which need not be valid UTF-8, with everything that could act on a terminal shown: C0,
 * C1, DEL, bidirectional controls, line separators as "\u{1b}", ill-formed bytes as "\x{ff}". */
void visible_append(struct buf *out, struct str s, enum visible_blanks blanks);

#endif
