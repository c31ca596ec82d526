/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_GLASS_FORMAT_H
#define PRESSMARK_GLASS_FORMAT_H

/* The parts of Xapian's glass format that the tables share; glass.md describes all of it. These
 * functions only know bytes, not runs or documents. */

#include "base/err.h"
#include "base/str.h"
#include "positions/positions.h"

#include <endian.h>
#include <stdint.h>
#include <string.h>

enum {
    GLASS_BLOCK_BYTES = 8192,
    GLASS_MAX_KEY_BYTES = 255,
    GLASS_MAX_TERM_BYTES = 245,      /* a NUL counts as two bytes */
    GLASS_MAX_TAG_BYTES = 100 << 20, /* below what the component numbers of a tag allow */
    GLASS_CHUNK_BYTES = 2000, /* a chunk of postings or values ends when it has so many bytes */
    GLASS_VINT_BYTES = 10,
    GLASS_SDID_BYTES = 6,
};

/* The tables, in the order of the version file. */
enum glass_table {
    GLASS_POSTLIST,
    GLASS_DOCDATA,
    GLASS_TERMLIST,
    GLASS_POSITION,
    GLASS_SPELLING,
    GLASS_SYNONYM,
    GLASS_N_TABLES,
};

/* A table: where its tree begins, how large it is, and the XXH3 hash of its file. */
struct glass_root {
    uint32_t block;
    unsigned level;
    uint64_t n_entries;
    uint32_t n_blocks; /* 0 for an empty table */
    uint64_t hash;
};

/* ---- numbers and strings ---- */

/* Returns how many of the first max bytes at a and b are equal. Eight bytes more must be
 * readable. */
static inline size_t glass_count_shared(const uint8_t *a, const uint8_t *b, size_t max)
{
    size_t n = 0, same;
    do {
        uint64_t x, y;
        memcpy(&x, a + n, sizeof x);
        memcpy(&y, b + n, sizeof y);
        uint64_t difference = le64toh(x ^ y);
        same = difference ? (size_t)__builtin_ctzll(difference) / 8 : 8;
        n += same;
    } while (same == 8 && n < max);
    return n < max ? n : max;
}

/* Each of these writes at p and returns the end of what it wrote. */

static inline uint8_t *glass_put_vint(uint8_t *p, uint64_t value)
{
    while (value >= 0x80) {
        *p++ = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    *p++ = (uint8_t)value;
    return p;
}

static inline unsigned glass_vint_bytes(uint64_t value)
{
    return value < 0x80 ? 1 : (70 - (unsigned)__builtin_clzll(value)) / 7;
}

/* Reads what glass_put_vint() wrote; the bytes are trusted. */
static inline const uint8_t *glass_take_vint(const uint8_t *p, uint64_t *value)
{
    uint64_t result = *p & 0x7F;
    for (unsigned shift = 7; *p++ & 0x80; shift += 7)
        result |= (uint64_t)(*p & 0x7F) << shift;
    *value = result;
    return p;
}

static inline uint8_t *glass_put_bytes(uint8_t *p, const void *bytes, size_t n)
{
    if (n)
        memcpy(p, bytes, n);
    return p + n;
}

/* Writes a number at the end of a key or tag: its bytes, lowest first, without leading zeros. */
static inline uint8_t *glass_put_tail_int(uint8_t *p, uint32_t value)
{
    for (; value; value >>= 8)
        *p++ = (uint8_t)value;
    return p;
}

/* Writes a document number in a key, so that bytewise order is numeric order. */
uint8_t *glass_put_sdid(uint8_t *p, uint32_t docid);
/* Writes a term in a key: a NUL becomes 00 FF, and there is no terminator. At most 2 * n bytes. */
uint8_t *glass_put_skey(uint8_t *p, const uint8_t *term, size_t n);
/* Writes the key of the positions of a term in a document, of at most GLASS_POSITION_KEY_BYTES. */
#define GLASS_POSITION_KEY_BYTES (GLASS_MAX_KEY_BYTES + 1 + GLASS_SDID_BYTES)
uint8_t *glass_put_position_key(uint8_t *p, struct str term, uint32_t docid);
/* Appends the key of a metadata entry. */
void glass_append_metadata_key(struct buf *out, struct str name);
/* Appends the key of a term's first chunk, or one that is after all of its chunks. For the empty
 * term this is a key before all terms. */
enum glass_place { GLASS_AT_TERM, GLASS_BEHIND_TERM };
void glass_append_term_key(struct buf *out, struct str term, enum glass_place place);
/* Replaces term by the term in a key of the postlist table. Returns false if it is the key of a
 * later chunk or of something else. */
bool glass_take_term_key(struct str key, struct buf *term);
/* Returns true if libxapian accepts this term. */
bool glass_term_is_valid(struct str term);

/* ---- positions ---- */

/* The bytes that glass_encode_positions() may need. */
#define GLASS_POSITIONS_BOUND(n) ((size_t)(n)*4 + 24)
/* Writes the tag of a position list of n >= 1 positions, ascending and unique. Returns its
 * length. */
size_t glass_encode_positions(uint8_t *out, const uint32_t *positions, size_t n);
/* Appends the positions in a tag to list. Returns false if it is damaged. */
bool glass_decode_positions(struct str tag, struct positions_list *list);

/* ---- the version file ---- */

struct glass_statistics {
    uint32_t n_documents, last_docid;
    uint32_t min_length; /* of the documents that are not empty, or 0 if there is none */
    uint32_t max_length, max_wdf;
    uint64_t total_length;
};

/* Adds the length of a document to all members except the counts of documents. */
static inline void glass_statistics_count(struct glass_statistics *s, uint32_t length)
{
    s->total_length += length;
    if (length > s->max_length)
        s->max_length = length;
    if (length && (!s->min_length || length < s->min_length))
        s->min_length = length;
}

/* Writes path/iamglass, which makes the directory a database. */
enum err_code glass_write_version(const char *path, const struct glass_root roots[GLASS_N_TABLES],
                                  const struct glass_statistics *statistics, struct err *err);

#endif
