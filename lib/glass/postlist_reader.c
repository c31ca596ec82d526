/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads posting lists, lists of document lengths and values chunk by chunk. */
#include "glass/postlist_reader.h"

#include <endian.h>

enum {
    KEY_BYTES = GLASS_MAX_KEY_BYTES + GLASS_SDID_BYTES,
    MANY_LISTS = 8, /* for so many it pays to clear all sums of a window */
};

/* Ends the list. */
static void end_list(struct postlist_reader *l)
{
    l->docid = GLASS_END;
    l->chunk.start = NULL;
    l->chunk.last = 0;
}

static void give_up(struct postlist_reader *l)
{
    err_set(l->err, ERR_CORRUPT, "a posting list of '%s' is damaged", l->cursor.tree->path);
    end_list(l);
}

/* Goes to the first posting of the chunk at the cursor. The first chunk of a list contains its
 * first document number; that of other chunks comes from the key. */
static void start_chunk(struct postlist_reader *l, bool is_first, uint32_t first)
{
    struct str tag;
    if (table_cursor_tag(&l->cursor, SIZE_MAX, &tag, l->err)) {
        end_list(l);
        return;
    }
    const uint8_t *p = (const uint8_t *)tag.p, *end = p + tag.n;
    uint32_t before = first - 1, span;
    bool is_good = !is_first || (glass_take_uint32(&p, end, &l->n_documents) &&
                                 glass_take_uint32(&p, end, &l->collection_frequency) &&
                                 glass_take_uint32(&p, end, &before));
    uint8_t flag = is_good && p < end ? *p++ : 0;
    if ((flag != '0' && flag != '1') || !glass_take_uint32(&p, end, &span) ||
        !glass_take_uint32(&p, end, &l->wdf) || __builtin_add_overflow(before, 1, &first) ||
        __builtin_add_overflow(first, span, &l->chunk.last) || l->chunk.last == GLASS_END) {
        give_up(l);
        return;
    }
    l->chunk.is_first = is_first;
    l->chunk.is_last = flag == '1';
    l->docid = l->chunk.first = first;
    l->chunk.first_wdf = l->wdf;
    l->p = l->chunk.start = p;
    l->chunk.end = end;
}

/* Opens the list. The key of its first chunk is the first first_bytes bytes of those of the
 * others. */
static void open_list(struct postlist_reader *l, struct table_reader *postlist,
                      unsigned first_bytes)
{
    bool is_there;
    struct str key = {(const char *)l->key, first_bytes};
    l->cursor.tree = postlist;
    if (table_cursor_find(&l->cursor, key, &is_there, l->err) || !is_there) {
        end_list(l);
        return;
    }
    start_chunk(l, true, 1);
    l->first_wdf = l->wdf;
    if (l->chunk.start)
        l->docid = 0;
}

void postlist_reader_open(struct postlist_reader *l, struct table_reader *postlist, struct str term,
                          struct err *err)
{
    l->err = err;
    if (!glass_term_is_valid(term)) {
        l->cursor.tree = postlist;
        l->docid = GLASS_END;
        return;
    }
    uint8_t *end = glass_put_skey(l->key, (const uint8_t *)term.p, term.n);
    unsigned n = (unsigned)(end - l->key);
    *end = 0;
    l->key_bytes = n + 1;
    open_list(l, postlist, n);
}

void postlist_reader_open_lengths(struct postlist_reader *l, struct table_reader *postlist,
                                  struct err *err)
{
    l->err = err;
    l->key[0] = 0;
    l->key[1] = 0xE0;
    l->key_bytes = 2;
    open_list(l, postlist, 2);
}

void postlist_reader_done(struct postlist_reader *l)
{
    table_cursor_done(&l->cursor);
}

uint32_t postlist_reader_max_wdf(const struct postlist_reader *l)
{
    uint32_t others = l->collection_frequency > l->first_wdf
                          ? l->collection_frequency - l->first_wdf
                          : 0;
    return l->n_documents > 1 && others > l->first_wdf ? others : l->first_wdf;
}

