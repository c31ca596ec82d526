/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_FORMAT_CHECK_H
#define PRESSMARK_XAPIAN_ENGINE_FORMAT_CHECK_H

#include "store/engine.h"

/* Whether the libxapian in use and our own reader and writer agree on the format. */
enum format_fit {
    FORMAT_OURS,    /* each can read what the other writes */
    FORMAT_READ,    /* libxapian may be unable to read what lib/bulk writes */
    FORMAT_FOREIGN, /* lib/match cannot read what libxapian writes */
};

/* Makes two tiny databases at the paths stock and ours, where nothing is yet, compares and removes
 * them. *ret_reason (may be NULL): a static string, where it is not FORMAT_OURS. Where no database
 * can be made nothing is known, and nothing is written by lib/bulk: FORMAT_READ. */
enum format_fit format_check(const char *stock, const char *ours, const char **ret_reason);

/* What reads a database of which that was found out (struct index_manifest, needs_libxapian). */
const struct store_engine *format_engine(bool needs_libxapian);

#endif
