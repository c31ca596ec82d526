/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_VOCABULARY_H
#define PRESSMARK_STORE_VOCABULARY_H

/* A list of terms whose names are stored end to end in one block. */

#include "base/buf.h"

#include <stdint.h>

struct store_vocabulary {
    struct store_vocabulary_term {
        struct str name;
        uint32_t termfreq;
        uint32_t wdf; /* if the list is that of one document; otherwise 0 */
    } * terms;
    size_t n;
    bool is_cut; /* there are more terms than the caller asked for */
};
void store_vocabulary_free(struct store_vocabulary *v); /* accepts NULL */

/* Builds a vocabulary. Zero-initialise it, add terms, then finish or discard it. */
struct vocabulary_maker {
    struct store_vocabulary list;
    size_t capacity;
    struct buf names;
};
/* Appends a term and copies its name. */
void vocabulary_add(struct vocabulary_maker *m, struct str name, uint32_t termfreq, uint32_t wdf);
void vocabulary_discard(struct vocabulary_maker *m);
struct store_vocabulary *vocabulary_finish(struct vocabulary_maker *m);

#endif
