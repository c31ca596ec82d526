/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Joins the posting lists of databases, term by term, in the order of their tables. */
#include "base/mem.h"
#include "bulk/joiner.h"
#include "bulk/term_lists.h"

#include <stdlib.h>

enum { TERMS_PER_LOOK = 4096 }; /* between two looks at stop */

/* The postings of a term, with new document numbers. */
struct postings {
    struct glass_posting *items;
    size_t n, capacity;
    uint64_t collection_frequency;
    uint32_t max_wdf;
};

/* A term in the form that keys have. */
struct term_key {
    uint64_t head; /* its first bytes as a number, padded with zeros */
    size_t n;
    uint8_t bytes[GLASS_MAX_KEY_BYTES];
};

/* The terms of a source, from the first to the last. */
struct stream {
    const struct join_source *source;
    struct table_cursor cursor;
    struct term_key key; /* of the next list */
    bool is_there;       /* there is a next list */
};

struct term_join {
    struct bulk_joiner *j;
    struct stream *streams;
    size_t n_streams;
    struct term_key key; /* of the current term */
    struct postings list;
    struct glass_posting *spare;
    size_t spare_capacity;
    unsigned n_looked;
};

static enum err_code damaged(const struct stream *s, struct err *err)
{
    return joiner_refuse(s->cursor.tree, "a posting list cannot be read", err);
}

/* ---- a stream ---- */

static struct str name_of(const struct term_key *key)
{
    return (struct str){(const char *)key->bytes, key->n};
}

static int compare_keys(const struct term_key *a, const struct term_key *b)
{
    if (a->head != b->head)
        return a->head < b->head ? -1 : 1;
    if (a->n <= sizeof a->head || b->n <= sizeof b->head)
        return (a->n > b->n) - (a->n < b->n);
    return str_compare(name_of(a), name_of(b));
}

/* Makes the entry at the cursor the beginning of the next list. */
static enum err_code arrive(struct stream *s, struct err *err)
{
    struct str key = table_cursor_key(&s->cursor);
    size_t zero = str_find_char(key, '\0', 0);
    while (zero < key.n && zero + 1 < key.n && key.p[zero + 1] == '\xFF')
        zero = str_find_char(key, '\0', zero + 2);
    if (zero < key.n)
        return damaged(s, err);
    s->key.head = head_order(head_of(key));
    s->key.n = key.n;
    glass_put_bytes(s->key.bytes, key.p, key.n);
    return ERR_OK;
}

static enum err_code advance(struct stream *s, struct err *err)
{
    if (table_cursor_next(&s->cursor, &s->is_there, err) || !s->is_there)
        return err->code;
    return arrive(s, err);
}

static enum err_code open_stream(struct stream *s, struct join_source *source, struct err *err)
{
    AUTO(buf_done) struct buf before = BUF_INIT;
    bool is_there;
    s->source = source;
    s->cursor.tree = &source->postlist;
    glass_append_term_key(&before, STR_EMPTY, GLASS_AT_TERM);
    return table_cursor_find(&s->cursor, buf_str(&before), &is_there, err) ? err->code
                                                                           : advance(s, err);
}

/* ---- a list ---- */

static void make_room(struct postings *list, size_t n)
{
    if (n <= list->capacity - list->n)
        return;
    list->capacity = 2 * (list->n + n);
    list->items = mem_resize(list->items, list->capacity, sizeof *list->items);
}

/* A chunk of a list, and the sums over the chunks of the list so far. */
struct chunk {
    const uint8_t *p, *end; /* from the wdf of its first posting on */
    uint32_t first, last;
    uint32_t n_found;
    uint64_t sum_of_wdfs;
    bool is_last;
};

static inline void add_posting(struct postings *list, uint32_t number, uint32_t wdf)
{
    uint32_t kept = number ? wdf : 0;
    list->items[list->n] = (struct glass_posting){number, wdf};
    list->n += number != 0;
    list->collection_frequency += kept;
    list->max_wdf = kept > list->max_wdf ? kept : list->max_wdf;
}

/* Adds the postings of a chunk, except those of documents that are left out. Returns false if it is
 * damaged. */
