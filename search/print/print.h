/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PRINT_PRINT_H
#define PRESSMARK_SEARCH_PRINT_PRINT_H

/* Output forms: each is a struct printer, in a file of its own.
 *
 * No form passes control characters or invisible characters of a document on to the terminal; they
 * become visible escapes or blanks (text/visible.h). With -0 paths are raw bytes. */

#include "search/print/printer.h"

const struct printer *print_form_of(enum print_form form);

#endif
