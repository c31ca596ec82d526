/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_FORMAT_CHECK_H
#define PRESSMARK_XAPIAN_ENGINE_FORMAT_CHECK_H

#include "store/engine.h"

/* Tells whether the libxapian in use and our own reader and writer agree on the format. */
enum format_fit {
    FORMAT_OURS,    /* each can read what the other writes */
    FORMAT_READ,    /* libxapian may be unable to read what lib/bulk writes */
    FORMAT_FOREIGN, /* lib/match cannot read what libxapian writes */
};

/* Writes, compares and removes two tiny databases at the paths stock and ours, which must not
 * exist. *ret_reason is set to a static string unless the result is FORMAT_OURS; ret_reason may be
 * NULL. If no database can be written, or the system does not let one be read, nothing is known,
 * and the result is FORMAT_READ so that lib/bulk is not used. */
enum format_fit format_check(const char *stock, const char *ours, const char **ret_reason);

/* Returns the engine for a database with this value of needs_libxapian (struct index_manifest). */
const struct store_engine *format_engine(bool needs_libxapian);

#endif
