/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_PATH_H
#define PRESSMARK_BASE_PATH_H

/* What the path of a file says about its content. */

#include "base/str.h"

/* Returns what follows the last "." of the file's name, or an empty string if there is none. */
struct str path_ending(struct str path);

/* Returns the name of a compressed file without the ending of the compression, or name itself. */
struct str path_without_compression(struct str name);

#endif
