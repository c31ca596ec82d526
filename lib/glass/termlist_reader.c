/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decodes the list of a document's terms, each of which shares a prefix with the one before it. */
#include "glass/termlist_reader.h"

#include "glass/table_reader.h"

bool termlist_reader_start(struct termlist_reader *l, struct str tag, struct buf *term)
{
    *l = (struct termlist_reader){
        .term = term, .p = (const uint8_t *)tag.p, .end = (const uint8_t *)tag.p + tag.n};
    buf_clear(term);
    return glass_take_uint32(&l->p, l->end, &l->length) &&
           glass_take_uint32(&l->p, l->end, &l->n_terms);
}

bool termlist_reader_is_at_end(const struct termlist_reader *l)
{
    return l->p == l->end;
}

static bool take_byte(struct termlist_reader *l, uint32_t *value)
{
    if (l->p == l->end)
        return false;
    *value = *l->p++;
    return true;
}

bool termlist_reader_next(struct termlist_reader *l)
{
    uint32_t shared = 0, n, n_before = (uint32_t)l->term->n;
    bool is_first = n_before == 0, has_wdf = false;
    if (!is_first) {
        if (!take_byte(l, &shared))
            return false;
        has_wdf = shared > n_before; /* a small wdf is packed into the same byte */
        if (has_wdf) {
            l->wdf = shared / (n_before + 1) - 1;
            shared %= n_before + 1;
        }
    }
    if (!take_byte(l, &n) || n > (size_t)(l->end - l->p) || shared + n == 0)
        return false;
    l->term->n = shared;
    buf_append(l->term, l->p, n);
    l->p += n;
    return has_wdf || glass_take_uint32(&l->p, l->end, &l->wdf);
}
