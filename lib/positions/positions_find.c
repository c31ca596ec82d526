/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the positions of a term among those of a document. */
#include "base/mem.h"
#include "positions/bit_reader.h"
#include "positions/code.h"
#include "positions/positions.h"

/* The index in SHARED_CODES, by the next five bits. */
static const uint8_t SHARED_PLACES[32] = {4, 5, 3, 2, 4, 5, 6, 8, 4, 5, 3, 7, 4, 5, 6, 0,
                                          4, 5, 3, 2, 4, 5, 6, 9, 4, 5, 3, 7, 4, 5, 6, 1};

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
bool positions_locate(struct str encoded, uint64_t hash, struct positions_place *ret)
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
    *ret = (struct positions_place){lists.p, lists.n_bytes, lists.at, n_found, last};
    return true;
}

bool positions_read(const struct positions_place *at, struct positions_list *list)
{
    struct bit_reader r = {at->p, at->n_bytes, at->bit};
    return read_list(r, shape_of(at->n, at->last), at->n, at->last, list);
}

bool positions_find(struct str encoded, uint64_t hash, struct positions_list *list)
{
    struct positions_place at;
    return positions_locate(encoded, hash, &at) && positions_read(&at, list);
}

/* ---- looking for some positions in a list ---- */

/* Walks through the ones of a list, of which the i-th is the i-th position. */
struct walk {
    struct bit_reader r;
    struct shape shape;
    uint64_t start; /* of the high bits */
    uint64_t at;    /* of the ones that were peeked at, from the start */
    uint64_t ones;  /* of these, those from the i-th on */
    uint64_t i, n;
};

static void peek_ones(struct walk *w)
{
    w->ones = w->start + w->at < w->r.n_bytes * 8
                  ? bit_reader_peek(&w->r, w->start + w->at) & PEEKED
                  : 0;
}

static struct walk start_walk(const struct positions_place *at)
{
    struct walk w = {
        .r = {at->p, at->n_bytes, at->bit}, .shape = shape_of(at->n, at->last), .n = at->n};
    w.start = at->bit + w.n * w.shape.low_bits;
    peek_ones(&w);
    return w;
}

/* Goes to the first one whose high bits are at least high. Returns false if there is none. */
static bool walk_to(struct walk *w, uint64_t high)
{
    while (w->i < w->n) {
        for (; w->ones && w->i < w->n; w->ones &= w->ones - 1, w->i++)
            if (w->at + (unsigned)__builtin_ctzll(w->ones) - w->i >= high)
                return true;
        w->at += PEEKED_BITS;
        if (w->start + w->at >= w->r.n_bytes * 8)
            return false;
        peek_ones(w);
    }
    return false;
}

/* Returns true if the list has a number, the position minus 1. Numbers must ascend from call to
 * call. */
static bool walk_has(struct walk *w, uint64_t number)
{
    const unsigned width = w->shape.low_bits;
    const uint64_t high = number >> width, mask = ~(UINT64_MAX << width);
    for (; walk_to(w, high); w->ones &= w->ones - 1, w->i++) {
        uint64_t here = w->at + (unsigned)__builtin_ctzll(w->ones) - w->i;
        uint64_t low = bit_reader_peek(&w->r, w->r.at + w->i * width) & mask;
        if (here > high || low >= (number & mask))
            return here == high && low == (number & mask);
    }
    return false;
}

void positions_keep(const struct positions_place *at, uint32_t offset, struct positions_list *list)
{
    struct walk w = start_walk(at);
    size_t n = 0;
    if (at->n == 1) { /* its position has no high bits */
        uint64_t only = bit_reader_take(&w.r, w.shape.low_bits) + 1;
        for (size_t i = 0; i < list->n; i++)
            if ((uint64_t)list->p[i] + offset == only)
                list->p[n++] = list->p[i];
    } else {
        for (size_t i = 0; i < list->n; i++)
            if (walk_has(&w, (uint64_t)list->p[i] + offset - 1))
                list->p[n++] = list->p[i];
    }
    list->n = n;
}
