/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the file in an embedded object, according to [MS-CFB] and, for packages, [MS-OLEDS]. */
#include "indexer/formats/packed/compound.h"

#include "base/mem.h"
#include "text/utf8.h"

enum {
    ENTRY_BYTES = 128,
    NAME_BYTES = 64,
    TYPE_STREAM = 2,
    TYPE_ROOT = 5,
    DIFAT_AT = 0x4C,
    N_DIFAT = 109, /* sectors of the allocation table that the header names itself */
};
static const uint32_t LAST_SECTOR = 0xFFFFFFFA; /* greater numbers end a chain */

struct compound {
    struct str bytes;
    size_t sector_bytes, small_bytes;
    uint32_t least_big; /* smaller streams are in small sectors */
    struct buf table;   /* the allocation table: the number of the sector after each */
    struct buf small_table;
    struct buf small; /* the small sectors */
    struct buf directory;
};

static uint32_t number_at(struct str s, size_t at, size_t n_bytes)
{
    uint32_t value = 0;
    for (size_t i = n_bytes; i-- > 0;)
        value = value << 8 | (at + i < s.n ? (unsigned char)s.p[at + i] : 0);
    return value;
}

static struct str sector(const struct compound *c, uint32_t number)
{
    size_t start = ((size_t)number + 1) * c->sector_bytes;
    if (start > c->bytes.n)
        return STR_EMPTY;
    size_t rest = c->bytes.n - start;
    return str_slice(c->bytes, start, start + (rest < c->sector_bytes ? rest : c->sector_bytes));
}

/* Reads the allocation table, whose sectors the header and then a chain of sectors list. */
static void read_table(struct compound *c)
{
    size_t per_sector = c->sector_bytes / 4, n_max = c->bytes.n / c->sector_bytes;
    for (size_t i = 0; i < N_DIFAT; i++) {
        uint32_t number = number_at(c->bytes, DIFAT_AT + i * 4, 4);
        if (number < LAST_SECTOR)
            buf_append_str(&c->table, sector(c, number));
    }
    uint32_t next = number_at(c->bytes, 0x44, 4);
    for (size_t n = 0; next < LAST_SECTOR && n < n_max; n++) {
        struct str list = sector(c, next);
        for (size_t i = 0; i + 1 < per_sector; i++)
            if (number_at(list, i * 4, 4) < LAST_SECTOR && c->table.n < c->bytes.n)
                buf_append_str(&c->table, sector(c, number_at(list, i * 4, 4)));
        next = list.n ? number_at(list, (per_sector - 1) * 4, 4) : LAST_SECTOR;
    }
}

/* Appends the sectors of a chain, at most n_bytes. */
static void read_chain(const struct compound *c, uint32_t next, size_t n_bytes, struct buf *out)
{
    size_t most = n_bytes < c->bytes.n ? n_bytes : c->bytes.n;
    while (next < LAST_SECTOR && out->n < most) {
        struct str part = sector(c, next);
        if (part.n == 0)
            break;
        buf_append_str(out, part);
        next = (size_t)next * 4 + 4 <= c->table.n ? number_at(buf_str(&c->table), next * 4, 4)
                                                  : LAST_SECTOR;
    }
    out->n = out->n < most ? out->n : most;
}

/* Does the same for a chain of small sectors. */
static void read_small_chain(const struct compound *c, uint32_t next, size_t n_bytes,
                             struct buf *out)
{
    struct str small = buf_str(&c->small);
    size_t most = n_bytes < small.n ? n_bytes : small.n;
    while (next < LAST_SECTOR && out->n < most) {
        size_t start = (size_t)next * c->small_bytes, end = start + c->small_bytes;
        if (start >= small.n)
            break;
        buf_append_str(out, str_slice(small, start, end < small.n ? end : small.n));
        next = (size_t)next * 4 + 4 <= c->small_table.n
                   ? number_at(buf_str(&c->small_table), next * 4, 4)
                   : LAST_SECTOR;
    }
    out->n = out->n < most ? out->n : most;
}

static struct str entry_at(const struct compound *c, size_t i)
{
    struct str directory = buf_str(&c->directory);
    size_t start = i * ENTRY_BYTES;
    return start + ENTRY_BYTES <= directory.n ? str_slice(directory, start, start + ENTRY_BYTES)
                                              : STR_EMPTY;
}

