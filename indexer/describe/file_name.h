/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DESCRIBE_FILE_NAME_H
#define PRESSMARK_INDEXER_DESCRIBE_FILE_NAME_H

/* What the name of a file says of the document in it. */

#include "base/str.h"

/* Source code: its first lines are comments and imports, which name nothing. */
bool file_name_is_of_code(struct str path);

/* The name without the folders and, unless has_ending, without what stands behind its last point.
 */
struct str file_name_as_title(struct str path, bool has_ending);

/* Whether the name says anything: it is neither a number, as "6bf3b7395b21e0e6", nor one that any
 * document may have, as "README". */
bool file_name_tells(struct str path);

/* Whether somebody wrote the name as a title: words with blanks between. */
bool file_name_is_title(struct str path);

#endif
