/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_VOCABULARY_H
#define PRESSMARK_STORE_VOCABULARY_H

/* A list of terms, names end to end in one block. */

#include "base/buf.h"

#include <stdint.h>

struct store_vocabulary {
    struct store_vocabulary_term {
        struct str name;
        uint32_t termfreq;
        uint32_t wdf; /* in the document, where the list is one document's; else 0 */
    } * terms;
    size_t n;
    bool is_cut; /* there were more than were asked for */
};
void store_vocabulary_free(struct store_vocabulary *v); /* NULL is fine */

/* How an engine makes one: a list that grows, all zero at first, which is finished or discarded. */
struct vocabulary_maker {
    struct store_vocabulary list;
    size_t capacity;
    struct buf names;
};
/* Copies the name. */
void vocabulary_add(struct vocabulary_maker *m, struct str name, uint32_t termfreq, uint32_t wdf);
void vocabulary_discard(struct vocabulary_maker *m);
struct store_vocabulary *vocabulary_finish(struct vocabulary_maker *m);

#endif