static bool open_compound(struct compound *c, struct str bytes)
{
    enum { HEADER_BYTES = 512, MAX_SHIFT = 12 };
    uint32_t shift = number_at(bytes, 0x1E, 2), small_shift = number_at(bytes, 0x20, 2);
    if (bytes.n < HEADER_BYTES || shift < 7 || shift > MAX_SHIFT || small_shift > shift ||
        small_shift < 4 || !str_starts_with(bytes, STR_LITERAL("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")))
        return false;
    c->bytes = bytes;
    c->sector_bytes = (size_t)1 << shift;
    c->small_bytes = (size_t)1 << small_shift;
    c->least_big = number_at(bytes, 0x38, 4);
    read_table(c);
    read_chain(c, number_at(bytes, 0x30, 4), bytes.n, &c->directory);
    read_chain(c, number_at(bytes, 0x3C, 4), bytes.n, &c->small_table);
    struct str root = entry_at(c, 0);
    if (number_at(root, 66, 1) == TYPE_ROOT)
        read_chain(c, number_at(root, 116, 4), number_at(root, 120, 4), &c->small);
    return root.n > 0;
}

static void compound_done(struct compound *c)
{
    buf_done(&c->table);
    buf_done(&c->small_table);
    buf_done(&c->small);
    buf_done(&c->directory);
}

/* Returns whether an entry is a stream of that name. */
static bool is_called(struct str entry, const char *name)
{
    size_t n = strlen(name);
    if (number_at(entry, 66, 1) != TYPE_STREAM || number_at(entry, NAME_BYTES, 2) != 2 * (n + 1))
        return false;
    for (size_t i = 0; i < n; i++)
        if (number_at(entry, 2 * i, 2) != (unsigned char)name[i])
            return false;
    return true;
}

/* Replaces out by the bytes of a stream. Returns whether there are any. */
static bool read_entry(const struct compound *c, struct str entry, struct buf *out)
{
    uint32_t start = number_at(entry, 116, 4), n_bytes = number_at(entry, 120, 4);
    buf_clear(out);
    if (n_bytes < c->least_big)
        read_small_chain(c, start, n_bytes, out);
    else
        read_chain(c, start, n_bytes, out);
    return out->n > 0;
}

static bool read_stream(const struct compound *c, const char *name, struct buf *out)
{
    struct str entry;
    buf_clear(out);
    for (size_t i = 0; (entry = entry_at(c, i)).n; i++)
        if (is_called(entry, name))
            return read_entry(c, entry, out);
    return false;
}

/* Reduces a package to the file in it: its size, two bytes, its label, its path, a size and a
 * second path, then the size of the file and its bytes. */
static bool unwrap_package(struct buf *package, struct buf *name)
{
    struct str s = buf_str(package);
    size_t label = 6, path = str_find_char(s, '\0', label) + 1;
    size_t at = str_find_char(s, '\0', path < s.n ? path : s.n) + 1 + 4;
    if (at + 4 > s.n)
        return false;
    utf8_append_repaired(name, str_slice(s, label, path - 1));
    at += 4 + (size_t)number_at(s, at, 4);
    size_t n_bytes = number_at(s, at, 4), start = at + 4;
    if (start >= s.n)
        return false;
    n_bytes = n_bytes < s.n - start ? n_bytes : s.n - start;
    memmove(package->p, package->p + start, n_bytes);
    package->n = n_bytes;
    return n_bytes > 0;
}

bool compound_find_file(struct str object, struct buf *file, struct buf *name)
{
    AUTO(compound_done) struct compound c = {0};
    buf_clear(name);
    if (!open_compound(&c, object))
        return false;
    if (read_stream(&c, "\1Ole10Native", file))
        return unwrap_package(file, name);
    return read_stream(&c, "Package", file) || read_stream(&c, "CONTENTS", file);
}

/* Reads the file in a stream of an embedded object. Returns false if it is another stream. */
static bool read_file(const struct compound *c, struct str entry, struct buf *file,
                      struct buf *name)
{
    buf_clear(name);
    if (is_called(entry, "\1Ole10Native"))
        return read_entry(c, entry, file) && unwrap_package(file, name);
    return (is_called(entry, "Package") || is_called(entry, "CONTENTS")) &&
           read_entry(c, entry, file);
}

void compound_each_file(struct str document, compound_output *output, void *ctx)
{
    AUTO(compound_done) struct compound c = {0};
    AUTO(buf_done) struct buf file = BUF_INIT;
    AUTO(buf_done) struct buf name = BUF_INIT;
    struct str entry;
    if (!open_compound(&c, document))
        return;
    for (size_t i = 0; (entry = entry_at(&c, i)).n; i++)
        if (read_file(&c, entry, &file, &name) && !output(ctx, buf_str(&name), buf_str(&file)))
            return;
}
