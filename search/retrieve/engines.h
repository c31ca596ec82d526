/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_ENGINES_H
#define PRESSMARK_SEARCH_RETRIEVE_ENGINES_H

/* The engines that a program contains. Both programs contain store_glass; pressmark-search-xapian
 * contains store_xapian too, and is a separate program because loading libxapian takes longer than
 * most searches. */

#include "store/engine.h"

/* NULL in the program without libxapian, which runs the other program if that engine is needed. */
extern const struct store_engine *const engines_xapian;

/* Replaces the process by pressmark-search-xapian with the same arguments. It is looked for beside
 * this program and where it was installed. Returns only on failure, and then adds the reason to
 * err. */
enum err_code engines_become_xapian(char **argv, struct err *err);

#endif
