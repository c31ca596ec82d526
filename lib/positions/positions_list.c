/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decodes the list of a term, or looks for some positions in it. */
#include "base/mem.h"
#include "positions/bit_reader.h"
#include "positions/code.h"
#include "positions/positions.h"

/* In the time of a search for one position, about so many are decoded in a row. */
enum { DECODED_A_SEARCH = 5 };

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
    unsigned a_look = width ? BIT_READER_PEEKED_BITS / width : UINT32_MAX;
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
    for (uint64_t at = start; i < n; at += BIT_READER_PEEKED_BITS) {
        if (at >= r.n_bytes * 8)
            return false;
        uint64_t ones = bit_reader_peek(&r, at) & BIT_READER_PEEKED;
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

bool positions_read(const struct positions_place *at, struct positions_list *list)
{
    struct bit_reader r = {at->p, at->n_bytes, at->bit};
    return read_list(r, shape_of(at->n, at->last), at->n, at->last, list);
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
                  ? bit_reader_peek(&w->r, w->start + w->at) & BIT_READER_PEEKED
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

/* Counts the ones of a number. Not every processor of this architecture has an instruction for it.
 */
static inline unsigned count_ones(uint64_t bits)
{
    bits -= bits >> 1 & UINT64_C(0x5555555555555555);
    bits = (bits & UINT64_C(0x3333333333333333)) + (bits >> 2 & UINT64_C(0x3333333333333333));
    bits = (bits + (bits >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    return (unsigned)(bits * UINT64_C(0x0101010101010101) >> 56);
}

/* Skips the ones that were peeked at if the high bits of the last of them are too low. Returns
 * false if they are not. */
static inline bool skip_ones(struct walk *w, uint64_t high)
{
    if (w->ones == 0)
        return true;
    uint64_t n = count_ones(w->ones), last = w->at + 63 - (unsigned)__builtin_clzll(w->ones);
    if (last >= high + w->i + n - 1)
        return false;
    w->i += n;
    return true;
}

/* Goes to the first one whose high bits are at least high. Returns false if there is none. */
static bool walk_to(struct walk *w, uint64_t high)
{
    for (;;) {
        for (; w->ones && w->i < w->n; w->ones &= w->ones - 1, w->i++)
            if (w->at + (unsigned)__builtin_ctzll(w->ones) - w->i >= high)
                return true;
        do {
            w->at += BIT_READER_PEEKED_BITS;
            if (w->i >= w->n || w->start + w->at >= w->r.n_bytes * 8)
                return false;
            peek_ones(w);
        } while (skip_ones(w, high));
    }
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

/* Keeps what is in both lists if offset is added to list. */
static void intersect(const struct positions_list *other, uint32_t offset,
                      struct positions_list *list)
{
    size_t n = 0, k = 0;
    for (size_t i = 0; i < list->n; i++) {
        uint64_t wanted = (uint64_t)list->p[i] + offset;
        while (k < other->n && other->p[k] < wanted)
            k++;
        if (k == other->n)
            break;
        list->p[n] = list->p[i];
        n += other->p[k] == wanted;
    }
    list->n = n;
}

void positions_keep(const struct positions_place *at, uint32_t offset, struct positions_list *list,
                    struct positions_list *scratch)
{
    /* Decoding some positions in a row takes less time than looking for one. */
    if (at->n < DECODED_A_SEARCH * (uint64_t)list->n) {
        scratch->n = 0;
        positions_read(at, scratch);
        intersect(scratch, offset, list);
        return;
    }
    struct walk w = start_walk(at);
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++)
        if (walk_has(&w, (uint64_t)list->p[i] + offset - 1))
            list->p[n++] = list->p[i];
    list->n = n;
}
