/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_LABELS_H
#define PRESSMARK_STORE_LABELS_H

/* The words of a document that name it or a part of it: where its title, its headings and the terms
 * that it defines stand among its words. A part of its record, which every ranking reads.
 *
 *   for each label, ascending: position - position of the one before it   a varint
 *                              kind + 4 * words (at most LABEL_MAX_WORDS)  a byte */

#include "base/buf.h"

enum label_kind {
    LABEL_HEADING,
    LABEL_TERM, /* one being defined: <dt>, the name of a man page */
    LABEL_TITLE,
};

enum { LABEL_MAX_WORDS = 63 }; /* longer ones count as that long */

struct label {
    uint32_t position; /* of its first word (positions/positions.h) */
    uint32_t n_words;
    enum label_kind kind;
};

/* A list that grows: zero-initialise, mem_free(items). */
struct label_list {
    struct label *items;
    size_t n, capacity;
};

/* One without words is none, nor is one that begins before the last one. */
void label_list_add(struct label_list *list, struct label label);

void labels_append(struct buf *out, const struct label_list *list);
/* Replaces the list. What is damaged ends it. */
void labels_read(struct str encoded, struct label_list *list);

#endif
