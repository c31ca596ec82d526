/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_VISIBLE_H
#define PRESSMARK_TEXT_VISIBLE_H

/* Makes text from documents, file names and queries harmless for a terminal. */

#include "base/buf.h"

enum visible_form {
    VISIBLE_ONE_LINE, /* text: a run of blanks and line breaks becomes one blank */
    VISIBLE_AS_IT_IS, /* text: line feeds and tabs are kept */
    VISIBLE_NAME,     /* a path, or a message that contains one: different names never look the
                       * same, and line feeds and tabs are escaped too */
};

/* Appends s, which need not be valid UTF-8, with everything escaped that a terminal could act on:
 * C0, C1, DEL, directional controls and marks, and line separators as "\u{1b}", ill-formed bytes as
 * "\x{ff}". Invisible characters (base/invisible.h) are escaped too, except where they affect their
 * neighbours: joiners in scripts that have them and in pictographs, and variation selectors after
 * characters with variations. In text, soft hyphens, and directional marks next to letters that run
 * from the right, are dropped. */
void visible_append(struct buf *out, struct str s, enum visible_form form);

#endif
