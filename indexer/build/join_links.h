/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_JOIN_LINKS_H
#define PRESSMARK_INDEXER_BUILD_JOIN_LINKS_H

/* Finds the words of links for a database that is joined from others. */

#include "bulk/join.h"
#include "indexer/build/incoming_links.h"
#include "indexer/build/job.h"

struct join_links {
    const struct build_job *job;
    /* Docids are those of source 0, and those of the new database. */
    struct links_state before, after;
    const struct join_range *ranges;
    size_t n_ranges;
    const char *path; /* of a database that is made for the words if there are any */

    uint32_t *docids; /* of the documents whose words change */
    size_t capacity;
    struct join_terms terms; /* terms.n is 0 if none are replaced */
};
void join_links_done(struct join_links *l);

/* Finds the documents to which other words lead than before (documents from sources other than 0
 * had none) and writes their new words into a database of their own. */
enum err_code join_links_find(struct join_links *l, struct err *err);

#endif
