/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the list of a term among those of a document. */
#include "base/mem.h"
#include "positions/bit_reader.h"
#include "positions/code.h"
#include "positions/positions.h"

#include <pthread.h>

/* The index in SHARED_CODES, by the next five bits. */
static const uint8_t SHARED_PLACES[32] = {4, 5, 3, 2, 4, 5, 6, 8, 4, 5, 3, 7, 4, 5, 6, 0,
                                          4, 5, 3, 2, 4, 5, 6, 9, 4, 5, 3, 7, 4, 5, 6, 1};

/* ---- short heads ---- */

/* Most heads have few bits. Such a head is looked up by its next SHORT_BITS. */
enum { SHORT_BITS = 11, MAX_SHORT_LENGTH = 3, MAX_SHORT_BEYOND = 2 };

struct short_head {
    uint8_t n_bits; /* 0 if the head is not short */
    int8_t shared;  /* beyond the least */
    uint16_t n;
};

static struct short_head short_heads[1 << SHORT_BITS];
static pthread_once_t short_heads_once = PTHREAD_ONCE_INIT;

/* Adds the heads with that code of n_bits for the shared bits and a count of few bits. */
static void add_short_heads(uint64_t code, unsigned n_bits, int shared)
{
    for (uint32_t n = 1; n < 2 << MAX_SHORT_LENGTH; n++) {
        struct count_code count = count_code(n);
        unsigned n_all = n_bits + count.n_bits;
        for (uint64_t bits = code | count.bits << n_bits;
             n_all <= SHORT_BITS && bits < 1 << SHORT_BITS; bits += 1u << n_all)
            short_heads[bits] = (struct short_head){(uint8_t)n_all, (int8_t)shared, (uint16_t)n};
    }
}

static void make_short_heads(void)
{
    for (int place = 0; place < N_SHARED; place++) {
        struct shared_code code = SHARED_CODES[place];
        bool is_end = place == 0 || place == N_SHARED - 1;
        for (int beyond = 0; is_end && beyond <= MAX_SHORT_BEYOND; beyond++)
            add_short_heads(code.code | 1u << (code.n_bits + beyond),
                            code.n_bits + (unsigned)beyond + 1, place ? place + beyond : -beyond);
        if (!is_end)
            add_short_heads(code.code, code.n_bits, place);
    }
}

/* ---- the table of blocks ---- */

static bool take_header(struct str *in, struct positions_reader *r)
{
    uint64_t last;
    if (!str_take_varint(in, &r->n) || !str_take_varint(in, &last) || in->n == 0)
        return false;
    r->last = (uint32_t)last;
    r->separating = (uint8_t)in->p[0];
    *in = str_slice(*in, 1, in->n);
    return r->n > 0 && r->n <= in->n * 8 && last > 0 && last <= UINT32_MAX &&
           r->separating <= HASH_BITS;
}

/* Takes a varint, faster than str_take_varint() if that has one or two bytes. */
static inline bool take_number(struct str *in, uint64_t *value)
{
    if (in->n < 2 || in->p[0] & in->p[1] & 0x80)
        return str_take_varint(in, value);
    uint8_t low = (uint8_t)in->p[0], high = (uint8_t)in->p[1];
    bool has_high = low & 0x80;
    *value = has_high ? (low & 0x7Fu) | (uint32_t)high << 7 : low;
    *in = (struct str){in->p + 1 + has_high, in->n - 1 - has_high};
    return true;
}

static bool take_blocks(struct str *in, struct positions_reader *r)
{
    uint64_t first = 0, at = 0;
    for (size_t i = 0; i < r->n_blocks; i++) {
        uint64_t step, n_heads, n_lists;
        if (!take_number(in, &step) || !take_number(in, &n_heads) || !take_number(in, &n_lists) ||
            n_heads > UINT32_MAX || n_lists > UINT32_MAX)
            return false;
        first += step;
        r->blocks[i] = (struct positions_block){first, at, (uint32_t)n_heads, (uint32_t)n_lists};
        at += n_heads + n_lists;
    }
    return at == in->n;
}

bool positions_reader_open(struct positions_reader *r, struct str encoded)
{
    struct str in = encoded;
    pthread_once(&short_heads_once, make_short_heads);
    r->n_blocks = 0;
    if (!take_header(&in, r))
        return false;
    size_t n_blocks = (size_t)((r->n + BLOCK_ENTRIES - 1) / BLOCK_ENTRIES);
    if (n_blocks > r->capacity) {
        r->capacity = 2 * n_blocks;
        r->blocks = mem_resize(r->blocks, r->capacity, sizeof *r->blocks);
    }
    r->n_blocks = n_blocks;
    if (!take_blocks(&in, r))
        r->n_blocks = 0;
    r->bytes = in;
    for (uint32_t n = 1; n < POSITIONS_FEW; n++)
        r->few_bits[n] = shape_of(n, r->last).n_bits;
    return r->n_blocks > 0;
}

void positions_reader_done(struct positions_reader *r)
{
    mem_free(r->blocks);
    *r = (struct positions_reader){0};
}

