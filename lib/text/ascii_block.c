/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Classifies 64 bytes of text at a time, without branches. */
#include "text/ascii_block.h"

#include <endian.h>

#ifdef __SSE2__
#include <immintrin.h>
#define AVX2 __attribute__((target("avx2")))
#endif

static const uint64_t ones = UINT64_C(0x0101010101010101);

/* Gathers the high bits of eight bytes into the lowest byte. */
static uint64_t gather(uint64_t high_bits)
{
    return (high_bits >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

/* Sets the high bit of each byte that is in [first, last], which are below 0x80. */
static uint64_t bytes_between(uint64_t bytes, char first, char last)
{
    const uint64_t high = ones * 0x80;
    uint64_t low = bytes & ~high;
    uint64_t from_first = low + ones * (uint64_t)(0x80 - first);
    uint64_t behind_last = low + ones * (uint64_t)(0x7F - last);
    return from_first & ~behind_last & ~bytes & high;
}

/* Returns the bytes after which a part of a word ends: a lower case letter before a capital, the
 * last but one of several capitals before a lower case letter, letters before digits, and digits
 * before letters. */
static uint64_t changes(const struct ascii_block *b)
{
    uint64_t small = b->letters & ~b->capitals, digits = b->plain & ~b->letters;
    uint64_t into_capital = (small | digits) & b->capitals >> 1;
    uint64_t out_of_capitals = b->capitals & b->capitals >> 1 & small >> 2;
    return into_capital | out_of_capitals | (b->letters & digits >> 1) | (digits & b->letters >> 1);
}

struct ascii_block ascii_block_by_words(const char *p)
{
    struct ascii_block b = {0};
    for (unsigned i = 0; i < ASCII_BLOCK_BYTES; i += 8) {
        uint64_t bytes;
        memcpy(&bytes, p + i, sizeof bytes);
        bytes = le64toh(bytes);
        uint64_t capitals = bytes_between(bytes, 'A', 'Z');
        uint64_t letters = capitals | bytes_between(bytes, 'a', 'z');
        b.plain |= gather(letters | bytes_between(bytes, '0', '9')) << i;
        b.letters |= gather(letters) << i;
        b.capitals |= gather(capitals) << i;
        b.high |= gather(bytes & ones * 0x80) << i;
        uint64_t stops = bytes_between(bytes, '.', '.');
        b.signs |= gather(bytes_between(bytes, '&', '\'') | bytes_between(bytes, '+', ',') |
                          bytes_between(bytes, ';', ';') | stops)
                   << i;
        b.hashes |= gather(bytes_between(bytes, '#', '#')) << i;
        b.hyphens |= gather(bytes_between(bytes, '-', '-')) << i;
        b.stops |= gather(stops) << i;
        b.closers |= gather(bytes_between(bytes, ']', ']') | bytes_between(bytes, ')', ')')) << i;
        b.lines |= gather(bytes_between(bytes, '\n', '\n')) << i;
        b.breaks |= gather(bytes_between(bytes, '\t', '\t') | bytes_between(bytes, '\f', '\f') |
                           bytes_between(bytes, '|', '|'))
                    << i;
    }
    b.changes = changes(&b);
    b.closers &= b.letters >> 1;
    return b;
}

#ifdef __SSE2__

/* Sets all bits of the bytes in [first, last]. The addition moves last to the greatest signed
 * byte. */
static __m128i vector_between(__m128i bytes, char first, char last)
{
    __m128i moved = _mm_add_epi8(bytes, _mm_set1_epi8((char)(0x7F - last)));
    return _mm_cmpgt_epi8(moved, _mm_set1_epi8((char)(0x7F - (last - first) - 1)));
}

static __m128i vector_of(__m128i bytes, char c)
{
    return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c));
}

static uint64_t high_bits(__m128i bytes)
{
    return (uint64_t)(unsigned)_mm_movemask_epi8(bytes);
}