/* Goes to the beginning of the chunk that contains docid or is the last before it. */
static void find_chunk(struct postlist_reader *l, uint32_t docid)
{
    uint8_t key[KEY_BYTES];
    bool is_there;
    memcpy(key, l->key, l->key_bytes);
    size_t n = (size_t)(glass_put_sdid(key + l->key_bytes, docid) - key);
    if (table_cursor_find(&l->cursor, (struct str){(const char *)key, n}, &is_there, l->err)) {
        end_list(l);
        return;
    }
    const uint8_t *at = l->cursor.key, *end = at + l->cursor.key_bytes;
    uint32_t first;
    bool is_later = l->cursor.key_bytes > l->key_bytes && memcmp(at, l->key, l->key_bytes) == 0;
    at += l->key_bytes;
    if (!is_later)
        start_chunk(l, true, 1);
    else if (glass_take_sdid(&at, end, &first) && at == end && first > 0)
        start_chunk(l, false, first);
    else
        give_up(l);
}

static void next_chunk(struct postlist_reader *l)
{
    bool is_there;
    uint32_t first, last = l->chunk.last;
    if (table_cursor_next(&l->cursor, &is_there, l->err)) {
        end_list(l);
        return;
    }
    const uint8_t *at = l->cursor.key + l->key_bytes, *end = l->cursor.key + l->cursor.key_bytes;
    bool is_ours = is_there && l->cursor.key_bytes > l->key_bytes &&
                   memcmp(l->cursor.key, l->key, l->key_bytes) == 0;
    if (is_ours && glass_take_sdid(&at, end, &first) && at == end && first > last)
        start_chunk(l, false, first);
    else
        give_up(l);
}

/* Consecutive documents with wdfs of two bytes, as most of the list of lengths has: two such
 * postings, from the lowest byte. */
static const uint64_t DENSE_MASK = UINT64_C(0x8080FF8080FF), DENSE = UINT64_C(0x008000008000);

/* Skips pairs of such postings in the chunk, at most n postings. Returns how many. */
static inline uint32_t skip_dense(const uint8_t **p, const uint8_t *end, uint32_t n)
{
    const uint8_t *at = *p;
    uint32_t n_left = n;
    uint64_t bytes;
    for (; n_left >= 2 && end - at >= (ptrdiff_t)sizeof bytes; at += 6, n_left -= 2) {
        memcpy(&bytes, at, sizeof bytes);
        if ((le64toh(bytes) & DENSE_MASK) != DENSE)
            break;
    }
    *p = at;
    return n - n_left;
}

void postlist_reader_scan(struct postlist_reader *l, uint32_t docid)
{
    const uint8_t *p = l->p, *end = l->chunk.end;
    uint32_t here = l->docid, wdf = l->wdf;
    while (here < docid) {
        uint32_t gap, n_dense = p < end && p[0] == 0 ? skip_dense(&p, end, docid - here) : 0;
        if (n_dense) {
            here += n_dense;
            wdf = (p[-2] & 0x7Fu) | (uint32_t)p[-1] << 7;
            continue;
        }
        if (end - p >= 2 && p[0] < 0x80 && p[1] < 0x80) {
            gap = p[0];
            wdf = p[1];
            p += 2;
        } else if (end - p >= 3 && p[0] < 0x80 && p[2] < 0x80) {
            gap = p[0];
            wdf = (p[1] & 0x7Fu) | (uint32_t)p[2] << 7;
            p += 3;
        } else if (!glass_take_uint32(&p, end, &gap) || !glass_take_uint32(&p, end, &wdf)) {
            give_up(l);
            return;
        }
        if (gap >= l->chunk.last - here) {
            give_up(l);
            return;
        }
        here += gap + 1;
    }
    l->p = p;
    l->docid = here;
    l->wdf = wdf;
}

/* The state of a list while many of its postings are read. */
struct spot {
    const uint8_t *p;
    uint32_t docid, wdf;
};

static inline void leave(struct postlist_reader *l, const struct spot *at)
{
    l->p = at->p;
    l->docid = at->docid;
    l->wdf = at->wdf;
}

/* Goes to the next posting of the chunk. Returns false if the chunk ends or is damaged. */
static inline bool go_on(struct postlist_reader *l, struct spot *at)
{
    const uint8_t *p = at->p, *const end = l->chunk.end;
    const uint32_t room = l->chunk.last - at->docid;
    if (room == 0)
        return false;
    if (end - p >= 3 && p[0] < 0x80 && p[0] < room && (p[1] & p[2]) < 0x80) {
        unsigned has_two = p[1] >> 7;
        at->docid += p[0] + 1u;
        at->wdf = (p[1] & 0x7Fu) | (has_two ? (uint32_t)p[2] << 7 : 0);
        at->p = p + 2 + has_two;
        return true;
    }
    leave(l, at);
    postlist_reader_scan(l, at->docid + 1);
    *at = (struct spot){l->p, l->docid, l->wdf};
    return at->docid != GLASS_END;
}