/* Returns the number of the block that the hash must be in. */
static size_t find_block(const struct positions_reader *r, uint64_t hash)
{
    const uint64_t first = top_bits(hash, r->separating);
    size_t low = 0, high = r->n_blocks;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (r->blocks[middle].first <= first)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* ---- heads ---- */

/* Counts zeros up to a one and consumes that too. Returns false at the end. */
static bool take_zeros(struct bit_reader *r, uint64_t *n)
{
    *n = 0;
    while (r->at < r->n_bytes * 8) {
        uint64_t bits = bit_reader_peek(r, r->at) & BIT_READER_PEEKED;
        if (bits) {
            unsigned zeros = (unsigned)__builtin_ctzll(bits);
            *n += zeros;
            r->at += zeros + 1;
            return true;
        }
        *n += BIT_READER_PEEKED_BITS;
        r->at += BIT_READER_PEEKED_BITS;
    }
    return false;
}

static bool take_count(struct bit_reader *r, uint32_t *n)
{
    uint64_t length;
    if (!take_zeros(r, &length) || length > 31)
        return false;
    *n = 1u << length | (uint32_t)bit_reader_take(r, (unsigned)length);
    return true;
}

/* A head. shared is HASH_BITS if it is damaged. */
struct head {
    int shared;
    uint32_t n;
    uint64_t end; /* where the next one begins */
};

/* Reads a head of any length. least is how many bits are shared at place 0. */
static struct head read_head(struct bit_reader r, int least)
{
    static const struct head damaged = {.shared = HASH_BITS};
    struct head head;
    uint64_t beyond = 0;
    int place = SHARED_PLACES[bit_reader_peek(&r, r.at) & 31];
    r.at += SHARED_CODES[place].n_bits;
    bool is_end = place == 0 || place == N_SHARED - 1;
    if (is_end && (!take_zeros(&r, &beyond) || beyond >= HASH_BITS))
        return damaged;
    head.shared = least + (place ? place + (int)beyond : -(int)beyond);
    if (head.shared < 0 || head.shared >= HASH_BITS || !take_count(&r, &head.n))
        return damaged;
    head.end = r.at;
    return head;
}

static inline uint64_t bits_of(const struct positions_reader *r, uint32_t n)
{
    return n < POSITIONS_FEW ? r->few_bits[n] : shape_of(n, r->last).n_bits;
}

/* Looks the hash up by the first bits in which neighbours differ. If its bit there is 1, it is at
 * or after the later neighbour; if it is 0, before that one and all that share more bits with it.
 * Only these bits of the hashes are known, so the hash must be one of them. */
bool positions_reader_locate(const struct positions_reader *r, uint64_t hash,
                             struct positions_place *ret)
{
    if (r->n_blocks == 0)
        return false;
    const size_t number = find_block(r, hash);
    const struct positions_block *b = &r->blocks[number];
    const size_t n = number + 1 < r->n_blocks ? BLOCK_ENTRIES : (r->n - 1) % BLOCK_ENTRIES + 1;
    const uint8_t *start = (const uint8_t *)r->bytes.p + b->at;
    const int least = (int)floor_log2(r->n) + LEAST_SHARED;
    struct bit_reader heads = {start, r->bytes.n - b->at, 0};
    uint32_t n_found;
    if (!take_count(&heads, &n_found)) /* the first one does not have a number of shared bits */
        return false;
    uint64_t found = 0, at = bits_of(r, n_found);
    int passed = HASH_BITS;
    uint64_t bits = 0; /* that were peeked at and not used yet: left bits, up to end */
    uint64_t end = heads.at;
    unsigned left = 0;
    for (size_t i = 1; i < n; i++) {
        if (left < SHORT_BITS) {
            bits = bit_reader_peek(&heads, end - left);
            end += BIT_READER_PEEKED_BITS - left;
            left = BIT_READER_PEEKED_BITS;
        }
        const struct short_head *head = &short_heads[bits & ((1 << SHORT_BITS) - 1)];
        int shared = least + head->shared;
        uint32_t n_here = head->n;
        uint64_t n_bits = r->few_bits[head->n];
        bits >>= head->n_bits;
        left -= head->n_bits;
        if (head->n_bits == 0) {
            const struct head any = read_head(
                (struct bit_reader){heads.p, heads.n_bytes, end - left}, least);
            if (any.shared == HASH_BITS)
                return false;
            shared = any.shared;
            n_here = any.n;
            n_bits = bits_of(r, n_here);
            end = any.end;
            left = 0;
        }
        if (shared <= passed) {
            /* It is below 0 only in damaged data. */
            bool is_candidate = hash >> ((HASH_BITS - 1 - shared) & (HASH_BITS - 1)) & 1;
            passed = is_candidate ? HASH_BITS : shared;
            n_found = is_candidate ? n_here : n_found;
            found = is_candidate ? at : found;
        }
        at += n_bits;
    }
    *ret = (struct positions_place){start + b->n_heads, b->n_lists, found, n_found, r->last};
    return true;
}

bool positions_find(struct str encoded, uint64_t hash, struct positions_list *list)
{
    AUTO(positions_reader_done) struct positions_reader r = {0};
    struct positions_place at;
    return positions_reader_open(&r, encoded) && positions_reader_locate(&r, hash, &at) &&
           positions_read(&at, list);
}
