/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_VISIBLE_H
#define PRESSMARK_TEXT_VISIBLE_H

/* Text from documents, file names and queries, made harmless for a terminal. */

#include "base/buf.h"

enum visible_form {
    VISIBLE_ONE_LINE, /* text: a run of blanks and line breaks is one blank */
    VISIBLE_AS_IT_IS, /* text: line feeds and tabs stay */
    VISIBLE_NAME,     /* a path, or a message with one: different names never look the same for what
                         they hold, so that line feeds and tabs are shown as escapes too */
};

/* Appends s, which need not be valid UTF-8, with everything that could act on a terminal shown: C0,
 * C1, DEL, controls and marks of direction, line separators as "\u{1b}", ill-formed bytes as
 * "\x{ff}". So is what shows nothing by itself (base/invisible.h), but where it does its work on
 * what stands beside it: joiners in scripts that have them and in pictographs, a variation selector
 * behind what has variations. Soft hyphens of text, and marks of direction beside letters that run
 * from the right, are left out. */
void visible_append(struct buf *out, struct str s, enum visible_form form);

#endif
