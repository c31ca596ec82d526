/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_OPEN_H
#define PRESSMARK_SEARCH_OPEN_H

/* --open: a hit in an editor at its line, or in its viewer. */

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* Becomes $VISUAL, else $EDITOR, else vi, on the file at line (from 1; 0: not known); where is_text
 * is false, $PRESSMARK_VIEWER, else xdg-open. Returns only on failure. */
enum err_code open_file(struct str path, bool is_text, uint32_t line, struct err *err);

#endif
