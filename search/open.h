/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_OPEN_H
#define PRESSMARK_SEARCH_OPEN_H

/* --open: opens a hit in an editor at its line, or in a viewer. */

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct open_place {
    struct str path; /* absolute */
    bool is_text;
    uint32_t line;     /* from 1; 0 if it is unknown */
    struct str anchor; /* of a page; empty if it has none */
};

/* Replaces the process by a program that shows the file. If is_text is true this is $VISUAL, else
 * $EDITOR, else vi, at the line; otherwise it is $PRESSMARK_VIEWER, else xdg-open, which is given
 * the file's URL if there is an anchor. Returns only on failure. */
enum err_code open_file(const struct open_place *place, struct err *err);

#endif
