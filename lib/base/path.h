/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_PATH_H
#define PRESSMARK_BASE_PATH_H

#include "base/str.h"

/* What stands behind the last "." of the file's name; empty when there is none. */
struct str path_ending(struct str path);

/* The name of a compressed file without the ending of its compression. */
struct str path_without_compression(struct str name);

#endif