static inline void add_posting(struct posting_window *w, const struct spot *at, bool is_for_many)
{
    uint32_t i = at->docid - w->start;
    uint64_t posting = at->wdf | POSTING_IN_A_LIST, bit = (uint64_t)1 << i % 64;
    if (!is_for_many && !(w->bits[i / 64] & bit)) {
        w->bits[i / 64] |= bit;
        w->sums[i] = posting;
    } else {
        w->sums[i] += posting;
    }
}

/* Adds postings of two bytes as long as they follow each other before the document stop, which is
 * in the chunk or after it. */
static inline void add_short(const struct postlist_reader *l, struct posting_window *w,
                             struct spot *at, uint32_t stop, bool is_for_many)
{
    struct spot here = *at;
    for (const uint8_t *const end = l->chunk.end; end - here.p >= 2; here.p += 2) {
        uint32_t next = here.docid + here.p[0] + 1u;
        if ((here.p[0] | here.p[1]) >= 0x80 || next >= stop)
            break;
        here.docid = next;
        here.wdf = here.p[1];
        add_posting(w, &here, is_for_many);
    }
    *at = here;
}

static inline __attribute__((always_inline)) void
add_chunk(struct postlist_reader *l, struct posting_window *w, bool is_for_many)
{
    const uint32_t limit = GLASS_END - w->start < POSTING_WINDOW ? GLASS_END
                                                                 : w->start + POSTING_WINDOW;
    const uint32_t stop = limit < l->chunk.last ? limit : l->chunk.last;
    struct spot at = {l->p, l->docid, l->wdf};
    while (at.docid < limit) {
        add_posting(w, &at, is_for_many);
        add_short(l, w, &at, stop, is_for_many);
        if (!go_on(l, &at))
            break;
    }
    leave(l, &at);
}

void postlist_reader_add(struct postlist_reader *l, struct posting_window *w)
{
    if (w->is_for_many)
        add_chunk(l, w, true);
    else
        add_chunk(l, w, false);
}

void posting_window_start(struct posting_window *w, uint32_t start, size_t n_lists)
{
    w->start = start;
    w->is_for_many = n_lists >= MANY_LISTS;
    memset(w->bits, 0, sizeof w->bits);
    if (w->is_for_many)
        memset(w->sums, 0, sizeof w->sums);
}

void posting_window_end(struct posting_window *w)
{
    for (uint32_t i = 0; i < POSTING_WINDOW && w->is_for_many; i++)
        w->bits[i / 64] |= (uint64_t)(w->sums[i] > 0) << i % 64;
}

static void read_chunk(struct postlist_reader *l, uint32_t start, uint32_t end, uint32_t *ret_wdfs)
{
    struct spot at = {l->p, l->docid, l->wdf};
    while (at.docid < end) {
        ret_wdfs[at.docid - start] = at.wdf;
        if (!go_on(l, &at))
            break;
    }
    leave(l, &at);
}

void postlist_reader_read(struct postlist_reader *l, uint32_t start, uint32_t n, uint32_t *ret_wdfs)
{
    uint32_t end = GLASS_END - start < n ? GLASS_END : start + n;
    memset(ret_wdfs, 0, n * sizeof *ret_wdfs);
    postlist_reader_seek(l, start);
    while (l->docid < end) {
        read_chunk(l, start, end, ret_wdfs);
        if (l->docid < end) /* the last of its chunk */
            postlist_reader_seek(l, l->docid + 1);
    }
}

void postlist_reader_find(struct postlist_reader *l, uint32_t docid)
{
    if (!l->chunk.start)
        return;
    bool is_here = docid <= l->chunk.last && (docid >= l->chunk.first || l->chunk.is_first);
    if (is_here && (docid < l->docid || l->docid == 0)) {
        l->docid = l->chunk.first;
        l->wdf = l->chunk.first_wdf;
        l->p = l->chunk.start;
    } else if (!is_here && docid == l->chunk.last + 1 && !l->chunk.is_last) {
        next_chunk(l);
    } else if (!is_here && !(docid > l->chunk.last && l->chunk.is_last)) {
        find_chunk(l, docid);
        if (l->chunk.start && docid > l->chunk.last && !l->chunk.is_last)
            next_chunk(l);
    }
    if (l->chunk.start && docid <= l->chunk.last)
        postlist_reader_scan(l, docid);
    else
        l->docid = GLASS_END;
}

/* ---- values ---- */

