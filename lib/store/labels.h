/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_LABELS_H
#define PRESSMARK_STORE_LABELS_H

/* Labels: the positions of a document's title, its headings and the terms that it defines among its
 * words. They are a part of the document's record, and the ranking reads them.
 *
 *   for each label, ascending: position - position of the one before it   a varint
 *                              kind + 4 * words (at most LABEL_MAX_WORDS)  a byte */

#include "base/buf.h"

enum label_kind {
    LABEL_HEADING,
    LABEL_TERM, /* a term being defined: <dt>, the name of a man page */
    LABEL_TITLE,
};

enum { LABEL_MAX_WORDS = 63 }; /* longer labels are stored with this length */

struct label {
    uint32_t position; /* the position of its first word (positions/positions.h) */
    uint32_t n_words;
    enum label_kind kind;
};

/* A list that grows. Zero-initialise it; the caller frees items by mem_free(). */
struct label_list {
    struct label *items;
    size_t n, capacity;
};

/* Appends a label. It is ignored if it has no words or begins before the last one. */
void label_list_add(struct label_list *list, struct label label);

/* Appends the encoded list to out. */
void labels_append(struct buf *out, const struct label_list *list);
/* Replaces the contents of list by what is decoded, up to the first damaged label. */
void labels_read(struct str encoded, struct label_list *list);

#endif
