/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compresses tags of tables into the format of zlib, but faster for such small inputs. */
#include "glass/deflate.h"

#include "base/mem.h"
#include "positions/bit_writer.h"

#include <limits.h>

enum {
    N_LITERALS = 256,
    END = 256,
    N_SYMBOLS = 286, /* literals, the end, and lengths */
    N_DISTANCES = 30,
    N_LENGTH_BITS = 19, /* symbols of the code for the lengths of codes */
    SAME = 16,          /* its symbol for repeating the previous length three to six times */
    MAX_CODE_BITS = 15,
    MIN_MATCH = 4,
    MAX_MATCH = 258,
    MAX_DISTANCE = 32768,
    N_SLOTS = 1024,
    MAX_HEADER_BYTES = 160,
    /* Shorter tags cannot make up for the header. */
    MIN_BYTES = 220,
};

/* The lengths of the codes: those of Huffman for the tags of English and German documents in equal
 * parts, limited to ten bits, and thirteen for the bytes of other letters. */
static const uint8_t SYMBOL_BITS[N_SYMBOLS] = {
    10,         5,  5,
    6,          6,  6,
    6,          7,  7,
    7,          7,  7,
    7,          7,  7,
    7,          7,  7,
    7,          7,  7,
    8,          8,  8,
    8,          8,  8,
    8,          9,  9,
    9,          9,  9,
    9,          9,  9,
    9,          9,  9,
    9,          10, 9,
    9,          9,  9,
    9,          8,  7,
    7,          8,  8,
    8,          8,  8,
    8,          8,  8,
    8,          10, 10,
    10,         10, 10,
    10,         10, 9,
    9,          10, 10,
    8,          10, 10,
    10,         9,  10,
    10,         10, 10,
    10,         10, 9,
    9,          10, 9,
    9,          10, 10,
    10,         10, 10,
    9,          10, 10,
    10,         10, 9,
    10,         5,  7,
    5,          6,  4,
    7,          7,  6,
    5,          9,  7,
    5,          6,  5,
    5,          6,  9,
    5,          5,  4,
    6,          7,  7,
    8,          7,  9,
    10,         10, 10,
    10,         10, [128 ... 255] = 13,
    [END] = 9, /* from here on, match lengths: */
    [257] = 10, 6,  7,
    8,          8,  9,
    9,          10, 9,
    10,         10, 10,
    10,         10, 10,
    10,         10, 10,
    10,         10, 10,
    10,         10, 10,
    10,         10, 10,
    10,         10,
};
static const uint8_t DISTANCE_BITS[N_DISTANCES] = {8, 8, 8, 8, 8, 8, 8, 8, 7, 7, 6, 6, 5, 4, 4,
                                                   4, 3, 4, 3, 3, 4, 4, 5, 5, 6, 6, 6, 7, 7, 6};
static const uint8_t LENGTH_BITS[N_LENGTH_BITS] = {
    [3] = 5, [4] = 4, [5] = 4, [6] = 3, [7] = 3, [8] = 4, [9] = 3, [10] = 3, [13] = 5, [SAME] = 2};
/* In the order of the header. */
static const uint8_t LENGTH_ORDER[N_LENGTH_BITS] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                    11, 4,  12, 3, 13, 2, 14, 1, 15};

/* A code, with its first bit lowest, and the extra bits that may follow it. */
struct code {
    uint32_t bits;
    uint8_t n;       /* the number of bits */
    uint8_t n_extra; /* extra bits of the number that follows, which is counted from base */
    uint16_t base;
};

struct glass_deflater {
    uint32_t literals[N_LITERALS]; /* the bits of a code, above a byte with their number */
    struct code end;
    struct code lengths[MAX_MATCH + 1]; /* by length; includes the extra bits */
    struct code distances[N_DISTANCES];
    struct buf header; /* the whole bytes of the header, */
    struct code rest;  /* and its remaining bits */
};

/* ---- the code ---- */

static uint32_t reverse(uint32_t bits, unsigned n)
{
    uint32_t reversed = 0;
    for (; n > 0; n--, bits >>= 1)
        reversed = reversed << 1 | (bits & 1);
    return reversed;
}