bool glass_take_slot_key(struct str key, uint32_t *slot)
{
    if (key.n < 2 || key.n > 2 + sizeof *slot || memcmp(key.p, "\0\xD0", 2) != 0)
        return false;
    *slot = 0;
    for (size_t i = 2; i < key.n; i++)
        *slot |= (uint32_t)(uint8_t)key.p[i] << 8 * (i - 2);
    return true;
}

static void values_damaged(struct value_reader *l)
{
    err_set(l->err, ERR_CORRUPT, "the values of '%s' are damaged", l->cursor.tree->path);
}

static size_t put_chunk_key(const struct value_reader *l, uint8_t *key)
{
    key[0] = 0;
    key[1] = 0xD8;
    return (size_t)(glass_put_vint(key + 2, l->slot) - key);
}

/* Reads the chunk at the cursor. Returns false if it does not belong to this slot. */
static bool start_values(struct value_reader *l)
{
    uint8_t key[KEY_BYTES];
    size_t n = put_chunk_key(l, key);
    const uint8_t *at = l->cursor.key + n, *end = l->cursor.key + l->cursor.key_bytes;
    if (l->cursor.key_bytes <= n || memcmp(l->cursor.key, key, n) != 0)
        return false;
    if (table_cursor_tag(&l->cursor, SIZE_MAX, &l->rest, l->err))
        return false;
    if (!glass_take_sdid(&at, end, &l->docid) || at != end || l->docid == GLASS_END ||
        !str_take_counted(&l->rest, &l->value))
        values_damaged(l);
    return !l->err->code;
}

/* Goes forward within the chunk, at most to its end. */
static void scan_values(struct value_reader *l, uint32_t docid)
{
    uint64_t gap;
    while (l->docid < docid && l->rest.n) {
        if (!str_take_varint(&l->rest, &gap) || !str_take_counted(&l->rest, &l->value) ||
            gap >= GLASS_END - l->docid - 1) {
            values_damaged(l);
            return;
        }
        l->docid += (uint32_t)gap + 1;
    }
}

static bool next_values(struct value_reader *l)
{
    bool is_there;
    return !table_cursor_next(&l->cursor, &is_there, l->err) && is_there && start_values(l);
}

void value_reader_open(struct value_reader *l, struct table_reader *postlist, uint32_t slot,
                       struct err *err)
{
    uint8_t key[GLASS_VINT_BYTES] = {0, 0xD0};
    size_t n = (size_t)(glass_put_tail_int(key + 2, slot) - key);
    struct str tag;
    bool is_there;
    l->cursor.tree = postlist;
    l->slot = slot;
    l->err = err;
    l->docid = 0;
    if (table_cursor_find(&l->cursor, (struct str){(const char *)key, n}, &is_there, l->err) ||
        !is_there || table_cursor_tag(&l->cursor, SIZE_MAX, &tag, l->err)) {
        l->docid = GLASS_END;
        return;
    }
    const uint8_t *p = (const uint8_t *)tag.p;
    if (!glass_take_uint32(&p, p + tag.n, &l->n_documents))
        values_damaged(l);
}

void value_reader_done(struct value_reader *l)
{
    table_cursor_done(&l->cursor);
}

/* Goes to docid in the chunk that contains it or is the last before it. If docid is before the
 * first chunk, goes to that. */
static bool find_values(struct value_reader *l, uint32_t docid)
{
    uint8_t key[KEY_BYTES];
    bool is_there;
    size_t n = (size_t)(glass_put_sdid(key + put_chunk_key(l, key), docid) - key);
    if (table_cursor_find(&l->cursor, (struct str){(const char *)key, n}, &is_there, l->err))
        return false;
    bool is_found = start_values(l) || (!l->err->code && next_values(l));
    if (is_found)
        scan_values(l, docid);
    return is_found;
}

void value_reader_seek(struct value_reader *l, uint32_t docid)
{
    if (l->n_documents == 0 || l->err->code) {
        l->docid = GLASS_END;
        return;
    }
    bool is_ahead = l->docid && l->docid != GLASS_END && docid >= l->docid, is_found = true;
    if (is_ahead)
        scan_values(l, docid);
    if (is_ahead && l->docid < docid)
        is_found = next_values(l);
    /* Far after the chunk, or before the current place. */
    if (!is_ahead || (is_found && l->docid < docid))
        is_found = find_values(l, docid) && (l->docid >= docid || next_values(l));
    if (is_found && l->docid < docid) /* the chunks are not in order */
        values_damaged(l);
    if (!is_found || l->err->code)
        l->docid = GLASS_END;
}