struct ascii_block ascii_block_by_16(const char *p)
{
    struct ascii_block b = {0};
    for (unsigned i = 0; i < ASCII_BLOCK_BYTES; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(p + i));
        __m128i small = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
        __m128i letters = vector_between(small, 'a', 'z');
        __m128i capitals = vector_between(bytes, 'A', 'Z');
        b.plain |= high_bits(_mm_or_si128(letters, vector_between(bytes, '0', '9'))) << i;
        b.letters |= high_bits(letters) << i;
        b.capitals |= high_bits(capitals) << i;
        __m128i stops = vector_of(bytes, '.');
        __m128i signs = _mm_or_si128(vector_between(bytes, '&', '\''),
                                     vector_between(bytes, '+', ','));
        signs = _mm_or_si128(signs, _mm_or_si128(vector_of(bytes, ';'), stops));
        __m128i breaks = _mm_or_si128(vector_of(bytes, '\f'), vector_of(bytes, '|'));
        breaks = _mm_or_si128(breaks, vector_of(bytes, '\t'));
        b.hashes |= high_bits(vector_of(bytes, '#')) << i;
        b.hyphens |= high_bits(vector_of(bytes, '-')) << i;
        b.stops |= high_bits(stops) << i;
        b.closers |= high_bits(_mm_or_si128(vector_of(bytes, ']'), vector_of(bytes, ')'))) << i;
        b.lines |= high_bits(vector_of(bytes, '\n')) << i;
        b.high |= high_bits(bytes) << i;
        b.signs |= high_bits(signs) << i;
        b.breaks |= high_bits(breaks) << i;
    }
    b.changes = changes(&b);
    b.closers &= b.letters >> 1;
    return b;
}

/* The same with registers of twice the width. */

AVX2 static __m256i wide_between(__m256i bytes, char first, char last)
{
    __m256i moved = _mm256_add_epi8(bytes, _mm256_set1_epi8((char)(0x7F - last)));
    return _mm256_cmpgt_epi8(moved, _mm256_set1_epi8((char)(0x7F - (last - first) - 1)));
}

AVX2 static __m256i wide_of(__m256i bytes, char c)
{
    return _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(c));
}

AVX2 static uint64_t wide_high_bits(__m256i bytes)
{
    return (uint32_t)_mm256_movemask_epi8(bytes);
}

AVX2 static struct ascii_block block_by_32(const char *p)
{
    struct ascii_block b = {0};
    for (unsigned i = 0; i < ASCII_BLOCK_BYTES; i += 32) {
        __m256i bytes = _mm256_loadu_si256((const __m256i *)(p + i));
        __m256i small = _mm256_or_si256(bytes, _mm256_set1_epi8(0x20));
        __m256i letters = wide_between(small, 'a', 'z');
        __m256i capitals = wide_between(bytes, 'A', 'Z');
        b.plain |= wide_high_bits(_mm256_or_si256(letters, wide_between(bytes, '0', '9'))) << i;
        b.letters |= wide_high_bits(letters) << i;
        b.capitals |= wide_high_bits(capitals) << i;
        __m256i stops = wide_of(bytes, '.');
        __m256i signs = _mm256_or_si256(wide_between(bytes, '&', '\''),
                                        wide_between(bytes, '+', ','));
        signs = _mm256_or_si256(signs, _mm256_or_si256(wide_of(bytes, ';'), stops));
        __m256i breaks = _mm256_or_si256(wide_of(bytes, '\f'), wide_of(bytes, '|'));
        breaks = _mm256_or_si256(breaks, wide_of(bytes, '\t'));
        b.hashes |= wide_high_bits(wide_of(bytes, '#')) << i;
        b.hyphens |= wide_high_bits(wide_of(bytes, '-')) << i;
        b.stops |= wide_high_bits(stops) << i;
        b.closers |= wide_high_bits(_mm256_or_si256(wide_of(bytes, ']'), wide_of(bytes, ')'))) << i;
        b.lines |= wide_high_bits(wide_of(bytes, '\n')) << i;
        b.high |= wide_high_bits(bytes) << i;
        b.signs |= wide_high_bits(signs) << i;
        b.breaks |= wide_high_bits(breaks) << i;
    }
    b.changes = changes(&b);
    b.closers &= b.letters >> 1;
    return b;
}

struct ascii_block ascii_block_at(const char *p)
{
    return __builtin_cpu_supports("avx2") ? block_by_32(p) : ascii_block_by_16(p);
}

#else

struct ascii_block ascii_block_by_16(const char *p)
{
    return ascii_block_by_words(p);
}

struct ascii_block ascii_block_at(const char *p)
{
    return ascii_block_by_words(p);
}

#endif
