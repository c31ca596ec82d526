/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BULK_TERM_LISTS_H
#define PRESSMARK_BULK_TERM_LISTS_H

/* Merges two lists of a document's terms into one, as tags of the termlist table. */

#include "base/arena.h"
#include "base/buf.h"
#include "glass/deflate.h"
#include "glass/termlist_writer.h"

struct term_lists {
    struct glass_deflater *deflater;
    struct termlist_writer encoder;
    struct arena names;
    struct buf old_term, new_term, deflated;
    /* The result of term_lists_merge(), until it is called again: */
    struct str tag;
    bool is_deflated;
    uint32_t length;
};

struct term_lists term_lists_new(void);
void term_lists_done(struct term_lists *l);

/* Returns true if a term begins with one of the prefixes, which may be NULL. */
bool term_has_prefix(struct str term, const char *const *prefixes);

/* Merges the terms of old, except those that begin with one of the prefixes, with those of new.
 * They must have no term in common. Returns false if a list is damaged. */
bool term_lists_merge(struct term_lists *l, struct str old, const char *const *prefixes,
                      struct str new);

#endif
