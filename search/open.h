/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_OPEN_H
#define PRESSMARK_SEARCH_OPEN_H

/* --open: opens a hit in an editor at its line, or in a viewer. */

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* Replaces the process by a program that shows the file. If is_text is true this is $VISUAL, else
 * $EDITOR, else vi, at the given line, which counts from 1 and is 0 if unknown; otherwise it is
 * $PRESSMARK_VIEWER, else xdg-open. Returns only on failure. */
enum err_code open_file(struct str path, bool is_text, uint32_t line, struct err *err);

#endif
