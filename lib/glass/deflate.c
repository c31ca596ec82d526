/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compresses tags of tables into the format of zlib, but faster for such small inputs. */
#include "glass/deflate.h"

#include "base/mem.h"
#include "glass/format.h"
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
    SLOT_BITS = 12,
    N_SLOTS = 1 << SLOT_BITS,
    MAX_HEADER_BYTES = 160,
    /* Shorter tags cannot make up for the header. */
    MIN_BYTES = 220,
};

/* A code: how many bits each symbol has. */
struct code_lengths {
    uint8_t symbols[N_SYMBOLS]; /* from 257 on, match lengths */
    uint8_t distances[N_DISTANCES];
    uint8_t lengths[N_LENGTH_BITS];
};

/* The complete codes with at most 13 bits by which a tag of usual length takes the fewest bytes, its
 * header included: runs of equal lengths make the header short. */
static const struct code_lengths LATIN = {
    /* for English, German and French */
    .symbols = {[0] = 13,          [1 ... 2] = 5,     [3 ... 7] = 6,     [8 ... 20] = 7,
                [21 ... 27] = 8,   [28 ... 45] = 9,   [46 ... 57] = 8,   [58 ... 88] = 10,
                [89 ... 94] = 12,  [95] = 9,          [96] = 13,         [97] = 5,
                [98] = 7,          [99] = 5,          [100] = 6,         [101] = 4,
                [102] = 7,         [103 ... 104] = 6, [105] = 5,         [106] = 9,
                [107] = 7,         [108] = 5,         [109] = 6,         [110] = 4,
                [111] = 5,         [112] = 6,         [113] = 9,         [114 ... 115] = 5,
                [116] = 4,         [117] = 5,         [118 ... 122] = 8, [123 ... 257] = 13,
                [258] = 6,         [259] = 7,         [260] = 8,         [261 ... 266] = 10,
                [267 ... 285] = 13},
    .distances = {[0 ... 5] = 9, [6 ... 12] = 5, [13 ... 24] = 4, [25 ... 29] = 8},
    .lengths = {[4] = 5,
                [5] = 3,
                [6] = 4,
                [7] = 4,
                [8] = 4,
                [9] = 4,
                [10] = 6,
                [12] = 6,
                [13] = 4,
                [SAME] = 1},
};
static const struct code_lengths OTHER = {
    /* for other letters: Cyrillic, Greek, Arabic, Hebrew, Indic, Chinese, Japanese, Korean */
    .symbols = {[0] = 13,           [1 ... 6] = 6,      [7 ... 27] = 8,     [28 ... 46] = 10,
                [47] = 7,           [48 ... 57] = 6,    [58 ... 64] = 10,   [65] = 8,
                [66 ... 96] = 10,   [97] = 6,           [98 ... 102] = 7,   [103] = 13,
                [104 ... 110] = 8,  [111 ... 116] = 7,  [117 ... 120] = 8,  [121 ... 127] = 13,
                [128] = 8,          [129] = 6,          [130 ... 133] = 7,  [134 ... 140] = 8,
                [141 ... 163] = 10, [164 ... 182] = 8,  [183 ... 191] = 7,  [192 ... 205] = 13,
                [206] = 6,          [207] = 7,          [208] = 4,          [209] = 6,
                [210 ... 214] = 13, [215] = 7,          [216 ... 217] = 6,  [218 ... 223] = 13,
                [224] = 7,          [225 ... 226] = 13, [227] = 7,          [228 ... 237] = 9,
                [238 ... 257] = 13, [258 ... 262] = 8,  [263 ... 269] = 10, [270 ... 285] = 13},
    .distances = {[0 ... 12] = 6, [13 ... 18] = 3, [19] = 7, [20 ... 29] = 8},
    .lengths =
        {[3] = 7, [4] = 7, [6] = 4, [7] = 3, [8] = 3, [9] = 6, [10] = 5, [13] = 3, [SAME] = 1},
};

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

struct coder {
    uint32_t literals[N_LITERALS]; /* the bits of a code, above a byte with their number */
    struct code end;
    struct code lengths[MAX_MATCH + 1]; /* by length; includes the extra bits */
    struct code distances[N_DISTANCES];
    struct buf header; /* the whole bytes of the header, */
    struct code rest;  /* and its remaining bits */
};

