/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_ANALYSIS_SAME_PAGE_H
#define PRESSMARK_INDEXER_ANALYSIS_SAME_PAGE_H

#include "base/buf.h"
#include "store/fingerprint.h"

/* Reads from the path of a document which other documents may be the same page. The strings in ret
 * point into room, which is cleared first. A record (is_record) has neither stem nor place. */
void same_page_read(struct str path, struct str member, bool is_record, struct buf *room,
                    struct fingerprint_path *ret);

#endif
