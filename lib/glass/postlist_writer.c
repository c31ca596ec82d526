/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the postlist table: chunks of values, lengths and postings in the order of their keys. */
#include "glass/postlist_writer.h"

#include "base/buf.h"
#include "base/mem.h"

enum {
    /* The second byte of the keys that precede the terms. The first is 0. */
    KEY_METADATA = 0xC0,
    KEY_SLOT_STATISTICS = 0xD0,
    KEY_VALUES = 0xD8,
    KEY_LENGTHS = 0xE0,
    /* What precedes the postings of a chunk: three numbers (only in the first chunk), a flag, a
     * number. */
    MAX_CHUNK_HEAD_BYTES = 4 * GLASS_VINT_BYTES + 1,
    MAX_POSTING_BYTES = 2 * GLASS_VINT_BYTES,
};

struct postlist_writer {
    struct table_writer *table;
    uint8_t key[GLASS_MAX_KEY_BYTES + GLASS_SDID_BYTES + 1];
    size_t first_key_bytes; /* of the key of a list's first chunk */
    size_t key_bytes;       /* of the prefix that the keys of its other chunks share */
    bool is_first_chunk;
    uint32_t n_documents, collection_frequency; /* of the list */
    uint32_t first_docid, last_docid;           /* of the chunk */
    size_t n; /* bytes of postings in the chunk, 0 if there is none */
    uint8_t chunk[MAX_CHUNK_HEAD_BYTES + GLASS_CHUNK_BYTES + MAX_POSTING_BYTES];
    struct buf values; /* the current chunk of values */
};

struct postlist_writer *postlist_writer_open(const char *folder)
{
    struct postlist_writer *p = mem_alloc_zeroed(1, sizeof *p);
    p->table = table_writer_open(folder, "postlist");
    return p;
}

enum err_code postlist_writer_failure(const struct postlist_writer *p, struct err *err)
{
    return table_writer_failure(p->table, err);
}

void postlist_writer_end_table(struct postlist_writer *p)
{
    table_writer_end(p->table);
}

enum err_code postlist_writer_close(struct postlist_writer *p, struct glass_root *ret_root,
                                    struct err *err)
{
    enum err_code code = table_writer_close(p->table, ret_root, err);
    buf_done(&p->values);
    mem_free(p);
    return code;
}

static uint8_t *put_kind(uint8_t *key, unsigned kind)
{
    *key++ = 0;
    *key++ = (uint8_t)kind;
    return key;
}

void postlist_writer_add_metadata(struct postlist_writer *p, struct str key, struct str value)
{
    uint8_t *end = put_kind(p->key, KEY_METADATA);
    end = glass_put_bytes(end, key.p, key.n);
    table_writer_add(p->table, p->key, (size_t)(end - p->key), value.p, value.n, false);
}

/* ---- values ---- */

static int compare_bytes(const uint8_t *a, const uint8_t *a_end, const uint8_t *b,
                         const uint8_t *b_end)
{
    return str_compare((struct str){(const char *)a, (size_t)(a_end - a)},
                       (struct str){(const char *)b, (size_t)(b_end - b)});
}

int glass_compare_slot_statistics(uint32_t a, uint32_t b)
{
    uint8_t key_a[4], key_b[4];
    return compare_bytes(key_a, glass_put_tail_int(key_a, a), key_b, glass_put_tail_int(key_b, b));
}

int glass_compare_slots(uint32_t a, uint32_t b)
{
    uint8_t key_a[GLASS_VINT_BYTES], key_b[GLASS_VINT_BYTES];
    return compare_bytes(key_a, glass_put_vint(key_a, a), key_b, glass_put_vint(key_b, b));
}

void postlist_writer_add_slot_statistics(struct postlist_writer *p, uint32_t slot, uint32_t n,
                                         struct str lower, struct str upper)
{
    uint8_t *end = glass_put_tail_int(put_kind(p->key, KEY_SLOT_STATISTICS), slot);
    buf_clear(&p->values);
    buf_append_varint(&p->values, n);
    buf_append_counted(&p->values, lower);
    if (!str_equal(lower, upper))
        buf_append_str(&p->values, upper);
    table_writer_add(p->table, p->key, (size_t)(end - p->key), p->values.p, p->values.n, false);
}

void postlist_writer_start_slot(struct postlist_writer *p, uint32_t slot)
{
    p->key_bytes = (size_t)(glass_put_vint(put_kind(p->key, KEY_VALUES), slot) - p->key);
    buf_clear(&p->values);
}

void postlist_writer_end_slot(struct postlist_writer *p)
{
    if (p->values.n == 0)
        return;
    uint8_t *end = glass_put_sdid(p->key + p->key_bytes, p->first_docid);
    table_writer_add(p->table, p->key, (size_t)(end - p->key), p->values.p, p->values.n, false);
    buf_clear(&p->values);
}

void postlist_writer_add_value(struct postlist_writer *p, uint32_t docid, const void *value,
                               size_t n)
{
    if (p->values.n >= GLASS_CHUNK_BYTES)
        postlist_writer_end_slot(p);
    if (p->values.n == 0)
        p->first_docid = docid;
    else
        buf_append_varint(&p->values, docid - p->last_docid - 1);
    p->last_docid = docid;
    buf_append_counted(&p->values, (struct str){value, n});
}