struct glass_deflater {
    struct coder latin, other;
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

static void make_header(struct coder *c, const struct code_lengths *n_bits)
{
    uint8_t all[N_SYMBOLS + N_DISTANCES];
    struct code codes[N_LENGTH_BITS];
    memcpy(all, n_bits->symbols, N_SYMBOLS);
    memcpy(all + N_SYMBOLS, n_bits->distances, N_DISTANCES);
    make_codes(codes, n_bits->lengths, N_LENGTH_BITS);
    buf_reserve(&c->header, MAX_HEADER_BYTES);
    struct bit_writer w = {.p = (uint8_t *)c->header.p};
    bit_writer_put(&w, 1, 1); /* the last block */
    bit_writer_put(&w, 2, 2); /* with its own code */
    bit_writer_put(&w, N_SYMBOLS - 257, 5);
    bit_writer_put(&w, N_DISTANCES - 1, 5);
    bit_writer_put(&w, N_LENGTH_BITS - 4, 4);
    bit_writer_flush(&w);
    for (size_t i = 0; i < N_LENGTH_BITS; i++)
        put_code(&w, (struct code){.bits = n_bits->lengths[LENGTH_ORDER[i]], .n = 3});
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
    c->header.n = (size_t)(w.p - (uint8_t *)c->header.p);
    c->rest = (struct code){.bits = (uint32_t)w.pending, .n = (uint8_t)w.n};
}

/* Lengths 3 to 10 have a symbol each; then each group of four symbols stands for twice as many
 * lengths per symbol. */
static void make_lengths(struct coder *c, const struct code *symbols)
{
    unsigned symbol = 257, n_extra = 0;
    for (unsigned length = 3; length < MAX_MATCH; symbol++) {
        if (symbol >= 265 && (symbol - 265) % 4 == 0)
            n_extra++;
        for (unsigned i = 0; i < 1u << n_extra && length < MAX_MATCH; i++) {
            struct code code = symbols[symbol];
            code.bits |= i << code.n;
            code.n = (uint8_t)(code.n + n_extra);
            c->lengths[length++] = code;
        }
    }
    c->lengths[MAX_MATCH] = symbols[N_SYMBOLS - 1];
}

static void make_distances(struct coder *c, const uint8_t *n_bits)
{
    uint32_t base = 1;
    make_codes(c->distances, n_bits, N_DISTANCES);
    for (unsigned i = 0; i < N_DISTANCES; i++) {
        c->distances[i].n_extra = (uint8_t)(i < 2 ? 0 : i / 2 - 1);
        c->distances[i].base = (uint16_t)base;
        base += 1u << c->distances[i].n_extra;
    }
}

static void make_coder(struct coder *c, const struct code_lengths *n_bits)
{
    struct code symbols[N_SYMBOLS];
    make_codes(symbols, n_bits->symbols, N_SYMBOLS);
    for (unsigned i = 0; i < N_LITERALS; i++)
        c->literals[i] = symbols[i].bits << CHAR_BIT | symbols[i].n;
    c->end = symbols[END];
    make_lengths(c, symbols);
    make_distances(c, n_bits->distances);
    make_header(c, n_bits);
}

struct glass_deflater *glass_deflater_new(void)
{
    struct glass_deflater *d = mem_alloc_zeroed(1, sizeof *d);
    make_coder(&d->latin, &LATIN);
    make_coder(&d->other, &OTHER);
    return d;
}

void glass_deflater_free(struct glass_deflater *d)
{
    if (!d)
        return;
    buf_done(&d->latin.header);
    buf_done(&d->other.header);
    mem_free(d);
}

/* ---- deflating ---- */

static inline void put_literal(struct bit_writer *w, uint32_t literal)
{
    bit_writer_put(w, literal >> CHAR_BIT, literal & UINT8_MAX);
}

static void put_literals(const struct coder *c, struct bit_writer *w, const uint8_t *p,
                         const uint8_t *end)
{
    struct bit_writer local = *w; /* a copy that no store can alias */
    for (; end - p >= 4; p += 4) {
        for (int i = 0; i < 4; i++) /* at most 52 bits, in addition to seven */
            put_literal(&local, c->literals[p[i]]);
        bit_writer_flush(&local);
    }
    for (; p < end; p++) /* at most 39 */
        put_literal(&local, c->literals[*p]);
    bit_writer_flush(&local);
    *w = local;
}

static void put_match(const struct coder *c, struct bit_writer *w, size_t length, size_t distance)
{
    /* From five on, two symbols share each power of two. */
    unsigned symbol = (unsigned)distance - 1;
    if (distance > 4) {
        unsigned power = 31 - (unsigned)__builtin_clz((unsigned)distance - 1);
        symbol = 2 * power + ((((unsigned)distance - 1) >> (power - 1)) & 1);
    }
    struct code code = c->distances[symbol];
    bit_writer_put(w, c->lengths[length].bits, c->lengths[length].n);
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
    return glass_count_shared(a, b, (size_t)(end - b) < MAX_MATCH ? (size_t)(end - b) : MAX_MATCH);
}

/* With the other code an ASCII byte takes a bit or so more, and another byte some seven bits less.
 */
static const struct coder *choose_coder(const struct glass_deflater *d, const uint8_t *in, size_t n)
{
    size_t n_beyond_ascii = 0;
    for (size_t i = 0; i < n; i++)
        n_beyond_ascii += in[i] >> 7;
    return n_beyond_ascii > n / 6 ? &d->other : &d->latin;
}

bool glass_deflate(const struct glass_deflater *d, const uint8_t *in, size_t n,
                   const uint32_t *tries, size_t n_tries, struct buf *out)
{
    uint16_t slots[N_SLOTS] = {0}; /* the low bits of the last offset with that hash, plus 1 */
    const uint8_t *end = in + n, *done = in;
    if (n < MIN_BYTES)
        return false;
    const struct coder *c = choose_coder(d, in, n);
    buf_clear(out);
    buf_reserve(out, c->header.n + n * 2 + 16); /* no code is longer than two bytes */
    memcpy(out->p, c->header.p, c->header.n);
    struct bit_writer w = {(uint8_t *)out->p + c->header.n, c->rest.bits, c->rest.n};
    for (size_t i = 0; i < n_tries; i++) {
        const uint8_t *here = in + tries[i];
        uint32_t bytes = load_4(here);
        uint16_t *slot = &slots[bytes * 0x9E3779B1u >> (32 - SLOT_BITS)];
        uint32_t distance = (uint16_t)(tries[i] + 1 - *slot);
        *slot = (uint16_t)(tries[i] + 1);
        if (distance - 1 >= tries[i] || distance > MAX_DISTANCE || here < done ||
            load_4(here - distance) != bytes)
            continue;
        size_t length = match_length(here - distance, here, end);
        if (length < MIN_MATCH)
            continue;
        put_literals(c, &w, done, here);
        put_match(c, &w, length, distance);
        done = here + length;
    }
    put_literals(c, &w, done, end);
    put_code(&w, c->end);
    out->n = (size_t)(w.p - (uint8_t *)out->p) + (w.n > 0);
    return out->n < n;
}