static bool take_postings(const struct join_source *source, struct chunk *c, struct postings *list)
{
    const uint32_t *numbers = source->numbers;
    const uint8_t *p = c->p, *end = c->end;
    uint32_t docid = c->first, wdf, gap;
    if (c->last >= source->n_numbers || !glass_take_uint32(&p, end, &wdf))
        return false;
    make_room(list, (size_t)(end - p) / 2 + 1);
    for (;;) {
        add_posting(list, numbers[docid], wdf);
        c->sum_of_wdfs += wdf;
        c->n_found++;
        if (p == end)
            return docid == c->last;
        if (end - p >= 2 && p[0] < 0x80 && p[1] < 0x80) {
            gap = p[0];
            wdf = p[1];
            p += 2;
        } else if (!glass_take_uint32(&p, end, &gap) || !glass_take_uint32(&p, end, &wdf)) {
            return false;
        }
        if (gap >= c->last - docid)
            return false;
        docid += gap + 1;
    }
}

/* Starts on the chunk whose tag is at c->p, after the numbers that only a list's first chunk
 * has. */
static bool start_chunk(struct chunk *c)
{
    uint32_t span;
    uint8_t flag = c->p < c->end ? *c->p++ : 0;
    if ((flag != '0' && flag != '1') || !glass_take_uint32(&c->p, c->end, &span))
        return false;
    c->is_last = flag == '1';
    return !__builtin_add_overflow(c->first, span, &c->last);
}

/* Goes to the list's next chunk. */
static enum err_code next_chunk(struct stream *s, struct chunk *c, struct err *err)
{
    bool is_there;
    struct str tag;
    uint32_t before = c->last;
    if (table_cursor_next(&s->cursor, &is_there, err))
        return err->code;
    const uint8_t *at = s->cursor.key + s->key.n + 1, *end = s->cursor.key + s->cursor.key_bytes;
    if (!is_there || s->cursor.key_bytes <= s->key.n + 1 || at[-1] != 0 ||
        memcmp(s->cursor.key, s->key.bytes, s->key.n) != 0 ||
        !glass_take_sdid(&at, end, &c->first) || at != end || c->first <= before)
        return damaged(s, err);
    if (table_cursor_tag(&s->cursor, SIZE_MAX, &tag, err))
        return err->code;
    c->p = (const uint8_t *)tag.p;
    c->end = c->p + tag.n;
    return start_chunk(c) ? ERR_OK : damaged(s, err);
}

/* Adds the postings of the stream's list, and goes to the next list. */
static enum err_code take_list(struct stream *s, struct postings *list, struct err *err)
{
    struct chunk c = {0};
    struct str tag;
    uint32_t n, frequency, before;
    if (table_cursor_tag(&s->cursor, SIZE_MAX, &tag, err))
        return err->code;
    c.p = (const uint8_t *)tag.p;
    c.end = c.p + tag.n;
    if (!glass_take_uint32(&c.p, c.end, &n) || !glass_take_uint32(&c.p, c.end, &frequency) ||
        !glass_take_uint32(&c.p, c.end, &before) || __builtin_add_overflow(before, 1, &c.first) ||
        !start_chunk(&c))
        return damaged(s, err);
    bool is_good = take_postings(s->source, &c, list);
    while (is_good && !c.is_last) {
        if (next_chunk(s, &c, err))
            return err->code;
        is_good = take_postings(s->source, &c, list);
    }
    if (!is_good || c.n_found != n || (c.sum_of_wdfs != frequency && c.sum_of_wdfs <= UINT32_MAX))
        return damaged(s, err);
    return advance(s, err);
}

/* Removes the postings of documents whose terms are replaced. */
static void drop_replaced(const struct bulk_joiner *j, struct postings *list)
{
    size_t n = list->n;
    list->n = 0;
    list->collection_frequency = list->max_wdf = 0;
    for (size_t i = 0; i < n; i++) {
        struct glass_posting posting = list->items[i];
        bool is_kept = !joiner_replaces_terms_of(j, posting.docid);
        add_posting(list, is_kept ? posting.docid : 0, posting.wdf);
    }
}

/* ---- the order ---- */

static int by_docid(const void *a, const void *b)
{
    const struct glass_posting *x = a, *y = b;
    return (x->docid > y->docid) - (x->docid < y->docid);
}

static size_t ascending_run(const struct glass_posting *items, size_t n)
{
    size_t i = 1;
    while (i < n && items[i].docid > items[i - 1].docid)
        i++;
    return i < n ? i : n;
}

/* Sorts the postings: those after the ascending ones at the beginning, usually few, are sorted and
 * merged with these. Returns false if a document occurs twice. */
