/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_FORMAT_CHECK_H
#define PRESSMARK_XAPIAN_ENGINE_FORMAT_CHECK_H

#include <stdbool.h>

/* Whether the libxapian in use writes the format that lib/bulk writes; reason (may be NULL) gets a
 * static string when not. Makes a tiny database in a temporary directory and compares. */
bool format_is_supported(const char **reason);

#endif