/* ---- posting lists ---- */

void postlist_writer_start_lengths(struct postlist_writer *p)
{
    put_kind(p->key, KEY_LENGTHS);
    p->first_key_bytes = p->key_bytes = 2;
    p->n_documents = p->collection_frequency = 0;
    p->is_first_chunk = true;
}

/* Starts a list. Its first key has been written up to end. */
static void start_list(struct postlist_writer *p, uint8_t *end, uint32_t n_documents,
                       uint32_t collection_frequency)
{
    p->first_key_bytes = (size_t)(end - p->key);
    *end = 0; /* ends the term in keys with a number */
    p->key_bytes = p->first_key_bytes + 1;
    p->n_documents = n_documents;
    p->collection_frequency = collection_frequency;
    p->is_first_chunk = true;
}

void postlist_writer_start_term(struct postlist_writer *p, struct str term, uint32_t n_documents,
                                uint32_t collection_frequency)
{
    start_list(p, glass_put_skey(p->key, (const uint8_t *)term.p, term.n), n_documents,
               collection_frequency);
}

void postlist_writer_start_key(struct postlist_writer *p, struct str key, uint32_t n_documents,
                               uint32_t collection_frequency)
{
    start_list(p, glass_put_bytes(p->key, key.p, key.n), n_documents, collection_frequency);
}

static void end_chunk(struct postlist_writer *p, bool is_last)
{
    uint8_t head[MAX_CHUNK_HEAD_BYTES], *end = head;
    size_t key_bytes = p->first_key_bytes;
    if (p->is_first_chunk) {
        end = glass_put_vint(end, p->n_documents);
        end = glass_put_vint(end, p->collection_frequency);
        end = glass_put_vint(end, p->first_docid - 1);
    } else {
        key_bytes = (size_t)(glass_put_sdid(p->key + p->key_bytes, p->first_docid) - p->key);
    }
    *end++ = is_last ? '1' : '0';
    end = glass_put_vint(end, p->last_docid - p->first_docid);
    size_t head_bytes = (size_t)(end - head);
    uint8_t *tag = p->chunk + MAX_CHUNK_HEAD_BYTES - head_bytes;
    memcpy(tag, head, head_bytes);
    table_writer_add(p->table, p->key, key_bytes, tag, head_bytes + p->n, false);
    p->is_first_chunk = false;
    p->n = 0;
}

void postlist_writer_add(struct postlist_writer *p, uint32_t docid, uint32_t wdf)
{
    if (p->n >= GLASS_CHUNK_BYTES)
        end_chunk(p, false);
    uint8_t *start = p->chunk + MAX_CHUNK_HEAD_BYTES, *end = start + p->n;
    if (p->n == 0)
        p->first_docid = docid;
    else
        end = glass_put_vint(end, docid - p->last_docid - 1);
    p->last_docid = docid;
    p->n = (size_t)(glass_put_vint(end, wdf) - start);
}

/* Adds as many postings as the chunk has room for, and returns their number. */
static size_t fill_chunk(struct postlist_writer *p, const struct glass_posting *postings, size_t n)
{
    uint8_t *start = p->chunk + MAX_CHUNK_HEAD_BYTES, *end = start + p->n;
    uint32_t before = p->last_docid;
    size_t i = 0;
    for (; i < n && end < start + GLASS_CHUNK_BYTES; i++) {
        uint32_t gap = postings[i].docid - before - 1, wdf = postings[i].wdf;
        before = postings[i].docid;
        if ((gap | wdf) < 0x80) {
            *end++ = (uint8_t)gap;
            *end++ = (uint8_t)wdf;
        } else {
            end = glass_put_vint(end, gap);
            end = glass_put_vint(end, wdf);
        }
    }
    p->last_docid = before;
    p->n = (size_t)(end - start);
    return i;
}

void postlist_writer_add_all(struct postlist_writer *p, const struct glass_posting *postings,
                             size_t n)
{
    size_t i = 0;
    while (i < n) {
        postlist_writer_add(p, postings[i].docid, postings[i].wdf);
        i++;
        i += fill_chunk(p, postings + i, n - i);
    }
}

/* Once what is left fits into the chunk, it is copied as it is. */
void postlist_writer_add_encoded(struct postlist_writer *p, uint32_t first_docid,
                                 uint32_t last_docid, const uint8_t *postings, size_t n)
{
    const uint8_t *at = postings, *end = postings + n;
    uint32_t docid = first_docid - 1;
    while (at < end) {
        uint64_t gap, wdf;
        at = glass_take_vint(glass_take_vint(at, &gap), &wdf);
        docid += (uint32_t)gap + 1;
        postlist_writer_add(p, docid, (uint32_t)wdf);
        size_t n_left = (size_t)(end - at);
        if (p->n + n_left > GLASS_CHUNK_BYTES)
            continue;
        glass_put_bytes(p->chunk + MAX_CHUNK_HEAD_BYTES + p->n, at, n_left);
        p->n += n_left;
        p->last_docid = last_docid;
        return;
    }
}

void postlist_writer_end(struct postlist_writer *p)
{
    end_chunk(p, true);
}