static bool sort_postings(struct term_join *t)
{
    struct glass_posting *items = t->list.items;
    size_t n = t->list.n, n_first = ascending_run(items, n), n_rest = n - n_first;
    if (n_rest == 0)
        return true;
    if (ascending_run(items + n_first, n_rest) < n_rest)
        qsort(items + n_first, n_rest, sizeof *items, by_docid);
    if (n_rest > t->spare_capacity) {
        t->spare_capacity = 2 * n_rest;
        t->spare = mem_resize(t->spare, t->spare_capacity, sizeof *t->spare);
    }
    memcpy(t->spare, items + n_first, n_rest * sizeof *items);
    while (n_rest > 0) {
        bool is_first = n_first > 0 && items[n_first - 1].docid > t->spare[n_rest - 1].docid;
        items[--n] = is_first ? items[--n_first] : t->spare[--n_rest];
    }
    /* What was merged begins here, after the last posting that stayed in place. */
    size_t start = n > 0 ? n - 1 : 0;
    return ascending_run(items + start, t->list.n - start) == t->list.n - start;
}

/* ---- terms ---- */

/* Makes the least of the next terms the current one. Returns which streams have it, as bits, or 0
 * if all are at their end. */
static unsigned find_term(struct term_join *t)
{
    const struct stream *least = NULL;
    unsigned group = 0;
    for (size_t i = 0; i < t->n_streams; i++) {
        const struct stream *s = &t->streams[i];
        if (!s->is_there)
            continue;
        int order = least ? compare_keys(&s->key, &least->key) : -1;
        if (order < 0)
            least = s;
        group = order < 0 ? 1u << i : order == 0 ? group | 1u << i : group;
    }
    if (least) {
        t->key.head = least->key.head;
        t->key.n = least->key.n;
        memcpy(t->key.bytes, least->key.bytes, least->key.n);
    }
    return group;
}

static void write_list(struct term_join *t, struct postlist_writer *out)
{
    const struct postings *list = &t->list;
    uint64_t frequency = list->collection_frequency;
    if (list->n == 0)
        return;
    postlist_writer_start_key(out, name_of(&t->key), (uint32_t)list->n,
                              frequency > UINT32_MAX ? UINT32_MAX : (uint32_t)frequency);
    postlist_writer_add_all(out, list->items, list->n);
    postlist_writer_end(out);
    if (list->max_wdf > t->j->max_wdf)
        t->j->max_wdf = list->max_wdf;
}

/* group has the streams that have the current term. */
static enum err_code join_term(struct term_join *t, unsigned group, struct postlist_writer *out,
                               struct err *err)
{
    const struct join_input *in = t->j->in;
    t->list.n = 0;
    t->list.collection_frequency = t->list.max_wdf = 0;
    for (size_t i = 0; i < in->n_sources; i++)
        if (group & 1u << i && take_list(&t->streams[i], &t->list, err))
            return err->code;
    if (in->terms && term_has_prefix(name_of(&t->key), in->terms->prefixes))
        drop_replaced(t->j, &t->list);
    if (group >> in->n_sources && take_list(&t->streams[in->n_sources], &t->list, err))
        return err->code;
    if (!sort_postings(t))
        return damaged(&t->streams[0], err);
    write_list(t, out);
    return ERR_OK;
}

static enum err_code join_all(struct term_join *t, struct postlist_writer *out, struct err *err)
{
    for (size_t i = 0; i < t->n_streams; i++)
        if (open_stream(&t->streams[i], &t->j->sources[i], err))
            return err->code;
    for (unsigned group; (group = find_term(t)) && !join_term(t, group, out, err);)
        if (t->n_looked++ % TERMS_PER_LOOK == 0 &&
            (joiner_look(t->j, err) || postlist_writer_failure(out, err)))
            break;
    return err->code;
}

enum err_code joiner_write_terms(struct bulk_joiner *j, struct postlist_writer *out,
                                 struct err *err)
{
    struct term_join t = {.j = j, .n_streams = j->n_sources};
    t.streams = mem_alloc_zeroed(t.n_streams, sizeof *t.streams);
    join_all(&t, out, err);
    for (size_t i = 0; i < t.n_streams; i++)
        table_cursor_done(&t.streams[i].cursor);
    mem_free(t.streams);
    mem_free(t.list.items);
    mem_free(t.spare);
    return err->code;
}
