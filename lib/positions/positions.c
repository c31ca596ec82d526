/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Encodes and finds the positions of a document's terms as a part of its record. */
#include "positions/positions.h"

#include "base/mem.h"
#include "positions/bit_reader.h"
#include "positions/bit_writer.h"

#include <stdlib.h>
#include <xxhash.h>

enum {
    BLOCK_ENTRIES = 64,
    HASH_BITS = 64,
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

static unsigned floor_log2(uint64_t value)
{
    return 63 - (unsigned)__builtin_clzll(value);
}

/* ---- the shape of the lists, which writer and reader derive from the same numbers ---- */

struct shape {
    unsigned low_bits;
    uint64_t n_bits;
};

/* Returns the shape of a list of n positions; last is the last position of the document. */
static inline struct shape shape_of(uint32_t n, uint32_t last)
{
    uint64_t highest = last - 1;
    if (n == 1)
        return (struct shape){highest ? floor_log2(highest) + 1 : 0,
                              highest ? floor_log2(highest) + 1 : 0};
    /* floor(log2(last / n)) without a division. */
    unsigned low_bits = n <= last ? floor_log2(last) - floor_log2(n) : 0;
    low_bits -= low_bits && (uint64_t)n << low_bits > last;
    return (struct shape){low_bits, (uint64_t)n * low_bits + n + (highest >> low_bits)};
}

static uint64_t top_bits(uint64_t hash, unsigned n)
{
    return n ? hash >> (HASH_BITS - n) : 0;
}

/* ---- how many bits a hash shares with the one before it ---- */

/* Neighbours among n hashes share about log2(n) bits. The difference from that has a code whose
 * length depends on how rare it is, with its last bit highest. At either end of the table, how far
 * the difference is beyond it follows in unary. */
enum { LEAST_SHARED = -5, MOST_SHARED = 4, N_SHARED = MOST_SHARED - LEAST_SHARED + 1 };

static const struct shared_code {
    uint8_t code, n_bits;
} SHARED_CODES[N_SHARED] = {{0x0F, 5}, {0x1F, 5}, {0x03, 4}, {0x02, 3}, {0x00, 2},
                            {0x01, 2}, {0x06, 3}, {0x0B, 4}, {0x07, 5}, {0x17, 5}};

/* The index in the table above, by the next five bits. */
static const uint8_t SHARED_PLACES[32] = {4, 5, 3, 2, 4, 5, 6, 8, 4, 5, 3, 7, 4, 5, 6, 0,
                                          4, 5, 3, 2, 4, 5, 6, 9, 4, 5, 3, 7, 4, 5, 6, 1};

static unsigned shared_bits(uint64_t a, uint64_t b)
{
    return (unsigned)__builtin_clzll(a ^ b);
}

/* ---- writing ---- */

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

struct code {
    uint64_t bits;
    unsigned n_bits;
};
/* How many bits a count may have after its leading one to be put in one step: alone, or together
 * with the shared code before it. */
enum { MAX_CODED_LENGTH = 27, MAX_JOINED_LENGTH = 24 };

static void put_unary(struct bit_writer *w, unsigned n) /* n <= 64 */
{
    put_zeros(w, n);
    put_bits(w, 1, 1);
}

/* Returns the gamma code of a count of at most MAX_CODED_LENGTH bits after its first. */
static struct code count_code(uint32_t n)
{
    unsigned length = floor_log2(n);
    uint64_t low = n & ~(UINT32_MAX << length);
    return (struct code){(low << 1 | 1) << length, 2 * length + 1};
}

static void put_count(struct bit_writer *w, uint32_t n)
{
    unsigned length = floor_log2(n);
    if (length <= MAX_CODED_LENGTH) {
        struct code code = count_code(n);
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
        struct code count = count_code(n);
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

/* ---- reading ---- */

enum {
    PEEKED_BITS = 57,     /* that bit_reader_peek() always returns */
    MAX_SHORT_ZEROS = 12, /* counts with more zeros are not read together with what precedes them */
};
#define PEEKED (UINT64_MAX >> (64 - PEEKED_BITS))

/* Counts zeros up to a one and consumes that too. Returns false at the end. */
static bool take_zeros(struct bit_reader *r, uint64_t *n)
{
    *n = 0;
    while (r->at < r->n_bytes * 8) {
        uint64_t bits = bit_reader_peek(r, r->at) & PEEKED;
        if (bits) {
            unsigned zeros = (unsigned)__builtin_ctzll(bits);
            *n += zeros;
            r->at += zeros + 1;
            return true;
        }
        *n += PEEKED_BITS;
        r->at += PEEKED_BITS;
    }
    return false;
}

struct block {
    struct str heads, lists;
    size_t n;
};

struct header {
    uint64_t n, last;
    unsigned separating;
};

static bool take_header(struct str *in, struct header *h)
{
    if (!str_take_varint(in, &h->n) || !str_take_varint(in, &h->last) || in->n == 0)
        return false;
    h->separating = (uint8_t)in->p[0];
    *in = str_slice(*in, 1, in->n);
    return h->n > 0 && h->n <= in->n * 8 && h->last > 0 && h->last <= UINT32_MAX &&
           h->separating <= HASH_BITS;
}

/* Finds the block that the hash must be in. in is the table of blocks and everything after it. */
static bool find_block(struct str in, const struct header *h, uint64_t hash, struct block *ret)
{
    uint64_t first = 0, at = 0, n_blocks = (h->n + BLOCK_ENTRIES - 1) / BLOCK_ENTRIES;
    uint64_t found = 0, found_at = 0, n_heads = 0, n_lists = 0;
    for (uint64_t i = 0; i < n_blocks; i++) {
        uint64_t step, heads, lists;
        if (!str_take_varint(&in, &step) || !str_take_varint(&in, &heads) ||
            !str_take_varint(&in, &lists) || heads > UINT32_MAX || lists > UINT32_MAX)
            return false;
        first += step;
        if (i == 0 || first <= top_bits(hash, h->separating)) {
            found = i;
            found_at = at;
            n_heads = heads;
            n_lists = lists;
        }
        at += heads + lists;
    }
    if (at != in.n)
        return false;
    ret->heads = str_slice(in, (size_t)found_at, (size_t)(found_at + n_heads));
    ret->lists = (struct str){ret->heads.p + n_heads, (size_t)n_lists};
    ret->n = found + 1 == n_blocks ? (size_t)(h->n - found * BLOCK_ENTRIES) : BLOCK_ENTRIES;
    return true;
}

/* Reads what put_shared() wrote. Returns false if it is invalid. */
static bool take_shared(struct bit_reader *r, int expected, int *shared)
{
    uint64_t beyond;
    int place = SHARED_PLACES[bit_reader_peek(r, r->at) & 31];
    r->at += SHARED_CODES[place].n_bits;
    *shared = expected + LEAST_SHARED + place;
    if (place == 0 || place == N_SHARED - 1) {
        if (!take_zeros(r, &beyond) || beyond >= HASH_BITS)
            return false;
        *shared += place ? (int)beyond : -(int)beyond;
    }
    return *shared >= 0 && *shared < HASH_BITS;
}

static bool take_count(struct bit_reader *r, uint32_t *n)
{
    uint64_t length;
    if (bit_reader_peek(r, r->at) & 1) { /* two thirds of them */
        r->at++;
        *n = 1;
        return true;
    }
    if (!take_zeros(r, &length) || length > 31)
        return false;
    *n = 1u << length | (uint32_t)bit_reader_take(r, (unsigned)length);
    return true;
}

static void reserve(struct positions_list *list, size_t n)
{
    if (n <= list->capacity - list->n)
        return;
    list->capacity = (list->n + n) * 2;
    list->p = mem_resize(list->p, list->capacity, sizeof *list->p);
}

void positions_list_add(struct positions_list *list, uint32_t position)
{
    reserve(list, 1);
    list->p[list->n++] = position;
}

/* Reads numbers of equal width, as many at once as one peek contains. */
struct low_bits {
    struct bit_reader r;
    uint64_t bits, mask;
    unsigned width, a_look, left;
};

static struct low_bits start_low_bits(struct bit_reader r, unsigned width)
{
    unsigned a_look = width ? PEEKED_BITS / width : UINT32_MAX;
    return (struct low_bits){
        .r = r, .mask = ~(UINT64_MAX << width), .width = width, .a_look = a_look};
}

static inline uint64_t take_low_bits(struct low_bits *l)
{
    if (l->left == 0) {
        l->bits = bit_reader_peek(&l->r, l->r.at);
        l->r.at += (uint64_t)l->a_look * l->width;
        l->left = l->a_look;
    }
    uint64_t value = l->bits & l->mask;
    l->bits >>= l->width;
    l->left--;
    return value;
}

/* Reads a list: low bits one after the other, then high bits in unary. The place of the i-th one
 * among these, minus i, is the i-th number. */
static bool read_list(struct bit_reader r, struct shape s, uint32_t n, uint32_t last,
                      struct positions_list *list)
{
    if (r.at + s.n_bits > r.n_bytes * 8)
        return false;
    reserve(list, n);
    if (n == 1) {
        uint64_t position = bit_reader_take(&r, s.low_bits) + 1;
        list->p[list->n++] = (uint32_t)position;
        return position <= last;
    }
    uint32_t *to = list->p + list->n;
    uint64_t before = 0, i = 0;
    const uint64_t start = r.at + (uint64_t)n * s.low_bits;
    struct low_bits lows = start_low_bits(r, s.low_bits);
    for (uint64_t at = start; i < n; at += PEEKED_BITS) {
        if (at >= r.n_bytes * 8)
            return false;
        uint64_t ones = bit_reader_peek(&r, at) & PEEKED;
        for (; ones && i < n; ones &= ones - 1, i++) {
            uint64_t high = at - start + (unsigned)__builtin_ctzll(ones) - i;
            uint64_t position = (high << s.low_bits | take_low_bits(&lows)) + 1;
            if (position <= before || position > last)
                return false;
            to[i] = (uint32_t)position;
            before = position;
        }
    }
    list->n += n;
    return true;
}

struct head {
    int shared;
    uint32_t n;
};

/* Reads a head that is short, as nearly all are, in one look. Returns false if it is not short. */
static inline bool take_short_head(struct bit_reader *r, int expected, bool has_shared,
                                   struct head *head)
{
    uint64_t bits = bit_reader_peek(r, r->at) & PEEKED;
    unsigned used = 0, zeros;
    if (has_shared) {
        unsigned place = SHARED_PLACES[bits & 31];
        if (place == 0 || place == N_SHARED - 1)
            return false;
        used = SHARED_CODES[place].n_bits;
        head->shared = expected + LEAST_SHARED + (int)place;
        bits >>= used;
    }
    if (bits == 0 || (zeros = (unsigned)__builtin_ctzll(bits)) > MAX_SHORT_ZEROS)
        return false;
    head->n = 1u << zeros | (uint32_t)(bits >> (zeros + 1) & ((1u << zeros) - 1));
    r->at += used + 2 * zeros + 1;
    return !has_shared || (head->shared >= 0 && head->shared < HASH_BITS);
}

/* The first head of a block does not have a number of shared bits. */
static bool take_head(struct bit_reader *r, int expected, bool has_shared, struct head *head)
{
    const uint64_t at = r->at;
    if (take_short_head(r, expected, has_shared, head))
        return true;
    r->at = at;
    return (!has_shared || take_shared(r, expected, &head->shared)) && take_count(r, &head->n);
}

/* Looks the hash up by the first bits in which neighbours differ. If its bit there is 1, it is at
 * or after the later neighbour; if it is 0, before that one and all that share more bits with it.
 * Only these bits of the hashes are known, so the hash must be one of them. */
bool positions_find(struct str encoded, uint64_t hash, struct positions_list *list)
{
    struct header h;
    struct block b;
    if (!take_header(&encoded, &h) || !find_block(encoded, &h, hash, &b))
        return false;
    struct bit_reader heads = {(const uint8_t *)b.heads.p, b.heads.n, 0};
    struct bit_reader lists = {(const uint8_t *)b.lists.p, b.lists.n, 0};
    int expected = (int)floor_log2(h.n), passed = HASH_BITS;
    uint32_t last = (uint32_t)h.last, n_found = 0;
    const uint64_t bits_of_one = shape_of(1, last).n_bits;
    uint64_t at = 0;
    for (size_t i = 0; i < b.n; i++) {
        struct head head = {0, 0};
        bool is_candidate = i == 0;
        if (!take_head(&heads, expected, i > 0, &head))
            return false;
        if (i > 0 && head.shared <= passed) {
            is_candidate = hash >> (HASH_BITS - 1 - head.shared) & 1;
            passed = is_candidate ? HASH_BITS : head.shared;
        }
        if (is_candidate) {
            n_found = head.n;
            lists.at = at;
        }
        at += head.n == 1 ? bits_of_one : shape_of(head.n, last).n_bits;
    }
    return read_list(lists, shape_of(n_found, last), n_found, last, list);
}
