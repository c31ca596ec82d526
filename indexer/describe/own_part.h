/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DESCRIBE_OWN_PART_H
#define PRESSMARK_INDEXER_DESCRIBE_OWN_PART_H

/* Takes from a line of text what only a program reads, or what is drawn around it. */

#include "base/str.h"

/* Returns whether a line is nothing but a keyword of version control, such as "$Id$". */
bool line_is_keyword(struct str line);

/* Returns a trimmed line without what only a program reads, unless that is all of it: the mode of
 * an editor as in "GNU tool NEWS -*- outline -*-", a keyword of version control at the end, marks
 * of the direction of writing, and the names by which a manual of Vim is found. What a box is drawn
 * around, as in "*    WALNUTS    *", is without the box. */
struct str own_part(struct str line);

#endif
