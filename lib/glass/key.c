/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Encodes the parts of keys so that keys sort in the order of what they encode. */
#include "glass/format.h"

uint8_t *glass_put_sdid(uint8_t *p, uint32_t docid)
{
    if (docid < 0x8000) {
        *p++ = (uint8_t)(docid >> 8);
        *p++ = (uint8_t)docid;
        return p;
    }
    /* As in UTF-8, leading ones say how many bytes there are in addition to two. */
    unsigned n_bits = 32 - (unsigned)__builtin_clz(docid);
    unsigned length = (n_bits + 5) / 7;
    uint64_t marked = (0xFF00u >> (length - 2) & 0xFF);
    marked = marked << (8 * (length - 1)) | docid;
    for (unsigned i = length; i-- > 0;)
        *p++ = (uint8_t)(marked >> (8 * i));
    return p;
}

uint8_t *glass_put_skey(uint8_t *p, const uint8_t *term, size_t n)
{
    if (n && !memchr(term, 0, n)) /* nearly always */
        return glass_put_bytes(p, term, n);
    for (size_t i = 0; i < n; i++) {
        *p++ = term[i];
        if (term[i] == 0)
            *p++ = 0xFF;
    }
    return p;
}

bool glass_term_is_valid(struct str term)
{
    if (term.n == 0 || term.n > GLASS_MAX_TERM_BYTES)
        return false;
    size_t n = term.n;
    for (size_t i = 0; i < term.n; i++)
        n += term.p[i] == '\0';
    return n <= GLASS_MAX_TERM_BYTES;
}

uint8_t *glass_put_position_key(uint8_t *p, struct str term, uint32_t docid)
{
    p = glass_put_skey(p, (const uint8_t *)term.p, term.n);
    *p++ = 0;
    return glass_put_sdid(p, docid);
}

void glass_append_metadata_key(struct buf *out, struct str name)
{
    buf_append(out, "\0\xC0", 2);
    buf_append_str(out, name);
}

void glass_append_term_key(struct buf *out, struct str term, enum glass_place place)
{
    /* No document number begins with FE FF, and no posting list precedes 00 E0 FF. */
    static const char behind_chunks[] = {'\0', '\xFE', '\xFF'};
    static const char behind_others[] = {'\0', '\xE0', '\xFF'};
    buf_reserve(out, 2 * term.n + sizeof behind_chunks);
    uint8_t *p = (uint8_t *)out->p + out->n;
    out->n += (size_t)(glass_put_skey(p, (const uint8_t *)term.p, term.n) - p);
    if (place == GLASS_BEHIND_TERM)
        buf_append(out, behind_chunks, sizeof behind_chunks);
    else if (term.n == 0)
        buf_append(out, behind_others, sizeof behind_others);
}

bool glass_take_term_key(struct str key, struct buf *term)
{
    size_t n_plain = str_find_char(key, '\0', 0); /* most terms have no NUL at all */
    buf_clear(term);
    if (key.n == 0)
        return false;
    buf_append(term, key.p, n_plain);
    for (size_t i = n_plain; i < key.n; i++) {
        buf_append_char(term, key.p[i]);
        if (key.p[i] == '\0' && (++i == key.n || key.p[i] != '\xFF'))
            return false;
    }
    return true;
}
