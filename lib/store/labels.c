/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Encodes and decodes the positions of a document's title, headings and defined terms among its
 * words. */
#include "store/labels.h"

#include "base/mem.h"

enum { KIND_BITS = 2, KIND_MASK = (1 << KIND_BITS) - 1 };

void label_list_add(struct label_list *list, struct label label)
{
    if (label.n_words == 0 || (list->n && label.position < list->items[list->n - 1].position))
        return;
    if (label.n_words > LABEL_MAX_WORDS)
        label.n_words = LABEL_MAX_WORDS;
    MEM_GROW(list->items, list->n, list->capacity);
    list->items[list->n++] = label;
}

void labels_append(struct buf *out, const struct label_list *list)
{
    uint32_t before = 0;
    for (size_t i = 0; i < list->n; i++) {
        const struct label *label = &list->items[i];
        buf_append_varint(out, label->position - before);
        buf_append_char(out, (char)(label->n_words << KIND_BITS | label->kind));
        before = label->position;
    }
}

void labels_read(struct str encoded, struct label_list *list)
{
    uint64_t position = 0, step;
    list->n = 0;
    while (str_take_varint(&encoded, &step) && encoded.n) {
        uint8_t byte = (uint8_t)encoded.p[0];
        enum label_kind kind = byte & KIND_MASK;
        position += step;
        if (step > UINT32_MAX || position > UINT32_MAX || kind > LABEL_TITLE)
            return;
        encoded = str_slice(encoded, 1, encoded.n);
        label_list_add(list, (struct label){(uint32_t)position, byte >> KIND_BITS, kind});
    }
}
