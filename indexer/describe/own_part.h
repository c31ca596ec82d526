/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DESCRIBE_OWN_PART_H
#define PRESSMARK_INDEXER_DESCRIBE_OWN_PART_H

/* Takes from a line of text what only a program reads, or what is drawn around it. */

#include "base/str.h"

/* Returns whether a line is nothing but a keyword of version control, such as "$Id$". */
bool line_is_keyword(struct str line);

/* Returns a trimmed line without what only a program reads, unless that is all of it: "GNU tool
 * NEWS
 * -*- outline -*-", "Notes on the parser $Revision: 17 $", a name of a manual of Vim; and without
 * marks of the direction of writing at its start and the sides of a box: "*    WALNUTS    *". */
struct str own_part(struct str line);

#endif
