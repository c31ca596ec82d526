/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_ENGINES_H
#define PRESSMARK_SEARCH_RETRIEVE_ENGINES_H

/* The engines of a program: all have store_glass, and pressmark-search-xapian has libxapian's too,
 * whose loading takes more time than most searches do. */

#include "store/engine.h"

/* NULL: this program has it not, and becomes the other one where it is wanted. */
extern const struct store_engine *const engines_xapian;

/* Becomes pressmark-search-xapian, which is looked for beside this program and where it is
 * installed, with the same arguments. Returns only if that cannot be: adds to the error why. */
enum err_code engines_become_xapian(char **argv, struct err *err);

#endif