/* Makes the codes for the given lengths: RFC 1951, 3.2.2. */
static void make_codes(struct code *codes, const uint8_t *n_bits, size_t n)
{
    uint32_t counts[MAX_CODE_BITS + 1] = {0}, next[MAX_CODE_BITS + 1] = {0};
    for (size_t i = 0; i < n; i++)
        counts[n_bits[i]]++;
    counts[0] = 0;
    for (unsigned k = 1; k <= MAX_CODE_BITS; k++)
        next[k] = (next[k - 1] + counts[k - 1]) << 1;
    for (size_t i = 0; i < n; i++)
        codes[i] = (struct code){.bits = reverse(next[n_bits[i]]++, n_bits[i]), .n = n_bits[i]};
}

static void put_code(struct bit_writer *w, struct code code)
{
    bit_writer_put(w, code.bits, code.n);
    bit_writer_flush(w);
}

static void make_header(struct glass_deflater *d)
{
    uint8_t all[N_SYMBOLS + N_DISTANCES];
    struct code codes[N_LENGTH_BITS];
    memcpy(all, SYMBOL_BITS, N_SYMBOLS);
    memcpy(all + N_SYMBOLS, DISTANCE_BITS, N_DISTANCES);
    make_codes(codes, LENGTH_BITS, N_LENGTH_BITS);
    buf_reserve(&d->header, MAX_HEADER_BYTES);
    struct bit_writer w = {.p = (uint8_t *)d->header.p};
    bit_writer_put(&w, 1, 1); /* the last block */
    bit_writer_put(&w, 2, 2); /* with its own code */
    bit_writer_put(&w, N_SYMBOLS - 257, 5);
    bit_writer_put(&w, N_DISTANCES - 1, 5);
    bit_writer_put(&w, N_LENGTH_BITS - 4, 4);
    bit_writer_flush(&w);
    for (size_t i = 0; i < N_LENGTH_BITS; i++)
        put_code(&w, (struct code){.bits = LENGTH_BITS[LENGTH_ORDER[i]], .n = 3});
    for (size_t i = 0, n; i < sizeof all; i += n) {
        n = 1;
        while (i > 0 && i + n < sizeof all && n < 6 && all[i + n] == all[i])
            n++;
        if (i == 0 || n < 3 || all[i] != all[i - 1]) {
            put_code(&w, codes[all[i]]);
            n = 1;
        } else {
            put_code(&w, codes[SAME]);
            put_code(&w, (struct code){.bits = (uint32_t)n - 3, .n = 2});
        }
    }
    d->header.n = (size_t)(w.p - (uint8_t *)d->header.p);
    d->rest = (struct code){.bits = (uint32_t)w.pending, .n = (uint8_t)w.n};
}

/* Lengths 3 to 10 have a symbol each; then each group of four symbols stands for twice as many
 * lengths per symbol. */
static void make_lengths(struct glass_deflater *d, const struct code *symbols)
{
    unsigned symbol = 257, n_extra = 0;
    for (unsigned length = 3; length < MAX_MATCH; symbol++) {
        if (symbol >= 265 && (symbol - 265) % 4 == 0)
            n_extra++;
        for (unsigned i = 0; i < 1u << n_extra && length < MAX_MATCH; i++) {
            struct code code = symbols[symbol];
            code.bits |= i << code.n;
            code.n = (uint8_t)(code.n + n_extra);
            d->lengths[length++] = code;
        }
    }
    d->lengths[MAX_MATCH] = symbols[N_SYMBOLS - 1];
}

static void make_distances(struct glass_deflater *d)
{
    uint32_t base = 1;
    make_codes(d->distances, DISTANCE_BITS, N_DISTANCES);
    for (unsigned i = 0; i < N_DISTANCES; i++) {
        d->distances[i].n_extra = (uint8_t)(i < 2 ? 0 : i / 2 - 1);
        d->distances[i].base = (uint16_t)base;
        base += 1u << d->distances[i].n_extra;
    }
}

