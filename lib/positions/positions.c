/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Encodes the positions of a document's terms as a part of its record. */
#include "positions/positions.h"

#include "positions/bit_writer.h"
#include "positions/code.h"

#include <stdlib.h>
#include <xxhash.h>

enum {
    /* The most bytes of a head with its share of a block's unary parts, and of a number of a
     * list. */
    MAX_HEAD_BYTES = 32,
    MAX_NUMBER_BYTES = 5,
    FEW = 12, /* so many entries are sorted by insertion */
};

uint64_t positions_hash(struct str term)
{
    return XXH3_64bits(term.p, term.n);
}

static unsigned shared_bits(uint64_t a, uint64_t b)
{
    return (unsigned)__builtin_clzll(a ^ b);
}

static inline void put_bits(struct bit_writer *w, uint64_t value, unsigned n) /* n <= 56 */
{
    if (w->n + n >= 64)
        bit_writer_flush(w);
    bit_writer_put(w, value, n);
}

static void put_zeros(struct bit_writer *w, uint64_t n)
{
    for (; n > 56; n -= 56)
        put_bits(w, 0, 56);
    put_bits(w, 0, (unsigned)n);
}

/* Pads to a whole byte and returns the end. */
static uint8_t *end_bits(struct bit_writer *w)
{
    bit_writer_flush(w);
    w->n = (w->n + 7) & ~7u;
    bit_writer_flush(w);
    return w->p;
}

/* How many bits a count may have after its first to be put together with the shared code before
 * it. */
enum { MAX_JOINED_LENGTH = 24 };

static void put_unary(struct bit_writer *w, unsigned n) /* n <= 64 */
{
    put_zeros(w, n);
    put_bits(w, 1, 1);
}

static void put_count(struct bit_writer *w, uint32_t n)
{
    unsigned length = floor_log2(n);
    if (length <= MAX_CODED_LENGTH) {
        struct count_code code = count_code(n);
        put_bits(w, code.bits, code.n_bits);
        return;
    }
    put_bits(w, 1ull << length, length + 1);
    put_bits(w, n & ~(UINT32_MAX << length), length);
}

/* Puts the head of an entry. difference is that from the expected number of shared bits. */
static void put_head(struct bit_writer *w, int difference, uint32_t n)
{
    int kept = difference < LEAST_SHARED  ? LEAST_SHARED
               : difference > MOST_SHARED ? MOST_SHARED
                                          : difference;
    struct shared_code shared = SHARED_CODES[kept - LEAST_SHARED];
    if (kept != LEAST_SHARED && kept != MOST_SHARED && n >> MAX_JOINED_LENGTH == 0) {
        struct count_code count = count_code(n);
        put_bits(w, shared.code | count.bits << shared.n_bits, shared.n_bits + count.n_bits);
        return;
    }
    put_bits(w, shared.code, shared.n_bits);
    if (kept == LEAST_SHARED)
        put_unary(w, (unsigned)(LEAST_SHARED - difference));
    else if (kept == MOST_SHARED)
        put_unary(w, (unsigned)(difference - MOST_SHARED));
    put_count(w, n);
}

static void put_low_bits(struct bit_writer *to, const uint32_t *positions, uint32_t n,
                         unsigned low_bits)
{
    struct bit_writer w = *to;
    uint32_t mask = ~(UINT32_MAX << low_bits);
    for (uint32_t i = 0; i < n; i++)
        put_bits(&w, (positions[i] - 1) & mask, low_bits);
    *to = w;
}

/* Puts the higher bits in unary: for each position as many zeros as they exceed those of the
 * previous position, then a one. */
static void put_high_bits(struct bit_writer *w, const uint32_t *positions, uint32_t n,
                          unsigned low_bits, uint32_t last)
{
    bit_writer_flush(w);
    uint64_t pending = htole64(w->pending), zeros = 0;
    uint64_t end = w->n + (uint64_t)n + ((last - 1) >> low_bits);
    memcpy(w->p, &pending, sizeof pending);
    for (uint64_t i = sizeof pending; i <= end / 8; i += sizeof zeros)
        memcpy(w->p + i, &zeros, sizeof zeros);
    for (uint32_t i = 0; i < n; i++) {
        uint64_t at = w->n + (uint64_t)i + ((positions[i] - 1) >> low_bits);
        w->p[at / 8] |= (uint8_t)(1u << at % 8);
    }
    w->p += end / 8;
    w->n = end % 8;
    w->pending = *w->p;
}

static void put_list(struct bit_writer *w, const uint32_t *positions, uint32_t n, uint32_t last)
{
    struct shape s = shape_of(n, last);
    if (n == 1) {
        put_bits(w, positions[0] - 1, s.low_bits);
        return;
    }
    put_low_bits(w, positions, n, s.low_bits);
    put_high_bits(w, positions, n, s.low_bits, last);
}

static void insertion_sort(struct positions_entry *entries, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct positions_entry e = entries[i];
        size_t at = i;
        for (; at > 0 && entries[at - 1].hash > e.hash; at--)
            entries[at] = entries[at - 1];
        entries[at] = e;
    }
}

static int by_hash(const void *a, const void *b)
{
    const struct positions_entry *x = a, *y = b;
    return (x->hash > y->hash) - (x->hash < y->hash);
}

/* Returns how much room sort_entries() needs for n entries. */
static size_t sorting_bytes(size_t n)
{
    return n * sizeof(struct positions_entry) + ((size_t)1 << floor_log2(n)) * sizeof(uint32_t);
}

