/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PRINT_PRINT_H
#define PRESSMARK_SEARCH_PRINT_PRINT_H

/* Output forms: each is a struct printer, in a file of its own.
 *
 * No form passes control characters or invisible characters of a document on to the terminal; they
 * become visible escapes or blanks (text/visible.h). With -0 paths are raw bytes. */

#include "search/print/printer.h"

const struct printer *print_form_of(enum print_form form);

/* Returns true if the form shows anchors of passages (search/anchor), which it takes reading files
 * to know. */
bool print_shows_anchors(const struct print_settings *s);

#endif
