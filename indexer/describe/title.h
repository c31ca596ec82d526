/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DESCRIBE_TITLE_H
#define PRESSMARK_INDEXER_DESCRIBE_TITLE_H

/* Determines the title of a document that declares none. */

#include "indexer/describe/head.h"

/* Takes the headline as the title, or the first sentence unless the name of the file is better.
 * head has the first lines of d. */
void title_from_text(struct document *d, struct head *head);

/* Returns the title on one line, with each run of white space made one blank. */
struct str title_on_one_line(struct document *d);

#endif
