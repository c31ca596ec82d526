/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Encodes and decodes position lists as Xapian's position table has them, by interpolative coding
 * (Moffat and Stuiver, 2000). */
#include "glass/table_reader.h"
#include "positions/bit_reader.h"

/* Bits, from the lowest of each byte upwards. */
struct bits {
    uint8_t *p;
    uint64_t pending;
    unsigned n_pending; /* fewer than 32 between calls */
};

static inline void put_bits(struct bits *out, uint64_t value, unsigned n)
{
    out->pending |= value << out->n_pending;
    out->n_pending += n;
    if (out->n_pending < 32)
        return;
    for (unsigned i = 0; i < 4; i++)
        out->p[i] = (uint8_t)(out->pending >> (8 * i));
    out->p += 4;
    out->pending >>= 32;
    out->n_pending -= 32;
}

static uint8_t *end_bits(struct bits *out)
{
    for (unsigned i = 0; i < out->n_pending; i += 8)
        *out->p++ = (uint8_t)(out->pending >> i);
    return out->p;
}

/* Writes one of n values in as few bits as possible: if n is not a power of two, some values in the
 * middle take one bit less. */
static inline void put_one_of(struct bits *out, uint64_t value, uint64_t n)
{
    if (n <= 1)
        return;
    unsigned n_bits = 64 - (unsigned)__builtin_clzll(n - 1);
    uint64_t spare = (UINT64_C(1) << n_bits) - n;
    uint64_t middle = (n - spare) / 2;
    if (value < middle || spare == 0)
        put_bits(out, value, n_bits);
    else if (value < middle + spare)
        put_bits(out, value, n_bits - 1);
    else
        put_bits(out, (value - (middle + spare)) | UINT64_C(1) << (n_bits - 1), n_bits);
}

/* Writes the positions between [first] and [last], both of which the reader knows: the middle one,
 * as one of the places that the others leave for it, and then the two halves. */
static void put_between(struct bits *out, const uint32_t *positions, size_t first, size_t last)
{
    while (first + 1 < last) {
        uint32_t n_gaps = positions[last] - positions[first] - (uint32_t)(last - first);
        if (n_gaps == 0)
            return; /* there are no gaps, so nothing has to be written */
        size_t middle = first + (last - first) / 2;
        uint32_t lowest = positions[first] + (uint32_t)(middle - first);
        put_one_of(out, positions[middle] - lowest, (uint64_t)n_gaps + 1);
        put_between(out, positions, first, middle);
        first = middle;
    }
}

size_t glass_encode_positions(uint8_t *out, const uint32_t *positions, size_t n)
{
    uint32_t first = positions[0], last = positions[n - 1];
    struct bits bits = {glass_put_vint(out, last), 0, 0};
    if (n > 1) {
        put_one_of(&bits, first, last);
        put_one_of(&bits, n - 2, last - first);
        put_between(&bits, positions, 0, n - 1);
    }
    return (size_t)(end_bits(&bits) - out);
}

/* ---- reading ---- */

enum { MAX_POSITIONS = GLASS_MAX_TAG_BYTES }; /* more than the words of any text that we accept */

static uint64_t take_one_of(struct bit_reader *in, uint64_t n)
{
    if (n <= 1)
        return 0;
    unsigned n_bits = 64 - (unsigned)__builtin_clzll(n - 1);
    uint64_t spare = (UINT64_C(1) << n_bits) - n, middle = (n - spare) / 2;
    if (spare == 0)
        return bit_reader_take(in, n_bits);
    uint64_t value = bit_reader_take(in, n_bits - 1);
    if (value >= middle || !bit_reader_take(in, 1))
        return value;
    return value + middle + spare;
}

static void take_between(struct bit_reader *in, uint32_t *positions, size_t first, size_t last)
{
    while (first + 1 < last) {
        size_t middle = first + (last - first) / 2;
        uint64_t n_places = (uint64_t)positions[last] - positions[first] - (last - first) + 1;
        positions[middle] = positions[first] + (uint32_t)(middle - first) +
                            (uint32_t)take_one_of(in, n_places);
        take_between(in, positions, first, middle);
        first = middle;
    }
}

bool glass_decode_positions(struct str tag, struct positions_list *list)
{
    const uint8_t *p = (const uint8_t *)tag.p, *end = p + tag.n;
    uint32_t last;
    if (!glass_take_uint32(&p, end, &last))
        return false;
    if (p == end) {
        positions_list_add(list, last);
        return true;
    }
    struct bit_reader in = {p, (size_t)(end - p), 0};
    uint64_t first = take_one_of(&in, last);
    if (first >= last)
        return false;
    uint64_t n = take_one_of(&in, last - first) + 2;
    if (n > last - first + 1 || n > MAX_POSITIONS)
        return false;
    size_t at = list->n;
    for (uint64_t i = 0; i < n; i++)
        positions_list_add(list, (uint32_t)first);
    list->p[list->n - 1] = last;
    take_between(&in, list->p, at, list->n - 1);
    return in.at <= in.n_bytes * 8;
}
