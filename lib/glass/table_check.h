/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_GLASS_TABLE_CHECK_H
#define PRESSMARK_GLASS_TABLE_CHECK_H

#include "glass/table_reader.h"

#include <signal.h>

/* Checks every block of a table for everything that a program relies on that modifies it. Our
 * readers trust nothing, but libxapian writes beyond its memory, or without end, if items overlap
 * or a block occurs twice in the tree. ERR_CORRUPT says what is wrong and where; ERR_CHANGED if a
 * writer is active; ERR_INTERRUPTED if *stop was set. */
enum err_code table_check(const struct table_reader *t, const volatile sig_atomic_t *stop,
                          struct err *err);

#endif
