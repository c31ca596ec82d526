/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_GLASS_TABLE_CHECK_H
#define PRESSMARK_GLASS_TABLE_CHECK_H

#include "glass/table_reader.h"

#include <signal.h>

/* Looks at every block of a table, for all that a program takes for granted that changes it:
 * readers believe nothing, but libxapian writes beyond its memory, or without end, where items
 * overlap or a block stands in the tree twice. ERR_CORRUPT says what is wrong, and where;
 * ERR_CHANGED: a writer is at work; ERR_INTERRUPTED: *stop was raised. */
enum err_code table_check(const struct table_reader *t, const volatile sig_atomic_t *stop,
                          struct err *err);

#endif