struct glass_deflater *glass_deflater_new(void)
{
    struct glass_deflater *d = mem_alloc_zeroed(1, sizeof *d);
    struct code symbols[N_SYMBOLS];
    make_codes(symbols, SYMBOL_BITS, N_SYMBOLS);
    for (unsigned i = 0; i < N_LITERALS; i++)
        d->literals[i] = symbols[i].bits << CHAR_BIT | symbols[i].n;
    d->end = symbols[END];
    make_lengths(d, symbols);
    make_distances(d);
    make_header(d);
    return d;
}

void glass_deflater_free(struct glass_deflater *d)
{
    if (!d)
        return;
    buf_done(&d->header);
    mem_free(d);
}

/* ---- deflating ---- */

static inline void put_literal(struct bit_writer *w, uint32_t literal)
{
    bit_writer_put(w, literal >> CHAR_BIT, literal & UINT8_MAX);
}

static void put_literals(const struct glass_deflater *d, struct bit_writer *w, const uint8_t *p,
                         const uint8_t *end)
{
    struct bit_writer local = *w; /* a copy that no store can alias */
    for (; end - p >= 4; p += 4) {
        for (int i = 0; i < 4; i++) /* at most 52 bits, in addition to seven */
            put_literal(&local, d->literals[p[i]]);
        bit_writer_flush(&local);
    }
    for (; p < end; p++) /* at most 39 */
        put_literal(&local, d->literals[*p]);
    bit_writer_flush(&local);
    *w = local;
}

static void put_match(const struct glass_deflater *d, struct bit_writer *w, size_t length,
                      size_t distance)
{
    /* From five on, two symbols share each power of two. */
    unsigned symbol = (unsigned)distance - 1;
    if (distance > 4) {
        unsigned power = 31 - (unsigned)__builtin_clz((unsigned)distance - 1);
        symbol = 2 * power + ((((unsigned)distance - 1) >> (power - 1)) & 1);
    }
    struct code code = d->distances[symbol];
    bit_writer_put(w, d->lengths[length].bits, d->lengths[length].n);
    bit_writer_put(w, code.bits, code.n);
    bit_writer_put(w, distance - code.base, code.n_extra);
    bit_writer_flush(w);
}

static inline uint32_t load_4(const uint8_t *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

static size_t match_length(const uint8_t *a, const uint8_t *b, const uint8_t *end)
{
    size_t n = 0, max = (size_t)(end - b) < MAX_MATCH ? (size_t)(end - b) : MAX_MATCH;
    while (n < max && a[n] == b[n])
        n++;
    return n;
}

bool glass_deflate(const struct glass_deflater *d, const uint8_t *in, size_t n,
                   const uint32_t *tries, size_t n_tries, struct buf *out)
{
    uint32_t slots[N_SLOTS] = {0}; /* the last offset with that hash, plus 1 */
    const uint8_t *end = in + n, *done = in;
    if (n < MIN_BYTES)
        return false;
    buf_clear(out);
    buf_reserve(out, d->header.n + n * 2 + 16); /* no code is longer than two bytes */
    memcpy(out->p, d->header.p, d->header.n);
    struct bit_writer w = {(uint8_t *)out->p + d->header.n, d->rest.bits, d->rest.n};
    for (size_t i = 0; i < n_tries; i++) {
        const uint8_t *here = in + tries[i];
        uint32_t bytes = load_4(here);
        uint32_t *slot = &slots[bytes * 0x9E3779B1u >> 22];
        uint32_t earlier = *slot;
        *slot = tries[i] + 1;
        if (earlier == 0 || here < done || tries[i] + 1 - earlier > MAX_DISTANCE ||
            load_4(in + earlier - 1) != bytes)
            continue;
        size_t length = match_length(in + earlier - 1, here, end);
        if (length < MIN_MATCH)
            continue;
        put_literals(d, &w, done, here);
        put_match(d, &w, length, tries[i] + 1 - earlier);
        done = here + length;
    }
    put_literals(d, &w, done, end);
    put_code(&w, d->end);
    out->n = (size_t)(w.p - (uint8_t *)out->p) + (w.n > 0);
    return out->n < n;
}
