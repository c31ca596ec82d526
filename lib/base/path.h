/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_PATH_H
#define PRESSMARK_BASE_PATH_H

/* What the path of a file says about its content. */

#include "base/str.h"

/* Returns what follows the last "." of the file's name, or an empty string if there is none. */
struct str path_ending(struct str path);

/* Returns the name of a compressed file without the ending of the compression, or name itself. */
struct str path_without_compression(struct str name);

/* Returns the name of a file without its ending and that of a compression. What follows the last
 * "." is no ending if it is long, has other signs than letters, digits, "-", "_" and "+", or is a
 * number of several digits, as in "St. Mary" and "notes.2021". */
struct str path_stem(struct str name);

#endif
