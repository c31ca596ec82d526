/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_UPDATE_LINKS_H
#define PRESSMARK_INDEXER_BUILD_UPDATE_LINKS_H

/* Updates the words of links in a database that is being changed. */

#include "indexer/build/incoming_links.h"
#include "xapian_engine/writer.h"

struct links_update {
    struct store_reader *reader; /* of the database before the change; NULL for a new one */
    struct xapian_writer *writer;
    struct analysis *analysis;
    struct links_state before, after;
};

/* Gives each document the words of the links that lead to it after the change. The documents must
 * have been written; new ones have no words of links yet. */
enum err_code update_links(const struct links_update *u, struct err *err);

#endif
