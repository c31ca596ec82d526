/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SHARED_EXTRAS_H
#define PRESSMARK_INDEXER_FORMATS_SHARED_EXTRAS_H

/* Collects strings of a document that are not its text but may be searched for, such as names of
 * JSON members and values of attributes. Each is kept once and becomes part of the navigation at
 * the end of the text: it can be found, but weighs little and is no passage while the text has the
 * words. */

#include "indexer/document/flow.h"

struct extras {
    struct flow flow;
    uint64_t *seen; /* hashes of the strings, in an open-addressed table; 0: a free slot */
    size_t n_seen, n_slots;
};

#define EXTRAS_INIT                                                                                \
    {                                                                                              \
        .flow = FLOW_INIT                                                                          \
    }

void extras_done(struct extras *e);
/* Adds a string from that line of the source, unless it is there already. Copies it. */
void extras_add(struct extras *e, struct str s, uint32_t line);
/* Makes extras_add() ignore a string that is in the text already. */
void extras_leave_out(struct extras *e, struct str s);
/* Appends the strings to the text of d, a line for each. text is the buffer of d->text. They are
 * navigation, unless d has no other text. */
void extras_deliver(const struct extras *e, struct buf *text, struct document *d);

#endif
