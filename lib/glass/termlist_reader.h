/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_GLASS_TERMLIST_READER_H
#define PRESSMARK_GLASS_TERMLIST_READER_H

/* Reads the list of a document's terms (glass.md), from the first to the last. */

#include "base/buf.h"

#include <stdint.h>

struct termlist_reader {
    uint32_t length, n_terms; /* of the document, as the head of the list says */
    uint32_t wdf;             /* of the current term */
    /* private: */
    struct buf *term;
    const uint8_t *p, *end;
};

/* Starts on the tag of a term list, which must stay in place. term becomes the current term.
 * Returns false if the tag is damaged. */
bool termlist_reader_start(struct termlist_reader *l, struct str tag, struct buf *term);
bool termlist_reader_is_at_end(const struct termlist_reader *l);
/* Goes to the next term; must not be called at the end. Returns false if the list is damaged. */
bool termlist_reader_next(struct termlist_reader *l);

#endif
