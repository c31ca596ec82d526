/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DESCRIBE_FILE_NAME_H
#define PRESSMARK_INDEXER_DESCRIBE_FILE_NAME_H

/* Judges what the name of a file says about the document in it. */

#include "base/str.h"

/* Returns whether the file is source code, whose first lines (comments, imports) are not a
 * title. */
bool file_name_is_of_code(struct str path);

/* Returns the beginnings of words of which the title of a file has one if the name of the file says
 * by convention what is in it, as "changelog" and "AUTHORS" do. Returns NULL if it does not. */
const char *const *file_name_topic(struct str path);

/* Returns whether the name says by convention that the file is a log of changes. */
bool file_name_is_of_log(struct str path);

/* Returns whether the name is one in capitals, as conventions have it, other than README. */
bool file_name_is_in_capitals(struct str path);

/* Returns the name without folders and, unless has_ending, without the part after its last full
 * stop. */
struct str file_name_as_title(struct str path, bool has_ending);

/* Returns whether the name is meaningful: not a single letter, a number or hash such as
 * "6bf3b7395b21e0e6", or a name that any document may have, such as "README". */
bool file_name_tells(struct str path);

/* Returns whether somebody wrote the name as a title: it has several words, separated by blanks. */
bool file_name_is_title(struct str path);

#endif