/* Sorts entries, in place or into room, and returns where they are. As hashes are evenly
 * distributed, their highest bits bring all of them close to their places, unless somebody chose
 * the words to prevent it. */
static struct positions_entry *sort_entries(struct positions_entry *entries, size_t n, char *room)
{
    if (n <= FEW) {
        insertion_sort(entries, n);
        return entries;
    }
    unsigned bits = floor_log2(n);
    size_t n_places = (size_t)1 << bits;
    struct positions_entry *sorted = (struct positions_entry *)room;
    uint32_t *starts = (uint32_t *)(sorted + n), at = 0;
    bool is_crowded = false;
    memset(starts, 0, n_places * sizeof *starts);
    for (size_t i = 0; i < n; i++)
        starts[top_bits(entries[i].hash, bits)]++;
    for (size_t i = 0; i < n_places; i++) {
        uint32_t here = starts[i];
        is_crowded |= here > FEW;
        starts[i] = at;
        at += here;
    }
    for (size_t i = 0; i < n; i++)
        sorted[starts[top_bits(entries[i].hash, bits)]++] = entries[i];
    for (size_t i = 0, start = 0; i < n_places && is_crowded; start = starts[i++])
        if (starts[i] - start > FEW)
            qsort(sorted + start, starts[i] - start, sizeof *sorted, by_hash);
    insertion_sort(sorted, n);
    return sorted;
}

/* Two words have the same 64 bits only if somebody made them so. The second is dropped. */
static size_t drop_doubles(struct positions_entry *entries, size_t n)
{
    size_t n_kept = 1;
    while (n_kept < n && entries[n_kept].hash != entries[n_kept - 1].hash)
        n_kept++;
    for (size_t i = n_kept; i < n; i++)
        if (entries[i].hash != entries[n_kept - 1].hash)
            entries[n_kept++] = entries[i];
    return n_kept;
}

/* Returns how many bits distinguish each block's first hash from the hash before it. */
static unsigned count_separating_bits(const struct positions_entry *entries, size_t n)
{
    unsigned most = 0;
    for (size_t i = BLOCK_ENTRIES; i < n; i += BLOCK_ENTRIES) {
        unsigned shared = shared_bits(entries[i].hash, entries[i - 1].hash);
        most = shared + 1 > most ? shared + 1 : most;
    }
    return most;
}

static uint32_t last_position(const struct positions_entry *entries, size_t n)
{
    uint32_t last = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t end = entries[i].positions[entries[i].n - 1];
        last = end > last ? end : last;
    }
    return last;
}

static size_t block_bound(const struct positions_entry *entries, size_t n)
{
    size_t n_positions = 0;
    for (size_t i = 0; i < n; i++)
        n_positions += entries[i].n;
    return n * MAX_HEAD_BYTES + n_positions * MAX_NUMBER_BYTES + sizeof(uint64_t);
}

/* Writes a block and returns its end. *ret_lists is where its lists begin. */
static uint8_t *put_block(uint8_t *out, const struct positions_entry *entries, size_t n,
                          int expected, uint32_t last, uint8_t **ret_lists)
{
    struct bit_writer w = {.p = out};
    for (size_t i = 0; i < n; i++) {
        if (i == 0)
            put_count(&w, entries[i].n);
        else
            put_head(&w, (int)shared_bits(entries[i].hash, entries[i - 1].hash) - expected,
                     entries[i].n);
    }
    *ret_lists = end_bits(&w);
    for (size_t i = 0; i < n; i++)
        put_list(&w, entries[i].positions, entries[i].n, last);
    return end_bits(&w);
}

void positions_encode(struct positions_entry *entries, size_t n, struct buf *scratch,
                      struct buf *out)
{
    if (n == 0)
        return;
    uint32_t last = last_position(entries, n);
    buf_clear(scratch);
    buf_reserve(scratch, sorting_bytes(n));
    entries = sort_entries(entries, n, scratch->p);
    n = drop_doubles(entries, n);
    unsigned separating = count_separating_bits(entries, n);
    /* Blocks are written behind the longest possible header and moved afterwards. */
    size_t n_blocks = (n + BLOCK_ENTRIES - 1) / BLOCK_ENTRIES;
    size_t blocks_at = out->n + (3 + 3 * n_blocks) * BUF_MAX_VARINT_BYTES, at = blocks_at;
    uint64_t before = 0;
    buf_append_varint(out, n);
    buf_append_varint(out, last);
    buf_append_char(out, (char)separating);
    for (size_t start = 0; start < n; start += BLOCK_ENTRIES) {
        size_t n_here = n - start < BLOCK_ENTRIES ? n - start : BLOCK_ENTRIES;
        buf_reserve(out, at - out->n + block_bound(entries + start, n_here));
        uint8_t *block = (uint8_t *)out->p + at, *lists;
        uint8_t *end = put_block(block, entries + start, n_here, (int)floor_log2(n), last, &lists);
        uint64_t first = start ? top_bits(entries[start].hash, separating) : 0;
        buf_append_varint(out, first - before);
        buf_append_varint(out, (uint64_t)(lists - block));
        buf_append_varint(out, (uint64_t)(end - lists));
        at += (size_t)(end - block);
        before = first;
    }
    memmove(out->p + out->n, out->p + blocks_at, at - blocks_at);
    out->n += at - blocks_at;
}
