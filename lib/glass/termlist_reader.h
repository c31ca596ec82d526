/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_GLASS_TERMLIST_READER_H
#define PRESSMARK_GLASS_TERMLIST_READER_H

/* The list of a document's terms (glass.md), from the first to the last. */

#include "base/buf.h"

#include <stdint.h>

struct termlist_reader {
    uint32_t length, n_terms; /* of the document, as the list's head says */
    uint32_t wdf;             /* of the current term */
    /* this module's own */
    struct buf *term;
    const uint8_t *p, *end;
};

/* Starts on the tag of a term list, which must stay, with term for the current one. false: it is
 * damaged. */
bool termlist_reader_start(struct termlist_reader *l, struct str tag, struct buf *term);
bool termlist_reader_is_at_end(const struct termlist_reader *l);
/* Goes to the next term, when not at the end. false: the list is damaged. */
bool termlist_reader_next(struct termlist_reader *l);

#endif
