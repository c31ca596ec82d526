/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_UPDATE_LINKS_H
#define PRESSMARK_INDEXER_BUILD_UPDATE_LINKS_H

/* The words of links in a database that changes. */

#include "indexer/build/incoming_links.h"
#include "xapian_engine/writer.h"

struct links_update {
    struct store_reader *reader; /* of the database before the change; NULL for a new one */
    struct xapian_writer *writer;
    struct analysis *analysis;
    struct links_state before, after;
};

/* Gives each document the words of the links that lead to it after a change, whose documents are
 * written, without any words of links in those that are new. */
enum err_code update_links(const struct links_update *u, struct err *err);

#endif
